#include "hit_values.h"

#include "column.h"

#include <string.h>

/* 0 where it cannot be read. */
static uint32_t value_of(const struct search_leaf *leaf, enum stream_kind kind, uint32_t document)
{
    struct column *column;
    if (segment_column(leaf->handle, leaf->unit, kind, &column, NULL) != FX_OK)
        return 0;
    uint32_t value = column_u32(column, document);
    return column_take_fault(column, NULL) == FX_OK ? value : 0;
}

uint32_t hit_article(const struct search *search, uint32_t leaf, uint32_t document)
{
    const struct search_leaf *in = &search->leaves[leaf];
    return in->unit == UNIT_ARTICLE ? document : value_of(in, STREAM_PARENTS, document);
}

uint32_t hit_ordinal(const struct search_leaf *leaf, uint32_t document)
{
    return leaf->unit == UNIT_ARTICLE ? SEARCH_WHOLE : value_of(leaf, STREAM_ORDINALS, document);
}

void hit_fetch_published(void *self, struct top_hit *hit)
{
    struct search *search = self;
    const struct search_leaf *leaf = &search->leaves[hit->leaf];
    struct column *published;
    if (segment_column(leaf->handle, leaf->unit, STREAM_PUBLISHED, &published, NULL) != FX_OK)
        return;
    hit->published = column_i64(published, hit_article(search, hit->leaf, hit->document));
    if (column_take_fault(published, NULL) != FX_OK)
        hit->published = INT64_MIN;
}

void hit_fetch_id(void *self, struct top_hit *hit)
{
    struct search *search = self;
    const struct search_leaf *leaf = &search->leaves[hit->leaf];
    char suffix[SEARCH_SUFFIX_MAX];
    uint32_t article = leaf->base + hit_article(search, hit->leaf, hit->document);
    if (index_record_head(searcher_index(search->searcher, leaf->index), article, &search->record, NULL) != FX_OK)
        return;
    fx_slice id = search->record.article.id;
    size_t length = search_unit_suffix(leaf->unit, hit_ordinal(leaf, hit->document), suffix);
    char *bytes = arena_allocate_bytes(&search->arena, id.len + length);
    if (bytes == NULL)
        return;
    memcpy(bytes, id.ptr, id.len);
    memcpy(bytes + id.len, suffix, length);
    hit->id = (fx_slice){bytes, id.len + length};
}

size_t search_unit_suffix(enum unit unit, uint32_t ordinal, char out[SEARCH_SUFFIX_MAX])
{
    if (unit == UNIT_ARTICLE || ordinal == SEARCH_WHOLE)
        return 0;
    char digits[12];
    size_t count = 0, length = 0;
    do
        digits[count++] = (char)('0' + ordinal % 10);
    while ((ordinal /= 10) > 0);
    out[length++] = '#';
    out[length++] = unit == UNIT_SECTION ? 's' : 'q';
    while (count > 0)
        out[length++] = digits[--count];
    return length;
}
