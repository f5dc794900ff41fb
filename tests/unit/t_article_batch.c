#include "unit_test.h"

#include "article_batch.h"
#include "slice.h"

#include <stdlib.h>
#include <string.h>

/* An article whose every part lies in memory that is overwritten and freed after it was added. */
struct lent {
    char bytes[64];
    struct span paragraphs[2];
    struct article_section sections[1];
    fx_slice captions[2];
};

static fx_slice lend(struct lent *lent, size_t *used, const char *text)
{
    size_t length = strlen(text);
    char *at = lent->bytes + *used;
    memcpy(at, text, length);
    *used += length;
    return (fx_slice){at, length};
}

static struct article article_of(struct lent *lent)
{
    size_t used = 0;
    struct article article = {.has_published = true, .published = 5, .paragraph_count = 2, .section_count = 1};
    article.id = lend(lent, &used, "id-1");
    article.title = lend(lent, &used, "A title");
    article.text = lend(lent, &used, "First.\n\nSecond.");
    lent->paragraphs[0] = (struct span){0, 6};
    lent->paragraphs[1] = (struct span){8, 15};
    lent->sections[0] = (struct article_section){{0, 6}, {0, 15}};
    lent->captions[0] = lend(lent, &used, "One");
    lent->captions[1] = lend(lent, &used, "Two");
    article.paragraphs = lent->paragraphs;
    article.sections = lent->sections;
    article.captions = lent->captions;
    article.caption_count = 2;
    return article;
}

static void a_copy_outlives_what_it_was_made_of(void **state)
{
    (void)state;
    struct article_batch *batch = malloc(sizeof *batch);
    struct lent *lent = malloc(sizeof *lent);
    assert_non_null(batch);
    assert_non_null(lent);
    struct article article = article_of(lent);
    struct run_article_input input = {.id_hash = 7, .file = 3};
    article_batch_init(batch);
    assert_true(article_batch_has_room(batch, &article));
    assert_int_equal(article_batch_add(batch, &article, &input, NULL), FX_OK);
    memset(lent, 'x', sizeof *lent);
    free(lent);
    const struct article *copy = &batch->articles[0];
    assert_int_equal(batch->count, 1);
    assert_true(slice_equal(copy->id, SLICE("id-1")) && slice_equal(copy->title, SLICE("A title")));
    assert_true(slice_equal(copy->text, SLICE("First.\n\nSecond.")) && copy->deck.len == 0);
    assert_int_equal(copy->published, 5);
    assert_int_equal(copy->paragraphs[1].end, 15);
    assert_int_equal(copy->sections[0].heading.end, 6);
    assert_true(slice_equal(copy->captions[0], SLICE("One")) && slice_equal(copy->captions[1], SLICE("Two")));
    assert_int_equal(batch->inputs[0].id_hash, 7);
    assert_int_equal(batch->annotations[0].entity_count, 0);
    article_batch_release(batch);
    free(batch);
}

static void a_batch_has_room_for_so_many_articles_and_so_much_text(void **state)
{
    (void)state;
    struct article_batch *batch = malloc(sizeof *batch);
    char *text = calloc(1, BATCH_TEXT_BYTES + 1);
    assert_non_null(batch);
    assert_non_null(text);
    struct article small = {.id = SLICE("a"), .text = SLICE("b")};
    struct article whole = {.id = SLICE("a"), .text = {text, BATCH_TEXT_BYTES}};
    struct article longer = {.id = SLICE("a"), .text = {text, BATCH_TEXT_BYTES + 1}};
    struct run_article_input input = {0};
    article_batch_init(batch);
    assert_false(article_batch_has_room(batch, &longer));
    for (uint32_t i = 0; i < BATCH_ARTICLES; i++) {
        assert_true(article_batch_has_room(batch, &small));
        assert_int_equal(article_batch_add(batch, &small, &input, NULL), FX_OK);
    }
    assert_false(article_batch_has_room(batch, &small));
    article_batch_clear(batch);
    assert_true(article_batch_has_room(batch, &whole));
    assert_int_equal(article_batch_add(batch, &whole, &input, NULL), FX_OK);
    assert_false(article_batch_has_room(batch, &small));
    article_batch_release(batch);
    free(text);
    free(batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_outlives_what_it_was_made_of),
        cmocka_unit_test(a_batch_has_room_for_so_many_articles_and_so_much_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
