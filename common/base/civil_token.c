#include "civil_token.h"

#include "slice.h"
#include "utf8.h"

enum { DATE_TEXT_MAX = 160, DIGITS_MAX = 9 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static size_t read_number(struct civil_token *token, fx_slice text)
{
    size_t at = 0;
    token->kind = CIVIL_TOKEN_NUMBER;
    while (at < text.len && is_digit(text.ptr[at]) && at < DIGITS_MAX)
        token->value = token->value * 10 + (text.ptr[at++] - '0');
    token->digits = (int)at;
    return at;
}

static size_t read_word(struct civil_token *token, fx_slice text)
{
    size_t at = 0, length = 0;
    token->kind = CIVIL_TOKEN_WORD;
    while (at < text.len && (is_letter(text.ptr[at]) || text.ptr[at] == '.')) {
        if (text.ptr[at] != '.' && length < CIVIL_WORD_LENGTH_MAX)
            token->word[length++] = (char)(text.ptr[at] | 0x20);
        at++;
    }
    return at;
}

/* The bytes of the non-ASCII character at the front, 0 where no date has it. */
static size_t read_other(struct civil_token *token, fx_slice text)
{
    static const struct {
        uint32_t code_point;
        char unit;
    } units[] = {{0x5E74, 'y'}, {0xB144, 'y'}, {0x6708, 'M'}, {0xC6D4, 'M'}, {0x65E5, 'd'}, {0xC77C, 'd'},
                 {0x65F6, 'h'}, {0x6642, 'h'}, {0xC2DC, 'h'}, {0x5206, 'm'}, {0xBD84, 'm'}};
    uint32_t code_point;
    size_t bytes = utf8_decode(text.ptr, text.len, &code_point);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].code_point == code_point) {
            token->kind = CIVIL_TOKEN_UNIT;
            token->mark = units[i].unit;
            return bytes;
        }
    }
    /* Dashes and the middle dot stand between date and time; U+2212 is the minus sign of an offset. */
    token->kind = CIVIL_TOKEN_MARK;
    token->mark = code_point == 0x2013 || code_point == 0x2014 || code_point == 0x2212 ? '-' : '|';
    bool known = token->mark == '-' || code_point == 0xB7 || code_point == 0x2022;
    return known ? bytes : 0;
}

static size_t skip_space(fx_slice text)
{
    size_t at = 0;
    while (at < text.len) {
        /* No-break space, and the narrow one that CLDR's English dates put before AM. */
        if (text.len - at >= 2 && memcmp(text.ptr + at, "\xC2\xA0", 2) == 0)
            at += 2;
        else if (text.len - at >= 3 && memcmp(text.ptr + at, "\xE2\x80\xAF", 3) == 0)
            at += 3;
        else if (text.ptr[at] == ' ' || (text.ptr[at] >= '\t' && text.ptr[at] <= '\r'))
            at++;
        else
            break;
    }
    return at;
}

bool civil_tokenize(struct civil_token tokens[CIVIL_TOKENS_MAX], fx_slice text)
{
    if (text.len > DATE_TEXT_MAX)
        return false;
    size_t at = 0;
    for (size_t count = 0; count < CIVIL_TOKENS_MAX; count++) {
        struct civil_token *token = &tokens[count];
        *token = (struct civil_token){0};
        size_t space = skip_space(slice_part(text, at, text.len));
        token->spaced = space > 0;
        at += space;
        if (at == text.len)
            return true;
        fx_slice rest = slice_part(text, at, text.len);
        size_t used;
        if (is_digit(rest.ptr[0])) {
            used = read_number(token, rest);
        } else if (is_letter(rest.ptr[0])) {
            used = read_word(token, rest);
        } else if ((unsigned char)rest.ptr[0] >= 0x80) {
            used = read_other(token, rest);
        } else {
            token->kind = CIVIL_TOKEN_MARK;
            token->mark = rest.ptr[0];
            used = strchr(":,.-+/|()", rest.ptr[0]) != NULL && rest.ptr[0] != '\0' ? 1 : 0;
        }
        if (used == 0)
            return false;
        at += used;
    }
    return false;
}
