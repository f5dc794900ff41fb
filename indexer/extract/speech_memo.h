/* What the last words of a text turned out to be, by their bytes: most words of a text have just been met. A
 * direct-mapped cache before the lexicon, which folds case and has more to compare. */
#ifndef SPEECH_MEMO_H
#define SPEECH_MEMO_H

#include "ascii_bytes.h"
#include "speech_lexicon.h"

enum { SPEECH_MEMO_BITS = 12, SPEECH_MEMO_BYTES = 16 };

/* The bytes of a word, zeros behind them; all zeros: none. */
struct speech_memo_key {
    uint64_t front, back;
};

struct speech_memo_entry {
    struct speech_memo_key key;
    struct speech_word word;
};

struct speech_memo {
    struct speech_memo_entry entries[1 << SPEECH_MEMO_BITS];
};

/* The key of a word of at most SPEECH_MEMO_BYTES, where as many can be read. */
static inline struct speech_memo_key speech_memo_key_of(const char *word, size_t length)
{
    ascii_vector bytes = ascii_vector_first(ascii_load_vector(word), length);
    struct speech_memo_key key;
    memcpy(&key, &bytes, sizeof key);
    return key;
}

/* Where a word of this key is kept. */
static inline struct speech_memo_entry *speech_memo_entry_of(struct speech_memo *memo, struct speech_memo_key key)
{
    uint64_t mixed = (key.front ^ key.back * 0xD6E8FEB86659FD93U) * 0x9E3779B97F4A7C15U;
    return &memo->entries[mixed >> (64 - SPEECH_MEMO_BITS)];
}

static inline bool speech_memo_holds(const struct speech_memo_entry *entry, struct speech_memo_key key)
{
    return ((entry->key.front ^ key.front) | (entry->key.back ^ key.back)) == 0;
}

#endif
