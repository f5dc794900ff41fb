#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "merge_policy.h"
#include "segment_merge.h"

#include <string.h>

int writer_open_inputs(struct index_writer *writer, uint32_t first, uint32_t count, struct merge_input *inputs,
                       fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < count && status == FX_OK; i++) {
        status = index_segment(writer->index, first + i, &inputs[i].segment, err);
        for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++)
            status = index_dead(writer->index, first + i, (enum unit)unit, &inputs[i].dead[unit], err);
    }
    return status;
}

static void set_bits(uint64_t *words, uint64_t from, uint64_t to)
{
    for (; from < to; from++)
        words[from / 64] |= UINT64_C(1) << from % 64;
}

int writer_join_deaths(const struct segment_info *infos, const struct merge_input *inputs, uint32_t count,
                       enum unit unit, const struct segment_info *result, uint64_t **out, fx_error *err)
{
    uint64_t *words = memory_allocate_zeroed(dead_word_count(result->units[unit].documents), sizeof *words);
    if (words == NULL)
        return error_no_memory(err);
    uint64_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t shift = unit == UNIT_ARTICLE ? infos[i].base - infos[0].base : at;
        set_bits(words, at, shift);
        for (uint32_t document = 0; document < infos[i].units[unit].documents; document++) {
            if (dead_bit(inputs[i].dead[unit], document))
                set_bits(words, shift + document, shift + document + 1);
        }
        at = shift + infos[i].units[unit].documents;
    }
    *out = words;
    return FX_OK;
}

/* Puts the result in the place of its inputs. */
static int replace_segments(struct index_writer *writer, uint32_t first, uint32_t count,
                            const struct segment_info *result, const struct segment_deaths *deaths)
{
    struct commit *next = &writer->next;
    for (uint32_t i = first; i < first + count; i++) {
        if (writer_drop_owner(writer, next->segments[i].owner) != FX_OK)
            return FX_ENOMEM;
    }
    uint32_t behind = next->segment_count - first - count;
    next->segments[first] = *result;
    writer->deaths[first] = *deaths;
    memmove(&next->segments[first + 1], &next->segments[first + count], behind * sizeof *next->segments);
    memmove(&writer->deaths[first + 1], &writer->deaths[first + count], behind * sizeof *writer->deaths);
    next->segment_count -= count - 1;
    writer->dirty = true;
    return FX_OK;
}

static int list_result(struct index_writer *writer, const struct merge_input *inputs, uint32_t first, uint32_t count,
                       const struct segment_info *result, fx_error *err)
{
    struct segment_deaths deaths = {.changed = true};
    int status = FX_OK;
    for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++) {
        if (result->dead[unit] > 0)
            status = writer_join_deaths(&writer->next.segments[first], inputs, count, (enum unit)unit, result,
                                        &deaths.words[unit], err);
    }
    if (status == FX_OK && replace_segments(writer, first, count, result, &deaths) != FX_OK)
        status = error_no_memory(err);
    for (unsigned unit = 0; unit < UNIT_COUNT && status != FX_OK; unit++)
        memory_free(deaths.words[unit]);
    return status;
}

static int merge_range(struct index_writer *writer, uint32_t first, uint32_t count, const volatile int *stop,
                       fx_error *err)
{
    struct segment_info result;
    struct merge_input *inputs = memory_allocate_zeroed(count, sizeof *inputs);
    if (inputs == NULL)
        return error_no_memory(err);
    int status = writer_open_inputs(writer, first, count, inputs, err);
    if (status == FX_OK)
        status =
            segment_merge(inputs, count, &writer->staging.sink, index_writer_new_owner(writer), stop, &result, err);
    if (status == FX_OK)
        status = list_result(writer, inputs, first, count, &result, err);
    else
        staging_drop(&writer->staging); /* of a result that nobody will list */
    memory_free(inputs);
    return status == FX_OK ? index_writer_commit(writer, err) : status;
}

int index_writer_merge(struct index_writer *writer, const volatile int *stop, fx_error *err)
{
    int status = index_writer_commit(writer, err);
    uint32_t first;
    uint32_t count;
    while (status == FX_OK && merge_policy_pick(writer->next.segments, writer->next.segment_count, &first, &count)) {
        if (stop != NULL && *stop != 0)
            return error_set(err, FX_ESTOPPED, "stopped between merges");
        status = merge_range(writer, first, count, stop, err);
    }
    return status;
}
