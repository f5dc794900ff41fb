/* What all matchers of one search share: the arena, the segments, the statistics that scores need, cursors to close,
 * the first fault met. Filled by query/rank (search.c). */
#ifndef MATCH_CONTEXT_H
#define MATCH_CONTEXT_H

#include "arena.h"
#include "ast.h"
#include "bm25.h"
#include "index.h"
#include "matcher.h"
#include "term_space.h"

/* N and the average length of a unit over all indexes, live documents only. UNIT_SECTION counts the articles without
 * sub-headings too: each is its own one section. */
struct unit_statistics {
    uint64_t documents;
    double average;
};

/* One segment of one index. Bitmaps: bit d of words[d / 64]; NULL where no bit is set. */
struct match_segment {
    struct index *index;
    struct segment *segment;
    uint32_t index_number, segment_number;
    const uint64_t *dead[UNIT_COUNT];
    const uint64_t *sectioned;       /* articles that have sections of their own; only where UNIT_SECTION counts */
    const uint64_t *not_one_section; /* dead or sectioned: what a search for sections passes over among articles */
    const uint64_t *dead_whole;      /* dead and not sectioned */
};

struct search_faults {
    uint32_t count;
    fx_error first;
};

/* When the search has to end. Whoever walks long without giving a document away looks at the clock now and then. */
struct deadline {
    double at; /* CLOCK_MONOTONIC, seconds; 0: none */
    uint32_t countdown;
    bool passed; /* matchers end their lists, the search fails with FX_ELIMIT */
};

/* A postings cursor that the context closes. */
struct match_cursor {
    struct postings postings;
    struct match_cursor *next;
};

/* A column that the search reads; damage found in it is noted when the context closes its cursors. */
struct column;
struct match_column_use {
    struct column *column;
    struct match_column_use *next;
};

struct word;

struct match_context {
    struct arena *arena;
    struct match_segment *segments;
    uint32_t segment_count;
    struct unit_statistics statistics[UNIT_COUNT];
    double k1, b;
    uint32_t expansion_limit;
    struct deadline deadline;
    bool out_of_memory; /* met while matching: lists ended early, the search fails with FX_ENOMEM */
    struct search_faults faults;
    struct match_cursor *cursors;
    struct match_column_use *columns;
    struct word *words; /* of the query, once looked up (word_statistics.h) */
};

/* True once time has run out; looks at the clock every few thousand units of work. */
bool deadline_look(struct deadline *deadline);

static inline bool deadline_passed(struct deadline *deadline, uint32_t work)
{
    if (deadline->at == 0)
        return false;
    if (deadline->countdown > work) {
        deadline->countdown -= work;
        return deadline->passed;
    }
    return deadline_look(deadline);
}

/* Notes a damaged value, or that memory is out; no error is no fault. */
void match_fault(struct match_context *context, const fx_error *fault);

/* FX_EDAMAGED is noted and becomes FX_OK (*damaged set); other codes go through. */
int match_tolerate(struct match_context *context, int code, const fx_error *err, bool *damaged);

/* A cursor over a term's postings in a segment; NULL with FX_OK where the list is damaged. */
int match_cursor_open(struct match_cursor **out, struct match_context *context, const struct match_segment *segment,
                      enum unit unit, const struct term_entry *entry, fx_error *err) FX_CHECK;

/* A column of a segment; NULL with FX_OK where it is damaged. */
int match_column_open(struct column **out, struct match_context *context, const struct match_segment *segment,
                      enum unit unit, enum stream_kind kind, fx_error *err) FX_CHECK;

/* Closes all cursors and columns opened so far: the matchers over them are dead. */
void match_cursors_close(struct match_context *context);

/* The entry of a term; *found false where the segment lacks it or its block is damaged. */
int match_find_term(struct match_context *context, const struct match_segment *segment, enum unit unit,
                    enum term_space space, fx_slice term, struct term_entry *out, bool *found, fx_error *err) FX_CHECK;

/* Live documents: `documents` less those of the postings that the bitmap names as dead. */
int match_live(struct match_context *context, const struct match_segment *segment, enum unit unit,
               const struct term_entry *entry, const uint64_t *dead, uint64_t documents, uint64_t *live,
               fx_error *err) FX_CHECK;

/* The first of the ascending values [from, end) of a column that is >= wanted; `end` where there is none. */
uint32_t match_lower_bound(struct column *values, uint32_t from, uint32_t end, uint32_t wanted);

static inline bool bitmap_has(const uint64_t *words, uint32_t document)
{
    return words[document / 64] >> (document % 64) & 1;
}

#endif
