/* Which rule decided that somebody said something; article_json.h prints their names. Stored in records as numbers: new
 * ones come last. */
#ifndef MODEL_ATTRIBUTION_RULE_H
#define MODEL_ATTRIBUTION_RULE_H

enum attribution_rule {
    ATTRIBUTION_UNKNOWN,
    ATTRIBUTION_VERB_AFTER_QUOTE,   /* "...," Kim said */
    ATTRIBUTION_INVERTED,           /* "...," said Kim */
    ATTRIBUTION_VERB_BEFORE_QUOTE,  /* Kim said: "..." */
    ATTRIBUTION_VERB_BEFORE_CLAUSE, /* Kim said that ... */
    ATTRIBUTION_VERB_AFTER_CLAUSE,  /* ..., Kim said */
    ATTRIBUTION_INFINITIVE,         /* Kim wants to ... */
    ATTRIBUTION_OBJECT,             /* Kim criticised ... */
    ATTRIBUTION_PASSIVE,            /* ... was praised by Kim */
    ATTRIBUTION_ACCORDING,          /* according to Kim, ... */
    ATTRIBUTION_NOUN,               /* Kim's claim that ... */
    ATTRIBUTION_COLON,              /* Kim: ... */
    ATTRIBUTION_CONTINUED,          /* "..." again, in the same paragraph */
    ATTRIBUTION_NEXT_PARAGRAPH,     /* a paragraph that is a quotation, after one with a speaker */
    ATTRIBUTION_INTRODUCED,         /* Kim continued: <paragraph> "..." */
    ATTRIBUTION_BESIDE,             /* "...," Kim went on */
    ATTRIBUTION_SIGNATURE,          /* - Kim, below a quotation */
    ATTRIBUTION_ALONE,              /* "..." on its own: whoever acted in the sentence before, or nobody */
    ATTRIBUTION_RULE_COUNT
};

#endif
