/* Random queries, as text: every construct of the language, nested. */
#ifndef ORACLE_QUERY_H
#define ORACLE_QUERY_H

#include "buffer.h"
#include "oracle_corpus.h"

void oracle_query_make(struct buffer *out, struct test_random *random);

#endif
