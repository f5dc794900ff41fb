/* Small articles for tests of the index: article (id, version) always has the same text, title, sections and quotes, so
 * that an index can be held against a list of ids and versions. */
#ifndef TEST_SMALL_INDEX_H
#define TEST_SMALL_INDEX_H

#include "index_writer.h"
#include "segment_writer.h"
#include "slice.h"
#include "term_space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <xxhash.h>

struct small_article {
    uint32_t id, version;
};

static inline fx_slice small_id(char out[32], uint32_t id)
{
    return (fx_slice){out, (size_t)snprintf(out, 32, "news/%u", id)};
}

static inline fx_slice small_text(char out[128], struct small_article article)
{
    int length = snprintf(out, 128, "Version %u of story %u: %.*s.", article.version, article.id,
                          (int)(article.id * 7 % 50), "all about ferries and harbours and what they cost us");
    return (fx_slice){out, (size_t)length};
}

static inline uint64_t small_content(struct small_article article)
{
    return (uint64_t)article.version << 32 | article.id;
}

/* Sections and quotes an article has. */
static inline uint32_t small_children(enum unit unit, struct small_article article)
{
    if (unit == UNIT_ARTICLE)
        return 1;
    return unit == UNIT_SECTION ? (article.id % 3 == 0 ? 2 : 0) : article.id % 4;
}

static inline uint32_t small_length(enum unit unit, struct small_article article)
{
    return 10 + article.id % 5 + (uint32_t)unit;
}

static inline uint32_t small_documents(enum unit unit, const struct small_article *articles, uint32_t count)
{
    uint32_t documents = 0;
    for (uint32_t i = 0; i < count; i++)
        documents += small_children(unit, articles[i]);
    return documents;
}

/* One term "w" + `word` over the documents for whose article `wanted` of the id is 0; frequency 1 + id % 3. */
static inline void small_term(struct segment_writer *writer, enum unit unit, const struct small_article *articles,
                              uint32_t count, const char *term, uint32_t modulus)
{
    static const uint32_t positions[] = {1, 5, 9};
    uint32_t parents = 0;
    for (uint32_t i = 0; i < count; i++)
        parents += articles[i].id % modulus == 0 && small_children(unit, articles[i]) > 0;
    if (parents == 0)
        return;
    assert_int_equal(segment_writer_begin_term(writer, slice_of(term), unit == UNIT_SECTION ? parents : 0, NULL),
                     FX_OK);
    uint32_t document = 0;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t child = 0; child < small_children(unit, articles[i]); child++, document++) {
            if (articles[i].id % modulus != 0)
                continue;
            struct posting_input posting = {.document = document,
                                            .length = small_length(unit, articles[i]),
                                            .count = 1 + articles[i].id % 3,
                                            .positions = positions};
            assert_int_equal(segment_writer_posting(writer, &posting, NULL), FX_OK);
        }
    }
    assert_int_equal(segment_writer_end_term(writer, NULL), FX_OK);
}

static inline void small_segment(struct index_writer *writer, const struct small_article *articles, uint32_t count,
                                 struct segment_info *info)
{
    struct segment_writer *segment;
    assert_int_equal(segment_writer_open(&segment, index_writer_sink(writer), index_writer_new_owner(writer), NULL),
                     FX_OK);
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
        assert_int_equal(segment_writer_begin_unit(segment, (enum unit)unit,
                                                   small_documents((enum unit)unit, articles, count), NULL),
                         FX_OK);
        small_term(segment, (enum unit)unit, articles, count, "wevery", 1);
        small_term(segment, (enum unit)unit, articles, count, "wsecond", 2);
        small_term(segment, (enum unit)unit, articles, count, "wseventh", 7);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t name = articles[i].id % 2;
            for (uint32_t child = 0; child < small_children((enum unit)unit, articles[i]); child++)
                assert_int_equal(segment_writer_document(segment, small_length((enum unit)unit, articles[i]), i, child,
                                                         &name, 1, NULL),
                                 FX_OK);
        }
    }
    uint32_t carriers[2] = {0, 0};
    for (uint32_t i = 0; i < count; i++) {
        char id[32];
        fx_slice name = small_id(id, articles[i].id);
        struct article_columns columns = {.published = (int64_t)articles[i].id * 86400,
                                          .content_hash = small_content(articles[i]),
                                          .id_hash = XXH3_64bits(name.ptr, name.len),
                                          .file = 0};
        assert_int_equal(segment_writer_article(segment, &columns, NULL), FX_OK);
        carriers[articles[i].id % 2]++;
    }
    const struct name_entry names[] = {{FACET_DESK, SLICE("sport"), SLICE("Sport"), carriers[0]},
                                       {FACET_DESK, SLICE("world"), SLICE("World"), carriers[1]}};
    for (int i = 0; i < 2; i++)
        assert_int_equal(segment_writer_name(segment, &names[i], NULL), FX_OK);
    assert_int_equal(segment_writer_finish(segment, info, NULL), FX_OK);
}

static inline void small_store(struct index_writer *writer, const struct small_article *articles, uint32_t count,
                               struct store_info *info)
{
    struct store_writer *store;
    struct buffer record = BUFFER_INIT;
    fx_slice dictionary;
    uint32_t number;
    assert_int_equal(index_writer_dictionary(writer, &dictionary, &number, NULL), FX_OK);
    assert_int_equal(
        store_writer_open(&store, index_writer_sink(writer), index_writer_new_owner(writer), dictionary, number, NULL),
        FX_OK);
    for (uint32_t i = 0; i < count; i++) {
        char id[32];
        char text[128];
        struct article article = {.id = small_id(id, articles[i].id), .text = small_text(text, articles[i])};
        struct span whole = {0, (uint32_t)article.text.len};
        article.paragraphs = &whole;
        article.paragraph_count = 1;
        buffer_clear(&record);
        assert_int_equal(record_encode(&record, &article, NULL), FX_OK);
        assert_int_equal(store_writer_add(store, buffer_slice(&record), record_tail(buffer_slice(&record)), NULL),
                         FX_OK);
    }
    assert_int_equal(store_writer_finish(store, info, NULL), FX_OK);
    buffer_release(&record);
}

/* Adds articles as one segment and one store, as the indexer does. Returns the number of the first. */
static inline uint32_t small_add(struct index_writer *writer, const struct small_article *articles, uint32_t count)
{
    struct segment_info segment;
    struct store_info store;
    uint32_t base;
    small_segment(writer, articles, count, &segment);
    small_store(writer, articles, count, &store);
    assert_int_equal(index_writer_add(writer, &segment, &store, &base, NULL), FX_OK);
    return base;
}

static inline struct index_writer *small_open(const char *directory)
{
    struct index_writer *writer;
    fx_error err = {0};
    struct index_writer_options options = {.create = true, .memory = 1 << 20};
    if (index_writer_open(&writer, directory, &options, &err) != FX_OK)
        fail_msg("%s", err.message);
    return writer;
}

/* In memory where that can be: these tests sync often. */
static inline char *small_directory(void)
{
    static char directory[64];
    bool in_memory = access("/dev/shm", W_OK) == 0;
    snprintf(directory, sizeof directory, "%s/fx_index_XXXXXX", in_memory ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(directory));
    return directory;
}

static inline void small_remove(const char *directory)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    assert_int_equal(system(command), 0);
}

#endif
