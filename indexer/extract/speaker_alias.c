#include "speaker_alias.h"

#include "error.h"
#include "memory.h"
#include "slice.h"
#include "string_map.h"

/* Copies the speakers that stay to `kept` and tells in `number` what became of each (-1: ignored). */
static int rename_speakers(const struct alias_file *aliases, const struct annotations *annotations,
                           struct speaker *kept, int32_t *number, uint32_t *count)
{
    struct string_map names;
    int status = FX_OK;
    string_map_init(&names);
    *count = 0;
    for (uint32_t i = 0; status == FX_OK && i < annotations->speaker_count; i++) {
        struct speaker speaker = annotations->speakers[i];
        struct alias_entry alias = alias_file_find(aliases, speaker.name);
        bool inserted;
        if (alias.ignored) {
            number[i] = -1;
            continue;
        }
        if (alias.name.len > 0) {
            speaker.name = alias.name;
            speaker.aliases = alias.aliases;
            speaker.alias_count = alias.alias_count;
        }
        uint32_t place = string_map_intern(&names, speaker.name, &inserted);
        if (place == STRING_MAP_NONE) {
            status = FX_ENOMEM;
        } else {
            number[i] = (int32_t)place;
            if (inserted)
                kept[(*count)++] = speaker;
            else if (kept[place].title.len == 0)
                kept[place].title = speaker.title;
        }
    }
    string_map_release(&names);
    return status;
}

int speaker_alias_apply(const struct alias_file *aliases, struct arena *arena, struct annotations *annotations,
                        fx_error *err)
{
    if (aliases == NULL || annotations->speaker_count == 0)
        return FX_OK;
    struct speaker *kept = arena_allocate(arena, annotations->speaker_count * sizeof *kept);
    struct quote *quotes = arena_allocate(arena, (annotations->quote_count + 1ULL) * sizeof *quotes);
    int32_t *number = memory_allocate(annotations->speaker_count, sizeof *number);
    uint32_t count = 0;
    int status = kept != NULL && quotes != NULL && number != NULL ? FX_OK : FX_ENOMEM;
    if (status == FX_OK)
        status = rename_speakers(aliases, annotations, kept, number, &count);
    for (uint32_t i = 0; status == FX_OK && i < annotations->quote_count; i++) {
        quotes[i] = annotations->quotes[i];
        quotes[i].speaker = quotes[i].speaker >= 0 ? number[quotes[i].speaker] : -1;
    }
    memory_free(number);
    if (status != FX_OK)
        return error_no_memory(err);
    annotations->speakers = kept;
    annotations->speaker_count = count;
    annotations->quotes = quotes;
    return FX_OK;
}
