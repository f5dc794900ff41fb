/* A random collection as plain arrays, and two things done with it: written as the segment of a range of its articles,
 * and compared with a segment that claims to hold that range (without its dead documents). */
#ifndef TEST_SEGMENT_ORACLE_H
#define TEST_SEGMENT_ORACLE_H

#include "column.h"
#include "list_oracle.h"
#include "name_columns.h"
#include "segment.h"
#include "slice.h"
#include "term_space.h"

enum { ORACLE_TERMS = 60, ORACLE_NAMES = 70, ORACLE_DOCUMENT_NAMES = 3 };

struct oracle_unit {
    uint32_t documents;
    uint32_t *lengths, *parents, *ordinals;
    uint32_t (*names)[ORACLE_DOCUMENT_NAMES]; /* UINT32_MAX: none */
    uint64_t *dead;                           /* bits */
    struct list_oracle lists[ORACLE_TERMS];
};

struct segment_oracle {
    uint32_t articles;
    int64_t *published;
    uint64_t *hashes;
    char terms[ORACLE_TERMS][32]; /* ascending */
    char names[ORACLE_NAMES][2][32];
    enum facet_kind kinds[ORACLE_NAMES];
    struct oracle_unit units[UNIT_COUNT];
};

static inline bool oracle_is_dead(const struct oracle_unit *unit, uint32_t document)
{
    return unit->dead && unit->dead[document / 64] >> (document % 64) & 1;
}

static inline void oracle_make_unit(struct test_random *random, struct segment_oracle *oracle, enum unit which)
{
    struct oracle_unit *unit = &oracle->units[which];
    const uint32_t n = unit->documents = which == UNIT_ARTICLE ? oracle->articles : oracle->articles * which;
    const size_t room = (size_t)n + 1;
    unit->lengths = malloc(room * sizeof(uint32_t));
    unit->parents = malloc(room * sizeof(uint32_t));
    unit->ordinals = malloc(room * sizeof(uint32_t));
    unit->names = malloc(room * sizeof *unit->names);
    for (uint32_t i = 0; i < n; i++) {
        unit->lengths[i] = 1 + test_random_below(random, 900);
        unit->parents[i] = which == UNIT_ARTICLE ? i : i / which;
        unit->ordinals[i] = which == UNIT_ARTICLE ? 0 : i % which;
        for (unsigned j = 0; j < ORACLE_DOCUMENT_NAMES; j++)
            unit->names[i][j] = test_random_below(random, 3)
                                    ? UINT32_MAX
                                    : j * (ORACLE_NAMES / ORACLE_DOCUMENT_NAMES) + test_random_below(random, 20);
    }
    for (unsigned t = 0; t < ORACLE_TERMS; t++) {
        /* from rare to in every document */
        const uint32_t wanted = t % 4 == 0 ? 1 + t / 8 : t % 4 == 1 ? n / 2 : t % 4 == 2 ? 200 : n;
        struct list_oracle *list = &unit->lists[t];
        *list = list_oracle_make(random, wanted, 1 + n / (wanted + 1), 1 + t % 5, t % 7 != 3);
        while (list->count > 0 && list->documents[list->count - 1] >= n)
            list->count--;
        for (uint32_t i = 0; i < list->count; i++)
            list->lengths[i] = unit->lengths[list->documents[i]];
    }
}

static inline void oracle_make(struct segment_oracle *oracle, struct test_random *random, uint32_t articles)
{
    memset(oracle, 0, sizeof *oracle);
    oracle->articles = articles;
    oracle->published = malloc((articles + 1) * sizeof *oracle->published);
    oracle->hashes = malloc((articles + 1) * sizeof *oracle->hashes);
    for (uint32_t i = 0; i < articles; i++) {
        oracle->published[i] = i % 9 ? (int64_t)test_random_u64(random) / 1000 : INT64_MIN;
        oracle->hashes[i] = test_random_below(random, 4) ? test_random_u64(random) : 7 + test_random_below(random, 5);
    }
    for (unsigned t = 0; t < ORACLE_TERMS; t++)
        snprintf(oracle->terms[t], sizeof oracle->terms[t], "w%02utérm%.*s", t, (int)(t % 9), "aaaaaaaaaa");
    for (unsigned i = 0; i < ORACLE_NAMES; i++) {
        static const char *const displays[] = {"name%02u kim", "Name%02u KIM", "Näme, %02u"};
        oracle->kinds[i] = (enum facet_kind)(i / 20);
        snprintf(oracle->names[i][0], 32, "name%02u kim", i);
        snprintf(oracle->names[i][1], 32, displays[i % 3], i);
    }
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        oracle_make_unit(random, oracle, (enum unit)unit);
}

