#include "speaker_table.h"

#include "error.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

enum { BUCKET_COUNT = 4096, MENTION_MAX_TOKENS = 12 };

struct entity_mention {
    uint32_t start, end;
    uint32_t entity;
};

struct recent {
    int32_t actor;
    uint32_t paragraph, token;
};

/* The latest actor of a word; of no article but the one of its stamp, so that nothing need be cleared. */
struct bucket {
    uint32_t stamp;
    int32_t actor;
};

struct speaker_table {
    const struct article *article;
    const struct entity *entities;
    uint32_t entity_count;
    struct entity_mention *entity_mentions; /* by start */
    size_t entity_mention_count, entity_mention_capacity, next_entity_mention;
    uint32_t *cells; /* of the text, to sort them */
    size_t cell_capacity;
    int32_t *entity_actors;
    size_t entity_actor_capacity;
    struct speaker_actor *actors;
    size_t actor_count, actor_capacity;
    struct speaker_mention *mentions; /* of the paragraph at hand */
    size_t mention_count, mention_capacity;
    struct recent recent[SPEAKER_RECENT]; /* a ring */
    uint64_t ordinal;
    uint32_t paragraph;
    int32_t *spoken;
    size_t spoken_count, spoken_capacity;
    bool out_of_memory; /* since speaker_table_begin */
    uint32_t stamp;     /* of the article at hand */
    struct bucket last_words[BUCKET_COUNT];
    struct bucket first_words[BUCKET_COUNT];
};

static uint32_t hash_word(fx_slice word)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        hash = (hash ^ (uint8_t)(c >= 'A' && c <= 'Z' ? c | 0x20 : c)) * 16777619u;
    }
    return hash ^ hash >> 15;
}

static bool same_word(fx_slice a, fx_slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if ((a.ptr[i] | 0x20) != (b.ptr[i] | 0x20))
            return false;
    return true;
}

static uint32_t bucket_of(fx_slice word)
{
    return hash_word(word) % BUCKET_COUNT;
}

static int32_t actor_in(const struct speaker_table *table, const struct bucket *bucket)
{
    return bucket->stamp == table->stamp ? bucket->actor : SPEAKER_NONE;
}

/* "Jr", "Sr.", "III": no surname. */
static bool generation(fx_slice word)
{
    while (word.len > 0 && word.ptr[word.len - 1] == '.')
        word.len--;
    return slice_equal(word, SLICE("Jr")) || slice_equal(word, SLICE("Sr")) || slice_equal(word, SLICE("II")) ||
           slice_equal(word, SLICE("III")) || slice_equal(word, SLICE("IV"));
}

static fx_slice last_word(fx_slice name)
{
    for (;;) {
        size_t start = name.len;
        while (start > 0 && name.ptr[start - 1] != ' ')
            start--;
        fx_slice word = slice_part(name, start, name.len);
        if (start < 2 || !generation(word))
            return word;
        name.len = start - 1;
        while (name.len > 0 && (name.ptr[name.len - 1] == ',' || name.ptr[name.len - 1] == ' '))
            name.len--;
    }
}

static fx_slice first_word(fx_slice name)
{
    size_t end = 0;
    while (end < name.len && name.ptr[end] != ' ')
        end++;
    return slice_part(name, 0, end);
}

int speaker_table_new(struct speaker_table **out, fx_error *err)
{
    *out = memory_allocate_zeroed(1, sizeof **out);
    return *out ? FX_OK : error_no_memory(err);
}

void speaker_table_free(struct speaker_table *table)
{
    if (table == NULL)
        return;
    memory_free(table->entity_mentions);
    memory_free(table->cells);
    memory_free(table->entity_actors);
    memory_free(table->actors);
    memory_free(table->mentions);
    memory_free(table->spoken);
    memory_free(table);
}

