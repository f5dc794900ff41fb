#include "query_lex.h"

#include "error.h"
#include "slice.h"

#include <math.h>
#include <stdlib.h>

void query_lexer_init(struct query_lexer *lexer, fx_slice text)
{
    *lexer = (struct query_lexer){.text = text};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of the quotation mark at `at`: 1 for ", 3 for the typographic double ones, 0 where there is none. */
static uint32_t quotation_mark(const struct query_lexer *lexer, uint32_t at)
{
    const char *text = lexer->text.ptr;
    if (text[at] == '"')
        return 1;
    if (lexer->text.len - at >= 3 && memcmp(text + at, "\xE2\x80", 2) == 0 &&
        (text[at + 2] == '\x9C' || text[at + 2] == '\x9D'))
        return 3;
    return 0;
}

static bool ends_word(const struct query_lexer *lexer, uint32_t at)
{
    char c = lexer->text.ptr[at];
    return is_space(c) || c == '(' || c == ')' || quotation_mark(lexer, at) > 0;
}

/* Digits from *at on; false where there are none or the number is above `most`. */
static bool read_number(const struct query_lexer *lexer, uint32_t *at, uint32_t most, uint32_t *number)
{
    uint32_t start = *at, value = 0;
    bool fits = true;
    while (*at < lexer->text.len && is_digit(lexer->text.ptr[*at])) {
        value = value * 10 + (uint32_t)(lexer->text.ptr[*at] - '0');
        if (value > most) {
            fits = false;
            value = most;
        }
        ++*at;
    }
    *number = value;
    return fits && *at > start;
}

static void finish(struct query_lexer *lexer, struct token *out, enum token_kind kind, uint32_t start, uint32_t end)
{
    out->kind = kind;
    out->offset = start;
    out->length = end - start;
    lexer->at = end;
    lexer->behind_atom = kind == TOKEN_WORD || kind == TOKEN_PHRASE || kind == TOKEN_CLOSE;
}

static int lex_phrase(struct query_lexer *lexer, struct token *out, fx_error *err)
{
    uint32_t start = lexer->at, inside = start + quotation_mark(lexer, start), end = inside;
    while (end < lexer->text.len && quotation_mark(lexer, end) == 0)
        end++;
    if (end >= lexer->text.len)
        return error_set_at(err, FX_EQUERY, start, "this quotation mark is never closed");
    out->text = slice_part(lexer->text, inside, end);
    end += quotation_mark(lexer, end);
    if (end < lexer->text.len && lexer->text.ptr[end] == '~') {
        end++;
        if (!read_number(lexer, &end, QUERY_DISTANCE_MAX, &out->distance))
            return error_set_at(err, FX_EQUERY, end, "~ after a phrase needs a number of words, at most %d",
                                QUERY_DISTANCE_MAX);
    }
    finish(lexer, out, TOKEN_PHRASE, start, end);
    return FX_OK;
}

static int lex_boost(struct query_lexer *lexer, struct token *out, fx_error *err)
{
    char digits[24];
    uint32_t start = lexer->at, end = start + 1;
    size_t n = 0;
    while (end < lexer->text.len && n + 1 < sizeof digits &&
           (is_digit(lexer->text.ptr[end]) || lexer->text.ptr[end] == '.'))
        digits[n++] = lexer->text.ptr[end++];
    digits[n] = '\0';
    char *rest = digits;
    out->weight = n > 0 ? strtod(digits, &rest) : -1;
    bool whole = end >= lexer->text.len || ends_word(lexer, end);
    if (n == 0 || *rest != '\0' || !whole || !isfinite(out->weight) || out->weight > QUERY_BOOST_MAX)
        return error_set_at(err, FX_EQUERY, start, "^ needs a weight between 0 and %d, as in robot^2", QUERY_BOOST_MAX);
    finish(lexer, out, TOKEN_BOOST, start, end);
    return FX_OK;
}

/* "NEAR", "NEAR/5", "ADJ", "ADJ/0"; *is_operator is false for any other word. */
static int lex_distance(const struct query_lexer *lexer, uint32_t start, uint32_t end, struct token *out,
                        bool *is_operator, fx_error *err)
{
    fx_slice word = slice_part(lexer->text, start, end);
    bool near = slice_starts_with(word, SLICE("NEAR"));
    uint32_t at = start + (near ? 4 : 3);
    *is_operator = (near || slice_starts_with(word, SLICE("ADJ"))) && (at == end || lexer->text.ptr[at] == '/');
    if (!*is_operator)
        return FX_OK;
    out->kind = near ? TOKEN_NEAR : TOKEN_ADJ;
    out->distance = near ? QUERY_NEAR_DEFAULT : QUERY_ADJ_DEFAULT;
    if (at == end)
        return FX_OK;
    at++;
    if (!read_number(lexer, &at, QUERY_DISTANCE_MAX, &out->distance) || at != end)
        return error_set_at(err, FX_EQUERY, start + (near ? 5 : 4),
                            "%s/ needs a number of words between, at most %d, as in %s/5", near ? "NEAR" : "ADJ",
                            QUERY_DISTANCE_MAX, near ? "NEAR" : "ADJ");
    return FX_OK;
}

static int operator_kind(fx_slice word)
{
    static const struct {
        fx_slice name;
        enum token_kind kind;
    } operators[] = {
        {{"AND", 3}, TOKEN_AND}, {{"OR", 2}, TOKEN_OR}, {{"NOT", 3}, TOKEN_NOT}, {{"WITHIN", 6}, TOKEN_WITHIN}};
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++)
        if (slice_equal(word, operators[i].name))
            return (int)operators[i].kind;
    return -1;
}