static inline void oracle_release(struct segment_oracle *oracle)
{
    free(oracle->published);
    free(oracle->hashes);
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        struct oracle_unit *unit = &oracle->units[u];
        free(unit->lengths);
        free(unit->parents);
        free(unit->ordinals);
        free(unit->names);
        free(unit->dead);
        for (unsigned t = 0; t < ORACLE_TERMS; t++)
            list_oracle_release(&unit->lists[t]);
    }
}

/* Kills one article in `rarity` with all that belongs to it. */
static inline void oracle_kill(struct segment_oracle *oracle, struct test_random *random, uint32_t rarity)
{
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        free(oracle->units[u].dead);
        oracle->units[u].dead = calloc(oracle->units[u].documents / 64 + 1, 8);
    }
    for (uint32_t article = 0; article < oracle->articles; article++) {
        if (test_random_below(random, rarity) > 0)
            continue;
        for (unsigned u = 0; u < UNIT_COUNT; u++)
            for (uint32_t i = article * (u ? u : 1); i < (article + 1) * (u ? u : 1); i++)
                oracle->units[u].dead[i / 64] |= UINT64_C(1) << (i % 64);
    }
}

/* Documents of the articles [first, last) are those from first * oracle_share on. */
static inline uint32_t oracle_share(unsigned unit)
{
    return unit == UNIT_ARTICLE ? 1 : unit;
}

/* How many articles of the range carry name i, and whether any document of it does. */
static inline uint32_t oracle_name_articles(const struct segment_oracle *oracle, uint32_t name, uint32_t first,
                                            uint32_t last, bool *used)
{
    uint32_t articles = 0;
    *used = false;
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        const struct oracle_unit *unit = &oracle->units[u];
        for (uint32_t i = first * oracle_share(u); i < last * oracle_share(u); i++)
            for (unsigned j = 0; j < ORACLE_DOCUMENT_NAMES; j++)
                if (unit->names[i][j] == name && !oracle_is_dead(unit, i)) {
                    *used = true;
                    articles += u == UNIT_ARTICLE;
                }
    }
    return articles;
}

/* Number of each name in a segment of the range: those that occur in it. */
static inline uint32_t oracle_number_names(const struct segment_oracle *oracle, uint32_t first, uint32_t last,
                                           uint32_t numbers[ORACLE_NAMES])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ORACLE_NAMES; i++) {
        bool used;
        oracle_name_articles(oracle, i, first, last, &used);
        numbers[i] = used ? count++ : UINT32_MAX;
    }
    return count;
}

static inline uint32_t oracle_document_names(const struct oracle_unit *unit, uint32_t document,
                                             const uint32_t numbers[ORACLE_NAMES], uint32_t *out)
{
    uint32_t count = 0;
    for (unsigned j = 0; j < ORACLE_DOCUMENT_NAMES && !oracle_is_dead(unit, document); j++)
        if (unit->names[document][j] != UINT32_MAX)
            out[count++] = numbers[unit->names[document][j]];
    return count;
}

/* Postings [*from, *to) of the list are those of the documents [first, last). */
static inline void oracle_range(const struct list_oracle *list, uint32_t first, uint32_t last, uint32_t *from,
                                uint32_t *to)
{
    *from = list_oracle_seek(list, first);
    *to = list_oracle_seek(list, last);
}

/* ---- writing ---- */

