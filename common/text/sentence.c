#include "sentence.h"

#include "abbreviation.h"
#include "ascii_bytes.h"
#include "slice.h"
#include "utf8.h"

#include <utf8proc.h>

/* The scan runs over bytes that cannot begin a stop by a table, then judges each candidate by what stands before and
 * behind it. Words before a stop are looked at only so far: longer ones are no abbreviations. */
enum { WORD_BYTES_MAX = 24, ATTRIBUTION_WORDS_MAX = 4, ENUMERATOR_DIGITS_MAX = 3 };

enum stop_kind {
    STOP_NONE,
    STOP_PERIOD,     /* one '.' */
    STOP_ELLIPSIS,   /* "..", "…" and longer */
    STOP_MARK,       /* '!', '?' and the like of other scripts */
    STOP_IDEOGRAPHIC /* "。" and kin, behind which no space stands */
};

/* 1: the byte begins a stop, or is the first of a character that may be one; 2: a line's end. */
/* clang-format off */
static const uint8_t candidates[256] = {
    ['\n'] = 2, ['.'] = 1, ['!'] = 1, ['?'] = 1, [0xD6] = 1, [0xD8] = 1, [0xDB] = 1, [0xE0] = 1, [0xE1] = 1,
    [0xE2] = 1, [0xE3] = 1, [0xEF] = 1};
/* clang-format on */

/* `at` is at most `end`. */
static bool has_bytes(const struct sentence_breaker *breaker, uint32_t at, const char *bytes, uint32_t length)
{
    return breaker->end - at >= length && memcmp(breaker->text + at, bytes, length) == 0;
}

/* The kind of the stop at `at` (< end) and its bytes. */
static enum stop_kind stop_at(const struct sentence_breaker *breaker, uint32_t at, uint32_t *length)
{
    const unsigned char *bytes = (const unsigned char *)breaker->text + at;
    uint32_t left = breaker->end - at;
    *length = 1;
    if (bytes[0] == '.')
        return STOP_PERIOD;
    if (bytes[0] == '!' || bytes[0] == '?')
        return STOP_MARK;
    if (bytes[0] < 0x80 || left < 2)
        return STOP_NONE;
    *length = 2;
    uint32_t two = (uint32_t)bytes[0] << 8 | bytes[1];
    if (two == 0xD89F || two == 0xDB94 || two == 0xD689) /* Arabic, Urdu, Armenian */
        return STOP_MARK;
    if (left < 3)
        return STOP_NONE;
    *length = 3;
    switch (two << 8 | bytes[2]) {
    case 0xE280A6: /* … */
        return STOP_ELLIPSIS;
    case 0xE38082: /* 。 */
    case 0xEFBC81: /* ！ */
    case 0xEFBC9F: /* ？ */
    case 0xEFBDA1: /* ｡ */
        return STOP_IDEOGRAPHIC;
    case 0xE280BC: /* ‼ */
    case 0xE28189: /* ⁉ */
    case 0xE0A5A4: /* Devanagari danda */
    case 0xE18DA2: /* Ethiopic full stop */
        return STOP_MARK;
    default:
        return STOP_NONE;
    }
}

static uint32_t character_at(const struct sentence_breaker *breaker, uint32_t at, uint32_t *length)
{
    uint32_t code_point;
    *length = (uint32_t)utf8_decode(breaker->text + at, breaker->end - at, &code_point);
    return code_point;
}

static bool is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static bool is_closing_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0xBB || c == 0x203A ||
           c == 0x300D || c == 0x300F || c == 0xFF02;
}

static bool is_closing(uint32_t c)
{
    return is_closing_quote(c) || c == ')' || c == ']' || c == '}' || c == 0xFF09 || c == 0x300B || c == 0x3011;
}

static bool is_opening(uint32_t c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x2018 || c == 0x201C || c == 0x201E || c == 0x201A ||
           c == 0xAB || c == 0x2039 || c == 0xBF || c == 0xA1 || c == 0x300C || c == 0x300E;
}

static bool is_dash(uint32_t c)
{
    return c == '-' || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2022 || c == '*';
}

