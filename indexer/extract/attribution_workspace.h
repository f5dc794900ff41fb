/* The working memory of attribution, and the steps of reading a paragraph that share it. */
#ifndef ATTRIBUTION_WORKSPACE_H
#define ATTRIBUTION_WORKSPACE_H

#include "attribution.h"
#include "attribution_frame.h"
#include "speaker_resolve.h"

struct attribution {
    struct speech_lexicon *lexicon;
    struct speech_tokens tokens;
    struct attribution_frames frames;
    struct speaker_table *table;
    struct quote *quotes;
    size_t quote_count, quote_capacity;
    struct speaker_context context;
    /* A quotation that goes on in the next paragraph, or a cue that announces one. */
    struct quote carried;
    bool carries_open;  /* the mark was not closed: the next paragraph's opening mark continues */
    bool announced;     /* "Kim continued:" */
    bool last_was_lone; /* the paragraph before was nothing but speech of the last speaker */
    uint32_t last_end;  /* where the last paragraph ended */
};

/* attribution_put.c: quotes made of frames. */
int attribution_put_quote(struct attribution *workspace, struct quote quote, fx_error *err);

/* Kind and exact bytes of a piece: a piece that is one quotation loses its marks. */
void attribution_shape_piece(const struct speech_tokens *tokens, struct speech_token_range piece, struct quote *quote);
struct span attribution_token_span(const struct speech_tokens *tokens, struct speech_token_range range);

/* Puts out the pieces of a frame; `*who` becomes the actor that speaks. */
int attribution_put_frame(struct attribution *workspace, const struct attribution_frame *frame,
                          struct speech_token_range sentence, int32_t *who, fx_error *err);

/* attribution_layout.c: speakers told by the layout of paragraphs, not by verbs. */

/* A: of an interview; the answers are those of the person it is with. Q: is read like any text. */
int attribution_read_answer(struct attribution *workspace, fx_error *err);

/* `Kim: ...` at the start of a paragraph: a headline, an interview, a transcript. */
int attribution_read_colon(struct attribution *workspace, fx_error *err);

/* "- Kim Min-kyo" below a paragraph that is a quotation: a signature. */
void attribution_read_signature(struct attribution *workspace);

/* attribution_leftover.c: quotation `index` of `sentence`, which no frame holds: that of the speaker before, of whoever
 * stands beside it or is named before its colon, or no speech at all. */
int attribution_put_leftover(struct attribution *workspace, struct speech_token_range sentence, uint32_t index,
                             bool speaker_here, fx_error *err);

#endif
