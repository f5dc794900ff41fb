#include "unit_test.h"

#include "bytes.h"
#include "memory_extents.h"
#include "slice.h"
#include "term_dictionary.h"
#include "term_space.h"

enum { TERMS = 3000, OWNER = 4, UNIT = 1 };

/* Terms in ascending order, with entries of every kind; lists stand without gaps. */
struct vocabulary {
    char terms[TERMS][TERM_BYTES_MAX + 1];
    char inlined[TERMS][40];
    struct term_entry entries[TERMS];
    struct memory_extents *extents;
};

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void make_terms(struct vocabulary *words, struct test_random *random)
{
    for (unsigned i = 0; i < TERMS; i++) {
        const uint32_t length = test_random_below(random, 40) ? 2 + test_random_below(random, 12)
                                                              : 1 + test_random_below(random, TERM_BYTES_MAX);
        words->terms[i][0] = "fswk"[test_random_below(random, 4)];
        for (uint32_t j = 1; j < length; j++)
            words->terms[i][j] = (char)(test_random_below(random, 10) ? 'a' + test_random_below(random, 3)
                                                                      : 1 + test_random_below(random, 255));
        words->terms[i][length] = '\0';
    }
    qsort(words->terms, TERMS, sizeof words->terms[0], compare);
}

static void make_entry(struct vocabulary *words, struct test_random *random, unsigned i, uint64_t *postings,
                       uint64_t *positions)
{
    struct term_entry *entry = &words->entries[i];
    struct postings_address *address = &entry->address;
    *entry = (struct term_entry){.term = slice_of(words->terms[i])};
    entry->documents = 1 + test_random_below(random, test_random_below(random, 2) ? 20 : 1U << 30);
    entry->occurrences =
        entry->documents + (uint64_t)test_random_below(random, 1U << 31) * test_random_below(random, 9);
    entry->parents = test_random_below(random, 3) ? 0 : test_random_below(random, entry->documents) + 1;
    address->postings = *postings;
    address->positions = *positions;
    if (words->terms[i][0] == TERM_FORM) {
        const size_t keep = test_random_below(random, (uint32_t)entry->term.len);
        memcpy(words->inlined[i], words->terms[i] + 1, keep < 30 ? keep : 30);
        strcat(words->inlined[i], test_random_below(random, 2) ? "zz" : "");
        entry->stem = slice_of(words->inlined[i]);
        entry->form = (uint16_t)test_random_u64(random);
        entry->parents = 0;
        return;
    }
    address->has_positions = test_random_below(random, 4) > 0;
    if (!address->has_positions)
        entry->occurrences = 0;
    if (test_random_below(random, 2)) {
        memset(words->inlined[i], (int)i, 40);
        address->inlined = (fx_slice){words->inlined[i], 1 + test_random_below(random, 40)};
        return;
    }
    address->postings_length = 1 + test_random_u64(random) % (UINT64_C(1) << test_random_below(random, 40));
    address->positions_length = address->has_positions ? test_random_below(random, 1U << 30) : 0;
    if (test_random_below(random, 2)) {
        address->leaves = 1 + test_random_below(random, 1000);
        address->directory_length = test_random_below(random, 1U << 20);
    }
    *postings += address->postings_length;
    *positions += address->positions_length;
}

static struct vocabulary *write_vocabulary(struct test_random *random)
{
    fx_error err = {0};
    struct vocabulary *words = calloc(1, sizeof *words);
    struct dictionary_writer writer;
    uint64_t postings = 0, positions = 0;
    make_terms(words, random);
    assert_int_equal(memory_extents_open(&words->extents, &err), FX_OK);
    dictionary_writer_init(&writer, memory_extents_sink(words->extents), OWNER, UNIT);
    for (unsigned i = 0; i < TERMS; i++) {
        if (i > 0 && strcmp(words->terms[i], words->terms[i - 1]) == 0) {
            words->entries[i] = words->entries[i - 1];
            continue;
        }
        make_entry(words, random, i, &postings, &positions);
        assert_int_equal(dictionary_writer_add(&writer, &words->entries[i], &err), FX_OK);
    }
    assert_int_equal(dictionary_writer_finish(&writer, &err), FX_OK);
    dictionary_writer_release(&writer);
    return words;
}

static void release_vocabulary(struct vocabulary *words)
{
    memory_extents_close(words->extents);
    free(words);
}

