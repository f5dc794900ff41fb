#include "error.h"
#include "fuzzy_word.h"
#include "slice.h"
#include "word_statistics.h"

#include <stdlib.h>
#include <string.h>

/* A form found in the dictionary: it counts where its stem stands with its code. */
struct found_form {
    fx_slice stem;
    uint16_t code;
    bool is_stem; /* found among the stems, so `entry` is known; whether it occurs as itself is not */
    struct term_entry entry;
};

struct expansion {
    struct match_context *context;
    const struct match_segment *segment;
    enum unit unit;
    const struct word_key *key;
    struct fuzzy_word *fuzzy; /* NULL: prefix */
    struct found_form *forms;
    uint32_t count, capacity;
    fx_error *err;
};

static int add_form(struct expansion *expansion, const struct found_form *form)
{
    struct arena *arena = expansion->context->arena;
    if (expansion->count >= expansion->context->expansion_limit)
        return error_set_at(
            expansion->err, FX_ELIMIT, expansion->key->offset, "%.*s%s stands for more than %u words: write more of it",
            expansion->key->text.len > 60 ? 60 : (int)expansion->key->text.len, expansion->key->text.ptr,
            expansion->fuzzy ? "~" : "*", expansion->context->expansion_limit);
    if (expansion->count == expansion->capacity) {
        uint32_t capacity = expansion->capacity ? expansion->capacity * 2 : 16;
        struct found_form *forms = arena_allocate(arena, capacity * sizeof *forms);
        if (forms == NULL)
            return error_no_memory(expansion->err);
        if (expansion->count > 0)
            memcpy(forms, expansion->forms, expansion->count * sizeof *forms);
        expansion->forms = forms;
        expansion->capacity = capacity;
    }
    struct found_form *kept = &expansion->forms[expansion->count++];
    *kept = *form;
    if (arena_copy(&kept->stem, arena, form->stem) != FX_OK)
        return error_no_memory(expansion->err);
    kept->entry.term = kept->stem;
    return FX_OK;
}

static int take_entry(struct expansion *expansion, const struct term_entry *entry, fx_slice word)
{
    struct found_form form = {.entry = *entry};
    if (expansion->fuzzy != NULL && fuzzy_word_distance(expansion->fuzzy, word) > expansion->key->distance)
        return FX_OK;
    form.is_stem = (unsigned char)entry->term.ptr[0] != TERM_FORM;
    form.stem = form.is_stem ? word : entry->stem;
    form.code = form.is_stem ? 0 : entry->form;
    return add_form(expansion, &form);
}

/* All words of a space that begin as wanted, or are near. */
static int scan_space(struct expansion *expansion, enum term_space space)
{
    char first[256];
    fx_slice prefix = expansion->fuzzy ? (fx_slice){NULL, 0} : expansion->key->text;
    if (prefix.len >= sizeof first)
        return FX_OK;
    first[0] = (char)space;
    if (prefix.len > 0)
        memcpy(first + 1, prefix.ptr, prefix.len);
    fx_slice from = {first, prefix.len + 1};
    struct term_scan scan;
    const struct term_entry *entry;
    fx_error fault = {.code = FX_OK};
    bool damaged;
    int code = term_scan_open(&scan, expansion->segment->segment, expansion->unit, from, &fault);
    while (code == FX_OK && (code = term_scan_next(&scan, &entry, &fault)) == FX_OK) {
        if (!slice_starts_with(entry->term, from))
            return FX_OK;
        code = take_entry(expansion, entry, slice_part(entry->term, 1, entry->term.len));
        if (code != FX_OK)
            return code;
    }
    if (code == FX_END)
        return FX_OK;
    code = match_tolerate(expansion->context, code, &fault, &damaged);
    return code == FX_OK ? FX_OK : error_set(expansion->err, code, "%s", fault.message);
}

static int compare_forms(const void *a, const void *b)
{
    const struct found_form *x = a, *y = b;
    int order = slice_compare(x->stem, y->stem);
    if (order != 0)
        return order;
    if (x->is_stem != y->is_stem)
        return x->is_stem ? 1 : -1;
    return (x->code > y->code) - (x->code < y->code);
}

/* The forms of one stem become one list of their codes. */
static int make_list(struct expansion *expansion, const struct found_form *forms, uint32_t count,
                     struct word_lists *out)
{
    struct match_context *context = expansion->context;
    const struct found_form *last = &forms[count - 1];
    struct word_list *list = &out->lists[out->count];
    bool found = last->is_stem;
    int code = FX_OK;
    *list = (struct word_list){.entry = last->entry};
    if (!found)
        code = match_find_term(context, expansion->segment, expansion->unit, TERM_WORD, forms[0].stem, &list->entry,
                               &found, expansion->err);
    if (code != FX_OK || !found)
        return code;
    uint16_t *codes = arena_allocate(context->arena, count * sizeof *codes);
    if (codes == NULL)
        return error_no_memory(expansion->err);
    for (uint32_t i = 0; i < count; i++)
        if (list->code_count == 0 || codes[list->code_count - 1] != forms[i].code)
            codes[list->code_count++] = forms[i].code;
    list->codes = codes;
    out->count++;
    return FX_OK;
}

/* Words of a name space have no forms: each is a list. */
static void make_name_lists(const struct expansion *expansion, struct word_lists *out)
{
    for (uint32_t i = 0; i < expansion->count; i++)
        out->lists[out->count++] = (struct word_list){.entry = expansion->forms[i].entry};
}

static int make_lists(struct expansion *expansion, struct word_lists *out)
{
    if (expansion->count == 0)
        return FX_OK;
    out->lists = arena_allocate(expansion->context->arena, expansion->count * sizeof *out->lists);
    if (out->lists == NULL)
        return error_no_memory(expansion->err);
    if (expansion->key->space != TERM_WORD) {
        make_name_lists(expansion, out);
        return FX_OK;
    }
    qsort(expansion->forms, expansion->count, sizeof *expansion->forms, compare_forms);
    for (uint32_t i = 0, n; i < expansion->count; i += n) {
        n = 1;
        while (i + n < expansion->count && slice_equal(expansion->forms[i].stem, expansion->forms[i + n].stem))
            n++;
        int code = make_list(expansion, &expansion->forms[i], n, out);
        if (code != FX_OK)
            return code;
    }
    return FX_OK;
}

int word_expand(struct word_lists *out, struct match_context *context, uint32_t segment, enum unit unit,
                const struct word_key *key, fx_error *err)
{
    struct expansion expansion = {
        .context = context, .segment = &context->segments[segment], .unit = unit, .key = key, .err = err};
    *out = (struct word_lists){NULL, 0};
    if (key->kind == AST_FUZZY) {
        expansion.fuzzy = arena_allocate(context->arena, sizeof *expansion.fuzzy);
        if (expansion.fuzzy == NULL)
            return error_no_memory(err);
        if (!fuzzy_word_init(expansion.fuzzy, key->text, key->distance))
            return FX_OK;
    }
    int code = FX_OK;
    if (key->space == TERM_WORD)
        code = scan_space(&expansion, TERM_FORM);
    if (code == FX_OK)
        code = scan_space(&expansion, key->space);
    return code == FX_OK ? make_lists(&expansion, out) : code;
}
