/* The vocabulary of one run: which terms a word's bytes stand for. Folding and stemming happen once for each different
 * spelling of a language; every further occurrence costs one probe of a hash table keyed by the raw bytes.
 *
 * Term numbers are given out 0, 1, 2, … in order of first use and are shared by all spaces (term_space.h) and units.
 * A *word* is a term of TERM_WORD in one form; words are numbered 1, 2, 3, … of their own. One thread. */
#ifndef BUILD_VOCABULARY_H
#define BUILD_VOCABULARY_H

#include "lexer.h"
#include "string_map.h"
#include "term_space.h"

struct analyzed_term;
struct form_table;

enum { VOCABULARY_WORD_MAX = (1 << 30) - 1 }; /* word numbers leave two bits free (word_log.h) */

/* One term of a lexeme. */
struct word_term {
    uint32_t term;
    uint32_t word;   /* the term in one of its forms */
    uint32_t offset; /* position relative to the lexeme's first */
};

struct vocabulary;

/* `forms` is shared with other threads and outlives the vocabulary. */
int vocabulary_new(struct vocabulary **out, struct form_table *forms, const char *default_language,
                   fx_error *err) FX_CHECK;
void vocabulary_free(struct vocabulary *vocabulary);

/* Forgets all terms and spellings; the analyzers stay. */
void vocabulary_clear(struct vocabulary *vocabulary);

/* The language of the texts that follow; empty: the default. Unknown ones are not stemmed. */
int vocabulary_set_language(struct vocabulary *vocabulary, fx_slice language, fx_error *err) FX_CHECK;

/* Brings what vocabulary_terms will need of these lexemes on its way from memory, and hashes them. */
void vocabulary_approach(const struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexemes,
                         uint32_t count, uint64_t *hashes);

/* The terms of a lexeme of `text` in TERM_WORD; borrowed until the next call. `hash` is from vocabulary_approach. */
int vocabulary_terms(struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexeme, uint64_t hash,
                     const struct word_term **out, uint32_t *count, fx_error *err) FX_CHECK;

/* What a lexeme of a name gives: its forms are what names are found by. Borrowed until the next call. */
int vocabulary_analyze_name(struct vocabulary *vocabulary, fx_slice text, const struct lexeme *lexeme,
                            const struct analyzed_term **out, uint32_t *count, fx_error *err) FX_CHECK;

/* The terms of several keys, each a space byte and the bytes of a term. */
int vocabulary_intern_all(struct vocabulary *vocabulary, const fx_slice *keys, size_t count, uint32_t *terms) FX_CHECK;

/* The term that is the space byte and `bytes`. STRING_MAP_NONE: out of memory. */
uint32_t vocabulary_intern(struct vocabulary *vocabulary, enum term_space space, fx_slice bytes) FX_CHECK;

/* The key under which names are compared, borrowed until the next call. */
fx_slice vocabulary_fold_name(struct vocabulary *vocabulary, fx_slice name);

/* Words: 1 + the greatest number; of each its term and its form code (form_table.h), by number; borrowed until the next
 * call that may add some. */
uint32_t vocabulary_word_end(const struct vocabulary *vocabulary);
const uint32_t *vocabulary_word_terms(const struct vocabulary *vocabulary);
const uint16_t *vocabulary_word_forms(const struct vocabulary *vocabulary);
/* The words of a term, in any order: the first and the one after `word`; 0 behind the last. */
uint32_t vocabulary_first_word(const struct vocabulary *vocabulary, uint32_t term);
uint32_t vocabulary_next_word(const struct vocabulary *vocabulary, uint32_t word);

uint32_t vocabulary_count(const struct vocabulary *vocabulary);
fx_slice vocabulary_term(const struct vocabulary *vocabulary, uint32_t term); /* space byte and bytes */
const struct form_table *vocabulary_forms(const struct vocabulary *vocabulary);

/* Bytes held. */
size_t vocabulary_memory(const struct vocabulary *vocabulary);

#endif
