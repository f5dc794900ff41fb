#include "record.h"

#include "memory.h"
#include "slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char story[] = "Harbour reopens\n\nThe port of Zürich-See reopened, Anna Köhler said. \"We waited,\" she "
                            "said.\n\nWhat comes next\n\nKöhler promised two ferries.";

static struct span find(const char *needle, const char *after)
{
    const char *from = after == NULL ? story : strstr(story, after);
    const char *at = strstr(from, needle);
    assert_non_null(at);
    return (struct span){(uint32_t)(at - story), (uint32_t)(at - story + (long)strlen(needle))};
}

struct sample {
    struct article article;
    struct annotations annotations;
    struct span paragraphs[4], mentions[2];
    struct article_section sections[1];
    fx_slice captions[2], aliases[1];
    struct entity entities[2];
    struct speaker speakers[1];
    struct quote quotes[2];
};

static void make_sample(struct sample *s)
{
    *s = (struct sample){0};
    s->paragraphs[0] = find("Harbour reopens", NULL);
    s->paragraphs[1] = (struct span){s->paragraphs[0].end + 2, find("\n\nWhat", NULL).start};
    s->paragraphs[2] = find("What comes next", NULL);
    s->paragraphs[3] = (struct span){s->paragraphs[2].end + 2, (uint32_t)strlen(story)};
    s->sections[0] = (struct article_section){s->paragraphs[2], {s->paragraphs[2].start, s->paragraphs[3].end}};
    s->captions[0] = SLICE("A ferry");
    s->mentions[0] = find("Anna Köhler", NULL);
    s->mentions[1] = find("Köhler", "next");
    s->aliases[0] = SLICE("A. Koehler");
    s->entities[0] = (struct entity){SLICE("Anna Köhler"), NAME_PERSON, s->mentions, 2, s->aliases, 1};
    s->entities[1] = (struct entity){SLICE("Lake Port"), NAME_PLACE, s->mentions, 1, NULL, 0};
    s->speakers[0] = (struct speaker){SLICE("Anna Köhler"), SLICE("port chief"), s->aliases, 1};
    s->quotes[0] =
        (struct quote){find("We waited,", NULL), find("she", NULL), find("said", "she"), 0, 0.98F, QUOTE_DIRECT, 3};
    s->quotes[1] = (struct quote){find("two ferries", NULL), {0, 0}, {0, 0}, -1, 0.5F, QUOTE_INDIRECT, 0};
    s->article = (struct article){.id = SLICE("news/1"),
                                  .title = SLICE("Harbour"),
                                  .desk = SLICE("World"),
                                  .text = {story, strlen(story)},
                                  .published = -5,
                                  .has_published = true,
                                  .paragraphs = s->paragraphs,
                                  .paragraph_count = 4,
                                  .sections = s->sections,
                                  .section_count = 1,
                                  .captions = s->captions,
                                  .caption_count = 2};
    s->annotations = (struct annotations){s->entities, 2, s->speakers, 1, s->quotes, 2};
}

static void assert_slices_equal(fx_slice a, fx_slice b)
{
    assert_true(slice_equal(a, b));
}

static void assert_spans_equal(const struct span *a, const struct span *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(a[i].start, b[i].start);
        assert_int_equal(a[i].end, b[i].end);
    }
}

