#include "position_reader.h"

#include "bytes.h"
#include "error.h"
#include "memory.h"

void position_reader_init(struct position_reader *reader)
{
    /* Not the gaps: they are only read behind a decoded chunk. */
    memset(reader, 0, offsetof(struct position_reader, gaps));
    memset(reader->gaps + PACKED_VALUES, 0, POSITION_PADDING * sizeof *reader->gaps);
    reader->chunk = UINT32_MAX;
}

void position_reader_release(struct position_reader *reader)
{
    memory_free(reader->codes);
    memory_free(reader->positions);
    memory_free(reader->forms);
}

void position_reader_begin(struct position_reader *reader, const uint8_t *bytes, size_t length, uint32_t occurrences)
{
    reader->bytes = reader->next = bytes;
    reader->end = bytes + length;
    reader->occurrences = occurrences;
    reader->chunk = UINT32_MAX;
    reader->forms_ready = false;
}

static int damaged(fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "the positions of a posting list cannot be decoded");
}

static unsigned chunk_count(const struct position_reader *reader, uint32_t chunk)
{
    const uint32_t left = reader->occurrences - chunk * PACKED_VALUES;
    return left < PACKED_VALUES ? (unsigned)left : PACKED_VALUES;
}

/* Decodes chunk `wanted`, walking over those before it. */
static bool load_chunk(struct position_reader *reader, uint32_t wanted)
{
    if (reader->chunk == wanted)
        return true;
    uint32_t chunk = reader->chunk + 1; /* 0 where none is decoded */
    if (wanted < chunk) {
        chunk = 0;
        reader->next = reader->bytes;
    }
    const uint8_t *at = reader->next;
    for (; chunk < wanted && at != NULL; chunk++)
        at = packed_block_skip(chunk_count(reader, chunk), at, reader->end);
    if (at != NULL)
        at = packed_block_decode(reader->gaps, chunk_count(reader, wanted), at, reader->end, NULL);
    reader->chunk = at ? wanted : UINT32_MAX;
    reader->next = at ? at : reader->bytes;
    return at != NULL;
}

/* Sums the gaps of `count` occurrences from `at` of the decoded chunk on. */
static uint64_t sum_gaps(uint32_t *out, const uint32_t *gaps, uint32_t count, uint64_t position)
{
    for (uint32_t i = 0; i < count; i++) {
        position += gaps[i];
        out[i] = (uint32_t)position;
    }
    return position;
}

static int get_positions(struct position_reader *reader, uint32_t start, uint32_t count, fx_error *err)
{
    if (count > reader->position_capacity &&
        memory_reserve(&reader->positions, &reader->position_capacity, count, sizeof *reader->positions) != FX_OK)
        return error_no_memory(err);
    uint64_t position = 0;
    for (uint32_t done = 0; done < count;) {
        if (!load_chunk(reader, (start + done) / PACKED_VALUES))
            return damaged(err);
        const uint32_t at = (start + done) % PACKED_VALUES, room = PACKED_VALUES - at;
        const uint32_t part = count - done < room ? count - done : room;
        position = sum_gaps(reader->positions + done, reader->gaps + at, part, position);
        done += part;
    }
    return position > UINT32_MAX ? damaged(err) : FX_OK;
}

/* A chunk takes a byte at least: more occurrences than this were made up by damage, and cost no memory. */
static bool plausible(const struct position_reader *reader, uint32_t start, uint32_t count)
{
    const uint64_t bytes = (uint64_t)(reader->end - reader->bytes);
    return reader->occurrences <= bytes * PACKED_VALUES && (uint64_t)start + count <= reader->occurrences;
}

