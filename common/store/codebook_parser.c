#include "codebook_parser.h"

#include "bytes.h"
#include "error.h"
#include "memory.h"

/* ---- tokens ---- */

/* What a byte of UTF-8 may be part of. E2 begins quotation marks, dashes and the like, E3 to F4 mostly ideographs. */
enum byte_class { OTHER, SPACE, WORD, FOLLOWS, WIDE };

static inline enum byte_class class_at(const char *text, size_t i)
{
    const uint8_t byte = (uint8_t)text[i];
    const uint8_t letter = (uint8_t)((byte | 0x20) - 'a');
    if (letter < 26 || (uint8_t)(byte - '0') < 10 || (uint8_t)(byte - 0xC2) <= 0xE1 - 0xC2)
        return WORD;
    if (byte == ' ')
        return SPACE;
    if ((byte & 0xC0) == 0x80)
        return FOLLOWS;
    return byte >= 0xE3 && byte <= 0xF4 ? WIDE : OTHER;
}

enum { OTHER_RUN_MAX = 8 };

static inline bool begins_word(const char *text, size_t i, size_t length)
{
    return i < length && class_at(text, i) == WORD;
}

static size_t other_token(const char *text, size_t most)
{
    size_t i = 1;
    for (; i < most && i < OTHER_RUN_MAX; i++) {
        const enum byte_class class = class_at(text, i);
        if (class == WORD || class == WIDE || (class == SPACE && begins_word(text, i + 1, most)))
            break;
    }
    return i;
}

static inline size_t token_at(const char *text, size_t length)
{
    const size_t most = length < CODEBOOK_STRING_MAX ? length : CODEBOOK_STRING_MAX;
    size_t i = class_at(text, 0) == SPACE;
    if (begins_word(text, i, most)) {
        do
            i++;
        while (i < most && (class_at(text, i) == WORD || class_at(text, i) == FOLLOWS));
        return i;
    }
    if (class_at(text, 0) != WIDE)
        return other_token(text, most);
    for (i = 1; i < most && i < 4 && class_at(text, i) == FOLLOWS; i++)
        ;
    return i;
}

size_t codebook_token(const char *text, size_t length)
{
    return token_at(text, length);
}

/* ---- the table ---- */

static inline struct codebook_string string_of_slot(const struct codebook_parser *parser, uint32_t slot)
{
    struct codebook_string string;
    const uint8_t *at = parser->slots + (size_t)slot * CODEBOOK_SLOT_BYTES;
    memcpy(&string.low, at, 8);
    memcpy(&string.high, at + 8, 8);
    return string;
}

/* A tag is looked at before a slot: most strings that are looked for have none, and tags stay in the cache. */
enum { TAG_EMPTY = 0xFF, TAG_MASK = 0x7F, TABLE_BITS_MIN = 8 };

/* Where `string` stands, or the empty place where it would. */
static inline uint32_t find_place(const struct codebook_parser *parser, struct codebook_string string, uint32_t hash)
{
    const uint32_t mask = (UINT32_C(1) << (32 - parser->shift)) - 1;
    uint32_t place = hash >> parser->shift;
    for (;; place = (place + 1) & mask) {
        const uint8_t tag = parser->tags[place];
        if (tag == TAG_EMPTY)
            return place;
        if (tag != (hash & TAG_MASK))
            continue;
        const struct codebook_string other = string_of_slot(parser, parser->table[place]);
        if (other.low == string.low && other.high == string.high)
            return place;
    }
}

/* Its slot, CODEBOOK_NO_SLOT where there is none. */
static inline uint32_t find_hashed(const struct codebook_parser *parser, struct codebook_string string, uint32_t hash)
{
    const uint32_t place = find_place(parser, string, hash);
    return parser->tags[place] == TAG_EMPTY ? CODEBOOK_NO_SLOT : parser->table[place];
}

static inline uint32_t find(const struct codebook_parser *parser, const char *text, size_t length, size_t readable)
{
    const struct codebook_string string = codebook_string_of(text, length, readable);
    return find_hashed(parser, string, codebook_string_hash(string));
}

static void fill_table(struct codebook_parser *parser)
{
    for (uint32_t i = 0; i < parser->count; i++) {
        const struct codebook_string string = string_of_slot(parser, i);
        const uint32_t hash = codebook_string_hash(string);
        const uint32_t place = find_place(parser, string, hash);
        parser->table[place] = (uint16_t)i;
        parser->tags[place] = hash & TAG_MASK;
    }
}