/* Behind white space from `at` on; *blank_line says whether it holds one. */
static uint32_t skip_space(const struct sentence_breaker *breaker, uint32_t at, bool *blank_line)
{
    unsigned newlines = 0;
    while (at < breaker->end) {
        uint32_t length, c = character_at(breaker, at, &length);
        if (!is_space(c))
            break;
        newlines += c == '\n';
        at += length;
    }
    *blank_line = newlines > 1;
    return at;
}

/* What stands behind a stop. */
struct following {
    bool blank_line, dash;
    uint32_t initial; /* first letter or digit; 0 at the end of the paragraph */
    bool is_lower, is_digit, is_letter;
    fx_slice word;      /* the word that begins with it, cut at WORD_BYTES_MAX */
    bool word_has_stop; /* "A." */
    uint32_t word_at;
};

static bool is_word_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* The word that starts at `at`: letters, digits and what is not ASCII. */
static fx_slice word_from(const struct sentence_breaker *breaker, uint32_t at)
{
    uint32_t end = at;
    while (end < breaker->end && end - at < WORD_BYTES_MAX && is_word_byte(breaker->text[end]))
        end++;
    return (fx_slice){breaker->text + at, end - at};
}

static bool is_lower_case(uint32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    return c != UTF8_INVALID && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

static bool is_upper_case(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return c != UTF8_INVALID && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (c == UTF8_INVALID)
        return false;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static struct following look_behind_stop(const struct sentence_breaker *breaker, uint32_t at)
{
    struct following following = {0};
    bool blank_line;
    at = skip_space(breaker, at, &following.blank_line);
    for (unsigned marks = 0; at < breaker->end && marks < 4; marks++) {
        uint32_t length, c = character_at(breaker, at, &length);
        if (!is_opening(c) && !is_dash(c))
            break;
        following.dash |= is_dash(c);
        at = skip_space(breaker, at + length, &blank_line);
    }
    if (at == breaker->end)
        return following;
    uint32_t length;
    following.initial = character_at(breaker, at, &length);
    following.word = word_from(breaker, at);
    following.word_at = at;
    uint32_t behind = at + (uint32_t)following.word.len;
    following.word_has_stop = behind < breaker->end && breaker->text[behind] == '.';
    following.is_digit = following.initial >= '0' && following.initial <= '9';
    following.is_letter = is_letter(following.initial);
    /* "iPhone", "eBay" count as capitalised. */
    bool is_brand = following.word.len > 1 && following.word.ptr[1] >= 'A' && following.word.ptr[1] <= 'Z';
    following.is_lower = is_lower_case(following.initial) && !is_brand;
    return following;
}

/* The word before the stop at `at`, with stops inside ("U.S"), back to `start` at most; empty where it is too long. */
static fx_slice word_before(const struct sentence_breaker *breaker, uint32_t start, uint32_t at)
{
    uint32_t from = at;
    while (from > start) {
        uint32_t before = from - 1;
        char byte = breaker->text[before];
        if ((unsigned char)byte >= 0x80) {
            while (before > start && from - before < UTF8_BYTES_MAX &&
                   ((unsigned char)breaker->text[before] & 0xC0) == 0x80)
                before--;
            uint32_t length;
            if (!is_letter(character_at(breaker, before, &length)))
                break;
        } else if (byte != '.' && !is_word_byte(byte))
            break;
        if (at - before > WORD_BYTES_MAX)
            return (fx_slice){NULL, 0};
        from = before;
    }
    return (fx_slice){breaker->text + from, at - from};
}

static bool is_number(fx_slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < '0' || word.ptr[i] > '9')
            return false;
    return word.len > 0;
}

/* "II", "XIV" */
static bool is_roman(fx_slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] == '\0' || strchr("IVXLC", word.ptr[i]) == NULL)
            return false;
    return word.len > 0;
}

/* One capital: "J." */
static bool is_initial(fx_slice word)
{
    uint32_t c;
    return word.len > 0 && utf8_decode(word.ptr, word.len, &c) == word.len && is_upper_case(c);
}

