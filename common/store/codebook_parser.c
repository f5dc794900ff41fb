#include "codebook_parser.h"

#include "codebook_token.h"
#include "error.h"

/* ---- phrases ---- */

enum { FILTER_BITS_MORE = 3, WORD_BITS = 64 };

static inline uint32_t pair_of(uint32_t string, uint32_t token)
{
    return string << 16 | token;
}

static inline unsigned filter_shift(const struct codebook_parser *parser)
{
    return parser->strings.shift - FILTER_BITS_MORE;
}

static inline bool has_bit(const uint64_t *words, uint32_t i)
{
    return words[i / WORD_BITS] >> (i % WORD_BITS) & 1;
}

static inline bool may_be_phrase(const struct codebook_parser *parser, uint32_t pair)
{
    return has_bit(parser->phrase_filter, pair_hash(pair) >> filter_shift(parser));
}

/* The slot of a phrase; 0 where there is none: nothing is as frequent as a phrase of two words. */
static inline uint32_t find_phrase(const struct codebook_parser *parser, uint32_t pair)
{
    return may_be_phrase(parser, pair) ? pair_table_get(&parser->phrases, pair) : 0;
}

static void add_phrase(struct codebook_parser *parser, uint32_t slot, const char *text, size_t length)
{
    uint8_t lengths[CODEBOOK_TOKENS_MAX];
    size_t bytes;
    const size_t tokens = codebook_tokens(text, length, lengths, &bytes), last = lengths[tokens - 1];
    if (tokens == 1)
        return;
    const uint32_t before = codebook_find(&parser->strings, text, length - last, length);
    const uint32_t token = codebook_find(&parser->strings, text + length - last, last, last);
    if (before == CODEBOOK_NO_SLOT || token == CODEBOOK_NO_SLOT)
        return;
    const uint32_t pair = pair_of(before, token), place = pair_hash(pair) >> filter_shift(parser);
    pair_table_set(&parser->phrases, pair, slot);
    parser->phrase_filter[place / WORD_BITS] |= UINT64_C(1) << (place % WORD_BITS);
}

/* ---- pieces ---- */

enum { LENGTHS_BITS = 14, HASHED_BYTES = 3 };

static inline uint32_t lengths_place(const char *text)
{
    const uint32_t bytes = (uint8_t)text[0] | (uint32_t)(uint8_t)text[1] << 8 | (uint32_t)(uint8_t)text[2] << 16;
    return pair_hash(bytes) >> (32 - LENGTHS_BITS);
}

static void add_piece(struct codebook_parser *parser, const char *text, size_t length)
{
    if (length >= HASHED_BYTES && length <= CODEBOOK_PIECE_MAX)
        parser->piece_lengths[lengths_place(text)] |= (uint8_t)(1U << (length - HASHED_BYTES));
}

/* The slot of the longest string of up to `most` bytes at `text`, which need not be a token; *length: its bytes. */
static inline uint32_t find_piece(const struct codebook_strings *strings, const uint8_t *piece_lengths,
                                  const char *text, size_t most, size_t readable, size_t *length)
{
    uint32_t slot;
    if (most >= HASHED_BYTES) {
        uint32_t lengths = piece_lengths[lengths_place(text)] & ((2U << (most - HASHED_BYTES)) - 1);
        for (; lengths != 0; lengths ^= 1U << (*length - HASHED_BYTES)) {
            *length = (size_t)(31 - __builtin_clz(lengths)) + HASHED_BYTES;
            slot = codebook_find(strings, text, *length, readable);
            if (slot != CODEBOOK_NO_SLOT)
                return slot;
        }
    }
    *length = most < HASHED_BYTES ? most : HASHED_BYTES - 1;
    slot = codebook_find(strings, text, *length, readable);
    while (slot == CODEBOOK_NO_SLOT) /* a single byte has one */
        slot = codebook_find(strings, text, --*length, readable);
    return slot;
}