static inline void oracle_write_list(const struct segment_oracle *oracle, unsigned u, unsigned t, uint32_t first,
                                     uint32_t last, struct segment_writer *writer)
{
    fx_error err = {0};
    const struct oracle_unit *unit = &oracle->units[u];
    const struct list_oracle *list = &unit->lists[t];
    uint32_t from, to, parents = 0, before = UINT32_MAX;
    oracle_range(list, first * oracle_share(u), last * oracle_share(u), &from, &to);
    for (uint32_t i = from; i < to && u == UNIT_SECTION; i++) {
        parents += unit->parents[list->documents[i]] != before;
        before = unit->parents[list->documents[i]];
    }
    if (from == to)
        return;
    assert_int_equal(segment_writer_begin_term(writer, slice_of(oracle->terms[t]), parents, &err), FX_OK);
    for (uint32_t i = from; i < to; i++) {
        struct posting_input posting = list_oracle_posting(list, i);
        posting.document -= first * oracle_share(u);
        assert_int_equal(segment_writer_posting(writer, &posting, &err), FX_OK);
    }
    assert_int_equal(segment_writer_end_term(writer, &err), FX_OK);
}

static inline void oracle_write_forms(struct segment_writer *writer, uint32_t first)
{
    fx_error err = {0};
    char form[32];
    for (unsigned i = 0; i < 30; i++) {
        snprintf(form, sizeof form, "fform%02uing", i);
        form[0] = TERM_FORM;
        if ((i + first) % 3)
            assert_int_equal(segment_writer_form(writer, slice_of(form), (fx_slice){form + 1, 6}, (uint16_t)(i * 100),
                                                 1 + i, 1 + i * 3, &err),
                             FX_OK);
    }
}

static inline void oracle_write(const struct segment_oracle *oracle, uint32_t first, uint32_t last, uint32_t owner,
                                const struct extent_sink *sink, struct segment_info *info)
{
    fx_error err = {0};
    uint32_t numbers[ORACLE_NAMES], names[ORACLE_DOCUMENT_NAMES];
    struct segment_writer *writer;
    oracle_number_names(oracle, first, last, numbers);
    assert_int_equal(segment_writer_open(&writer, sink, owner, &err), FX_OK);
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        const struct oracle_unit *unit = &oracle->units[u];
        assert_int_equal(segment_writer_begin_unit(writer, (enum unit)u, (last - first) * oracle_share(u), &err),
                         FX_OK);
        oracle_write_forms(writer, first);
        for (unsigned t = 0; t < ORACLE_TERMS; t++)
            oracle_write_list(oracle, u, t, first, last, writer);
        for (uint32_t i = first * oracle_share(u); i < last * oracle_share(u); i++) {
            const uint32_t count = oracle_document_names(unit, i, numbers, names);
            assert_int_equal(segment_writer_document(writer, unit->lengths[i], unit->parents[i] - first,
                                                     unit->ordinals[i], names, count, &err),
                             FX_OK);
        }
    }
    for (uint32_t i = first; i < last; i++) {
        const struct article_columns columns = {oracle->published[i], i * UINT64_C(3), oracle->hashes[i], i / 2};
        assert_int_equal(segment_writer_article(writer, &columns, &err), FX_OK);
    }
    for (uint32_t i = 0; i < ORACLE_NAMES; i++) {
        bool used;
        const uint32_t articles = oracle_name_articles(oracle, i, first, last, &used);
        const struct name_entry name = {oracle->kinds[i], slice_of(oracle->names[i][0]), slice_of(oracle->names[i][1]),
                                        articles};
        if (used)
            assert_int_equal(segment_writer_name(writer, &name, &err), FX_OK);
    }
    assert_int_equal(segment_writer_finish(writer, info, &err), FX_OK);
    info->base = first;
}

/* ---- comparing ---- */

