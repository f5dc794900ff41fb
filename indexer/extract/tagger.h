/* Finds names in an article: labels the tokens with a linear model over hashed features and the best sequence of labels
 * (Viterbi). Words far from any capital are never looked at. Method: a conditional random field (Lafferty, McCallum,
 * Pereira 2001), trained by tools/train; tables as in tagger_model.h. */
#ifndef TAGGER_H
#define TAGGER_H

#include "annotations.h"
#include "tagger_model.h"

struct name_mention {
    struct span span;
    uint8_t kind; /* enum name_kind */
};

/* Working memory of one thread (about 10 MB). */
struct tagger;
int tagger_new(struct tagger **out, const struct tagger_model *model, fx_error *err) FX_CHECK;
void tagger_free(struct tagger *tagger);

/* The mentions of names in these paragraphs, in order, none overlapping another; borrowed until the next run. */
int tagger_run(struct tagger *tagger, fx_slice text, const struct span *paragraphs, uint32_t paragraph_count,
               const struct name_mention **out, uint32_t *count, fx_error *err) FX_CHECK;

#endif
