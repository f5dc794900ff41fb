/* One search: a parsed query over every segment of every index, the best hits in order, how many there are, which
 * documents they are (for facets and the timeline), where in a hit the query matched, and why it scores what it does.
 *
 * A searcher is what outlives a search: the indexes that answer as one, and what costs a pass over a segment to know
 * (live documents, totals). It borrows the indexes; call searcher_refresh whenever one of them was refreshed.
 * A search borrows the searcher and the query; both must outlive it. One thread at a time. */
#ifndef RANK_SEARCH_H
#define RANK_SEARCH_H

#include "ast.h"
#include "buffer.h"
#include "fx_search.h"
#include "index.h"

struct searcher;
struct search;

int searcher_open(struct searcher **out, struct index *const *indexes, uint32_t count, fx_error *err) FX_CHECK;
/* Forgets everything known of the indexes: no search may be alive. */
void searcher_refresh(struct searcher *searcher);
void searcher_close(struct searcher *searcher);
struct index *searcher_index(const struct searcher *searcher, uint32_t number);

/* Live documents of a unit over all indexes (sections: articles without sub-headings included). */
int searcher_documents(struct searcher *searcher, enum unit unit, uint64_t *out, fx_error *err) FX_CHECK;

/* What is searched in one go: one unit of one segment. A search for sections has two leaves a segment: its sections
 * (unit UNIT_SECTION) and its articles without sub-headings (unit UNIT_ARTICLE). */
struct search_leaf {
    uint32_t index;         /* number of the index among the searcher's */
    uint32_t segment;       /* number of the segment in the index's commit */
    uint32_t base;          /* the segment's first article, as index_record counts */
    enum unit unit;         /* of the document numbers */
    uint32_t documents;     /* document numbers are below this */
    struct segment *handle; /* valid until the searcher is refreshed */
};

/* All matching live documents of a leaf: bit d of words[d / 64]; `count` bits are set. Called once a leaf, in order,
 * before search_run returns. Anything but FX_OK ends the search with that code. */
typedef int (*search_visit_function)(void *payload, const struct search_leaf *leaf, const uint64_t *words,
                                     uint32_t count, fx_error *err);

struct search_request {
    const struct ast *query;
    const fx_search_options *options; /* unit, sort, limit, offset, k1, b, count_exactly, exhaustive, timeout,
                                         expansion_limit are used here; the rest is for those who present */
    search_visit_function visit;      /* NULL: not wanted. Else every match is found, so the count is exact */
    void *payload;
};

struct search_hit {
    double score;
    uint32_t leaf;     /* index into search_leaves */
    uint32_t document; /* in the leaf's unit */
    uint32_t article;  /* global number in the leaf's index: for index_record */
    uint32_t ordinal;  /* sections and quotes: number within the article; SEARCH_WHOLE where the hit is an article */
    int64_t published; /* INT64_MIN: unknown */
};

#define SEARCH_WHOLE 0xFFFFFFFFu

struct search_result {
    const struct search_hit *hits; /* [offset, offset + limit) of the ranking, best first */
    uint32_t hit_count;
    uint64_t matches; /* exact, or at least so many */
    bool exact;
    uint32_t damaged; /* values that could not be read and were left out; `damage` is the first */
    fx_error damage;
};

/* FX_ELIMIT: time ran out, or a prefix or fuzzy word stands for too many words (err->offset is its place). */
int search_run(struct search **out, struct searcher *searcher, const struct search_request *request,
               fx_error *err) FX_CHECK;
void search_free(struct search *search);

const struct search_result *search_result(const struct search *search);
const struct search_leaf *search_leaves(const struct search *search, uint32_t *count);

/* Where in a hit the query matched, as positions on the axis of a unit (unit_fields.h). The hit's own unit comes first
 * (it may be missing: filters have no positions); then the quotes or sections of the article that made it match
 * (said:, WITHIN speaker:, heading:), then the article itself where a section or quote matched by its article.
 * Valid until the search is freed. */
struct search_part {
    enum unit unit;
    uint32_t document;         /* in that unit of the hit's segment */
    uint32_t ordinal;          /* number within the article; SEARCH_WHOLE for the article */
    const uint32_t *positions; /* ascending, distinct; may be empty (speaker: matched, none of its words) */
    uint32_t position_count;
};
int search_parts(struct search *search, const struct search_hit *hit, const struct search_part **parts, uint32_t *count,
                 fx_error *err) FX_CHECK;

/* The arithmetic of a hit's score, several lines, appended to *out. The addends printed sum to the score printed. */
int search_explain(struct search *search, const struct search_hit *hit, struct buffer *out, fx_error *err) FX_CHECK;

/* What stands behind the article's id in the id of a section or quote: "#s2", "#q5"; "" for a whole article. */
enum { SEARCH_SUFFIX_MAX = 16 };
size_t search_unit_suffix(enum unit unit, uint32_t ordinal, char out[SEARCH_SUFFIX_MAX]);

/* The first word of the query that is in no document, and the indexed word nearest to it (at most two edits; of those
 * as near the most frequent). FX_END: nothing to suggest. Borrowed until the search is freed. */
int search_suggestion(struct search *search, fx_slice *word, fx_slice *instead, fx_error *err) FX_CHECK;

#endif
