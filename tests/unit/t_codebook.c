#include "unit_test.h"

#include "codebook.h"
#include "codebook_encoder.h"
#include "codebook_parser.h"
#include "codebook_token.h"
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

static size_t count_strings(const struct codebook_parser *parser, uint32_t times)
{
    struct buffer text = BUFFER_INIT;
    for (uint32_t i = 0; i < times; i++)
        assert_int_equal(buffer_append_string(&text, " of the harbour, N77k7 said"), FX_OK);
    uint16_t *slots = malloc(text.length * sizeof *slots);
    assert_non_null(slots);
    const size_t count = codebook_parse(parser, buffer_slice(&text), slots);
    free(slots);
    buffer_release(&text);
    return count;
}

/* Text is parsed some tokens at a time; where these end must not show. */
static void a_phrase_is_one_string_wherever_it_stands(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer codebook = BUFFER_INIT;
    struct codebook opened;
    struct codebook_parser parser;
    train(&codebook, &random);
    assert_int_equal(codebook_open(&opened, buffer_slice(&codebook), NULL), FX_OK);
    assert_int_equal(codebook_parser_open(&parser, opened.slots, opened.count, NULL), FX_OK);
    const size_t once = count_strings(&parser, 2) - count_strings(&parser, 1);
    assert_in_range(once, 1, strlen(" of the harbour, N77k7 said") / 2);
    for (uint32_t times = 2; times < 200; times++)
        assert_int_equal(count_strings(&parser, times), count_strings(&parser, 1) + (times - 1) * once);
    codebook_parser_release(&parser);
    buffer_release(&codebook);
}

/* ---- tokens ---- */

enum { TOKEN_TEXT_MAX = 63 }; /* shorter texts are cut at once */

enum kind { KIND_WORD, KIND_SPACE, KIND_IDEOGRAPH, KIND_OTHER };

/* Bytes that may belong to the character that begins with `lead`. */
static size_t bytes_of(uint8_t lead)
{
    return lead < 0xE2 || lead > 0xF4 ? 1 : lead == 0xE2 ? 3 : 4;
}

/* Of each byte what it is part of, and whether it begins an ideograph. */
static void find_kinds(const char *text, size_t length, enum kind *kinds, bool *begins)
{
    for (size_t i = 0; i < length;) {
        const uint8_t lead = (uint8_t)text[i];
        const bool alphanumeric = (lead >= '0' && lead <= '9') || ((lead | 0x20) >= 'a' && (lead | 0x20) <= 'z');
        const enum kind kind = lead == ' '                                      ? KIND_SPACE
                               : alphanumeric || (lead >= 0x80 && lead <= 0xE1) ? KIND_WORD
                               : lead >= 0xE3 && lead <= 0xF4                   ? KIND_IDEOGRAPH
                                                                                : KIND_OTHER;
        const size_t first = i, most = bytes_of(lead);
        do {
            kinds[i] = kind;
            begins[i] = i == first;
            i++;
        } while (i < length && i - first < most && ((uint8_t)text[i] & 0xC0) == 0x80);
    }
}

static bool token_ends_before(const enum kind *kinds, const bool *begins, size_t i, size_t length)
{
    if (kinds[i] == KIND_WORD)
        return kinds[i - 1] != KIND_WORD && kinds[i - 1] != KIND_SPACE;
    if (kinds[i - 1] == KIND_WORD || (kinds[i - 1] == KIND_IDEOGRAPH && kinds[i] != KIND_IDEOGRAPH))
        return true;
    if (kinds[i] == KIND_SPACE)
        return i + 1 < length && kinds[i + 1] == KIND_WORD;
    return kinds[i] == KIND_IDEOGRAPH && begins[i];
}

