/* From a source as written ("Kim", "he", "the minister", "who") to the actor who is meant. */
#ifndef SPEAKER_RESOLVE_H
#define SPEAKER_RESOLVE_H

#include "speaker_table.h"
#include "speech_phrase.h"

/* What is remembered from sentence to sentence. */
struct speaker_context {
    int32_t last_speaker;     /* of the last quotation */
    int32_t sentence_subject; /* first person named in the sentence before */
};

/* The actor meant by `source`, or SPEAKER_NONE. `*mention` becomes the tokens that name her or him. */
int32_t speaker_resolve(struct speaker_table *table, const struct speech_tokens *tokens,
                        const struct speaker_context *context, struct speech_token_range sentence,
                        const struct speech_phrase *source, struct speech_token_range *mention);

/* The first person named in the sentence, not behind a preposition: whom "he" means in the next. */
int32_t speaker_sentence_subject(struct speaker_table *table, const struct speech_tokens *tokens,
                                 struct speech_token_range sentence);

/* Notes titles that stand beside the names of the paragraph: "Kim, founder of X,", "Chinese Ambassador Dai Bing". */
void speaker_read_titles(struct speaker_table *table, const struct speech_tokens *tokens);

#endif
