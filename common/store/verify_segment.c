#include "column.h"
#include "error.h"
#include "memory.h"
#include "name_columns.h"
#include "record_format.h"
#include "segment_parts.h"
#include "slice.h"
#include "verify_private.h"

#include <stdio.h>
#include <xxhash.h>

struct segment_check {
    struct verification *verification;
    struct segment *segment;
    const struct segment_info *info;
    uint32_t number;
    const uint64_t *dead[UNIT_COUNT];
    char where[64];
};

static void open_where(struct segment_check *check, const char *part)
{
    snprintf(check->where, sizeof check->where, "segment %u, %s", check->info->owner, part);
}

static const char *unit_name(enum unit unit)
{
    static const char *const names[UNIT_COUNT] = {"articles", "sections", "quotes"};
    return names[unit];
}

static bool good(struct segment_check *check, int status, const fx_error *err)
{
    return verify_good(check->verification, status, err, check->where);
}

/* ---- columns of a unit ---- */

static void check_lengths(struct segment_check *check, enum unit unit)
{
    fx_error err;
    const uint32_t *lengths;
    const struct unit_totals *totals = &check->info->units[unit];
    uint64_t sum = 0;
    uint64_t dead = 0;
    if (!good(check, segment_lengths(check->segment, unit, &lengths, &err), &err))
        return;
    for (uint32_t i = 0; i < totals->documents; i++) {
        sum += lengths[i];
        if (dead_bit(check->dead[unit], i))
            dead += lengths[i];
    }
    if (sum != totals->length)
        verify_report(check->verification, "%s: the lengths sum to %llu, the commit says %llu", check->where,
                      (unsigned long long)sum, (unsigned long long)totals->length);
    if (dead != check->info->dead_length[unit])
        verify_report(check->verification, "%s: the dead lengths sum to %llu, the commit says %llu", check->where,
                      (unsigned long long)dead, (unsigned long long)check->info->dead_length[unit]);
}

/* Parents ascend, ordinals ascend within a parent, and the dead are those of dead articles. */
static void check_parents(struct segment_check *check, enum unit unit)
{
    fx_error err;
    const uint32_t *parents;
    const uint32_t *ordinals;
    if (!good(check, segment_parents(check->segment, unit, &parents, &err), &err) ||
        !good(check, segment_ordinals(check->segment, unit, &ordinals, &err), &err))
        return;
    for (uint32_t i = 0; i < check->info->units[unit].documents; i++) {
        bool follows =
            i == 0 || parents[i] > parents[i - 1] || (parents[i] == parents[i - 1] && ordinals[i] > ordinals[i - 1]);
        if (parents[i] >= check->info->articles || !follows) {
            verify_report(check->verification, "%s: document %u does not follow the one before", check->where, i);
            return;
        }
        if (dead_bit(check->dead[unit], i) != dead_bit(check->dead[UNIT_ARTICLE], parents[i])) {
            verify_report(check->verification, "%s: document %u and its article are not both dead or both alive",
                          check->where, i);
            return;
        }
    }
}

static void check_facets(struct segment_check *check, enum unit unit)
{
    fx_error err;
    for (uint32_t i = 0; i < check->info->units[unit].documents; i++) {
        const uint32_t *names;
        uint32_t count;
        if (!good(check, segment_facets(check->segment, unit, i, &names, &count, &err), &err))
            return;
        for (uint32_t k = 0; k < count; k++) {
            if (names[k] >= check->info->name_count || (k > 0 && names[k] <= names[k - 1])) {
                verify_report(check->verification, "%s: document %u has names out of order", check->where, i);
                return;
            }
        }
    }
}

/* ---- articles ---- */

/* The id of a live article against its record. Articles whose record is damaged are reported with their store. */
static bool id_fits(struct segment_check *check, uint32_t document, uint64_t hash, struct record *record)
{
    if (dead_bit(check->dead[UNIT_ARTICLE], document) ||
        index_record(check->verification->index, check->info->base + document, record, NULL) != FX_OK)
        return true;
    return XXH3_64bits(record->article.id.ptr, record->article.id.len) == hash;
}

