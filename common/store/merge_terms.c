#include "error.h"
#include "memory.h"
#include "postings_layout.h"
#include "segment_merge_state.h"
#include "slice.h"
#include "term_space.h"

/* Lists of fewer leaves are encoded again: copying leaves whole leaves short ones behind at every seam. */
enum { COPY_LEAVES_MIN = 4 };

struct term_cursor {
    struct term_scan scan;
    const struct term_entry *entry; /* NULL: at the end */
    bool has;                       /* the term at hand */
};

struct term_merge {
    struct merge *merge;
    enum unit unit;
    struct term_cursor *cursors;
    struct leaf_entry *directory; /* of the list being copied */
    size_t directory_capacity;
    struct buffer directory_bytes;
    struct leaf leaf;
};

static int advance(struct term_cursor *cursor, fx_error *err)
{
    int status = term_scan_next(&cursor->scan, &cursor->entry, err);
    return status == FX_END ? FX_OK : status;
}

static int open_cursors(struct term_merge *terms, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < terms->merge->count && status == FX_OK; i++) {
        struct term_cursor *cursor = &terms->cursors[i];
        status = term_scan_open(&cursor->scan, terms->merge->inputs[i].segment, terms->unit, SLICE(""), err);
        if (status == FX_OK)
            status = advance(cursor, err);
    }
    return status;
}

/* Marks the inputs that have the smallest term; false at the end of all. */
static bool find_smallest(struct term_merge *terms)
{
    const struct term_entry *first = NULL;
    for (uint32_t i = 0; i < terms->merge->count; i++) {
        struct term_cursor *cursor = &terms->cursors[i];
        const int order = cursor->entry == NULL ? 1
                          : first == NULL       ? -1
                                                : slice_compare(cursor->entry->term, first->term);
        cursor->has = order <= 0;
        if (order < 0) {
            first = cursor->entry;
            for (uint32_t before = 0; before < i; before++)
                terms->cursors[before].has = false;
        }
    }
    return first != NULL;
}

/* ---- leaves copied as they stand ---- */

static int copy_positions(struct stream_reader *from, uint64_t address, uint64_t length, struct postings_writer *to,
                          fx_error *err)
{
    while (length > 0) {
        const uint8_t *bytes;
        size_t part = stream_contiguous(from, address);
        part = part < length ? part : (size_t)length;
        if (part == 0)
            return error_set(err, FX_EDAMAGED, "segment %u: positions end too early", from->owner);
        int status = stream_view(from, address, part, &bytes, err);
        if (status == FX_OK)
            status = postings_writer_copy_positions(to, (fx_slice){(const char *)bytes, part}, err);
        if (status != FX_OK)
            return status;
        address += part;
        length -= part;
    }
    return FX_OK;
}

static int load_directory(struct term_merge *terms, const struct merged_segment *input, const struct term_entry *entry,
                          fx_error *err)
{
    const struct postings_address *address = &entry->address;
    const uint64_t length = address->directory_length;
    const uint8_t *bytes;
    if (length > address->postings_length || address->leaves > length / 6)
        return error_set(err, FX_EDAMAGED, "a posting list of %u leaves has a directory of %u bytes", address->leaves,
                         address->directory_length);
    int status = stream_piece(segment_postings_stream(input->segment, terms->unit),
                              address->postings + address->postings_length - length, length, &terms->directory_bytes,
                              &bytes, err);
    if (status != FX_OK)
        return status;
    if (memory_reserve(&terms->directory, &terms->directory_capacity, address->leaves, sizeof *terms->directory) !=
        FX_OK)
        return error_no_memory(err);
    return postings_decode_directory(terms->directory, address, bytes, input->info->units[terms->unit].documents, err);
}

