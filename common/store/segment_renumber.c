#include "segment_renumber.h"

#include "error.h"
#include "memory.h"
#include "segment_parts.h"
#include "segment_writer_parts.h"
#include "term_space.h"

#include <string.h>

struct renumbering {
    struct segment *segment;
    const struct segment_info *info;
    struct segment_writer *writer;
    uint32_t *numbers[UNIT_COUNT]; /* new number of each document; DOCUMENT_END: gone */
    uint32_t kept[UNIT_COUNT];
    const uint32_t *lengths; /* of the unit at work */
    const uint32_t *parents;
    const volatile int *stop;
};

static int number_documents(struct renumbering *state, const struct merge_input *input, fx_error *err)
{
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
        uint32_t documents = state->info->units[unit].documents;
        uint32_t *numbers = memory_allocate(documents, sizeof *numbers);
        if (numbers == NULL)
            return error_no_memory(err);
        state->numbers[unit] = numbers;
        const uint64_t *dead = input->dead[unit];
        for (uint32_t i = 0; i < documents; i++) {
            bool gone = dead != NULL && (dead[i / 64] >> i % 64 & 1) != 0;
            numbers[i] = gone ? DOCUMENT_END : state->kept[unit]++;
        }
    }
    return FX_OK;
}

/* ---- terms ---- */

static int copy_posting(struct renumbering *state, struct postings *postings, uint32_t number, fx_error *err)
{
    struct posting_input out = {
        .document = number, .boost = postings_boost(postings), .length = state->lengths[postings->document]};
    int status = postings_positions(postings, &out.positions, &out.forms, &out.count, err);
    if (status == FX_END) /* a term without positions */
        status = FX_OK;
    return status == FX_OK ? segment_writer_posting(state->writer, &out, err) : status;
}

/* Documents of the term that are kept, and the distinct articles among them. */
static int survey(struct renumbering *state, enum unit unit, const struct term_entry *entry, uint32_t *documents,
                  uint32_t *parents, fx_error *err)
{
    struct postings postings;
    uint32_t last = DOCUMENT_END;
    *documents = *parents = 0;
    int status = segment_postings(state->segment, unit, entry, &postings, err);
    if (status != FX_OK)
        return status;
    for (uint32_t at = postings_next(&postings); at != DOCUMENT_END; at = postings_next(&postings)) {
        if (state->numbers[unit][at] == DOCUMENT_END)
            continue;
        ++*documents;
        if (state->parents != NULL && state->parents[at] != last) {
            last = state->parents[at];
            ++*parents;
        }
    }
    if (postings.fault.code != FX_OK) {
        status = postings.fault.code;
        if (err != NULL)
            *err = postings.fault;
    }
    postings_release(&postings);
    return status;
}

static int copy_list(struct renumbering *state, enum unit unit, const struct term_entry *entry, fx_error *err)
{
    uint32_t documents;
    uint32_t parents;
    struct postings postings;
    bool counts_parents = unit == UNIT_SECTION && entry->term.ptr[0] == TERM_WORD;
    int status = survey(state, unit, entry, &documents, &parents, err);
    if (status != FX_OK || documents == 0)
        return status;
    status = segment_postings(state->segment, unit, entry, &postings, err);
    if (status != FX_OK)
        return status;
    status = segment_writer_begin_term(state->writer, entry->term, counts_parents ? parents : 0, err);
    for (uint32_t at = DOCUMENT_END; status == FX_OK && (at = postings_next(&postings)) != DOCUMENT_END;) {
        if (state->numbers[unit][at] != DOCUMENT_END)
            status = copy_posting(state, &postings, state->numbers[unit][at], err);
    }
    if (status == FX_OK && postings.fault.code != FX_OK) {
        status = postings.fault.code;
        if (err != NULL)
            *err = postings.fault;
    }
    postings_release(&postings);
    return status == FX_OK ? segment_writer_end_term(state->writer, err) : status;
}

static int copy_terms(struct renumbering *state, enum unit unit, fx_error *err)
{
    struct term_scan scan;
    const struct term_entry *entry;
    int status = term_scan_open(&scan, state->segment, unit, (fx_slice){NULL, 0}, err);
    while (status == FX_OK && (status = term_scan_next(&scan, &entry, err)) == FX_OK) {
        if (state->stop != NULL && *state->stop != 0)
            return error_set(err, FX_ESTOPPED, "stopped while compacting");
        if (entry->term.ptr[0] == TERM_FORM)
            status = segment_writer_form(state->writer, entry->term, entry->stem, entry->form, entry->documents,
                                         entry->occurrences, err);
        else
            status = copy_list(state, unit, entry, err);
    }
    return status == FX_END ? FX_OK : status;
}