static size_t parse_pieces(const struct codebook_parser *parser, const char *text, size_t length, size_t readable,
                           uint16_t *slots)
{
    size_t count = 0, piece;
    for (size_t at = 0; at < length; at += piece) {
        const size_t most = length - at < CODEBOOK_PIECE_MAX ? length - at : CODEBOOK_PIECE_MAX;
        slots[count++] =
            (uint16_t)find_piece(&parser->strings, parser->piece_lengths, text + at, most, readable - at, &piece);
    }
    return count;
}

/* ---- opening ---- */

static int allocate(struct codebook_parser *parser)
{
    const unsigned bits = 32 - parser->strings.shift;
    parser->phrase_filter = memory_allocate_zeroed(((size_t)1 << (bits + FILTER_BITS_MORE)) / WORD_BITS, WORD_BITS / 8);
    parser->piece_lengths = memory_allocate_zeroed((size_t)1 << LENGTHS_BITS, sizeof *parser->piece_lengths);
    const int status = pair_table_init(&parser->phrases, bits - 1);
    return parser->phrase_filter != NULL && parser->piece_lengths != NULL ? status : FX_ENOMEM;
}

int codebook_parser_open(struct codebook_parser *out, const uint8_t *slots, uint32_t count, fx_error *err)
{
    *out = (struct codebook_parser){.phrases = {NULL, 0}};
    int status = codebook_strings_open(&out->strings, slots, count, err);
    if (status == FX_OK && allocate(out) != FX_OK)
        status = error_no_memory(err);
    if (status != FX_OK) {
        codebook_parser_release(out);
        return status;
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *slot = slots + (size_t)i * CODEBOOK_SLOT_BYTES;
        if (slot[0] == 0 || slot[0] > CODEBOOK_STRING_MAX)
            continue;
        add_phrase(out, i, (const char *)slot + 1, slot[0]);
        add_piece(out, (const char *)slot + 1, slot[0]);
    }
    return FX_OK;
}

void codebook_parser_release(struct codebook_parser *parser)
{
    codebook_strings_release(&parser->strings);
    pair_table_release(&parser->phrases);
    memory_free(parser->phrase_filter);
    memory_free(parser->piece_lengths);
    parser->phrase_filter = NULL;
    parser->piece_lengths = NULL;
}

/* ---- parsing ---- */

/* Tokens are looked up some at a time, so that the cache misses of one do not wait for those of another, and each step
 * is a loop of its own with few branches. */
enum { BATCH_TOKENS = 64, BATCH_TOKENS_MAX = BATCH_TOKENS + CODEBOOK_TOKENS_MAX };

struct batch {
    uint32_t count;
    bool last;                               /* in the text */
    uint16_t starts[BATCH_TOKENS_MAX + 1];   /* of each token in the text, and the end of the last */
    uint16_t slots[2][BATCH_TOKENS_MAX + 1]; /* of each token; of it and the next, where they are a phrase */
    uint64_t phrases[BATCH_TOKENS_MAX / WORD_BITS];
    uint64_t others[BATCH_TOKENS_MAX / WORD_BITS]; /* without a slot, or perhaps longer phrases */
    struct codebook_string strings[BATCH_TOKENS_MAX];
    uint32_t hashes[BATCH_TOKENS_MAX];
};

static void read_tokens(const struct codebook_strings *strings, struct batch *batch, fx_slice text)
{
    uint32_t count = 0;
    size_t at = 0;
    while (count < BATCH_TOKENS && at < text.len) {
        uint8_t lengths[CODEBOOK_TOKENS_MAX];
        size_t bytes;
        const size_t found = codebook_tokens(text.ptr + at, text.len - at, lengths, &bytes);
        for (size_t i = 0; i < found; i++, count++) {
            const struct codebook_string string = codebook_string_of(text.ptr + at, lengths[i], text.len - at);
            const uint32_t hash = codebook_string_hash(string);
            __builtin_prefetch(&strings->table[hash >> strings->shift]);
            batch->strings[count] = string;
            batch->hashes[count] = hash;
            batch->starts[count] = (uint16_t)at;
            at += lengths[i];
        }
    }
    batch->starts[count] = (uint16_t)at;
    batch->count = count;
    batch->last = at == text.len;
}

