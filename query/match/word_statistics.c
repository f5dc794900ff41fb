#include "word_statistics.h"

#include "error.h"
#include "form_table.h"
#include "slice.h"
#include "word_source.h"

static bool same_key(const struct word_key *a, const struct word_key *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->space == b->space && a->exact == b->exact &&
           a->distance == b->distance && slice_equal(a->text, b->text) && slice_equal(a->form, b->form);
}

/* One list, the codes (at most one) that count copied to the arena. */
static int add_list(struct word_lists *out, struct match_context *context, const struct term_entry *entry,
                    const uint16_t *code, fx_error *err)
{
    struct word_list *list = &out->lists[out->count++];
    *list = (struct word_list){.entry = *entry};
    if (code == NULL)
        return FX_OK;
    uint16_t *codes = arena_allocate(context->arena, sizeof *codes);
    if (codes == NULL)
        return error_no_memory(err);
    codes[0] = *code;
    list->codes = codes;
    list->code_count = 1;
    return FX_OK;
}

/* An exact form: the occurrences of its stem that have its code, and those of a stem that is spelt like it. What the
 * dictionary says of a form tells where to look; counts of forms it does not keep exact (merging copies blocks whole),
 * so occurrences are always told apart by their codes. */
static int find_form(struct word_lists *out, struct match_context *context, const struct match_segment *segment,
                     enum unit unit, fx_slice form, fx_error *err)
{
    static const uint16_t same = FORM_SAME;
    struct term_entry named, entry;
    bool found;
    int code = match_find_term(context, segment, unit, TERM_FORM, form, &named, &found, err);
    if (code == FX_OK && found && !slice_equal(named.stem, form)) {
        fx_slice stem;
        uint16_t form_code = named.form;
        if (arena_copy(&stem, context->arena, named.stem) != FX_OK)
            return error_no_memory(err);
        code = match_find_term(context, segment, unit, TERM_WORD, stem, &entry, &found, err);
        if (code == FX_OK && found)
            code = add_list(out, context, &entry, &form_code, err);
    }
    if (code == FX_OK)
        code = match_find_term(context, segment, unit, TERM_WORD, form, &entry, &found, err);
    return code == FX_OK && found ? add_list(out, context, &entry, &same, err) : code;
}

/* A plain word: the list of its stem, and where articles of another language have the form under another stem
 * ("Regierung" under "regier"), that one, too: a query does not say its language. */
static int find_plain(struct word_lists *out, struct match_context *context, const struct match_segment *segment,
                      enum unit unit, const struct word_key *key, fx_error *err)
{
    struct term_entry entry, named;
    bool found;
    int code = match_find_term(context, segment, unit, key->space, key->text, &entry, &found, err);
    if (code == FX_OK && found)
        code = add_list(out, context, &entry, NULL, err);
    if (code != FX_OK || key->space != TERM_WORD)
        return code;
    code = match_find_term(context, segment, unit, TERM_FORM, key->form, &named, &found, err);
    if (code != FX_OK || !found || slice_equal(named.stem, key->text))
        return code;
    fx_slice stem;
    if (arena_copy(&stem, context->arena, named.stem) != FX_OK)
        return error_no_memory(err);
    code = match_find_term(context, segment, unit, TERM_WORD, stem, &entry, &found, err);
    return code == FX_OK && found ? add_list(out, context, &entry, NULL, err) : code;
}

int word_lists_find(struct word_lists *out, struct match_context *context, uint32_t segment, enum unit unit,
                    const struct word_key *key, fx_error *err)
{
    *out = (struct word_lists){NULL, 0};
    if (key->kind != AST_WORD)
        return word_expand(out, context, segment, unit, key, err);
    out->lists = arena_allocate(context->arena, 2 * sizeof *out->lists);
    if (out->lists == NULL)
        return error_no_memory(err);
    const struct match_segment *in = &context->segments[segment];
    if (key->exact && key->space == TERM_WORD)
        return find_form(out, context, in, unit, key->text, err);
    return find_plain(out, context, in, unit, key, err);
}

