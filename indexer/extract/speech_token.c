#include "speech_token.h"

#include "ascii_bytes.h"
#include "error.h"
#include "memory.h"
#include "sentence.h"
#include "slice.h"

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

/* The end of the ASCII letters and digits from `at` on, found in sixteen bytes at once: `at` itself where as many
 * cannot be read, and no more than sixteen behind. */
static inline uint32_t letters_end(fx_slice text, uint32_t at, uint32_t end)
{
    if (text.len - at < sizeof(ascii_vector))
        return at;
    ascii_vector bytes = ascii_load_vector(text.ptr + at);
    unsigned letters =
        ascii_vector_bits(ascii_vector_between(bytes | 0x20, 'a', 'z') | ascii_vector_between(bytes, '0', '9'));
    uint32_t length = (uint32_t)__builtin_ctz(~letters);
    return length < end - at ? at + length : end;
}

/* Whether a word that goes to `at` may go on there. Most do not, and fit the memo. */
static inline bool may_go_on(fx_slice text, uint32_t at)
{
    static const bool joins[0x80] = {['\''] = true, ['.'] = true, ['-'] = true, ['/'] = true,
                                     ['_'] = true,  ['&'] = true, ['@'] = true, [','] = true};
    uint8_t c = (uint8_t)text.ptr[at];
    if (c == ' ')
        return false;
    return c >= 0x80 || (joins[c] && (c != ',' || is_digit((uint8_t)text.ptr[at - 1]))) || is_ascii_letter(c) ||
           is_digit(c);
}

