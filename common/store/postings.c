#include "postings.h"

#include "bytes.h"
#include "error.h"
#include "impacts.h"
#include "memory.h"
#include "postings_state.h"

/* ---- opening ---- */

/* Makes the whole list one leaf of one block, already decoded: what inlined and one-block lists are. */
static void present_as_leaf(struct postings_state *state, uint32_t documents)
{
    struct leaf *leaf = &state->slots[0];
    leaf->number = 0;
    leaf->blocks = 1;
    leaf->first[0] = state->documents[0];
    for (uint32_t i = 1; i < LEAF_BLOCKS; i++)
        leaf->last[i] = DOCUMENT_END;
    for (uint32_t i = documents; i < PACKED_VALUES; i++)
        state->documents[i] = DOCUMENT_END;
    leaf->last[0] = state->documents[documents - 1];
    leaf->counts[0] = documents;
    state->only = (struct leaf_entry){.first = leaf->first[0], .last = leaf->last[0]};
    state->directory = &state->only;
    state->leaves = 1;
    state->deep = state->shallow = leaf;
    state->shallow_from = 0;
    state->shallow_last = leaf->last[0];
    state->impacts_leaf = state->impacts_block = state->leaf_impacts_of = 0;
    state->positions_ready = false;
}

static int damaged_block(fx_error *err)
{
    return error_set(err, FX_EDAMAGED, "a block of a posting list cannot be decoded");
}

static int open_one_block(struct postings_state *state, const struct postings_address *address, uint32_t documents,
                          uint32_t document_count, fx_error *err)
{
    struct leaf *leaf = &state->slots[0];
    int status =
        stream_piece(state->postings, address->postings, address->postings_length, &leaf->copy, &leaf->bytes, err);
    if (status != FX_OK)
        return status;
    struct byte_reader reader = byte_reader_of(leaf->bytes, (size_t)address->postings_length);
    const uint32_t first = byte_reader_varint32(&reader);
    const size_t impacts_length = byte_reader_u8(&reader);
    const uint8_t *impacts = byte_reader_take(&reader, impacts_length);
    if (reader.failed || documents == 0 || documents > BLOCK_POSTINGS)
        return damaged_block(err);
    const int count = impacts_decode(state->impacts, impacts, impacts_length);
    state->block_end = reader.end;
    state->frequencies_at =
        postings_decode_documents(state->documents, documents, first, DOCUMENT_END, reader.at, reader.end);
    if (count <= 0 || state->frequencies_at == NULL || state->documents[documents - 1] >= document_count)
        return damaged_block(err);
    state->impact_count = state->leaf_impact_count = (uint32_t)count;
    memcpy(state->leaf_impacts, state->impacts, sizeof state->impacts);
    leaf->position_starts[0] = address->positions;
    leaf->position_starts[1] = address->positions + address->positions_length;
    leaf->positions_ready = true;
    return FX_OK;
}

static int open_leaves(struct postings_state *state, const struct postings_address *address, uint32_t document_count,
                       fx_error *err)
{
    const uint8_t *bytes;
    const uint64_t length = address->directory_length;
    /* An entry takes six bytes at least. */
    if (length > address->postings_length || address->leaves > length / 6)
        return error_set(err, FX_EDAMAGED, "a posting list of %u leaves has a directory of %u bytes", address->leaves,
                         address->directory_length);
    int status = stream_piece(state->postings, address->postings + address->postings_length - length, length,
                              &state->directory_copy, &bytes, err);
    if (status != FX_OK)
        return status;
    state->directory = &state->only;
    if (address->leaves > 1) {
        state->directory = memory_allocate(address->leaves, sizeof *state->directory);
        if (state->directory == NULL)
            return error_no_memory(err);
    }
    state->leaves = address->leaves;
    return postings_decode_directory(state->directory, address, bytes, document_count, err);
}

