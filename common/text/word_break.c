#include "word_break.h"

#include "utf8.h"
#include "word_break_table.inc"

#define BIT(name)     (UINT32_C(1) << BREAK_##name)
#define AHLETTER      (BIT(ALETTER) | BIT(HEBREW_LETTER))
#define CONTROL       (BIT(CR) | BIT(LF) | BIT(NEWLINE))
#define TRANSPARENT   (BIT(EXTEND) | BIT(ZWJ) | BIT(FORMAT)) /* WB4: seen through by the rules after it */
#define MID_OF_LETTER (BIT(MIDLETTER) | BIT(MIDNUMLET) | BIT(SINGLE_QUOTE))
#define MID_OF_NUMBER (BIT(MIDNUM) | BIT(MIDNUMLET) | BIT(SINGLE_QUOTE))

/* The rules that need no look ahead: joined_after[next] has the bits of the classes after which `next` does not break.
 */
static const uint32_t joined_after[32] = {
    [BREAK_ALETTER] = AHLETTER | BIT(NUMERIC) | BIT(EXTENDNUMLET),                      /* WB5, WB10, WB13b */
    [BREAK_HEBREW_LETTER] = AHLETTER | BIT(NUMERIC) | BIT(EXTENDNUMLET),                /* WB5, WB10, WB13b */
    [BREAK_SINGLE_QUOTE] = BIT(HEBREW_LETTER),                                          /* WB7a */
    [BREAK_NUMERIC] = AHLETTER | BIT(NUMERIC) | BIT(EXTENDNUMLET),                      /* WB8, WB9, WB13b */
    [BREAK_KATAKANA] = BIT(KATAKANA) | BIT(EXTENDNUMLET),                               /* WB13, WB13b */
    [BREAK_EXTENDNUMLET] = AHLETTER | BIT(NUMERIC) | BIT(KATAKANA) | BIT(EXTENDNUMLET), /* WB13a */
};

struct word_properties word_properties_of(uint32_t code_point)
{
    /* Ill-formed bytes break before and after, as a line end does. */
    if (code_point > 0x10FFFF)
        return (struct word_properties){BREAK_NEWLINE};
    uint32_t block = word_break_blocks[code_point >> 8];
    return (struct word_properties){word_break_values[block << 8 | (code_point & 0xFF)]};
}

static struct word_properties properties_at(fx_slice text, size_t at, size_t *next)
{
    uint32_t code_point;
    *next = at + utf8_decode(text.ptr + at, text.len - at, &code_point);
    return word_properties_of(code_point);
}

static bool is_ideographic(struct word_properties properties)
{
    return word_properties_content(properties) >= CONTENT_IDEOGRAPH;
}

/* Where a segment stands while it grows. */
struct growth {
    uint32_t last;                /* bit of the last class that rules see */
    uint32_t touching;            /* bit of the class of the very last character */
    struct word_properties shown; /* properties of the character `last` is of */
    bool odd_indicator;           /* an unpaired regional indicator ends it */
};

/* The first character from `at` on that rules see is of `wanted` (WB6, WB7b, WB12). */
static bool followed_by(fx_slice text, size_t at, uint32_t wanted, bool lexical)
{
    while (at < text.len) {
        struct word_properties properties = properties_at(text, at, &at);
        uint32_t bit = UINT32_C(1) << word_properties_break(properties);
        if (!(bit & TRANSPARENT))
            return (bit & wanted) && !(lexical && is_ideographic(properties));
    }
    return false;
}

/* WB6, WB7b, WB12: a mark of class `bit` that stays inside a word for what stands on both of its sides. */
static bool is_inside(const struct growth *growth, uint32_t bit, fx_slice text, size_t after, bool lexical)
{
    if ((growth->last & AHLETTER) && (bit & MID_OF_LETTER) && followed_by(text, after, AHLETTER, lexical))
        return true;
    if ((growth->last & BIT(NUMERIC)) && (bit & MID_OF_NUMBER) && followed_by(text, after, BIT(NUMERIC), lexical))
        return true;
    return (growth->last & BIT(HEBREW_LETTER)) && (bit & BIT(DOUBLE_QUOTE)) &&
           followed_by(text, after, BIT(HEBREW_LETTER), lexical);
}

/* Whether the segment that ends before a character goes on with it; `after` is the offset behind the character. A mark
 * inside a word leaves growth->last at the letter or digit before it, by which the next character is judged. */
static bool joins(struct growth *growth, struct word_properties next, fx_slice text, size_t after, bool lexical)
{
    enum word_break class = word_properties_break(next);
    uint32_t bit = UINT32_C(1) << class;
    uint32_t touching = growth->touching;
    growth->touching = bit;
    if (bit & TRANSPARENT) /* WB4 */
        return true;
    bool by_touch = (touching & BIT(ZWJ) && word_properties_pictographic(next)) || /* WB3c */
                    (touching & bit & BIT(WSEGSPACE));                             /* WB3d */
    if (!by_touch && lexical && is_ideographic(next) != is_ideographic(growth->shown))
        return false;
    bool is_pair = class == BREAK_REGIONAL_INDICATOR && growth->odd_indicator; /* WB15, WB16 */
    if (by_touch || is_pair || (growth->last & joined_after[class])) {
        growth->last = bit;
        growth->shown = next;
        growth->odd_indicator = false;
        return true;
    }
    return is_inside(growth, bit, text, after, lexical);
}

static inline size_t grow(fx_slice text, size_t start, bool lexical, enum word_content *content)
{
    size_t at;
    struct word_properties first = properties_at(text, start, &at);
    *content = word_properties_content(first);
    uint32_t bit = UINT32_C(1) << word_properties_break(first);
    if (bit & CONTROL) { /* WB3, WB3a, WB3b */
        if ((bit & BIT(CR)) && at < text.len && text.ptr[at] == '\n')
            at++;
        return at;
    }
    struct growth growth = {bit, bit, first, (bit & BIT(REGIONAL_INDICATOR)) != 0};
    while (at < text.len) {
        size_t after;
        struct word_properties next = properties_at(text, at, &after);
        if ((CONTROL >> word_properties_break(next) & 1) || !joins(&growth, next, text, after, lexical))
            break;
        if (*content == CONTENT_NONE)
            *content = word_properties_content(next);
        at = after;
    }
    return at;
}

size_t word_break_next(fx_slice text, size_t start)
{
    enum word_content content;
    return grow(text, start, false, &content);
}

size_t word_break_next_lexical(fx_slice text, size_t start, enum word_content *content)
{
    return grow(text, start, true, content);
}

size_t word_break_ideograph_end(fx_slice text, size_t start)
{
    size_t at, after;
    if (!is_ideographic(properties_at(text, start, &at)))
        return start;
    for (; at < text.len; at = after) {
        struct word_properties next = properties_at(text, at, &after);
        bool is_mark = (TRANSPARENT >> word_properties_break(next) & 1) != 0;
        if (!is_mark && word_properties_content(next) != CONTENT_CONTINUED)
            break;
    }
    return at;
}
