/* Walks all pages of an LMDB file: every page belongs to one tree, or is the value of one entry, or is free, and to no
 * two of them; keys ascend; trees have the entries they say. LMDB 0.9 checks none of it and would write over live pages
 * that a damaged list calls free; so a writer does not begin on a file that fails. Overflow pages themselves are not
 * touched: the cost is that of the leaves. */
#ifndef STORE_PAGE_CHECK_H
#define STORE_PAGE_CHECK_H

#include "page_tree.h"

/* `names` is the tree of named trees, whose trees are walked too. *free_count (may be NULL): free pages. */
int page_check(const struct page_file *file, const struct page_tree *free_pages, const struct page_tree *names,
               uint64_t *free_count, fx_error *err) FX_CHECK;

#endif
