/* A paragraph as tokens with coarse word classes, quotations and sentences marked: what the rules of attribution see.
 */
#ifndef SPEECH_TOKEN_H
#define SPEECH_TOKEN_H

#include "quote_mark.h"
#include "speech_lexicon.h"
#include "speech_memo.h"

#include <string.h>

enum speech_mark {
    SPEECH_MARK_NONE,
    SPEECH_MARK_COMMA,
    SPEECH_MARK_STOP, /* . ! ? … */
    SPEECH_MARK_COLON,
    SPEECH_MARK_SEMICOLON,
    SPEECH_MARK_DASH,
    SPEECH_MARK_OPEN, /* bracket */
    SPEECH_MARK_CLOSE,
    SPEECH_MARK_QUOTE_OPEN,
    SPEECH_MARK_QUOTE_CLOSE,
    SPEECH_MARK_OTHER
};

struct speech_token {
    uint32_t start, end;
    uint32_t quote;   /* index + 1 of the quotation it stands in, its marks included; 0: none */
    int32_t mention;  /* index of the name that covers it (see speaker_table.h); -1: none */
    uint32_t classes; /* enum speech_class */
    uint16_t verb, noun, adjective, preposition;
    uint8_t forms;
    bool landmark;       /* a cue, a comma, a dash or an opening quotation mark */
    uint8_t mark;        /* enum speech_mark */
    bool sentence_start; /* first token of a sentence */
};

/* Where a quotation of speech_tokens.marks begins and ends in tokens, marks included. */
struct speech_token_range {
    uint32_t first, end;
};

struct speech_tokens {
    fx_slice text;
    struct span paragraph;
    struct speech_token *items;
    size_t count, capacity;
    struct quote_marks marks;
    struct speech_token_range *quotes; /* parallel to marks.items */
    size_t quote_capacity;
    struct speech_token_range *sentences; /* a quotation never crosses their bounds */
    size_t sentence_count, sentence_capacity;
    uint32_t *landmarks; /* the tokens that are some, in order: all others are no attribution's first sign */
    size_t landmark_count, landmark_capacity;
    struct speech_memo *memo; /* of the last words read */
};

/* Fills `tokens` for one paragraph (its memory is reused). Linear. */
int speech_tokens_read(struct speech_tokens *tokens, const struct speech_lexicon *lexicon, fx_slice text,
                       struct span paragraph, fx_error *err) FX_CHECK;
void speech_tokens_release(struct speech_tokens *tokens);

static inline fx_slice speech_token_text(const struct speech_tokens *tokens, uint32_t i)
{
    return (fx_slice){tokens->text.ptr + tokens->items[i].start, tokens->items[i].end - tokens->items[i].start};
}

static inline bool speech_token_is(const struct speech_tokens *tokens, uint32_t i, uint32_t classes)
{
    return i < tokens->count && (tokens->items[i].classes & classes) != 0;
}

static inline bool speech_token_mark(const struct speech_tokens *tokens, uint32_t i, enum speech_mark mark)
{
    return i < tokens->count && tokens->items[i].mark == mark;
}

/* Whether these `length` bytes are the lower-case word, whatever their case. */
bool speech_bytes_equal(const char *bytes, const char *word, size_t length);

/* Whether the token is this lower-case word, whatever its case. Most are not by their length or first letter, which
 * costs no call where the word is a constant. */
static inline bool speech_token_equals(const struct speech_tokens *tokens, uint32_t i, const char *word)
{
    size_t length = strlen(word);
    if (i >= tokens->count || tokens->items[i].end - tokens->items[i].start != length)
        return false;
    const char *bytes = tokens->text.ptr + tokens->items[i].start;
    return (bytes[0] | 0x20) == (word[0] | 0x20) && speech_bytes_equal(bytes, word, length);
}

#endif
