#include "segment_writer.h"

#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "name_columns.h"
#include "postings_writer.h"
#include "segment_writer_parts.h"
#include "term_dictionary.h"

#include <stdlib.h>

struct id_hash {
    uint64_t hash;
    uint32_t article;
};

struct segment_writer {
    const struct extent_sink *sink;
    struct segment_info info;

    /* the unit at hand */
    bool in_unit, in_term;
    enum unit unit;
    struct stream_writer postings, positions, lengths, parents, ordinals;
    struct postings_writer *lists;
    struct dictionary_writer dictionary;
    struct facet_writer facets;
    uint32_t documents; /* columns so far */
    char term[TERM_BYTES_MAX];
    size_t term_length;
    uint32_t term_parents;

    /* articles and names */
    struct stream_writer published, content, files, ids;
    struct id_hash *hashes; /* NULL where ids come sorted, by segment_writer_sorted_id */
    size_t hash_capacity;
    uint32_t articles, sorted_ids;
    struct name_writer names;
};

int segment_writer_open(struct segment_writer **out, const struct extent_sink *sink, uint32_t owner, fx_error *err)
{
    *out = NULL;
    struct segment_writer *writer = memory_allocate_zeroed(1, sizeof *writer);
    if (writer == NULL)
        return error_no_memory(err);
    writer->sink = sink;
    writer->info.owner = owner;
    stream_writer_init(&writer->published, sink, owner, STREAM_PUBLISHED);
    stream_writer_init(&writer->content, sink, owner, STREAM_CONTENT);
    stream_writer_init(&writer->files, sink, owner, STREAM_FILE);
    stream_writer_init(&writer->ids, sink, owner, STREAM_IDS);
    name_writer_init(&writer->names, sink, owner);
    *out = writer;
    return FX_OK;
}

/* ---- units ---- */

static void release_unit(struct segment_writer *writer)
{
    stream_writer_release(&writer->postings);
    stream_writer_release(&writer->positions);
    stream_writer_release(&writer->lengths);
    stream_writer_release(&writer->parents);
    stream_writer_release(&writer->ordinals);
    dictionary_writer_release(&writer->dictionary);
    facet_writer_release(&writer->facets);
    postings_writer_close(writer->lists);
    writer->lists = NULL;
    writer->in_unit = false;
}

static int end_unit(struct segment_writer *writer, fx_error *err)
{
    if (!writer->in_unit)
        return FX_OK;
    struct unit_totals *totals = &writer->info.units[writer->unit];
    if (writer->documents != totals->documents)
        return error_set(err, FX_EINVAL, "%u documents announced, %u written", totals->documents, writer->documents);
    int status = dictionary_writer_finish(&writer->dictionary, err);
    totals->terms = writer->dictionary.terms;
    if (status == FX_OK)
        status = stream_writer_finish(&writer->postings, &totals->postings_bytes, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->positions, &totals->positions_bytes, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->lengths, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->parents, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->ordinals, NULL, err);
    if (status == FX_OK)
        status = facet_writer_finish(&writer->facets, &totals->facets_bytes, err);
    release_unit(writer);
    return status;
}

int segment_writer_begin_unit(struct segment_writer *writer, enum unit unit, uint32_t documents, fx_error *err)
{
    int status = end_unit(writer, err);
    if (status != FX_OK)
        return status;
    const uint32_t owner = writer->info.owner;
    stream_writer_init(&writer->postings, writer->sink, owner, STREAM_OF_UNIT(STREAM_POSTINGS, unit));
    stream_writer_init(&writer->positions, writer->sink, owner, STREAM_OF_UNIT(STREAM_POSITIONS, unit));
    stream_writer_init(&writer->lengths, writer->sink, owner, STREAM_OF_UNIT(STREAM_LENGTHS, unit));
    stream_writer_init(&writer->parents, writer->sink, owner, STREAM_OF_UNIT(STREAM_PARENTS, unit));
    stream_writer_init(&writer->ordinals, writer->sink, owner, STREAM_OF_UNIT(STREAM_ORDINALS, unit));
    dictionary_writer_init(&writer->dictionary, writer->sink, owner, unit);
    facet_writer_init(&writer->facets, writer->sink, owner, unit);
    writer->in_unit = true;
    writer->unit = unit;
    writer->documents = 0;
    writer->info.units[unit] = (struct unit_totals){.documents = documents};
    return postings_writer_open(&writer->lists, &writer->postings, &writer->positions, err);
}

