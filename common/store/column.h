/* A column: one value of fixed size for each document of a unit, or each name of a segment, in a stream of its own,
 * read where it stands. The page of a value is checked when a value on it is first asked for: a search that looks at a
 * few documents pays for a few pages, however long the column. By one thread at a time.
 *
 * A value on a damaged page, or behind the end, reads as `missing`; `fault` then says what was wrong. Whoever has read
 * a column asks column_take_fault afterwards. */
#ifndef STORE_COLUMN_H
#define STORE_COLUMN_H

#include "bytes.h"
#include "stream.h"

struct column {
    struct stream_reader stream;
    uint32_t count, size; /* of values, of each */
    uint32_t opened;      /* how often: who asks again and again gets the column in one piece */
    const uint8_t *array; /* then; NULL: not yet */
    uint64_t missing;
    fx_error fault;
};

/* Touches nothing yet. `size`: bytes of a value, 4 or 8. */
void column_init(struct column *column, const struct extent_source *source, uint32_t owner, unsigned stream,
                 uint32_t count, size_t size, uint64_t missing);
void column_release(struct column *column);

/* Before the first value is read. FX_EDAMAGED, FX_ENOMEM. */
int column_open(struct column *column, fx_error *err) FX_CHECK;

/* FX_OK, or what was wrong with a value read since the last call. */
int column_take_fault(struct column *column, fx_error *err) FX_CHECK;

/* Of a page that is not checked yet. */
const uint8_t *column_fetch(struct column *column, uint32_t i);

static inline const uint8_t *column_at(struct column *column, uint32_t i, uint32_t size)
{
    _Static_assert(EXTENT_DATA_BYTES % 8 == 0 && EXTENT_CHECK_PAGE % 8 == 0, "no value stands on two pages");
    if (column->array != NULL && i < column->count)
        return column->array + (size_t)i * size;
    const uint32_t extent = i / (EXTENT_DATA_BYTES / size), offset = i % (EXTENT_DATA_BYTES / size) * size;
    if (i >= column->count || (column->stream.extents[extent].checked >> (offset / EXTENT_CHECK_PAGE) & 1) == 0)
        return column_fetch(column, i);
    return column->stream.extents[extent].data + offset;
}

/* For loops over documents that are known to be in the column: the column in one piece, NULL where it is not yet. */
static inline const uint32_t *column_whole(const struct column *column)
{
    return (const uint32_t *)(const void *)column->array;
}

static inline uint32_t column_u32(struct column *column, uint32_t i)
{
    return bytes_get_u32(column_at(column, i, 4));
}

/* `whole`: what column_whole gave before the loop. */
static inline uint32_t column_u32_of(struct column *column, const uint32_t *whole, uint32_t i)
{
    return whole != NULL ? whole[i] : column_u32(column, i);
}

static inline uint64_t column_u64(struct column *column, uint32_t i)
{
    return bytes_get_u64(column_at(column, i, 8));
}

static inline int64_t column_i64(struct column *column, uint32_t i)
{
    return (int64_t)bytes_get_u64(column_at(column, i, 8));
}

#endif