static void find_tokens(const struct codebook_strings *strings, struct batch *batch)
{
    uint16_t *const slots = batch->slots[0];
    for (uint32_t i = 0; i < batch->count; i++)
        slots[i] = (uint16_t)codebook_find_hashed(strings, batch->strings[i], batch->hashes[i]);
    slots[batch->count] = CODEBOOK_NO_SLOT;
}

static void filter_phrases(const struct codebook_parser *parser, struct batch *batch)
{
    const uint16_t *const slots = batch->slots[0];
    for (uint32_t word = 0; word * WORD_BITS < batch->count; word++) {
        uint64_t phrases = 0, others = 0;
        for (uint32_t i = word * WORD_BITS; i < batch->count && i < (word + 1) * WORD_BITS; i++) {
            phrases |= (uint64_t)may_be_phrase(parser, pair_of(slots[i], slots[i + 1])) << (i % WORD_BITS);
            others |= (uint64_t)(slots[i] == CODEBOOK_NO_SLOT) << (i % WORD_BITS);
        }
        batch->phrases[word] = phrases;
        batch->others[word] = others;
    }
}

static void find_phrases(const struct codebook_parser *parser, struct batch *batch)
{
    const uint16_t *const slots = batch->slots[0];
    for (uint32_t word = 0; word * WORD_BITS < batch->count; word++) {
        for (uint64_t left = batch->phrases[word]; left != 0; left &= left - 1) {
            const uint64_t bit = left & -left;
            const uint32_t i = word * WORD_BITS + (uint32_t)__builtin_ctzll(left);
            const uint32_t phrase = pair_table_get(&parser->phrases, pair_of(slots[i], slots[i + 1]));
            batch->slots[1][i] = (uint16_t)phrase;
            if (phrase == 0)
                batch->phrases[word] ^= bit;
            else if (i + 2 < batch->count && may_be_phrase(parser, pair_of(phrase, slots[i + 2])))
                batch->others[word] |= bit;
        }
    }
}

/* Writes the slots of a batch; returns how many bytes of text they are. Where the batch is not the text's last, the
 * string at its end is left to the next: it may go on. */
static size_t parse_batch(const struct codebook_parser *parser, const struct batch *batch, fx_slice text,
                          uint16_t *slots, size_t *written)
{
    uint16_t *out = slots;
    uint32_t start = 0;
    for (uint32_t i = 0; i < batch->count;) {
        start = i;
        if (!has_bit(batch->others, i)) {
            const bool phrase = has_bit(batch->phrases, i);
            *out++ = batch->slots[phrase][i];
            i += 1 + phrase;
            continue;
        }
        uint32_t slot = batch->slots[0][i++];
        if (slot == CODEBOOK_NO_SLOT) {
            const size_t at = batch->starts[start];
            out += parse_pieces(parser, text.ptr + at, batch->starts[i] - at, text.len - at, out);
            continue;
        }
        for (uint32_t longer = 1; i < batch->count && longer != 0; i += longer != 0) {
            longer = find_phrase(parser, pair_of(slot, batch->slots[0][i]));
            slot = longer != 0 ? longer : slot;
        }
        *out++ = (uint16_t)slot;
    }
    const bool whole = batch->last || start == 0 || batch->slots[0][start] == CODEBOOK_NO_SLOT;
    *written += (size_t)(out - slots) - !whole;
    return batch->starts[whole ? batch->count : start];
}

size_t codebook_parse(const struct codebook_parser *parser, fx_slice text, uint16_t *slots)
{
    struct batch batch;
    size_t count = 0;
    while (text.len > 0) {
        read_tokens(&parser->strings, &batch, text);
        find_tokens(&parser->strings, &batch);
        filter_phrases(parser, &batch);
        find_phrases(parser, &batch);
        const size_t done = parse_batch(parser, &batch, text, slots + count, &count);
        text = (fx_slice){text.ptr + done, text.len - done};
    }
    return count;
}
