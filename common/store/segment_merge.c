#include "segment_merge.h"

#include "error.h"
#include "memory.h"
#include "segment_merge_state.h"

#include <string.h>

/* ---- columns of a unit ---- */

/* The name numbers of a document, as the result counts them, into *names. */
static int map_names(const struct merged_segment *input, enum unit unit, uint32_t document, uint32_t **names,
                     size_t *capacity, uint32_t *count, fx_error *err)
{
    const uint32_t *old;
    int status = segment_facets(input->segment, unit, document, &old, count, err);
    if (status != FX_OK)
        return status;
    if (memory_reserve(names, capacity, *count, sizeof **names) != FX_OK)
        return error_no_memory(err);
    for (uint32_t i = 0; i < *count; i++)
        (*names)[i] = input->names[old[i]];
    return FX_OK;
}

static int copy_documents(struct merge *merge, const struct merged_segment *input, enum unit unit, fx_error *err)
{
    const uint32_t *lengths, *parents = NULL, *ordinals = NULL, articles = input->shift[UNIT_ARTICLE];
    uint32_t *names = NULL;
    size_t capacity = 0;
    int status = segment_lengths(input->segment, unit, &lengths, err);
    if (status == FX_OK && unit != UNIT_ARTICLE)
        status = segment_parents(input->segment, unit, &parents, err);
    if (status == FX_OK && unit != UNIT_ARTICLE)
        status = segment_ordinals(input->segment, unit, &ordinals, err);
    for (uint32_t i = 0; i < input->info->units[unit].documents && status == FX_OK; i++) {
        const bool dead = merge_is_dead(input->dead[unit], i);
        uint32_t count = 0;
        if (!dead)
            status = map_names(input, unit, i, &names, &capacity, &count, err);
        if (status == FX_OK && parents && parents[i] >= input->info->articles)
            status = error_set(err, FX_EDAMAGED, "segment %u: a part of article %u of %u", input->info->owner,
                               parents[i], input->info->articles);
        if (status == FX_OK)
            status = segment_writer_document(merge->writer, dead ? 0 : lengths[i], parents ? parents[i] + articles : 0,
                                             ordinals ? ordinals[i] : 0, names, count, err);
    }
    memory_free(names);
    return status;
}

/* Documents of the articles in front of `input` that no input has. */
static int fill_documents(struct merge *merge, uint32_t from, uint32_t to, fx_error *err)
{
    int status = FX_OK;
    for (; from < to && status == FX_OK; from++)
        status = segment_writer_document(merge->writer, 0, 0, 0, NULL, 0, err);
    return status;
}

static uint64_t unit_documents(const struct merge *merge, enum unit unit)
{
    uint64_t documents = 0;
    for (uint32_t i = 0; i < merge->count; i++)
        documents += merge->inputs[i].info->units[unit].documents;
    return unit == UNIT_ARTICLE ? merge->articles : documents;
}

static int merge_unit(struct merge *merge, enum unit unit, fx_error *err)
{
    const uint64_t documents = unit_documents(merge, unit);
    if (documents >= DOCUMENT_END)
        return error_set(err, FX_ELIMIT, "a segment of %llu documents would be too large",
                         (unsigned long long)documents);
    int status = segment_writer_begin_unit(merge->writer, unit, (uint32_t)documents, err);
    if (status == FX_OK)
        status = merge_terms(merge, unit, err);
    uint32_t written = 0;
    for (uint32_t i = 0; i < merge->count && status == FX_OK; i++) {
        const struct merged_segment *input = &merge->inputs[i];
        status = fill_documents(merge, written, input->shift[unit], err);
        if (status == FX_OK)
            status = copy_documents(merge, input, unit, err);
        written = input->shift[unit] + input->info->units[unit].documents;
    }
    return status;
}

/* ---- articles ---- */

static int fill_articles(struct merge *merge, uint32_t from, uint32_t to, fx_error *err)
{
    const struct article_columns nothing = {.published = INT64_MIN};
    int status = FX_OK;
    for (; from < to && status == FX_OK; from++)
        status = segment_writer_article_without_id(merge->writer, &nothing, err);
    return status;
}

static int copy_articles(struct merge *merge, const struct merged_segment *input, fx_error *err)
{
    const int64_t *published;
    const uint64_t *content;
    const uint32_t *files;
    int status = segment_published(input->segment, &published, err);
    if (status == FX_OK)
        status = segment_content_hashes(input->segment, &content, err);
    if (status == FX_OK)
        status = segment_files(input->segment, &files, err);
    for (uint32_t i = 0; i < input->info->articles && status == FX_OK; i++) {
        const struct article_columns columns = {
            .published = published[i], .content_hash = content[i], .file = files[i]};
        status = segment_writer_article_without_id(merge->writer, &columns, err);
    }
    return status;
}

/* Articles that no input has get the smallest hash, so that every article has one entry. */
static int fill_ids(struct merge *merge, fx_error *err)
{
    uint32_t next = 0;
    int status = FX_OK;
    for (uint32_t i = 0; i < merge->count; i++) {
        const struct merged_segment *input = &merge->inputs[i];
        for (; next < input->shift[UNIT_ARTICLE] && status == FX_OK; next++)
            status = segment_writer_sorted_id(merge->writer, 0, next, err);
        next = input->shift[UNIT_ARTICLE] + input->info->articles;
    }
    return status;
}

