#include "codebook_trainer.h"
#include "document_store.h"
#include "test_extents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RECORDS = 900 };

static const char *const words[] = {"harbour",  "minister",  "ferry",  "said", "the",     "of",
                                    "reopened", "council",   "budget", "on",   "Tuesday", "according",
                                    "to",       "officials", "in",     "a"};

/* Record i, the same at each call: from a few bytes to some kilobytes, one of them longer than an extent. */
static void make_record(struct buffer *out, uint32_t i)
{
    uint64_t state = i * 2654435761u + 1;
    size_t length = i == 500 ? EXTENT_DATA_BYTES * 2 : i % 10 == 0 ? i % 7 : 600 + i * 3;
    buffer_clear(out);
    while (out->length < length) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        if (i == 500)
            assert_int_equal(buffer_append_byte(out, (char)(state >> 56)), FX_OK);
        else
            assert_int_equal(buffer_append_format(out, "%s ", words[state >> 60]), FX_OK);
    }
}

static void train(struct buffer *dictionary)
{
    struct buffer samples = BUFFER_INIT;
    struct buffer record = BUFFER_INIT;
    size_t sizes[RECORDS];
    for (uint32_t i = 0; i < RECORDS; i++) {
        make_record(&record, i == 500 ? 501 : i);
        sizes[i] = record.length;
        assert_int_equal(buffer_append_slice(&samples, buffer_slice(&record)), FX_OK);
    }
    assert_int_equal(codebook_train(dictionary, samples.bytes, sizes, RECORDS, NULL), FX_OK);
    buffer_release(&samples);
    buffer_release(&record);
}

static void write_and_read(fx_slice dictionary)
{
    struct test_extents extents;
    struct store_writer *writer;
    struct store_info info;
    struct buffer record = BUFFER_INIT;
    struct arena arena = ARENA_INIT;
    uint64_t total = 0;
    test_extents_init(&extents);
    assert_int_equal(store_writer_open(&writer, &extents.sink, 9, dictionary, 4, NULL), FX_OK);
    for (uint32_t i = 0; i < RECORDS; i++) {
        make_record(&record, i);
        total += record.length;
        assert_int_equal(store_writer_add(writer, buffer_slice(&record), record.length % 5, NULL), FX_OK);
    }
    assert_int_equal(store_writer_finish(writer, &info, NULL), FX_OK);
    assert_int_equal(info.articles, RECORDS);
    assert_int_equal(info.dictionary, dictionary.len > 0 ? 4 : 0);
    assert_int_equal(info.source_bytes, total);
    struct store_dictionary *digested = NULL;
    struct store_reader *reader;
    if (dictionary.len > 0)
        assert_int_equal(store_dictionary_open(&digested, dictionary, NULL), FX_OK);
    assert_int_equal(store_reader_open(&reader, &extents.source, &info, digested, NULL), FX_OK);
    for (uint32_t k = 0; k < RECORDS; k++) {
        uint32_t i = k * 467 % RECORDS;
        fx_slice bytes;
        uint64_t length;
        make_record(&record, i);
        arena_clear(&arena);
        assert_int_equal(store_reader_record(reader, i, &arena, &bytes, NULL), FX_OK);
        assert_true(slice_equal(bytes, buffer_slice(&record)));
        assert_int_equal(store_reader_length(reader, i, &length, NULL), FX_OK);
        assert_int_equal(length, record.length);
    }
    fx_slice bytes;
    assert_int_equal(store_reader_record(reader, RECORDS, &arena, &bytes, NULL), FX_EINVAL);
    store_reader_close(reader);
    store_dictionary_close(digested);
    arena_release(&arena);
    buffer_release(&record);
    test_extents_release(&extents);
}

static void records_come_back_in_any_order(void **state)
{
    (void)state;
    struct buffer dictionary = BUFFER_INIT;
    write_and_read((fx_slice){NULL, 0});
    train(&dictionary);
    assert_true(dictionary.length > 0);
    write_and_read(buffer_slice(&dictionary));
    buffer_release(&dictionary);
}

static void few_samples_make_no_dictionary(void **state)
{
    (void)state;
    struct buffer dictionary = BUFFER_INIT;
    const size_t sizes[] = {5, 6};
    assert_int_equal(codebook_train(&dictionary, "hello world", sizes, 2, NULL), FX_OK);
    assert_int_equal(dictionary.length, 0);
    buffer_release(&dictionary);
}

static void what_is_no_frame_is_not_stored(void **state)
{
    (void)state;
    struct test_extents extents;
    struct store_writer *writer;
    struct store_info info;
    test_extents_init(&extents);
    assert_int_equal(store_writer_open(&writer, &extents.sink, 1, (fx_slice){NULL, 0}, 0, NULL), FX_OK);
    assert_int_equal(store_writer_add_compressed(writer, SLICE("no frame"), NULL), FX_EINVAL);
    assert_int_equal(store_writer_finish(writer, &info, NULL), FX_OK);
    assert_int_equal(info.articles, 0);
    test_extents_release(&extents);
}

static void damage_costs_only_the_records_it_hits(void **state)
{
    (void)state;
    struct test_extents extents;
    struct store_writer *writer;
    struct store_info info;
    struct store_reader *reader;
    struct arena arena = ARENA_INIT;
    char record[3000]; /* of noise, so that it keeps its length */
    uint64_t noise = 1;
    test_extents_init(&extents);
    assert_int_equal(store_writer_open(&writer, &extents.sink, 1, (fx_slice){NULL, 0}, 0, NULL), FX_OK);
    for (int i = 0; i < 20; i++) {
        for (size_t k = 0; k < sizeof record; k++)
            record[k] = (char)((noise = noise * 6364136223846793005u + 1442695040888963407u) >> 56);
        assert_int_equal(store_writer_add(writer, (fx_slice){record, sizeof record}, 0, NULL), FX_OK);
    }
    assert_int_equal(store_writer_finish(writer, &info, NULL), FX_OK);
    ((char *)(uintptr_t)test_extent(&extents, 1, STREAM_RECORDS, 0)->value.ptr)[10] ^= 1;
    assert_int_equal(store_reader_open(&reader, &extents.source, &info, NULL, NULL), FX_OK);
    int whole = 0;
    for (uint32_t i = 0; i < 20; i++) {
        fx_slice bytes;
        int status = store_reader_record(reader, i, &arena, &bytes, NULL);
        assert_true(status == FX_OK || (status == FX_EDAMAGED && bytes.ptr == NULL));
        assert_true(i > 0 || status == FX_EDAMAGED);
        whole += status == FX_OK;
    }
    assert_int_equal(whole, 18); /* the page holds the first record and a part of the second */
    store_reader_close(reader);
    arena_release(&arena);
    test_extents_release(&extents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_back_in_any_order),
        cmocka_unit_test(few_samples_make_no_dictionary),
        cmocka_unit_test(what_is_no_frame_is_not_stored),
        cmocka_unit_test(damage_costs_only_the_records_it_hits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