/* Earlier first, of those that begin alike the longer one. */
static inline uint64_t order_of(const struct entity_mention *mention)
{
    return (uint64_t)mention->start << 32 | (UINT32_MAX - mention->end);
}

/* Puts mentions in order that are so but for few places. */
static void sort_nearly_sorted(struct entity_mention *mentions, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct entity_mention mention = mentions[i];
        size_t at = i;
        for (; at > 0 && order_of(&mentions[at - 1]) > order_of(&mention); at--)
            mentions[at] = mentions[at - 1];
        mentions[at] = mention;
    }
}

/* Distributes the mentions of all entities over equal cells of the text, of which there are no more than mentions,
 * and sorts what few come to one cell. As names hardly overlap, that is linear in the text whatever their places. */
static void place_mentions(struct speaker_table *table, uint32_t shift)
{
    uint32_t *cells = table->cells;
    for (uint32_t i = 0; i < table->entity_count; i++)
        for (uint32_t k = 0; k < table->entities[i].mention_count; k++)
            cells[(table->entities[i].mentions[k].start >> shift) + 1]++;
    for (size_t i = 1; i < table->entity_mention_count; i++)
        cells[i] += cells[i - 1];
    for (uint32_t i = 0; i < table->entity_count; i++)
        for (uint32_t k = 0; k < table->entities[i].mention_count; k++) {
            struct span span = table->entities[i].mentions[k];
            table->entity_mentions[cells[span.start >> shift]++] = (struct entity_mention){span.start, span.end, i};
        }
    sort_nearly_sorted(table->entity_mentions, table->entity_mention_count);
}

static int collect_mentions(struct speaker_table *table, fx_error *err)
{
    size_t count = 0;
    uint32_t last = 0, shift = 0;
    for (uint32_t i = 0; i < table->entity_count; i++) {
        const struct entity *entity = &table->entities[i];
        count += entity->mention_count;
        if (entity->mention_count > 0 && entity->mentions[entity->mention_count - 1].start > last)
            last = entity->mentions[entity->mention_count - 1].start;
    }
    if (memory_reserve(&table->entity_mentions, &table->entity_mention_capacity, count + 1,
                       sizeof *table->entity_mentions) != FX_OK ||
        memory_reserve(&table->cells, &table->cell_capacity, count + 1, sizeof *table->cells) != FX_OK ||
        memory_reserve(&table->entity_actors, &table->entity_actor_capacity, table->entity_count + 1,
                       sizeof *table->entity_actors) != FX_OK)
        return error_no_memory(err);
    while (last >> shift >= count && last >> shift > 0)
        shift++;
    table->entity_mention_count = count;
    memset(table->cells, 0, (count + 1) * sizeof *table->cells);
    for (uint32_t i = 0; i < table->entity_count; i++)
        table->entity_actors[i] = SPEAKER_NONE;
    place_mentions(table, shift);
    return FX_OK;
}

int speaker_table_begin(struct speaker_table *table, const struct article *article, const struct entity *entities,
                        uint32_t entity_count, fx_error *err)
{
    table->article = article;
    table->entities = entities;
    table->entity_count = entity_count;
    table->actor_count = table->mention_count = table->spoken_count = table->next_entity_mention = 0;
    table->ordinal = 0;
    table->out_of_memory = false;
    table->paragraph = 0;
    if (++table->stamp == 0) { /* after four billion articles the stamps of the first come again */
        memset(table->last_words, 0, sizeof table->last_words);
        memset(table->first_words, 0, sizeof table->first_words);
        table->stamp = 1;
    }
    for (size_t i = 0; i < SPEAKER_RECENT; i++)
        table->recent[i].actor = SPEAKER_NONE;
    return collect_mentions(table, err);
}

struct speaker_actor *speaker_table_actor(struct speaker_table *table, int32_t actor)
{
    return actor >= 0 && (size_t)actor < table->actor_count ? &table->actors[actor] : NULL;
}

