#include "lexer_skip.h"

#include "ascii_bytes.h"

/* Plain text: ASCII without '_'. There a word begins at each letter or digit behind another character, unless a single
 * one but a space stands between them ("U.S", "don't", "1,000"): whether that joins them, lexer_next decides, and so it
 * does for a word that is not over where plain text ends. */

static inline uint64_t lanes_equal(uint64_t word, unsigned char byte)
{
    const uint64_t other = word ^ ASCII_LANES(byte);
    return ~(((other & ASCII_LANES(0x7F)) + ASCII_LANES(0x7F)) | other) & ASCII_LANES(0x80);
}

/* Eight bytes of text, as the high bit of each lane. */
struct stretch {
    uint64_t inside;  /* letters and digits */
    uint64_t strange; /* no plain text */
    uint64_t spaces;
};

static inline struct stretch look_at(const char *text)
{
    const uint64_t bytes = ascii_load(text);
    return (struct stretch){~ascii_lanes_not_alphanumeric(bytes) & ASCII_LANES(0x80),
                            (bytes & ASCII_LANES(0x80)) | lanes_equal(bytes, '_'), lanes_equal(bytes, ' ')};
}

static inline uint32_t count_lanes(uint64_t lanes)
{
    return (uint32_t)((lanes >> 7) * ASCII_LANES(1) >> 56);
}

static inline uint32_t last_lane(uint64_t lanes)
{
    return 7 - (uint32_t)__builtin_clzll(lanes) / 8;
}

uint32_t lexer_skip(struct lexer *lexer, uint32_t most)
{
    uint32_t at = lexer->at, begun = at, count = 0;
    uint64_t running = 0; /* not 0: the byte before `at` belongs to the word that began at `begun` */
    if (lexer->length - at < 16)
        return 0;
    for (struct stretch here = look_at(lexer->text + at), next; lexer->length - at >= 16; here = next, at += 8) {
        next = look_at(lexer->text + at + 8);
        const uint64_t before = here.inside << 8 | running;
        const uint64_t after = (here.inside | here.strange) >> 8 | (next.inside | next.strange) << 56;
        const uint64_t unsure = here.strange | (~(here.inside | here.spaces) & before & after);
        uint64_t starts = here.inside & ~before;
        const uint32_t lanes = unsure != 0 ? ascii_first_lane(unsure) : 8;
        starts &= ascii_lanes_first(lanes);
        const uint32_t words = count_lanes(starts);
        if (words > most - count)
            break;
        count += words;
        if (starts != 0)
            begun = at + last_lane(starts);
        if (unsure != 0) {
            running = before >> (8 * lanes) & 0x80;
            at += lanes;
            break;
        }
        running = here.inside >> 56;
    }
    if (running != 0) {
        at = begun;
        count--;
    }
    lexer->at = at;
    return count;
}
