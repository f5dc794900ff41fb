#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "country_names.h"
#include "memory.h"
#include "slice.h"
#include "tagger_model.h"

#include <string.h>

static struct tagger_model model;

static int open_model(void **state)
{
    (void)state;
    size_t length;
    const void *bytes = tagger_model_bytes(&length);
    return tagger_model_open(&model, bytes, length, NULL);
}

static uint16_t classes_of(const char *word)
{
    return gazetteer_find(&model.gazetteer, gazetteer_hash(word, strlen(word))).classes;
}

static void words_are_in_the_lists_they_belong_to(void **state)
{
    (void)state;
    assert_true(classes_of("japan") & GAZETTEER_COUNTRY);
    assert_true(classes_of("japanese") & GAZETTEER_DEMONYM);
    assert_false(classes_of("japanese") & GAZETTEER_COUNTRY);
    assert_true(classes_of("smith") & GAZETTEER_LAST_NAME);
    assert_true(classes_of("house") & GAZETTEER_COMMON);
    assert_int_equal(classes_of("qqzzxxy"), 0);
}

static void phrases_are_found_word_by_word(void **state)
{
    (void)state;
    uint64_t new = gazetteer_hash("new", 3), zealand = gazetteer_hash("zealand", 7);
    assert_int_equal(gazetteer_find(&model.gazetteer, new).longer, 1);
    assert_true(gazetteer_find(&model.gazetteer, gazetteer_join(new, zealand)).classes & GAZETTEER_COUNTRY);
    assert_false(gazetteer_find(&model.gazetteer, gazetteer_join(zealand, new)).classes & GAZETTEER_COUNTRY);
}

static void an_empty_gazetteer_knows_nothing(void **state)
{
    (void)state;
    struct gazetteer empty = {NULL, 0};
    assert_int_equal(gazetteer_find(&empty, 42).classes, 0);
}

/* A table that a damaged model might bring: no slot is free. */
static void a_full_table_ends_the_search(void **state)
{
    (void)state;
    uint8_t slots[4 * GAZETTEER_ENTRY_BYTES];
    memset(slots, 0xFF, sizeof slots);
    struct gazetteer full = {slots, 4};
    assert_int_equal(gazetteer_find(&full, 42).classes, 0);
}

static void countries_are_found_by_each_of_their_names(void **state)
{
    (void)state;
    struct country_names countries;
    uint32_t count;
    assert_int_equal(country_names_init(&countries, NULL), FX_OK);
    static const char *const names[] = {"south korea", "republic of korea", "rok"};
    for (size_t i = 0; i < 3; i++) {
        const fx_slice *found = country_names_find(&countries, slice_of(names[i]), &count);
        assert_non_null(found);
        assert_true(slice_equal(found[0], SLICE("South Korea")));
        assert_true(count >= 3);
    }
    assert_null(country_names_find(&countries, SLICE("south korean"), &count));
    country_names_release(&countries);
}

static void every_failing_allocation_of_the_country_table_is_survived(void **state)
{
    (void)state;
    int status = FX_ENOMEM;
    for (uint64_t n = 1; status == FX_ENOMEM && n < 500; n++) {
        struct country_names countries;
        memory_fail_at(n, true);
        status = country_names_init(&countries, NULL);
        memory_fail_at(0, false);
        if (status == FX_OK)
            country_names_release(&countries);
    }
    assert_int_equal(status, FX_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_in_the_lists_they_belong_to),
        cmocka_unit_test(phrases_are_found_word_by_word),
        cmocka_unit_test(an_empty_gazetteer_knows_nothing),
        cmocka_unit_test(a_full_table_ends_the_search),
        cmocka_unit_test(countries_are_found_by_each_of_their_names),
        cmocka_unit_test(every_failing_allocation_of_the_country_table_is_survived),
    };
    return cmocka_run_group_tests(tests, open_model, NULL);
}