const struct speaker_mention *speaker_table_mention(const struct speaker_table *table, int32_t mention)
{
    return mention >= 0 && (size_t)mention < table->mention_count ? &table->mentions[mention] : NULL;
}

int32_t speaker_table_first_mention(const struct speaker_table *table, uint32_t from)
{
    size_t low = 0, high = table->mention_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = table->mentions[middle].end <= from;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return (int32_t)low;
}

static int32_t add_actor(struct speaker_table *table, fx_slice name, enum name_kind kind, int32_t entity)
{
    if (table->actor_count >= SPEAKER_MAX)
        return SPEAKER_NONE;
    if (memory_reserve(&table->actors, &table->actor_capacity, table->actor_count + 1, sizeof *table->actors) !=
        FX_OK) {
        table->out_of_memory = true;
        return SPEAKER_NONE;
    }
    int32_t actor = (int32_t)table->actor_count++;
    struct bucket *last = &table->last_words[bucket_of(last_word(name))];
    table->actors[actor] = (struct speaker_actor){.name = name,
                                                  .kind = kind,
                                                  .entity = entity,
                                                  .spoken = SPEAKER_NONE,
                                                  .last_mention = table->ordinal,
                                                  .next = actor_in(table, last)};
    *last = (struct bucket){table->stamp, actor};
    table->first_words[bucket_of(first_word(name))] = (struct bucket){table->stamp, actor};
    return actor;
}

/* "Trump" for "Donald J. Trump", "Donald Trump" for it; "Kim" for "Kim Min-kyo". At most a few actors share a word. */
static int32_t find_actor(const struct speaker_table *table, fx_slice name)
{
    fx_slice last = last_word(name), first = first_word(name);
    bool whole = first.len < name.len;
    int32_t best = SPEAKER_NONE;
    int steps = 0;
    for (int32_t i = actor_in(table, &table->last_words[bucket_of(last)]); i >= 0 && steps < 32; steps++) {
        const struct speaker_actor *actor = &table->actors[i];
        fx_slice actor_first = first_word(actor->name);
        bool actor_whole = actor_first.len < actor->name.len;
        bool fits = same_word(last_word(actor->name), last) &&
                    (!whole || !actor_whole || same_word(first, actor_first) ||
                     (first.len > 0 && first.len <= 2 && first.ptr[0] == actor_first.ptr[0]));
        if (fits && (best < 0 || actor->last_mention > table->actors[best].last_mention))
            best = i;
        i = actor->next;
    }
    if (best >= 0 || whole)
        return best;
    int32_t by_first = actor_in(table, &table->first_words[bucket_of(first)]);
    if (by_first >= 0 && table->actors[by_first].kind == NAME_PERSON &&
        same_word(first_word(table->actors[by_first].name), first))
        return by_first;
    return SPEAKER_NONE;
}

static void note(struct speaker_table *table, int32_t actor, uint32_t token)
{
    table->ordinal++;
    table->actors[actor].last_mention = table->ordinal;
    table->actors[actor].mention_count++;
    table->recent[table->ordinal % SPEAKER_RECENT] = (struct recent){actor, table->paragraph, token};
}

static int add_mention(struct speaker_table *table, struct speech_tokens *tokens, uint32_t first, uint32_t end,
                       int32_t actor)
{
    if (actor < 0)
        return FX_OK;
    if (memory_reserve(&table->mentions, &table->mention_capacity, table->mention_count + 1, sizeof *table->mentions) !=
        FX_OK)
        return FX_ENOMEM;
    for (uint32_t i = first; i < end; i++)
        tokens->items[i].mention = (int32_t)table->mention_count;
    table->mentions[table->mention_count++] = (struct speaker_mention){first, end, actor};
    note(table, actor, first);
    return FX_OK;
}

static fx_slice tokens_text(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    return slice_part(tokens->text, tokens->items[first].start, tokens->items[end - 1].end);
}

