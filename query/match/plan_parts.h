/* What the files of the planner share. */
#ifndef MATCH_PLAN_PARTS_H
#define MATCH_PLAN_PARTS_H

#include "plan.h"
#include "region.h"

/* How a part of the query is meant where it stands; copied and changed on the way down. */
struct plan {
    const struct match_place *place;
    double boost;
    bool scores;
    bool relaxed; /* inside a region: what the document must satisfy at least, so NOT and inner scopes are left out */
    bool positional; /* an operand of NEAR: only what has places in this unit */
    bool twins;
    bool names; /* inside `field`, whose words are those of names */
    enum ast_field field;
    fx_error *err;
};

int plan_node(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;

/* plan_words.c */
int plan_word(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;
int plan_phrase(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;
int plan_near(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;
/* A word, or a phrase of words, of one space; scores only in TERM_WORD. */
int plan_word_in(const struct plan *plan, const struct ast *ast, enum term_space space, struct matcher **out) FX_CHECK;
int plan_phrase_in(const struct plan *plan, const struct ast *ast, enum term_space space,
                   struct matcher **out) FX_CHECK;

/* plan_names.c: a word or phrase of plan->field. */
int plan_name(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;

/* plan_scopes.c */
int plan_field(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;
int plan_within(const struct plan *plan, const struct ast *ast, struct matcher **out) FX_CHECK;

/* plan_region.c: documents with a region of `kind` in which `ast` holds. */
int plan_zone(const struct plan *plan, enum zone_kind kind, const struct ast *ast, struct matcher **out) FX_CHECK;

/* plan.c: the same part over another unit of the segment; place NULL where that has no documents. */
int plan_elsewhere(const struct plan *plan, enum unit unit, struct plan *out) FX_CHECK;

/* A list of matchers in the arena. */
struct matcher_list {
    struct matcher **items;
    uint32_t count;
};
int matcher_list_new(struct matcher_list *list, const struct plan *plan, uint32_t capacity) FX_CHECK;
int plan_and(const struct plan *plan, struct matcher *a, struct matcher *b, struct matcher **out) FX_CHECK;
int plan_or(const struct plan *plan, struct matcher *a, struct matcher *b, struct matcher **out) FX_CHECK;

#endif