/* A word that ends in ~, ~1, ~2. Other numbers are a mistake, other endings are text. */
static int lex_fuzzy(const struct query_lexer *lexer, uint32_t start, uint32_t end, struct token *out, fx_error *err)
{
    uint32_t tilde = end;
    while (tilde > start && is_digit(lexer->text.ptr[tilde - 1]))
        tilde--;
    if (tilde <= start + 1 || lexer->text.ptr[tilde - 1] != '~')
        return FX_OK;
    uint32_t at = tilde;
    out->distance = 1;
    if (at < end && (!read_number(lexer, &at, 2, &out->distance) || out->distance == 0))
        return error_set_at(err, FX_EQUERY, tilde, "the edit distance after ~ is 1 or 2");
    out->modifier = WORD_FUZZY;
    out->text = slice_part(lexer->text, start, tilde - 1);
    return FX_OK;
}

static int lex_modifiers(const struct query_lexer *lexer, uint32_t start, uint32_t end, struct token *out,
                         fx_error *err)
{
    out->modifier = WORD_PLAIN;
    if (end - start > 1 && lexer->text.ptr[start] == '=') {
        out->modifier = WORD_EXACT;
        start++;
    }
    out->text = slice_part(lexer->text, start, end);
    const char *star = memchr(lexer->text.ptr + start, '*', end - start);
    if (star != NULL && end - start > 1) {
        if (star != lexer->text.ptr + end - 1)
            return error_set_at(err, FX_EQUERY, (uint32_t)(star - lexer->text.ptr),
                                "* stands only at the end of a word, as in robot*");
        out->modifier = WORD_PREFIX;
        out->text.len--;
        return FX_OK;
    }
    return lex_fuzzy(lexer, start, end, out, err);
}

static int lex_word(struct query_lexer *lexer, struct token *out, fx_error *err)
{
    uint32_t start = lexer->at, end = start, letters = start;
    while (end < lexer->text.len && !ends_word(lexer, end) && (lexer->text.ptr[end] != '^' || end == start)) {
        if (letters == end && is_letter(lexer->text.ptr[end]))
            letters++;
        else if (letters == end && end > start && lexer->text.ptr[end] == ':') {
            out->text = slice_part(lexer->text, start, end);
            finish(lexer, out, TOKEN_FIELD, start, end + 1);
            return FX_OK;
        }
        end++;
    }
    int operator= operator_kind(slice_part(lexer->text, start, end));
    if (operator>= 0) {
        finish(lexer, out, (enum token_kind) operator, start, end);
        return FX_OK;
    }
    bool is_operator;
    int code = lex_distance(lexer, start, end, out, &is_operator, err);
    if (code == FX_OK && is_operator) {
        finish(lexer, out, out->kind, start, end);
        return FX_OK;
    }
    if (code == FX_OK)
        code = lex_modifiers(lexer, start, end, out, err);
    finish(lexer, out, TOKEN_WORD, start, end);
    return code;
}

/* Skips white space and takes what is the same in both modes; false where a word begins. */
static bool lex_common(struct query_lexer *lexer, struct token *out, fx_error *err, int *code)
{
    *code = FX_OK;
    *out = (struct token){.kind = TOKEN_END};
    uint32_t before = lexer->at;
    while (lexer->at < lexer->text.len && is_space(lexer->text.ptr[lexer->at]))
        lexer->at++;
    if (lexer->at > before)
        lexer->behind_atom = false;
    if (lexer->at >= lexer->text.len) {
        finish(lexer, out, TOKEN_END, lexer->at, lexer->at);
        return true;
    }
    char c = lexer->text.ptr[lexer->at];
    if (c == '(' || c == ')') {
        finish(lexer, out, c == '(' ? TOKEN_OPEN : TOKEN_CLOSE, lexer->at, lexer->at + 1);
        return true;
    }
    if (quotation_mark(lexer, lexer->at) > 0) {
        *code = lex_phrase(lexer, out, err);
        return true;
    }
    return false;
}

int query_lex(struct query_lexer *lexer, struct token *out, fx_error *err)
{
    int code;
    if (lex_common(lexer, out, err, &code))
        return code;
    uint32_t at = lexer->at;
    if (lexer->text.ptr[at] == '^' && lexer->behind_atom)
        return lex_boost(lexer, out, err);
    /* A dash between spaces or beside others is punctuation. */
    char next = at + 1 < lexer->text.len ? lexer->text.ptr[at + 1] : ' ';
    bool negates = !is_space(next) && next != ')' && next != '-';
    if (lexer->text.ptr[at] == '-' && negates) {
        finish(lexer, out, TOKEN_NOT, at, at + 1);
        return FX_OK;
    }
    return lex_word(lexer, out, err);
}

int query_lex_raw(struct query_lexer *lexer, struct token *out, fx_error *err)
{
    int code;
    if (lex_common(lexer, out, err, &code))
        return code;
    uint32_t start = lexer->at, end = start;
    while (end < lexer->text.len && !ends_word(lexer, end))
        end++;
    out->text = slice_part(lexer->text, start, end);
    int operator= operator_kind(out->text);
    finish(lexer, out, operator >= 0 ? (enum token_kind) operator : TOKEN_WORD, start, end);
    return FX_OK;
}
