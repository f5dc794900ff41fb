/* Gives speakers the names and aliases that an alias file has for them, and joins those that become one. */
#ifndef SPEAKER_ALIAS_H
#define SPEAKER_ALIAS_H

#include "alias_file.h"
#include "annotations.h"
#include "arena.h"

/* `aliases` may be NULL: nothing happens. Speakers that are ignored stay without quotes: theirs become unknown. */
int speaker_alias_apply(const struct alias_file *aliases, struct arena *arena, struct annotations *annotations,
                        fx_error *err) FX_CHECK;

#endif
