#include "error.h"
#include "index_writer_private.h"
#include "memory.h"
#include "slice.h"

#include <xxhash.h>

/* ---- views ---- */

/* Where segment i of `next` stands in a view; UINT32_MAX: it is not there. As long as no commit or merge is under way,
 * the lists begin alike. */
static uint32_t number_in(const struct index *view, const struct index_writer *writer, uint32_t i)
{
    const struct commit *commit = index_commit(view);
    uint32_t owner = writer->next.segments[i].owner;
    if (i < commit->segment_count && commit->segments[i].owner == owner)
        return i;
    for (uint32_t k = 0; k < commit->segment_count; k++) {
        if (commit->segments[k].owner == owner)
            return k;
    }
    return UINT32_MAX;
}

/* The segment as it can be read now. Writes out what waits where that is needed. */
static int open_segment(struct index_writer *writer, uint32_t i, struct index **view, struct segment **segment,
                        fx_error *err)
{
    *segment = NULL;
    *view = writer->index;
    uint32_t number = number_in(*view, writer, i);
    if (number != UINT32_MAX)
        return index_segment(*view, number, segment, err);
    if (writer->pending == NULL || number_in(writer->pending, writer, i) == UINT32_MAX) {
        index_close(writer->pending);
        writer->pending = NULL;
        int status = staging_flush(&writer->staging, err);
        if (status == FX_OK)
            status = index_attach_pending(&writer->pending, writer->environment, &writer->next, err);
        if (status != FX_OK)
            return status;
    }
    *view = writer->pending;
    return index_segment(*view, number_in(*view, writer, i), segment, err);
}

/* The committed dead documents of segment i; NULL where none is, or the segment is not committed yet. */
static int committed_deaths(struct index_writer *writer, uint32_t i, enum unit unit, const uint64_t **words,
                            fx_error *err)
{
    uint32_t number = number_in(writer->index, writer, i);
    *words = NULL;
    return number != UINT32_MAX ? index_dead(writer->index, number, unit, words, err) : FX_OK;
}

/* The words of a unit of segment i, loaded, so that bits can be set. */
static int load_deaths(struct index_writer *writer, uint32_t segment, enum unit unit, uint64_t **words, fx_error *err)
{
    uint64_t **slot = &writer->deaths[segment].words[unit];
    const uint64_t *committed = NULL;
    *words = *slot;
    if (*slot != NULL)
        return FX_OK;
    int status = committed_deaths(writer, segment, unit, &committed, err);
    if (status != FX_OK)
        return status;
    size_t count = dead_word_count(writer->next.segments[segment].units[unit].documents);
    *slot = memory_allocate_zeroed(count, sizeof **slot);
    if (*slot == NULL)
        return error_no_memory(err);
    if (committed != NULL)
        memcpy(*slot, committed, count * sizeof **slot);
    *words = *slot;
    return FX_OK;
}

/* Whether an article is dead by now, without loading what nothing has changed. */
static int is_dead(struct index_writer *writer, uint32_t segment, uint32_t document, bool *dead, fx_error *err)
{
    const uint64_t *words = writer->deaths[segment].words[UNIT_ARTICLE];
    int status = FX_OK;
    if (words == NULL)
        status = committed_deaths(writer, segment, UNIT_ARTICLE, &words, err);
    *dead = dead_bit(words, document);
    return status;
}

/* ---- adding ---- */

static int reserve_lists(struct index_writer *writer)
{
    struct commit *next = &writer->next;
    int status = memory_reserve(&next->segments, &writer->segment_capacity, (size_t)next->segment_count + 1,
                                sizeof *next->segments);
    if (status == FX_OK)
        status =
            memory_reserve(&next->stores, &writer->store_capacity, (size_t)next->store_count + 1, sizeof *next->stores);
    if (status == FX_OK)
        status = memory_reserve(&writer->deaths, &writer->death_capacity, (size_t)next->segment_count + 1,
                                sizeof *writer->deaths);
    return status;
}