/* Live documents of a list whose forms are restricted: only the positions tell which form stands in a document. */
static int count_forms(struct match_context *context, const struct match_segment *segment, enum unit unit,
                       const struct word_list *list, const uint64_t *without, uint64_t *live, fx_error *err)
{
    struct word_source source;
    int code = word_source_open(&source, context, segment, unit, list, err);
    *live = 0;
    if (code != FX_OK || source.postings == NULL)
        return code;
    for (uint32_t d = word_source_next(&source); d != DOCUMENT_END; d = word_source_next(&source))
        *live += without == NULL || !bitmap_has(without, d);
    return FX_OK;
}

/* Live documents of a list. A search for sections counts of the articles those without sub-headings. For a plain word
 * these are all articles of the list here less `parents`, which stands with the list of sections; for forms, of which
 * one unit may know more than the other, they are counted. */
static int count_list(const struct word *word, struct match_context *context, uint32_t segment, enum unit unit,
                      const struct word_list *list, int64_t *live, fx_error *err)
{
    const struct match_segment *in = &context->segments[segment];
    bool whole = word->key.unit == UNIT_SECTION && unit == UNIT_ARTICLE;
    bool plain = word->key.kind == AST_WORD && !word->key.exact;
    const uint64_t *dead = !whole ? in->dead[unit] : plain ? in->dead_whole : in->not_one_section;
    uint64_t documents;
    int code;
    if (list->codes == NULL)
        code = match_live(context, in, unit, &list->entry, dead, list->entry.documents, &documents, err);
    else
        code = count_forms(context, in, unit, list, dead, &documents, err);
    *live = (int64_t)documents;
    if (plain && unit == UNIT_SECTION)
        *live -= (int64_t)list->entry.parents;
    return code;
}

static int find_in_unit(struct word *word, struct match_context *context, enum unit unit, int64_t *live, fx_error *err)
{
    struct word_lists *segments = arena_allocate_zeroed(context->arena, context->segment_count, sizeof *segments);
    if (segments == NULL && context->segment_count > 0)
        return error_no_memory(err);
    word->segments[unit] = segments;
    for (uint32_t i = 0; i < context->segment_count; i++) {
        int code = word_lists_find(&segments[i], context, i, unit, &word->key, err);
        for (uint32_t k = 0; k < segments[i].count && code == FX_OK; k++) {
            int64_t documents = 0;
            code = count_list(word, context, i, unit, &segments[i].lists[k], &documents, err);
            *live += documents;
        }
        if (code != FX_OK)
            return code;
    }
    return FX_OK;
}

static int make_word(struct word *word, struct match_context *context, fx_error *err)
{
    int64_t live = 0;
    int code = find_in_unit(word, context, word->key.unit, &live, err);
    if (code == FX_OK && word->key.unit == UNIT_SECTION)
        code = find_in_unit(word, context, UNIT_ARTICLE, &live, err);
    uint64_t documents = context->statistics[word->key.unit].documents;
    word->document_frequency = live < 0 ? 0 : (uint64_t)live;
    if (word->document_frequency > documents)
        word->document_frequency = documents;
    word->idf = bm25_idf(documents, word->document_frequency);
    return code;
}

int word_find(struct word **out, struct match_context *context, const struct word_key *key, fx_error *err)
{
    for (struct word *word = context->words; word != NULL; word = word->next)
        if (same_key(&word->key, key)) {
            *out = word;
            return FX_OK;
        }
    *out = NULL;
    struct word *word = arena_allocate_zeroed(context->arena, 1, sizeof *word);
    if (word == NULL)
        return error_no_memory(err);
    word->key = *key;
    int code = make_word(word, context, err);
    if (code != FX_OK)
        return code;
    word->next = context->words;
    context->words = word;
    *out = word;
    return FX_OK;
}