static int copy_leaf(struct term_merge *terms, const struct merged_segment *input, const struct leaf_entry *entry,
                     struct leaf_copy *copy, fx_error *err)
{
    struct postings_writer *lists = segment_writer_lists(terms->merge->writer);
    const uint32_t shift = input->shift[terms->unit];
    int status = postings_load_leaf(&terms->leaf, 0, entry, copy->has_positions,
                                    segment_postings_stream(input->segment, terms->unit), err);
    if (status != FX_OK)
        return status;
    copy->first = entry->first + shift;
    copy->last = entry->last + shift;
    copy->documents = 0;
    for (uint32_t i = 0; i < terms->leaf.blocks; i++)
        copy->documents += terms->leaf.counts[i];
    copy->postings = (fx_slice){(const char *)terms->leaf.bytes, terms->leaf.length};
    copy->impacts = (fx_slice){(const char *)entry->impacts, entry->impacts_length};
    copy->positions_length = entry->positions_length;
    status = postings_writer_add_leaf(lists, copy, err);
    if (status == FX_OK)
        status = copy_positions(segment_positions_stream(input->segment, terms->unit), entry->positions,
                                entry->positions_length, lists, err);
    return status;
}

static int copy_leaves(struct term_merge *terms, const struct merged_segment *input, const struct term_entry *entry,
                       fx_error *err)
{
    struct leaf_copy copy = {.has_positions = entry->address.has_positions, .occurrences = entry->occurrences};
    uint64_t documents = 0;
    int status = load_directory(terms, input, entry, err);
    for (uint32_t i = 0; i < entry->address.leaves && status == FX_OK; i++) {
        status = copy_leaf(terms, input, &terms->directory[i], &copy, err);
        documents += copy.documents;
        copy.occurrences = 0; /* counted with the first leaf */
    }
    if (status == FX_OK && documents != entry->documents)
        status = error_set(err, FX_EDAMAGED, "a posting list has %llu postings where its entry says %u",
                           (unsigned long long)documents, entry->documents);
    return status;
}

/* ---- postings encoded again ---- */

static int copy_posting(struct term_merge *terms, struct postings *cursor, uint32_t shift, uint32_t length,
                        bool has_positions, fx_error *err)
{
    struct posting_input posting = {.document = cursor->document + shift, .length = length};
    posting.boost = postings_boost(cursor);
    if (has_positions) {
        int status = postings_positions(cursor, &posting.positions, &posting.forms, &posting.count, err);
        if (status != FX_OK)
            return status;
    }
    return segment_writer_posting(terms->merge->writer, &posting, err);
}

/* *parents: how many distinct parents the documents written have; `parent_of` NULL: not asked for. */
static int copy_live_postings(struct term_merge *terms, const struct merged_segment *input, struct postings *cursor,
                              bool has_positions, const uint32_t *parent_of, uint32_t *parents, fx_error *err)
{
    const uint32_t *lengths;
    uint32_t before = UINT32_MAX;
    int status = segment_lengths(input->segment, terms->unit, &lengths, err);
    while (status == FX_OK && postings_next(cursor) != DOCUMENT_END) {
        const uint32_t document = cursor->document;
        if (merge_is_dead(input->dead[terms->unit], document))
            continue;
        status = copy_posting(terms, cursor, input->shift[terms->unit], lengths[document], has_positions, err);
        if (parent_of != NULL) {
            *parents += parent_of[document] != before;
            before = parent_of[document];
        }
    }
    if (status == FX_OK && cursor->fault.code != FX_OK)
        status = error_set(err, cursor->fault.code, "%s", cursor->fault.message);
    return status;
}

static int copy_postings(struct term_merge *terms, const struct merged_segment *input, const struct term_entry *entry,
                         uint32_t *parents, fx_error *err)
{
    const bool some_dead = input->dead[terms->unit] != NULL;
    const uint32_t *parent_of = NULL;
    struct postings cursor;
    int status = FX_OK;
    if (some_dead && entry->parents > 0)
        status = segment_parents(input->segment, terms->unit, &parent_of, err);
    else
        *parents += entry->parents;
    if (status == FX_OK)
        status = segment_postings(input->segment, terms->unit, entry, &cursor, err);
    if (status != FX_OK)
        return status;
    status = copy_live_postings(terms, input, &cursor, entry->address.has_positions, parent_of, parents, err);
    postings_release(&cursor);
    return status;
}

