#include "unit_names.h"

#include "memory.h"
#include "sort_numbers.h"

#include <string.h>

void unit_names_init(struct unit_names *names)
{
    memset(names, 0, sizeof *names);
}

void unit_names_release(struct unit_names *names)
{
    memory_free(names->names);
    memory_free(names->mentions);
    memory_free(names->listed);
    memory_free(names->order);
    memory_free(names->seen);
    unit_names_init(names);
}

/* Those of each entity ascend: the mentions of all of them in order of their starts. */
static int place_mentions(struct unit_names *names)
{
    const struct annotations *annotations = names->annotations;
    size_t wanted = 0, count = 0;
    for (uint32_t i = 0; i < annotations->entity_count; i++)
        wanted += annotations->entities[i].mention_count;
    if (memory_reserve(&names->mentions, &names->mention_capacity, wanted, sizeof *names->mentions) != FX_OK ||
        memory_reserve(&names->listed, &names->listed_capacity, wanted, sizeof *names->listed) != FX_OK ||
        memory_reserve(&names->order, &names->order_capacity, wanted, sizeof *names->order) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = 0; i < annotations->entity_count; i++) {
        const struct entity *entity = &annotations->entities[i];
        for (uint32_t k = 0; k < entity->mention_count; k++, count++) {
            names->listed[count] = (struct placed_mention){entity->mentions[k], i};
            names->order[count] = (uint64_t)entity->mentions[k].start << 32 | count;
        }
    }
    sort_numbers(names->order, count);
    for (size_t i = 0; i < count; i++)
        names->mentions[i] = names->listed[(uint32_t)names->order[i]];
    names->mention_count = (uint32_t)count;
    return FX_OK;
}

int unit_names_start(struct unit_names *names, const struct article *article, const struct annotations *annotations)
{
    names->article = article;
    names->annotations = annotations;
    size_t wanted = (size_t)annotations->entity_count + annotations->speaker_count;
    size_t old = names->seen_capacity;
    if (memory_reserve(&names->seen, &names->seen_capacity, wanted, sizeof *names->seen) != FX_OK)
        return FX_ENOMEM;
    if (names->seen_capacity > old)
        memset(names->seen + old, 0, (names->seen_capacity - old) * sizeof *names->seen);
    return place_mentions(names);
}

/* The places of an article's names: three of its head, its headings, its entities, its speakers. */
enum { PLACE_DESK, PLACE_SOURCE, PLACE_AUTHOR, PLACE_HEADINGS };

static uint32_t entity_place(const struct unit_names *names, uint32_t number)
{
    return PLACE_HEADINGS + names->article->section_count + number;
}

static uint32_t speaker_place(const struct unit_names *names, uint32_t number)
{
    return entity_place(names, names->annotations->entity_count) + number;
}

uint32_t unit_names_places(const struct unit_names *names)
{
    return speaker_place(names, names->annotations->speaker_count);
}

static int add(struct unit_names *names, uint32_t place, enum facet_kind kind, int space, fx_slice name)
{
    if (name.len == 0)
        return FX_OK;
    if (memory_reserve(&names->names, &names->capacity, (size_t)names->count + 1, sizeof *names->names) != FX_OK)
        return FX_ENOMEM;
    names->names[names->count++] = (struct unit_name){kind, (enum term_space)space, name, NULL, 0, place};
    return FX_OK;
}

static void set_aliases(struct unit_names *names, const fx_slice *aliases, uint32_t count)
{
    names->names[names->count - 1].aliases = aliases;
    names->names[names->count - 1].alias_count = count;
}

/* True the first time in this call. */
static bool first_sight(struct unit_names *names, uint32_t number)
{
    if (names->seen[number] == names->call)
        return false;
    names->seen[number] = names->call;
    return true;
}

static int add_entity(struct unit_names *names, uint32_t number)
{
    static const enum facet_kind kinds[] = {FACET_PERSON, FACET_ORGANIZATION, FACET_PLACE, FACET_OTHER};
    static const enum term_space spaces[] = {TERM_PERSON, TERM_ORGANIZATION, TERM_PLACE, TERM_OTHER};
    const struct entity *entity = &names->annotations->entities[number];
    if (entity->name.len == 0 || (unsigned)entity->kind >= NAME_KIND_COUNT || !first_sight(names, number))
        return FX_OK;
    if (add(names, entity_place(names, number), kinds[entity->kind], (int)spaces[entity->kind], entity->name) != FX_OK)
        return FX_ENOMEM;
    set_aliases(names, entity->aliases, entity->alias_count);
    return FX_OK;
}

