/* The words of a run's articles in order, as numbers: one slot a position. A document's words are a range of the log,
 * so a quote or section costs two numbers: its words were cut, hashed and looked up with its article's. What makes
 * postings of the log is word_postings.h. One thread.
 *
 * Most positions hold one word; the further ones of a position ("U.S." is "u.s" and "us"; an ideograph begins a bigram)
 * stand in a list beside the slots. */
#ifndef BUILD_WORD_LOG_H
#define BUILD_WORD_LOG_H

#include "fx.h"

/* A slot: word << WORD_SLOT_BITS | weight - 1; 0: no word stands at the position. */
enum { WORD_SLOT_BITS = 2, WORD_SLOT_WEIGHT = (1 << WORD_SLOT_BITS) - 1 };

/* Slots that a log may hold: the numbers of positions, too, leave two bits free. */
enum { WORD_LOG_SLOTS_MAX = 1 << 28 };

struct further_word {
    uint32_t at; /* slot */
    uint32_t slot;
};

struct word_log {
    uint32_t *slots;
    size_t capacity;
    uint32_t count;
    struct further_word *further; /* ascending, those of one slot in the order in which they were added */
    size_t further_capacity;
    uint32_t further_count;
};

struct word_range {
    uint32_t start, count; /* slots */
};

void word_log_init(struct word_log *log);
void word_log_release(struct word_log *log);
void word_log_clear(struct word_log *log); /* keeps the memory */

/* `count` positions without words. */
int word_log_skip(struct word_log *log, uint32_t count) FX_CHECK;

/* Room for `count` slots more. */
int word_log_reserve(struct word_log *log, uint32_t count) FX_CHECK;

/* A position with one word, which nearly every lexeme is. */
static inline int word_log_append(struct word_log *log, uint32_t word, uint32_t weight)
{
    if (log->count == log->capacity && word_log_reserve(log, 1) != FX_OK)
        return FX_ENOMEM;
    log->slots[log->count++] = word << WORD_SLOT_BITS | (weight - 1);
    return FX_OK;
}

/* A word at a slot at the end of the log: the first one into the slot, others behind it. */
int word_log_put(struct word_log *log, uint32_t at, uint32_t word, uint32_t weight) FX_CHECK;

/* The first of log->further that stands at `at` or behind it. */
uint32_t word_log_further_from(const struct word_log *log, uint32_t at);

/* The sum of the weights of a range: of each position that holds words. */
uint32_t word_log_length(const struct word_log *log, struct word_range range);

size_t word_log_memory(const struct word_log *log);

#endif
