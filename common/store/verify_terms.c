#include "error.h"
#include "segment_parts.h"
#include "slice.h"
#include "store_key.h"
#include "term_space.h"
#include "verify_private.h"

#include <stdio.h>

struct terms_check {
    struct verification *verification;
    struct segment *segment;
    const struct segment_info *info;
    const struct form_table *forms;
    enum unit unit;
    const uint32_t *lengths;
    const uint32_t *parents; /* NULL: not asked for */
    uint32_t terms;
    char before[TERM_BYTES_MAX];
    size_t before_length;
    char where[160];
};

/* ---- one posting list ---- */

struct list_check {
    uint32_t documents, parents, last, last_parent, block_last;
    uint64_t occurrences;
    const struct impact *impacts;
    uint32_t impact_count;
};

/* The frontier of a block must hold, for each posting, a point that is at least as good. */
static bool is_bound(const struct list_check *list, uint32_t frequency, uint32_t length)
{
    for (uint32_t i = 0; i < list->impact_count; i++) {
        if (list->impacts[i].frequency >= frequency && list->impacts[i].length <= length)
            return true;
    }
    return false;
}

/* NULL, or what is wrong with the posting the cursor stands on. */
static const char *wrong_in_posting(struct terms_check *check, struct postings *postings, struct list_check *list)
{
    fx_error err;
    const uint32_t *positions;
    const uint16_t *forms;
    uint32_t count = 0;
    uint32_t document = postings->document;
    if (document >= check->info->units[check->unit].documents || (list->documents > 0 && document <= list->last))
        return "its documents are out of order";
    if (list->documents == 0 || document > list->block_last)
        list->block_last = postings_block(postings, document, &list->impacts, &list->impact_count);
    uint32_t frequency = postings_frequency(postings);
    uint32_t boost = postings_boost(postings);
    if (!is_bound(list, frequency, check->lengths[document]))
        return "a document scores more than its block promises";
    int status = postings_positions(postings, &positions, &forms, &count, &err);
    if (status < 0)
        return "its positions cannot be decoded";
    for (uint32_t i = 1; i < count; i++) {
        if (positions[i] <= positions[i - 1])
            return "its positions are out of order";
    }
    if (boost > frequency || (status == FX_OK && count != frequency - boost))
        return "its frequencies do not fit its positions";
    list->occurrences += frequency - boost;
    list->last = document;
    list->documents++;
    if (check->parents != NULL && (list->parents == 0 || check->parents[document] != list->last_parent)) {
        list->last_parent = check->parents[document];
        list->parents++;
    }
    return NULL;
}

static const char *wrong_in_sums(const struct terms_check *check, const struct term_entry *entry,
                                 const struct list_check *list)
{
    if (list->documents != entry->documents)
        return "its documents are miscounted";
    if (entry->address.has_positions && list->occurrences != entry->occurrences)
        return "its occurrences are miscounted";
    bool counts_parents = check->unit == UNIT_SECTION && entry->term.ptr[0] == TERM_WORD;
    if (counts_parents && check->parents != NULL && list->parents != entry->parents)
        return "its articles are miscounted";
    return NULL;
}

static void check_list(struct terms_check *check, const struct term_entry *entry)
{
    fx_error err;
    struct postings postings;
    struct list_check list = {0};
    if (!verify_good(check->verification, segment_postings(check->segment, check->unit, entry, &postings, &err), &err,
                     check->where))
        return;
    const char *wrong = NULL;
    while (wrong == NULL && postings_next(&postings) != DOCUMENT_END)
        wrong = wrong_in_posting(check, &postings, &list);
    if (wrong == NULL && postings.fault.code != FX_OK)
        wrong = postings.fault.message;
    if (wrong == NULL)
        wrong = wrong_in_sums(check, entry, &list);
    if (wrong != NULL)
        verify_report(check->verification, "%s, term \"%.*s\": %s", check->where, (int)entry->term.len, entry->term.ptr,
                      wrong);
    postings_release(&postings);
}

/* ---- entries ---- */

