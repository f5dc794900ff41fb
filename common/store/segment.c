#include "segment.h"

#include "bytes.h"
#include "column.h"
#include "error.h"
#include "memory.h"
#include "name_columns.h"
#include "segment_parts.h"
#include "slice.h"

enum { ID_BYTES = 12, BLOCKS_REMEMBERED = 128 };

struct unit_readers {
    struct stream_reader postings, positions;
    struct column lengths, parents, ordinals;
    struct facet_reader facets;
};

struct segment {
    const struct extent_source *source;
    struct segment_info info;
    struct unit_readers units[UNIT_COUNT];
    struct column published, name_hashes;
    struct stream_reader content, files, ids;
    struct name_reader names;
    struct dictionary_block block; /* of segment_find_term */
    /* Blocks of the dictionary whose checksum was right, by where they stand; as of streams, a page is checked once. */
    struct checked_block {
        const char *at;
        unsigned unit;
    } checked[BLOCKS_REMEMBERED];
};

static void open_unit(struct segment *segment, unsigned unit)
{
    struct unit_readers *readers = &segment->units[unit];
    const struct unit_totals *totals = &segment->info.units[unit];
    const struct extent_source *source = segment->source;
    const uint32_t owner = segment->info.owner;
    const uint32_t documents = totals->documents;
    stream_reader_init(&readers->postings, source, owner, STREAM_OF_UNIT(STREAM_POSTINGS, unit),
                       totals->postings_bytes);
    stream_reader_init(&readers->positions, source, owner, STREAM_OF_UNIT(STREAM_POSITIONS, unit),
                       totals->positions_bytes);
    column_init(&readers->lengths, source, owner, STREAM_OF_UNIT(STREAM_LENGTHS, unit), documents, 4, 0);
    column_init(&readers->parents, source, owner, STREAM_OF_UNIT(STREAM_PARENTS, unit), documents, 4, DOCUMENT_END);
    column_init(&readers->ordinals, source, owner, STREAM_OF_UNIT(STREAM_ORDINALS, unit), documents, 4, 0);
    facet_reader_init(&readers->facets, source, owner, unit, documents, segment->info.name_count, totals->facets_bytes);
}

int segment_open(struct segment **out, const struct extent_source *source, const struct segment_info *info,
                 fx_error *err)
{
    struct segment *segment = *out = memory_allocate_zeroed(1, sizeof *segment);
    if (segment == NULL)
        return error_no_memory(err);
    const uint64_t articles = info->articles;
    segment->source = source;
    segment->info = *info;
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        open_unit(segment, unit);
    column_init(&segment->published, source, info->owner, STREAM_PUBLISHED, info->articles, 8, (uint64_t)INT64_MIN);
    column_init(&segment->name_hashes, source, info->owner, STREAM_NAME_HASHES, info->name_count, 8, 0);
    stream_reader_init(&segment->content, source, info->owner, STREAM_CONTENT, 8 * articles);
    stream_reader_init(&segment->files, source, info->owner, STREAM_FILE, 4 * articles);
    stream_reader_init(&segment->ids, source, info->owner, STREAM_IDS, ID_BYTES * articles);
    name_reader_init(&segment->names, source, info->owner, info->name_count, info->names_bytes);
    return FX_OK;
}

void segment_close(struct segment *segment)
{
    if (segment == NULL)
        return;
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
        struct unit_readers *readers = &segment->units[unit];
        stream_reader_release(&readers->postings);
        stream_reader_release(&readers->positions);
        column_release(&readers->lengths);
        column_release(&readers->parents);
        column_release(&readers->ordinals);
        facet_reader_release(&readers->facets);
    }
    column_release(&segment->published);
    column_release(&segment->name_hashes);
    stream_reader_release(&segment->content);
    stream_reader_release(&segment->files);
    stream_reader_release(&segment->ids);
    name_reader_release(&segment->names);
    memory_free(segment);
}

const struct segment_info *segment_describe(const struct segment *segment)
{
    return &segment->info;
}

/* ---- dictionary ---- */

static int open_checked(struct segment *segment, unsigned unit, struct dictionary_block *block, fx_slice last_term,
                        fx_slice value, fx_error *err)
{
    const uint32_t hash = (uint32_t)((uintptr_t)value.ptr / 64) * UINT32_C(0x9E3779B1);
    struct checked_block *known = &segment->checked[(hash >> 16) % BLOCKS_REMEMBERED];
    if (known->at == value.ptr && known->unit == unit)
        return dictionary_block_reopen(block, value, err);
    int status = dictionary_block_open(block, segment->info.owner, unit, last_term, value, err);
    if (status == FX_OK)
        *known = (struct checked_block){value.ptr, unit};
    return status;
}