/* What the words before and in the name tell of the gender. */
static uint32_t gender_of(const struct speech_tokens *tokens, uint32_t first)
{
    uint32_t gender = 0;
    if (first > 0 && speech_token_is(tokens, first - 1, SPEECH_HONORIFIC | SPEECH_ROLE))
        gender = tokens->items[first - 1].classes & (SPEECH_MALE | SPEECH_FEMALE);
    if (gender == 0)
        gender = tokens->items[first].classes & (SPEECH_MALE | SPEECH_FEMALE);
    return gender == (SPEECH_MALE | SPEECH_FEMALE) ? 0 : gender;
}

/* The actor that tokens [first, end) name: the one that is found under that name, or a new one where that is -1. */
static int32_t name_actor(struct speaker_table *table, const struct speech_tokens *tokens, uint32_t first, uint32_t end,
                          int32_t actor)
{
    fx_slice name = tokens_text(tokens, first, end);
    if (actor < 0) {
        enum name_kind kind = speech_token_is(tokens, end - 1, SPEECH_BODY)    ? NAME_ORGANIZATION
                              : speech_token_is(tokens, end - 1, SPEECH_PLACE) ? NAME_PLACE
                                                                               : NAME_PERSON;
        actor = add_actor(table, name, kind, -1);
    }
    struct speaker_actor *found = speaker_table_actor(table, actor);
    if (found == NULL)
        return SPEAKER_NONE;
    if (found->entity < 0 && name.len > found->name.len) {
        found->name = name;
        table->first_words[bucket_of(first_word(name))] = (struct bucket){table->stamp, actor};
    }
    if (found->gender == 0)
        found->gender = gender_of(tokens, first);
    if (found->gender != 0 || (first > 0 && speech_token_is(tokens, first - 1, SPEECH_HONORIFIC | SPEECH_ROLE) &&
                               tokens->items[first - 1].quote == tokens->items[first].quote))
        found->certain = true;
    return actor;
}

int32_t speaker_table_body(struct speaker_table *table, const struct speech_tokens *tokens, uint32_t first,
                           uint32_t end, bool small)
{
    fx_slice name = tokens_text(tokens, first, end);
    int32_t actor = find_actor(table, name);
    if (actor >= 0)
        return actor;
    actor = add_actor(table, name, NAME_ORGANIZATION, -1);
    if (actor >= 0)
        table->actors[actor].small = small;
    return actor;
}

static int32_t actor_of_entity(struct speaker_table *table, const struct speech_tokens *tokens, uint32_t entity,
                               uint32_t first)
{
    int32_t actor = table->entity_actors[entity];
    if (actor < 0) {
        const struct entity *known = &table->entities[entity];
        actor = add_actor(table, known->name, known->kind, (int32_t)entity);
        table->entity_actors[entity] = actor;
    }
    struct speaker_actor *found = speaker_table_actor(table, actor);
    if (found == NULL)
        return SPEAKER_NONE;
    found->certain = true;
    if (found->gender == 0)
        found->gender = gender_of(tokens, first);
    return actor;
}

/* A capital word that may be part of a name though no entity covers it. */
static bool name_word(const struct speech_tokens *tokens, uint32_t i)
{
    const struct speech_token *token = &tokens->items[i];
    if (token->mention >= 0 || !(token->classes & SPEECH_CAPITAL))
        return false;
    if (i > 0 && speech_token_is(tokens, i - 1, SPEECH_HONORIFIC) && token->classes & (SPEECH_ROLE | SPEECH_TIME) &&
        !speech_token_is(tokens, i + 1, SPEECH_CAPITAL))
        return true; /* "Mr. King", "Ms. May" */
    if (token->classes & (SPEECH_HONORIFIC | SPEECH_TIME))
        return false;
    if (token->classes & SPEECH_ROLE) /* "Judge", "Speaker": titles, no names */
        return false;
    return !(token->classes & SPEECH_COMMON);
}