static inline void oracle_check_list(const struct segment_oracle *oracle, unsigned u, unsigned t, uint32_t first,
                                     uint32_t last, struct segment *segment)
{
    fx_error err = {0};
    const struct oracle_unit *unit = &oracle->units[u];
    const struct list_oracle *list = &unit->lists[t];
    const uint32_t shift = first * oracle_share(u);
    uint32_t from, to, documents = 0, parents = 0, before = UINT32_MAX;
    uint64_t occurrences = 0;
    struct term_entry entry;
    struct postings cursor = {0};
    oracle_range(list, shift, last * oracle_share(u), &from, &to);
    const int status = segment_find_term(segment, (enum unit)u, slice_of(oracle->terms[t]), &entry, &err);
    assert_true(status == FX_OK || status == FX_END);
    if (status == FX_OK)
        assert_int_equal(segment_postings(segment, (enum unit)u, &entry, &cursor, &err), FX_OK);
    for (uint32_t i = from; i < to; i++) {
        const uint32_t document = list->documents[i];
        if (oracle_is_dead(unit, document))
            continue;
        const uint32_t *positions;
        const uint16_t *forms;
        uint32_t count;
        assert_int_equal(status, FX_OK);
        assert_int_equal(postings_next(&cursor), document - shift);
        assert_int_equal(postings_frequency(&cursor), list->counts[i] + list->boosts[i]);
        assert_int_equal(postings_boost(&cursor), list->boosts[i]);
        if (list->has_positions) {
            assert_int_equal(postings_positions(&cursor, &positions, &forms, &count, &err), FX_OK);
            assert_int_equal(count, list->counts[i]);
            assert_memory_equal(positions, list->positions + list->starts[i], count * sizeof *positions);
            for (uint32_t j = 0; j < count; j++)
                assert_int_equal(forms ? forms[j] : 0, list->forms[list->starts[i] + j]);
        }
        documents++;
        occurrences += list->counts[i];
        parents += u == UNIT_SECTION && unit->parents[document] != before;
        before = unit->parents[document];
    }
    assert_int_equal(status, documents ? FX_OK : FX_END);
    if (status != FX_OK)
        return;
    assert_int_equal(postings_next(&cursor), DOCUMENT_END);
    assert_int_equal(cursor.fault.code, FX_OK);
    assert_int_equal(entry.documents, documents);
    assert_int_equal(entry.occurrences, occurrences);
    assert_int_equal(entry.parents, parents);
    postings_release(&cursor);
}

static inline void oracle_check_scan(struct segment *segment, unsigned u)
{
    fx_error err = {0};
    struct term_scan scan;
    const struct term_entry *entry;
    char before[256] = "";
    uint32_t count = 0;
    assert_int_equal(term_scan_open(&scan, segment, (enum unit)u, SLICE(""), &err), FX_OK);
    for (int status; (status = term_scan_next(&scan, &entry, &err)) != FX_END; count++) {
        assert_int_equal(status, FX_OK);
        assert_true(slice_compare(slice_of(before), entry->term) < 0);
        memcpy(before, entry->term.ptr, entry->term.len);
        before[entry->term.len] = '\0';
        struct term_entry found;
        assert_int_equal(segment_find_term(segment, (enum unit)u, slice_of(before), &found, &err), FX_OK);
        assert_int_equal(found.documents, entry->documents);
        assert_int_equal(found.occurrences, entry->occurrences);
        assert_int_equal(found.address.postings, entry->address.postings);
        assert_int_equal(found.address.positions, entry->address.positions);
        assert_true(slice_equal(found.stem, entry->stem));
        assert_int_equal(found.form, entry->form);
    }
    assert_int_equal(count, segment_describe(segment)->units[u].terms);
}

static inline void oracle_check_columns(const struct segment_oracle *oracle, unsigned u, uint32_t first, uint32_t last,
                                        struct segment *segment)
{
    fx_error err = {0};
    const struct oracle_unit *unit = &oracle->units[u];
    const uint32_t *lengths, *parents = NULL, *ordinals = NULL, shift = first * oracle_share(u);
    uint32_t numbers[ORACLE_NAMES], expected[ORACLE_DOCUMENT_NAMES];
    uint64_t total = 0;
    oracle_number_names(oracle, first, last, numbers);
    assert_int_equal(segment_lengths(segment, (enum unit)u, &lengths, &err), FX_OK);
    if (u != UNIT_ARTICLE) {
        assert_int_equal(segment_parents(segment, (enum unit)u, &parents, &err), FX_OK);
        assert_int_equal(segment_ordinals(segment, (enum unit)u, &ordinals, &err), FX_OK);
    }
    for (uint32_t i = shift; i < last * oracle_share(u); i++) {
        const uint32_t *names;
        uint32_t count;
        const uint32_t length = oracle_is_dead(unit, i) ? 0 : unit->lengths[i];
        total += length;
        assert_int_equal(lengths[i - shift], length);
        if (parents) {
            assert_int_equal(parents[i - shift], unit->parents[i] - first);
            assert_int_equal(ordinals[i - shift], unit->ordinals[i]);
        }
        const uint32_t wanted = oracle_document_names(unit, i, numbers, expected);
        assert_int_equal(segment_facets(segment, (enum unit)u, i - shift, &names, &count, &err), FX_OK);
        assert_int_equal(count, wanted);
        assert_memory_equal(names, expected, count * sizeof *names);
    }
    assert_int_equal(segment_describe(segment)->units[u].length, total);
    assert_int_equal(segment_describe(segment)->units[u].documents, (last - first) * oracle_share(u));
}

