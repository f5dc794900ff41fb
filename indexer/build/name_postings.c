#include "name_postings.h"

#include "memory.h"

#include <string.h>

/* The words of a spelling of a logged name: the i-th. */
static const struct name_words *words_of(const struct run *run, const struct logged_name *name, uint32_t i)
{
    return &run->name_log.spellings[name->first_spelling + i];
}

/* Speakers have terms in quotes only; articles and sections carry the facet. */
static bool has_terms(const struct logged_name *name, enum unit unit)
{
    return name->space != 0 && (name->space != TERM_SPEAKER || unit == UNIT_QUOTE);
}

/* ---- counting ---- */

/* How many documents carry each logged name. */
static void count_uses(const struct name_postings *postings, uint32_t *uses)
{
    const struct run *run = postings->run;
    const struct run_unit *unit = &run->units[postings->unit];
    for (uint32_t document = 0; document < unit->documents; document++) {
        struct name_range common = run->name_log.articles[unit->parents[document]];
        for (uint32_t i = 0; i < common.count; i++)
            uses[common.start + i]++;
        for (uint32_t i = unit->name_starts[document]; i < unit->name_starts[document + 1]; i++)
            uses[unit->names[i]]++;
    }
}

static void count_words(struct name_postings *postings, const uint32_t *uses)
{
    const struct run *run = postings->run;
    for (uint32_t i = 0; i < run->name_log.name_count; i++) {
        const struct logged_name *name = &run->name_log.names[i];
        if (uses[i] == 0 || !has_terms(name, postings->unit))
            continue;
        for (uint32_t k = 0; k < name->spelling_count; k++) {
            const struct name_words *words = words_of(run, name, k);
            for (uint32_t w = 0; w < words->count; w++)
                postings->sort.occurrences[postings->ranks->name_words[words->start + w].rank] += uses[i];
        }
    }
}

int name_postings_open(struct name_postings *postings, const struct run *run, const struct term_ranks *ranks,
                       enum unit unit)
{
    *postings = (struct name_postings){.run = run, .ranks = ranks, .unit = unit};
    if (run->units[unit].documents == 0)
        return FX_OK;
    uint32_t *uses = memory_allocate_zeroed(run->name_log.name_count, sizeof *uses);
    if (uses == NULL || term_sort_open(&postings->sort, ranks->count) != FX_OK) {
        memory_free(uses);
        return FX_ENOMEM;
    }
    count_uses(postings, uses);
    count_words(postings, uses);
    memory_free(uses);
    return FX_OK;
}

void name_postings_close(struct name_postings *postings)
{
    term_sort_close(&postings->sort);
}

/* ---- sorting ---- */

/* The words of one name of a document; `position` is the next free one of its axis. */
static void put_name(const struct name_postings *postings, const struct logged_name *name, uint32_t document,
                     uint32_t *position)
{
    if (!has_terms(name, postings->unit))
        return;
    for (uint32_t k = 0; k < name->spelling_count; k++) {
        const struct name_words *words = words_of(postings->run, name, k);
        for (uint32_t w = 0; w < words->count; w++) {
            const struct ranked_name_word *word = &postings->ranks->name_words[words->start + w];
            if (term_sort_has(&postings->sort, word->rank))
                term_sort_put(&postings->sort, word->rank, (uint64_t)document << 32 | (*position + word->position));
        }
        *position += words->positions + NAME_GAP;
    }
}

/* The names that one document has for itself, from `at` to `end` in unit->names. */
static void put_names(const struct name_postings *postings, uint32_t at, uint32_t end, uint32_t document,
                      uint32_t positions[NAME_AXES])
{
    enum { AHEAD = 4 };
    const struct run_unit *unit = &postings->run->units[postings->unit];
    const struct logged_name *names = postings->run->name_log.names;
    uint32_t last = unit->name_starts[unit->documents];
    for (; at < end; at++) {
        const struct logged_name *name = &names[unit->names[at]];
        if (at + AHEAD < last)
            __builtin_prefetch(
                &postings->ranks->name_words[words_of(postings->run, &names[unit->names[at + AHEAD]], 0)->start]);
        put_name(postings, name, document, &positions[name->axis]);
    }
}

int name_postings_sort_group(struct name_postings *postings)
{
    const struct run *run = postings->run;
    const struct run_unit *unit = &run->units[postings->unit];
    const struct logged_name *names = run->name_log.names;
    if (postings->sort.entry_count == 0)
        return FX_OK;
    if (term_sort_reserve(&postings->sort) != FX_OK)
        return FX_ENOMEM;
    for (uint32_t document = 0; document < unit->documents; document++) {
        uint32_t positions[NAME_AXES] = {0};
        struct name_range common = run->name_log.articles[unit->parents[document]];
        for (uint32_t i = 0; i < common.count; i++)
            put_name(postings, &names[common.start + i], document, &positions[names[common.start + i].axis]);
        put_names(postings, unit->name_starts[document], unit->name_starts[document + 1], document, positions);
    }
    return FX_OK;
}

void name_postings_mark_terms(const struct run *run, uint8_t *used)
{
    for (size_t i = 0; i < run->names.word_count; i++)
        used[run->names.word_list[i].term] = 1;
}

/* ---- reading ---- */

void name_postings_reader_init(struct name_postings_reader *reader)
{
    *reader = (struct name_postings_reader){0};
}

void name_postings_reader_release(struct name_postings_reader *reader)
{
    memory_free(reader->positions);
    name_postings_reader_init(reader);
}

void name_postings_reader_start(struct name_postings_reader *reader, const struct name_postings *postings,
                                uint32_t rank)
{
    uint32_t occurrences = term_sort_occurrences(&postings->sort, rank);
    reader->at = occurrences > 0 ? term_sort_entries(&postings->sort, rank) : NULL;
    reader->end = occurrences > 0 ? reader->at + occurrences : NULL;
}

int name_postings_reader_next(struct name_postings_reader *reader)
{
    if (reader->at == reader->end)
        return FX_END;
    reader->document = (uint32_t)(*reader->at >> 32);
    reader->count = 0;
    for (; reader->at < reader->end && *reader->at >> 32 == reader->document; reader->at++) {
        if (memory_reserve(&reader->positions, &reader->position_capacity, (size_t)reader->count + 1,
                           sizeof *reader->positions) != FX_OK)
            return FX_ENOMEM;
        reader->positions[reader->count++] = (uint32_t)*reader->at;
    }
    return FX_OK;
}