int postings_open(struct postings *out, struct stream_reader *postings, struct stream_reader *positions,
                  const struct postings_address *address, uint32_t documents, uint32_t document_count, fx_error *err)
{
    out->document = 0;
    out->fault.code = FX_OK;
    out->state = NULL;
    struct postings_state *state = memory_allocate(1, sizeof *state);
    if (state == NULL)
        return error_no_memory(err);
    /* Not the big arrays: what stands in them is only read after it was decoded. */
    memset(state, 0, offsetof(struct postings_state, slots));
    for (unsigned i = 0; i < 2; i++) {
        state->slots[i].number = UINT32_MAX;
        state->slots[i].copy = (struct buffer)BUFFER_INIT;
    }
    state->postings = postings;
    state->positions = positions;
    state->has_positions = address->has_positions;
    state->deep = state->shallow = NULL;
    state->shallow_from = 1;
    state->shallow_last = state->block = state->shallow_block = state->index = state->count = 0;
    state->impacts_leaf = state->impacts_block = state->leaf_impacts_of = UINT32_MAX;
    state->frequencies_asked = 0;
    state->frequencies_ready = state->positions_ready = state->inlined_any_form = false;
    state->copy = state->directory_copy = (struct buffer)BUFFER_INIT;
    position_reader_init(&state->reader);
    out->state = state;
    int status;
    if (address->inlined.len > 0) {
        state->inlined = true;
        status = inlined_list_decode(state, address->inlined, documents, document_count, err);
    } else if (address->leaves == 0) {
        status = open_one_block(state, address, documents, document_count, err);
    } else {
        status = open_leaves(state, address, document_count, err);
    }
    if (status == FX_OK && address->leaves == 0)
        present_as_leaf(state, documents);
    if (status != FX_OK)
        postings_release(out);
    return status;
}

void postings_release(struct postings *postings)
{
    struct postings_state *state = postings->state;
    if (state == NULL)
        return;
    if (state->directory != &state->only)
        memory_free(state->directory);
    buffer_release(&state->slots[0].copy);
    buffer_release(&state->slots[1].copy);
    buffer_release(&state->copy);
    buffer_release(&state->directory_copy);
    position_reader_release(&state->reader);
    memory_free(state);
    postings->state = NULL;
}

/* ---- finding leaves and blocks ---- */

/* The first leaf from `from` on whose last document is >= target; state->leaves where there is none. Gallops: targets
 * mostly are near. */
static uint32_t find_leaf(const struct postings_state *state, uint32_t from, uint32_t target)
{
    const struct leaf_entry *directory = state->directory;
    uint32_t low = from, step = 1;
    while (low < state->leaves && directory[low].last < target) {
        from = low + 1;
        low += step;
        step *= 2;
    }
    uint32_t high = low < state->leaves ? low : state->leaves;
    while (from < high) {
        const uint32_t middle = from + (high - from) / 2;
        if (directory[middle].last < target)
            from = middle + 1;
        else
            high = middle;
    }
    return from;
}

typedef uint32_t lanes __attribute__((vector_size(16)));

enum { BELOW_VALUES = 16 };

static inline lanes load_lanes(const uint32_t *values)
{
    lanes loaded;
    memcpy(&loaded, values, sizeof loaded);
    return loaded;
}

/* How many of 16 values are smaller than `limit`. Written out, since loops are not unrolled at -O2. */
static inline uint32_t count_below(const uint32_t *values, uint32_t limit)
{
    const lanes limits = {limit, limit, limit, limit};
    const lanes low = (lanes)(load_lanes(values) < limits) + (lanes)(load_lanes(values + 4) < limits);
    const lanes high = (lanes)(load_lanes(values + 8) < limits) + (lanes)(load_lanes(values + 12) < limits);
    const lanes sum = low + high; /* true is all ones: -1 */
    const lanes half = sum + __builtin_shufflevector(sum, sum, 2, 3, 0, 1);
    return -(half[0] + half[1]);
}

/* The first block of the leaf whose last document is >= target; there is one. */
static uint32_t find_block(const struct leaf *leaf, uint32_t target)
{
    _Static_assert(LEAF_BLOCKS == 2 * BELOW_VALUES, "two steps");
    return count_below(leaf->last, target) + count_below(leaf->last + BELOW_VALUES, target);
}

/* The head of leaf `number`, in the slot that the cursor does not stand in where it has to be loaded. */
static struct leaf *load_leaf(struct postings_state *state, uint32_t number, fx_error *err)
{
    for (unsigned i = 0; i < 2; i++)
        if (state->slots[i].number == number)
            return &state->slots[i];
    struct leaf *slot = state->deep == &state->slots[0] ? &state->slots[1] : &state->slots[0];
    if (state->shallow == slot) {
        state->shallow = NULL;
        state->shallow_from = 1;
        state->shallow_last = 0;
    }
    if (postings_load_leaf(slot, number, &state->directory[number], state->has_positions, state->postings, err) !=
        FX_OK)
        return NULL;
    return slot;
}