static inline void oracle_check_names(const struct segment_oracle *oracle, uint32_t first, uint32_t last,
                                      struct segment *segment)
{
    fx_error err = {0};
    uint32_t numbers[ORACLE_NAMES], number;
    const uint32_t count = oracle_number_names(oracle, first, last, numbers);
    assert_int_equal(segment_describe(segment)->name_count, count);
    struct column *hashes;
    assert_int_equal(segment_column(segment, UNIT_ARTICLE, STREAM_NAME_HASHES, &hashes, &err), FX_OK);
    for (uint32_t i = 0; i < ORACLE_NAMES; i++) {
        bool used;
        struct name_entry name;
        const uint32_t articles = oracle_name_articles(oracle, i, first, last, &used);
        if (!used)
            continue;
        assert_int_equal(segment_name(segment, numbers[i], &name, &err), FX_OK);
        assert_int_equal(name.kind, oracle->kinds[i]);
        assert_int_equal(name.documents, articles);
        assert_true(slice_equal(name.folded, slice_of(oracle->names[i][0])));
        assert_true(slice_equal(name.display, slice_of(oracle->names[i][1])));
        assert_true(column_u64(hashes, numbers[i]) == name_hash(name.folded));
        assert_int_equal(
            segment_name_lower_bound(segment, oracle->kinds[i], slice_of(oracle->names[i][0]), &number, &err), FX_OK);
        assert_int_equal(number, numbers[i]);
    }
    assert_int_equal(segment_name_lower_bound(segment, FACET_AUTHOR, SLICE("zzz"), &number, &err), FX_OK);
    assert_int_equal(number, count);
    assert_int_equal(column_take_fault(hashes, &err), FX_OK);
}

static inline void oracle_check_articles(const struct segment_oracle *oracle, uint32_t first, uint32_t last,
                                         struct segment *segment)
{
    fx_error err = {0};
    const int64_t *published;
    const uint64_t *hashes;
    const uint32_t *files;
    assert_int_equal(segment_published(segment, &published, &err), FX_OK);
    assert_int_equal(segment_content_hashes(segment, &hashes, &err), FX_OK);
    assert_int_equal(segment_files(segment, &files, &err), FX_OK);
    for (uint32_t i = first; i < last; i++) {
        assert_int_equal(published[i - first], oracle->published[i]);
        assert_int_equal(hashes[i - first], i * UINT64_C(3));
        assert_int_equal(files[i - first], i / 2);
        uint32_t at = 0, document;
        bool found = false;
        while (segment_find_id(segment, oracle->hashes[i], &at, &document, &err) == FX_OK) {
            assert_int_equal(oracle->hashes[first + document], oracle->hashes[i]);
            found = found || document == i - first;
        }
        assert_true(found);
    }
    uint32_t at = 0, document;
    assert_int_equal(segment_find_id(segment, 3, &at, &document, &err), FX_END);
}

static inline void oracle_check(const struct segment_oracle *oracle, uint32_t first, uint32_t last,
                                struct segment *segment)
{
    for (unsigned u = 0; u < UNIT_COUNT; u++) {
        for (unsigned t = 0; t < ORACLE_TERMS; t++)
            oracle_check_list(oracle, u, t, first, last, segment);
        oracle_check_scan(segment, u);
        oracle_check_columns(oracle, u, first, last, segment);
    }
    oracle_check_names(oracle, first, last, segment);
    oracle_check_articles(oracle, first, last, segment);
}

#endif
