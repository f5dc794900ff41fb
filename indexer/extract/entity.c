#include "entity.h"

#include "entity_form.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

enum { LINK_KEY_MAX = FORM_KEY_MAX + 1, ACRONYM_MAX = 10, PREFIX_WORDS = 5, ALIASES_MAX = 48, GENERAL_MAX = 16 };

/* What a key of the links means. */
enum link {
    LINK_LAST = 'L',
    LINK_FIRST = 'F',
    LINK_ACRONYM = 'A',
    LINK_PREFIX = 'P',
    LINK_COUNTRY = 'C',
    LINK_MERGED = 'M'
};

struct entity_linker {
    const struct country_names *countries;
    const struct alias_file *aliases;
    struct string_map form_map; /* key -> form */
    struct string_map link_map; /* kind of link and key -> links[] */
    struct entity_form *forms;
    uint32_t *links;     /* the form last registered under a link */
    uint32_t *form_of;   /* of each mention; FORM_NONE: no name */
    uint32_t *entity_of; /* of each form that heads one */
    size_t form_capacity, link_capacity, mention_capacity, entity_capacity;
};

int entity_linker_new(struct entity_linker **out, const struct country_names *countries,
                      const struct alias_file *aliases, fx_error *err)
{
    *out = NULL;
    struct entity_linker *linker = memory_allocate_zeroed(1, sizeof *linker);
    if (linker == NULL)
        return error_no_memory(err);
    linker->countries = countries;
    linker->aliases = aliases;
    string_map_init(&linker->form_map);
    string_map_init(&linker->link_map);
    *out = linker;
    return FX_OK;
}

void entity_linker_free(struct entity_linker *linker)
{
    if (linker == NULL)
        return;
    string_map_release(&linker->form_map);
    string_map_release(&linker->link_map);
    memory_free(linker->forms);
    memory_free(linker->links);
    memory_free(linker->form_of);
    memory_free(linker->entity_of);
    memory_free(linker);
}

static struct alias_entry find_alias(const struct entity_linker *linker, fx_slice name)
{
    return linker->aliases != NULL ? alias_file_find(linker->aliases, name) : (struct alias_entry){0};
}

static bool has_small_letters(fx_slice display, fx_slice key)
{
    for (size_t i = 0; i < display.len && i < key.len; i++) {
        if (display.ptr[i] >= 'a' && display.ptr[i] <= 'z')
            return true;
    }
    return false;
}

/* The form of a mention, made where it is new. */
static int read_mention(struct entity_linker *linker, fx_slice name, uint32_t *out)
{
    char key[FORM_KEY_MAX];
    fx_slice display;
    uint32_t words;
    bool inserted;
    *out = FORM_NONE;
    size_t length = entity_form_key(key, name, &display, &words);
    if (length == 0)
        return FX_OK;
    uint32_t number = string_map_intern(&linker->form_map, (fx_slice){key, length}, &inserted);
    if (number == STRING_MAP_NONE ||
        memory_reserve(&linker->forms, &linker->form_capacity, (size_t)number + 1, sizeof *linker->forms) != FX_OK)
        return FX_ENOMEM;
    struct entity_form *form = &linker->forms[number];
    bool shouted = !has_small_letters(display, (fx_slice){key, length});
    if (inserted) {
        *form = (struct entity_form){.key = linker->form_map.names[number], .words = words, .head = number};
        struct alias_entry alias = find_alias(linker, display);
        form->ignored = alias.ignored;
        form->split = alias.split;
    }
    if (inserted || (form->shouted && !shouted)) {
        form->display = display;
        form->shouted = shouted;
    }
    *out = number;
    return FX_OK;
}

/* The place where the form of a link is kept; NULL: absent, or out of memory when `add`. */
static uint32_t *link_slot(struct entity_linker *linker, enum link link, fx_slice key, bool add)
{
    char bytes[LINK_KEY_MAX];
    bool inserted = false;
    size_t length = key.len < LINK_KEY_MAX - 1 ? key.len : LINK_KEY_MAX - 1;
    bytes[0] = (char)link;
    memcpy(bytes + 1, key.ptr, length);
    fx_slice name = {bytes, length + 1};
    uint32_t number =
        add ? string_map_intern(&linker->link_map, name, &inserted) : string_map_find(&linker->link_map, name);
    if (number == STRING_MAP_NONE)
        return NULL;
    if (inserted) {
        if (memory_reserve(&linker->links, &linker->link_capacity, (size_t)number + 1, sizeof *linker->links) != FX_OK)
            return NULL;
        linker->links[number] = FORM_NONE;
    }
    return &linker->links[number];
}