static void assert_same(const struct sample *s, const struct record *r)
{
    const struct article *a = &s->article;
    const struct article *b = &r->article;
    assert_slices_equal(a->id, b->id);
    assert_slices_equal(a->path, b->path);
    assert_slices_equal(a->title, b->title);
    assert_slices_equal(a->desk, b->desk);
    assert_slices_equal(a->lang, b->lang);
    assert_slices_equal(a->text, b->text);
    assert_int_equal(a->has_published, b->has_published);
    assert_int_equal(a->published, b->published);
    assert_int_equal(a->paragraph_count, b->paragraph_count);
    assert_spans_equal(a->paragraphs, b->paragraphs, a->paragraph_count);
    assert_int_equal(a->section_count, b->section_count);
    for (uint32_t i = 0; i < a->section_count; i++) {
        assert_spans_equal(&a->sections[i].heading, &b->sections[i].heading, 1);
        assert_spans_equal(&a->sections[i].whole, &b->sections[i].whole, 1);
    }
    assert_int_equal(a->caption_count, b->caption_count);
    for (uint32_t i = 0; i < a->caption_count; i++)
        assert_slices_equal(a->captions[i], b->captions[i]);
    const struct annotations *x = &s->annotations;
    const struct annotations *y = &r->annotations;
    assert_int_equal(x->entity_count, y->entity_count);
    for (uint32_t i = 0; i < x->entity_count; i++) {
        assert_slices_equal(x->entities[i].name, y->entities[i].name);
        assert_int_equal(x->entities[i].kind, y->entities[i].kind);
        assert_int_equal(x->entities[i].mention_count, y->entities[i].mention_count);
        assert_spans_equal(x->entities[i].mentions, y->entities[i].mentions, x->entities[i].mention_count);
        assert_int_equal(x->entities[i].alias_count, y->entities[i].alias_count);
    }
    assert_int_equal(x->speaker_count, y->speaker_count);
    for (uint32_t i = 0; i < x->speaker_count; i++) {
        assert_slices_equal(x->speakers[i].name, y->speakers[i].name);
        assert_slices_equal(x->speakers[i].title, y->speakers[i].title);
        assert_int_equal(x->speakers[i].alias_count, y->speakers[i].alias_count);
        for (uint32_t k = 0; k < x->speakers[i].alias_count; k++)
            assert_slices_equal(x->speakers[i].aliases[k], y->speakers[i].aliases[k]);
    }
    assert_int_equal(x->quote_count, y->quote_count);
    for (uint32_t i = 0; i < x->quote_count; i++) {
        assert_spans_equal(&x->quotes[i].span, &y->quotes[i].span, 1);
        assert_spans_equal(&x->quotes[i].mention, &y->quotes[i].mention, 1);
        assert_spans_equal(&x->quotes[i].cue, &y->quotes[i].cue, 1);
        assert_int_equal(x->quotes[i].speaker, y->quotes[i].speaker);
        assert_int_equal(x->quotes[i].kind, y->quotes[i].kind);
        assert_int_equal(x->quotes[i].rule, y->quotes[i].rule);
        assert_true(x->quotes[i].confidence - y->quotes[i].confidence < 0.001F);
        assert_true(y->quotes[i].confidence - x->quotes[i].confidence < 0.001F);
    }
}

static void a_record_comes_back_as_it_was(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_OK);
    assert_same(&sample, &record);
    /* Paragraphs that are no plain pieces between blank lines are kept one by one. */
    buffer_clear(&bytes);
    sample.paragraphs[1].end--;
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_OK);
    assert_same(&sample, &record);
    record_release(&record);
    buffer_release(&bytes);
}

static void a_head_has_the_strings_and_the_date_alone(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    assert_int_equal(record_decode_head(&record, buffer_slice(&bytes), NULL), FX_OK);
    assert_true(slice_equal(record.article.id, sample.article.id));
    assert_true(slice_equal(record.article.title, sample.article.title));
    assert_true(slice_equal(record.article.source, sample.article.source));
    assert_int_equal(record.article.has_published, sample.article.has_published);
    assert_int_equal(record.article.published, sample.article.published);
    assert_int_equal(record.article.text.len, 0);
    assert_int_equal(record.annotations.quote_count, 0);
    assert_int_equal(record_decode_head(&record, (fx_slice){bytes.bytes, 9}, NULL), FX_EDAMAGED);
    record_release(&record);
    buffer_release(&bytes);
}

static void an_article_of_nothing_but_an_id_is_a_record(void **state)
{
    (void)state;
    struct sample sample = {.article = {.id = SLICE("x")}};
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    assert_int_equal(record_encode(&bytes, &sample.article, NULL), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_OK);
    assert_same(&sample, &record);
    record_release(&record);
    buffer_release(&bytes);
}

static void spans_out_of_order_are_refused(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    make_sample(&sample);
    struct span first = sample.paragraphs[0];
    sample.paragraphs[0] = sample.paragraphs[1];
    sample.paragraphs[1] = first;
    assert_int_equal(buffer_append_string(&bytes, "kept"), FX_OK);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_EINVAL);
    assert_int_equal(bytes.length, 4);
    buffer_release(&bytes);
}

static void annotations_that_do_not_fit_the_text_are_mended(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    sample.quotes[0].speaker = 1;
    sample.quotes[0].mention = (struct span){5000, 5010};
    sample.quotes[0].cue = (struct span){find("öhler", "next").start + 1, (uint32_t)sample.article.text.len};
    sample.quotes[1].span = (struct span){3, 2};
    sample.mentions[0].end = 100000;
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_OK);
    const struct quote *quotes = record.annotations.quotes;
    assert_int_equal(record.annotations.quote_count, 2);
    assert_int_equal(quotes[0].speaker, -1);
    assert_int_equal(quotes[0].mention.end, 0);
    assert_int_equal(quotes[0].cue.end, 0);
    assert_int_equal(quotes[1].span.start, quotes[1].span.end);
    assert_int_equal(record.annotations.entities[0].mention_count, 1);
    assert_int_equal(record.annotations.entities[1].mention_count, 0);
    record_release(&record);
    buffer_release(&bytes);
}