/* End of the word that starts at `start` and holds all up to `at`. */
static uint32_t word_end(fx_slice text, uint32_t start, uint32_t at, uint32_t end, const struct speech_lexicon *lexicon)
{
    for (;;) {
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

/* A word that has its place among the tokens, but is not classified yet: where it is kept in the memo is asked for
 * ahead of the look at it. */
struct placed_word {
    uint32_t token;
    struct speech_memo_entry *entry; /* where it is remembered, if it is; NULL: nowhere */
    struct speech_memo_key key;
};

struct reader {
    struct speech_tokens *tokens;
    const struct speech_lexicon *lexicon;
    uint32_t quote; /* index + 1 of the quotation at hand; 0: outside */
    size_t placed_count;
    struct placed_word placed[SPEECH_LOOKUPS];
    struct span unknown[SPEECH_LOOKUPS];
};

static inline void classify(struct speech_token *token, const struct speech_word *word)
{
    token->classes = word->classes;
    token->verb = word->verb;
    token->noun = word->noun;
    token->adjective = word->adjective;
    token->preposition = word->preposition;
    token->forms = word->forms;
    token->landmark = word->cue;
    token->mark = SPEECH_MARK_NONE;
    token->sentence_start = false;
}

/* Tells what the words placed are: most the memo holds, the others are looked up together. */
static void classify_words(struct reader *reader)
{
    struct speech_token *tokens = reader->tokens->items;
    fx_slice text = reader->tokens->text;
    const struct speech_word *known[SPEECH_LOOKUPS];
    uint32_t unknown = 0;
    for (size_t i = 0; i < reader->placed_count; i++) {
        const struct placed_word *word = &reader->placed[i];
        struct speech_token *token = &tokens[word->token];
        if (word->entry != NULL && speech_memo_holds(word->entry, word->key)) {
            classify(token, &word->entry->word);
            continue;
        }
        reader->placed[unknown] = *word;
        reader->unknown[unknown++] = (struct span){token->start, token->end};
    }
    speech_lexicon_find_all(reader->lexicon, text, reader->unknown, unknown, known);
    for (uint32_t i = 0; i < unknown; i++) {
        const struct placed_word *word = &reader->placed[i];
        struct span span = reader->unknown[i];
        struct speech_word described = describe(slice_part(text, span.start, span.end), known[i]);
        classify(&tokens[word->token], &described);
        if (word->entry != NULL)
            *word->entry = (struct speech_memo_entry){word->key, described};
    }
    reader->placed_count = 0;
}

/* May this word be kept in the memo? Not one too long, nor one so near the end of the text that it is read alone. */
static inline bool fits_memo(fx_slice text, uint32_t start, uint32_t end)
{
    return end - start <= SPEECH_MEMO_BYTES && text.len - start >= SPEECH_MEMO_BYTES;
}

static inline void append_word(struct reader *reader, uint32_t start, uint32_t end, bool fits)
{
    struct speech_tokens *tokens = reader->tokens;
    struct placed_word *word = &reader->placed[reader->placed_count++];
    word->token = (uint32_t)tokens->count++;
    struct speech_token *token = &tokens->items[word->token];
    token->start = start;
    token->end = end;
    token->quote = reader->quote;
    token->mention = -1;
    word->entry = NULL;
    if (fits) {
        word->key = speech_memo_key_of(tokens->text.ptr + start, end - start);
        word->entry = speech_memo_entry_of(tokens->memo, word->key);
        __builtin_prefetch(word->entry);
    }
    if (reader->placed_count == SPEECH_LOOKUPS)
        classify_words(reader);
}

static void append_mark(struct reader *reader, uint32_t start, uint32_t end, enum speech_mark mark)
{
    struct speech_tokens *tokens = reader->tokens;
    bool landmark = mark == SPEECH_MARK_COMMA || mark == SPEECH_MARK_DASH || mark == SPEECH_MARK_QUOTE_OPEN;
    tokens->items[tokens->count++] = (struct speech_token){.start = start,
                                                           .end = end,
                                                           .quote = reader->quote,
                                                           .mention = -1,
                                                           .classes = SPEECH_PUNCTUATION,
                                                           .landmark = landmark,
                                                           .mark = (uint8_t)mark};
}

/* A word that goes on behind its letters up to `at`, and the clitic that hangs on it; returns where they end. */
static uint32_t read_joined_word(struct reader *reader, uint32_t start, uint32_t at, uint32_t end)
{
    fx_slice text = reader->tokens->text;
    uint32_t stop = word_end(text, start, at, end, reader->lexicon);
    if (stop == start)
        stop++;
    append_word(reader, start, stop, fits_memo(text, start, stop));
    uint32_t mark = apostrophe_at(text, stop, end);
    if (mark == 0 || !word_byte(text, stop + mark, end) || !is_clitic(text, stop + mark, end))
        return stop;
    uint32_t last = stop + mark;
    while (word_byte(text, last, end))
        last++;
    append_word(reader, stop, last, fits_memo(text, stop, last));
    return last;
}

/* Tokens of text[at, end), all outside of quotations or all inside of one. */
static void read_stretch(struct reader *reader, uint32_t at, uint32_t end)
{
    fx_slice text = reader->tokens->text;
    while (at < end) {
        if ((uint8_t)text.ptr[at] <= ' ') {
            at++;
            continue;
        }
        uint32_t letters = letters_end(text, at, end);
        if (letters > at && (letters == end || !may_go_on(text, letters))) {
            append_word(reader, at, letters, true);
            at = letters;
            continue;
        }
        enum speech_mark mark;
        uint32_t length = letters > at ? 0 : punctuation_at(text, at, end, &mark);
        if (length == 0) {
            at = read_joined_word(reader, at, letters, end);
            continue;
        }
        bool no_break_space = length == 2 && (uint8_t)text.ptr[at] == 0xC2 && (uint8_t)text.ptr[at + 1] == 0xA0;
        if (!no_break_space)
            append_mark(reader, at, at + length, mark);
        at += length;
    }
}

static void read_quoted(struct reader *reader, uint32_t index)
{
    struct speech_tokens *tokens = reader->tokens;
    const struct quoted *quoted = &tokens->marks.items[index];
    uint32_t first = (uint32_t)tokens->count;
    reader->quote = index + 1;
    append_mark(reader, quoted->whole.start, quoted->inner.start, SPEECH_MARK_QUOTE_OPEN);
    read_stretch(reader, quoted->inner.start, quoted->inner.end);
    if (quoted->closed)
        append_mark(reader, quoted->inner.end, quoted->whole.end, SPEECH_MARK_QUOTE_CLOSE);
    reader->quote = 0;
    tokens->quotes[index] = (struct speech_token_range){first, (uint32_t)tokens->count};
}

/* Each token covers a byte of the paragraph or more, and no other token's. */
static int read_tokens(struct speech_tokens *tokens, const struct speech_lexicon *lexicon)
{
    struct reader reader;
    uint32_t at = tokens->paragraph.start;
    if (memory_reserve(&tokens->items, &tokens->capacity, tokens->paragraph.end - at, sizeof *tokens->items) != FX_OK)
        return FX_ENOMEM;
    reader.tokens = tokens;
    reader.lexicon = lexicon;
    reader.quote = 0;
    reader.placed_count = 0;
    for (size_t i = 0; i < tokens->marks.count; i++) {
        read_stretch(&reader, at, tokens->marks.items[i].whole.start);
        read_quoted(&reader, (uint32_t)i);
        at = tokens->marks.items[i].whole.end;
    }
    read_stretch(&reader, at, tokens->paragraph.end);
    classify_words(&reader);
    return FX_OK;
}

static int list_landmarks(struct speech_tokens *tokens)
{
    if (memory_reserve(&tokens->landmarks, &tokens->landmark_capacity, tokens->count, sizeof *tokens->landmarks) !=
        FX_OK)
        return FX_ENOMEM;
    const struct speech_token *items = tokens->items;
    uint32_t *landmarks = tokens->landmarks, count = (uint32_t)tokens->count, listed = 0;
    for (uint32_t i = 0; i < count; i++) {
        landmarks[listed] = i; /* written over where it is none, without a branch */
        listed += items[i].landmark;
    }
    tokens->landmark_count = listed;
    return FX_OK;
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
        read_tokens(tokens, lexicon) != FX_OK || list_landmarks(tokens) != FX_OK || read_sentences(tokens) != FX_OK)
        return error_no_memory(err);
    return FX_OK;
}

void speech_tokens_release(struct speech_tokens *tokens)
{
    memory_free(tokens->items);
    memory_free(tokens->quotes);
    memory_free(tokens->sentences);
    memory_free(tokens->landmarks);
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
