#include "postings_buffer.h"

#include "bytes.h"
#include "memory.h"

struct postings_list {
    uint32_t stamp;    /* 1 + the last document; 0: none yet */
    uint32_t previous; /* 1 + the document before it */
    uint32_t first;    /* occurrences of the document at hand: index of the first and last */
    uint32_t last;
    uint32_t head; /* address of the first slice */
    uint32_t tail; /* where the next byte goes */
    uint32_t documents;
    uint16_t room; /* bytes left in the slice of `tail` */
    uint8_t level; /* its size is SLICE_MIN << level */
};

struct occurrence {
    uint32_t position;
    uint32_t next; /* index of the term's next occurrence; NONE */
};

enum { CHUNK_BYTES = 1 << 18, SLICE_MIN = 16, SLICE_LEVELS = 8, LINK_BYTES = 4, COPY_BYTES = 16 };
enum { POSTING_HEAD_MAX = COPY_BYTES, OCCURRENCE_MAX = 5 };
static const uint32_t NONE = UINT32_MAX;
static const uint32_t MARK = UINT32_MAX; /* position of an occurrence that has none */

_Static_assert(sizeof(struct postings_list) == 32, "two lists a cache line");

void postings_buffer_init(struct postings_buffer *buffer)
{
    *buffer = (struct postings_buffer){0};
}

void postings_buffer_release(struct postings_buffer *buffer)
{
    for (size_t i = 0; i < buffer->chunk_count; i++)
        memory_free(buffer->chunks[i]);
    memory_free(buffer->chunks);
    memory_free(buffer->places);
    memory_free(buffer->lists);
    memory_free(buffer->occurrences);
    memory_free(buffer->document_terms);
    memory_free(buffer->encoded);
    postings_buffer_init(buffer);
}

void postings_buffer_clear(struct postings_buffer *buffer)
{
    postings_buffer_release(buffer);
}

int postings_buffer_begin_document(struct postings_buffer *buffer)
{
    buffer->document++;
    buffer->occurrence_count = 0;
    buffer->document_term_count = 0;
    return FX_OK;
}

static uint8_t *byte_at(const struct postings_buffer *buffer, uint32_t address)
{
    return buffer->chunks[address / CHUNK_BYTES] + address % CHUNK_BYTES;
}

/* ---- gathering ---- */

static int zeroed_u32(uint32_t **array, size_t *capacity, size_t wanted)
{
    size_t old = *capacity;
    if (memory_reserve(array, capacity, wanted, sizeof **array) != FX_OK)
        return FX_ENOMEM;
    memset(*array + old, 0, (*capacity - old) * sizeof **array);
    return FX_OK;
}

/* A list for a term that has none yet. */
static int new_list(struct postings_buffer *buffer, uint32_t term)
{
    if (zeroed_u32(&buffer->places, &buffer->place_capacity, (size_t)term + 1) != FX_OK ||
        memory_reserve(&buffer->lists, &buffer->list_capacity, (size_t)buffer->list_count + 1, sizeof *buffer->lists) !=
            FX_OK)
        return FX_ENOMEM;
    buffer->lists[buffer->list_count] = (struct postings_list){0};
    buffer->places[term] = ++buffer->list_count;
    return FX_OK;
}

/* NULL: the term is not in this unit. */
static const struct postings_list *list_of(const struct postings_buffer *buffer, uint32_t term)
{
    uint32_t place = term < buffer->place_capacity ? buffer->places[term] : 0;
    return place != 0 ? &buffer->lists[place - 1] : NULL;
}

static int begin_term(struct postings_buffer *buffer, struct postings_list *list)
{
    if (memory_reserve(&buffer->document_terms, &buffer->document_term_capacity,
                       (size_t)buffer->document_term_count + 1, sizeof *buffer->document_terms) != FX_OK)
        return FX_ENOMEM;
    buffer->document_terms[buffer->document_term_count++] = (uint32_t)(list - buffer->lists);
    list->previous = list->stamp;
    list->stamp = buffer->document;
    list->first = NONE;
    list->documents++;
    return FX_OK;
}

int postings_buffer_add(struct postings_buffer *buffer, uint32_t term, uint32_t position)
{
    if ((term >= buffer->place_capacity || buffer->places[term] == 0) && new_list(buffer, term) != FX_OK)
        return FX_ENOMEM;
    struct postings_list *list = &buffer->lists[buffer->places[term] - 1];
    if (list->stamp != buffer->document && begin_term(buffer, list) != FX_OK)
        return FX_ENOMEM;
    uint32_t at = buffer->occurrence_count;
    if (at == buffer->occurrence_capacity && memory_reserve(&buffer->occurrences, &buffer->occurrence_capacity,
                                                            (size_t)at + 1, sizeof *buffer->occurrences) != FX_OK)
        return FX_ENOMEM;
    if (list->first == NONE) {
        list->first = at;
    } else {
        if (buffer->occurrences[list->last].position == position)
            return FX_OK;
        buffer->occurrences[list->last].next = at;
    }
    list->last = at;
    buffer->occurrences[at] = (struct occurrence){position, NONE};
    buffer->occurrence_count++;
    return FX_OK;
}

