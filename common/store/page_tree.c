#include "page_tree.h"

#include "bytes.h"
#include "error.h"
#include "slice.h"

#include <sys/mman.h>
#include <sys/stat.h>

enum {
    PAGE_HEAD = 16,
    PAGE_FLAGS = 10,
    PAGE_LOWER = 12,
    PAGE_UPPER = 14,
    FLAG_BRANCH = 1,
    FLAG_LEAF = 2,
    FLAG_OVERFLOW = 4,
    NODE_HEAD = 8,
    NODE_LARGE = 1,
    NODE_TREE = 2,
    TREE_BYTES = 48,
    TREE_DEPTH = 6,
    TREE_ENTRIES = 32,
    TREE_ROOT = 40,
    META_PAGE_SIZE = 40,
    META_TREES = 40,
    META_LAST_PAGE = 136,
    META_TRANSACTION = 144,
    FIRST_DATA_PAGE = 2,
};

static int damaged(const char *what, uint64_t number, fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "page %llu of data.mdb: %s", (unsigned long long)number, what);
}

/* ---- the file ---- */

int page_tree_decode(struct page_tree *out, const struct page_file *file, fx_slice record, fx_error *err)
{
    *out = (struct page_tree){.file = file};
    if (record.len != TREE_BYTES)
        return error_set(err, FX_EDAMAGED, "the record of a tree in data.mdb has %zu bytes", record.len);
    const uint8_t *at = (const uint8_t *)record.ptr;
    out->depth = bytes_get_u16(at + TREE_DEPTH);
    out->entries = bytes_get_u64(at + TREE_ENTRIES);
    out->root = bytes_get_u64(at + TREE_ROOT);
    bool empty = out->root == UINT64_MAX;
    if (out->depth > PAGE_DEPTH_MAX || (out->depth == 0) != empty || (empty && out->entries != 0))
        return error_set(err, FX_EDAMAGED, "the record of a tree in data.mdb is damaged");
    return FX_OK;
}

static int find_trees(struct page_file *file, uint64_t transaction, struct page_tree *free_pages,
                      struct page_tree *names, fx_error *err)
{
    file->page_bytes = bytes_get_u32(file->map + META_PAGE_SIZE);
    if (file->page_bytes < 512 || file->page_bytes > 32768 || file->length < 2 * (size_t)file->page_bytes)
        return error_set(err, FX_EDAMAGED, "the head of data.mdb is damaged");
    const uint8_t *meta = file->map;
    if (bytes_get_u64(meta + META_TRANSACTION) != transaction)
        meta += file->page_bytes;
    if (bytes_get_u64(meta + META_TRANSACTION) != transaction)
        return FX_END;
    uint64_t last = bytes_get_u64(meta + META_LAST_PAGE);
    if (last >= file->length / file->page_bytes)
        return error_set(err, FX_EDAMAGED, "data.mdb is truncated");
    file->page_count = last + 1;
    fx_slice records = {(const char *)meta + META_TREES, 2 * (size_t)TREE_BYTES};
    int status = page_tree_decode(free_pages, file, slice_part(records, 0, TREE_BYTES), err);
    return status == FX_OK ? page_tree_decode(names, file, slice_part(records, TREE_BYTES, records.len), err) : status;
}

