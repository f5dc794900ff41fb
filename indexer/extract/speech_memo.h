/* What the last words of a text turned out to be, by their bytes: most words of a text have just been met. A
 * direct-mapped cache before the lexicon, which folds case and has more to compare. */
#ifndef SPEECH_MEMO_H
#define SPEECH_MEMO_H

#include "ascii_bytes.h"
#include "speech_lexicon.h"

enum { SPEECH_MEMO_BITS = 12, SPEECH_MEMO_BYTES = 16 };

struct speech_memo_entry {
    uint64_t front, back; /* the bytes of the word, zeros behind them; all zeros: free */
    struct speech_word word;
};

struct speech_memo {
    struct speech_memo_entry entries[1 << SPEECH_MEMO_BITS];
};

/* Where a word of these bytes is kept. */
static inline struct speech_memo_entry *speech_memo_entry_of(struct speech_memo *memo, uint64_t front, uint64_t back)
{
    uint64_t mixed = (front ^ back * 0xD6E8FEB86659FD93U) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9U;
    return &memo->entries[mixed >> (64 - SPEECH_MEMO_BITS)];
}

/* What is remembered of a word of at most SPEECH_MEMO_BYTES, where as many can be read; NULL: nothing. */
static inline const struct speech_word *speech_memo_find(struct speech_memo *memo, const char *word, size_t length)
{
    uint64_t front = ascii_load_within(word, length, 0), back = ascii_load_within(word, length, 1);
    const struct speech_memo_entry *entry = speech_memo_entry_of(memo, front, back);
    return ((entry->front ^ front) | (entry->back ^ back)) == 0 ? &entry->word : NULL;
}

/* Remembers a word under the same conditions. */
static inline void speech_memo_put(struct speech_memo *memo, const char *word, size_t length,
                                   const struct speech_word *meaning)
{
    uint64_t front = ascii_load_within(word, length, 0), back = ascii_load_within(word, length, 1);
    *speech_memo_entry_of(memo, front, back) = (struct speech_memo_entry){front, back, *meaning};
}

#endif