static void check_form(struct terms_check *check, const struct term_entry *entry)
{
    char form[TERM_BYTES_MAX + 64];
    fx_slice own = slice_part(entry->term, 1, entry->term.len);
    if (entry->form == FORM_OTHER || check->forms == NULL)
        return;
    size_t length = form_table_apply(check->forms, entry->stem, entry->form, form, sizeof form);
    if (!slice_equal(own, (fx_slice){form, length}))
        verify_report(check->verification, "%s: the form \"%.*s\" has a code that gives \"%.*s\"", check->where,
                      (int)own.len, own.ptr, (int)length, form);
}

static void check_entry(struct terms_check *check, const struct term_entry *entry)
{
    fx_slice before = {check->before, check->before_length};
    if (entry->term.len == 0 || entry->term.len > sizeof check->before ||
        (check->terms > 0 && slice_compare(before, entry->term) >= 0)) {
        verify_report(check->verification, "%s: a term is out of order", check->where);
        return;
    }
    memcpy(check->before, entry->term.ptr, entry->term.len);
    check->before_length = entry->term.len;
    check->terms++;
    check->verification->checked++;
    if (entry->term.ptr[0] == TERM_FORM)
        check_form(check, entry);
    else if (check->lengths != NULL)
        check_list(check, entry);
}

/* A block of the dictionary, one damaged block leaves the others. */
static int check_block(void *payload, fx_slice key, fx_slice value)
{
    struct terms_check *check = payload;
    struct dictionary_block block;
    struct term_entry entry;
    fx_error err;
    uint32_t owner = check->info->owner;
    if (key.len < 6 || key.ptr[0] != 'T' || bytes_get_u32_big((const uint8_t *)key.ptr + 1) != owner ||
        (unsigned char)key.ptr[5] != (unsigned)check->unit)
        return FX_END;
    int status = dictionary_block_open(&block, owner, check->unit, slice_part(key, 6, key.len), value, &err);
    bool any = false;
    while (status == FX_OK && check->verification->status == FX_OK &&
           (status = dictionary_block_next(&block, &entry, &err)) == FX_OK) {
        check_entry(check, &entry);
        any = true;
    }
    if (status == FX_END && any &&
        slice_equal((fx_slice){check->before, check->before_length}, slice_part(key, 6, key.len)))
        status = FX_OK;
    else if (status == FX_END)
        status = error_set(&err, FX_EDAMAGED, "a block does not end with the term it is stored under");
    (void)verify_good(check->verification, status, &err, check->where);
    return check->verification->status;
}

void verify_terms(struct verification *verification, uint32_t i, struct segment *segment, enum unit unit)
{
    static const char *const names[UNIT_COUNT] = {"articles", "sections", "quotes"};
    struct terms_check check = {.verification = verification,
                                .segment = segment,
                                .info = &index_commit(verification->index)->segments[i],
                                .unit = unit};
    struct store_key key;
    uint64_t found = verification->found;
    fx_error err;
    snprintf(check.where, sizeof check.where, "segment %u, dictionary of %s", check.info->owner, names[unit]);
    if (index_forms(verification->index, &check.forms, NULL) != FX_OK)
        check.forms = NULL;
    if (segment_lengths(segment, unit, &check.lengths, NULL) != FX_OK) /* reported already */
        check.lengths = NULL;
    if (unit == UNIT_SECTION && segment_parents(segment, unit, &check.parents, NULL) != FX_OK)
        check.parents = NULL;
    store_key_of_block(&key, check.info->owner, unit, (fx_slice){NULL, 0});
    int status = snapshot_visit(index_snapshot(verification->index), TABLE_MAIN, store_key_slice(&key), check_block,
                                &check, &err);
    if (status < 0 && verification->status == FX_OK)
        (void)verify_good(verification, status, &err, check.where);
    if (verification->status == FX_OK && verification->found == found && check.terms != check.info->units[unit].terms)
        verify_report(verification, "%s: it has %u terms, the commit says %u", check.where, check.terms,
                      check.info->units[unit].terms);
}
