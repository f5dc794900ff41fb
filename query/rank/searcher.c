#include "searcher.h"

#include "column.h"
#include "error.h"
#include "memory.h"

#include <string.h>

int searcher_open(struct searcher **out, struct index *const *indexes, uint32_t count, fx_error *err)
{
    *out = NULL;
    struct searcher *searcher = memory_allocate_zeroed(1, sizeof *searcher);
    if (searcher == NULL)
        return error_no_memory(err);
    searcher->indexes = memory_allocate(count, sizeof(struct index *));
    if (searcher->indexes == NULL) {
        memory_free(searcher);
        return error_no_memory(err);
    }
    for (uint32_t i = 0; i < count; i++)
        searcher->indexes[i] = indexes[i];
    searcher->index_count = count;
    *out = searcher;
    return FX_OK;
}

void searcher_refresh(struct searcher *searcher)
{
    arena_clear(&searcher->arena);
    searcher->opened = searcher->sections_known = false;
    searcher->segments = NULL;
    searcher->segment_count = 0;
    memset(searcher->documents, 0, sizeof searcher->documents);
    memset(searcher->length, 0, sizeof searcher->length);
    searcher->faults = (struct search_faults){0};
}

void searcher_close(struct searcher *searcher)
{
    if (searcher == NULL)
        return;
    arena_release(&searcher->arena);
    memory_free(searcher->indexes);
    memory_free(searcher);
}

struct index *searcher_index(const struct searcher *searcher, uint32_t number)
{
    return searcher->indexes[number];
}

/* A damaged value is noted and passed over; whatever else fails ends the call. */
static int tolerate(struct searcher *searcher, int code, fx_error *fault, fx_error *err)
{
    if (code == FX_OK)
        return FX_OK;
    if (code != FX_EDAMAGED)
        return error_set(err, code, "%s", fault->message);
    if (searcher->faults.count++ == 0)
        searcher->faults.first = *fault;
    return FX_OK;
}

static int open_segment(struct searcher *searcher, uint32_t index, uint32_t number, fx_error *err)
{
    struct match_segment *segment = &searcher->segments[searcher->segment_count];
    fx_error fault = {.code = FX_OK};
    *segment =
        (struct match_segment){.index = searcher->indexes[index], .index_number = index, .segment_number = number};
    int code = index_segment(segment->index, number, &segment->segment, &fault);
    for (int unit = 0; unit < UNIT_COUNT && code == FX_OK; unit++)
        code = index_dead(segment->index, number, (enum unit)unit, &segment->dead[unit], &fault);
    if (code != FX_OK)
        return tolerate(searcher, code, &fault, err);
    const struct segment_info *info = &index_commit(segment->index)->segments[number];
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        searcher->documents[unit] += info->units[unit].documents - info->dead[unit];
        searcher->length[unit] += info->units[unit].length - info->dead_length[unit];
    }
    searcher->segment_count++;
    return FX_OK;
}

int searcher_prepare(struct searcher *searcher, fx_error *err)
{
    uint32_t count = 0;
    if (searcher->opened)
        return FX_OK;
    searcher_refresh(searcher);
    for (uint32_t i = 0; i < searcher->index_count; i++)
        count += index_commit(searcher->indexes[i])->segment_count;
    searcher->segments = arena_allocate(&searcher->arena, (count + 1) * sizeof *searcher->segments);
    if (searcher->segments == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < searcher->index_count; i++)
        for (uint32_t k = 0; k < index_commit(searcher->indexes[i])->segment_count; k++) {
            int code = open_segment(searcher, i, k, err);
            if (code != FX_OK)
                return code;
        }
    searcher->opened = true;
    return FX_OK;
}

static bool has(const uint64_t *words, uint32_t document)
{
    return words != NULL && bitmap_has(words, document);
}

