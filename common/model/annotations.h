/* struct annotations: what extraction finds in an article: who and what is named, who is reported to have said what.
 * All spans are bytes of article.text; a mention is never empty and never crosses a paragraph. Data only. */
#ifndef MODEL_ANNOTATIONS_H
#define MODEL_ANNOTATIONS_H

#include "article.h"
#include "attribution_rule.h"

enum name_kind { NAME_PERSON, NAME_ORGANIZATION, NAME_PLACE, NAME_OTHER, NAME_KIND_COUNT };

struct entity {
    fx_slice name; /* the best (fullest) name of the article, or the one an alias file gives */
    enum name_kind kind;
    const struct span *mentions; /* in order of the text */
    uint32_t mention_count;
    const fx_slice *aliases; /* further names it shall be found under ("ROK", "Republic of Korea"); may be empty */
    uint32_t alias_count;
};

struct speaker {
    fx_slice name; /* fullest name the article gives */
    fx_slice
        title; /* role as the article gives it: "founder and CEO of South Korea's BigWave Robotics"; may be empty */
    const fx_slice *aliases;
    uint32_t alias_count;
};

enum quote_kind { QUOTE_DIRECT, QUOTE_MIXED, QUOTE_INDIRECT, QUOTE_KIND_COUNT };

struct quote {
    struct span span;    /* the words said; of a direct quote what stands between the marks, without them */
    struct span mention; /* who is said to have said it, as written there ("Kim", "he"); {0,0} where absent */
    struct span cue;     /* the verb of saying, or "according to"; {0,0} where absent */
    int32_t speaker;     /* index into speakers; -1: not known */
    float confidence;    /* 0..1 */
    enum quote_kind kind;
    uint8_t rule; /* enum attribution_rule: which one decided */
};

struct annotations {
    const struct entity *entities; /* in order of first mention */
    uint32_t entity_count;
    const struct speaker *speakers; /* in order of first quote */
    uint32_t speaker_count;
    const struct quote *quotes; /* ordered by span.start; spans may nest but not partly overlap */
    uint32_t quote_count;
};

#endif