int segment_writer_document(struct segment_writer *writer, uint32_t length, uint32_t parent, uint32_t ordinal,
                            const uint32_t *names, uint32_t name_count, fx_error *err)
{
    struct unit_totals *totals = &writer->info.units[writer->unit];
    if (!writer->in_unit || writer->documents >= totals->documents)
        return error_set(err, FX_EINVAL, "more documents than the %u announced", totals->documents);
    int status = stream_append_u32(&writer->lengths, length, err);
    /* An article is its own parent: nothing to store. */
    if (status == FX_OK && writer->unit != UNIT_ARTICLE)
        status = stream_append_u32(&writer->parents, parent, err);
    if (status == FX_OK && writer->unit != UNIT_ARTICLE)
        status = stream_append_u32(&writer->ordinals, ordinal, err);
    if (status == FX_OK)
        status = facet_writer_add(&writer->facets, names, name_count, err);
    writer->documents++;
    totals->length += length;
    return status;
}

/* ---- terms ---- */

int segment_writer_begin_term(struct segment_writer *writer, fx_slice term, uint32_t parents, fx_error *err)
{
    if (!writer->in_unit || writer->in_term || term.len == 0 || term.len > TERM_BYTES_MAX)
        return error_set(err, FX_EINVAL, "a term of %zu bytes begins outside of a unit or inside another", term.len);
    memcpy(writer->term, term.ptr, term.len);
    writer->term_length = term.len;
    writer->term_parents = parents;
    writer->in_term = true;
    postings_writer_begin(writer->lists);
    return FX_OK;
}

int segment_writer_posting(struct segment_writer *writer, const struct posting_input *posting, fx_error *err)
{
    if (!writer->in_term || posting->document >= writer->info.units[writer->unit].documents)
        return error_set(err, FX_EINVAL, "a posting of document %u is out of place", posting->document);
    return postings_writer_add(writer->lists, posting, err);
}

int segment_writer_end_term(struct segment_writer *writer, fx_error *err)
{
    struct written_list list;
    if (!writer->in_term)
        return error_set(err, FX_EINVAL, "a term ends that did not begin");
    writer->in_term = false;
    int status = postings_writer_finish(writer->lists, &list, err);
    if (status != FX_OK)
        return status;
    const struct term_entry entry = {.term = {writer->term, writer->term_length},
                                     .documents = list.documents,
                                     .occurrences = list.occurrences,
                                     .parents = writer->term_parents,
                                     .address = list.address};
    return dictionary_writer_add(&writer->dictionary, &entry, err);
}

int segment_writer_form(struct segment_writer *writer, fx_slice term, fx_slice stem, uint16_t code, uint32_t documents,
                        uint64_t occurrences, fx_error *err)
{
    if (!writer->in_unit || writer->in_term || occurrences < documents)
        return error_set(err, FX_EINVAL, "a form is out of place");
    /* Where lists of later terms begin is part of the block that this entry may open. */
    const struct term_entry entry = {.term = term,
                                     .documents = documents,
                                     .occurrences = occurrences,
                                     .stem = stem,
                                     .form = code,
                                     .address = {.postings = stream_writer_length(&writer->postings),
                                                 .positions = stream_writer_length(&writer->positions)}};
    return dictionary_writer_add(&writer->dictionary, &entry, err);
}