static int add_speaker(struct unit_names *names, int32_t number)
{
    if (number < 0 || (uint32_t)number >= names->annotations->speaker_count)
        return FX_OK;
    const struct speaker *speaker = &names->annotations->speakers[number];
    if (speaker->name.len == 0 || !first_sight(names, names->annotations->entity_count + (uint32_t)number))
        return FX_OK;
    if (add(names, speaker_place(names, (uint32_t)number), FACET_SPEAKER, TERM_SPEAKER, speaker->name) != FX_OK)
        return FX_ENOMEM;
    set_aliases(names, speaker->aliases, speaker->alias_count);
    return FX_OK;
}

static int add_entities_in(struct unit_names *names, struct span span)
{
    uint32_t low = 0, high = names->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (names->mentions[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < names->mention_count && names->mentions[low].span.start < span.end; low++) {
        if (names->mentions[low].span.end > span.end)
            continue;
        if (add_entity(names, names->mentions[low].entity) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

/* Speakers of the quotes that begin in the span. */
static int add_speakers_in(struct unit_names *names, struct span span)
{
    const struct annotations *annotations = names->annotations;
    uint32_t low = 0, high = annotations->quote_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (annotations->quotes[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < annotations->quote_count && annotations->quotes[low].span.start < span.end; low++) {
        if (add_speaker(names, annotations->quotes[low].speaker) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int add_heading(struct unit_names *names, uint32_t section)
{
    const struct article *article = names->article;
    struct span span = article->sections[section].heading;
    fx_slice text = {article->text.ptr + span.start, span.end - span.start};
    return add(names, PLACE_HEADINGS + section, FACET_HEADING, 0, text);
}

/* The section (from 0 among sub-headed ones) in which a byte stands; UINT32_MAX before the first. */
static uint32_t section_at(const struct article *article, uint32_t offset)
{
    uint32_t low = 0, high = article->section_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (article->sections[middle].whole.start <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : UINT32_MAX;
}

static int list_article(struct unit_names *names)
{
    for (uint32_t i = 0; i < names->article->section_count; i++) {
        if (add_heading(names, i) != FX_OK)
            return FX_ENOMEM;
    }
    for (uint32_t i = 0; i < names->annotations->quote_count; i++) {
        if (add_speaker(names, names->annotations->quotes[i].speaker) != FX_OK)
            return FX_ENOMEM;
    }
    for (uint32_t i = 0; i < names->annotations->entity_count; i++) {
        if (add_entity(names, i) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

static int list_section(struct unit_names *names, uint32_t number)
{
    const struct article *article = names->article;
    struct span span = {0, (uint32_t)article->text.len};
    if (number > 0)
        span = article->sections[number - 1].whole;
    else if (article->section_count > 0)
        span.end = article->sections[0].whole.start;
    int status = number > 0 ? add_heading(names, number - 1) : FX_OK;
    if (status == FX_OK)
        status = add_speakers_in(names, span);
    if (status == FX_OK)
        status = add_entities_in(names, span);
    return status;
}

static int list_quote(struct unit_names *names, uint32_t number)
{
    const struct quote *quote = &names->annotations->quotes[number];
    uint32_t section = section_at(names->article, quote->span.start);
    int status = FX_OK;
    if (section != UINT32_MAX)
        status = add_heading(names, section);
    if (status == FX_OK)
        status = add_speaker(names, quote->speaker);
    if (status == FX_OK)
        status = add_entities_in(names, quote->span);
    return status;
}

int unit_names_list_common(struct unit_names *names)
{
    const struct article *article = names->article;
    names->count = 0;
    int status = add(names, PLACE_DESK, FACET_DESK, TERM_DESK, article->desk);
    if (status == FX_OK)
        status = add(names, PLACE_SOURCE, FACET_SOURCE, TERM_SOURCE, article->source);
    return status == FX_OK ? add(names, PLACE_AUTHOR, FACET_AUTHOR, TERM_AUTHOR, article->byline) : status;
}

int unit_names_list(struct unit_names *names, enum unit unit, uint32_t number)
{
    names->count = 0;
    if (++names->call == 0) { /* after 2^32 calls the stamps of old ones would look fresh */
        memset(names->seen, 0, names->seen_capacity * sizeof *names->seen);
        names->call = 1;
    }
    if (unit == UNIT_ARTICLE)
        return list_article(names);
    return unit == UNIT_SECTION ? list_section(names, number) : list_quote(names, number);
}
