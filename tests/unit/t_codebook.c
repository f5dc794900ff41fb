#include "unit_test.h"

#include "codebook.h"
#include "codebook_encoder.h"
#include "codebook_parser.h"
#include "codebook_trainer.h"
#include "slice.h"

enum { SAMPLES = 400, SAMPLE_WORDS = 150 };

static const char *const words[] = {"the",
                                    "of",
                                    "and",
                                    "minister",
                                    "said",
                                    "harbour",
                                    "Robotics",
                                    "cooperation",
                                    "in",
                                    "Seoul",
                                    "on",
                                    "Tuesday",
                                    "according",
                                    "responsibilities",
                                    "to",
                                    "officials",
                                    "a",
                                    "\xC3\xA9lan",
                                    "\xE4\xB8\x96\xE7\x95\x8C",
                                    "don\xE2\x80\x99t",
                                    "2025",
                                    "\xE2\x80\x9Cwe",
                                    "will\xE2\x80\x9D",
                                    "budget"};

/* Sentences of few words and, now and then, one that was never there. */
static void append_text(struct buffer *out, struct test_random *random, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t n = test_random_below(random, 40);
        if (n < sizeof words / sizeof *words)
            assert_int_equal(buffer_append_string(out, words[n]), FX_OK);
        else if (n < 30)
            assert_int_equal(buffer_append_string(out, "of the harbour"), FX_OK);
        else
            assert_int_equal(buffer_append_format(out, "N%uk%u", n, test_random_below(random, 100000)), FX_OK);
        assert_int_equal(buffer_append_string(out, test_random_below(random, 8) == 0 ? ".\n\n" : " "), FX_OK);
    }
}

static void train(struct buffer *codebook, struct test_random *random)
{
    struct buffer samples = BUFFER_INIT;
    size_t sizes[SAMPLES];
    for (uint32_t i = 0; i < SAMPLES; i++) {
        const size_t before = samples.length;
        append_text(&samples, random, SAMPLE_WORDS);
        sizes[i] = samples.length - before;
    }
    assert_int_equal(codebook_train(codebook, samples.bytes, sizes, SAMPLES, NULL), FX_OK);
    assert_true(codebook->length > 0);
    buffer_release(&samples);
}

/* Everything in blocks of exactly their size, so that ASan sees any read behind them. */
static void check_round_trip(const struct codebook *codebook, const struct codebook_encoder *encoder, fx_slice text)
{
    struct buffer coded = BUFFER_INIT, scratch = BUFFER_INIT;
    assert_int_equal(buffer_reserve(&coded, 1), FX_OK);
    char *exact = malloc(text.len + 1);
    assert_non_null(exact);
    memcpy(exact, text.ptr, text.len);
    assert_int_equal(codebook_encode(encoder, (fx_slice){exact, text.len}, &scratch, &coded), FX_OK);
    char *bytes = malloc(coded.length + 1), *decoded = malloc(text.len + CODEBOOK_DECODE_SLACK);
    assert_non_null(bytes);
    assert_non_null(decoded);
    memcpy(bytes, coded.bytes, coded.length);
    const fx_slice whole = {bytes, coded.length};
    assert_int_equal(codebook_decode(codebook, whole, decoded, text.len), text.len);
    assert_memory_equal(decoded, text.ptr, text.len);
    const size_t part = text.len / 3;
    assert_in_range(codebook_decode(codebook, whole, decoded, part), part, part + 14);
    assert_memory_equal(decoded, text.ptr, part);
    if (text.len > 0) {
        const size_t cut = codebook_decode(codebook, (fx_slice){bytes, coded.length - 1}, decoded, text.len);
        assert_true(cut < text.len || coded.length == 1 || memcmp(decoded, text.ptr, text.len) != 0);
    }
    free(exact);
    free(bytes);
    free(decoded);
    buffer_release(&coded);
    buffer_release(&scratch);
}

static void any_text_survives_a_round_trip(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer codebook = BUFFER_INIT, text = BUFFER_INIT;
    struct codebook_encoder *encoder;
    struct codebook opened;
    train(&codebook, &random);
    assert_int_equal(buffer_reserve(&text, 1), FX_OK); /* a pointer, also where nothing is in it */
    assert_int_equal(codebook_open(&opened, buffer_slice(&codebook), NULL), FX_OK);
    assert_int_equal(codebook_encoder_open(&encoder, buffer_slice(&codebook), NULL), FX_OK);
    for (uint32_t length = 0; length < 300; length++) {
        buffer_clear(&text);
        append_text(&text, &random, length / 4);
        check_round_trip(&opened, encoder, buffer_slice(&text));
        buffer_clear(&text);
        for (uint32_t i = 0; i < length; i++)
            assert_int_equal(buffer_append_byte(&text, (char)test_random_below(&random, 256)), FX_OK);
        check_round_trip(&opened, encoder, buffer_slice(&text));
    }
    codebook_encoder_close(encoder);
    buffer_release(&codebook);
    buffer_release(&text);
}