static void every_cut_is_damage(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    for (size_t length = 0; length < bytes.length; length++) {
        char *cut = malloc(length + 1); /* of its own, so that reading on is seen */
        memcpy(cut, bytes.bytes, length);
        char *exact = realloc(cut, length ? length : 1);
        assert_int_equal(record_decode(&record, (fx_slice){exact, length}, NULL), FX_EDAMAGED);
        assert_int_equal(record.article.text.len, 0);
        free(exact);
    }
    record_release(&record);
    buffer_release(&bytes);
}

static void check_spans(const struct record *record)
{
    size_t end = record->article.text.len;
    for (uint32_t i = 0; i < record->article.paragraph_count; i++)
        assert_true(record->article.paragraphs[i].end <= end);
    for (uint32_t i = 0; i < record->article.section_count; i++)
        assert_true(record->article.sections[i].whole.end <= end);
    for (uint32_t i = 0; i < record->annotations.quote_count; i++) {
        const struct quote *quote = &record->annotations.quotes[i];
        assert_true(quote->span.end <= end && quote->mention.end <= end && quote->cue.end <= end);
        assert_true(quote->speaker < (int32_t)record->annotations.speaker_count);
    }
}

static void flipped_bits_never_give_spans_outside_the_text(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    size_t refused = 0;
    for (size_t bit = 0; bit < 8 * bytes.length; bit++) {
        bytes.bytes[bit / 8] ^= (char)(1 << bit % 8);
        int status = record_decode(&record, buffer_slice(&bytes), NULL);
        assert_true(status == FX_OK || status == FX_EDAMAGED);
        refused += status != FX_OK;
        check_spans(&record);
        bytes.bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    assert_true(refused > 100);
    record_release(&record);
    buffer_release(&bytes);
}

static void a_span_inside_a_character_is_damage(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    make_sample(&sample);
    sample.sections[0].whole.end = find("öhler", "next").start + 1;
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_EDAMAGED);
    record_release(&record);
    buffer_release(&bytes);
}

static void no_bytes_at_all_are_damage(void **state)
{
    (void)state;
    struct record record;
    record_init(&record);
    assert_int_equal(record_decode(&record, (fx_slice){NULL, 0}, NULL), FX_EDAMAGED);
    record_release(&record);
}

/* Found by the fuzzer: such a record could be read, but not written and read again. */
static void a_text_that_begins_inside_a_character_is_damage(void **state)
{
    (void)state;
    struct article article = {.id = SLICE("a"), .text = SLICE("\x93 harbour")};
    struct span whole = {0, (uint32_t)article.text.len};
    article.paragraphs = &whole;
    article.paragraph_count = 1;
    struct buffer bytes = BUFFER_INIT;
    struct record record;
    record_init(&record);
    assert_int_equal(record_encode(&bytes, &article, NULL), FX_OK);
    assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_EDAMAGED);
    record_release(&record);
    buffer_release(&bytes);
}

static void missing_memory_is_told_wherever_it_strikes(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    make_sample(&sample);
    assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
    int status = FX_ENOMEM;
    for (uint64_t n = 1; status != FX_OK; n++) {
        struct record record;
        record_init(&record);
        memory_fail_at(n, true);
        status = record_decode(&record, buffer_slice(&bytes), NULL);
        memory_fail_at(0, false);
        assert_true(status == FX_OK || status == FX_ENOMEM);
        record_release(&record);
        struct buffer again = BUFFER_INIT;
        memory_fail_at(n, true);
        int encoded = record_encode(&again, &sample.article, &sample.annotations);
        memory_fail_at(0, false);
        assert_true(encoded == FX_OK || encoded == FX_ENOMEM);
        buffer_release(&again);
    }
    buffer_release(&bytes);
}

/* ---- long lists ---- */

enum { LONG_LIST = 300, LONG_TEXT = 4000 };

struct long_lists {
    char text[LONG_TEXT];
    struct span mentions[LONG_LIST * 4];
    struct entity entities[LONG_LIST];
    struct speaker speakers[LONG_LIST];
    struct quote quotes[LONG_LIST];
};

static uint32_t below(uint64_t *state, uint32_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % limit;
}