struct postings_writer *segment_writer_lists(struct segment_writer *writer)
{
    return writer->lists;
}

void segment_writer_set_term_parents(struct segment_writer *writer, uint32_t parents)
{
    writer->term_parents = parents;
}

/* ---- articles and names ---- */

int segment_writer_article(struct segment_writer *writer, const struct article_columns *columns, fx_error *err)
{
    int status = segment_writer_article_without_id(writer, columns, err);
    if (status != FX_OK)
        return status;
    if (memory_reserve(&writer->hashes, &writer->hash_capacity, writer->articles, sizeof *writer->hashes) != FX_OK)
        return error_no_memory(err);
    writer->hashes[writer->articles - 1] = (struct id_hash){columns->id_hash, writer->articles - 1};
    return FX_OK;
}

int segment_writer_article_without_id(struct segment_writer *writer, const struct article_columns *columns,
                                      fx_error *err)
{
    writer->articles++;
    int status = stream_append_u64(&writer->published, (uint64_t)columns->published, err);
    if (status == FX_OK)
        status = stream_append_u64(&writer->content, columns->content_hash, err);
    if (status == FX_OK)
        status = stream_append_u32(&writer->files, columns->file, err);
    return status;
}

int segment_writer_sorted_id(struct segment_writer *writer, uint64_t hash, uint32_t article, fx_error *err)
{
    writer->sorted_ids++;
    int status = stream_append_u64(&writer->ids, hash, err);
    return status == FX_OK ? stream_append_u32(&writer->ids, article, err) : status;
}

static int compare_hashes(const void *a, const void *b)
{
    const struct id_hash *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->article > y->article) - (x->article < y->article);
}

static int write_ids(struct segment_writer *writer, fx_error *err)
{
    int status = FX_OK;
    if (writer->hashes != NULL) {
        qsort(writer->hashes, writer->articles, sizeof *writer->hashes, compare_hashes);
        for (uint32_t i = 0; i < writer->articles && status == FX_OK; i++)
            status = segment_writer_sorted_id(writer, writer->hashes[i].hash, writer->hashes[i].article, err);
    }
    if (status == FX_OK && writer->sorted_ids != writer->articles)
        status = error_set(err, FX_EINVAL, "%u articles have %u ids", writer->articles, writer->sorted_ids);
    return status;
}

int segment_writer_name(struct segment_writer *writer, const struct name_entry *name, fx_error *err)
{
    return name_writer_add(&writer->names, name, err);
}

/* ---- the end ---- */

static int finish_articles(struct segment_writer *writer, fx_error *err)
{
    struct segment_info *info = &writer->info;
    if (writer->articles != info->units[UNIT_ARTICLE].documents)
        return error_set(err, FX_EINVAL, "%u articles with columns, %u with postings", writer->articles,
                         info->units[UNIT_ARTICLE].documents);
    int status = write_ids(writer, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->published, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->content, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->files, NULL, err);
    if (status == FX_OK)
        status = stream_writer_finish(&writer->ids, NULL, err);
    info->articles = writer->articles;
    info->name_count = writer->names.count;
    if (status == FX_OK)
        status = name_writer_finish(&writer->names, &info->names_bytes, err);
    return status;
}

int segment_writer_finish(struct segment_writer *writer, struct segment_info *info, fx_error *err)
{
    memset(info, 0, sizeof *info);
    int status = end_unit(writer, err);
    if (status == FX_OK)
        status = finish_articles(writer, err);
    if (status == FX_OK)
        *info = writer->info;
    segment_writer_abandon(writer);
    return status;
}

void segment_writer_abandon(struct segment_writer *writer)
{
    if (writer == NULL)
        return;
    release_unit(writer);
    stream_writer_release(&writer->published);
    stream_writer_release(&writer->content);
    stream_writer_release(&writer->files);
    stream_writer_release(&writer->ids);
    name_writer_release(&writer->names);
    memory_free(writer->hashes);
    memory_free(writer);
}