struct id_cursor {
    uint64_t hash;
    uint32_t article, at; /* `at` counts up to the articles of the input */
};

static int merge_ids(struct merge *merge, fx_error *err)
{
    struct id_cursor *cursors = memory_allocate_zeroed(merge->count, sizeof *cursors);
    int status = cursors == NULL ? error_no_memory(err) : fill_ids(merge, err);
    for (uint32_t i = 0; i < merge->count && status == FX_OK; i++)
        if (merge->inputs[i].info->articles > 0)
            status = segment_sorted_id(merge->inputs[i].segment, 0, &cursors[i].hash, &cursors[i].article, err);
    while (status == FX_OK) {
        uint32_t best = merge->count;
        for (uint32_t i = 0; i < merge->count; i++)
            if (cursors[i].at < merge->inputs[i].info->articles &&
                (best == merge->count || cursors[i].hash < cursors[best].hash))
                best = i;
        if (best == merge->count)
            break;
        struct id_cursor *cursor = &cursors[best];
        const struct merged_segment *input = &merge->inputs[best];
        status =
            segment_writer_sorted_id(merge->writer, cursor->hash, cursor->article + input->shift[UNIT_ARTICLE], err);
        if (++cursor->at < input->info->articles && status == FX_OK)
            status = segment_sorted_id(input->segment, cursor->at, &cursor->hash, &cursor->article, err);
    }
    memory_free(cursors);
    return status;
}

static int merge_articles(struct merge *merge, fx_error *err)
{
    uint32_t written = 0;
    int status = FX_OK;
    for (uint32_t i = 0; i < merge->count && status == FX_OK; i++) {
        const struct merged_segment *input = &merge->inputs[i];
        status = fill_articles(merge, written, input->shift[UNIT_ARTICLE], err);
        if (status == FX_OK)
            status = copy_articles(merge, input, err);
        written = input->shift[UNIT_ARTICLE] + input->info->articles;
    }
    return status == FX_OK ? merge_ids(merge, err) : status;
}

/* ---- all of it ---- */

static int place_inputs(struct merge *merge, const struct merge_input *inputs, fx_error *err)
{
    uint64_t end = 0;
    uint64_t documents[UNIT_COUNT] = {0};
    for (uint32_t i = 0; i < merge->count; i++) {
        struct merged_segment *input = &merge->inputs[i];
        const struct segment_info *info = input->info = segment_describe(inputs[i].segment);
        input->segment = inputs[i].segment;
        if (i == 0)
            merge->base = info->base;
        else if (info->base < end)
            return error_set(err, FX_EINVAL, "segments to merge overlap at article %u", info->base);
        end = (uint64_t)info->base + info->articles;
        for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
            input->dead[unit] = inputs[i].dead[unit];
            input->shift[unit] = unit == UNIT_ARTICLE ? info->base - merge->base : (uint32_t)documents[unit];
            documents[unit] += info->units[unit].documents;
        }
    }
    if (end - merge->base >= DOCUMENT_END)
        return error_set(err, FX_ELIMIT, "a segment of %llu articles would be too large",
                         (unsigned long long)(end - merge->base));
    merge->articles = (uint32_t)(end - merge->base);
    return FX_OK;
}

/* Dead documents stay as numbers, and so do articles that no input has. */
static void count_dead(const struct merge *merge, struct segment_info *info)
{
    uint32_t held = 0;
    for (uint32_t i = 0; i < merge->count; i++) {
        const struct merged_segment *input = &merge->inputs[i];
        held += input->info->articles;
        for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
            for (uint32_t document = 0; input->dead[unit] && document < input->info->units[unit].documents; document++)
                info->dead[unit] += merge_is_dead(input->dead[unit], document);
    }
    info->dead[UNIT_ARTICLE] += merge->articles - held;
    info->base = merge->base;
}

static int write_all(struct merge *merge, fx_error *err)
{
    int status = merge_names(merge, err);
    for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++)
        status = merge_unit(merge, (enum unit)unit, err);
    return status == FX_OK ? merge_articles(merge, err) : status;
}

int segment_merge(const struct merge_input *inputs, uint32_t count, const struct extent_sink *sink, uint32_t owner,
                  const volatile int *stop, struct segment_info *info, fx_error *err)
{
    memset(info, 0, sizeof *info);
    struct merge merge = {.count = count, .stop = stop};
    if (count == 0)
        return error_set(err, FX_EINVAL, "no segments to merge");
    merge.inputs = memory_allocate_zeroed(count, sizeof *merge.inputs);
    if (merge.inputs == NULL)
        return error_no_memory(err);
    int status = place_inputs(&merge, inputs, err);
    if (status == FX_OK)
        status = segment_writer_open(&merge.writer, sink, owner, err);
    if (status == FX_OK) {
        status = write_all(&merge, err);
        if (status == FX_OK)
            status = segment_writer_finish(merge.writer, info, err);
        else
            segment_writer_abandon(merge.writer);
    }
    if (status == FX_OK)
        count_dead(&merge, info);
    for (uint32_t i = 0; i < count; i++)
        memory_free(merge.inputs[i].names);
    memory_free(merge.inputs);
    return status;
}