/* ---- moving ---- */

static uint32_t stop(struct postings *postings)
{
    postings->document = DOCUMENT_END;
    return DOCUMENT_END;
}

/* Decodes the documents of a block and makes it the one the cursor stands in. */
static bool enter_block(struct postings *postings, struct leaf *leaf, uint32_t block)
{
    struct postings_state *state = postings->state;
    if (state->count > 0 && state->deep == leaf && state->block == block)
        return true;
    const bool first_of_one = state->count == 0 && state->leaves == 1 && state->directory == &state->only &&
                              leaf->blocks == 1 && state->deep == leaf;
    state->deep = leaf;
    state->block = block;
    state->index = 0;
    state->count = leaf->counts[block];
    if (first_of_one) /* inlined, or one block: decoded when it was opened */
        return true;
    state->positions_ready = false;
    state->frequencies_ready = false;
    state->frequencies_asked = 0;
    state->block_end = leaf->bytes + leaf->starts[block + 1];
    state->frequencies_at =
        postings_decode_documents(state->documents, state->count, leaf->first[block], leaf->last[block],
                                  leaf->bytes + leaf->starts[block], state->block_end);
    if (state->frequencies_at == NULL) {
        damaged_block(&postings->fault);
        return false;
    }
    return true;
}

static uint32_t next_block(struct postings *postings)
{
    struct postings_state *state = postings->state;
    struct leaf *leaf = state->deep;
    uint32_t block = state->count > 0 ? state->block + 1 : 0;
    if (postings->document == DOCUMENT_END)
        return DOCUMENT_END;
    if (leaf == NULL || block == leaf->blocks) {
        const uint32_t number = leaf ? leaf->number + 1 : 0;
        block = 0;
        leaf = number < state->leaves ? load_leaf(state, number, &postings->fault) : NULL;
    }
    if (leaf == NULL || !enter_block(postings, leaf, block))
        return stop(postings);
    postings->document = state->documents[0];
    return postings->document;
}

uint32_t postings_next(struct postings *postings)
{
    struct postings_state *state = postings->state;
    if (state->index + 1 < state->count && postings->document != DOCUMENT_END) {
        postings->document = state->documents[++state->index];
        return postings->document;
    }
    return next_block(postings);
}

/* The first index whose document is >= target; there is one. Two steps without a branch, since where targets fall
 * cannot be predicted: which sixteenth of the block, then where in it. Behind `count` stands DOCUMENT_END. */
static uint32_t find_document(const uint32_t *documents, uint32_t target)
{
    uint32_t from = 0;
#pragma GCC unroll 8
    for (uint32_t i = BELOW_VALUES - 1; i < PACKED_VALUES - BELOW_VALUES; i += BELOW_VALUES)
        from += documents[i] < target;
    from *= BELOW_VALUES;
    return from + count_below(documents + from, target);
}

uint32_t postings_seek(struct postings *postings, uint32_t target)
{
    struct postings_state *state = postings->state;
    if (state->count > 0 && target <= postings->document)
        return postings->document;
    if (postings->document == DOCUMENT_END)
        return DOCUMENT_END;
    if (state->count == 0 || target > state->deep->last[state->block]) {
        struct leaf *leaf = state->deep;
        if (leaf == NULL || target > leaf->last[leaf->blocks - 1]) {
            const uint32_t number = find_leaf(state, leaf ? leaf->number : 0, target);
            leaf = number < state->leaves ? load_leaf(state, number, &postings->fault) : NULL;
        }
        if (leaf == NULL || !enter_block(postings, leaf, find_block(leaf, target)))
            return stop(postings);
    }
    state->index = find_document(state->documents, target);
    postings->document = state->documents[state->index];
    return postings->document;
}

/* ---- skipping by impacts ---- */

static uint32_t behind_the_end(const struct impact **impacts, uint32_t *count)
{
    *impacts = NULL;
    *count = 0;
    return DOCUMENT_END;
}