int page_file_open(struct page_file *file, int descriptor, uint64_t transaction, struct page_tree *free_pages,
                   struct page_tree *names, fx_error *err)
{
    *file = (struct page_file){0};
    struct stat state;
    if (fstat(descriptor, &state) != 0)
        return error_set_errno(err, FX_EIO, "cannot look at data.mdb");
    if (state.st_size < 4096)
        return error_set(err, FX_EDAMAGED, "data.mdb is truncated");
    void *map = mmap(NULL, (size_t)state.st_size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (map == MAP_FAILED)
        return error_set_errno(err, FX_EIO, "cannot map data.mdb");
    file->map = map;
    file->length = (size_t)state.st_size;
    int status = find_trees(file, transaction, free_pages, names, err);
    if (status != FX_OK)
        page_file_close(file);
    return status;
}

void page_file_close(struct page_file *file)
{
    if (file->map != NULL)
        munmap((void *)(uintptr_t)file->map, file->length);
    file->map = NULL;
}

/* ---- pages and nodes ---- */

bool page_is_leaf(const uint8_t *page)
{
    return bytes_get_u16(page + PAGE_FLAGS) == FLAG_LEAF;
}

unsigned page_node_count(const uint8_t *page)
{
    return ((unsigned)bytes_get_u16(page + PAGE_LOWER) - PAGE_HEAD) / 2;
}

int page_at(const struct page_file *file, uint64_t number, const uint8_t **out, fx_error *err)
{
    *out = NULL;
    if (number < FIRST_DATA_PAGE || number >= file->page_count)
        return damaged("there is no such page", number, err);
    const uint8_t *page = file->map + number * file->page_bytes;
    unsigned flags = bytes_get_u16(page + PAGE_FLAGS);
    unsigned lower = bytes_get_u16(page + PAGE_LOWER);
    unsigned upper = bytes_get_u16(page + PAGE_UPPER);
    if (bytes_get_u64(page) != number || (flags != FLAG_BRANCH && flags != FLAG_LEAF) || lower < PAGE_HEAD ||
        lower % 2 != 0 || lower > upper || upper > file->page_bytes || lower == PAGE_HEAD)
        return damaged("its head is damaged", number, err);
    *out = page;
    return FX_OK;
}

static int place_overflow(const struct page_file *file, uint64_t page_number, fx_slice number, uint64_t length,
                          struct page_node *out, fx_error *err)
{
    if (number.len < 8)
        return damaged("a node reaches behind its end", page_number, err);
    out->overflow = bytes_get_u64((const uint8_t *)number.ptr);
    out->pages = (length + PAGE_HEAD + file->page_bytes - 1) / file->page_bytes;
    if (out->overflow < FIRST_DATA_PAGE || out->overflow >= file->page_count ||
        out->pages > file->page_count - out->overflow)
        return damaged("a value stands outside the file", page_number, err);
    out->data = (fx_slice){(const char *)file->map + out->overflow * file->page_bytes + PAGE_HEAD, (size_t)length};
    return FX_OK;
}

int page_node(const struct page_file *file, const uint8_t *page, unsigned i, struct page_node *out, fx_error *err)
{
    uint64_t number = (uint64_t)(page - file->map) / file->page_bytes;
    unsigned offset = bytes_get_u16(page + PAGE_HEAD + 2 * (size_t)i);
    *out = (struct page_node){0};
    if (offset < bytes_get_u16(page + PAGE_UPPER) || offset + NODE_HEAD > file->page_bytes)
        return damaged("a node begins outside of it", number, err);
    const uint8_t *node = page + offset;
    uint64_t low = bytes_get_u16(node) | (uint64_t)bytes_get_u16(node + 2) << 16;
    unsigned flags = bytes_get_u16(node + 4);
    size_t key = bytes_get_u16(node + 6);
    size_t room = file->page_bytes - offset - NODE_HEAD;
    if (key > room)
        return damaged("a key reaches behind its end", number, err);
    out->key = (fx_slice){(const char *)node + NODE_HEAD, key};
    if (!page_is_leaf(page)) {
        out->child = low | (uint64_t)flags << 32;
        return FX_OK;
    }
    fx_slice rest = {out->key.ptr + key, room - key};
    out->is_tree = (flags & NODE_TREE) != 0;
    if ((flags & NODE_LARGE) != 0)
        return place_overflow(file, number, rest, low, out, err);
    if (low > rest.len)
        return damaged("a value reaches behind its end", number, err);
    out->data = slice_part(rest, 0, (size_t)low);
    return FX_OK;
}

/* The head of the overflow pages. Only those who walk all entries look at it: values have checksums, and the first page
 * of a value of many is mostly not the one that is wanted. */
static int check_overflow(const struct page_file *file, const struct page_node *node, fx_error *err)
{
    if (node->overflow == 0)
        return FX_OK;
    const uint8_t *page = file->map + node->overflow * file->page_bytes;
    if (bytes_get_u64(page) != node->overflow || bytes_get_u16(page + PAGE_FLAGS) != FLAG_OVERFLOW ||
        bytes_get_u32(page + PAGE_LOWER) < node->pages)
        return damaged("its head is damaged", node->overflow, err);
    return FX_OK;
}

/* ---- walking ---- */

/* In a leaf: the first node whose key >= `key`. In a branch: the last whose key <= `key`, the first counting as empty.
 */
static int search_page(const struct page_file *file, const uint8_t *page, fx_slice key, unsigned *at, fx_error *err)
{
    bool leaf = page_is_leaf(page);
    unsigned low = leaf ? 0 : 1;
    unsigned high = page_node_count(page);
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        struct page_node node;
        int status = page_node(file, page, middle, &node, err);
        if (status != FX_OK)
            return status;
        int order = slice_compare(node.key, key);
        if (leaf ? order < 0 : order <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    *at = leaf ? low : low - 1;
    return FX_OK;
}

/* The page that node `at` of the level above leads to; its kind must fit the depth. */
static int descend(struct page_cursor *cursor, unsigned level, fx_error *err)
{
    const struct page_tree *tree = cursor->tree;
    uint64_t number = tree->root;
    if (level > 0) {
        struct page_node node;
        int status = page_node(tree->file, cursor->pages[level - 1], cursor->at[level - 1], &node, err);
        if (status != FX_OK)
            return status;
        number = node.child;
    }
    int status = page_at(tree->file, number, &cursor->pages[level], err);
    if (status == FX_OK && page_is_leaf(cursor->pages[level]) != (level + 1 == tree->depth))
        status = damaged("it stands in the wrong depth of its tree", number, err);
    return status;
}

int page_cursor_seek(struct page_cursor *cursor, const struct page_tree *tree, fx_slice key, fx_error *err)
{
    cursor->tree = tree;
    cursor->given = 0;
    int status = FX_OK;
    for (unsigned level = 0; level < tree->depth && status == FX_OK; level++) {
        status = descend(cursor, level, err);
        if (status == FX_OK)
            status = search_page(tree->file, cursor->pages[level], key, &cursor->at[level], err);
    }
    return status;
}

/* From behind the last node of a leaf to the first of the next leaf. */
static int next_leaf(struct page_cursor *cursor, fx_error *err)
{
    unsigned level = cursor->tree->depth - 1;
    while (level > 0 && cursor->at[level - 1] + 1 >= page_node_count(cursor->pages[level - 1]))
        level--;
    if (level == 0)
        return FX_END;
    cursor->at[level - 1]++;
    for (; level < cursor->tree->depth; level++) {
        int status = descend(cursor, level, err);
        if (status != FX_OK)
            return status;
        cursor->at[level] = 0;
    }
    return FX_OK;
}

static int next_node(struct page_cursor *cursor, struct page_node *node, fx_error *err)
{
    const struct page_tree *tree = cursor->tree;
    if (tree->depth == 0)
        return FX_END;
    unsigned leaf = tree->depth - 1;
    if (cursor->at[leaf] >= page_node_count(cursor->pages[leaf])) {
        int status = next_leaf(cursor, err);
        if (status != FX_OK)
            return status;
    }
    if (cursor->given++ >= tree->entries)
        return error_set(err, FX_EDAMAGED, "a tree of data.mdb has more entries than it says");
    return page_node(tree->file, cursor->pages[leaf], cursor->at[leaf]++, node, err);
}

int page_cursor_next(struct page_cursor *cursor, fx_slice *key, fx_slice *value, fx_error *err)
{
    struct page_node node;
    *key = *value = (fx_slice){NULL, 0};
    int status = next_node(cursor, &node, err);
    if (status == FX_OK)
        status = check_overflow(cursor->tree->file, &node, err);
    if (status != FX_OK)
        return status;
    *key = node.key;
    *value = node.data;
    return FX_OK;
}

int page_tree_at_or_after(const struct page_tree *tree, fx_slice key, fx_slice *found, fx_slice *value, fx_error *err)
{
    struct page_cursor cursor;
    struct page_node node;
    *found = *value = (fx_slice){NULL, 0};
    int status = page_cursor_seek(&cursor, tree, key, err);
    if (status == FX_OK)
        status = next_node(&cursor, &node, err);
    if (status != FX_OK)
        return status;
    *found = node.key;
    *value = node.data;
    return FX_OK;
}

static int find(const struct page_tree *tree, fx_slice key, struct page_node *out, fx_error *err)
{
    struct page_cursor cursor;
    *out = (struct page_node){0};
    int status = page_cursor_seek(&cursor, tree, key, err);
    if (status != FX_OK || tree->depth == 0)
        return status == FX_OK ? FX_END : status;
    unsigned leaf = tree->depth - 1;
    if (cursor.at[leaf] >= page_node_count(cursor.pages[leaf]))
        return FX_END;
    status = page_node(tree->file, cursor.pages[leaf], cursor.at[leaf], out, err);
    return status == FX_OK && !slice_equal(out->key, key) ? FX_END : status;
}

int page_tree_get(const struct page_tree *tree, fx_slice key, fx_slice *value, fx_error *err)
{
    struct page_node node;
    int status = find(tree, key, &node, err);
    *value = status == FX_OK ? node.data : (fx_slice){NULL, 0};
    return status;
}

int page_tree_named(const struct page_tree *names, fx_slice name, struct page_tree *out, fx_error *err)
{
    struct page_node node;
    *out = (struct page_tree){0};
    int status = find(names, name, &node, err);
    if (status != FX_OK)
        return status;
    if (!node.is_tree)
        return FX_END;
    return page_tree_decode(out, names->file, node.data, err);
}
