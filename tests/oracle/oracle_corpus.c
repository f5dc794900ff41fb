#include "oracle_corpus.h"

#include "buffer.h"
#include "run.h"
#include "run_flush.h"
#include "slice.h"

#include <xxhash.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const char *const words[] = {"the",       "robot",
                                    "robots",    "Robotics",
                                    "trade",     "cooperation",
                                    "cooperate", "cooperative",
                                    "China",     "China's",
                                    "U.S.",      "ferry",
                                    "harbour",   "harbours",
                                    "Müller",    "1,000",
                                    "runs",      "running",
                                    "happy",     "happiness",
                                    "happily",   "people-to-people",
                                    "合作机器",  "机器",
                                    "minister",  "ministers",
                                    "said",      "market",
                                    "markets",   "rob",
                                    "ferries",   "robe",
                                    "traders",   "harbor"};
static const char *const speakers[] = {"Kim Min-kyo", "Kim Jong Un", "Li Wei",
                                       "Anna Müller", "Min Park",    "BigWave Robotics"};
static const char *const entities[] = {"BigWave Robotics", "Seoul",          "South Korea",
                                       "Kim Min-kyo",      "Forum of Seoul", "United Nations"};
static const char *const desks[] = {"World", "In-Depth", "Sports", "World Business"};

const char *corpus_word(struct test_random *random)
{
    uint32_t n = COUNT_OF(words), pick = test_random_below(random, n);
    for (int i = 0; i < 2; i++) {
        uint32_t other = test_random_below(random, n);
        pick = other < pick ? other : pick;
    }
    return words[pick];
}

const char *corpus_speaker(struct test_random *random)
{
    return speakers[test_random_below(random, COUNT_OF(speakers))];
}

const char *corpus_entity(struct test_random *random)
{
    return entities[test_random_below(random, COUNT_OF(entities))];
}

const char *corpus_desk(struct test_random *random)
{
    return desks[test_random_below(random, COUNT_OF(desks))];
}

/* ---- one article ---- */

struct maker {
    struct corpus *corpus;
    struct test_random *random;
    struct buffer text;
    struct span paragraphs[16], sentences[64], tokens[600];
    uint32_t paragraph_count, sentence_count, token_count;
};

static fx_slice keep(struct maker *maker, fx_slice text)
{
    fx_slice copy;
    assert_int_equal(arena_copy(&copy, &maker->corpus->arena, text), FX_OK);
    return copy;
}

static void *keep_array(struct maker *maker, const void *items, size_t count, size_t size)
{
    void *copy = arena_allocate(&maker->corpus->arena, count * size + 1);
    assert_non_null(copy);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

static void append(struct maker *maker, const char *text)
{
    assert_int_equal(buffer_append_string(&maker->text, text), FX_OK);
}

static fx_slice some_words(struct maker *maker, uint32_t least, uint32_t more)
{
    struct buffer buffer = BUFFER_INIT;
    uint32_t count = least + test_random_below(maker->random, more);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            assert_int_equal(buffer_append_byte(&buffer, ' '), FX_OK);
        assert_int_equal(buffer_append_string(&buffer, corpus_word(maker->random)), FX_OK);
    }
    fx_slice out = keep(maker, buffer_slice(&buffer));
    buffer_release(&buffer);
    return out;
}

static void add_sentence(struct maker *maker)
{
    uint32_t start = (uint32_t)maker->text.length;
    append(maker, "So ");
    for (uint32_t i = 1 + test_random_below(maker->random, 7); i > 0; i--) {
        uint32_t token = (uint32_t)maker->text.length;
        append(maker, corpus_word(maker->random));
        if (maker->token_count < COUNT_OF(maker->tokens))
            maker->tokens[maker->token_count++] = (struct span){token, (uint32_t)maker->text.length};
        append(maker, i > 1 ? " " : ".");
    }
    if (maker->sentence_count < COUNT_OF(maker->sentences))
        maker->sentences[maker->sentence_count++] = (struct span){start, (uint32_t)maker->text.length};
}

static void add_paragraph(struct maker *maker, bool heading)
{
    if (maker->paragraph_count > 0)
        append(maker, "\n\n");
    uint32_t start = (uint32_t)maker->text.length;
    if (heading) {
        fx_slice text = some_words(maker, 1, 4);
        assert_int_equal(buffer_append_slice(&maker->text, text), FX_OK);
    } else {
        for (uint32_t i = 1 + test_random_below(maker->random, 3); i > 0; i--) {
            add_sentence(maker);
            if (i > 1)
                append(maker, " ");
        }
    }
    maker->paragraphs[maker->paragraph_count++] = (struct span){start, (uint32_t)maker->text.length};
}