/* "Day said", "Will argued", where the article knows a person of that surname: a word that is no name elsewhere. */
static bool surname_speaks(const struct speaker_table *table, const struct speech_tokens *tokens, uint32_t i)
{
    const struct speech_token *token = &tokens->items[i];
    if (token->mention >= 0 || !(token->classes & SPEECH_CAPITAL) || i + 1 >= tokens->count ||
        !(token->classes & (SPEECH_ROLE | SPEECH_TIME | SPEECH_COMMON)))
        return false;
    const struct speech_token *verb = &tokens->items[i + 1];
    if (verb->verb == 0 || !(verb->forms & (CUE_FORM_PAST | CUE_FORM_THIRD)) || verb->classes & SPEECH_CAPITAL ||
        !(speech_lexicon_verb(verb->verb)->frames & CUE_SPEECH))
        return false;
    int32_t actor = find_actor(table, speech_token_text(tokens, i));
    return actor >= 0 && table->actors[actor].kind == NAME_PERSON &&
           same_word(last_word(table->actors[actor].name), speech_token_text(tokens, i)) &&
           first_word(table->actors[actor].name).len < table->actors[actor].name.len;
}

static uint32_t run_end(const struct speech_tokens *tokens, uint32_t i)
{
    uint32_t end = i;
    while (end < tokens->count && end - i < MENTION_MAX_TOKENS) {
        bool joined = end > i && speech_token_is(tokens, end, SPEECH_PARTICLE) && end + 1 < tokens->count &&
                      name_word(tokens, end + 1) && tokens->items[end].mention < 0;
        bool ampersand =
            end > i && speech_token_equals(tokens, end, "&") && end + 1 < tokens->count && name_word(tokens, end + 1);
        if (!name_word(tokens, end) && !joined && !ampersand)
            break;
        /* "U.S. Donald": a new sentence does not go on with the name of the last */
        if (end > i && tokens->items[end].sentence_start)
            break;
        end++;
    }
    return end;
}

/* "South Korea Dai Bing": where a role with "to" or "of" stands before, the place is not part of the name. */
static uint32_t skip_places(const struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    if (first < 2 || !speech_token_is(tokens, first - 1, SPEECH_PREPOSITION) ||
        !speech_token_is(tokens, first - 2, SPEECH_ROLE))
        return first;
    uint32_t name = first;
    for (uint32_t i = first; i < end; i++)
        if (speech_token_is(tokens, i, SPEECH_PLACE))
            name = i + 1;
    return name < end ? name : first;
}

/* "Alarmed", "Citing", "Polls": what stands alone at the start of a sentence and ends like this is most likely no name.
 */
static bool common_ending(fx_slice word)
{
    if (word.len < 4)
        return false;
    const char *end = word.ptr + word.len;
    return (end[-2] == 'e' && end[-1] == 'd') || (end[-3] == 'i' && end[-2] == 'n' && end[-1] == 'g') ||
           (end[-1] == 's' && end[-2] != 's');
}

static uint32_t next_capital(const struct speech_tokens *tokens, uint32_t i, uint32_t end)
{
    const struct speech_token *items = tokens->items;
    while (i < end && !(items[i].classes & SPEECH_CAPITAL))
        i++;
    return i;
}

static int read_runs(struct speaker_table *table, struct speech_tokens *tokens, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; (i = next_capital(tokens, i, end)) < end;) {
        bool surname = surname_speaks(table, tokens, i);
        if (!surname && !name_word(tokens, i)) {
            i++;
            continue;
        }
        uint32_t stop = surname ? i + 1 : run_end(tokens, i);
        if (stop > end)
            stop = end;
        uint32_t start = skip_places(tokens, i, stop);
        bool alone_at_start = stop - start == 1 && tokens->items[start].sentence_start;
        int32_t actor = find_actor(table, tokens_text(tokens, start, stop));
        bool word = (tokens->items[start].verb | tokens->items[start].noun) != 0 ||
                    tokens->items[start].classes & (SPEECH_PEOPLE | SPEECH_ADVERB | SPEECH_SETTING) ||
                    common_ending(speech_token_text(tokens, start));
        if (actor >= 0 || !(alone_at_start && word)) {
            actor = name_actor(table, tokens, start, stop, actor);
            if (add_mention(table, tokens, start, stop, actor) != FX_OK)
                return FX_ENOMEM;
        }
        i = stop > i ? stop : i + 1;
    }
    return FX_OK;
}