static int register_link(struct entity_linker *linker, enum link link, fx_slice key, uint32_t form)
{
    uint32_t *slot = link_slot(linker, link, key, true);
    if (slot == NULL)
        return FX_ENOMEM;
    *slot = form;
    return FX_OK;
}

static uint32_t find_link(struct entity_linker *linker, enum link link, fx_slice key)
{
    const uint32_t *slot = link_slot(linker, link, key, false);
    return slot != NULL ? *slot : FORM_NONE;
}

static uint32_t head_of(const struct entity_linker *linker, uint32_t form)
{
    while (linker->forms[form].head != form)
        form = linker->forms[form].head;
    return form;
}

static void join(struct entity_linker *linker, uint32_t form, uint32_t other)
{
    uint32_t a = head_of(linker, form), b = head_of(linker, other);
    if (a != b) /* the earlier heads, so chains stay short */
        linker->forms[a > b ? a : b].head = a > b ? b : a;
}

/* Joins the form with the one under this link, or becomes that one. */
static int join_or_register(struct entity_linker *linker, enum link link, fx_slice key, uint32_t form)
{
    uint32_t *slot = link_slot(linker, link, key, true);
    if (slot == NULL)
        return FX_ENOMEM;
    if (*slot == FORM_NONE)
        *slot = form;
    else
        join(linker, form, *slot);
    return FX_OK;
}

/* Countries and merged names: the same whatever stands before. */
static int link_by_tables(struct entity_linker *linker, uint32_t number)
{
    struct entity_form *form = &linker->forms[number];
    struct alias_entry alias = find_alias(linker, form->display);
    if (alias.name.len > 0)
        return join_or_register(linker, LINK_MERGED, alias.name, number);
    enum name_kind kind = entity_form_kind(form);
    if (kind == NAME_PERSON || form->split)
        return FX_OK;
    uint32_t count;
    const fx_slice *names = country_names_find(linker->countries, form->key, &count);
    bool doubtful = names != NULL && kind != NAME_PLACE && find_link(linker, LINK_COUNTRY, names[0]) == FORM_NONE;
    if (names == NULL || doubtful)
        return FX_OK;
    form->country = linker->countries->rows[string_map_find(&linker->countries->map, form->key)] + 1;
    return join_or_register(linker, LINK_COUNTRY, names[0], number);
}

static int link_person(struct entity_linker *linker, uint32_t number)
{
    const struct entity_form *form = &linker->forms[number];
    fx_slice last = entity_form_last_word(form->key), first = entity_form_word(form->key, 0);
    uint32_t other = find_link(linker, LINK_LAST, last);
    if (form->words == 1) {
        if (other == FORM_NONE)
            other = find_link(linker, LINK_FIRST, last);
        if (other != FORM_NONE && !form->split)
            join(linker, number, other);
        return FX_OK;
    }
    if (other != FORM_NONE && !form->split && entity_form_same_person(form->key, linker->forms[other].key))
        join(linker, number, other);
    if (register_link(linker, LINK_LAST, last, number) != FX_OK)
        return FX_ENOMEM;
    return register_link(linker, LINK_FIRST, first, number);
}

/* "nasa" of "N.A.S.A." and the like; 0 where the form is no acronym. */
static size_t acronym_of(const struct entity_form *form, char out[ACRONYM_MAX])
{
    size_t made = 0;
    if (!form->shouted || form->words != 1 || form->key.len > 2 * ACRONYM_MAX)
        return 0;
    for (size_t i = 0; i < form->key.len && made < ACRONYM_MAX; i++) {
        if (form->key.ptr[i] != '.')
            out[made++] = form->key.ptr[i];
    }
    return made >= 2 ? made : 0;
}

/* Words that begin too many organisations to stand for one. */
static bool is_general(fx_slice key)
{
    static const char general[][GENERAL_MAX] = {
        "university", "bank",  "ministry", "department", "national",  "international", "united",
        "world",      "new",   "american", "european",   "first",     "general",       "state",
        "federal",    "royal", "central",  "people's",   "institute", "college",       "office"};
    char padded[GENERAL_MAX] = {0};
    if (key.len > sizeof padded)
        return false;
    memcpy(padded, key.ptr, key.len);
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        if (memcmp(padded, general[i], sizeof padded) == 0)
            return true;
    }
    return false;
}

