/* fx_search.h: the read side: open indexes, parse a query, run it, walk hits, facets and timeline. fsearch is a client
 * of this header and uses nothing else of the library.
 *
 * Threads: a reader, its results and all they hand out are used by one thread at a time; any number of readers may be
 * open. Lifetimes: a query may outlive readers; results must be freed before their reader is closed or refreshed.
 * Damage: a search that meets damaged values goes on without them and says so (fx_search_summary.damaged). */
#ifndef FX_SEARCH_H
#define FX_SEARCH_H

#include "fx.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fx_reader fx_reader;
typedef struct fx_query fx_query;
typedef struct fx_results fx_results;

/* ---- indexes ---- */

/* Opens one or several index directories that answer as one: statistics, scores and order are those of one index of
 * all. */
FX_API int fx_reader_open(fx_reader **out, const char *const *directories, size_t count, fx_error *err) FX_CHECK;
FX_API int fx_reader_refresh(fx_reader *reader, fx_error *err) FX_CHECK; /* FX_END: nothing newer */
FX_API void fx_reader_close(fx_reader *reader);

typedef struct fx_reader_info {
    uint64_t articles; /* live, all indexes */
    int64_t committed; /* newest commit */

} fx_reader_info;
FX_API int fx_reader_describe(fx_reader *reader, fx_reader_info *out, fx_error *err) FX_CHECK;

/* ---- queries ---- */

enum fx_unit { FX_UNIT_ARTICLE, FX_UNIT_SECTION, FX_UNIT_QUOTE };

enum fx_parse_flag {
    FX_PARSE_ANY = 1,   /* juxtaposed words are OR-ed */
    FX_PARSE_PLAIN = 2, /* words only: nothing is special */
    FX_PARSE_EXACT = 4  /* no stemming */
};

/* FX_EQUERY: err->offset is the byte where the query is wrong, the message says why and, where it can, what was meant.
 * `now` resolves "today", "-7d" (seconds since the epoch). */
FX_API int fx_query_parse(fx_query **out, fx_slice text, unsigned flags, int64_t now, fx_error *err) FX_CHECK;

/* Narrows the query by a filter field (desk, heading, section, speaker, entity, source, ...): as `field:"value"` AND-ed
 * to the whole. Filters of one field are OR-ed, different fields AND-ed. */
FX_API int fx_query_filter(fx_query *query, const char *field, fx_slice value, fx_error *err) FX_CHECK;
/* Inclusive days as the contract writes them ("2025-10", "today", "-7d"); NULL: open. */
FX_API int fx_query_between(fx_query *query, const char *since, const char *until, fx_error *err) FX_CHECK;
FX_API void fx_query_free(fx_query *query);

/* The query as it was understood, canonical ("(robot AND cooper)"); borrowed from the query. */
FX_API fx_slice fx_query_text(fx_query *query);

/* ---- searching ---- */

enum fx_sort { FX_SORT_SCORE, FX_SORT_DATE, FX_SORT_DATE_DESCENDING };
enum fx_facet {
    FX_FACET_SECTION,
    FX_FACET_DESK,
    FX_FACET_SPEAKER,
    FX_FACET_ENTITY,
    FX_FACET_PERSON,
    FX_FACET_ORGANIZATION,
    FX_FACET_PLACE,
    FX_FACET_SOURCE,
    FX_FACET_COUNT
};
enum fx_timeline { FX_TIMELINE_NONE, FX_TIMELINE_DAY, FX_TIMELINE_WEEK, FX_TIMELINE_MONTH, FX_TIMELINE_YEAR };

typedef struct fx_search_options {
    uint32_t size; /* sizeof (fx_search_options) */
    enum fx_unit unit;
    enum fx_sort sort;
    uint32_t limit, offset;
    double k1, b;
    int count_exactly; /* non-zero: `hits` is exact whatever it costs; else it may be a lower bound (summary.exact) */
    int exhaustive;    /* no pruning: the twin that tests compare with */
    int snippets;      /* how many a hit; 0: none */
    uint32_t snippet_width; /* characters, about */
    int explain;
    double timeout;                        /* seconds; 0: none. FX_ELIMIT when it runs out */
    uint32_t facet_limits[FX_FACET_COUNT]; /* 0: that facet is not counted; UINT32_MAX: all values */
    enum fx_timeline timeline;
    uint32_t expansion_limit; /* words a prefix or fuzzy term may stand for; 0: 4096 */
    int brief; /* non-zero, where snippets is 0: hits have id, path, url, title, desk, source, byline, date and score
                  only; faster than with heading, speakers and quote */
} fx_search_options;
#define FX_SEARCH_OPTIONS_INIT                                                                                         \
    {                                                                                                                  \
        sizeof(fx_search_options), FX_UNIT_ARTICLE, FX_SORT_SCORE, 10, 0, 1.2, 0.75, 0, 0, 0, 0, 0, 0, {0},            \
            FX_TIMELINE_NONE, 0, 0                                                                                     \
    }

