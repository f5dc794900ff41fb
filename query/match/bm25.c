#include "bm25.h"

#include <math.h>

/* Quotients of rounded values need not rise where the exact ones do; by less than this. */
static const double safety = 1.0 + 1e-12;

double bm25_idf(uint64_t documents, uint64_t document_frequency)
{
    if (document_frequency > documents)
        document_frequency = documents;
    double n = (double)documents, df = (double)document_frequency;
    return log(1.0 + (n - df + 0.5) / (df + 0.5));
}

struct bm25 bm25_make(double idf, double boost, double k1, double b, double average)
{
    struct bm25 out;
    out.weight = idf * (k1 + 1.0) * boost;
    out.base = k1 * (1.0 - b);
    out.slope = k1 * b / (average > 0 ? average : 1.0);
    return out;
}

double bm25_bound(const struct bm25 *bm25, const struct impact *impacts, uint32_t count)
{
    double best = 0;
    for (uint32_t i = 0; i < count; i++) {
        double f = (double)impacts[i].frequency;
        double score = bm25->weight * f / (f + bm25->base + bm25->slope * (double)impacts[i].length);
        if (score > best)
            best = score;
    }
    return bm25_round(best * safety);
}

/* The first length that a frequency cannot make up for; a little more does no harm. */
static uint32_t length_limit(const struct bm25 *bm25, double threshold, double frequency)
{
    if (!bm25_reaches(bm25, threshold, frequency, 0))
        return 0;
    if (threshold <= 0 || bm25->slope <= 0)
        return UINT32_MAX;
    const double most =
        (bm25->weight * frequency / (threshold * (1 - 1e-9) - 1e-8) - frequency - bm25->base) / bm25->slope;
    return most >= 0 && most * (1 + 1e-9) + 2 < UINT32_MAX ? (uint32_t)(most * (1 + 1e-9)) + 2 : UINT32_MAX;
}

void bm25_filter_make(struct bm25_filter *filter, const struct bm25 *bm25, double threshold)
{
    for (uint32_t f = 0; f + 1 < BM25_FREQUENCIES; f++)
        filter->below[f] = length_limit(bm25, threshold, (double)f);
    filter->below[BM25_FREQUENCIES - 1] = UINT32_MAX;
}

/* A posting that occurs f times is at least as long as the first impact that occurs as often. */
uint32_t bm25_least_frequency(const struct bm25 *bm25, double threshold, const struct impact *impacts, uint32_t count)
{
    uint32_t low = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t high = impacts[i].frequency;
        if (!bm25_reaches(bm25, threshold, (double)high, impacts[i].length)) {
            low = high + 1;
            continue;
        }
        while (low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (bm25_reaches(bm25, threshold, (double)middle, impacts[i].length))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
    return UINT32_MAX;
}

double bm25_limit(const struct bm25 *bm25)
{
    return bm25_round(bm25->weight * safety);
}