static uint32_t found_damage(struct postings *postings, const struct impact **impacts, uint32_t *count)
{
    postings->document = DOCUMENT_END;
    if (postings->fault.code == FX_OK)
        damaged_block(&postings->fault);
    return behind_the_end(impacts, count);
}

/* Points `shallow` at the block that would hold target; false behind the end or at damage (then `fault` says so). */
static bool find_shallow(struct postings *postings, uint32_t target)
{
    struct postings_state *state = postings->state;
    if (target >= state->shallow_from && target <= state->shallow_last)
        return true;
    struct leaf *leaf = state->shallow;
    if (leaf == NULL || target > leaf->last[leaf->blocks - 1] || target < leaf->first[0]) {
        const uint32_t number = find_leaf(state, state->deep ? state->deep->number : 0, target);
        leaf = number < state->leaves ? load_leaf(state, number, &postings->fault) : NULL;
        if (leaf == NULL)
            return false;
    }
    const uint32_t block = find_block(leaf, target);
    state->shallow = leaf;
    state->shallow_block = block;
    state->shallow_last = leaf->last[block];
    if (block > 0)
        state->shallow_from = leaf->last[block - 1] + 1;
    else
        state->shallow_from = leaf->number > 0 ? state->directory[leaf->number - 1].last + 1 : 0;
    return true;
}

uint32_t postings_block(struct postings *postings, uint32_t target, const struct impact **impacts, uint32_t *count)
{
    struct postings_state *state = postings->state;
    if (postings->document == DOCUMENT_END || !find_shallow(postings, target)) {
        if (postings->fault.code != FX_OK)
            return found_damage(postings, impacts, count);
        return behind_the_end(impacts, count);
    }
    struct leaf *leaf = state->shallow;
    const uint32_t block = state->shallow_block;
    if (state->impacts_leaf != leaf->number || state->impacts_block != block) {
        const uint8_t *bytes;
        size_t length;
        int decoded = -1;
        if (postings_leaf_impacts(leaf, block, &bytes, &length, &postings->fault) == FX_OK)
            decoded = impacts_decode(state->impacts, bytes, length);
        if (decoded <= 0)
            return found_damage(postings, impacts, count);
        state->impact_count = (uint32_t)decoded;
        state->impacts_leaf = leaf->number;
        state->impacts_block = block;
    }
    *impacts = state->impacts;
    *count = state->impact_count;
    return state->shallow_last;
}

uint32_t postings_leaf(struct postings *postings, uint32_t target, const struct impact **impacts, uint32_t *count)
{
    struct postings_state *state = postings->state;
    const uint32_t number = postings->document == DOCUMENT_END
                                ? state->leaves
                                : find_leaf(state, state->deep ? state->deep->number : 0, target);
    if (number == state->leaves)
        return behind_the_end(impacts, count);
    const struct leaf_entry *entry = &state->directory[number];
    if (state->leaf_impacts_of != number) {
        const int decoded = impacts_decode(state->leaf_impacts, entry->impacts, entry->impacts_length);
        if (decoded <= 0)
            return found_damage(postings, impacts, count);
        state->leaf_impact_count = (uint32_t)decoded;
        state->leaf_impacts_of = number;
    }
    *impacts = state->leaf_impacts;
    *count = state->leaf_impact_count;
    return entry->last;
}

/* ---- the current posting ---- */

static bool load_frequencies(struct postings *postings)
{
    struct postings_state *state = postings->state;
    if (state->frequencies_ready)
        return true;
    if (postings_decode_frequencies(state->counts, state->boosted, &state->weighted, state->count, state->has_positions,
                                    state->frequencies_at, state->block_end) == NULL) {
        damaged_block(&postings->fault);
        return false;
    }
    state->frequencies_ready = true;
    return true;
}

/* Who asks for a few frequencies of a block gets them one by one, who asks for more pays for all at once. */
enum { SINGLE_FREQUENCIES = 2 };

static bool get_frequency(struct postings *postings, uint32_t *counted, uint32_t *boost)
{
    struct postings_state *state = postings->state;
    const uint32_t index = state->index;
    *counted = *boost = 0;
    if (!state->frequencies_ready && state->frequencies_asked < SINGLE_FREQUENCIES) {
        state->frequencies_asked++;
        if (postings_decode_frequency(counted, boost, index, state->count, state->has_positions, state->frequencies_at,
                                      state->block_end))
            return true;
        damaged_block(&postings->fault);
        return false;
    }
    if (!load_frequencies(postings))
        return false;
    *counted = state->counts[index];
    *boost = state->weighted[index] - *counted;
    return true;
}