static int link_organization(struct entity_linker *linker, uint32_t number)
{
    const struct entity_form *form = &linker->forms[number];
    char acronym[ACRONYM_MAX];
    size_t length = acronym_of(form, acronym);
    uint32_t other = length > 0 ? find_link(linker, LINK_ACRONYM, (fx_slice){acronym, length}) : FORM_NONE;
    if (other == FORM_NONE && !is_general(form->key))
        other = find_link(linker, LINK_PREFIX, form->key);
    if (other != FORM_NONE && !form->split)
        join(linker, number, other);
    if (form->words < 2)
        return FX_OK;
    length = entity_form_acronym(acronym, sizeof acronym, form->key);
    if (length >= 2 && register_link(linker, LINK_ACRONYM, (fx_slice){acronym, length}, number) != FX_OK)
        return FX_ENOMEM;
    uint32_t words = 1;
    for (size_t i = 0; i < form->key.len && words <= PREFIX_WORDS; i++) {
        if (form->key.ptr[i] != ' ')
            continue;
        words++;
        if (register_link(linker, LINK_PREFIX, slice_part(form->key, 0, i), number) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

/* Twice over the forms: what stands before decides first, then what stands behind. */
static int link_forms(struct entity_linker *linker)
{
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < linker->form_map.count; i++) {
            int status = FX_OK;
            const struct entity_form *form = &linker->forms[i];
            enum name_kind kind = entity_form_kind(form);
            if (pass == 0)
                status = link_by_tables(linker, i);
            if (form->head != i || (pass == 1 && form->words > 1))
                continue;
            if (status == FX_OK && kind == NAME_PERSON)
                status = link_person(linker, i);
            else if (status == FX_OK && kind == NAME_ORGANIZATION)
                status = link_organization(linker, i);
            if (status != FX_OK)
                return status;
        }
    }
    return FX_OK;
}

/* A copy of the text with runs of white space made one space. */
static int copy_name(fx_slice *out, struct arena *arena, fx_slice name)
{
    char *copy = arena_allocate_bytes(arena, name.len + 1);
    size_t made = 0;
    if (copy == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < name.len; i++) {
        bool space = name.ptr[i] == ' ' || (name.ptr[i] >= '\t' && name.ptr[i] <= '\r');
        if (!space)
            copy[made++] = name.ptr[i];
        else if (made > 0 && copy[made - 1] != ' ')
            copy[made++] = ' ';
    }
    *out = (fx_slice){copy, made};
    return FX_OK;
}

/* Gives each heading form its entity, and adds up kinds; returns the number of entities. */
static int number_entities(struct entity_linker *linker, uint32_t *count)
{
    uint32_t forms = linker->form_map.count;
    *count = 0;
    if (memory_reserve(&linker->entity_of, &linker->entity_capacity, (size_t)forms + 1, sizeof *linker->entity_of) !=
        FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < forms; i++) {
        struct entity_form *form = &linker->forms[i];
        if (form->ignored) {
            linker->entity_of[i] = FORM_NONE;
            continue;
        }
        uint32_t head = head_of(linker, i);
        if (head == i || linker->forms[head].ignored) {
            form->head = i;
            linker->entity_of[i] = (*count)++;
        } else {
            linker->entity_of[i] = linker->entity_of[head];
        }
    }
    return FX_OK;
}

/* Is `form` a better name than `best`? Longer ones are, but none in capitals only where another is not. */
static bool is_better(const struct entity_form *form, const struct entity_form *best)
{
    if (best == NULL || form->words != best->words)
        return best == NULL || form->words > best->words;
    return (!form->shouted && best->shouted) || (form->shouted == best->shouted && form->key.len > best->key.len);
}

static int copy_aliases(struct entity *entity, struct arena *arena, const fx_slice *names, uint32_t count)
{
    fx_slice *copy = arena_allocate(arena, ((size_t)entity->alias_count + count + 1) * sizeof *copy);
    if (copy == NULL)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < entity->alias_count; i++)
        copy[i] = entity->aliases[i];
    for (uint32_t i = 0; i < count; i++) {
        if (arena_copy(&copy[entity->alias_count], arena, names[i]) != FX_OK)
            return FX_ENOMEM;
        entity->alias_count++;
    }
    entity->aliases = copy;
    return FX_OK;
}

/* Name and aliases of an entity from the form that names it best, the country table and the alias file. */
static int name_entity(struct entity_linker *linker, struct entity *entity, const struct entity_form *best,
                       struct arena *arena)
{
    struct alias_entry alias = find_alias(linker, best->display);
    int status = FX_OK;
    if (alias.name.len > 0) {
        status = copy_name(&entity->name, arena, alias.name);
        return status == FX_OK ? copy_aliases(entity, arena, alias.aliases, alias.alias_count) : status;
    }
    if (best->country > 0) {
        const fx_slice *names = linker->countries->names[best->country - 1];
        status = copy_name(&entity->name, arena, names[0]);
        uint32_t count = linker->countries->name_counts[best->country - 1];
        return status == FX_OK ? copy_aliases(entity, arena, names + 1, count - 1) : status;
    }
    return copy_name(&entity->name, arena, best->display);
}