/* Walks the articles that have sections: their bits, and how many live ones with what length there are. */
static int walk_sectioned(struct match_segment *segment, uint64_t *bits, uint64_t *live, uint64_t *length,
                          fx_error *err)
{
    static const char mark[] = {TERM_MARK_SECTIONED};
    struct term_entry entry;
    struct postings postings;
    struct column *lengths;
    int code = segment_find_term(segment->segment, UNIT_ARTICLE, (fx_slice){mark, 1}, &entry, err);
    if (code != FX_OK)
        return code == FX_END ? FX_OK : code;
    code = segment_column(segment->segment, UNIT_ARTICLE, STREAM_LENGTHS, &lengths, err);
    if (code == FX_OK)
        code = segment_postings(segment->segment, UNIT_ARTICLE, &entry, &postings, err);
    if (code != FX_OK)
        return code;
    uint32_t documents = segment_describe(segment->segment)->units[UNIT_ARTICLE].documents;
    for (uint32_t d = postings_next(&postings); d < documents; d = postings_next(&postings)) {
        bits[d / 64] |= UINT64_C(1) << (d % 64);
        if (!has(segment->dead[UNIT_ARTICLE], d)) {
            ++*live;
            *length += column_u32(lengths, d);
        }
    }
    code = postings.fault.code;
    if (code != FX_OK)
        error_set(err, code, "%s", postings.fault.message);
    postings_release(&postings);
    int damaged = column_take_fault(lengths, code == FX_OK ? err : NULL);
    return code == FX_OK ? damaged : code;
}

static int prepare_sections(struct searcher *searcher, struct match_segment *segment, fx_error *err)
{
    uint32_t documents = segment_describe(segment->segment)->units[UNIT_ARTICLE].documents;
    size_t words = documents / 64 + 1;
    uint64_t *bits = arena_allocate_zeroed(&searcher->arena, 3 * words, sizeof *bits);
    uint64_t live = 0, length = 0;
    fx_error fault = {.code = FX_OK};
    if (bits == NULL)
        return error_no_memory(err);
    int code = tolerate(searcher, walk_sectioned(segment, bits, &live, &length, &fault), &fault, err);
    if (code != FX_OK)
        return code;
    const uint64_t *dead = segment->dead[UNIT_ARTICLE];
    uint64_t *not_one = bits + words, *dead_whole = bits + 2 * words;
    for (size_t i = 0; i < (documents + 63) / 64; i++) {
        uint64_t gone = dead ? dead[i] : 0;
        not_one[i] = gone | bits[i];
        dead_whole[i] = gone & ~bits[i];
    }
    segment->sectioned = bits;
    segment->not_one_section = not_one;
    segment->dead_whole = dead ? dead_whole : NULL;
    searcher->documents[UNIT_SECTION] -= live;
    searcher->length[UNIT_SECTION] -= length;
    return FX_OK;
}

int searcher_prepare_sections(struct searcher *searcher, fx_error *err)
{
    int code = searcher_prepare(searcher, err);
    if (code != FX_OK || searcher->sections_known)
        return code;
    /* Sections, and every article as one; then less those that are several. */
    searcher->documents[UNIT_SECTION] += searcher->documents[UNIT_ARTICLE];
    searcher->length[UNIT_SECTION] += searcher->length[UNIT_ARTICLE];
    for (uint32_t i = 0; i < searcher->segment_count && code == FX_OK; i++)
        code = prepare_sections(searcher, &searcher->segments[i], err);
    if (code != FX_OK) {
        searcher_refresh(searcher);
        return code;
    }
    searcher->sections_known = true;
    return FX_OK;
}

struct unit_statistics searcher_statistics(const struct searcher *searcher, enum unit unit)
{
    uint64_t documents = searcher->documents[unit];
    double average = documents > 0 ? (double)searcher->length[unit] / (double)documents : 0;
    return (struct unit_statistics){documents, average};
}

int searcher_documents(struct searcher *searcher, enum unit unit, uint64_t *out, fx_error *err)
{
    *out = 0;
    int code = unit == UNIT_SECTION ? searcher_prepare_sections(searcher, err) : searcher_prepare(searcher, err);
    if (code == FX_OK)
        *out = searcher->documents[unit];
    return code;
}
