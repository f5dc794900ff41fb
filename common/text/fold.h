/* Folding: what makes two spellings of a word one. NFKC with full case folding and without default-ignorable
 * characters (NFKC_Casefold of the Unicode standard, 3.13), then
 *   - combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic are stripped (ü -> u, ё -> е); those of scripts
 * where they are vowels or make another letter are kept (Devanagari, Thai, kana's voicing, the breve of й)
 *   - letters with a stroke, a dot missing or ligatures, which Unicode does not decompose, go to their ASCII letters
 *     (ø -> o, ł -> l, đ -> d, ı -> i, æ -> ae)
 *   - typographic apostrophes become "'". */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "fx.h"

enum {
    FOLD_INPUT_MAX = 256,  /* bytes folded in one call; longer text is cut at a character before */
    FOLD_OUTPUT_MAX = 4096 /* bytes that they can become (U+FDFA: 3 bytes become 33) */
};

/* What the folded text holds, besides letters. */
enum fold_flags {
    FOLD_DIGIT = 1,       /* ASCII digits */
    FOLD_APOSTROPHE = 2,  /* "'" */
    FOLD_PUNCTUATION = 4, /* other ASCII that is neither letter nor digit */
    FOLD_NOT_ASCII = 8
};

struct folded {
    size_t length;
    unsigned flags; /* enum fold_flags */
};

/* Folds well-formed UTF-8 of at most FOLD_INPUT_MAX bytes into out[FOLD_OUTPUT_MAX]. May give nothing (a text of
 * ignorable characters only). `readable` (at least text.len): the bytes that may be read from text.ptr on; more than
 * text.len makes short words faster and changes nothing else. */
struct folded fold_text(fx_slice text, size_t readable, char *out);

#endif
