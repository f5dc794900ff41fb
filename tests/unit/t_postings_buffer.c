#include "unit_test.h"

#include "postings_buffer.h"

enum { TERMS = 50, DOCUMENTS = 400, OCCURRENCES_MAX = 200000 };

/* What was added, by term, in order. */
struct added {
    uint32_t document, position;
};

struct list {
    struct added *items;
    uint32_t count, documents;
};

static void add_random_document(struct test_random *random, struct postings_buffer *buffer, struct list *lists,
                                uint32_t document)
{
    uint32_t position = 0;
    assert_int_equal(postings_buffer_begin_document(buffer), FX_OK);
    uint32_t words = test_random_below(random, test_random_below(random, 20) == 0 ? 3000 : 60);
    for (uint32_t i = 0; i < words; i++) {
        uint32_t term = test_random_below(random, 1 + test_random_below(random, TERMS));
        struct added item = {document, position};
        struct list *list = &lists[term];
        list->documents += list->count == 0 || list->items[list->count - 1].document != document;
        assert_true(list->count < OCCURRENCES_MAX);
        list->items[list->count++] = item;
        assert_int_equal(postings_buffer_add(buffer, term, position), FX_OK);
        position += 1 + test_random_below(random, test_random_below(random, 50) ? 3 : 1000000);
    }
    assert_int_equal(postings_buffer_end_document(buffer), FX_OK);
}

static void check_list(const struct postings_buffer *buffer, struct postings_buffer_reader *reader, uint32_t term,
                       const struct list *list)
{
    uint32_t at = 0;
    assert_int_equal(postings_buffer_documents(buffer, term), list->documents);
    postings_buffer_reader_start(reader, buffer, term);
    while (postings_buffer_reader_next(reader) == FX_OK) {
        for (uint32_t i = 0; i < reader->count; i++, at++) {
            assert_true(at < list->count);
            assert_int_equal(reader->document, list->items[at].document);
            assert_int_equal(reader->positions[i], list->items[at].position);
        }
    }
    assert_int_equal(at, list->count);
}

static void random_postings_are_read_back(void **state)
{
    (void)state;
    struct test_random random = test_random_new("postings_buffer");
    struct postings_buffer buffer;
    struct postings_buffer_reader reader;
    struct list lists[TERMS] = {0};
    postings_buffer_init(&buffer);
    postings_buffer_reader_init(&reader);
    for (uint32_t term = 0; term < TERMS; term++)
        lists[term].items = calloc(OCCURRENCES_MAX, sizeof *lists[term].items);
    for (uint32_t document = 0; document < DOCUMENTS; document++)
        add_random_document(&random, &buffer, lists, document);
    for (uint32_t term = 0; term < TERMS; term++) {
        check_list(&buffer, &reader, term, &lists[term]);
        free(lists[term].items);
    }
    postings_buffer_reader_release(&reader);
    postings_buffer_release(&buffer);
}

static void a_mark_has_no_positions(void **state)
{
    (void)state;
    struct postings_buffer buffer;
    struct postings_buffer_reader reader;
    postings_buffer_init(&buffer);
    postings_buffer_reader_init(&reader);
    for (uint32_t document = 0; document < 10; document++) {
        assert_int_equal(postings_buffer_begin_document(&buffer), FX_OK);
        if (document % 2 == 1) {
            assert_int_equal(postings_buffer_add_mark(&buffer, 3), FX_OK);
            assert_int_equal(postings_buffer_add_mark(&buffer, 3), FX_OK);
        }
        assert_int_equal(postings_buffer_end_document(&buffer), FX_OK);
    }
    postings_buffer_reader_start(&reader, &buffer, 3);
    for (uint32_t document = 1; document < 10; document += 2) {
        assert_int_equal(postings_buffer_reader_next(&reader), FX_OK);
        assert_int_equal(reader.document, document);
        assert_int_equal(reader.count, 0);
    }
    assert_int_equal(postings_buffer_reader_next(&reader), FX_END);
    assert_int_equal(postings_buffer_documents(&buffer, 2), 0);
    postings_buffer_reader_release(&reader);
    postings_buffer_release(&buffer);
}

static void two_terms_share_a_position_and_one_term_takes_it_once(void **state)
{
    (void)state;
    struct postings_buffer buffer;
    struct postings_buffer_reader reader;
    postings_buffer_init(&buffer);
    postings_buffer_reader_init(&reader);
    assert_int_equal(postings_buffer_begin_document(&buffer), FX_OK);
    assert_int_equal(postings_buffer_add(&buffer, 0, 7), FX_OK);
    assert_int_equal(postings_buffer_add(&buffer, 0, 7), FX_OK);
    assert_int_equal(postings_buffer_add(&buffer, 1, 7), FX_OK);
    assert_int_equal(postings_buffer_end_document(&buffer), FX_OK);
    for (uint32_t term = 0; term < 2; term++) {
        postings_buffer_reader_start(&reader, &buffer, term);
        assert_int_equal(postings_buffer_reader_next(&reader), FX_OK);
        assert_int_equal(reader.count, 1);
        assert_int_equal(reader.positions[0], 7);
    }
    postings_buffer_reader_release(&reader);
    postings_buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_postings_are_read_back),
        cmocka_unit_test(a_mark_has_no_positions),
        cmocka_unit_test(two_terms_share_a_position_and_one_term_takes_it_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
