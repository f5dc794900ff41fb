#include "page_check.h"

#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

struct page_walk {
    const struct page_file *file;
    uint64_t *seen; /* a bit a page */
    bool ordered;   /* keys are byte strings (those of the free list are native integers) */
    uint64_t entries;
    fx_slice before;
    bool has_before;
    uint64_t free_count;
    int (*visit)(struct page_walk *walk, const struct page_node *node, fx_error *err);
};

static int claim(struct page_walk *walk, uint64_t first, uint64_t count, fx_error *err)
{
    if (first < 2 || first >= walk->file->page_count || count > walk->file->page_count - first)
        return error_set(err, FX_EDAMAGED, "page %llu of data.mdb: there is no such page", (unsigned long long)first);
    for (uint64_t page = first; page < first + count; page++) {
        uint64_t bit = UINT64_C(1) << page % 64;
        if ((walk->seen[page / 64] & bit) != 0)
            return error_set(err, FX_EDAMAGED, "page %llu of data.mdb is used twice", (unsigned long long)page);
        walk->seen[page / 64] |= bit;
    }
    return FX_OK;
}

static int walk_leaf(struct page_walk *walk, const uint8_t *page, fx_error *err)
{
    for (unsigned i = 0; i < page_node_count(page); i++) {
        struct page_node node;
        int status = page_node(walk->file, page, i, &node, err);
        if (status == FX_OK && node.overflow != 0)
            status = claim(walk, node.overflow, node.pages, err);
        if (status == FX_OK && walk->ordered && walk->has_before && slice_compare(walk->before, node.key) >= 0)
            status = error_set(err, FX_EDAMAGED, "keys of data.mdb are out of order");
        walk->before = node.key;
        walk->has_before = true;
        walk->entries++;
        if (status == FX_OK && walk->visit != NULL)
            status = walk->visit(walk, &node, err);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

/* Each page is claimed before it is entered, so no circle is walked twice. */
static int enter_page(struct page_walk *walk, uint64_t number, bool leaf_level, const uint8_t **out, fx_error *err)
{
    int status = claim(walk, number, 1, err);
    if (status == FX_OK)
        status = page_at(walk->file, number, out, err);
    if (status == FX_OK && page_is_leaf(*out) != leaf_level)
        status =
            error_set(err, FX_EDAMAGED, "page %llu of data.mdb stands in the wrong depth", (unsigned long long)number);
    return status == FX_OK && leaf_level ? walk_leaf(walk, *out, err) : status;
}

/* The branches from the root down, each with the number of its next child; a leaf is done with when it is entered. */
static int walk_pages(struct page_walk *walk, const struct page_tree *tree, fx_error *err)
{
    const uint8_t *pages[PAGE_DEPTH_MAX];
    unsigned at[PAGE_DEPTH_MAX] = {0};
    unsigned level = 0;
    int status = enter_page(walk, tree->root, tree->depth == 1, &pages[0], err);
    while (status == FX_OK && tree->depth > 1) {
        if (at[level] == page_node_count(pages[level])) {
            if (level-- == 0)
                break;
            continue;
        }
        struct page_node node;
        bool leaf_level = level + 2 == tree->depth;
        status = page_node(walk->file, pages[level], at[level]++, &node, err);
        if (status == FX_OK)
            status = enter_page(walk, node.child, leaf_level, &pages[level + 1], err);
        if (!leaf_level)
            at[++level] = 0;
    }
    return status;
}

static int walk_tree(struct page_walk *walk, const struct page_tree *tree, fx_error *err)
{
    walk->entries = 0;
    walk->has_before = false;
    int status = tree->depth > 0 ? walk_pages(walk, tree, err) : FX_OK;
    if (status == FX_OK && walk->entries != tree->entries)
        status = error_set(err, FX_EDAMAGED, "a tree of data.mdb has %llu entries and says %llu",
                           (unsigned long long)walk->entries, (unsigned long long)tree->entries);
    return status;
}

/* An entry of the free list: how many, then so many page numbers, descending. */
static int visit_free(struct page_walk *walk, const struct page_node *node, fx_error *err)
{
    const uint8_t *at = (const uint8_t *)node->data.ptr;
    size_t room = node->data.len / 8;
    uint64_t count = room > 0 ? bytes_get_u64(at) : 0;
    if (room == 0 || count >= room)
        return error_set(err, FX_EDAMAGED, "the list of free pages of data.mdb is damaged");
    uint64_t before = UINT64_MAX;
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t page = bytes_get_u64(at + 8 * i);
        if (page >= before)
            return error_set(err, FX_EDAMAGED, "the list of free pages of data.mdb is out of order");
        int status = claim(walk, page, 1, err);
        if (status != FX_OK)
            return status;
        before = page;
    }
    walk->free_count += count;
    return FX_OK;
}

/* The named trees are few: they are collected first and walked after. */
enum { TREES_MAX = 8 };

struct tree_list {
    struct page_tree trees[TREES_MAX];
    unsigned count;
};

static int collect_trees(const struct page_tree *names, struct tree_list *list, fx_error *err)
{
    struct page_cursor cursor;
    fx_slice key;
    fx_slice value;
    int status = page_cursor_seek(&cursor, names, (fx_slice){NULL, 0}, err);
    while (status == FX_OK && (status = page_cursor_next(&cursor, &key, &value, err)) == FX_OK) {
        if (list->count == TREES_MAX)
            return error_set(err, FX_EDAMAGED, "data.mdb has more trees than an index");
        status = page_tree_decode(&list->trees[list->count++], names->file, value, err);
    }
    return status == FX_END ? FX_OK : status;
}

int page_check(const struct page_file *file, const struct page_tree *free_pages, const struct page_tree *names,
               uint64_t *free_count, fx_error *err)
{
    struct page_walk walk = {.file = file, .ordered = true};
    struct tree_list list = {.count = 0};
    if (free_count != NULL)
        *free_count = 0;
    walk.seen = memory_allocate_zeroed((size_t)(file->page_count / 64 + 1), sizeof *walk.seen);
    if (walk.seen == NULL)
        return error_no_memory(err);
    int status = walk_tree(&walk, names, err);
    if (status == FX_OK)
        status = collect_trees(names, &list, err);
    for (unsigned i = 0; i < list.count && status == FX_OK; i++)
        status = walk_tree(&walk, &list.trees[i], err);
    walk.ordered = false;
    walk.visit = visit_free;
    if (status == FX_OK)
        status = walk_tree(&walk, free_pages, err);
    if (status == FX_OK && free_count != NULL)
        *free_count = walk.free_count;
    memory_free(walk.seen);
    return status;
}