FX_API int fx_search(fx_results **out, fx_reader *reader, fx_query *query, const fx_search_options *options,
                     fx_error *err) FX_CHECK;
FX_API void fx_results_free(fx_results *results);

typedef struct fx_search_summary {
    uint64_t hits;
    int exact; /* hits is exact, else "at least" */
    uint32_t shown;
    uint32_t damaged; /* values that could not be read; the first is in damage */
    fx_error damage;
    uint64_t elapsed_us;
} fx_search_summary;
FX_API void fx_results_summary(const fx_results *results, fx_search_summary *out);

typedef struct fx_mark {
    uint32_t start, end;
} fx_mark; /* bytes in the snippet's text */
typedef struct fx_snippet {
    fx_slice text;
    const fx_mark *marks;
    uint32_t mark_count;
    int cut_before, cut_after; /* text of the same field was left out on that side */
} fx_snippet;

/* The sentences of the article that show who is reported to have said a quote. Places are bytes of `text`; {0, 0} where
 * the article has none. */
typedef struct fx_evidence {
    fx_slice text; /* empty: longer than two snippets; then the snippets show the quote */
    fx_mark quote, cue, mention;
    const fx_mark *marks; /* the words that matched */
    uint32_t mark_count;
} fx_evidence;

typedef struct fx_hit {
    uint32_t rank; /* from 1, offset counted */
    double score;
    enum fx_unit unit;
    fx_slice id;      /* of the unit: the article's id, with "#s2" or "#q5" for a section or quote */
    fx_slice article; /* the article's id */
    fx_slice path, url, title, desk, heading, source, byline;
    fx_slice explanation; /* where asked for; several lines */
    int64_t published;    /* INT64_MIN: unknown */
    const fx_slice *speakers;
    uint32_t speaker_count; /* whose speech matched, else who speaks in the unit */
    const fx_snippet *snippets;
    uint32_t snippet_count;
    fx_slice quote, speaker, kind, speaker_title; /* FX_UNIT_QUOTE */
    fx_evidence evidence;                         /* FX_UNIT_QUOTE, where snippets are asked for */
    double confidence;
} fx_hit;

/* The next hit, borrowed until the next call. FX_END after the last. */
FX_API int fx_results_next(fx_results *results, fx_hit *out, fx_error *err) FX_CHECK;

typedef struct fx_count {
    fx_slice name;
    uint64_t count;
} fx_count;
/* Counts over all matching units, highest first (then by name); *more: values left out. Borrowed from the results. */
FX_API int fx_results_facet(fx_results *results, enum fx_facet facet, const fx_count **counts, uint32_t *count,
                            uint64_t *more, fx_error *err) FX_CHECK;
/* One entry a step that has hits, ascending: "2025-10-15", "2025-W42", "2025-10", "2025"; units without a date last, as
 * "". */
FX_API int fx_results_timeline(fx_results *results, const fx_count **counts, uint32_t *count, fx_error *err) FX_CHECK;

/* A word of the query that is in no document, and the nearest indexed one. FX_END: nothing to suggest. */
FX_API int fx_results_suggestion(fx_results *results, fx_slice *word, fx_slice *instead, fx_error *err) FX_CHECK;

/* ---- words of a hit in context (-F kwic) ---- */
typedef struct fx_context {
    fx_slice left, match, right;
} fx_context;
/* All matches in the current hit, at most `limit`, with about `width` characters on each side. */
FX_API int fx_results_contexts(fx_results *results, uint32_t width, uint32_t limit, const fx_context **contexts,
                               uint32_t *count, fx_error *err) FX_CHECK;

/* ---- looking things up ---- */

/* One article, section ("ID#s2") or quote ("ID#q5"), whole. FX_ENOTFOUND. The document is freed with fx_document_free.
 */
typedef struct fx_document fx_document;
FX_API int fx_document_open(fx_document **out, fx_reader *reader, fx_slice id, fx_error *err) FX_CHECK;
FX_API void fx_document_free(fx_document *document);
FX_API fx_slice fx_document_json(fx_document *document); /* as `findex analyze` prints it, of the unit asked for */
FX_API fx_slice fx_document_text(fx_document *document); /* for reading: title, date, paragraphs */

enum fx_list { FX_LIST_SPEAKERS, FX_LIST_ENTITIES, FX_LIST_SECTIONS, FX_LIST_DESKS, FX_LIST_SOURCES };
typedef int (*fx_name_function)(void *payload, fx_slice name, uint64_t articles);
/* Names of which some word begins with `prefix` (case and marks folded), in order of the names; stops when `name`
 * returns non-zero and returns that. */
FX_API int fx_reader_list(fx_reader *reader, enum fx_list what, fx_slice prefix, fx_name_function name, void *payload,
                          fx_error *err) FX_CHECK;

#ifdef __cplusplus
}
#endif
#endif