int postings_buffer_add_mark(struct postings_buffer *buffer, uint32_t term)
{
    return postings_buffer_add(buffer, term, MARK);
}

/* ---- writing ---- */

/* Begins a slice and chains it to the one before. */
static int add_slice(struct postings_buffer *buffer, struct postings_list *list)
{
    bool first = list->head == 0 && list->tail == 0;
    uint8_t level = first ? 0 : list->level + 1 < SLICE_LEVELS ? (uint8_t)(list->level + 1) : list->level;
    size_t size = (size_t)SLICE_MIN << level;
    if (buffer->chunk_count == 0 || CHUNK_BYTES - buffer->used < size) {
        if (memory_reserve(&buffer->chunks, &buffer->chunk_capacity, buffer->chunk_count + 1, sizeof *buffer->chunks) !=
            FX_OK)
            return FX_ENOMEM;
        uint8_t *chunk = memory_allocate(1, CHUNK_BYTES);
        if (chunk == NULL)
            return FX_ENOMEM;
        buffer->chunks[buffer->chunk_count++] = chunk;
        buffer->used = buffer->chunk_count == 1 ? SLICE_MIN : 0; /* address 0 is nobody's */
    }
    uint32_t address = (uint32_t)((buffer->chunk_count - 1) * CHUNK_BYTES + buffer->used);
    buffer->used += size;
    if (first)
        list->head = address;
    else
        bytes_put_u32(byte_at(buffer, list->tail), address);
    list->tail = address;
    list->level = level;
    list->room = (uint16_t)(size - LINK_BYTES);
    return FX_OK;
}

/* `bytes` has room for COPY_BYTES. */
static int write_bytes(struct postings_buffer *buffer, struct postings_list *list, const uint8_t *bytes, size_t length)
{
    if (length <= COPY_BYTES && list->room + LINK_BYTES >= COPY_BYTES && list->room >= length) {
        /* A copy of fixed size is a move or two; what it writes too much is overwritten later. */
        memcpy(byte_at(buffer, list->tail), bytes, COPY_BYTES);
        list->tail += (uint32_t)length;
        list->room = (uint16_t)(list->room - length);
        return FX_OK;
    }
    while (length > 0) {
        if (list->room == 0 && add_slice(buffer, list) != FX_OK)
            return FX_ENOMEM;
        size_t part = length < list->room ? length : list->room;
        memcpy(byte_at(buffer, list->tail), bytes, part);
        list->tail += (uint32_t)part;
        list->room = (uint16_t)(list->room - part);
        bytes += part;
        length -= part;
    }
    return FX_OK;
}

/* The occurrences of the document at hand that belong to one term. */
static uint32_t count_occurrences(const struct postings_buffer *buffer, const struct postings_list *list)
{
    uint32_t count = 0;
    for (uint32_t i = list->first; i != NONE; i = buffer->occurrences[i].next)
        count += buffer->occurrences[i].position != MARK;
    return count;
}

static size_t encode_occurrences(uint8_t *out, const struct postings_buffer *buffer, const struct postings_list *list)
{
    size_t length = 0;
    uint32_t position = 0;
    for (uint32_t i = list->first; i != NONE; i = buffer->occurrences[i].next) {
        const struct occurrence *occurrence = &buffer->occurrences[i];
        length += bytes_put_varint(out + length, occurrence->position - position);
        position = occurrence->position;
    }
    return length;
}

/* The posting of a term that stands once in the document: most are of this kind. */
static int end_single(struct postings_buffer *buffer, struct postings_list *list)
{
    uint8_t encoded[2 * BYTES_VARINT_MAX];
    size_t length = bytes_put_varint(encoded, (uint64_t)(list->stamp - list->previous) << 1 | 1);
    length += bytes_put_varint(encoded + length, buffer->occurrences[list->first].position);
    return write_bytes(buffer, list, encoded, length);
}

