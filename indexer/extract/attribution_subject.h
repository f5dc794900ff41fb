/* Who is the subject of a verb that has none of its own: "and said", ", adding", "to discuss". */
#ifndef ATTRIBUTION_SUBJECT_H
#define ATTRIBUTION_SUBJECT_H

#include "attribution_frame.h"

/* "... while [Kim] smiled, saying": the nearest person before token `verb` that is the subject of a clause and stands
 * in no content found so far; kind NONE where there is none. */
struct speech_phrase attribution_nearest_subject(const struct attribution_frames *frames,
                                                 const struct speech_tokens *tokens, struct speech_token_range sentence,
                                                 uint32_t verb);

/* The subject that the verb group at `verb` shares with another verb of the sentence. */
struct speech_phrase attribution_shared_subject(const struct attribution_frames *frames,
                                                const struct speech_tokens *tokens, struct speech_token_range sentence,
                                                uint32_t verb);

/* "for [Kim] to say", "led [Kim] to say": the object of the verb before is who speaks; `group` is the infinitive. */
struct speech_phrase attribution_controlled_subject(const struct speech_tokens *tokens,
                                                    struct speech_token_range sentence, uint32_t group);

#endif
