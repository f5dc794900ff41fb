#include "column.h"

#include "error.h"

/* A process that answers one query opens a column some fifty times: for each word and each hit shown. */
enum { OPENED_OFTEN = 256 };

void column_init(struct column *column, const struct extent_source *source, uint32_t owner, unsigned stream,
                 uint32_t count, size_t size, uint64_t missing)
{
    *column = (struct column){.count = count, .size = (uint32_t)size, .missing = missing};
    stream_reader_init(&column->stream, source, owner, stream, count * (uint64_t)size);
}

void column_release(struct column *column)
{
    stream_reader_release(&column->stream);
}

int column_open(struct column *column, fx_error *err)
{
    int status = stream_open_extents(&column->stream, err);
    if (status != FX_OK || column->opened++ != OPENED_OFTEN)
        return status;
    /* Where it cannot be had whole, it is read as before: a damaged page costs only those who ask for it. */
    const void *array;
    if (stream_array(&column->stream, column->size, column->count, &array, NULL) == FX_OK)
        column->array = array;
    return FX_OK;
}

int column_take_fault(struct column *column, fx_error *err)
{
    int status = column->fault.code;
    if (status != FX_OK && err != NULL)
        *err = column->fault;
    column->fault = (fx_error){.code = FX_OK};
    return status;
}

const uint8_t *column_fetch(struct column *column, uint32_t i)
{
    const uint8_t *value;
    if (stream_view(&column->stream, i * (uint64_t)column->size, column->size, &value, &column->fault) == FX_OK)
        return value;
    return (const uint8_t *)&column->missing;
}
