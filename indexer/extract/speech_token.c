#include "speech_token.h"

#include "ascii_bytes.h"
#include "error.h"
#include "memory.h"
#include "sentence.h"

#include <string.h>

enum { SENTENCE_MAX = 256 };

static bool is_ascii_letter(uint8_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_letter(uint8_t c)
{
    return is_ascii_letter(c) || c >= 0xC3;
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Length of the punctuation character at `at` and what it is to the rules; 0 where a word begins. */
static uint32_t punctuation_at(fx_slice text, uint32_t at, uint32_t end, enum speech_mark *mark)
{
    uint8_t c = (uint8_t)text.ptr[at];
    *mark = SPEECH_MARK_OTHER;
    if (is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
        return 0;
    if (c == 0xE2 && at + 2 < end && (uint8_t)text.ptr[at + 1] == 0x80) {
        uint8_t e = (uint8_t)text.ptr[at + 2];
        *mark = e >= 0x92 && e <= 0x95 ? SPEECH_MARK_DASH : e == 0xA6 ? SPEECH_MARK_STOP : SPEECH_MARK_OTHER;
        return 3;
    }
    if (c == 0xC2 && at + 1 < end)
        return 2;
    if (c >= 0x80)
        return 0;
    switch (c) {
    case ',':
        *mark = SPEECH_MARK_COMMA;
        break;
    case '.':
    case '!':
    case '?':
        *mark = SPEECH_MARK_STOP;
        break;
    case ':':
        *mark = SPEECH_MARK_COLON;
        break;
    case ';':
        *mark = SPEECH_MARK_SEMICOLON;
        break;
    case '-':
        *mark = SPEECH_MARK_DASH;
        if (at + 1 < end && text.ptr[at + 1] == '-')
            return 2;
        break;
    case '(':
    case '[':
        *mark = SPEECH_MARK_OPEN;
        break;
    case ')':
    case ']':
        *mark = SPEECH_MARK_CLOSE;
        break;
    default:
        break;
    }
    return 1;
}

/* Length of an apostrophe at `at`: ' or ’; 0 where there is none. */
static uint32_t apostrophe_at(fx_slice text, uint32_t at, uint32_t end)
{
    if (at < end && text.ptr[at] == '\'')
        return 1;
    if (at + 2 < end && (uint8_t)text.ptr[at] == 0xE2 && (uint8_t)text.ptr[at + 1] == 0x80 &&
        (uint8_t)text.ptr[at + 2] == 0x99)
        return 3;
    return 0;
}

static bool word_byte(fx_slice text, uint32_t at, uint32_t end)
{
    if (at >= end)
        return false;
    uint8_t c = (uint8_t)text.ptr[at];
    return is_digit(c) || is_letter(c) ? !(c == 0xE2 && at + 1 < end && (uint8_t)text.ptr[at + 1] == 0x80)
                                       : c >= 0x80 && c < 0xC0;
}

/* 's 've 're 'd 'll 'm: tokens of their own. */
static bool is_clitic(fx_slice text, uint32_t at, uint32_t end)
{
    uint32_t n = 0;
    while (n < 3 && word_byte(text, at + n, end))
        n++;
    char c = (char)(text.ptr[at] | 0x20), d = n > 1 ? (char)(text.ptr[at + 1] | 0x20) : ' ';
    if (n == 1)
        return c == 's' || c == 'd' || c == 'm';
    return n == 2 && ((c == 'v' && d == 'e') || (c == 'r' && d == 'e') || (c == 'l' && d == 'l'));
}

static bool abbreviation(fx_slice text, uint32_t start, uint32_t dot, const struct speech_lexicon *lexicon)
{
    uint32_t n = dot - start;
    if (n == 1 && text.ptr[start] >= 'A' && text.ptr[start] <= 'Z')
        return true; /* an initial */
    if (memchr(text.ptr + start, '.', n) != NULL)
        return true; /* U.S. a.m. */
    const struct speech_word *word = speech_lexicon_find(lexicon, (fx_slice){text.ptr + start, n + 1});
    return word != NULL && (word->classes & (SPEECH_HONORIFIC | SPEECH_TIME | SPEECH_PARTICLE)) != 0;
}

/* The end of a word of ASCII letters and digits behind which nothing stands that could belong to it; 0 for any other.
 * Most words are so plain. */
static uint32_t plain_word_end(fx_slice text, uint32_t at, uint32_t end)
{
    uint32_t start = at;
    for (; end - at >= 16; at += 16) {
        ascii_vector bytes = ascii_load_vector(text.ptr + at);
        unsigned word =
            ascii_vector_bits(ascii_vector_between(bytes | 0x20, 'a', 'z') | ascii_vector_between(bytes, '0', '9'));
        if (word != 0xFFFF) {
            at += (uint32_t)__builtin_ctz(~word);
            break;
        }
    }
    while (at < end && (is_digit((uint8_t)text.ptr[at]) || is_ascii_letter((uint8_t)text.ptr[at])))
        at++;
    if (at == start || at == end)
        return at == start ? 0 : at;
    uint8_t c = (uint8_t)text.ptr[at];
    static const bool joins[0x80] = {
        ['\''] = true, ['.'] = true, ['-'] = true, ['/'] = true, ['_'] = true, ['&'] = true, ['@'] = true};
    bool may_go_on = c >= 0x80 || joins[c] || (c == ',' && is_digit((uint8_t)text.ptr[at - 1]));
    return may_go_on ? 0 : at;
}

/* End of the word that starts at `at`. */
static uint32_t word_end(fx_slice text, uint32_t at, uint32_t end, const struct speech_lexicon *lexicon)
{
    uint32_t start = at, plain = plain_word_end(text, at, end);
    while (plain == 0) {
        while (word_byte(text, at, end))
            at++;
        uint32_t mark = apostrophe_at(text, at, end);
        if (mark != 0 && at > start && word_byte(text, at + mark, end) && !is_clitic(text, at + mark, end)) {
            at += mark;
            continue;
        }
        uint8_t c = at < end ? (uint8_t)text.ptr[at] : ' ';
        bool inside = at > start && word_byte(text, at + 1, end);
        if (inside && (c == '-' || c == '/' || c == '_' || c == '&' || c == '@'))
            at++;
        else if (inside && (c == '.' || c == ',') && is_digit((uint8_t)text.ptr[at - 1]) &&
                 is_digit((uint8_t)text.ptr[at + 1]))
            at++;
        else if (inside && c == '.' && is_lower(text.ptr[at + 1]) && is_lower(text.ptr[at - 1]))
            at++; /* tolm-courier.com */
        else if (inside && c == '.' && (at - start == 1 || text.ptr[at - 2] == '.'))
            at++;
        else if (c == '.' && at > start && at - start < 5 && abbreviation(text, start, at, lexicon))
            return at + 1;
        else
            return at;
    }
    return plain;
}

static struct speech_token *append(struct speech_tokens *tokens, uint32_t start, uint32_t end)
{
    if (tokens->count == tokens->capacity &&
        memory_reserve(&tokens->items, &tokens->capacity, tokens->count + 1, sizeof *tokens->items) != FX_OK)
        return NULL;
    struct speech_token *token = &tokens->items[tokens->count++];
    *token = (struct speech_token){.start = start, .end = end, .mention = -1};
    return token;
}

/* -ly words that the lexicon does not hold, or of which it holds nothing that matters. */
static uint32_t shape_classes(fx_slice word, const struct speech_word *known)
{
    bool known_well = (known->verb | known->noun | (known->classes & ~(uint32_t)SPEECH_COMMON)) != 0;
    char before_last = word.ptr[(word.len - 2) & (0 - (size_t)(word.len > 4))], last = word.ptr[word.len - 1];
    return ((word.len > 4) & (before_last == 'l') & (last == 'y') & !known_well) ? SPEECH_ADVERB : 0; /* no branches */
}

/* What the lexicon and its shape tell of a word. */
static struct speech_word describe(fx_slice word, const struct speech_word *known)
{
    struct speech_word described = *known;
    uint8_t first = (uint8_t)word.ptr[0];
    described.classes |= shape_classes(word, known) | (is_digit(first) ? SPEECH_NUMBER : SPEECH_WORD);
    if ((first >= 'A' && first <= 'Z') || (first == 0xC3 && word.len > 1 && (uint8_t)word.ptr[1] <= 0x9E))
        described.classes |= SPEECH_CAPITAL;
    return described;
}

static inline void classify(struct speech_token *token, const struct speech_word *word)
{
    token->classes = word->classes;
    token->verb = word->verb;
    token->noun = word->noun;
    token->adjective = word->adjective;
    token->preposition = word->preposition;
    token->forms = word->forms;
}

/* Words that the memo does not hold, looked up together. */
struct unknown_words {
    uint32_t count;
    uint32_t tokens[SPEECH_LOOKUPS];
    struct span spans[SPEECH_LOOKUPS];
};

/* May this word be kept in the memo? Not one too long, nor one so near the end of the text that it is read alone. */
static inline bool fits_memo(fx_slice text, struct span word)
{
    return word.end - word.start <= SPEECH_MEMO_BYTES && text.len - word.start >= SPEECH_MEMO_BYTES;
}

static void look_up(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, struct unknown_words *words)
{
    const struct speech_word *known[SPEECH_LOOKUPS];
    speech_lexicon_find_all(lexicon, tokens->text, words->spans, words->count, known);
    for (uint32_t i = 0; i < words->count; i++) {
        fx_slice text = speech_token_text(tokens, words->tokens[i]);
        struct speech_word word = describe(text, known[i]);
        classify(&tokens->items[words->tokens[i]], &word);
        if (fits_memo(tokens->text, words->spans[i]))
            speech_memo_put(tokens->memo, text.ptr, text.len, &word);
    }
    words->count = 0;
}

/* Tells what the words among the tokens are. */
static void classify_words(struct speech_tokens *tokens, const struct speech_lexicon *lexicon)
{
    struct unknown_words unknown;
    unknown.count = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        struct speech_token *token = &tokens->items[i];
        struct span span = {token->start, token->end};
        const struct speech_word *word = NULL;
        if (token->classes & SPEECH_PUNCTUATION)
            continue;
        if (fits_memo(tokens->text, span))
            word = speech_memo_find(tokens->memo, tokens->text.ptr + span.start, span.end - span.start);
        if (word != NULL) {
            classify(token, word);
            continue;
        }
        unknown.tokens[unknown.count] = i;
        unknown.spans[unknown.count++] = span;
        if (unknown.count == SPEECH_LOOKUPS)
            look_up(tokens, lexicon, &unknown);
    }
    look_up(tokens, lexicon, &unknown);
}

static int append_word(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, uint32_t at, uint32_t end,
                       uint32_t *next)
{
    uint32_t stop = word_end(tokens->text, at, end, lexicon);
    if (stop == at)
        stop = at + 1;
    if (append(tokens, at, stop) == NULL)
        return FX_ENOMEM;
    *next = stop;
    uint32_t mark = apostrophe_at(tokens->text, stop, end);
    if (mark == 0 || !word_byte(tokens->text, stop + mark, end) || !is_clitic(tokens->text, stop + mark, end))
        return FX_OK;
    uint32_t last = stop + mark;
    while (word_byte(tokens->text, last, end))
        last++;
    struct speech_token *token = append(tokens, stop, last);
    if (token == NULL)
        return FX_ENOMEM;
    token->classes = SPEECH_WORD;
    *next = last;
    return FX_OK;
}

/* Tokens of text[at, end), all outside of quotations or all inside of one. */
static int read_stretch(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, uint32_t at, uint32_t end)
{
    while (at < end) {
        uint8_t c = (uint8_t)tokens->text.ptr[at];
        if (c <= ' ') {
            at++;
            continue;
        }
        enum speech_mark mark;
        uint32_t length = punctuation_at(tokens->text, at, end, &mark);
        if (length == 0) {
            if (append_word(tokens, lexicon, at, end, &at) != FX_OK)
                return FX_ENOMEM;
            continue;
        }
        if (length == 2 && c == 0xC2 && (uint8_t)tokens->text.ptr[at + 1] == 0xA0) {
            at += 2; /* no-break space */
            continue;
        }
        struct speech_token *token = append(tokens, at, at + length);
        if (token == NULL)
            return FX_ENOMEM;
        token->classes = SPEECH_PUNCTUATION;
        token->mark = (uint8_t)mark;
        at += length;
    }
    return FX_OK;
}

static int append_mark(struct speech_tokens *tokens, uint32_t start, uint32_t end, enum speech_mark mark)
{
    struct speech_token *token = append(tokens, start, end);
    if (token == NULL)
        return FX_ENOMEM;
    token->classes = SPEECH_PUNCTUATION;
    token->mark = (uint8_t)mark;
    return FX_OK;
}

static int read_quoted(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, uint32_t index)
{
    const struct quoted *quoted = &tokens->marks.items[index];
    uint32_t first = (uint32_t)tokens->count;
    if (append_mark(tokens, quoted->whole.start, quoted->inner.start, SPEECH_MARK_QUOTE_OPEN) != FX_OK ||
        read_stretch(tokens, lexicon, quoted->inner.start, quoted->inner.end) != FX_OK ||
        (quoted->closed && append_mark(tokens, quoted->inner.end, quoted->whole.end, SPEECH_MARK_QUOTE_CLOSE) != FX_OK))
        return FX_ENOMEM;
    for (size_t i = first; i < tokens->count; i++)
        tokens->items[i].quote = index + 1;
    tokens->quotes[index] = (struct speech_token_range){first, (uint32_t)tokens->count};
    return FX_OK;
}

static int read_tokens(struct speech_tokens *tokens, const struct speech_lexicon *lexicon)
{
    uint32_t at = tokens->paragraph.start;
    for (size_t i = 0; i < tokens->marks.count; i++) {
        if (read_stretch(tokens, lexicon, at, tokens->marks.items[i].whole.start) != FX_OK ||
            read_quoted(tokens, lexicon, (uint32_t)i) != FX_OK)
            return FX_ENOMEM;
        at = tokens->marks.items[i].whole.end;
    }
    return read_stretch(tokens, lexicon, at, tokens->paragraph.end);
}

/* `"Why?" Kim asked.`: the splitter sees two sentences, the rules need one. */
static bool attribution_follows(const struct speech_tokens *tokens, uint32_t at)
{
    if (at < 2 || tokens->items[at - 1].mark != SPEECH_MARK_QUOTE_CLOSE ||
        tokens->items[at - 2].mark != SPEECH_MARK_STOP)
        return false;
    bool full_stop = speech_token_equals(tokens, at - 2, "."); /* a slip for a comma: only `." Kim said.` counts */
    for (uint32_t i = at; i < tokens->count && i < at + 8; i++) {
        const struct speech_token *token = &tokens->items[i];
        if (token->classes & SPEECH_PUNCTUATION ||
            (i > at && !(token->classes & SPEECH_CAPITAL) && token->verb == 0 && token->classes & SPEECH_PREPOSITION))
            return false;
        if (token->verb == 0 || token->classes & SPEECH_CAPITAL || i == at ||
            !(token->forms & (CUE_FORM_PAST | CUE_FORM_THIRD)) ||
            !(speech_lexicon_verb(token->verb)->frames & CUE_SPEECH))
            continue;
        if (full_stop)
            return i + 1 >= tokens->count || tokens->items[i + 1].mark == SPEECH_MARK_STOP;
        if (speech_lexicon_verb(token->verb)->frames & CUE_ADDRESSEE) {
            /* `"Why?" Todd asked the real estate mogul.` */
            uint32_t end = i + 1;
            while (end < tokens->count && end < i + 7 && tokens->items[end].mark == SPEECH_MARK_NONE)
                end++;
            if (end >= tokens->count || tokens->items[end].mark == SPEECH_MARK_STOP)
                return true;
        }
        return i + 1 >= tokens->count || speech_token_is(tokens, i + 1, SPEECH_PUNCTUATION | SPEECH_TIME) ||
               (speech_token_is(tokens, i + 1, SPEECH_PREPOSITION) && tokens->items[at - 2].end > 0);
    }
    return false;
}

/* The sentence that ends before token `end`; one that would end inside a quotation goes on. */
static int end_sentence(struct speech_tokens *tokens, uint32_t *first, uint32_t end)
{
    if (end <= *first)
        return FX_OK;
    if (end < tokens->count && tokens->items[end].quote != 0 &&
        tokens->items[end].quote == tokens->items[end - 1].quote)
        return FX_OK;
    if (end - *first < SENTENCE_MAX && end < tokens->count && attribution_follows(tokens, end))
        return FX_OK;
    if (memory_reserve(&tokens->sentences, &tokens->sentence_capacity, tokens->sentence_count + 1,
                       sizeof *tokens->sentences) != FX_OK)
        return FX_ENOMEM;
    tokens->sentences[tokens->sentence_count++] = (struct speech_token_range){*first, end};
    tokens->items[*first].sentence_start = true;
    *first = end;
    return FX_OK;
}

/* A sentence of more tokens than prose has is cut, so that no rule looks far: quotations count as one token. */
static int cut_long_sentence(struct speech_tokens *tokens, uint32_t *first, uint32_t end)
{
    uint32_t outside = 0;
    for (uint32_t i = end - *first > SENTENCE_MAX ? *first : end; i < end; i++) {
        uint32_t quote = tokens->items[i].quote;
        if (quote != 0)
            i = tokens->quotes[quote - 1].end - 1;
        if (++outside % SENTENCE_MAX == 0 && i + 1 < end && end_sentence(tokens, first, i + 1) != FX_OK)
            return FX_ENOMEM;
    }
    return end_sentence(tokens, first, end);
}

/* The first token from `from` on that starts at `offset` or behind it: steps that double, then halving. */
static uint32_t token_behind(const struct speech_tokens *tokens, uint32_t from, uint32_t offset)
{
    uint32_t low = from, step = 16, count = (uint32_t)tokens->count;
    while (count - low > step && tokens->items[low + step].start < offset) {
        low += step;
        step *= 2;
    }
    uint32_t high = count - low > step ? low + step : count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool before = tokens->items[middle].start < offset;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

static int read_sentences(struct speech_tokens *tokens)
{
    struct sentence_breaker breaker;
    struct span sentence;
    uint32_t at = 0, first = 0;
    sentence_breaker_init(&breaker, tokens->text, tokens->paragraph);
    while (sentence_breaker_next(&breaker, &sentence)) {
        at = token_behind(tokens, at, sentence.end);
        if (at < tokens->count && cut_long_sentence(tokens, &first, at) != FX_OK)
            return FX_ENOMEM;
    }
    return cut_long_sentence(tokens, &first, (uint32_t)tokens->count);
}

int speech_tokens_read(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, fx_slice text,
                       struct span paragraph, fx_error *err)
{
    tokens->text = text;
    tokens->paragraph = paragraph;
    tokens->count = tokens->sentence_count = 0;
    if (tokens->memo == NULL && (tokens->memo = memory_allocate_zeroed(1, sizeof *tokens->memo)) == NULL)
        return error_no_memory(err);
    int rc = quote_marks_scan(&tokens->marks, text, paragraph, err);
    if (rc != FX_OK)
        return rc;
    if (memory_reserve(&tokens->quotes, &tokens->quote_capacity, tokens->marks.count + 1, sizeof *tokens->quotes) !=
            FX_OK ||
        read_tokens(tokens, lexicon) != FX_OK)
        return error_no_memory(err);
    classify_words(tokens, lexicon);
    if (read_sentences(tokens) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

void speech_tokens_release(struct speech_tokens *tokens)
{
    memory_free(tokens->items);
    memory_free(tokens->quotes);
    memory_free(tokens->sentences);
    memory_free(tokens->memo);
    quote_marks_release(&tokens->marks);
    *tokens = (struct speech_tokens){0};
}

bool speech_bytes_equal(const char *bytes, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != word[i])
            return false;
    }
    return true;
}