static void text_like_the_samples_becomes_much_smaller(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer codebook = BUFFER_INIT, text = BUFFER_INIT, coded = BUFFER_INIT, scratch = BUFFER_INIT;
    struct codebook_encoder *encoder;
    train(&codebook, &random);
    append_text(&text, &random, 1000);
    assert_int_equal(codebook_encoder_open(&encoder, buffer_slice(&codebook), NULL), FX_OK);
    assert_int_equal(codebook_encode(encoder, buffer_slice(&text), &scratch, &coded), FX_OK);
    assert_true(coded.length * 3 < text.length);
    codebook_encoder_close(encoder);
    buffer_release(&codebook);
    buffer_release(&text);
    buffer_release(&coded);
    buffer_release(&scratch);
}

static void the_same_samples_make_the_same_codebook(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__), again = random;
    struct buffer a = BUFFER_INIT, b = BUFFER_INIT;
    train(&a, &random);
    train(&b, &again);
    assert_true(slice_equal(buffer_slice(&a), buffer_slice(&b)));
    buffer_release(&a);
    buffer_release(&b);
}

static void too_few_samples_make_no_codebook(void **state)
{
    (void)state;
    struct buffer codebook = BUFFER_INIT;
    const size_t sizes[] = {5, 6};
    assert_int_equal(codebook_train(&codebook, "hello world", sizes, 2, NULL), FX_OK);
    assert_int_equal(codebook.length, 0);
    assert_int_equal(codebook_train(&codebook, NULL, NULL, 0, NULL), FX_OK);
    assert_int_equal(codebook.length, 0);
}

static void samples_of_noise_make_a_codebook_that_works(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer noise = BUFFER_INIT, codebook = BUFFER_INIT;
    struct codebook_encoder *encoder;
    struct codebook opened;
    for (uint32_t i = 0; i < 300000; i++)
        assert_int_equal(buffer_append_byte(&noise, (char)test_random_below(&random, 256)), FX_OK);
    const size_t sizes[] = {1, 0, noise.length - 1};
    assert_int_equal(codebook_train(&codebook, noise.bytes, sizes, 3, NULL), FX_OK);
    assert_int_equal(codebook_open(&opened, buffer_slice(&codebook), NULL), FX_OK);
    assert_int_equal(codebook_encoder_open(&encoder, buffer_slice(&codebook), NULL), FX_OK);
    check_round_trip(&opened, encoder, (fx_slice){noise.bytes, 5000});
    codebook_encoder_close(encoder);
    buffer_release(&noise);
    buffer_release(&codebook);
}

static void what_is_no_codebook_is_refused(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer codebook = BUFFER_INIT;
    struct codebook_encoder *encoder;
    struct codebook opened;
    train(&codebook, &random);
    for (size_t cut = 0; cut < codebook.length; cut += cut < 100 ? 1 : 997)
        assert_int_equal(codebook_open(&opened, (fx_slice){codebook.bytes, cut}, NULL), FX_EDAMAGED);
    codebook.bytes[0] = 3; /* three codes of one bit */
    assert_int_equal(codebook_open(&opened, buffer_slice(&codebook), NULL), FX_EDAMAGED);
    /* Two codes and no others can be read with, but not written with. */
    char least[CODEBOOK_HEAD_BYTES + 2 * CODEBOOK_SLOT_BYTES] = {2};
    char text[3 + CODEBOOK_DECODE_SLACK];
    memcpy(least + CODEBOOK_HEAD_BYTES, "\1a", 2);
    memcpy(least + CODEBOOK_HEAD_BYTES + CODEBOOK_SLOT_BYTES, "\1b", 2);
    assert_int_equal(codebook_open(&opened, (fx_slice){least, sizeof least}, NULL), FX_OK);
    assert_int_equal(codebook_decode(&opened, SLICE("\xA0"), text, 3), 3);
    assert_memory_equal(text, "bab", 3);
    assert_int_equal(codebook_encoder_open(&encoder, (fx_slice){least, sizeof least}, NULL), FX_EDAMAGED);
    assert_null(encoder);
    buffer_release(&codebook);
}

static void tokens_cover_any_text_and_are_short(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    static const char *const expected[] = {
        "Robots", " act",         ", ", "\xE4\xB8\x96",    "\xE7\x95\x8C",  "\xE2\x80\x9C", "we", "\xE2\x80\x9D\n\n",
        "don",    "\xE2\x80\x99", "t",  " antidisestabli", "shmentarianism"};
    char text[128] = "";
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        strcat(text, expected[i]);
    const char *at = text;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(codebook_token(at, strlen(at)), strlen(expected[i]));
        at += strlen(expected[i]);
    }
    for (int round = 0; round < 10000; round++) {
        const uint32_t length = 1 + test_random_below(&random, 20);
        for (uint32_t i = 0; i < length; i++)
            text[i] = (char)test_random_below(&random, 256);
        const size_t token = codebook_token(text, length);
        assert_in_range(token, 1, length < CODEBOOK_STRING_MAX ? length : CODEBOOK_STRING_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_text_survives_a_round_trip),
        cmocka_unit_test(text_like_the_samples_becomes_much_smaller),
        cmocka_unit_test(the_same_samples_make_the_same_codebook),
        cmocka_unit_test(too_few_samples_make_no_codebook),
        cmocka_unit_test(samples_of_noise_make_a_codebook_that_works),
        cmocka_unit_test(what_is_no_codebook_is_refused),
        cmocka_unit_test(tokens_cover_any_text_and_are_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
