/* Which names a unit of an article carries: its desk, source and author, the headings above it, whom it quotes and whom
 * it mentions. They become facet values and, but for headings, terms of the name spaces. */
#ifndef BUILD_UNIT_NAMES_H
#define BUILD_UNIT_NAMES_H

#include "names.h"
#include "term_space.h"
#include "unit_fields.h"

struct unit_name {
    enum facet_kind kind;
    enum term_space space; /* 0: no terms (headings are words of the unit); those of speakers stand in quotes only */
    fx_slice name;
    const fx_slice *aliases;
    uint32_t alias_count;
    uint32_t place; /* among the names of the article: the same name of another unit has the same */
};

/* A mention of an entity, for looking up which stand in a span. */
struct placed_mention {
    struct span span;
    uint32_t entity;
};

struct unit_names {
    struct unit_name *names;
    uint32_t count;
    size_t capacity;
    struct placed_mention *mentions; /* of the whole article, ascending */
    uint32_t mention_count;
    size_t mention_capacity;
    uint64_t *order; /* start << 32 | number of the mention among those of all entities */
    struct placed_mention *listed;
    size_t order_capacity, listed_capacity;
    uint32_t *seen; /* by entity or speaker: the last call that listed it */
    size_t seen_capacity;
    uint32_t call;
    const struct article *article;
    const struct annotations *annotations;
};

void unit_names_init(struct unit_names *names);
void unit_names_release(struct unit_names *names);

/* The article of the calls that follow. */
int unit_names_start(struct unit_names *names, const struct article *article,
                     const struct annotations *annotations) FX_CHECK;

/* How many places the names of this article have. */
uint32_t unit_names_places(const struct unit_names *names);

/* Fills names->names with what all units of the article carry: desk, source, author. */
int unit_names_list_common(struct unit_names *names) FX_CHECK;

/* Fills names->names with what else a unit carries, numbered as in unit_fields_make. */
int unit_names_list(struct unit_names *names, enum unit unit, uint32_t number) FX_CHECK;

#endif
