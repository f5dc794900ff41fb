#include "codebook_token.h"

#include "ascii_bytes.h"

/* Bytes are looked at 64 at a time, a bit each; registers of 16 bytes tell what they are. So there is no branch a byte
 * or token that the processor could not predict. */
enum { WINDOW = 64, LANES = 16, CHUNK = 8 };

typedef uint8_t lanes __attribute__((vector_size(LANES)));

/* What bytes of UTF-8 are part of. E2 begins quotation marks, dashes and the like, E3 to F4 mostly ideographs. */
struct window {
    uint64_t words; /* letters, digits, and bytes 80 to E1 */
    uint64_t spaces;
    bool high; /* there are bytes from E2 on */
};

static inline lanes lanes_at(const char *text, unsigned i)
{
    lanes bytes;
    memcpy(&bytes, text + (size_t)i * LANES, sizeof bytes);
    return bytes;
}

/* Of bytes of 0 or FF a bit each. */
static inline uint64_t gather(const lanes *bytes)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < WINDOW / CHUNK; i++) {
        const uint64_t chunk = ascii_load((const char *)bytes + (size_t)i * CHUNK);
        bits |= ((chunk & ASCII_LANES(1)) * UINT64_C(0x0102040810204080) >> 56) << (i * CHUNK);
    }
    return bits;
}

static inline struct window look_at(const char *text)
{
    lanes words[WINDOW / LANES], spaces[WINDOW / LANES], high = {0};
    for (unsigned i = 0; i < WINDOW / LANES; i++) {
        const lanes bytes = lanes_at(text, i), below_e2 = (lanes)(bytes - 0x80 < 0xE2 - 0x80);
        words[i] = (lanes)((bytes | 0x20) - 'a' < 26) | (lanes)(bytes - '0' < 10) | below_e2;
        spaces[i] = (lanes)(bytes == ' ');
        high |= bytes & ~below_e2 & 0x80;
    }
    uint64_t halves[2];
    memcpy(halves, &high, sizeof halves);
    return (struct window){gather(words), gather(spaces), (halves[0] | halves[1]) != 0};
}

/* Characters from U+2000 on are not of words, and ideographs are tokens by themselves: returns where these begin and
 * end. */
static uint64_t set_high_apart(struct window *window, const char *text)
{
    lanes mark[WINDOW / LANES], wide[WINDOW / LANES], further[WINDOW / LANES];
    for (unsigned i = 0; i < WINDOW / LANES; i++) {
        const lanes bytes = lanes_at(text, i);
        mark[i] = (lanes)(bytes == 0xE2);
        wide[i] = (lanes)(bytes - 0xE3 < 0xF5 - 0xE3);
        further[i] = (lanes)(bytes - 0x80 < 0xC0 - 0x80);
    }
    const uint64_t ideographs = gather(wide), follow = gather(further);
    uint64_t marks = gather(mark), whole = ideographs;
    for (unsigned i = 0; i < 2; i++)
        marks |= marks << 1 & follow;
    for (unsigned i = 0; i < 3; i++)
        whole |= whole << 1 & follow;
    window->words &= ~(marks | whole);
    return ideographs | (whole << 1 & ~whole);
}

/* Bit i: a token begins at byte i. It is not known of the last byte, where a space may stand before a word. */
static uint64_t find_starts(const char *text)
{
    struct window window = look_at(text);
    const uint64_t apart = window.high ? set_high_apart(&window, text) : 0;
    const uint64_t words = window.words, before_words = window.spaces & words >> 1;
    const uint64_t begin = words & ~(words << 1 | before_words << 1), end = words << 1 & ~words;
    return apart | before_words | begin | end | 1;
}

static uint64_t find_last_starts(const char *text, size_t length)
{
    char padded[WINDOW] = {0};
    memcpy(padded, text, length);
    const uint64_t end = UINT64_C(1) << length;
    return (find_starts(padded) & (end - 1)) | end;
}

size_t codebook_tokens(const char *text, size_t length, uint8_t lengths[CODEBOOK_TOKENS_MAX], size_t *bytes)
{
    uint64_t starts = length < WINDOW ? find_last_starts(text, length) : find_starts(text) & ~(UINT64_C(1) << 63);
    size_t count = 0, at = 0;
    for (starts &= starts - 1; starts != 0; starts &= starts - 1) {
        const size_t next = (size_t)__builtin_ctzll(starts);
        for (; next - at > CODEBOOK_STRING_MAX; at += CODEBOOK_STRING_MAX)
            lengths[count++] = CODEBOOK_STRING_MAX;
        lengths[count++] = (uint8_t)(next - at);
        at = next;
    }
    if (count == 0)
        lengths[count++] = (uint8_t)(at = CODEBOOK_STRING_MAX);
    *bytes = at;
    return count;
}