int position_reader_gaps(struct position_reader *reader, uint32_t start, uint32_t count, const uint32_t **gaps,
                         fx_error *err)
{
    uint32_t at = start % PACKED_VALUES, done = 0;
    *gaps = NULL;
    if (!plausible(reader, start, count))
        return damaged(err);
    if (count <= PACKED_VALUES - at) {
        *gaps = reader->gaps + at;
        return load_chunk(reader, start / PACKED_VALUES) ? FX_OK : damaged(err);
    }
    if (memory_reserve(&reader->positions, &reader->position_capacity, (size_t)count + POSITION_PADDING,
                       sizeof *reader->positions) != FX_OK)
        return error_no_memory(err);
    memset(reader->positions + count, 0, POSITION_PADDING * sizeof *reader->positions);
    for (; done < count; at = 0) {
        const uint32_t room = PACKED_VALUES - at, part = count - done < room ? count - done : room;
        if (!load_chunk(reader, (start + done) / PACKED_VALUES))
            return damaged(err);
        memcpy(reader->positions + done, reader->gaps + at, part * sizeof *reader->gaps);
        done += part;
    }
    *gaps = reader->positions;
    return FX_OK;
}

/* ---- forms ---- */

/* They stand behind the last chunk. */
static int find_forms(struct position_reader *reader, fx_error *err)
{
    const uint32_t chunks = reader->occurrences / PACKED_VALUES + (reader->occurrences % PACKED_VALUES != 0);
    const uint8_t *at = reader->next;
    for (uint32_t chunk = reader->chunk + 1; chunk < chunks && at != NULL; chunk++)
        at = packed_block_skip(chunk_count(reader, chunk), at, reader->end);
    if (at == NULL)
        return damaged(err);
    struct byte_reader bytes = byte_reader_of(at, (size_t)(reader->end - at));
    const uint32_t distinct = byte_reader_varint32(&bytes);
    if (distinct > byte_reader_left(&bytes))
        return damaged(err);
    if (memory_reserve(&reader->codes, &reader->code_capacity, distinct, sizeof *reader->codes) != FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; i < distinct; i++)
        reader->codes[i] = (uint16_t)byte_reader_varint32(&bytes);
    reader->form_count = distinct;
    reader->form_width = distinct > 1 ? 32U - (unsigned)__builtin_clz(distinct - 1) : 0;
    reader->form_bits = bytes.at;
    if (bytes.failed || ((uint64_t)reader->occurrences * reader->form_width + 7) / 8 > byte_reader_left(&bytes))
        return damaged(err);
    reader->forms_ready = true;
    return FX_OK;
}

static uint32_t form_index(const struct position_reader *reader, uint32_t occurrence)
{
    const uint64_t bit = (uint64_t)occurrence * reader->form_width;
    const uint8_t *at = reader->form_bits + bit / 8;
    uint32_t word = 0;
    for (unsigned i = 0; i < 4 && at + i < reader->end; i++)
        word |= (uint32_t)at[i] << (8 * i);
    return word >> (bit % 8) & ((UINT32_C(1) << reader->form_width) - 1);
}

static int get_forms(struct position_reader *reader, uint32_t start, uint32_t count, const uint16_t **forms,
                     fx_error *err)
{
    *forms = NULL;
    int status = reader->forms_ready ? FX_OK : find_forms(reader, err);
    if (status != FX_OK || reader->form_count == 0)
        return status;
    if (memory_reserve(&reader->forms, &reader->form_capacity, count, sizeof *reader->forms) != FX_OK)
        return error_no_memory(err);
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t index = reader->form_width > 0 ? form_index(reader, start + i) : 0;
        if (index >= reader->form_count)
            return damaged(err);
        reader->forms[i] = reader->codes[index];
        any = any || reader->forms[i] != 0;
    }
    *forms = any ? reader->forms : NULL;
    return FX_OK;
}

int position_reader_get(struct position_reader *reader, uint32_t start, uint32_t count, const uint32_t **positions,
                        const uint16_t **forms, fx_error *err)
{
    *positions = NULL;
    if (forms)
        *forms = NULL;
    if (!plausible(reader, start, count))
        return damaged(err);
    int status = get_positions(reader, start, count, err);
    if (status == FX_OK && forms)
        status = get_forms(reader, start, count, forms, err);
    if (status == FX_OK)
        *positions = reader->positions;
    return status;
}
