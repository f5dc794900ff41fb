/* LMDB files whose every byte may lie: walking, checking and looking up never leave the file. Pages are of 512 bytes,
 * so that an input of some kilobytes holds a tree. */
#include "bytes.h"
#include "page_check.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PAGE_BYTES = 512, META_TREES = 40, TREE_BYTES = 48 };

static unsigned touch(fx_slice bytes)
{
    unsigned sum = 0;
    for (size_t i = 0; i < bytes.len; i++)
        sum += (unsigned char)bytes.ptr[i];
    return sum;
}

static unsigned walk(const struct page_tree *tree)
{
    struct page_cursor cursor;
    fx_slice key;
    fx_slice value;
    unsigned sum = 0;
    if (page_cursor_seek(&cursor, tree, (fx_slice){"E", 1}, NULL) != FX_OK)
        return 0;
    for (int i = 0; i < 5000 && page_cursor_next(&cursor, &key, &value, NULL) == FX_OK; i++) {
        fx_slice again;
        if (page_tree_get(tree, key, &again, NULL) == FX_OK)
            sum += touch(again);
        sum += touch(key) + touch(value);
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct page_tree free_pages;
    struct page_tree names;
    struct page_tree named;
    struct page_file file = {data, size, PAGE_BYTES, size / PAGE_BYTES};
    volatile unsigned sum = 0;
    if (file.page_count < 3)
        return 0;
    fx_slice records = {(const char *)data + META_TREES, TREE_BYTES};
    if (page_tree_decode(&free_pages, &file, records, NULL) != FX_OK)
        return 0;
    records.ptr += TREE_BYTES;
    if (page_tree_decode(&names, &file, records, NULL) != FX_OK)
        return 0;
    sum += walk(&names);
    if (page_tree_named(&names, (fx_slice){"main", 4}, &named, NULL) == FX_OK)
        sum += walk(&named);
    sum += page_check(&file, &free_pages, &names, NULL, NULL) == FX_OK;
    (void)sum; /* read only so that no look-up is optimised away */
    return 0;
}
