#include "vocabulary.h"

#include "analyzer.h"
#include "error.h"
#include "form_table.h"
#include "memory.h"
#include "slice.h"
#include "word_cache.h"

#include <stdlib.h>

/* Languages after this many different ones in one run are not stemmed: an article's `lang` is anybody's bytes. */
enum { LANGUAGES_MAX = WORD_CACHE_LANGUAGES, LANGUAGE_NAME_MAX = 15, FOLDED_NAME_MAX = 400 };

struct language {
    char name[LANGUAGE_NAME_MAX + 1];
    struct analyzer *analyzer;
};

/* Words that stand for several terms ("U.S."): their terms, one after another. */
struct several {
    uint32_t start, count;
};

struct vocabulary {
    struct form_table *forms;
    struct language languages[LANGUAGES_MAX];
    uint32_t language_count, language; /* 0 is the default */
    struct word_cache cache;
    struct string_map terms;
    uint32_t *word_terms; /* by word: its term, its form, the next word of the same term (0: none) */
    uint16_t *word_forms;
    uint32_t *next_words;
    size_t word_term_capacity, word_form_capacity, next_word_capacity;
    uint32_t word_end;     /* 1 + the greatest number */
    uint32_t *first_words; /* by term; 0: none */
    size_t first_word_capacity;
    struct word_term *lists; /* of words that stand for several terms */
    size_t list_count, list_capacity;
    struct several *several;
    size_t several_count, several_capacity;
    struct word_term *scratch; /* what the last call returned */
    size_t scratch_capacity;
    char folded[FOLDED_NAME_MAX];
};

static int add_language(struct vocabulary *vocabulary, const char *name, fx_error *err)
{
    struct language *language = &vocabulary->languages[vocabulary->language_count];
    int status = analyzer_new(&language->analyzer, name, err);
    if (status != FX_OK)
        return status;
    memcpy(language->name, name, strlen(name) + 1);
    vocabulary->language_count++;
    return FX_OK;
}

int vocabulary_new(struct vocabulary **out, struct form_table *forms, const char *default_language, fx_error *err)
{
    *out = NULL;
    if (strlen(default_language) > LANGUAGE_NAME_MAX)
        return error_set(err, FX_EINVAL, "no language is called '%s'", default_language);
    struct vocabulary *vocabulary = memory_allocate_zeroed(1, sizeof *vocabulary);
    if (vocabulary == NULL)
        return error_no_memory(err);
    vocabulary->forms = forms;
    vocabulary->word_end = 1;
    word_cache_init(&vocabulary->cache);
    string_map_init(&vocabulary->terms);
    int status = add_language(vocabulary, default_language, err);
    if (status != FX_OK) {
        vocabulary_free(vocabulary);
        return status;
    }
    *out = vocabulary;
    return FX_OK;
}

void vocabulary_free(struct vocabulary *vocabulary)
{
    if (vocabulary == NULL)
        return;
    for (uint32_t i = 0; i < vocabulary->language_count; i++)
        analyzer_free(vocabulary->languages[i].analyzer);
    word_cache_release(&vocabulary->cache);
    string_map_release(&vocabulary->terms);
    memory_free(vocabulary->word_terms);
    memory_free(vocabulary->word_forms);
    memory_free(vocabulary->next_words);
    memory_free(vocabulary->first_words);
    memory_free(vocabulary->lists);
    memory_free(vocabulary->several);
    memory_free(vocabulary->scratch);
    memory_free(vocabulary);
}

void vocabulary_clear(struct vocabulary *vocabulary)
{
    word_cache_release(&vocabulary->cache);
    string_map_release(&vocabulary->terms);
    string_map_init(&vocabulary->terms);
    vocabulary->word_end = 1;
    if (vocabulary->first_word_capacity > 0)
        memset(vocabulary->first_words, 0, vocabulary->first_word_capacity * sizeof *vocabulary->first_words);
    vocabulary->list_count = 0;
    vocabulary->several_count = 0;
}

int vocabulary_set_language(struct vocabulary *vocabulary, fx_slice language, fx_error *err)
{
    vocabulary->language = 0;
    if (language.len == 0)
        return FX_OK;
    char name[LANGUAGE_NAME_MAX + 1];
    if (language.len > LANGUAGE_NAME_MAX || memchr(language.ptr, '\0', language.len) != NULL) {
        name[0] = '?'; /* no language: not stemmed */
        name[1] = '\0';
    } else {
        memcpy(name, language.ptr, language.len);
        name[language.len] = '\0';
    }
    for (uint32_t i = 0; i < vocabulary->language_count; i++) {
        if (strcmp(vocabulary->languages[i].name, name) == 0) {
            vocabulary->language = i;
            return FX_OK;
        }
    }
    bool last = vocabulary->language_count == LANGUAGES_MAX;
    if (!last) {
        int status = add_language(vocabulary, vocabulary->language_count == LANGUAGES_MAX - 1 ? "?" : name, err);
        if (status != FX_OK)
            return status;
    }
    vocabulary->language = vocabulary->language_count - 1;
    return FX_OK;
}

