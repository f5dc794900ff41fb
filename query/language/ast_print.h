/* The canonical text of a query: what was understood, fully bracketed, words as the terms they are searched under:
 * "(robot AND cooper)". */
#ifndef LANGUAGE_AST_PRINT_H
#define LANGUAGE_AST_PRINT_H

#include "ast.h"
#include "buffer.h"

int ast_print(struct buffer *out, const struct ast *ast) FX_CHECK; /* FX_ENOMEM only */

#endif