int speaker_table_read(struct speaker_table *table, struct speech_tokens *tokens, fx_error *err)
{
    const struct speech_token *items = tokens->items;
    uint32_t at = 0, count = (uint32_t)tokens->count;
    table->mention_count = 0;
    table->paragraph++;
    while (table->next_entity_mention < table->entity_mention_count &&
           table->entity_mentions[table->next_entity_mention].start < tokens->paragraph.end) {
        struct entity_mention mention = table->entity_mentions[table->next_entity_mention++];
        uint32_t first = at;
        while (first < count && items[first].end <= mention.start)
            first++;
        uint32_t end = first;
        while (end < count && items[end].start < mention.end)
            end++;
        if (end == first || first < at)
            continue;
        if (read_runs(table, tokens, at, first) != FX_OK ||
            add_mention(table, tokens, first, end, actor_of_entity(table, tokens, mention.entity, first)) != FX_OK)
            return error_no_memory(err);
        at = end;
    }
    return read_runs(table, tokens, at, count) == FX_OK ? FX_OK : error_no_memory(err);
}

int32_t speaker_table_recent(const struct speaker_table *table, enum name_kind kind, uint32_t gender, uint32_t before)
{
    int32_t uncertain = SPEAKER_NONE;
    for (uint64_t back = 0; back < SPEAKER_RECENT && back < table->ordinal; back++) {
        const struct recent *recent = &table->recent[(table->ordinal - back) % SPEAKER_RECENT];
        if (recent->actor < 0 || (recent->paragraph == table->paragraph && recent->token >= before))
            continue;
        const struct speaker_actor *actor = &table->actors[recent->actor];
        if (actor->kind == kind && (gender == 0 || actor->gender == 0 || actor->gender == gender)) {
            if (actor->certain || actor->spoken >= 0)
                return recent->actor;
            if (uncertain < 0)
                uncertain = recent->actor;
        }
    }
    return uncertain;
}

int32_t speaker_table_foremost(const struct speaker_table *table)
{
    int32_t best = SPEAKER_NONE;
    size_t count = table->actor_count < 64 ? table->actor_count : 64; /* who is interviewed is named early */
    for (size_t i = 0; i < count; i++) {
        const struct speaker_actor *actor = &table->actors[i];
        if (actor->kind == NAME_PERSON && actor->certain &&
            (best < 0 || actor->mention_count > table->actors[best].mention_count))
            best = (int32_t)i;
    }
    return best;
}

static uint32_t role_bit(fx_slice role)
{
    return 1u << (hash_word(role) % 31);
}

int32_t speaker_table_with_role(const struct speaker_table *table, fx_slice role)
{
    int32_t best = SPEAKER_NONE;
    uint32_t bit = role_bit(role);
    size_t first = table->actor_count > 256 ? table->actor_count - 256 : 0;
    for (size_t i = first; i < table->actor_count; i++) {
        const struct speaker_actor *actor = &table->actors[i];
        if ((actor->roles & bit) && (best < 0 || actor->last_mention > table->actors[best].last_mention))
            best = (int32_t)i;
    }
    return best;
}