static void check_same(const struct term_entry *a, const struct term_entry *b)
{
    assert_true(slice_equal(a->term, b->term));
    assert_int_equal(a->documents, b->documents);
    assert_int_equal(a->occurrences, b->occurrences);
    assert_int_equal(a->parents, b->parents);
    assert_true(slice_equal(a->stem, b->stem));
    assert_int_equal(a->form, b->form);
    assert_int_equal(a->address.postings, b->address.postings);
    assert_int_equal(a->address.positions, b->address.positions);
    assert_int_equal(a->address.postings_length, b->address.postings_length);
    assert_int_equal(a->address.positions_length, b->address.positions_length);
    assert_int_equal(a->address.leaves, b->address.leaves);
    assert_int_equal(a->address.directory_length, b->address.directory_length);
    assert_int_equal(a->address.has_positions, b->address.has_positions);
    assert_true(slice_equal(a->address.inlined, b->address.inlined));
}

static int find(struct vocabulary *words, struct dictionary_block *block, fx_slice term, struct term_entry *entry)
{
    fx_error err = {0};
    fx_slice last, value;
    const struct extent_source *source = memory_extents_source(words->extents);
    int status = source->seek_block(source->self, OWNER, UNIT, term, &last, &value, &err);
    if (status == FX_OK)
        status = dictionary_block_open(block, OWNER, UNIT, last, value, &err);
    return status == FX_OK ? dictionary_block_find(block, term, entry, &err) : status;
}

static void every_term_is_found_with_its_entry(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct vocabulary *words = write_vocabulary(&random);
    struct dictionary_block block;
    for (unsigned i = 0; i < TERMS; i++) {
        struct term_entry entry;
        assert_int_equal(find(words, &block, slice_of(words->terms[i]), &entry), FX_OK);
        check_same(&entry, &words->entries[i]);
    }
    release_vocabulary(words);
}

static void terms_that_are_not_there_are_not_found(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct vocabulary *words = write_vocabulary(&random);
    struct dictionary_block block;
    for (unsigned round = 0; round < 5000; round++) {
        char term[TERM_BYTES_MAX + 2];
        strcpy(term, words->terms[test_random_below(&random, TERMS)]);
        const size_t length = strlen(term);
        const uint32_t at = test_random_below(&random, (uint32_t)length);
        if (test_random_below(&random, 2))
            term[at] = (char)(1 + test_random_below(&random, 255));
        else if (length < TERM_BYTES_MAX)
            strcpy(term + length, "b");
        const bool there = bsearch(term, words->terms, TERMS, sizeof words->terms[0], compare) != NULL;
        struct term_entry entry;
        assert_int_equal(find(words, &block, slice_of(term), &entry), there ? FX_OK : FX_END);
    }
    release_vocabulary(words);
}

static void blocks_list_their_terms_in_order_and_fit_a_page(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct vocabulary *words = write_vocabulary(&random);
    struct dictionary_block block;
    unsigned next = 0;
    const uint32_t blocks = memory_extents_count(words->extents);
    for (uint32_t i = 0; i < blocks; i++) {
        size_t length;
        unsigned unit;
        const char *value = memory_extents_value(words->extents, i, &length);
        const fx_slice last = memory_extents_term(words->extents, i, &unit);
        assert_int_equal(unit, UNIT);
        assert_in_range(length, 1, DICTIONARY_BLOCK_BYTES);
        assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, last, (fx_slice){value, length}, &err), FX_OK);
        struct term_entry entry;
        for (int status; (status = dictionary_block_next(&block, &entry, &err)) != FX_END;) {
            assert_int_equal(status, FX_OK);
            check_same(&entry, &words->entries[next]);
            do
                next++;
            while (next < TERMS && strcmp(words->terms[next], words->terms[next - 1]) == 0);
        }
        assert_true(slice_equal(last, slice_of(words->terms[next - 1])));
    }
    assert_int_equal(next, TERMS);
    release_vocabulary(words);
}