static void make_text(struct maker *maker, struct article *article)
{
    struct article_section sections[4];
    uint32_t section_count = 0;
    bool sectioned = test_random_below(maker->random, 5) < 2;
    maker->paragraph_count = maker->sentence_count = maker->token_count = 0;
    buffer_clear(&maker->text);
    for (uint32_t i = 1 + test_random_below(maker->random, 8); i > 0; i--) {
        if (sectioned && section_count < 4 && test_random_below(maker->random, 3) == 0) {
            add_paragraph(maker, true);
            struct span heading = maker->paragraphs[maker->paragraph_count - 1];
            sections[section_count++] = (struct article_section){heading, {heading.start, 0}};
        }
        add_paragraph(maker, false);
    }
    for (uint32_t i = 0; i < section_count; i++)
        sections[i].whole.end = i + 1 < section_count ? sections[i + 1].whole.start - 2 : (uint32_t)maker->text.length;
    article->text = keep(maker, buffer_slice(&maker->text));
    article->paragraphs = keep_array(maker, maker->paragraphs, maker->paragraph_count, sizeof *maker->paragraphs);
    article->paragraph_count = maker->paragraph_count;
    article->sections = keep_array(maker, sections, section_count, sizeof *sections);
    article->section_count = section_count;
}

static void make_speakers_and_quotes(struct maker *maker, struct annotations *annotations)
{
    struct quote quotes[64];
    struct speaker said[3];
    static const fx_slice alias = {"Chairman of the Harbour", 23};
    uint32_t speaker_count = test_random_below(maker->random, 4), quote_count = 0;
    for (uint32_t i = 0; i < speaker_count; i++) {
        said[i] = (struct speaker){.name = slice_of(corpus_speaker(maker->random))};
        if (test_random_below(maker->random, 4) == 0) {
            said[i].aliases = &alias;
            said[i].alias_count = 1;
        }
    }
    for (uint32_t i = 0; i < maker->sentence_count; i++) {
        if (test_random_below(maker->random, 4) != 0)
            continue;
        quotes[quote_count++] = (struct quote){
            .span = maker->sentences[i],
            .speaker = (int32_t)test_random_below(maker->random, speaker_count + 1) - 1,
            .confidence = 1,
        };
    }
    annotations->speakers = keep_array(maker, said, speaker_count, sizeof *said);
    annotations->speaker_count = speaker_count;
    annotations->quotes = keep_array(maker, quotes, quote_count, sizeof *quotes);
    annotations->quote_count = quote_count;
}

static void make_entities(struct maker *maker, struct annotations *annotations)
{
    struct entity named[3];
    uint32_t count = maker->token_count > 0 ? test_random_below(maker->random, 4) : 0;
    for (uint32_t i = 0; i < count; i++) {
        struct span mention = maker->tokens[test_random_below(maker->random, maker->token_count)];
        named[i] = (struct entity){.name = slice_of(corpus_entity(maker->random)),
                                   .kind = (enum name_kind)test_random_below(maker->random, NAME_KIND_COUNT),
                                   .mentions = keep_array(maker, &mention, 1, sizeof mention),
                                   .mention_count = 1};
    }
    annotations->entities = keep_array(maker, named, count, sizeof *named);
    annotations->entity_count = count;
}

static void make_article(struct maker *maker, struct corpus_article *out, const char *id)
{
    struct article *article = &out->article;
    struct test_random *random = maker->random;
    memset(out, 0, sizeof *out);
    article->id = keep(maker, slice_of(id));
    if (test_random_below(random, 8) > 0)
        article->title = some_words(maker, 1, 6);
    if (test_random_below(random, 3) == 0)
        article->deck = some_words(maker, 1, 6);
    article->desk = slice_of(corpus_desk(random));
    article->source = test_random_below(random, 2) ? SLICE("The Harbour Times") : SLICE("Global Times");
    article->byline = test_random_below(random, 2) ? SLICE("Li Wei") : SLICE("");
    article->lang = SLICE("en");
    make_text(maker, article);
    if (article->section_count == 0 && test_random_below(random, 3) == 0) {
        fx_slice caption = some_words(maker, 1, 5);
        article->captions = keep_array(maker, &caption, 1, sizeof caption);
        article->caption_count = 1;
    }
    article->has_published = test_random_below(random, 5) > 0;
    article->published = 1760000000 / 86400 * 86400 - (int64_t)test_random_below(random, 6) * 86400;
    make_speakers_and_quotes(maker, &out->annotations);
    make_entities(maker, &out->annotations);
}

/* ---- indexing ---- */