static int end_term(struct postings_buffer *buffer, struct postings_list *list)
{
    if (list->first == list->last && buffer->occurrences[list->first].position != MARK)
        return end_single(buffer, list);
    uint32_t count = count_occurrences(buffer, list);
    size_t wanted = POSTING_HEAD_MAX + (size_t)count * OCCURRENCE_MAX;
    if (wanted > buffer->encoded_capacity &&
        memory_reserve(&buffer->encoded, &buffer->encoded_capacity, wanted, 1) != FX_OK)
        return FX_ENOMEM;
    size_t length = bytes_put_varint(buffer->encoded, (uint64_t)(list->stamp - list->previous) << 1);
    length += bytes_put_varint(buffer->encoded + length, count);
    if (count > 0)
        length += encode_occurrences(buffer->encoded + length, buffer, list);
    return write_bytes(buffer, list, buffer->encoded, length);
}

/* Brings the end of the list that will be written soon on its way from memory. */
static void approach_tail(const struct postings_buffer *buffer, uint32_t i)
{
    if (i >= buffer->document_term_count)
        return;
    uint32_t tail = buffer->lists[buffer->document_terms[i]].tail;
    if (tail != 0)
        __builtin_prefetch(byte_at(buffer, tail), 1);
}

int postings_buffer_end_document(struct postings_buffer *buffer)
{
    enum { AHEAD = 8 };
    for (uint32_t i = 0; i < AHEAD; i++)
        approach_tail(buffer, i);
    for (uint32_t i = 0; i < buffer->document_term_count; i++) {
        approach_tail(buffer, i + AHEAD);
        int status = end_term(buffer, &buffer->lists[buffer->document_terms[i]]);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

/* ---- looking ---- */

uint32_t postings_buffer_documents(const struct postings_buffer *buffer, uint32_t term)
{
    const struct postings_list *list = list_of(buffer, term);
    return list != NULL ? list->documents : 0;
}

size_t postings_buffer_memory(const struct postings_buffer *buffer)
{
    return buffer->list_capacity * sizeof *buffer->lists + buffer->chunk_count * CHUNK_BYTES +
           buffer->occurrence_capacity * sizeof *buffer->occurrences +
           (buffer->place_capacity + buffer->document_term_capacity) * sizeof(uint32_t) + buffer->encoded_capacity;
}

void postings_buffer_reader_init(struct postings_buffer_reader *reader)
{
    *reader = (struct postings_buffer_reader){0};
}

void postings_buffer_reader_release(struct postings_buffer_reader *reader)
{
    memory_free(reader->positions);
    postings_buffer_reader_init(reader);
}

/* The n-th slice of a list has a known size, so none is stored. */
static void enter_slice(struct postings_buffer_reader *reader, uint32_t address)
{
    size_t size = (size_t)SLICE_MIN << reader->level;
    reader->at = byte_at(reader->buffer, address);
    reader->end = reader->at + size - LINK_BYTES;
    if (reader->level + 1 < SLICE_LEVELS)
        reader->level++;
}

void postings_buffer_reader_start(struct postings_buffer_reader *reader, const struct postings_buffer *buffer,
                                  uint32_t term)
{
    reader->buffer = buffer;
    reader->document = UINT32_MAX; /* deltas count from 1 + the last document */
    reader->left = postings_buffer_documents(buffer, term);
    reader->level = 0;
    if (reader->left > 0)
        enter_slice(reader, list_of(buffer, term)->head);
}

static uint8_t next_byte(struct postings_buffer_reader *reader)
{
    if (reader->at == reader->end)
        enter_slice(reader, bytes_get_u32(reader->at));
    return *reader->at++;
}

/* A number that may run over the end of its slice. */
static uint64_t next_across(struct postings_buffer_reader *reader)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;
    do {
        byte = next_byte(reader);
        value |= (uint64_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte >= 0x80);
    return value;
}

/* Most numbers have one byte or two, and most slices have more left than that. */
static inline uint64_t next_varint(struct postings_buffer_reader *reader)
{
    const uint8_t *at = reader->at;
    if (reader->end - at < 2)
        return next_across(reader);
    if (at[0] < 0x80) {
        reader->at = at + 1;
        return at[0];
    }
    if (at[1] < 0x80) {
        reader->at = at + 2;
        return (uint64_t)(at[0] & 0x7F) | (uint64_t)at[1] << 7;
    }
    return next_across(reader);
}

int postings_buffer_reader_next(struct postings_buffer_reader *reader)
{
    if (reader->left == 0)
        return FX_END;
    reader->left--;
    uint64_t head = next_varint(reader);
    reader->document += (uint32_t)(head >> 1);
    reader->count = head & 1 ? 1 : (uint32_t)next_varint(reader);
    if (reader->count > reader->position_capacity && memory_reserve(&reader->positions, &reader->position_capacity,
                                                                    reader->count, sizeof *reader->positions) != FX_OK)
        return FX_ENOMEM;
    uint32_t position = 0;
    for (uint32_t i = 0; i < reader->count; i++) {
        position += (uint32_t)next_varint(reader);
        reader->positions[i] = position;
    }
    return FX_OK;
}