/* ---- columns ---- */

static int copy_documents(struct renumbering *state, enum unit unit, fx_error *err)
{
    const uint32_t *ordinals = NULL;
    int status = unit != UNIT_ARTICLE ? segment_ordinals(state->segment, unit, &ordinals, err) : FX_OK;
    for (uint32_t i = 0; i < state->info->units[unit].documents && status == FX_OK; i++) {
        if (state->numbers[unit][i] == DOCUMENT_END)
            continue;
        const uint32_t *names;
        uint32_t count;
        uint32_t parent = 0;
        status = segment_facets(state->segment, unit, i, &names, &count, err);
        if (status == FX_OK && state->parents != NULL) {
            if (state->parents[i] >= state->info->articles ||
                state->numbers[UNIT_ARTICLE][state->parents[i]] == DOCUMENT_END)
                return error_set(err, FX_EDAMAGED, "segment %u: a live part of a dead article", state->info->owner);
            parent = state->numbers[UNIT_ARTICLE][state->parents[i]];
        }
        if (status == FX_OK)
            status = segment_writer_document(state->writer, state->lengths[i], parent,
                                             ordinals != NULL ? ordinals[i] : 0, names, count, err);
    }
    return status;
}

static int copy_unit(struct renumbering *state, enum unit unit, fx_error *err)
{
    state->parents = NULL;
    int status = segment_lengths(state->segment, unit, &state->lengths, err);
    if (status == FX_OK && unit != UNIT_ARTICLE)
        status = segment_parents(state->segment, unit, &state->parents, err);
    if (status == FX_OK)
        status = segment_writer_begin_unit(state->writer, unit, state->kept[unit], err);
    if (status == FX_OK)
        status = copy_terms(state, unit, err);
    return status == FX_OK ? copy_documents(state, unit, err) : status;
}

static int copy_articles(struct renumbering *state, fx_error *err)
{
    const int64_t *published;
    const uint64_t *content;
    const uint32_t *files;
    int status = segment_published(state->segment, &published, err);
    if (status == FX_OK)
        status = segment_content_hashes(state->segment, &content, err);
    if (status == FX_OK)
        status = segment_files(state->segment, &files, err);
    for (uint32_t i = 0; i < state->info->articles && status == FX_OK; i++) {
        struct article_columns columns = {.published = published[i], .content_hash = content[i], .file = files[i]};
        if (state->numbers[UNIT_ARTICLE][i] != DOCUMENT_END)
            status = segment_writer_article_without_id(state->writer, &columns, err);
    }
    for (uint32_t i = 0; i < state->info->articles && status == FX_OK; i++) {
        uint64_t hash;
        uint32_t article;
        status = segment_sorted_id(state->segment, i, &hash, &article, err);
        if (status == FX_OK && state->numbers[UNIT_ARTICLE][article] != DOCUMENT_END)
            status = segment_writer_sorted_id(state->writer, hash, state->numbers[UNIT_ARTICLE][article], err);
    }
    return status;
}

/* Names that only the dead carried went with the merge before; their order and so their numbers stay. */
static int copy_names(struct renumbering *state, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < state->info->name_count && status == FX_OK; i++) {
        struct name_entry name;
        status = segment_name(state->segment, i, &name, err);
        if (status == FX_OK)
            status = segment_writer_name(state->writer, &name, err);
    }
    return status;
}

static int copy_all(struct renumbering *state, fx_error *err)
{
    int status = copy_names(state, err);
    for (unsigned unit = 0; unit < UNIT_COUNT && status == FX_OK; unit++)
        status = copy_unit(state, (enum unit)unit, err);
    return status == FX_OK ? copy_articles(state, err) : status;
}

int segment_renumber(const struct merge_input *input, const struct extent_sink *sink, uint32_t owner,
                     const volatile int *stop, struct segment_info *info, fx_error *err)
{
    struct renumbering state = {.segment = input->segment, .info = segment_describe(input->segment), .stop = stop};
    *info = (struct segment_info){0};
    int status = number_documents(&state, input, err);
    if (status == FX_OK)
        status = segment_writer_open(&state.writer, sink, owner, err);
    if (status == FX_OK) {
        status = copy_all(&state, err);
        if (status == FX_OK)
            status = segment_writer_finish(state.writer, info, err);
        else
            segment_writer_abandon(state.writer);
    }
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++)
        memory_free(state.numbers[unit]);
    return status;
}
