/* Cuts a paragraph into the tokens that names are looked for in: words, numbers and marks of punctuation.
 * Words keep their hyphens ("Min-kyo", "Jean-Claude"), inner apostrophes ("O'Brien") and ampersands ("AT&T"); the full
 * stop stays with abbreviations and initials ("U.S.", "Gen.", "J."); possessive and contracted endings ("'s", "'ll")
 * are tokens of their own, and so is what a participle adds to a name ("U.S." "-led", "Paris" "-based").
 * Any bytes are accepted: what is no UTF-8 counts as letters, control characters as space. Linear. */
#ifndef TOKEN_SEQUENCE_H
#define TOKEN_SEQUENCE_H

#include "article.h"

enum token_kind {
    TOKEN_LOWER,       /* a word without capitals */
    TOKEN_TITLE,       /* Paris, Jean-Claude */
    TOKEN_UPPER,       /* NATO: capitals only, two or more letters */
    TOKEN_INITIAL,     /* one capital, with or without a full stop */
    TOKEN_DOTTED,      /* U.S., D.C. */
    TOKEN_MIXED,       /* McDonald, iPhone, G7, al-Qaida */
    TOKEN_NUMBER,      /* 1996, 3.5, 2-1, 10:30 */
    TOKEN_PUNCTUATION, /* one mark */
    TOKEN_KIND_COUNT
};

struct token {
    uint32_t start, end; /* bytes of the text */
    uint8_t kind;        /* enum token_kind */
    uint8_t begins;      /* 1: first word of a sentence, after its opening marks */
    uint8_t stopped;     /* 1: ends with the full stop of an abbreviation */
    uint8_t spaced;      /* 1: white space stands before it */
    uint64_t hash;       /* of its bytes (word_hash.h) */
};

/* Where a sequence is read from; a paragraph that is longer than the caller's array is read in several calls. */
struct token_reader {
    const char *text;
    uint32_t at, end, text_end;
    bool fresh; /* the next word begins a sentence */
};

void token_reader_init(struct token_reader *reader, fx_slice text, struct span paragraph);

/* Up to `capacity` tokens; 0 at the end of the paragraph. */
uint32_t token_reader_fill(struct token_reader *reader, struct token *tokens, uint32_t capacity);

/* Where the name that ends with this token ends: without the full stop of "Corp.", with that of "U.S.". */
static inline uint32_t token_name_end(const struct token *token)
{
    bool initials = token->kind == TOKEN_DOTTED || token->kind == TOKEN_INITIAL;
    return token->stopped && !initials ? token->end - 1 : token->end;
}

#endif
