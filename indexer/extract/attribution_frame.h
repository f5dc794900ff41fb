/* Frames: one attribution found in a sentence - cue, source and the pieces of content - before anyone knows who "he"
 * is. */
#ifndef ATTRIBUTION_FRAME_H
#define ATTRIBUTION_FRAME_H

#include "attribution_rule.h"
#include "cue_complement.h"
#include "speaker_table.h"

enum { ATTRIBUTION_PIECES = 2 };

struct attribution_frame {
    uint32_t cue_first, cue_end; /* tokens; equal: no cue */
    struct speech_phrase source; /* kind NONE: none */
    struct speech_token_range pieces[ATTRIBUTION_PIECES];
    uint32_t piece_count; /* 0: the content is the quotation that follows the sentence */
    float confidence;
    uint8_t rule;
};

struct attribution_frames {
    struct attribution_frame *items;
    size_t count, capacity;
    uint8_t *covered; /* a byte a token of the paragraph: 1 where a content or source stands */
    size_t covered_capacity;
    struct speech_phrase main_subject; /* of the sentence being read */
    size_t landmark;                   /* the first of tokens.landmarks that stands in it, or behind */
};

/* Empties `frames` for a paragraph. */
int attribution_frames_begin(struct attribution_frames *frames, const struct speech_tokens *tokens,
                             fx_error *err) FX_CHECK;

/* Appends the frames of one sentence, in no particular order; their contents never overlap. Sentences come in order. */
int attribution_frames_read(struct attribution_frames *frames, const struct speech_tokens *tokens, uint32_t sentence,
                            fx_error *err) FX_CHECK;
void attribution_frames_release(struct attribution_frames *frames);

/* Steps of attribution_frames_read, each in a file of its own; sentences without their final stop. */
int attribution_read_trailing(struct attribution_frames *frames, const struct speech_tokens *tokens,
                              struct speech_token_range sentence);
int attribution_read_leading(struct attribution_frames *frames, const struct speech_tokens *tokens,
                             struct speech_token_range sentence);

/* Appends a frame unless one of its pieces touches another's; trims punctuation off the pieces. */
int attribution_frame_add(struct attribution_frames *frames, const struct speech_tokens *tokens,
                          struct attribution_frame frame);

/* How a cue verb is used at its place. */
enum attribution_use {
    ATTRIBUTION_USE_NONE,
    ATTRIBUTION_USE_FINITE,
    ATTRIBUTION_USE_INFINITIVE,
    ATTRIBUTION_USE_ING,
    ATTRIBUTION_USE_PASSIVE
};
enum attribution_use attribution_verb_use(const struct speech_tokens *tokens, uint32_t first, uint32_t i);

/* First token of the verb group that ends with the verb at `i`: "[has also said]". */
uint32_t attribution_verb_group(const struct speech_tokens *tokens, uint32_t first, uint32_t i);

#endif