int codebook_parser_open(struct codebook_parser *out, const uint8_t *slots, uint32_t count, fx_error *err)
{
    unsigned bits = TABLE_BITS_MIN;
    while (count > (UINT32_C(1) << bits) / 2)
        bits++;
    *out = (struct codebook_parser){slots, count, NULL, NULL, 32 - bits};
    out->table = memory_allocate((size_t)1 << bits, sizeof *out->table);
    out->tags = memory_allocate((size_t)1 << bits, sizeof *out->tags);
    if (out->table == NULL || out->tags == NULL) {
        codebook_parser_release(out);
        return error_no_memory(err);
    }
    memset(out->tags, TAG_EMPTY, (size_t)1 << bits);
    fill_table(out);
    for (unsigned byte = 0; byte < 256; byte++) {
        const char text = (char)byte;
        if (find(out, &text, 1, 1) == CODEBOOK_NO_SLOT) {
            codebook_parser_release(out);
            return error_set(err, FX_EDAMAGED, "the codebook of the records has no code for a byte");
        }
    }
    return FX_OK;
}

void codebook_parser_release(struct codebook_parser *parser)
{
    memory_free(parser->table);
    memory_free(parser->tags);
    parser->table = NULL;
    parser->tags = NULL;
}

/* ---- parsing ---- */

static size_t parse_pieces(const struct codebook_parser *parser, const char *text, size_t length, size_t readable,
                           uint16_t *slots)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        size_t piece = length - at < CODEBOOK_PIECE_MAX ? length - at : CODEBOOK_PIECE_MAX;
        uint32_t slot = find(parser, text + at, piece, readable - at);
        while (slot == CODEBOOK_NO_SLOT) /* a single byte has one */
            slot = find(parser, text + at, --piece, readable - at);
        slots[count] = (uint16_t)slot;
        at += piece;
    }
    return count;
}

/* Tokens are looked up some at a time, so that the cache misses of one do not wait for those of another. */
enum { BATCH_TOKENS = 64 };

struct batch {
    uint32_t count;
    uint8_t lengths[BATCH_TOKENS];
    uint16_t slots[BATCH_TOKENS];
};

static void read_batch(const struct codebook_parser *parser, struct batch *batch, const char *text, size_t left)
{
    struct codebook_string strings[BATCH_TOKENS];
    uint32_t hashes[BATCH_TOKENS], count = 0;
    for (; count < BATCH_TOKENS && left > 0; count++) {
        const size_t length = token_at(text, left);
        strings[count] = codebook_string_of(text, length, left);
        hashes[count] = codebook_string_hash(strings[count]);
        __builtin_prefetch(&parser->tags[hashes[count] >> parser->shift]);
        __builtin_prefetch(&parser->table[hashes[count] >> parser->shift]);
        batch->lengths[count] = (uint8_t)length;
        text += length;
        left -= length;
    }
    for (uint32_t i = 0; i < count; i++)
        batch->slots[i] = (uint16_t)find_hashed(parser, strings[i], hashes[i]);
    batch->count = count;
}

/* Writes the slots of a batch; returns how many bytes of text they are. Where the batch is not the text's last, the
 * string at its end is left to the next: it may go on. */
static size_t parse_batch(const struct codebook_parser *parser, const struct batch *batch, fx_slice text,
                          uint16_t *slots, size_t *count)
{
    size_t at = 0;
    for (uint32_t i = 0; i < batch->count;) {
        const char *start = text.ptr + at;
        const size_t left = text.len - at;
        uint32_t slot = batch->slots[i];
        size_t length = batch->lengths[i++];
        if (slot == CODEBOOK_NO_SLOT) {
            *count += parse_pieces(parser, start, length, left, slots + *count);
            at += length;
            continue;
        }
        for (; i < batch->count && length + batch->lengths[i] <= CODEBOOK_STRING_MAX; i++) {
            const uint32_t longer = find(parser, start, length + batch->lengths[i], left);
            if (longer == CODEBOOK_NO_SLOT)
                break;
            slot = longer;
            length += batch->lengths[i];
        }
        if (i == batch->count && i == BATCH_TOKENS && at > 0 && length < left)
            break;
        slots[(*count)++] = (uint16_t)slot;
        at += length;
    }
    return at;
}

size_t codebook_parse(const struct codebook_parser *parser, fx_slice text, uint16_t *slots)
{
    struct batch batch;
    size_t count = 0;
    while (text.len > 0) {
        read_batch(parser, &batch, text.ptr, text.len);
        const size_t done = parse_batch(parser, &batch, text, slots, &count);
        text = (fx_slice){text.ptr + done, text.len - done};
    }
    return count;
}