static void check_ids(struct segment_check *check)
{
    fx_error err;
    struct record record;
    uint64_t before = 0;
    uint64_t *seen = memory_allocate_zeroed(dead_word_count(check->info->articles), sizeof *seen);
    open_where(check, "ids");
    record_init(&record);
    if (seen == NULL) {
        (void)good(check, error_no_memory(&err), &err);
        return;
    }
    for (uint32_t i = 0; i < check->info->articles && check->verification->status == FX_OK; i++) {
        uint64_t hash;
        uint32_t document;
        if (!good(check, segment_sorted_id(check->segment, i, &hash, &document, &err), &err))
            break;
        if (hash < before || dead_bit(seen, document)) {
            verify_report(check->verification, "%s: entry %u is out of order", check->where, i);
            break;
        }
        if (!id_fits(check, document, hash, &record))
            verify_report(check->verification, "%s: article %u has another id", check->where,
                          check->info->base + document);
        seen[document / 64] |= UINT64_C(1) << document % 64;
        before = hash;
    }
    record_release(&record);
    memory_free(seen);
}

static void check_article_columns(struct segment_check *check)
{
    fx_error err;
    const int64_t *published;
    const uint64_t *hashes;
    const uint32_t *files;
    open_where(check, "articles");
    (void)good(check, segment_published(check->segment, &published, &err), &err);
    (void)good(check, segment_content_hashes(check->segment, &hashes, &err), &err);
    if (!good(check, segment_files(check->segment, &files, &err), &err))
        return;
    uint32_t next_file = index_commit(check->verification->index)->next_file;
    for (uint32_t i = 0; i < check->info->articles; i++) {
        if (files[i] >= next_file && !dead_bit(check->dead[UNIT_ARTICLE], i)) {
            verify_report(check->verification, "%s: article %u is of a file not numbered yet", check->where,
                          check->info->base + i);
            return;
        }
    }
}

/* ---- names ---- */

static void check_names(struct segment_check *check)
{
    fx_error err;
    struct column *hashes;
    struct buffer before = BUFFER_INIT;
    enum facet_kind kind = 0;
    open_where(check, "names");
    if (!good(check, segment_column(check->segment, UNIT_ARTICLE, STREAM_NAME_HASHES, &hashes, &err), &err))
        return;
    for (uint32_t i = 0; i < check->info->name_count && check->verification->status == FX_OK; i++) {
        struct name_entry name;
        if (!good(check, segment_name(check->segment, i, &name, &err), &err))
            break;
        bool follows =
            i == 0 || name.kind > kind || (name.kind == kind && slice_compare(name.folded, buffer_slice(&before)) > 0);
        if (!follows || name.kind >= FACET_KIND_COUNT) {
            verify_report(check->verification, "%s: name %u is out of order", check->where, i);
            break;
        }
        const uint64_t hash = column_u64(hashes, i);
        if (!good(check, column_take_fault(hashes, &err), &err))
            break;
        if (hash != name_hash(name.folded)) {
            verify_report(check->verification, "%s: name %u has the hash of another", check->where, i);
            break;
        }
        kind = name.kind;
        buffer_clear(&before);
        if (buffer_append_slice(&before, name.folded) != FX_OK) {
            (void)good(check, error_no_memory(&err), &err);
            break;
        }
    }
    buffer_release(&before);
}

/* ---- all of a segment ---- */

static void check_unit(struct segment_check *check, enum unit unit)
{
    fx_error err;
    open_where(check, unit_name(unit));
    check_lengths(check, unit);
    if (unit != UNIT_ARTICLE)
        check_parents(check, unit);
    check_facets(check, unit);
    (void)good(check, stream_check(segment_postings_stream(check->segment, unit), &err), &err);
    (void)good(check, stream_check(segment_positions_stream(check->segment, unit), &err), &err);
    verify_terms(check->verification, check->number, check->segment, unit);
}

void verify_segment(struct verification *verification, uint32_t i)
{
    fx_error err;
    struct segment_check check = {
        .verification = verification, .info = &index_commit(verification->index)->segments[i], .number = i};
    open_where(&check, "");
    if (!good(&check, index_segment(verification->index, i, &check.segment, &err), &err))
        return;
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
        open_where(&check, unit_name((enum unit)unit));
        if (!good(&check, index_dead(verification->index, i, (enum unit)unit, &check.dead[unit], &err), &err))
            return;
    }
    for (unsigned unit = 0; unit < UNIT_COUNT && verification->status == FX_OK; unit++)
        check_unit(&check, (enum unit)unit);
    check_article_columns(&check);
    check_ids(&check);
    check_names(&check);
}