int segment_find_term(struct segment *segment, enum unit unit, fx_slice term, struct term_entry *out, fx_error *err)
{
    *out = (struct term_entry){0};
    fx_slice last_term, value;
    int status =
        segment->source->seek_block(segment->source->self, segment->info.owner, unit, term, &last_term, &value, err);
    if (status != FX_OK)
        return status;
    status = open_checked(segment, unit, &segment->block, last_term, value, err);
    return status == FX_OK ? dictionary_block_find(&segment->block, term, out, err) : status;
}

/* The block that would hold `term`. */
static int open_block(struct term_scan *scan, fx_slice term, fx_error *err)
{
    const struct segment *segment = scan->segment;
    fx_slice value;
    int status = segment->source->seek_block(segment->source->self, segment->info.owner, scan->unit, term,
                                             &scan->last_term, &value, err);
    if (status == FX_OK)
        status = dictionary_block_open(&scan->block, segment->info.owner, scan->unit, scan->last_term, value, err);
    return status;
}

int term_scan_open(struct term_scan *scan, struct segment *segment, enum unit unit, fx_slice first, fx_error *err)
{
    scan->segment = segment;
    scan->unit = unit;
    scan->at_first = false;
    int status = open_block(scan, first, err);
    if (status == FX_OK)
        status = dictionary_block_seek(&scan->block, first, err);
    while (status == FX_OK) {
        status = dictionary_block_next(&scan->block, &scan->entry, err);
        if (status == FX_OK && slice_compare(scan->entry.term, first) >= 0) {
            scan->at_first = true;
            return FX_OK;
        }
    }
    /* No such term: the scan opens and ends at once. */
    scan->last_term = (fx_slice){NULL, 0};
    scan->block.at = scan->block.end = NULL;
    return status == FX_END ? FX_OK : status;
}

static int next_block(struct term_scan *scan, fx_error *err)
{
    /* The smallest term behind the last one of the block. */
    char after[TERM_BYTES_MAX + 1];
    if (scan->last_term.len == 0 || scan->last_term.len > TERM_BYTES_MAX)
        return FX_END;
    memcpy(after, scan->last_term.ptr, scan->last_term.len);
    after[scan->last_term.len] = '\0';
    return open_block(scan, (fx_slice){after, scan->last_term.len + 1}, err);
}

int term_scan_next(struct term_scan *scan, const struct term_entry **out, fx_error *err)
{
    *out = NULL;
    int status = FX_OK;
    if (!scan->at_first) {
        status = dictionary_block_next(&scan->block, &scan->entry, err);
        if (status == FX_END) {
            status = next_block(scan, err);
            if (status == FX_OK)
                status = dictionary_block_next(&scan->block, &scan->entry, err);
        }
    }
    scan->at_first = false;
    if (status == FX_OK)
        *out = &scan->entry;
    return status;
}

int segment_postings(struct segment *segment, enum unit unit, const struct term_entry *term, struct postings *out,
                     fx_error *err)
{
    struct unit_readers *readers = &segment->units[unit];
    return postings_open(out, &readers->postings, &readers->positions, &term->address, term->documents,
                         segment->info.units[unit].documents, err);
}

struct stream_reader *segment_postings_stream(struct segment *segment, enum unit unit)
{
    return &segment->units[unit].postings;
}

struct stream_reader *segment_positions_stream(struct segment *segment, enum unit unit)
{
    return &segment->units[unit].positions;
}

/* ---- columns ---- */

static int array_u32(struct stream_reader *reader, uint32_t count, const uint32_t **out, fx_error *err)
{
    const void *array = NULL;
    int status = stream_array(reader, sizeof **out, count, &array, err);
    *out = status == FX_OK ? array : NULL;
    return status;
}

int segment_lengths(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err)
{
    return array_u32(&segment->units[unit].lengths.stream, segment->info.units[unit].documents, out, err);
}

int segment_parents(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err)
{
    *out = NULL;
    if (unit == UNIT_ARTICLE)
        return error_set(err, FX_EINVAL, "an article has no parent");
    return array_u32(&segment->units[unit].parents.stream, segment->info.units[unit].documents, out, err);
}

int segment_ordinals(struct segment *segment, enum unit unit, const uint32_t **out, fx_error *err)
{
    *out = NULL;
    if (unit == UNIT_ARTICLE)
        return error_set(err, FX_EINVAL, "an article has no ordinal");
    return array_u32(&segment->units[unit].ordinals.stream, segment->info.units[unit].documents, out, err);
}

int segment_published(struct segment *segment, const int64_t **out, fx_error *err)
{
    const void *array = NULL;
    int status = stream_array(&segment->published.stream, sizeof **out, segment->info.articles, &array, err);
    *out = status == FX_OK ? array : NULL;
    return status;
}

