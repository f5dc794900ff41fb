#include "column.h"
#include "error.h"
#include "memory.h"
#include "name_columns.h"
#include "segment_merge_state.h"
#include "slice.h"

/* Of an input with dead articles: which names live documents carry, and how many dead articles carried them. */
struct usage {
    uint32_t *lost;
    uint8_t *used;
};

struct name_cursor {
    struct name_entry name;
    uint32_t number; /* >= name count: at the end */
    struct usage usage;
};

static void release_cursors(struct name_cursor *cursors, uint32_t count)
{
    for (uint32_t i = 0; cursors && i < count; i++) {
        memory_free(cursors[i].usage.lost);
        memory_free(cursors[i].usage.used);
    }
    memory_free(cursors);
}

static int count_usage_of_unit(struct usage *usage, const struct merged_segment *input, enum unit unit, fx_error *err)
{
    for (uint32_t document = 0; document < input->info->units[unit].documents; document++) {
        const uint32_t *names;
        uint32_t count;
        int status = segment_facets(input->segment, unit, document, &names, &count, err);
        if (status != FX_OK)
            return status;
        const bool dead = merge_is_dead(input->dead[unit], document);
        for (uint32_t i = 0; i < count; i++) {
            if (!dead)
                usage->used[names[i]] = 1;
            else if (unit == UNIT_ARTICLE)
                usage->lost[names[i]]++;
        }
    }
    return FX_OK;
}

static int count_usage(struct usage *usage, const struct merged_segment *input, fx_error *err)
{
    bool any = false;
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        any = any || input->dead[unit] != NULL;
    if (!any)
        return FX_OK;
    usage->lost = memory_allocate_zeroed(input->info->name_count, sizeof *usage->lost);
    usage->used = memory_allocate_zeroed(input->info->name_count, sizeof *usage->used);
    if (usage->lost == NULL || usage->used == NULL)
        return error_no_memory(err);
    int status = FX_OK;
    for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++)
        status = count_usage_of_unit(usage, input, (enum unit)unit, err);
    return status;
}

/* A hash is made anew where a name is written; a damaged one is not passed over in silence for it. */
static int check_hash(const struct name_cursor *cursor, const struct merged_segment *input, fx_error *err)
{
    struct column *hashes;
    int status = segment_column(input->segment, UNIT_ARTICLE, STREAM_NAME_HASHES, &hashes, err);
    if (status != FX_OK)
        return status;
    const uint64_t hash = column_u64(hashes, cursor->number);
    status = column_take_fault(hashes, err);
    if (status == FX_OK && hash != name_hash(cursor->name.folded))
        status = error_set(err, FX_EDAMAGED, "segment %u: name %u has the hash of another", input->info->owner,
                           cursor->number);
    return status;
}

/* Loads name `cursor->number`, passing over those that no live document carries. */
static int load_name(struct name_cursor *cursor, const struct merged_segment *input, fx_error *err)
{
    while (cursor->usage.used && cursor->number < input->info->name_count && !cursor->usage.used[cursor->number])
        input->names[cursor->number++] = UINT32_MAX;
    if (cursor->number >= input->info->name_count)
        return FX_OK;
    int status = segment_name(input->segment, cursor->number, &cursor->name, err);
    if (status == FX_OK)
        status = check_hash(cursor, input, err);
    if (status != FX_OK || cursor->usage.lost == NULL)
        return status;
    const uint32_t lost = cursor->usage.lost[cursor->number];
    cursor->name.documents -= lost < cursor->name.documents ? lost : cursor->name.documents;
    return FX_OK;
}

static int compare(const struct name_entry *a, const struct name_entry *b)
{
    return a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : slice_compare(a->folded, b->folded);
}

/* The input with the smallest name; merge->count where all are at their end. */
static uint32_t smallest(const struct merge *merge, const struct name_cursor *cursors)
{
    uint32_t best = merge->count;
    for (uint32_t i = 0; i < merge->count; i++)
        if (cursors[i].number < merge->inputs[i].info->name_count &&
            (best == merge->count || compare(&cursors[i].name, &cursors[best].name) < 0))
            best = i;
    return best;
}

/* Writes the smallest name once for all inputs that have it, spelt as where most articles carry it. */
static int write_name(struct merge *merge, const struct name_cursor *cursors, uint32_t first, uint32_t number,
                      bool *has, fx_error *err)
{
    struct name_entry out = cursors[first].name;
    uint64_t documents = 0;
    uint32_t most = cursors[first].name.documents;
    for (uint32_t i = 0; i < merge->count; i++) {
        const struct name_entry *name = &cursors[i].name;
        has[i] = cursors[i].number < merge->inputs[i].info->name_count && compare(name, &cursors[first].name) == 0;
        if (!has[i])
            continue;
        documents += name->documents;
        if (name->documents > most) {
            most = name->documents;
            out.display = name->display;
        }
        merge->inputs[i].names[cursors[i].number] = number;
    }
    out.documents = documents > UINT32_MAX ? UINT32_MAX : (uint32_t)documents;
    return segment_writer_name(merge->writer, &out, err);
}

static int open_cursors(struct merge *merge, struct name_cursor *cursors, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < merge->count && status == FX_OK; i++) {
        struct merged_segment *input = &merge->inputs[i];
        input->names = memory_allocate(input->info->name_count, sizeof *input->names);
        if (input->names == NULL)
            return error_no_memory(err);
        status = count_usage(&cursors[i].usage, input, err);
        if (status == FX_OK)
            status = load_name(&cursors[i], input, err);
    }
    return status;
}

int merge_names(struct merge *merge, fx_error *err)
{
    struct name_cursor *cursors = memory_allocate_zeroed(merge->count, sizeof *cursors);
    bool *has = memory_allocate(merge->count, sizeof *has);
    int status = cursors == NULL || has == NULL ? error_no_memory(err) : open_cursors(merge, cursors, err);
    for (uint32_t number = 0; status == FX_OK; number++) {
        const uint32_t first = smallest(merge, cursors);
        if (first == merge->count)
            break;
        status = merge_stopped(merge) ? error_set(err, FX_ESTOPPED, "merging was stopped")
                                      : write_name(merge, cursors, first, number, has, err);
        for (uint32_t i = 0; i < merge->count && status == FX_OK; i++)
            if (has[i]) {
                cursors[i].number++;
                status = load_name(&cursors[i], &merge->inputs[i], err);
            }
    }
    memory_free(has);
    release_cursors(cursors, merge->count);
    return status;
}