static bool starts_sentence(const struct following *following)
{
    return !following->word_has_stop && abbreviation_is_starter(following->word);
}

/* Whether a single '.' behind `word` ends the sentence that began at `start`; a lower-case letter does not follow. */
static bool period_ends(const struct sentence_breaker *breaker, uint32_t start, fx_slice word,
                        const struct following *following)
{
    bool is_first = word.ptr == breaker->text + start;
    if (is_first && ((is_number(word) && word.len <= ENUMERATOR_DIGITS_MAX) || word.len == 1))
        return false; /* "1. The", "A. The": enumerated */
    if (is_initial(word))
        return starts_sentence(following);
    switch (abbreviation_find(word)) {
    case ABBREVIATION_TITLE:
        return false;
    case ABBREVIATION_NUMBER:
        return !following->is_digit && !(is_roman(following->word) && !starts_sentence(following)) && !following->dash;
    case ABBREVIATION_ENDING:
        return !following->dash && starts_sentence(following);
    case ABBREVIATION_TIME:
        return following->is_letter && !following->dash && !abbreviation_follows_time(following->word);
    case ABBREVIATION_NONE:
        break;
    }
    return !(is_number(word) && word.len <= 2 && abbreviation_is_german_month(following->word));
}

/* '"Why?" John Smith asked': a verb of saying behind at most a few capitalised words. */
static bool is_attribution(const struct sentence_breaker *breaker, const struct following *following)
{
    if (abbreviation_is_starter(following->word))
        return false;
    uint32_t at = following->word_at;
    for (unsigned words = 0; words < ATTRIBUTION_WORDS_MAX && at < breaker->end; words++) {
        fx_slice word = word_from(breaker, at);
        if (words > 0 && abbreviation_is_saying(word))
            return true;
        uint32_t length;
        if (word.len == 0 || !is_upper_case(character_at(breaker, at, &length)))
            return false;
        at += (uint32_t)word.len;
        if (at < breaker->end && breaker->text[at] == '.')
            at++;
        if (at >= breaker->end || breaker->text[at] != ' ')
            return false;
        at++;
    }
    return false;
}

/* Whether the stop of `kind` at `at`, with what closes behind it up to `after`, ends the sentence from `start`. */
static bool ends_sentence(const struct sentence_breaker *breaker, uint32_t start, uint32_t at, uint32_t after,
                          enum stop_kind kind, bool quoted)
{
    if (kind == STOP_IDEOGRAPHIC || after == breaker->end)
        return true;
    uint32_t length;
    if (!is_space(character_at(breaker, after, &length)))
        return false;
    struct following following = look_behind_stop(breaker, after);
    if (following.initial == 0 || following.blank_line)
        return true;
    if (following.is_lower)
        return false;
    bool is_currency = following.initial == '$' || following.initial == 0x20AC || following.initial == 0xA3;
    if (!following.is_letter && !following.is_digit && !is_currency && following.initial < 0x80)
        return false;
    fx_slice word = word_before(breaker, start, at);
    if (kind == STOP_PERIOD)
        return period_ends(breaker, start, word, &following);
    if (kind == STOP_MARK && quoted)
        return !is_attribution(breaker, &following);
    if (kind == STOP_MARK && abbreviation_find(word) == ABBREVIATION_ENDING)
        return starts_sentence(&following); /* "Yahoo! Inc" */
    return true;
}

/* Behind the closing marks that follow a stop: '."', ".)", ".[1]". */
static uint32_t take_closing(const struct sentence_breaker *breaker, uint32_t at, bool *quoted)
{
    while (at < breaker->end) {
        uint32_t length, c = character_at(breaker, at, &length);
        if (c == '[') {
            uint32_t digit = at + 1;
            while (digit < breaker->end && digit - at <= 4 && breaker->text[digit] >= '0' &&
                   breaker->text[digit] <= '9')
                digit++;
            if (digit == at + 1 || digit >= breaker->end || breaker->text[digit] != ']')
                break;
            at = digit + 1;
            continue;
        }
        /* French puts a space before the mark: "Oui. »". */
        if (is_space(c) && has_bytes(breaker, at + length, "\xC2\xBB", 2)) {
            at += length;
            length = 2;
            c = 0xBB;
        }
        if (!is_closing(c))
            break;
        *quoted |= is_closing_quote(c);
        at += length;
    }
    return at;
}

