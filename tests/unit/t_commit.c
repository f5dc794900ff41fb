#include "commit.h"

#include "memory.h"
#include "slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct sample {
    struct commit commit;
    struct segment_info segments[2];
    struct store_info stores[2];
};

static void make_sample(struct sample *s)
{
    *s = (struct sample){0};
    s->segments[0] = (struct segment_info){.owner = 3, .base = 0, .articles = 10, .dead = {2, 0, 1}};
    s->segments[0].dead_length[UNIT_ARTICLE] = 70;
    s->segments[0].dead_length[UNIT_QUOTE] = 5;
    s->segments[0].units[UNIT_ARTICLE] = (struct unit_totals){10, 5000, 3000, 1u << 20, UINT64_C(1) << 40, 44};
    s->segments[0].units[UNIT_QUOTE] = (struct unit_totals){3, 40, 60, 1000, 999, 0};
    s->segments[1] = (struct segment_info){.owner = 5, .base = 12, .articles = 4, .name_count = 9, .names_bytes = 77};
    s->segments[1].units[UNIT_ARTICLE].documents = 4;
    s->stores[0] = (struct store_info){4, 0, 10, 1, 12345, 99999};
    s->stores[1] = (struct store_info){6, 12, 4, 0, 11, 12};
    s->commit = (struct commit){.format = FORMAT_VERSION,
                                .analyzer = 1,
                                .language = "en",
                                .sequence = 42,
                                .committed = 1760000000,
                                .next_article = 16,
                                .next_owner = 7,
                                .next_file = 3,
                                .next_dictionary = 2,
                                .live_articles = 12,
                                .source_bytes = 100011,
                                .aliases = UINT64_MAX,
                                .segment_count = 2,
                                .store_count = 2,
                                .segments = s->segments,
                                .stores = s->stores,
                                .forms = SLICE("the forms")};
}

static void a_commit_comes_back_as_it_was(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct commit commit;
    make_sample(&sample);
    assert_int_equal(commit_encode(&bytes, &sample.commit), FX_OK);
    assert_int_equal(commit_decode(&commit, buffer_slice(&bytes), NULL), FX_OK);
    assert_memory_equal(commit.segments, sample.segments, sizeof sample.segments);
    assert_memory_equal(commit.stores, sample.stores, sizeof sample.stores);
    assert_true(slice_equal(commit.forms, sample.commit.forms));
    assert_string_equal(commit.language, "en");
    assert_int_equal(commit.sequence, 42);
    assert_int_equal(commit.committed, 1760000000);
    assert_int_equal(commit.next_article, 16);
    assert_int_equal(commit.next_owner, 7);
    assert_int_equal(commit.next_file, 3);
    assert_int_equal(commit.next_dictionary, 2);
    assert_int_equal(commit.live_articles, 12);
    assert_int_equal(commit.source_bytes, 100011);
    assert_int_equal(commit.aliases, UINT64_MAX);
    commit_release(&commit);
    buffer_release(&bytes);
}

/* Encodes what `spoil` did to a good commit and expects it to be refused. */
static void refuse(void (*spoil)(struct sample *), int code)
{
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct commit commit;
    fx_error err = {0};
    make_sample(&sample);
    spoil(&sample);
    assert_int_equal(commit_encode(&bytes, &sample.commit), FX_OK);
    assert_int_equal(commit_decode(&commit, buffer_slice(&bytes), &err), code);
    assert_true(err.message[0] != '\0');
    assert_null(commit.segments);
    buffer_release(&bytes);
}

static void overlap_segments(struct sample *s)
{
    s->segments[1].base = 9;
}

static void overlap_stores(struct sample *s)
{
    s->stores[1].base = 9;
}

static void miscount_live(struct sample *s)
{
    s->commit.live_articles = 13;
}

static void kill_more_than_there_are(struct sample *s)
{
    s->segments[0].dead[UNIT_QUOTE] = 4;
}

static void kill_longer_than_there_are(struct sample *s)
{
    s->segments[0].dead_length[UNIT_ARTICLE] = 3001;
}

static void miscount_articles(struct sample *s)
{
    s->segments[1].units[UNIT_ARTICLE].documents = 5;
}

static void use_a_future_owner(struct sample *s)
{
    s->commit.next_owner = 6;
}

static void use_a_future_article(struct sample *s)
{
    s->commit.next_article = 15;
}

static void use_a_future_dictionary(struct sample *s)
{
    s->commit.next_dictionary = 1;
}

static void be_of_tomorrow(struct sample *s)
{
    s->commit.format = FORMAT_VERSION + 1;
}

static void a_commit_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    refuse(overlap_segments, FX_EDAMAGED);
    refuse(overlap_stores, FX_EDAMAGED);
    refuse(miscount_live, FX_EDAMAGED);
    refuse(kill_more_than_there_are, FX_EDAMAGED);
    refuse(kill_longer_than_there_are, FX_EDAMAGED);
    refuse(miscount_articles, FX_EDAMAGED);
    refuse(use_a_future_owner, FX_EDAMAGED);
    refuse(use_a_future_article, FX_EDAMAGED);
    refuse(use_a_future_dictionary, FX_EDAMAGED);
    refuse(be_of_tomorrow, FX_EVERSION);
}

static void cuts_and_flipped_bits_never_crash(void **state)
{
    (void)state;
    struct sample sample;
    struct buffer bytes = BUFFER_INIT;
    struct commit commit;
    make_sample(&sample);
    sample.commit.forms.len = 0;
    assert_int_equal(commit_encode(&bytes, &sample.commit), FX_OK);
    for (size_t length = 0; length < bytes.length; length++) {
        char *exact = malloc(length + (length == 0));
        memcpy(exact, bytes.bytes, length);
        assert_true(commit_decode(&commit, (fx_slice){exact, length}, NULL) < 0);
        free(exact);
    }
    for (size_t bit = 0; bit < 8 * bytes.length; bit++) {
        bytes.bytes[bit / 8] ^= (char)(1 << bit % 8);
        int status = commit_decode(&commit, buffer_slice(&bytes), NULL);
        assert_true(status == FX_OK || status == FX_EDAMAGED || status == FX_EVERSION);
        commit_release(&commit);
        bytes.bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    buffer_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_comes_back_as_it_was),
        cmocka_unit_test(a_commit_that_contradicts_itself_is_refused),
        cmocka_unit_test(cuts_and_flipped_bits_never_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