void speaker_table_entitle(struct speaker_table *table, int32_t actor, const struct speech_tokens *tokens,
                           uint32_t first, uint32_t end, bool apposition)
{
    struct speaker_actor *found = speaker_table_actor(table, actor);
    if (found == NULL || end <= first)
        return;
    for (uint32_t i = first; i < end; i++)
        if (speech_token_is(tokens, i, SPEECH_ROLE | SPEECH_HONORIFIC))
            found->roles |= role_bit(speech_token_text(tokens, i));
    for (uint32_t i = first; found->gender == 0 && i < end; i++)
        if (speech_token_is(tokens, i, SPEECH_ROLE))
            found->gender = tokens->items[i].classes & (SPEECH_MALE | SPEECH_FEMALE);
    if (found->title.len != 0 && (found->title_from_apposition || !apposition))
        return;
    found->certain = true;
    found->title = tokens_text(tokens, first, end);
    found->title_from_apposition = apposition;
}

int32_t speaker_table_speak(struct speaker_table *table, int32_t actor)
{
    struct speaker_actor *found = speaker_table_actor(table, actor);
    if (found == NULL)
        return SPEAKER_NONE;
    if (found->spoken >= 0)
        return found->spoken;
    if (memory_reserve(&table->spoken, &table->spoken_capacity, table->spoken_count + 1, sizeof *table->spoken) !=
        FX_OK) {
        table->out_of_memory = true;
        return SPEAKER_NONE;
    }
    found->spoken = (int32_t)table->spoken_count;
    table->spoken[table->spoken_count++] = actor;
    return found->spoken;
}

/* A name or title broken over lines, or with two spaces, reads as one line: copied where need be. */
static int on_one_line(fx_slice *text, struct arena *arena)
{
    bool broken = false;
    for (size_t i = 0; i < text->len; i++)
        broken =
            broken || ((uint8_t)text->ptr[i] <= ' ' && (text->ptr[i] != ' ' || (i > 0 && text->ptr[i - 1] == ' ')));
    if (!broken)
        return FX_OK;
    char *copy = arena_allocate_bytes(arena, text->len);
    if (copy == NULL)
        return FX_ENOMEM;
    size_t length = 0;
    for (size_t i = 0; i < text->len; i++) {
        bool blank = (uint8_t)text->ptr[i] <= ' ';
        if (!blank)
            copy[length++] = text->ptr[i];
        else if (length > 0 && copy[length - 1] != ' ')
            copy[length++] = ' ';
    }
    *text = (fx_slice){copy, length};
    return FX_OK;
}

static int begin_small(fx_slice *name, struct arena *arena)
{
    char *copy = arena_allocate_bytes(arena, name->len);
    if (copy == NULL)
        return FX_ENOMEM;
    memcpy(copy, name->ptr, name->len);
    copy[0] = (char)(copy[0] >= 'A' && copy[0] <= 'Z' ? copy[0] | 0x20 : copy[0]);
    name->ptr = copy;
    return FX_OK;
}

int speaker_table_finish(struct speaker_table *table, struct arena *arena, const struct speaker **speakers,
                         uint32_t *count, fx_error *err)
{
    *speakers = NULL;
    *count = 0;
    struct speaker *made = arena_allocate_zeroed(arena, table->spoken_count + 1, sizeof *made);
    if (made == NULL || table->out_of_memory)
        return error_no_memory(err);
    for (size_t i = 0; i < table->spoken_count; i++) {
        const struct speaker_actor *actor = &table->actors[table->spoken[i]];
        made[i].name = actor->name;
        made[i].title = actor->title;
        if ((actor->small && begin_small(&made[i].name, arena) != FX_OK) ||
            on_one_line(&made[i].name, arena) != FX_OK || on_one_line(&made[i].title, arena) != FX_OK)
            return error_no_memory(err);
        if (actor->entity >= 0) {
            made[i].aliases = table->entities[actor->entity].aliases;
            made[i].alias_count = table->entities[actor->entity].alias_count;
        }
    }
    *speakers = made;
    *count = (uint32_t)table->spoken_count;
    return FX_OK;
}