uint32_t vocabulary_intern(struct vocabulary *vocabulary, enum term_space space, fx_slice bytes)
{
    char key[ANALYZER_TERM_MAX + 1];
    size_t length = bytes.len < ANALYZER_TERM_MAX ? bytes.len : ANALYZER_TERM_MAX;
    key[0] = (char)space;
    if (length > 0)
        memcpy(key + 1, bytes.ptr, length);
    return string_map_intern(&vocabulary->terms, (fx_slice){key, length + 1}, NULL);
}

static struct analyzer *current_analyzer(const struct vocabulary *vocabulary)
{
    return vocabulary->languages[vocabulary->language].analyzer;
}

/* The number of a term's word in a form. Called once for each spelling; terms have a handful of forms. */
static int intern_word(struct vocabulary *vocabulary, uint32_t term, uint16_t form, uint32_t *word)
{
    size_t known = vocabulary->first_word_capacity;
    if (memory_reserve(&vocabulary->first_words, &vocabulary->first_word_capacity, (size_t)term + 1,
                       sizeof *vocabulary->first_words) != FX_OK)
        return FX_ENOMEM;
    memset(vocabulary->first_words + known, 0,
           (vocabulary->first_word_capacity - known) * sizeof *vocabulary->first_words);
    for (*word = vocabulary->first_words[term]; *word != 0; *word = vocabulary->next_words[*word]) {
        if (vocabulary->word_forms[*word] == form)
            return FX_OK;
    }
    if (vocabulary->word_end > VOCABULARY_WORD_MAX ||
        memory_reserve(&vocabulary->word_terms, &vocabulary->word_term_capacity, (size_t)vocabulary->word_end + 1,
                       sizeof *vocabulary->word_terms) != FX_OK ||
        memory_reserve(&vocabulary->word_forms, &vocabulary->word_form_capacity, (size_t)vocabulary->word_end + 1,
                       sizeof *vocabulary->word_forms) != FX_OK ||
        memory_reserve(&vocabulary->next_words, &vocabulary->next_word_capacity, (size_t)vocabulary->word_end + 1,
                       sizeof *vocabulary->next_words) != FX_OK)
        return FX_ENOMEM;
    *word = vocabulary->word_end++;
    vocabulary->word_terms[*word] = term;
    vocabulary->word_forms[*word] = form;
    vocabulary->next_words[*word] = vocabulary->first_words[term];
    vocabulary->first_words[term] = *word;
    return FX_OK;
}

/* Whether one of terms[0..count) is the last of them again: two spellings of a word may have one stem. */
static bool is_repeated(const struct word_term *terms, uint32_t count, const struct word_term *last)
{
    for (uint32_t i = count; i > 0 && terms[i - 1].offset == last->offset; i--) {
        if (terms[i - 1].term == last->term)
            return true;
    }
    return false;
}

/* Analyses a lexeme into vocabulary->scratch, each term once a position. */
static int analyze(struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexeme, uint32_t *count,
                   fx_error *err)
{
    const struct analyzed_term *terms;
    uint32_t found;
    *count = 0;
    int status = analyzer_terms(current_analyzer(vocabulary), text, *lexeme, &terms, &found, err);
    if (status != FX_OK)
        return status;
    if (memory_reserve(&vocabulary->scratch, &vocabulary->scratch_capacity, found, sizeof *vocabulary->scratch) !=
        FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; i < found; i++) {
        struct word_term *out = &vocabulary->scratch[*count];
        uint16_t form;
        out->offset = terms[i].offset;
        out->term = vocabulary_intern(vocabulary, TERM_WORD, terms[i].stem);
        if (out->term == STRING_MAP_NONE)
            return error_no_memory(err);
        if (is_repeated(vocabulary->scratch, *count, out))
            continue;
        if (form_table_intern(vocabulary->forms, terms[i].stem, terms[i].form, &form) != FX_OK ||
            intern_word(vocabulary, out->term, form, &out->word) != FX_OK)
            return error_no_memory(err);
        ++*count;
    }
    return FX_OK;
}

/* Keeps what analyze() left in scratch under the word's bytes. */
static int remember(struct vocabulary *vocabulary, fx_slice key, uint64_t hash, uint32_t count)
{
    struct cached_word value = {0};
    if (count == 1) {
        value.word = vocabulary->scratch[0].word;
        return word_cache_insert(&vocabulary->cache, vocabulary->language, key, hash, value);
    }
    if (memory_reserve(&vocabulary->lists, &vocabulary->list_capacity, vocabulary->list_count + count,
                       sizeof *vocabulary->lists) != FX_OK ||
        memory_reserve(&vocabulary->several, &vocabulary->several_capacity, vocabulary->several_count + 1,
                       sizeof *vocabulary->several) != FX_OK)
        return FX_ENOMEM;
    if (count > 0)
        memcpy(vocabulary->lists + vocabulary->list_count, vocabulary->scratch, count * sizeof *vocabulary->scratch);
    value.several = 1;
    value.word = (uint32_t)vocabulary->several_count;
    vocabulary->several[vocabulary->several_count++] = (struct several){(uint32_t)vocabulary->list_count, count};
    vocabulary->list_count += count;
    return word_cache_insert(&vocabulary->cache, vocabulary->language, key, hash, value);
}