/* Cuts text of at most TOKEN_TEXT_MAX bytes as codebook_token.h says, byte by byte. */
static size_t cut_slowly(const char *text, size_t length, uint8_t *lengths)
{
    enum kind kinds[TOKEN_TEXT_MAX];
    bool begins[TOKEN_TEXT_MAX];
    size_t count = 0, start = 0;
    find_kinds(text, length, kinds, begins);
    for (size_t i = 1; i <= length; i++) {
        if (i == length || token_ends_before(kinds, begins, i, length)) {
            for (; i - start > CODEBOOK_STRING_MAX; start += CODEBOOK_STRING_MAX)
                lengths[count++] = CODEBOOK_STRING_MAX;
            lengths[count++] = (uint8_t)(i - start);
            start = i;
        }
    }
    return count;
}

static void tokens_are_words_ideographs_and_what_is_between(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "Robots", " act",         ", ", "\xE4\xB8\x96",    "\xE7\x95\x8C",  "\xE2\x80\x9C", "we", "\xE2\x80\x9D\n\n",
        "don",    "\xE2\x80\x99", "t",  " antidisestabli", "shmentarianism"};
    char text[128] = "";
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        strcat(text, expected[i]);
    const char *at = text;
    uint8_t lengths[CODEBOOK_TOKENS_MAX];
    for (size_t i = 0; i < sizeof expected / sizeof *expected;) {
        size_t bytes;
        const size_t count = codebook_tokens(at, strlen(at), lengths, &bytes);
        for (size_t k = 0; k < count; k++, i++) {
            assert_int_equal(lengths[k], strlen(expected[i]));
            at += lengths[k];
        }
    }
    assert_int_equal(*at, '\0');
}

static void tokens_are_cut_as_byte_by_byte(void **state)
{
    (void)state;
    static const uint8_t alphabet[] = {'a',  'Z',  '7',  ' ',  ' ',  ',',  '\n', 0x80,
                                       0xBF, 0xC3, 0xE1, 0xE2, 0xE3, 0xF0, 0xF5, 0};
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 30000; round++) {
        const size_t length = 1 + test_random_below(&random, TOKEN_TEXT_MAX);
        const uint32_t letters = test_random_below(&random, 8); /* runs of all lengths */
        char *text = malloc(length);
        assert_non_null(text);
        for (size_t i = 0; i < length; i++)
            text[i] =
                (char)(test_random_below(&random, 8) < letters ? 'x'
                                                               : alphabet[test_random_below(&random, sizeof alphabet)]);
        uint8_t lengths[CODEBOOK_TOKENS_MAX], slowly[CODEBOOK_TOKENS_MAX];
        size_t bytes;
        const size_t count = codebook_tokens(text, length, lengths, &bytes);
        assert_int_equal(bytes, length);
        assert_int_equal(count, cut_slowly(text, length, slowly));
        assert_memory_equal(lengths, slowly, count);
        free(text);
    }
}

static void longer_text_is_cut_some_tokens_at_a_time(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    for (int round = 0; round < 10000; round++) {
        char text[200];
        const size_t length = 64 + test_random_below(&random, sizeof text - 64);
        const uint32_t kinds = 1 + test_random_below(&random, 256);
        for (size_t i = 0; i < length; i++)
            text[i] = (char)('a' + test_random_below(&random, kinds));
        uint8_t lengths[CODEBOOK_TOKENS_MAX], whole[CODEBOOK_TOKENS_MAX];
        size_t bytes, all, sum = 0;
        const size_t count = codebook_tokens(text, length, lengths, &bytes);
        assert_in_range(count, 1, CODEBOOK_TOKENS_MAX);
        for (size_t i = 0; i < count; i++) {
            assert_in_range(lengths[i], 1, CODEBOOK_STRING_MAX);
            sum += lengths[i];
        }
        assert_int_equal(sum, bytes);
        assert_in_range(bytes, 1, 63);
        if (bytes == CODEBOOK_STRING_MAX && count == 1)
            continue; /* a token that goes on */
        assert_int_equal(codebook_tokens(text, bytes, whole, &all), count);
        assert_memory_equal(lengths, whole, count);
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
        cmocka_unit_test(a_phrase_is_one_string_wherever_it_stands),
        cmocka_unit_test(tokens_are_words_ideographs_and_what_is_between),
        cmocka_unit_test(tokens_are_cut_as_byte_by_byte),
        cmocka_unit_test(longer_text_is_cut_some_tokens_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
