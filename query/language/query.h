/* struct fx_query: a parsed query and the filters laid over it. The functions are those of fx_search.h. */
#ifndef LANGUAGE_QUERY_H
#define LANGUAGE_QUERY_H

#include "ast.h"
#include "fx_search.h"

/* The whole: query AND filters. Never NULL; borrowed until the query is narrowed again or freed. NULL only when memory
 * is out. */
const struct ast *query_ast(fx_query *query);

#endif
