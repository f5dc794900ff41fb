/* A posting list made of anything: cursors stay in range, ascend, and end; what two of them read is the same.
 *
 *     input = u8 form (0 inlined, 1 one block, 2 leaves; | 4 with positions), u16 documents, u8 leaves,
 *             u16 bytes of the directory, u16 bytes of postings, postings, positions */
#include "bytes.h"
#include "memory_extents.h"
#include "position_reader.h"
#include "postings.h"
#include "stream.h"

#include <stdlib.h>

enum { DOCUMENTS = 100000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct list {
    struct memory_extents *extents;
    struct stream_reader postings, positions;
    struct postings_address address;
    uint32_t documents;
};

static int store(struct memory_extents *extents, unsigned stream, fx_slice bytes, struct stream_reader *reader)
{
    struct stream_writer writer;
    uint64_t length;
    stream_writer_init(&writer, memory_extents_sink(extents), 1, stream);
    int status = stream_append(&writer, bytes.ptr, bytes.len, NULL);
    if (status == FX_OK)
        status = stream_writer_finish(&writer, &length, NULL);
    else
        stream_writer_release(&writer);
    stream_reader_init(reader, memory_extents_source(extents), 1, stream, bytes.len);
    return status;
}

static int open_list(struct list *list, struct byte_reader *input)
{
    const uint8_t form = byte_reader_u8(input);
    struct postings_address *address = &list->address;
    list->documents = byte_reader_u16(input);
    *address = (struct postings_address){.has_positions = form & 4, .leaves = byte_reader_u8(input)};
    address->directory_length = byte_reader_u16(input);
    const size_t length = byte_reader_u16(input);
    const fx_slice postings = {(const char *)byte_reader_take(input, length), length};
    const fx_slice positions = {(const char *)input->at, byte_reader_left(input)};
    if (input->failed || memory_extents_open(&list->extents, NULL) != FX_OK)
        return FX_END;
    address->postings_length = length;
    address->positions_length = positions.len;
    if ((form & 3) == 0)
        address->inlined = postings;
    if ((form & 3) < 2)
        address->leaves = 0;
    int status = store(list->extents, 0, postings, &list->postings);
    return status == FX_OK ? store(list->extents, 1, positions, &list->positions) : status;
}

/* Visits every document, or every `step`-th by seeking; returns a sum over what it saw. */
static uint64_t walk(struct list *list, uint32_t step)
{
    struct postings cursor;
    const struct impact *impacts;
    const uint32_t *positions, *documents;
    const uint16_t *forms;
    uint32_t count, before = 0;
    uint64_t sum = 0;
    if (postings_open(&cursor, &list->postings, &list->positions, &list->address, list->documents, DOCUMENTS, NULL) !=
        FX_OK)
        return 0;
    for (bool first = true;
         (step ? postings_seek(&cursor, first ? 0 : before + step) : postings_next(&cursor)) != DOCUMENT_END;
         first = false) {
        if (cursor.document >= DOCUMENTS || (!first && cursor.document <= before))
            abort();
        before = cursor.document;
        sum = sum * 31 + before + postings_frequency(&cursor);
        if (postings_positions(&cursor, &positions, &forms, &count, NULL) == FX_OK && count == 0)
            abort();
        if (postings_position_gaps(&cursor, &positions, &count, NULL) == FX_OK) {
            if (count == 0)
                abort();
            volatile uint32_t behind = 0; /* may be read, whatever it is */
            for (uint32_t i = 0; i < count; i++)
                sum = sum * 31 + positions[i];
            for (uint32_t i = 0; i < POSITION_PADDING; i++)
                behind = positions[count + i];
            (void)behind;
        }
        if (postings_block(&cursor, before, &impacts, &count) < before)
            abort();
        if (postings_leaf(&cursor, before, &impacts, &count) < before)
            abort();
        if (postings_run(&cursor, &documents, &positions) > 0 && documents[0] != before)
            abort();
    }
    if (cursor.fault.code != FX_OK && cursor.fault.code != FX_EDAMAGED)
        abort();
    sum += cursor.fault.code != FX_OK ? 1 : 0;
    postings_release(&cursor);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct list list = {.extents = NULL};
    struct byte_reader input = byte_reader_of(data, size);
    if (open_list(&list, &input) == FX_OK) {
        if (walk(&list, 0) != walk(&list, 1))
            abort();
        walk(&list, 700);
    }
    stream_reader_release(&list.postings);
    stream_reader_release(&list.positions);
    memory_extents_close(list.extents);
    return 0;
}
