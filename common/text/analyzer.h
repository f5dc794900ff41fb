/* From a lexeme to the terms it is indexed and searched under.
 *
 * Every lexeme has a *form* (fold.h: NFKC, case folded, marks stripped, typographic apostrophes unified; possessive
 * 's and the commas that group digits dropped: "China's" -> "china", "1,000" -> "1000", "Müller" -> "muller") and a
 * *stem* (Snowball, of the article's language, from the form; forms with digits or stops are their own stem).
 * Postings are kept under the stem; which form stood there is kept with each occurrence, so that both can be
 * searched. A word usually gives one term, a few give more at the same position, so that they are found however they
 * are typed: "U.S." ("u.s", "us"), "O'Brien" ("o'brien", "obrien"), French "l'homme" ("l'homme", "homme"),
 * "Yahoo.com" and run-together sentences ("yahoo.com", "yahoo", "com"). A word of nothing but ignorable characters
 * gives none. LEXEME_CJK gives at each character its unigram and, but for the last, the bigram that starts there.
 *
 * The terms of a LEXEME_WORD depend on its bytes and the language alone, so callers may cache them by bytes.
 * One analyzer is used by one thread at a time. */
#ifndef TEXT_ANALYZER_H
#define TEXT_ANALYZER_H

#include "lexer.h"

/* Raised whenever the same text would give other terms; recorded in the index and checked when it is opened. */
enum { ANALYZER_VERSION = 1 };

/* Longest form or stem in bytes; longer ones are cut at a character and keep an 8-byte hash as their tail, so that
 * different long words stay different. */
enum { ANALYZER_TERM_MAX = 120 };

enum { ANALYZER_TERMS_MAX = 4 }; /* terms of one LEXEME_WORD */

struct analyzed_term {
    fx_slice form; /* borrowed until the next call on this analyzer */
    fx_slice stem;
    uint32_t offset; /* position relative to the lexeme's first */
};

struct analyzer;

/* `language` is an ISO 639 code or Snowball name ("en", "english"); unknown ones get no stemming, NULL is English. */
int analyzer_new(struct analyzer **out, const char *language, fx_error *err) FX_CHECK;
void analyzer_free(struct analyzer *analyzer);

/* The canonical code of the language in use ("en"); "" where it does not stem. */
const char *analyzer_language(const struct analyzer *analyzer);

/* The terms of one lexeme of `text`, in order of offset; at an equal offset the first is the principal one (the others
 * add no length). The array is borrowed until the next call. */
int analyzer_terms(struct analyzer *analyzer, fx_slice text, struct lexeme lexeme, const struct analyzed_term **out,
                   uint32_t *count, fx_error *err) FX_CHECK;

/* The same terms without stemming: each form is its own stem. */
int analyzer_forms(struct analyzer *analyzer, fx_slice text, struct lexeme lexeme, const struct analyzed_term **out,
                   uint32_t *count, fx_error *err) FX_CHECK;

/* The terms a *query* word stands for: like analyzer_terms, but only the principal term at each position, and for a
 * CJK run of two or more characters its bigrams only. Several terms mean a phrase. */
int analyzer_query_terms(struct analyzer *analyzer, fx_slice word, const struct analyzed_term **out, uint32_t *count,
                         fx_error *err) FX_CHECK;

/* The folded form of a whole string (words joined by single spaces): the key under which names are compared. Writes at
 * most `size` bytes, cut at a character; returns the length written. */
size_t analyzer_fold_name(struct analyzer *analyzer, fx_slice name, char *out, size_t size);

#endif
