/* Snowball stemmers (libstemmer) by language. */
#ifndef TEXT_STEM_H
#define TEXT_STEM_H

#include "fx.h"

struct stemmer;

/* `language`: an ISO 639 code of two or three letters, also as the front of a tag ("en-GB", "pt_BR"), or a Snowball
 * name ("english"); case does not matter. FX_OK with *out == NULL where there is no stemmer for it. */
int stemmer_new(struct stemmer **out, const char *language) FX_CHECK;
void stemmer_free(struct stemmer *stemmer);

/* The two-letter code, "" for NULL. */
const char *stemmer_language(const struct stemmer *stemmer);

/* The stem of a folded word, borrowed until the next call; the word itself where it has none or memory is out. */
fx_slice stemmer_stem(struct stemmer *stemmer, fx_slice word);

#endif