/* Adds articles [first, end) as one segment and store. */
static void add_segment(struct corpus *corpus, struct index_writer *writer, uint32_t first, uint32_t end)
{
    struct run *run;
    struct segment_info segment;
    struct store_writer *store;
    struct store_info stored;
    struct buffer record = BUFFER_INIT;
    uint32_t base;
    const struct extent_sink *sink = index_writer_sink(writer);
    assert_int_equal(run_new(&run, index_writer_forms(writer), "en", NULL), FX_OK);
    assert_int_equal(store_writer_open(&store, sink, index_writer_new_owner(writer), SLICE(""), 0, NULL), FX_OK);
    for (uint32_t i = first; i < end; i++) {
        struct corpus_article *made = &corpus->articles[i];
        struct run_article_input input = {XXH3_64bits(made->article.id.ptr, made->article.id.len), i, 0, 0};
        assert_int_equal(run_add(run, &made->article, &made->annotations, &input, NULL), FX_OK);
        buffer_clear(&record);
        assert_int_equal(record_encode(&record, &made->article, &made->annotations), FX_OK);
        assert_int_equal(store_writer_add(store, buffer_slice(&record), record_tail(buffer_slice(&record)), NULL),
                         FX_OK);
    }
    assert_int_equal(run_flush(&run, 1, sink, index_writer_new_owner(writer), &segment, NULL), FX_OK);
    assert_int_equal(store_writer_finish(store, &stored, NULL), FX_OK);
    assert_int_equal(index_writer_add(writer, &segment, &stored, &base, NULL), FX_OK);
    buffer_release(&record);
    run_free(run);
}

static void kill_article(struct corpus *corpus, struct index_writer *writer, uint32_t number)
{
    uint32_t found;
    struct corpus_article *article = &corpus->articles[number];
    assert_int_equal(index_writer_find(writer, article->article.id, &found, NULL, NULL), FX_OK);
    assert_int_equal(index_writer_kill(writer, found, NULL), FX_OK);
    article->dead = true;
}

static void make_index(struct corpus *corpus, struct test_random *random, uint32_t index)
{
    struct maker maker = {.corpus = corpus, .random = random, .text = BUFFER_INIT};
    struct index_writer *writer;
    struct index_writer_options options = {.create = true, .memory = 1 << 20};
    char *directory = corpus->directories[index];
    uint32_t start = corpus->count;
    bool deaths = test_random_below(random, 2) == 0;
    snprintf(directory, sizeof corpus->directories[index], "/tmp/fx_oracle_XXXXXX");
    assert_non_null(mkdtemp(directory));
    assert_int_equal(index_writer_open(&writer, directory, &options, NULL), FX_OK);
    for (uint32_t segment = 1 + test_random_below(random, 3); segment > 0; segment--) {
        uint32_t first = corpus->count;
        for (uint32_t i = 1 + test_random_below(random, 30); i > 0; i--) {
            char id[32];
            uint32_t replaced = first > start ? start + test_random_below(random, first - start) : 0;
            snprintf(id, sizeof id, "%c%u", 'a' + (int)index, corpus->count);
            if (deaths && first > start && test_random_below(random, 5) == 0 && !corpus->articles[replaced].dead) {
                fx_slice old = corpus->articles[replaced].article.id;
                snprintf(id, sizeof id, "%.*s", (int)old.len, old.ptr);
                kill_article(corpus, writer, replaced);
            }
            make_article(&maker, &corpus->articles[corpus->count], id);
            corpus->articles[corpus->count++].index = index;
        }
        add_segment(corpus, writer, first, corpus->count);
    }
    for (uint32_t i = start; i < corpus->count && deaths; i++)
        if (!corpus->articles[i].dead && test_random_below(random, 8) == 0)
            kill_article(corpus, writer, i);
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    index_writer_close(writer);
    assert_int_equal(index_open(&corpus->indexes[index], directory, NULL), FX_OK);
    buffer_release(&maker.text);
}

void corpus_make(struct corpus *corpus, struct test_random *random)
{
    memset(corpus, 0, sizeof *corpus);
    corpus->index_count = 1 + (test_random_below(random, 3) == 0);
    for (uint32_t i = 0; i < corpus->index_count; i++)
        make_index(corpus, random, i);
}

void corpus_release(struct corpus *corpus)
{
    for (uint32_t i = 0; i < corpus->index_count; i++) {
        char command[96];
        index_close(corpus->indexes[i]);
        snprintf(command, sizeof command, "rm -rf '%s'", corpus->directories[i]);
        assert_int_equal(system(command), 0);
    }
    arena_release(&corpus->arena);
}
