/* Reads the B+trees of an LMDB 0.9 file without believing them. LMDB follows every number it finds in a page; one
 * flipped bit there makes it read outside its map or abort. Readers of an index therefore use LMDB to hold a snapshot,
 * and this to read from it: every page number, offset and length is checked before it is used.
 *
 * The format (64-bit, little-endian), as far as it is needed:
 *     page      u64 number, u16 pad, u16 flags (1 branch, 2 leaf, 4 overflow, 8 meta), u16 lower, u16 upper (of an
 *               overflow page: u32 pages instead), then u16 offsets of the nodes up to `lower`
 *     node      u16 low, u16 high, u16 flags, u16 length of the key, key, data
 *               leaf: the data's length is low | high << 16; flag 1: the data stand on overflow pages, whose number is
 *               here; flag 2: the data are the record of a named tree
 *               branch: the child's number is low | high << 16 | flags << 32; the first key counts as empty
 *     tree      u32 pad, u16 flags, u16 depth, u64 branch, leaf and overflow pages, u64 entries, u64 root (all ones:
 * empty) meta      data_file.c A value on overflow pages begins 16 bytes after a page, so it is aligned for any number.
 */
#ifndef STORE_PAGE_TREE_H
#define STORE_PAGE_TREE_H

#include "fx.h"

#include <stdbool.h>

struct page_file {
    const uint8_t *map;
    size_t length;
    uint32_t page_bytes;
    uint64_t page_count; /* up to the last page in use */
};

struct page_tree {
    const struct page_file *file;
    uint64_t root, entries;
    unsigned depth;
};

enum { PAGE_DEPTH_MAX = 32 };

struct page_cursor {
    const struct page_tree *tree;
    const uint8_t *pages[PAGE_DEPTH_MAX]; /* from the root down */
    unsigned at[PAGE_DEPTH_MAX];
    uint64_t given; /* entries so far: more than the tree has means a circle */
};

/* Maps the file and finds the trees of one transaction. FX_END: neither meta page is of that transaction (two newer
 * ones have come). `file` must not move while trees refer to it. */
int page_file_open(struct page_file *file, int descriptor, uint64_t transaction, struct page_tree *free_pages,
                   struct page_tree *names, fx_error *err) FX_CHECK;
void page_file_close(struct page_file *file);

/* A named tree. FX_END: there is none of that name. */
int page_tree_named(const struct page_tree *names, fx_slice name, struct page_tree *out, fx_error *err) FX_CHECK;

/* Values are borrowed from the map; what stands in them is not looked at. FX_END: no such key. */
int page_tree_get(const struct page_tree *tree, fx_slice key, fx_slice *value, fx_error *err) FX_CHECK;
/* The first entry whose key is >= `key`. FX_END: there is none. */
int page_tree_at_or_after(const struct page_tree *tree, fx_slice key, fx_slice *found, fx_slice *value,
                          fx_error *err) FX_CHECK;

/* Before the first key >= `key`. */
int page_cursor_seek(struct page_cursor *cursor, const struct page_tree *tree, fx_slice key, fx_error *err) FX_CHECK;
/* The next entry in order, the head of its overflow pages checked; FX_END after the last. */
int page_cursor_next(struct page_cursor *cursor, fx_slice *key, fx_slice *value, fx_error *err) FX_CHECK;

/* For page_check.c: a branch or leaf page, its nodes. */
int page_at(const struct page_file *file, uint64_t number, const uint8_t **out, fx_error *err) FX_CHECK;
bool page_is_leaf(const uint8_t *page);
unsigned page_node_count(const uint8_t *page);

struct page_node {
    fx_slice key;
    fx_slice data;     /* of a leaf; where it is `large`, not looked at yet */
    uint64_t child;    /* of a branch */
    uint64_t overflow; /* number of the first overflow page, of `pages`; 0: none */
    uint64_t pages;
    bool is_tree; /* the data are the record of a named tree */
};
int page_node(const struct page_file *file, const uint8_t *page, unsigned i, struct page_node *out,
              fx_error *err) FX_CHECK;

/* The tree whose record stands there. */
int page_tree_decode(struct page_tree *out, const struct page_file *file, fx_slice record, fx_error *err) FX_CHECK;

#endif
