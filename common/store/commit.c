#include "commit.h"

#include "bytes.h"
#include "error.h"
#include "memory.h"

#include <string.h>

/* Layout: all numbers varints, in the order of the structs; counts before their items; the table of forms last. */

/* Failures stick. */
struct encoder {
    struct buffer *out;
    int status;
};

static void put(struct encoder *encoder, uint64_t value)
{
    if (encoder->status == FX_OK)
        encoder->status = buffer_append_varint(encoder->out, value);
}

static void put_segment(struct encoder *encoder, const struct segment_info *segment)
{
    put(encoder, segment->owner);
    put(encoder, segment->base);
    put(encoder, segment->articles);
    put(encoder, segment->name_count);
    put(encoder, segment->names_bytes);
    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        const struct unit_totals *totals = &segment->units[unit];
        put(encoder, segment->dead[unit]);
        put(encoder, segment->dead_length[unit]);
        put(encoder, totals->documents);
        put(encoder, totals->terms);
        put(encoder, totals->length);
        put(encoder, totals->postings_bytes);
        put(encoder, totals->positions_bytes);
        put(encoder, totals->facets_bytes);
    }
}

static void put_store(struct encoder *encoder, const struct store_info *store)
{
    put(encoder, store->owner);
    put(encoder, store->base);
    put(encoder, store->articles);
    put(encoder, store->dictionary);
    put(encoder, store->bytes);
    put(encoder, store->source_bytes);
}

int commit_encode(struct buffer *out, const struct commit *commit)
{
    struct encoder encoder = {out, FX_OK};
    put(&encoder, commit->format);
    put(&encoder, commit->analyzer);
    if (encoder.status == FX_OK)
        encoder.status = buffer_append(out, commit->language, sizeof commit->language);
    put(&encoder, commit->sequence);
    put(&encoder, (uint64_t)commit->committed);
    put(&encoder, commit->next_article);
    put(&encoder, commit->next_owner);
    put(&encoder, commit->next_file);
    put(&encoder, commit->next_dictionary);
    put(&encoder, commit->live_articles);
    put(&encoder, commit->source_bytes);
    put(&encoder, commit->aliases);
    put(&encoder, commit->segment_count);
    for (uint32_t i = 0; i < commit->segment_count; i++)
        put_segment(&encoder, &commit->segments[i]);
    put(&encoder, commit->store_count);
    for (uint32_t i = 0; i < commit->store_count; i++)
        put_store(&encoder, &commit->stores[i]);
    if (encoder.status == FX_OK)
        encoder.status = buffer_append_slice(out, commit->forms);
    return encoder.status;
}

static void take_segment(struct byte_reader *in, struct segment_info *segment)
{
    segment->owner = byte_reader_varint32(in);
    segment->base = byte_reader_varint32(in);
    segment->articles = byte_reader_varint32(in);
    segment->name_count = byte_reader_varint32(in);
    segment->names_bytes = byte_reader_varint(in);
    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        struct unit_totals *totals = &segment->units[unit];
        segment->dead[unit] = byte_reader_varint32(in);
        segment->dead_length[unit] = byte_reader_varint(in);
        totals->documents = byte_reader_varint32(in);
        totals->terms = byte_reader_varint32(in);
        totals->length = byte_reader_varint(in);
        totals->postings_bytes = byte_reader_varint(in);
        totals->positions_bytes = byte_reader_varint(in);
        totals->facets_bytes = byte_reader_varint(in);
    }
}

static void take_store(struct byte_reader *in, struct store_info *store)
{
    store->owner = byte_reader_varint32(in);
    store->base = byte_reader_varint32(in);
    store->articles = byte_reader_varint32(in);
    store->dictionary = byte_reader_varint32(in);
    store->bytes = byte_reader_varint(in);
    store->source_bytes = byte_reader_varint(in);
}

/* Memory for `count` items that take at least `item_bytes` each; the bytes left bound it. */
static void *take_list(struct byte_reader *in, uint32_t *count, size_t size, size_t item_bytes, bool *no_memory)
{
    uint32_t number = byte_reader_varint32(in);
    *count = 0;
    if (number > byte_reader_left(in) / item_bytes)
        in->failed = true;
    if (in->failed || *no_memory || number == 0)
        return NULL;
    void *list = memory_allocate_zeroed(number, size);
    if (list == NULL)
        *no_memory = true;
    else
        *count = number;
    return list;
}

