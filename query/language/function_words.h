/* Function words ("the", "of", "which") say nothing about what is searched. In a bag of words of which any will do
 * (--any) they only add noise and cost, so they are left out there as long as another word remains; everywhere else
 * (all words, phrases, fields) they count like any word. */
#ifndef LANGUAGE_FUNCTION_WORDS_H
#define LANGUAGE_FUNCTION_WORDS_H

#include "ast.h"

/* The tree without the function words of a disjunction of words; any other tree stays as it is. `text` is the query as
 * typed: a word in capitals in a query that is not all capitals ("WHO vaccine") is a name and stays. */
struct ast *function_words_drop(struct ast *tree, fx_slice text);

#endif