static void a_block_of_another_place_or_with_a_flipped_bit_is_refused(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    fx_error err = {0};
    struct vocabulary *words = write_vocabulary(&random);
    struct dictionary_block block;
    size_t length;
    unsigned unit;
    char *value = memory_extents_value(words->extents, memory_extents_count(words->extents) / 2, &length);
    const fx_slice last = memory_extents_term(words->extents, memory_extents_count(words->extents) / 2, &unit);
    const fx_slice whole = {value, length}, shorter = {value, length - 1}, nothing = {value, 0};
    assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, last, whole, &err), FX_OK);
    assert_int_equal(dictionary_block_open(&block, OWNER + 1, UNIT, last, whole, &err), FX_EDAMAGED);
    assert_int_equal(dictionary_block_open(&block, OWNER, UNIT + 1, last, whole, &err), FX_EDAMAGED);
    assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, SLICE("other"), whole, &err), FX_EDAMAGED);
    assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, last, shorter, &err), FX_EDAMAGED);
    assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, last, nothing, &err), FX_EDAMAGED);
    for (size_t i = 0; i < length; i++) {
        value[i] = (char)(value[i] ^ 4);
        assert_int_equal(dictionary_block_open(&block, OWNER, UNIT, last, whole, &err), FX_EDAMAGED);
        value[i] = (char)(value[i] ^ 4);
    }
    release_vocabulary(words);
}

/* Blocks that lie with a checksum that fits. */
static void made_up_blocks_are_decoded_without_a_crash(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct vocabulary *words = write_vocabulary(&random);
    fx_error err = {0};
    for (unsigned round = 0; round < 4000; round++) {
        size_t length;
        unsigned unit;
        struct dictionary_block block;
        struct term_entry entry;
        const uint32_t i = test_random_below(&random, memory_extents_count(words->extents));
        const char *value = memory_extents_value(words->extents, i, &length);
        const fx_slice last = memory_extents_term(words->extents, i, &unit);
        const size_t cut = 4 + test_random_below(&random, (uint32_t)length - 4);
        char *copy = malloc(cut);
        memcpy(copy, value, cut);
        for (unsigned flips = test_random_below(&random, 6); flips > 0; flips--)
            copy[test_random_below(&random, (uint32_t)cut)] ^= (char)(1 << test_random_below(&random, 8));
        bytes_put_u32((uint8_t *)copy + cut - 4, dictionary_checksum(OWNER, UNIT, last, (fx_slice){copy, cut - 4}));
        if (dictionary_block_open(&block, OWNER, UNIT, last, (fx_slice){copy, cut}, &err) == FX_OK) {
            const struct dictionary_block begun = block;
            while (dictionary_block_next(&block, &entry, &err) == FX_OK)
                assert_in_range(entry.term.len, 1, TERM_BYTES_MAX);
            block = begun;
            const int status =
                dictionary_block_find(&block, slice_of(words->terms[test_random_below(&random, TERMS)]), &entry, &err);
            assert_true(status == FX_OK || status == FX_END || status == FX_EDAMAGED);
        }
        free(copy);
    }
    release_vocabulary(words);
}

static void a_writer_refuses_terms_out_of_order_empty_or_too_long(void **state)
{
    (void)state;
    fx_error err = {0};
    struct memory_extents *extents;
    struct dictionary_writer writer;
    char longer[TERM_BYTES_MAX + 1];
    memset(longer, 'x', sizeof longer);
    struct term_entry entry = {.term = SLICE("wb"), .documents = 1, .address = {.inlined = SLICE("...")}};
    assert_int_equal(memory_extents_open(&extents, &err), FX_OK);
    dictionary_writer_init(&writer, memory_extents_sink(extents), OWNER, UNIT);
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_OK);
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_EINVAL);
    entry.term = SLICE("wa");
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_EINVAL);
    entry.term = SLICE("");
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_EINVAL);
    entry.term = (fx_slice){longer, sizeof longer};
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_EINVAL);
    entry.term = (fx_slice){longer, TERM_BYTES_MAX};
    assert_int_equal(dictionary_writer_add(&writer, &entry, &err), FX_OK);
    dictionary_writer_release(&writer);
    memory_extents_close(extents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_term_is_found_with_its_entry),
        cmocka_unit_test(terms_that_are_not_there_are_not_found),
        cmocka_unit_test(blocks_list_their_terms_in_order_and_fit_a_page),
        cmocka_unit_test(a_block_of_another_place_or_with_a_flipped_bit_is_refused),
        cmocka_unit_test(made_up_blocks_are_decoded_without_a_crash),
        cmocka_unit_test(a_writer_refuses_terms_out_of_order_empty_or_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