int index_writer_add(struct index_writer *writer, const struct segment_info *segment, const struct store_info *store,
                     uint32_t *base, fx_error *err)
{
    struct commit *next = &writer->next;
    *base = next->next_article;
    if (segment->articles == 0 || segment->articles != store->articles)
        return error_set(err, FX_EINVAL, "a segment of %u articles cannot go with a store of %u", segment->articles,
                         store->articles);
    if (segment->articles >= UINT32_MAX - 1 - next->next_article)
        return error_set(err, FX_ELIMIT, "the index has no article numbers left: compact it");
    if (reserve_lists(writer) != FX_OK)
        return error_no_memory(err);
    next->segments[next->segment_count] = *segment;
    next->segments[next->segment_count].base = *base;
    writer->deaths[next->segment_count] = (struct segment_deaths){0};
    next->segment_count++;
    next->stores[next->store_count] = *store;
    next->stores[next->store_count].base = *base;
    next->store_count++;
    next->next_article += segment->articles;
    next->live_articles += segment->articles;
    next->source_bytes += store->source_bytes;
    writer->dirty = true;
    return FX_OK;
}

/* ---- killing ---- */

static int kill_document(struct index_writer *writer, struct segment *segment, uint32_t i, enum unit unit,
                         uint32_t document, fx_error *err)
{
    const uint32_t *lengths;
    uint64_t *words;
    int status = segment_lengths(segment, unit, &lengths, err);
    if (status == FX_OK)
        status = load_deaths(writer, i, unit, &words, err);
    if (status != FX_OK || dead_bit(words, document))
        return status;
    words[document / 64] |= UINT64_C(1) << document % 64;
    writer->next.segments[i].dead[unit]++;
    writer->next.segments[i].dead_length[unit] += lengths[document];
    return FX_OK;
}

/* The documents of a unit that belong to an article stand side by side, since parents ascend. */
static int kill_children(struct index_writer *writer, struct segment *segment, uint32_t i, enum unit unit,
                         uint32_t article, fx_error *err)
{
    const uint32_t *parents;
    uint32_t count = writer->next.segments[i].units[unit].documents;
    if (count == 0)
        return FX_OK;
    int status = segment_parents(segment, unit, &parents, err);
    uint32_t low = 0;
    uint32_t high = count;
    while (status == FX_OK && low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (parents[middle] < article)
            low = middle + 1;
        else
            high = middle;
    }
    for (; status == FX_OK && low < count && parents[low] == article; low++)
        status = kill_document(writer, segment, i, unit, low, err);
    return status;
}

/* The bytes of its record leave the sum; one that cannot be read leaves it as it is, since an article must be removable
 * from a damaged index too. */
static void uncount_source(struct index_writer *writer, struct index *view, uint32_t article)
{
    struct store_reader *store;
    uint32_t n;
    uint64_t length;
    if (index_store_of(view, article, &store, &n, NULL) == FX_OK &&
        store_reader_length(store, n, &length, NULL) == FX_OK && length <= writer->next.source_bytes)
        writer->next.source_bytes -= length;
}

int index_writer_kill(struct index_writer *writer, uint32_t article, fx_error *err)
{
    uint32_t i = segment_of_article(writer->next.segments, writer->next.segment_count, article);
    if (i == UINT32_MAX)
        return FX_END;
    uint32_t document = article - writer->next.segments[i].base;
    bool dead;
    int status = is_dead(writer, i, document, &dead, err);
    if (status != FX_OK)
        return status;
    if (dead)
        return FX_END;
    struct index *view;
    struct segment *segment;
    status = open_segment(writer, i, &view, &segment, err);
    if (status == FX_OK)
        status = kill_children(writer, segment, i, UNIT_SECTION, document, err);
    if (status == FX_OK)
        status = kill_children(writer, segment, i, UNIT_QUOTE, document, err);
    if (status == FX_OK)
        status = kill_document(writer, segment, i, UNIT_ARTICLE, document, err);
    writer->deaths[i].changed = true;
    writer->dirty = true;
    if (status != FX_OK)
        return status;
    uncount_source(writer, view, article);
    writer->next.live_articles--;
    return FX_OK;
}

/* ---- finding ---- */

