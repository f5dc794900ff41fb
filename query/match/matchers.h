/* The constructors of all matchers, one algorithm a file. Each puts the matcher in the arena of the context. Children
 * are matchers over the same unit of the same segment unless said otherwise; none is NULL. */
#ifndef MATCH_MATCHERS_H
#define MATCH_MATCHERS_H

#include "highlights.h"
#include "match_context.h"
#include "word_statistics.h"

/* One unit of one segment. */
struct match_place {
    struct match_context *context;
    uint32_t segment; /* index into context->segments */
    enum unit unit;
    enum unit statistics; /* whose N, df and average length scores use: UNIT_SECTION for an article that is one */
    uint32_t documents;   /* in the unit */
};

/* How a word or interval scores; `weight` 0: not at all. */
struct match_weight {
    double idf, boost;
    uint64_t document_frequency; /* for explanations */
    fx_slice label;              /* likewise */
    uint32_t positions;          /* that an occurrence of the word takes: 2 for a pair of ideographs */
};

/* The column of lengths and the formula of a weight at a place; *lengths is NULL where it scores nothing (weight 0, or
 * a damaged column). */
int match_lengths(struct column **lengths, const struct match_place *place, const struct match_weight *weight,
                  struct bm25 *bm25, fx_error *err) FX_CHECK;

/* ---- words ---- */

/* match_term.c: all documents of one list. */
int match_term_new(struct matcher **out, const struct match_place *place, const struct term_entry *entry,
                   const struct match_weight *weight, fx_error *err) FX_CHECK;

/* The pruning loops of query/rank read terms in bulk: the parts of a term matcher, NULL for any other. */
struct term_matcher;
struct term_matcher *match_term_of(struct matcher *matcher);

/* match_expand.c: the union of several lists, of some forms or all, as one word. */
int match_expand_new(struct matcher **out, const struct match_place *place, const struct word_lists *lists,
                     const struct match_weight *weight, fx_error *err) FX_CHECK;

/* ---- several parts ---- */

int match_and_new(struct matcher **out, const struct match_place *place, struct matcher *const *children,
                  uint32_t count, fx_error *err) FX_CHECK;
int match_or_new(struct matcher **out, const struct match_place *place, struct matcher *const *children, uint32_t count,
                 fx_error *err) FX_CHECK;
/* The children, for loops that take a whole block at once; NULL for any other matcher. */
struct matcher *const *match_and_children(struct matcher *matcher, uint32_t *count);
struct matcher *const *match_or_children(struct matcher *matcher, uint32_t *count);
/* What matches `wanted` and not `unwanted`. */
int match_not_new(struct matcher **out, const struct match_place *place, struct matcher *wanted,
                  struct matcher *unwanted, fx_error *err) FX_CHECK;

/* ---- positions ---- */

struct phrase_word {
    struct term_entry entry;
    uint32_t position;  /* relative to the first */
    uint32_t positions; /* as in struct match_weight */
};
/* match_phrase.c: the words at exactly these distances. */
int match_phrase_new(struct matcher **out, const struct match_place *place, const struct phrase_word *words,
                     uint32_t count, const struct match_weight *weight, fx_error *err) FX_CHECK;

/* match_near.c: minimal intervals that hold an interval of each child, apart from each other; in order, or, of two
 * children, in any. At most `distance` positions of an interval belong to no matched word. */
struct near_shape {
    uint32_t distance;
    bool ordered;
    bool within_section;     /* an interval never crosses a TERM_MARK_SECTION */
    const uint32_t *offsets; /* not NULL: child i begins exactly so far behind the first one's beginning; the rest of
                                the shape is ignored */
};
int match_near_new(struct matcher **out, const struct match_place *place, struct matcher *const *children,
                   uint32_t count, const struct near_shape *shape, const struct match_weight *weight,
                   fx_error *err) FX_CHECK;

/* match_zone.c: documents with a region in which `region` holds; scores as `child`. */
enum zone_kind { ZONE_HEAD, ZONE_SENTENCE, ZONE_PARAGRAPH, ZONE_SECTION };
struct region_node;
int match_zone_new(struct matcher **out, const struct match_place *place, enum zone_kind kind, struct matcher *child,
                   struct region_node *region, fx_error *err) FX_CHECK;

/* ---- columns ---- */

/* match_column.c: documents whose article was published in [from, until). */
int match_date_new(struct matcher **out, const struct match_place *place, int64_t from, int64_t until,
                   fx_error *err) FX_CHECK;
/* Sections that begin with a sub-heading. */
int match_headed_new(struct matcher **out, const struct match_place *place, fx_error *err) FX_CHECK;
int match_all_new(struct matcher **out, const struct match_place *place, fx_error *err) FX_CHECK;
/* One article, with all its sections or quotes. */
int match_article_new(struct matcher **out, const struct match_place *place, uint32_t article, fx_error *err) FX_CHECK;

/* ---- joins ---- */

/* match_join_up.c: articles of which a section or quote matches `child` (a matcher over `child_unit`); scores as the
 * best of them. `twin` is another matcher like `child`, for highlights and explanations; NULL where they are not
 * wanted.
 */
int match_join_up_new(struct matcher **out, const struct match_place *place, struct matcher *child,
                      struct matcher *twin, enum unit child_unit, fx_error *err) FX_CHECK;
/* match_join_down.c: sections or quotes whose article matches `parent` (a matcher over articles). */
int match_join_down_new(struct matcher **out, const struct match_place *place, struct matcher *parent,
                        fx_error *err) FX_CHECK;
/* match_join_name.c: documents that share a name of `kind` with a match of `child` (over `child_unit`, not
 * UNIT_ARTICLE) of the same article: the sections in which a speaker speaks, the quotes under a heading. */
int match_join_name_new(struct matcher **out, const struct match_place *place, struct matcher *child,
                        enum unit child_unit, enum facet_kind kind, fx_error *err) FX_CHECK;

#endif