/* Behind the stops that adjoin: "?!", "...". *kind is that of the weightiest. */
static uint32_t take_stops(const struct sentence_breaker *breaker, uint32_t at, enum stop_kind *kind)
{
    uint32_t length;
    at += (*kind = stop_at(breaker, at, &length)) == STOP_NONE ? 0 : length;
    while (at < breaker->end) {
        enum stop_kind next = stop_at(breaker, at, &length);
        if (next == STOP_NONE)
            break;
        if (next == STOP_PERIOD)
            next = STOP_ELLIPSIS; /* a second one */
        *kind = next > *kind ? next : *kind;
        at += length;
    }
    return at;
}

/* A stop is judged; true with *after behind the sentence. Else the scan goes on at *after. */
static bool judge_stop(const struct sentence_breaker *breaker, uint32_t start, uint32_t at, uint32_t *after)
{
    enum stop_kind kind;
    uint32_t stops_end = take_stops(breaker, at, &kind);
    if (kind == STOP_NONE) {
        *after = at + 1;
        return false;
    }
    bool quoted = false;
    *after = take_closing(breaker, stops_end, &quoted);
    if (ends_sentence(breaker, start, at, *after, kind, quoted))
        return true;
    *after = stops_end;
    return false;
}

static bool is_blank_line(const struct sentence_breaker *breaker, uint32_t at)
{
    bool blank_line;
    skip_space(breaker, at, &blank_line);
    return blank_line;
}

/* The first byte from `at` on that is a candidate, or the end. Sixteen bytes at once tell letters and digits of ASCII,
 * blanks and most marks from what a stop or a line's end may begin with; what they do not tell is looked at. */
static uint32_t skip_plain(const struct sentence_breaker *breaker, uint32_t at)
{
    for (; breaker->end - at >= 16; at += 16) {
        ascii_vector bytes = ascii_load_vector(breaker->text + at);
        unsigned marks = ascii_vector_bits((bytes == '.') | (bytes == '\n') | (bytes == '!') | (bytes == '?') | bytes);
        for (; marks != 0; marks &= marks - 1) {
            uint32_t found = at + (uint32_t)__builtin_ctz(marks);
            if (candidates[(unsigned char)breaker->text[found]] != 0)
                return found;
        }
    }
    while (at < breaker->end && candidates[(unsigned char)breaker->text[at]] == 0)
        at++;
    return at;
}

void sentence_breaker_init(struct sentence_breaker *breaker, fx_slice text, struct span paragraph)
{
    *breaker = (struct sentence_breaker){text.ptr, paragraph.start, paragraph.end};
}

/* Without white space at the end. */
static uint32_t trim_end(const struct sentence_breaker *breaker, uint32_t start, uint32_t end)
{
    while (end > start) {
        uint32_t before = end - 1, length;
        while (before > start && end - before < UTF8_BYTES_MAX && ((unsigned char)breaker->text[before] & 0xC0) == 0x80)
            before--;
        if (!is_space(character_at(breaker, before, &length)) || before + length != end)
            break;
        end = before;
    }
    return end;
}

bool sentence_breaker_next(struct sentence_breaker *breaker, struct span *out)
{
    bool blank_line;
    uint32_t start = skip_space(breaker, breaker->at, &blank_line), at = start, after = breaker->end;
    if (start >= breaker->end)
        return false;
    while ((at = skip_plain(breaker, at)) < breaker->end) {
        if (candidates[(unsigned char)breaker->text[at]] == 2) {
            if (is_blank_line(breaker, at)) {
                after = at;
                break;
            }
            at++;
            continue;
        }
        if (judge_stop(breaker, start, at, &after))
            break;
        at = after;
        after = breaker->end;
    }
    breaker->at = after;
    *out = (struct span){start, trim_end(breaker, start, after)};
    return true;
}
