/* BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), in the form of
 * ARCHITECTURE.md:   idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))
 *
 * The score of each word is rounded to a multiple of 2^-28, so that sums of scores are exact in double and so do not
 * depend on the order of addition: pruned and exhaustive evaluation, one segment or many, agree to the last bit. */
#ifndef MATCH_BM25_H
#define MATCH_BM25_H

#include "postings.h"

#include <stdbool.h>

struct bm25 {
    double weight; /* idf * (k1 + 1) * boost */
    double base;   /* k1 * (1 - b) */
    double slope;  /* k1 * b / average length */
};

/* ln(1 + (documents - frequency + 0.5) / (frequency + 0.5)); frequency > documents counts as documents. */
double bm25_idf(uint64_t documents, uint64_t document_frequency);

/* `average` 0 (nothing indexed) counts as 1. */
struct bm25 bm25_make(double idf, double boost, double k1, double b, double average);

/* To the grid: exact for values below 2^23, whatever the sign of the error it is at most 2^-29. Relies on IEEE
 * arithmetic in double: adding 1.5 * 2^24 pushes the lower bits out. */
static inline double bm25_round(double score)
{
    const double shift = 25165824.0;
    return (score + shift) - shift;
}

static inline double bm25_score(const struct bm25 *bm25, double frequency, uint32_t length)
{
    return bm25_round(bm25->weight * frequency / (frequency + bm25->base + bm25->slope * (double)length));
}

/* Can a frequency at a length score `threshold`? Without the division; may say yes a little below it, never no above.
 */
static inline bool bm25_reaches(const struct bm25 *bm25, double threshold, double frequency, uint32_t length)
{
    const double slack = 1.0 / (1 << 27);
    return bm25->weight * frequency >=
           (threshold - slack) * (frequency + bm25->base + bm25->slope * (double)length) * (1.0 - 1e-12);
}

/* The same for many postings at one threshold, by a table: a length must be less than below[frequency]. The last is for
 * all frequencies from there on, and lets any length pass. */
enum { BM25_FREQUENCIES = 8 };
struct bm25_filter {
    uint32_t below[BM25_FREQUENCIES];
};
void bm25_filter_make(struct bm25_filter *filter, const struct bm25 *bm25, double threshold);

static inline bool bm25_passes(const struct bm25_filter *filter, uint32_t frequency, uint32_t length)
{
    const uint32_t row = frequency < BM25_FREQUENCIES - 1 ? frequency : BM25_FREQUENCIES - 1;
    return length < filter->below[row];
}

/* The least frequency at which a posting under these impacts (ascending) can score `threshold`; UINT32_MAX: at none. It
 * spares looking up the lengths of those with less. */
uint32_t bm25_least_frequency(const struct bm25 *bm25, double threshold, const struct impact *impacts, uint32_t count);

/* What no document can exceed: of the impacts, and of any frequency and length at all. */
double bm25_bound(const struct bm25 *bm25, const struct impact *impacts, uint32_t count);
double bm25_limit(const struct bm25 *bm25);

#endif
