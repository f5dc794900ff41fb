#include "lexer.h"

#include "ascii_bytes.h"
#include "utf8.h"
#include "word_break.h"

/* News prose is nearly all ASCII, so ASCII words are cut by a table of bytes; whatever else a word touches (accents,
 * '_', other scripts) is left to the state machine of word_break.h, begun anew at the start of the segment. Both give
 * the same boundaries; the unit test compares them. */

/* Characters of one LEXEME_CJK: bounds what the analyzer makes of one lexeme. Real runs end at the next comma. */
enum { IDEOGRAPHS_MAX = 4096 };

enum byte_kind {
    BYTE_SKIPPED, /* ASCII that is no part of a lexeme, whatever stands beside it */
    BYTE_LETTER,
    BYTE_DIGIT,
    BYTE_APOSTROPHE_OR_STOP, /* inside a word between letters, inside a number between digits */
    BYTE_COLON,              /* between letters */
    BYTE_COMMA,              /* between digits; the semicolon too */
    BYTE_OTHER               /* '_' and what is not ASCII */
};

/* clang-format off */
static const uint8_t byte_kinds[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 00 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 10 */
    0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 5, 0, 3, 0, /* 20 */
    2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 5, 0, 0, 0, 0, /* 30 */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 40 */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 6, /* 50 */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 60 */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, /* 70 */
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6};
/* clang-format on */

static inline enum byte_kind kind_at(const struct lexer *lexer, uint32_t at)
{
    return at < lexer->length ? (enum byte_kind)byte_kinds[(unsigned char)lexer->text[at]] : BYTE_SKIPPED;
}

void lexer_init(struct lexer *lexer, fx_slice text)
{
    *lexer = (struct lexer){text.ptr, (uint32_t)text.len, 0};
}

/* Consecutive ideographs from `start` on. */
static void take_ideographs(struct lexer *lexer, uint32_t start, struct lexeme *out)
{
    fx_slice text = {lexer->text, lexer->length};
    uint32_t at = start, count = 0;
    while (at < lexer->length && count < IDEOGRAPHS_MAX) {
        size_t end = word_break_ideograph_end(text, at);
        if (end == at)
            break;
        at = (uint32_t)end;
        count++;
    }
    *out = (struct lexeme){{start, at}, LEXEME_CJK, count};
    lexer->at = at;
}

/* One segment by the state machine; false where it is no lexeme (and is skipped). */
static bool take_segment(struct lexer *lexer, uint32_t start, struct lexeme *out)
{
    enum word_content content;
    lexer->at = (uint32_t)word_break_next_lexical((fx_slice){lexer->text, lexer->length}, start, &content);
    if (content >= CONTENT_IDEOGRAPH) {
        take_ideographs(lexer, start, out);
        return lexer->at > start;
    }
    *out = (struct lexeme){{start, lexer->at}, LEXEME_WORD, 1};
    return content == CONTENT_ALPHANUMERIC;
}

/* The bytes at `at` are not ASCII and stand behind an ASCII word: 0 where they end it whatever follows; their length
 * where they are an apostrophe or stop (MidNumLet); -1 where the state machine must decide. */
static int judge_continuation(const struct lexer *lexer, uint32_t at)
{
    uint32_t code_point;
    int length = (int)utf8_decode(lexer->text + at, lexer->length - at, &code_point);
    switch (word_properties_break(word_properties_of(code_point))) {
    case BREAK_OTHER:
    case BREAK_NEWLINE:
    case BREAK_WSEGSPACE:
    case BREAK_DOUBLE_QUOTE:
    case BREAK_REGIONAL_INDICATOR:
        return 0;
    case BREAK_MIDNUMLET:
        return length;
    default:
        return -1;
    }
}

/* Behind the ASCII letters and digits from `at` on. */
static inline uint32_t skip_alphanumeric(const struct lexer *lexer, uint32_t at)
{
    for (; lexer->length - at >= 8; at += 8) {
        uint64_t ends = ascii_lanes_not_alphanumeric(ascii_load(lexer->text + at));
        if (ends != 0)
            return at + ascii_first_lane(ends);
    }
    while (at < lexer->length && (kind_at(lexer, at) == BYTE_LETTER || kind_at(lexer, at) == BYTE_DIGIT))
        at++;
    return at;
}

/* The end of the ASCII word that starts at `at`; UINT32_MAX where the state machine must decide. */
static uint32_t scan_ascii_word(const struct lexer *lexer, uint32_t at)
{
    for (;;) {
        at = skip_alphanumeric(lexer, at);
        enum byte_kind kind = kind_at(lexer, at);
        if (kind == BYTE_SKIPPED)
            return at;
        enum byte_kind last = kind_at(lexer, at - 1);
        uint32_t middle = 1;
        if (kind == BYTE_OTHER) {
            if (lexer->text[at] == '_')
                return UINT32_MAX;
            int verdict = judge_continuation(lexer, at);
            if (verdict <= 0)
                return verdict == 0 ? at : UINT32_MAX;
            middle = (uint32_t)verdict;
            kind = BYTE_APOSTROPHE_OR_STOP;
        }
        enum byte_kind next = kind_at(lexer, at + middle);
        if (next == BYTE_OTHER && lexer->text[at + middle] != '_')
            return UINT32_MAX;
        bool between_letters = last == BYTE_LETTER && next == BYTE_LETTER && kind != BYTE_COMMA;
        bool between_digits = last == BYTE_DIGIT && next == BYTE_DIGIT && kind != BYTE_COLON;
        if (!between_letters && !between_digits)
            return at;
        at += middle;
    }
}

bool lexer_next(struct lexer *lexer, struct lexeme *out)
{
    uint32_t at = lexer->at;
    while (at < lexer->length) {
        enum byte_kind kind = kind_at(lexer, at);
        if (kind == BYTE_LETTER || kind == BYTE_DIGIT) {
            uint32_t end = scan_ascii_word(lexer, at);
            if (end == UINT32_MAX)
                return take_segment(lexer, at, out);
            *out = (struct lexeme){{at, end}, LEXEME_WORD, 1};
            lexer->at = end;
            return true;
        }
        if (kind != BYTE_OTHER) {
            at++;
            continue;
        }
        if (take_segment(lexer, at, out))
            return true;
        at = lexer->at;
    }
    lexer->at = lexer->length;
    return false;
}