static struct span some_span(uint64_t *state, uint32_t from, uint32_t most)
{
    const uint32_t start = from + below(state, most);
    return (struct span){start, start + 1 + below(state, 60)};
}

static void fill_long_lists(struct long_lists *lists, uint32_t count, uint64_t seed)
{
    struct span *mention = lists->mentions;
    for (uint32_t i = 0; i < LONG_TEXT; i++)
        lists->text[i] = (char)('a' + below(&seed, 26));
    for (uint32_t i = 0; i < count; i++) {
        struct entity *entity = &lists->entities[i];
        *entity = (struct entity){
            SLICE("apart"), (enum name_kind)below(&seed, NAME_KIND_COUNT), mention, below(&seed, 5), NULL, 0};
        for (uint32_t k = 0, from = 0; k < entity->mention_count; k++) {
            *mention = some_span(&seed, from, 900);
            from = mention++->start;
        }
        if (entity->mention_count > 0 && below(&seed, 4) > 0) {
            const struct span *spelt = &entity->mentions[below(&seed, entity->mention_count)];
            entity->name = (fx_slice){lists->text + spelt->start, spelt->end - spelt->start};
        }
        lists->speakers[i] = (struct speaker){below(&seed, 2) ? entity->name : SLICE("she"), SLICE(""), NULL, 0};
        const uint32_t from = i > 0 ? lists->quotes[i - 1].span.start : 0;
        lists->quotes[i] = (struct quote){.span = some_span(&seed, from, 12),
                                          .speaker = (int32_t)below(&seed, count + 1) - 1,
                                          .kind = (enum quote_kind)below(&seed, QUOTE_KIND_COUNT),
                                          .confidence = (float)below(&seed, 1001) / 1000,
                                          .rule = (uint8_t)below(&seed, 256)};
        if (below(&seed, 2))
            lists->quotes[i].mention = some_span(&seed, 0, LONG_TEXT - 100);
        if (below(&seed, 3))
            lists->quotes[i].cue = some_span(&seed, from, 100);
    }
}

static void long_lists_of_annotations_come_back(void **state)
{
    (void)state;
    static struct long_lists lists;
    static struct sample sample;
    for (uint32_t count = 0; count <= LONG_LIST; count += count < 4 || count > 125 ? 1 : 13) {
        struct buffer bytes = BUFFER_INIT;
        struct record record;
        record_init(&record);
        fill_long_lists(&lists, count, count);
        sample.article = (struct article){.id = SLICE("long"), .text = {lists.text, LONG_TEXT}};
        struct span whole = {0, LONG_TEXT};
        sample.article.paragraphs = &whole;
        sample.article.paragraph_count = 1;
        sample.annotations = (struct annotations){lists.entities, count, lists.speakers, count, lists.quotes, count};
        assert_int_equal(record_encode(&bytes, &sample.article, &sample.annotations), FX_OK);
        assert_int_equal(record_decode(&record, buffer_slice(&bytes), NULL), FX_OK);
        assert_same(&sample, &record);
        assert_true(count == 0 ? record_tail(buffer_slice(&bytes)) == 0 : record_tail(buffer_slice(&bytes)) > 0);
        record_release(&record);
        buffer_release(&bytes);
    }
}

static void more_annotations_than_text_are_refused(void **state)
{
    (void)state;
    static struct quote quotes[1000];
    struct buffer bytes = BUFFER_INIT;
    const struct article article = {.id = SLICE("short"), .text = SLICE("a few words")};
    const struct annotations annotations = {.quotes = quotes, .quote_count = 1000};
    assert_int_equal(record_encode(&bytes, &article, &annotations), FX_EINVAL);
    assert_int_equal(bytes.length, 0);
    buffer_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_as_it_was),
        cmocka_unit_test(a_head_has_the_strings_and_the_date_alone),
        cmocka_unit_test(an_article_of_nothing_but_an_id_is_a_record),
        cmocka_unit_test(spans_out_of_order_are_refused),
        cmocka_unit_test(annotations_that_do_not_fit_the_text_are_mended),
        cmocka_unit_test(every_cut_is_damage),
        cmocka_unit_test(flipped_bits_never_give_spans_outside_the_text),
        cmocka_unit_test(a_span_inside_a_character_is_damage),
        cmocka_unit_test(no_bytes_at_all_are_damage),
        cmocka_unit_test(a_text_that_begins_inside_a_character_is_damage),
        cmocka_unit_test(missing_memory_is_told_wherever_it_strikes),
        cmocka_unit_test(long_lists_of_annotations_come_back),
        cmocka_unit_test(more_annotations_than_text_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
