#include "name_log.h"

#include "memory.h"
#include "term_space.h"

void name_log_init(struct name_log *log)
{
    *log = (struct name_log){0};
}

void name_log_release(struct name_log *log)
{
    memory_free(log->names);
    memory_free(log->spellings);
    memory_free(log->articles);
    name_log_init(log);
}

static uint8_t axis_of(unsigned space)
{
    static const uint8_t spaces[NAME_AXES - 1] = {TERM_AUTHOR, TERM_DESK,  TERM_LANG,   TERM_ORGANIZATION, TERM_PERSON,
                                                  TERM_PLACE,  TERM_OTHER, TERM_SOURCE, TERM_SPEAKER};
    uint8_t i = 0;
    while (i < NAME_AXES - 1 && spaces[i] != space)
        i++;
    return i;
}

int name_log_add(struct name_log *log, unsigned space)
{
    if (memory_reserve(&log->names, &log->name_capacity, (size_t)log->name_count + 1, sizeof *log->names) != FX_OK)
        return FX_ENOMEM;
    log->names[log->name_count++] = (struct logged_name){.first_spelling = log->spelling_count,
                                                         .name = STRING_MAP_NONE,
                                                         .space = (uint8_t)space,
                                                         .axis = axis_of(space)};
    return name_log_add_spelling(log);
}

int name_log_add_spelling(struct name_log *log)
{
    if (memory_reserve(&log->spellings, &log->spelling_capacity, (size_t)log->spelling_count + 1,
                       sizeof *log->spellings) != FX_OK)
        return FX_ENOMEM;
    log->spellings[log->spelling_count++] = (struct name_words){0, 0, 0};
    log->names[log->name_count - 1].spelling_count++;
    return FX_OK;
}

int name_log_add_article(struct name_log *log, uint32_t common)
{
    if (memory_reserve(&log->articles, &log->article_capacity, (size_t)log->article_count + 1, sizeof *log->articles) !=
        FX_OK)
        return FX_ENOMEM;
    log->articles[log->article_count++] = (struct name_range){log->name_count - common, common};
    return FX_OK;
}

size_t name_log_memory(const struct name_log *log)
{
    return log->name_capacity * sizeof *log->names + log->spelling_capacity * sizeof *log->spellings +
           log->article_capacity * sizeof *log->articles;
}
