#include "unit_test.h"

#include "word_cache.h"

enum { WORDS = 20000 };

static size_t make_word(char *out, uint32_t number)
{
    size_t length = (size_t)snprintf(out, 300, "%x", number * 2654435761u);
    while (length < number % 40)
        out[length++] = (char)('a' + number % 26);
    return length;
}

static void words_of_all_lengths_are_found_again_and_others_are_not(void **state)
{
    (void)state;
    struct word_cache cache;
    char word[300];
    word_cache_init(&cache);
    for (uint32_t i = 0; i < WORDS; i++) {
        fx_slice key = {word, make_word(word, i)};
        uint64_t hash = word_cache_hash(&cache, i % 3, key);
        assert_null(word_cache_find(&cache, i % 3, key, hash));
        struct cached_word value = {.word = i};
        assert_int_equal(word_cache_insert(&cache, i % 3, key, hash, value), FX_OK);
    }
    for (uint32_t i = 0; i < WORDS; i++) {
        fx_slice key = {word, make_word(word, i)};
        const struct cached_word *found = word_cache_find(&cache, i % 3, key, word_cache_hash(&cache, i % 3, key));
        assert_non_null(found);
        assert_int_equal(found->word, i);
        unsigned other = (i + 1) % 3;
        assert_null(word_cache_find(&cache, other, key, word_cache_hash(&cache, other, key)));
    }
    word_cache_release(&cache);
}

static void the_longest_key_fits(void **state)
{
    (void)state;
    struct word_cache cache;
    char word[WORD_CACHE_KEY_MAX];
    fx_slice key = {word, sizeof word};
    memset(word, 'x', sizeof word);
    word_cache_init(&cache);
    uint64_t hash = word_cache_hash(&cache, 0, key);
    assert_int_equal(word_cache_insert(&cache, 0, key, hash, (struct cached_word){.word = 9}), FX_OK);
    assert_int_equal(word_cache_find(&cache, 0, key, hash)->word, 9);
    key.len--;
    assert_null(word_cache_find(&cache, 0, key, word_cache_hash(&cache, 0, key)));
    word_cache_release(&cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_all_lengths_are_found_again_and_others_are_not),
        cmocka_unit_test(the_longest_key_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