/* NULL, or what does not hold. */
static const char *wrong_in_segment(const struct segment_info *segment)
{
    if (segment->units[UNIT_ARTICLE].documents != segment->articles)
        return "a segment's articles are miscounted";
    for (size_t unit = 0; unit < UNIT_COUNT; unit++) {
        if (segment->dead[unit] > segment->units[unit].documents)
            return "a segment has more dead documents than documents";
        if (segment->dead_length[unit] > segment->units[unit].length)
            return "a segment's dead documents are longer than all its documents";
    }
    return NULL;
}

static const char *wrong_in_lists(const struct commit *commit)
{
    uint64_t end = 0;
    uint64_t live = 0;
    for (uint32_t i = 0; i < commit->segment_count; i++) {
        const struct segment_info *segment = &commit->segments[i];
        if (segment->base < end || segment->articles == 0)
            return "the ranges of segments overlap";
        end = (uint64_t)segment->base + segment->articles;
        if (segment->owner >= commit->next_owner)
            return "a segment has a number not given out yet";
        const char *wrong = wrong_in_segment(segment);
        if (wrong != NULL)
            return wrong;
        live += segment->articles - segment->dead[UNIT_ARTICLE];
    }
    if (end > commit->next_article)
        return "a segment holds articles not numbered yet";
    end = 0;
    for (uint32_t i = 0; i < commit->store_count; i++) {
        const struct store_info *store = &commit->stores[i];
        if (store->base < end || store->articles == 0)
            return "the ranges of stores overlap";
        end = (uint64_t)store->base + store->articles;
        if (store->owner >= commit->next_owner)
            return "a store has a number not given out yet";
        if (store->dictionary >= commit->next_dictionary && store->dictionary != 0)
            return "a store has a dictionary not given out yet";
    }
    if (end > commit->next_article)
        return "a store holds articles not numbered yet";
    return live != commit->live_articles ? "the live articles are miscounted" : NULL;
}

static const char *wrong_in(const struct commit *commit)
{
    if (commit->language[sizeof commit->language - 1] != '\0')
        return "the language is not a string";
    if (commit->next_article == UINT32_MAX)
        return "the article numbers are used up";
    return wrong_in_lists(commit);
}

static void take_commit(struct byte_reader *in, struct commit *commit, bool *no_memory)
{
    commit->analyzer = byte_reader_varint32(in);
    const uint8_t *language = byte_reader_take(in, sizeof commit->language);
    if (language != NULL)
        memcpy(commit->language, language, sizeof commit->language);
    commit->sequence = byte_reader_varint(in);
    commit->committed = (int64_t)byte_reader_varint(in);
    commit->next_article = byte_reader_varint32(in);
    commit->next_owner = byte_reader_varint32(in);
    commit->next_file = byte_reader_varint32(in);
    commit->next_dictionary = byte_reader_varint32(in);
    commit->live_articles = byte_reader_varint32(in);
    commit->source_bytes = byte_reader_varint(in);
    commit->aliases = byte_reader_varint(in);
    enum { SEGMENT_BYTES = 5 + 8 * UNIT_COUNT, STORE_BYTES = 6 };
    commit->segments = take_list(in, &commit->segment_count, sizeof *commit->segments, SEGMENT_BYTES, no_memory);
    for (uint32_t i = 0; i < commit->segment_count; i++)
        take_segment(in, &commit->segments[i]);
    commit->stores = take_list(in, &commit->store_count, sizeof *commit->stores, STORE_BYTES, no_memory);
    for (uint32_t i = 0; i < commit->store_count; i++)
        take_store(in, &commit->stores[i]);
    size_t left = byte_reader_left(in);
    commit->forms = (fx_slice){(const char *)byte_reader_take(in, left), left};
}

int commit_decode(struct commit *out, fx_slice bytes, fx_error *err)
{
    *out = (struct commit){0};
    struct byte_reader in = byte_reader_of(bytes.ptr, bytes.len);
    out->format = byte_reader_varint32(&in);
    /* Nothing behind the number may be believed before it is known. */
    if (byte_reader_ok(&in) && out->format != FORMAT_VERSION) {
        uint32_t found = out->format;
        *out = (struct commit){0};
        return error_set(err, FX_EVERSION, "the index has format %u, this program reads format %d", found,
                         FORMAT_VERSION);
    }
    bool no_memory = false;
    take_commit(&in, out, &no_memory);
    const char *wrong = NULL;
    if (!byte_reader_ok(&in))
        wrong = "it is cut short";
    else if (!no_memory)
        wrong = wrong_in(out);
    if (wrong == NULL && !no_memory)
        return FX_OK;
    commit_release(out);
    return no_memory ? error_no_memory(err) : error_set(err, FX_EDAMAGED, "the commit record is damaged: %s", wrong);
}

void commit_release(struct commit *commit)
{
    memory_free(commit->segments);
    memory_free(commit->stores);
    *commit = (struct commit){0};
}
