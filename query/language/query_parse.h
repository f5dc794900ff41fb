/* Recursive descent over the contract's grammar, one function a rule. The tree that comes out holds the words as they
 * were typed; ast_analyze makes terms of them.
 *
 *     query  = or                                or   = and { "OR" and }
 *     and    = span { ["AND"] span }             span = near { "WITHIN" scope }
 *     near   = unary { ("NEAR" | "ADJ") ["/" n] unary }
 *     unary  = [ "NOT" | "-" ] atom [ "^" n ]    atom = field | phrase | word | "(" query ")"
 *     field  = name ":" ( word | phrase | "(" query ")" | range )
 */
#ifndef LANGUAGE_QUERY_PARSE_H
#define LANGUAGE_QUERY_PARSE_H

#include "arena.h"
#include "ast.h"

/* *out is NULL where the text is empty. `flags`: enum fx_parse_flag. FX_EQUERY with the offset. */
int query_parse(struct ast **out, struct arena *arena, fx_slice text, unsigned flags, int64_t now,
                fx_error *err) FX_CHECK;

/* One day, month, year, or day word as [*from, *until): see civil_parse_day_range. */
int query_parse_day(fx_slice text, uint32_t offset, int64_t now, int64_t *from, int64_t *until, fx_error *err) FX_CHECK;

/* "2025-10-15", "2025-10", "2025", "today", "yesterday", "-7d", and ranges "A..B", "A..", "..B" of them as
 * [*from, *until). `offset` is where `text` stands in the query. */
int query_parse_range(fx_slice text, uint32_t offset, int64_t now, int64_t *from, int64_t *until,
                      fx_error *err) FX_CHECK;

#endif