uint32_t postings_frequency(struct postings *postings)
{
    const struct postings_state *state = postings->state;
    uint32_t counted, boost;
    if (state->frequencies_ready)
        return state->weighted[state->index];
    return get_frequency(postings, &counted, &boost) ? counted + boost : 0;
}

uint32_t postings_boost(struct postings *postings)
{
    uint32_t counted, boost;
    return get_frequency(postings, &counted, &boost) ? boost : 0;
}

uint32_t postings_run(struct postings *postings, const uint32_t **documents, const uint32_t **frequencies)
{
    const struct postings_state *state = postings->state;
    *documents = *frequencies = NULL;
    if (postings->document == DOCUMENT_END || state->count == 0 || !load_frequencies(postings))
        return 0;
    *documents = state->documents + state->index;
    *frequencies = state->weighted + state->index;
    return state->count - state->index;
}

/* ---- positions ---- */

/* Turns the position reader to the current block. */
static int load_positions(struct postings *postings, fx_error *err)
{
    struct postings_state *state = postings->state;
    if (!load_frequencies(postings))
        return error_set(err, postings->fault.code, "%s", postings->fault.message);
    for (uint32_t i = 0; i < PACKED_VALUES; i++)
        state->ends[i] = state->counts[i] - 1;
    packed_block_sum_gaps(state->ends, state->count, 0);
    if (!state->inlined) {
        uint64_t start, length;
        const uint8_t *bytes;
        int status = postings_leaf_positions(state->deep, state->block, &start, &length, err);
        if (status == FX_OK)
            status = stream_piece(state->positions, start, length, &state->copy, &bytes, err);
        if (status != FX_OK)
            return status;
        position_reader_begin(&state->reader, bytes, (size_t)length, state->ends[state->count - 1]);
    }
    state->positions_ready = true;
    return FX_OK;
}

/* Which positions of the block are those of the document at hand; FX_END: none were kept. */
static inline int find_positions(struct postings *postings, uint32_t *start, uint32_t *wanted, fx_error *err)
{
    struct postings_state *state = postings->state;
    if (!state->has_positions)
        return FX_END;
    int status = state->positions_ready ? FX_OK : load_positions(postings, err);
    if (status != FX_OK)
        return status;
    *wanted = state->counts[state->index];
    *start = state->ends[state->index] - *wanted;
    return FX_OK;
}

int postings_positions(struct postings *postings, const uint32_t **positions, const uint16_t **forms, uint32_t *count,
                       fx_error *err)
{
    struct postings_state *state = postings->state;
    *positions = NULL;
    *count = 0;
    if (forms)
        *forms = NULL;
    uint32_t start, wanted;
    int status = find_positions(postings, &start, &wanted, err);
    if (status != FX_OK)
        return status;
    if (state->inlined) {
        *positions = state->inlined_positions + start;
        if (forms && state->inlined_any_form)
            *forms = state->inlined_forms + start;
    } else {
        status = position_reader_get(&state->reader, start, wanted, positions, forms, err);
    }
    *count = status == FX_OK ? wanted : 0;
    return status;
}

int postings_position_gaps(struct postings *postings, const uint32_t **gaps, uint32_t *count, fx_error *err)
{
    struct postings_state *state = postings->state;
    *gaps = NULL;
    *count = 0;
    uint32_t start, wanted;
    int status = find_positions(postings, &start, &wanted, err);
    if (status != FX_OK)
        return status;
    if (state->inlined) {
        for (uint32_t i = 0; i < wanted; i++)
            state->inlined_gaps[i] =
                state->inlined_positions[start + i] - (i > 0 ? state->inlined_positions[start + i - 1] : 0);
        memset(state->inlined_gaps + wanted, 0, POSITION_PADDING * sizeof *state->inlined_gaps);
        *gaps = state->inlined_gaps;
    } else {
        *gaps = position_reader_gaps_at_hand(&state->reader, start, wanted);
        if (*gaps == NULL)
            status = position_reader_gaps(&state->reader, start, wanted, gaps, err);
    }
    *count = status == FX_OK ? wanted : 0;
    return status;
}