static bool is_cached(const struct lexeme *lexeme)
{
    return lexeme->kind == LEXEME_WORD && lexeme->span.end - lexeme->span.start <= WORD_CACHE_KEY_MAX;
}

void vocabulary_approach(const struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexemes,
                         uint32_t count, uint64_t *hashes)
{
    for (uint32_t i = 0; i < count; i++) {
        fx_slice key = slice_part(text, lexemes[i].span.start, lexemes[i].span.end);
        hashes[i] = is_cached(&lexemes[i]) ? word_cache_hash(&vocabulary->cache, vocabulary->language, key) : 0;
    }
    for (uint32_t i = 0; i < count; i++)
        word_cache_approach(&vocabulary->cache, hashes[i]);
}

int vocabulary_terms(struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexeme, uint64_t hash,
                     const struct word_term **out, uint32_t *count, fx_error *err)
{
    *out = NULL;
    fx_slice key = slice_part(text, lexeme->span.start, lexeme->span.end);
    bool cached = is_cached(lexeme);
    if (cached) {
        const struct cached_word *word = word_cache_find(&vocabulary->cache, vocabulary->language, key, hash);
        if (word != NULL && !word->several) {
            vocabulary->scratch[0] = (struct word_term){vocabulary->word_terms[word->word], word->word, 0};
            *out = vocabulary->scratch;
            *count = 1;
            return FX_OK;
        }
        if (word != NULL) {
            *out = vocabulary->lists + vocabulary->several[word->word].start;
            *count = vocabulary->several[word->word].count;
            return FX_OK;
        }
    }
    int status = analyze(vocabulary, text, lexeme, count, err);
    if (status == FX_OK && cached && remember(vocabulary, key, hash, *count) != FX_OK)
        status = error_no_memory(err);
    *out = status == FX_OK ? vocabulary->scratch : NULL;
    return status;
}

int vocabulary_analyze_name(struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexeme,
                            const struct analyzed_term **out, uint32_t *count, fx_error *err)
{
    return analyzer_forms(current_analyzer(vocabulary), text, *lexeme, out, count, err);
}

int vocabulary_intern_all(struct vocabulary *vocabulary, const fx_slice *keys, size_t count, uint32_t *terms)
{
    return string_map_intern_all(&vocabulary->terms, keys, count, terms);
}

fx_slice vocabulary_fold_name(struct vocabulary *vocabulary, fx_slice name)
{
    size_t length =
        analyzer_fold_name(current_analyzer(vocabulary), name, vocabulary->folded, sizeof vocabulary->folded);
    return (fx_slice){vocabulary->folded, length};
}

uint32_t vocabulary_word_end(const struct vocabulary *vocabulary)
{
    return vocabulary->word_end;
}

const uint32_t *vocabulary_word_terms(const struct vocabulary *vocabulary)
{
    return vocabulary->word_terms;
}

const uint16_t *vocabulary_word_forms(const struct vocabulary *vocabulary)
{
    return vocabulary->word_forms;
}

uint32_t vocabulary_first_word(const struct vocabulary *vocabulary, uint32_t term)
{
    return term < vocabulary->first_word_capacity ? vocabulary->first_words[term] : 0;
}

uint32_t vocabulary_next_word(const struct vocabulary *vocabulary, uint32_t word)
{
    return vocabulary->next_words[word];
}

uint32_t vocabulary_count(const struct vocabulary *vocabulary)
{
    return vocabulary->terms.count;
}

fx_slice vocabulary_term(const struct vocabulary *vocabulary, uint32_t term)
{
    return vocabulary->terms.names[term];
}

const struct form_table *vocabulary_forms(const struct vocabulary *vocabulary)
{
    return vocabulary->forms;
}

size_t vocabulary_memory(const struct vocabulary *vocabulary)
{
    return word_cache_memory(&vocabulary->cache) + string_map_memory(&vocabulary->terms) +
           vocabulary->word_term_capacity * sizeof *vocabulary->word_terms +
           vocabulary->word_form_capacity * sizeof *vocabulary->word_forms +
           vocabulary->next_word_capacity * sizeof *vocabulary->next_words +
           vocabulary->first_word_capacity * sizeof *vocabulary->first_words +
           vocabulary->list_capacity * sizeof *vocabulary->lists +
           vocabulary->several_capacity * sizeof *vocabulary->several;
}
