/* Cuts a printed date into numbers, words and marks. */
#ifndef BASE_CIVIL_TOKEN_H
#define BASE_CIVIL_TOKEN_H

#include "civil_words.h"

#include <stdbool.h>

enum civil_token_kind { CIVIL_TOKEN_END, CIVIL_TOKEN_NUMBER, CIVIL_TOKEN_WORD, CIVIL_TOKEN_UNIT, CIVIL_TOKEN_MARK };

struct civil_token {
    enum civil_token_kind kind;
    bool spaced;       /* white space stands before it */
    int value, digits; /* of a number */
    char mark;         /* the byte; a unit: y M d h m, what 年 月 日 时 分 and 년 월 일 시 분 mean */
    char word[CIVIL_WORD_LENGTH_MAX + 1]; /* lower case, full stops left out ("p.m.") */
};

enum { CIVIL_TOKENS_MAX = 32 };

/* Ends the array with CIVIL_TOKEN_END. False for text that is too long or holds something no date does. */
bool civil_tokenize(struct civil_token tokens[CIVIL_TOKENS_MAX], fx_slice text);

#endif
