#include "fold.h"

#include "ascii_bytes.h"
#include "utf8.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

/* Code points that FOLD_INPUT_MAX bytes can decompose to: 18 for 3 bytes at worst. */
enum { CODE_POINTS_MAX = 2048 };

enum { BREVE = 0x306 };

/* 0 for a letter; else the flags of the byte. */
static inline unsigned ascii_flags(unsigned char byte)
{
    if ((unsigned)(byte | 0x20) - 'a' < 26)
        return 0;
    if ((unsigned)byte - '0' < 10)
        return FOLD_DIGIT;
    return byte == '\'' ? FOLD_APOSTROPHE : FOLD_PUNCTUATION;
}

static bool is_cyrillic(int32_t c)
{
    return c >= 0x400 && c < 0x530;
}

/* Marks that are left out; `before` is the base they stand on. */
static bool is_stripped_mark(int32_t c, int32_t before)
{
    if (c < 0x300)
        return false;
    if (c < 0x370)
        return !(c == BREVE && is_cyrillic(before));
    if (c < 0x590)
        return c >= 0x483 && c <= 0x489; /* Cyrillic titlo and kin */
    if (c < 0x700)                       /* Hebrew points, Arabic vowel signs and hamza above or below */
        return (c >= 0x591 && c <= 0x5C7 && c != 0x5BE && c != 0x5C0 && c != 0x5C3 && c != 0x5C6) ||
               (c >= 0x610 && c <= 0x61A) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
               (c >= 0x6D6 && c <= 0x6ED && utf8proc_category(c) == UTF8PROC_CATEGORY_MN);
    return (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
           (c >= 0xFE20 && c <= 0xFE2F);
}

/* Letters that Unicode does not decompose but a reader's keyboard does; NULL for all others. Lower case only: case has
 * been folded before. */
static const char *plain_spelling(int32_t c)
{
    switch (c) {
    case 0xE6: /* æ */
        return "ae";
    case 0xF0:  /* ð */
    case 0x111: /* đ */
        return "d";
    case 0xF8: /* ø */
        return "o";
    case 0xFE: /* þ */
        return "th";
    case 0x127: /* ħ */
        return "h";
    case 0x131: /* ı */
        return "i";
    case 0x142: /* ł */
        return "l";
    case 0x14B: /* ŋ */
        return "n";
    case 0x153: /* œ */
        return "oe";
    case 0x167: /* ŧ */
        return "t";
    case 0x180: /* ƀ */
        return "b";
    case 0x1B6: /* ƶ */
        return "z";
    case 0x2018: /* single quotation marks used as apostrophes, modifier letters turned comma and apostrophe */
    case 0x2019:
    case 0x201B:
    case 0x2BB:
    case 0x2BC:
    case 0x2BD:
    case 0x2BE:
    case 0x2BF:
        return "'";
    default:
        return NULL;
    }
}

static size_t strip_marks(int32_t *points, size_t count)
{
    size_t kept = 0;
    int32_t base = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_stripped_mark(points[i], base))
            continue;
        if (!(points[i] >= 0x300 && points[i] < 0x370))
            base = points[i];
        points[kept++] = points[i];
    }
    return kept;
}

static struct folded encode(const int32_t *points, size_t count, char *out)
{
    struct folded folded = {0, 0};
    for (size_t i = 0; i < count && folded.length + UTF8_BYTES_MAX <= FOLD_OUTPUT_MAX; i++) {
        if (points[i] == ' ') /* what spacing marks decompose to; a form holds none */
            continue;
        const char *plain = plain_spelling(points[i]);
        if (plain != NULL) {
            folded.flags |= ascii_flags((unsigned char)plain[0]);
            for (; *plain != '\0'; plain++)
                out[folded.length++] = *plain;
            continue;
        }
        folded.flags |= points[i] < 0x80 ? ascii_flags((unsigned char)points[i]) : FOLD_NOT_ASCII;
        folded.length += utf8_encode((uint32_t)points[i], out + folded.length);
    }
    return folded;
}

static struct folded fold_any(fx_slice text, char *out)
{
    int32_t points[CODE_POINTS_MAX];
    const utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, points,
                                                CODE_POINTS_MAX, options);
    if (count < 0 || count > CODE_POINTS_MAX)
        return (struct folded){0, 0};
    count = (utf8proc_ssize_t)strip_marks(points, (size_t)count);
    count = utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return count < 0 ? (struct folded){0, 0} : encode(points, (size_t)count, out);
}

/* Lower-cases a text of ASCII letters only; false (and `out` undefined) where it holds anything else. */
static inline bool fold_letters(fx_slice text, size_t readable, char *out)
{
    size_t at = 0;
    for (; text.len - at > 8; at += 8) {
        uint64_t word = ascii_load(text.ptr + at);
        if (ascii_lanes_not_letter(word) != 0)
            return false;
        ascii_store(out + at, word | ASCII_LANES(0x20));
    }
    if (at == text.len || readable - at < 8)
        return false;
    /* The last 1 to 8 bytes, with what stands behind them in the text; `out` has room for as much. */
    uint64_t word = ascii_load(text.ptr + at);
    ascii_store(out + at, word | ASCII_LANES(0x20));
    return ascii_lanes_not_letter(word) << (64 - 8 * (text.len - at)) == 0;
}

struct folded fold_text(fx_slice text, size_t readable, char *out)
{
    struct folded folded = {0, 0};
    if (text.len > FOLD_INPUT_MAX)
        text.len = utf8_cut(text, FOLD_INPUT_MAX);
    if (fold_letters(text, readable, out))
        return (struct folded){text.len, 0};
    for (size_t at = 0; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.ptr[at];
        if (byte < 0x80) {
            unsigned flags = ascii_flags(byte);
            folded.flags |= flags;
            out[folded.length++] = (char)(flags == 0 ? byte | 0x20 : byte);
            continue;
        }
        /* The typographic apostrophe is by far the commonest of what is not ASCII in English words. */
        if (text.len - at < 3 || memcmp(text.ptr + at, "\xE2\x80\x99", 3) != 0)
            return fold_any(text, out);
        folded.flags |= FOLD_APOSTROPHE;
        out[folded.length++] = '\'';
        at += 2;
    }
    return folded;
}