static int find_in(struct index_writer *writer, uint32_t i, fx_slice id, uint64_t hash, uint32_t *document,
                   fx_error *err)
{
    struct index *view;
    struct segment *segment;
    uint32_t at = 0;
    int status = open_segment(writer, i, &view, &segment, err);
    while (status == FX_OK && (status = segment_find_id(segment, hash, &at, document, err)) == FX_OK) {
        bool dead;
        bool same = false;
        status = is_dead(writer, i, *document, &dead, err);
        if (status == FX_OK && !dead)
            status = index_has_id(view, writer->next.segments[i].base + *document, id, &writer->scratch, &same, err);
        if (status == FX_OK && same)
            return FX_OK;
    }
    return status;
}

static int read_content_hash(struct index_writer *writer, uint32_t i, uint32_t document, uint64_t *out, fx_error *err)
{
    struct index *view;
    struct segment *segment;
    const uint64_t *hashes;
    int status = open_segment(writer, i, &view, &segment, err);
    if (status == FX_OK)
        status = segment_content_hashes(segment, &hashes, err);
    if (status == FX_OK)
        *out = hashes[document];
    return status;
}

int index_writer_find(struct index_writer *writer, fx_slice id, uint32_t *article, uint64_t *content_hash,
                      fx_error *err)
{
    uint64_t hash = XXH3_64bits(id.ptr, id.len);
    *article = 0;
    if (content_hash != NULL)
        *content_hash = 0;
    for (uint32_t i = writer->next.segment_count; i-- > 0;) {
        uint32_t document = 0;
        int status = find_in(writer, i, id, hash, &document, err);
        if (status == FX_END)
            continue;
        if (status == FX_OK)
            *article = writer->next.segments[i].base + document;
        if (status == FX_OK && content_hash != NULL)
            status = read_content_hash(writer, i, document, content_hash, err);
        return status;
    }
    return FX_END;
}

/* ---- dropping what is all dead ---- */

/* Live articles within a range of numbers. */
static int count_live(struct index_writer *writer, uint32_t base, uint32_t articles, uint64_t *live, fx_error *err)
{
    *live = 0;
    for (uint32_t i = 0; i < writer->next.segment_count; i++) {
        const struct segment_info *info = &writer->next.segments[i];
        uint64_t first = info->base > base ? info->base : base;
        uint64_t end = (uint64_t)info->base + info->articles;
        end = end < (uint64_t)base + articles ? end : (uint64_t)base + articles;
        for (uint64_t article = first; article < end; article++) {
            bool dead = false;
            if (info->dead[UNIT_ARTICLE] > 0) {
                int status = is_dead(writer, i, (uint32_t)(article - info->base), &dead, err);
                if (status != FX_OK)
                    return status;
            }
            if (!dead) { /* one is enough */
                *live = 1;
                return FX_OK;
            }
        }
    }
    return FX_OK;
}

static int drop_stores(struct index_writer *writer, fx_error *err)
{
    struct commit *next = &writer->next;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < next->store_count; i++) {
        uint64_t live;
        int status = count_live(writer, next->stores[i].base, next->stores[i].articles, &live, err);
        if (status != FX_OK)
            return status;
        if (live > 0)
            next->stores[kept++] = next->stores[i];
        else if (writer_drop_owner(writer, next->stores[i].owner) != FX_OK)
            return error_no_memory(err);
    }
    next->store_count = kept;
    return FX_OK;
}

int writer_drop_empty(struct index_writer *writer, fx_error *err)
{
    struct commit *next = &writer->next;
    bool changed = false;
    for (uint32_t i = 0; i < next->segment_count; i++)
        changed = changed || writer->deaths[i].changed;
    if (!changed)
        return FX_OK;
    int status = drop_stores(writer, err);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < next->segment_count && status == FX_OK; i++) {
        struct segment_deaths deaths = writer->deaths[i];
        if (next->segments[i].dead[UNIT_ARTICLE] < next->segments[i].articles) {
            next->segments[kept] = next->segments[i];
            writer->deaths[i] = (struct segment_deaths){0};
            writer->deaths[kept++] = deaths;
            continue;
        }
        if (writer_drop_owner(writer, next->segments[i].owner) != FX_OK)
            status = error_no_memory(err);
        for (size_t unit = 0; unit < UNIT_COUNT; unit++)
            memory_free(deaths.words[unit]);
        writer->deaths[i] = (struct segment_deaths){0};
    }
    if (status == FX_OK)
        next->segment_count = kept;
    return status;
}
