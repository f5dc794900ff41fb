/* "Did you mean": the indexed word nearest to one that is nowhere. */
#include "error.h"
#include "fuzzy_word.h"
#include "search_private.h"
#include "slice.h"
#include "string_map.h"
#include "word_statistics.h"

struct suggestion {
    struct search *search;
    struct fuzzy_word *fuzzy;
    struct string_map stems; /* whose forms were seen: a stem itself need not be a word */
    fx_slice best;
    uint32_t distance; /* of `best`; more than the fuzzy word's: none yet */
    uint32_t documents;
    bool known; /* the word itself is in the index, in other units than that searched: it is not misspelt */
};

/* Of short words and of numbers anything is near. */
static bool can_be_misspelt(fx_slice word)
{
    enum { CHARACTERS_MIN = 3 };
    uint32_t characters = 0;
    bool letters = false;
    for (size_t i = 0; i < word.len; i++) {
        characters += ((unsigned char)word.ptr[i] & 0xC0) != 0x80;
        letters |= (unsigned char)word.ptr[i] > '9';
    }
    return letters && characters >= CHARACTERS_MIN;
}

/* The first word of the text, not of a name and not negated, that has no document. */
static const struct ast *find_missing(const struct search *search, const struct ast *ast)
{
    if (ast->kind == AST_WORD) {
        for (const struct word *word = search->context.words; word != NULL; word = word->next)
            if (word->key.kind == AST_WORD && word->document_frequency == 0 &&
                slice_equal(word->key.text, word->key.exact ? ast->text : ast->stem))
                return ast;
        return NULL;
    }
    if (ast->kind == AST_NOT)
        return NULL;
    for (uint32_t i = 0; i < ast->child_count; i++) {
        const struct ast *missing = find_missing(search, ast->children[i]);
        if (missing != NULL)
            return missing;
    }
    return NULL;
}

static int consider(struct suggestion *suggestion, fx_slice word, uint32_t documents)
{
    uint32_t distance = fuzzy_word_distance(suggestion->fuzzy, word);
    suggestion->known |= distance == 0;
    if (distance > suggestion->distance || distance > suggestion->fuzzy->distance)
        return FX_OK;
    if (distance == suggestion->distance && documents <= suggestion->documents)
        return FX_OK;
    suggestion->distance = distance;
    suggestion->documents = documents;
    return arena_copy(&suggestion->best, &suggestion->search->arena, word);
}

static int consider_entry(struct suggestion *suggestion, enum term_space space, const struct term_entry *entry)
{
    fx_slice word = slice_part(entry->term, 1, entry->term.len);
    if (space == TERM_FORM) {
        if (string_map_intern(&suggestion->stems, entry->stem, NULL) == STRING_MAP_NONE)
            return FX_ENOMEM;
    } else if (string_map_find(&suggestion->stems, word) != STRING_MAP_NONE) {
        return FX_OK;
    }
    return consider(suggestion, word, entry->documents);
}

static int scan(struct suggestion *suggestion, struct segment *segment, enum term_space space, fx_error *err)
{
    char first[] = {(char)space};
    struct term_scan terms;
    const struct term_entry *entry;
    int code = term_scan_open(&terms, segment, UNIT_ARTICLE, (fx_slice){first, 1}, err);
    while (code == FX_OK && (code = term_scan_next(&terms, &entry, err)) == FX_OK) {
        if ((unsigned char)entry->term.ptr[0] != (unsigned char)space)
            return FX_OK;
        if (consider_entry(suggestion, space, entry) != FX_OK)
            return error_no_memory(err);
    }
    return code == FX_END || code == FX_EDAMAGED ? FX_OK : code;
}

int search_suggestion(struct search *search, fx_slice *word, fx_slice *instead, fx_error *err)
{
    const struct ast *missing = find_missing(search, search->query);
    *word = *instead = (fx_slice){NULL, 0};
    if (missing == NULL || !can_be_misspelt(missing->text))
        return FX_END;
    struct suggestion suggestion = {.search = search};
    suggestion.fuzzy = arena_allocate(&search->arena, sizeof *suggestion.fuzzy);
    if (suggestion.fuzzy == NULL)
        return error_no_memory(err);
    uint32_t distance = missing->text.len <= 4 ? 1 : 2;
    if (!fuzzy_word_init(suggestion.fuzzy, missing->text, distance))
        return FX_END;
    suggestion.distance = distance + 1;
    string_map_init(&suggestion.stems);
    int code = FX_OK;
    for (uint32_t i = 0; i < search->context.segment_count && code == FX_OK; i++) {
        code = scan(&suggestion, search->context.segments[i].segment, TERM_FORM, err);
        if (code == FX_OK)
            code = scan(&suggestion, search->context.segments[i].segment, TERM_WORD, err);
    }
    string_map_release(&suggestion.stems);
    if (code != FX_OK || suggestion.best.len == 0 || suggestion.known)
        return code != FX_OK ? code : FX_END;
    *word = missing->text;
    *instead = suggestion.best;
    return FX_OK;
}
