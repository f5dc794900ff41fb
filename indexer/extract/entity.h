/* Joins the mentions of names in an article into entities with one best name each.
 *
 * Mentions that are written alike (but for case, "the" before and white space) are one form. Forms are joined where one
 * is short for another: a surname or given name for the full name last mentioned, initials for names, an acronym for
 * the organisation whose words it begins, the first words of an organisation for the whole, the names of one country,
 * and what an alias file merges. The kind is what most mentions have. Linear in the mentions. */
#ifndef ENTITY_H
#define ENTITY_H

#include "alias_file.h"
#include "arena.h"
#include "country_names.h"
#include "tagger.h"

/* Working memory of one thread. */
struct entity_linker;
int entity_linker_new(struct entity_linker **out, const struct country_names *countries,
                      const struct alias_file *aliases, fx_error *err) FX_CHECK;
void entity_linker_free(struct entity_linker *linker);

/* Entities in order of first mention, in `arena`, into out->entities. `mentions` are in order of the text. */
int entity_linker_run(struct entity_linker *linker, fx_slice text, const struct name_mention *mentions, uint32_t count,
                      struct arena *arena, struct annotations *out, fx_error *err) FX_CHECK;

#endif