/* Names, kinds, acronyms as aliases. `best[e]` is scratch for the best form of entity e. */
static int fill_entities(struct entity_linker *linker, struct entity *entities, uint32_t count, struct arena *arena)
{
    const struct entity_form **best = memory_allocate_zeroed((size_t)count + 1, sizeof *best);
    uint32_t(*kinds)[NAME_KIND_COUNT] = memory_allocate_zeroed((size_t)count + 1, sizeof *kinds);
    int status = best != NULL && kinds != NULL ? FX_OK : FX_ENOMEM;
    for (uint32_t i = 0; status == FX_OK && i < linker->form_map.count; i++) {
        const struct entity_form *form = &linker->forms[i];
        uint32_t entity = linker->entity_of[i];
        if (entity == FORM_NONE)
            continue;
        if (is_better(form, best[entity]))
            best[entity] = form;
        for (int kind = 0; kind < NAME_KIND_COUNT; kind++)
            kinds[entity][kind] += form->counts[kind];
    }
    for (uint32_t e = 0; status == FX_OK && e < count; e++) {
        struct entity_form summed = {.counts = {kinds[e][0], kinds[e][1], kinds[e][2], kinds[e][3]}};
        entities[e].kind = entity_form_kind(&summed);
        status = name_entity(linker, &entities[e], best[e], arena);
    }
    for (uint32_t i = 0; status == FX_OK && i < linker->form_map.count; i++) {
        char acronym[ACRONYM_MAX];
        uint32_t e = linker->entity_of[i];
        if (e != FORM_NONE && &linker->forms[i] != best[e] && acronym_of(&linker->forms[i], acronym) > 0 &&
            linker->forms[i].country == 0 && entities[e].alias_count < ALIASES_MAX)
            status = copy_aliases(&entities[e], arena, &linker->forms[i].display, 1);
    }
    memory_free(best);
    memory_free(kinds);
    return status;
}

/* Hands the mentions out to their entities, in order. */
static int place_mentions(const struct entity_linker *linker, struct entity *entities, uint32_t entity_count,
                          const struct name_mention *mentions, uint32_t count, struct arena *arena)
{
    struct span *spans = arena_allocate(arena, ((size_t)count + 1) * sizeof *spans);
    struct span **next = memory_allocate_zeroed((size_t)entity_count + 1, sizeof *next);
    if (spans == NULL || next == NULL) {
        memory_free(next);
        return FX_ENOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entity = linker->form_of[i] == FORM_NONE ? FORM_NONE : linker->entity_of[linker->form_of[i]];
        if (entity != FORM_NONE)
            entities[entity].mention_count++;
    }
    for (uint32_t e = 0; e < entity_count; e++) {
        entities[e].mentions = next[e] = spans;
        spans += entities[e].mention_count;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t entity = linker->form_of[i] == FORM_NONE ? FORM_NONE : linker->entity_of[linker->form_of[i]];
        if (entity != FORM_NONE)
            *next[entity]++ = mentions[i].span;
    }
    memory_free(next);
    return FX_OK;
}

static int link_all(struct entity_linker *linker, fx_slice text, const struct name_mention *mentions, uint32_t count,
                    struct arena *arena, struct annotations *out)
{
    uint32_t entity_count;
    int status =
        memory_reserve(&linker->form_of, &linker->mention_capacity, (size_t)count + 1, sizeof *linker->form_of);
    for (uint32_t i = 0; status == FX_OK && i < count; i++) {
        fx_slice name = slice_part(text, mentions[i].span.start, mentions[i].span.end);
        status = read_mention(linker, name, &linker->form_of[i]);
        if (status == FX_OK && linker->form_of[i] != FORM_NONE)
            linker->forms[linker->form_of[i]].counts[mentions[i].kind]++;
    }
    if (status == FX_OK)
        status = link_forms(linker);
    if (status == FX_OK)
        status = number_entities(linker, &entity_count);
    if (status != FX_OK)
        return status;
    struct entity *entities = arena_allocate_zeroed(arena, (size_t)entity_count + 1, sizeof *entities);
    if (entities == NULL)
        return FX_ENOMEM;
    status = fill_entities(linker, entities, entity_count, arena);
    if (status == FX_OK)
        status = place_mentions(linker, entities, entity_count, mentions, count, arena);
    out->entities = entities;
    out->entity_count = entity_count;
    return status;
}

int entity_linker_run(struct entity_linker *linker, fx_slice text, const struct name_mention *mentions, uint32_t count,
                      struct arena *arena, struct annotations *out, fx_error *err)
{
    out->entities = NULL;
    out->entity_count = 0;
    string_map_clear(&linker->form_map);
    string_map_clear(&linker->link_map);
    if (link_all(linker, text, mentions, count, arena, out) == FX_OK)
        return FX_OK;
    out->entities = NULL;
    out->entity_count = 0;
    return error_no_memory(err);
}
