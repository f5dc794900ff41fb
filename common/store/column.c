#include "column.h"

#include "error.h"

void column_init(struct column *column, const struct extent_source *source, uint32_t owner, unsigned stream,
                 uint32_t count, size_t size, uint64_t missing)
{
    *column = (struct column){.count = count, .missing = missing};
    stream_reader_init(&column->stream, source, owner, stream, count * (uint64_t)size);
}

void column_release(struct column *column)
{
    stream_reader_release(&column->stream);
}

int column_open(struct column *column, fx_error *err)
{
    return stream_open_extents(&column->stream, err);
}

int column_take_fault(struct column *column, fx_error *err)
{
    int status = column->fault.code;
    if (status != FX_OK && err != NULL)
        *err = column->fault;
    column->fault = (fx_error){.code = FX_OK};
    return status;
}

const uint8_t *column_fetch(struct column *column, uint32_t i, size_t size)
{
    const uint8_t *value;
    if (stream_view(&column->stream, i * (uint64_t)size, size, &value, &column->fault) == FX_OK)
        return value;
    return (const uint8_t *)&column->missing;
}