/* ---- terms ---- */

/* True where a document of the term lives: a term that lost all of them is left out. */
static int any_live(struct term_merge *terms, bool *live, fx_error *err)
{
    *live = false;
    for (uint32_t i = 0; i < terms->merge->count && !*live; i++) {
        const struct merged_segment *input = &terms->merge->inputs[i];
        const uint64_t *dead = input->dead[terms->unit];
        struct postings cursor;
        if (!terms->cursors[i].has)
            continue;
        if (dead == NULL) {
            *live = true;
            break;
        }
        int status = segment_postings(input->segment, terms->unit, terms->cursors[i].entry, &cursor, err);
        if (status != FX_OK)
            return status;
        while (postings_next(&cursor) != DOCUMENT_END && !*live)
            *live = !merge_is_dead(dead, cursor.document);
        if (cursor.fault.code != FX_OK)
            status = error_set(err, cursor.fault.code, "%s", cursor.fault.message);
        postings_release(&cursor);
        if (status != FX_OK)
            return status;
    }
    return FX_OK;
}

static int merge_lists(struct term_merge *terms, fx_slice term, fx_error *err)
{
    struct segment_writer *writer = terms->merge->writer;
    uint32_t parents = 0;
    bool live;
    int status = any_live(terms, &live, err);
    if (status != FX_OK || !live)
        return status;
    status = segment_writer_begin_term(writer, term, 0, err);
    for (uint32_t i = 0; i < terms->merge->count && status == FX_OK; i++) {
        const struct merged_segment *input = &terms->merge->inputs[i];
        const struct term_entry *entry = terms->cursors[i].entry;
        if (!terms->cursors[i].has)
            continue;
        if (input->dead[terms->unit] == NULL && entry->address.leaves >= COPY_LEAVES_MIN) {
            parents += entry->parents;
            status = copy_leaves(terms, input, entry, err);
        } else {
            status = copy_postings(terms, input, entry, &parents, err);
        }
    }
    if (status != FX_OK)
        return status;
    segment_writer_set_term_parents(writer, parents);
    return segment_writer_end_term(writer, err);
}

static int merge_form(struct term_merge *terms, const struct term_entry *first, fx_error *err)
{
    uint64_t documents = 0, occurrences = 0;
    for (uint32_t i = 0; i < terms->merge->count; i++)
        if (terms->cursors[i].has) {
            documents += terms->cursors[i].entry->documents;
            occurrences += terms->cursors[i].entry->occurrences;
        }
    /* Sums of 32-bit counts of disjoint documents: they fit. */
    return segment_writer_form(terms->merge->writer, first->term, first->stem, first->form, (uint32_t)documents,
                               occurrences, err);
}

static int merge_all(struct term_merge *terms, fx_error *err)
{
    int status = open_cursors(terms, err);
    while (status == FX_OK && find_smallest(terms)) {
        if (merge_stopped(terms->merge))
            return error_set(err, FX_ESTOPPED, "merging was stopped");
        uint32_t first = 0;
        while (!terms->cursors[first].has)
            first++;
        const struct term_entry *entry = terms->cursors[first].entry;
        status = entry->term.ptr[0] == TERM_FORM ? merge_form(terms, entry, err) : merge_lists(terms, entry->term, err);
        for (uint32_t i = first; i < terms->merge->count && status == FX_OK; i++)
            if (terms->cursors[i].has)
                status = advance(&terms->cursors[i], err);
    }
    return status;
}

int merge_terms(struct merge *merge, enum unit unit, fx_error *err)
{
    struct term_merge terms = {.merge = merge, .unit = unit};
    terms.cursors = memory_allocate_zeroed(merge->count, sizeof *terms.cursors);
    int status = terms.cursors == NULL ? error_no_memory(err) : merge_all(&terms, err);
    memory_free(terms.cursors);
    memory_free(terms.directory);
    buffer_release(&terms.directory_bytes);
    buffer_release(&terms.leaf.copy);
    return status;
}
