#include "form_table.h"

#include "memory.h"
#include "slice.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint16_t intern(struct form_table *table, const char *stem, const char *form)
{
    uint16_t code;
    assert_int_equal(form_table_intern(table, slice_of(stem), slice_of(form), &code), FX_OK);
    return code;
}

static void assert_applies(const struct form_table *table, const char *stem, uint16_t code, const char *form)
{
    char out[64];
    size_t length = form_table_apply(table, slice_of(stem), code, out, sizeof out);
    assert_int_equal(length, strlen(form));
    assert_memory_equal(out, form, length);
}

static void a_code_rebuilds_the_form_from_any_stem(void **state)
{
    (void)state;
    struct form_table *table;
    assert_int_equal(form_table_open(&table, (fx_slice){NULL, 0}, NULL), FX_OK);
    uint16_t ation = intern(table, "cooper", "cooperation");
    uint16_t y = intern(table, "happi", "happy");
    assert_int_equal(intern(table, "robot", "robot"), FORM_SAME);
    assert_int_equal(intern(table, "form", "formation"), ation);
    assert_int_equal(intern(table, "histori", "history"), y);
    assert_int_not_equal(ation, y);
    assert_applies(table, "cooper", ation, "cooperation");
    assert_applies(table, "happi", y, "happy");
    assert_applies(table, "robot", FORM_SAME, "robot");
    char small[8];
    assert_int_equal(form_table_apply(table, SLICE("cooper"), ation, small, sizeof small), 0);
    assert_int_equal(form_table_apply(table, SLICE(""), y, small, sizeof small), 0);
    assert_int_equal(form_table_apply(table, SLICE("x"), FORM_OTHER, small, sizeof small), 0);
    assert_int_equal(form_table_apply(table, SLICE("x"), 77, small, sizeof small), 0);
    form_table_close(table);
}

static void finding_inserts_nothing(void **state)
{
    (void)state;
    struct form_table *table;
    uint16_t code;
    assert_int_equal(form_table_open(&table, (fx_slice){NULL, 0}, NULL), FX_OK);
    assert_int_equal(form_table_find(table, SLICE("run"), SLICE("running"), &code), FX_END);
    uint16_t known = intern(table, "run", "running");
    assert_int_equal(form_table_find(table, SLICE("stun"), SLICE("stunning"), &code), FX_OK);
    assert_int_equal(code, known);
    assert_int_equal(form_table_find(table, SLICE("a"), SLICE("a"), &code), FX_OK);
    assert_int_equal(code, FORM_SAME);
    form_table_close(table);
}

static void codes_outlive_the_process(void **state)
{
    (void)state;
    struct form_table *table;
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(form_table_open(&table, (fx_slice){NULL, 0}, NULL), FX_OK);
    enum { FORMS = 3000 };
    for (int i = 0; i < FORMS; i++) {
        char form[32];
        snprintf(form, sizeof form, "s%d", i);
        assert_int_equal(intern(table, "s", form), i + 1);
    }
    assert_int_equal(form_table_encode(table, &bytes), FX_OK);
    form_table_close(table);
    assert_int_equal(form_table_open(&table, buffer_slice(&bytes), NULL), FX_OK);
    for (int i = 0; i < FORMS; i++) {
        char form[32];
        snprintf(form, sizeof form, "s%d", i);
        assert_applies(table, "s", (uint16_t)(i + 1), form);
        assert_int_equal(intern(table, "s", form), i + 1);
    }
    form_table_close(table);
    for (size_t length = 1; length < bytes.length; length += 97)
        assert_int_equal(form_table_open(&table, (fx_slice){bytes.bytes, length}, NULL), FX_EDAMAGED);
    assert_int_equal(buffer_append_byte(&bytes, 'x'), FX_OK);
    assert_int_equal(form_table_open(&table, buffer_slice(&bytes), NULL), FX_EDAMAGED);
    buffer_release(&bytes);
}

static void a_full_table_gives_the_other_code(void **state)
{
    (void)state;
    struct form_table *table;
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(form_table_open(&table, (fx_slice){NULL, 0}, NULL), FX_OK);
    for (int i = 0; i < 70000; i++) {
        char form[32];
        snprintf(form, sizeof form, "%d", i);
        assert_int_equal(intern(table, "", form), i < 65534 ? i + 1 : FORM_OTHER);
    }
    assert_int_equal(intern(table, "", "0"), 1);
    char form[200];
    memset(form, 'x', sizeof form - 1);
    form[sizeof form - 1] = '\0';
    assert_int_equal(intern(table, "a", form), FORM_OTHER);
    assert_int_equal(form_table_encode(table, &bytes), FX_OK);
    form_table_close(table);
    assert_int_equal(form_table_open(&table, buffer_slice(&bytes), NULL), FX_OK);
    assert_int_equal(intern(table, "", "65533"), 65534);
    form_table_close(table);
    buffer_release(&bytes);
}

static struct form_table *shared;

static void *intern_many(void *seed)
{
    unsigned number = (unsigned)(uintptr_t)seed;
    for (int i = 0; i < 20000; i++) {
        char form[32];
        uint16_t code;
        char out[32];
        number = number * 1103515245 + 12345;
        snprintf(form, sizeof form, "w%u", number >> 16 & 1023);
        if (form_table_intern(shared, SLICE("w"), slice_of(form), &code) != FX_OK ||
            form_table_apply(shared, SLICE("w"), code, out, sizeof out) != strlen(form) ||
            memcmp(out, form, strlen(form)) != 0)
            return shared; /* a code that does not give its form */
    }
    return NULL;
}

static void threads_agree_on_codes(void **state)
{
    (void)state;
    pthread_t threads[4];
    assert_int_equal(form_table_open(&shared, (fx_slice){NULL, 0}, NULL), FX_OK);
    for (uintptr_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, intern_many, (void *)(i + 1)), 0);
    for (int i = 0; i < 4; i++) {
        void *failure;
        pthread_join(threads[i], &failure);
        assert_null(failure);
    }
    struct buffer bytes = BUFFER_INIT;
    assert_int_equal(form_table_encode(shared, &bytes), FX_OK);
    form_table_close(shared);
    /* Opening refuses an entry that is there twice. */
    assert_int_equal(form_table_open(&shared, buffer_slice(&bytes), NULL), FX_OK);
    form_table_close(shared);
    buffer_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_rebuilds_the_form_from_any_stem),
        cmocka_unit_test(finding_inserts_nothing),
        cmocka_unit_test(codes_outlive_the_process),
        cmocka_unit_test(a_full_table_gives_the_other_code),
        cmocka_unit_test(threads_agree_on_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