int segment_content_hashes(struct segment *segment, const uint64_t **out, fx_error *err)
{
    const void *array = NULL;
    int status = stream_array(&segment->content, sizeof **out, segment->info.articles, &array, err);
    *out = status == FX_OK ? array : NULL;
    return status;
}

int segment_files(struct segment *segment, const uint32_t **out, fx_error *err)
{
    return array_u32(&segment->files, segment->info.articles, out, err);
}

int segment_facets(struct segment *segment, enum unit unit, uint32_t document, const uint32_t **names, uint32_t *count,
                   fx_error *err)
{
    return facet_reader_get(&segment->units[unit].facets, document, UINT32_MAX, names, count, err);
}

int segment_facets_below(struct segment *segment, enum unit unit, uint32_t document, uint32_t end,
                         const uint32_t **names, uint32_t *count, fx_error *err)
{
    return facet_reader_get(&segment->units[unit].facets, document, end, names, count, err);
}

int segment_column(struct segment *segment, enum unit unit, enum stream_kind kind, struct column **out, fx_error *err)
{
    struct unit_readers *readers = &segment->units[unit];
    *out = NULL;
    struct column *column = kind == STREAM_LENGTHS                            ? &readers->lengths
                            : kind == STREAM_PARENTS && unit != UNIT_ARTICLE  ? &readers->parents
                            : kind == STREAM_ORDINALS && unit != UNIT_ARTICLE ? &readers->ordinals
                            : kind == STREAM_PUBLISHED                        ? &segment->published
                            : kind == STREAM_NAME_HASHES                      ? &segment->name_hashes
                                                                              : NULL;
    if (column == NULL)
        return error_set(err, FX_EINVAL, "unit %d has no column %d", (int)unit, (int)kind);
    int status = column_open(column, err);
    if (status == FX_OK)
        *out = column;
    return status;
}

/* ---- ids ---- */

int segment_sorted_id(struct segment *segment, uint32_t i, uint64_t *hash, uint32_t *article, fx_error *err)
{
    uint8_t bytes[ID_BYTES] = {0};
    int status = stream_read(&segment->ids, (uint64_t)i * ID_BYTES, sizeof bytes, bytes, err);
    *hash = bytes_get_u64(bytes);
    *article = bytes_get_u32(bytes + 8);
    if (status == FX_OK && *article >= segment->info.articles)
        status = error_set(err, FX_EDAMAGED, "segment %u: an id belongs to article %u of %u", segment->info.owner,
                           *article, segment->info.articles);
    return status;
}

/* The first entry with at least this hash. Hashes are spread evenly, so a guess by proportion lands close; every other
 * step halves, so that made-up hashes cannot make it slow. */
static int find_hash(struct segment *segment, uint64_t id_hash, uint32_t *at, fx_error *err)
{
    uint32_t low = 0, high = segment->info.articles;
    uint64_t low_hash = 0, high_hash = UINT64_MAX;
    for (bool halve = false; low < high; halve = !halve) {
        uint32_t middle = low + (high - low) / 2;
        if (!halve && id_hash > low_hash && id_hash < high_hash)
            middle = low + (uint32_t)((double)(id_hash - low_hash) / (double)(high_hash - low_hash) * (high - low - 1));
        if (middle >= high)
            middle = high - 1;
        uint64_t hash;
        uint32_t article;
        int status = segment_sorted_id(segment, middle, &hash, &article, err);
        if (status != FX_OK)
            return status;
        if (hash < id_hash) {
            low = middle + 1;
            low_hash = hash;
        } else {
            high = middle;
            high_hash = hash;
        }
    }
    *at = low;
    return FX_OK;
}

int segment_find_id(struct segment *segment, uint64_t id_hash, uint32_t *at, uint32_t *document, fx_error *err)
{
    /* *at is 1 + the entry looked at last. */
    *document = 0;
    int status = FX_OK;
    uint32_t i = *at;
    if (i == 0)
        status = find_hash(segment, id_hash, &i, err);
    if (status != FX_OK)
        return status;
    if (i >= segment->info.articles)
        return FX_END;
    uint64_t hash;
    status = segment_sorted_id(segment, i, &hash, document, err);
    *at = i + 1;
    if (status == FX_OK && hash != id_hash)
        status = FX_END;
    return status;
}

/* ---- names ---- */

int segment_name(struct segment *segment, uint32_t number, struct name_entry *out, fx_error *err)
{
    return name_reader_get(&segment->names, number, out, err);
}

void segment_name_reader(const struct segment *segment, struct name_reader *out)
{
    name_reader_init(out, segment->source, segment->info.owner, segment->info.name_count, segment->info.names_bytes);
}

int segment_name_lower_bound(struct segment *segment, enum facet_kind kind, fx_slice folded, uint32_t *number,
                             fx_error *err)
{
    return name_reader_lower_bound(&segment->names, kind, folded, number, err);
}
