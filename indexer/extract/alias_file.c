#include "alias_file.h"

#include "arena.h"
#include "character_class.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "string_map.h"

#include <errno.h>
#include <stdio.h>
#include <xxhash.h>

enum { ALIAS_NAME_MAX = 512, ALIAS_FILE_MAX = 64 << 20 };
#define NO_GROUP UINT32_MAX

/* Names that are one. */
struct alias_group {
    fx_slice *names; /* names[0] is shown */
    size_t count, capacity;
};

struct alias_known {
    uint32_t group; /* NO_GROUP: in none */
    bool split, ignored;
};

struct alias_file {
    struct string_map map; /* folded name -> known[] */
    struct alias_known *known;
    size_t known_capacity;
    struct alias_group *groups;
    size_t group_count, group_capacity;
    struct arena arena;
    uint64_t fingerprint;
};

struct alias_line {
    struct alias_file *file;
    const char *path;
    fx_slice text; /* what is left to read */
    uint32_t number;
    fx_error *err;
};

/* Small letters, white space runs as one space; the length, 0 where the name is empty or too long. */
static size_t fold(char out[ALIAS_NAME_MAX], fx_slice name)
{
    char joined[ALIAS_NAME_MAX];
    size_t made = 0;
    for (size_t i = 0; i < name.len && made < sizeof joined; i++) {
        bool space = name.ptr[i] == ' ' || (name.ptr[i] >= '\t' && name.ptr[i] <= '\r');
        if (!space)
            joined[made++] = name.ptr[i];
        else if (made > 0 && joined[made - 1] != ' ')
            joined[made++] = ' ';
    }
    while (made > 0 && joined[made - 1] == ' ')
        made--;
    return made == sizeof joined ? 0 : character_lower(out, ALIAS_NAME_MAX, joined, made);
}

static int complain(struct alias_line *line, const char *what)
{
    return error_set_at(line->err, FX_EINVAL, line->number, "%s:%u: %s", line->path, line->number, what);
}

static void skip_space(struct alias_line *line)
{
    while (line->text.len > 0 && strchr(" \t\r", line->text.ptr[0]) != NULL && line->text.ptr[0] != '\0') {
        line->text.ptr++;
        line->text.len--;
    }
}

static bool take(struct alias_line *line, char wanted)
{
    skip_space(line);
    if (line->text.len == 0 || line->text.ptr[0] != wanted)
        return false;
    line->text.ptr++;
    line->text.len--;
    return true;
}

/* The known entry of a name, made where it is new. */
static int intern(struct alias_line *line, fx_slice name, struct alias_known **out)
{
    char folded[ALIAS_NAME_MAX];
    bool inserted;
    size_t length = fold(folded, name);
    if (length == 0)
        return complain(line, name.len == 0 ? "a name is empty" : "a name is empty or too long");
    uint32_t number = string_map_intern(&line->file->map, (fx_slice){folded, length}, &inserted);
    if (number == STRING_MAP_NONE || memory_reserve(&line->file->known, &line->file->known_capacity, (size_t)number + 1,
                                                    sizeof *line->file->known) != FX_OK)
        return error_no_memory(line->err);
    if (inserted)
        line->file->known[number] = (struct alias_known){NO_GROUP, false, false};
    *out = &line->file->known[number];
    return FX_OK;
}

/* A name in quotation marks, without them and their escapes, in the file's arena. */
static int read_name(struct alias_line *line, fx_slice *out)
{
    if (!take(line, '"'))
        return complain(line, "a name in double quotation marks is missing here");
    char *name = arena_allocate_bytes(&line->file->arena, line->text.len + 1);
    size_t length = 0, at = 0;
    if (name == NULL)
        return error_no_memory(line->err);
    for (; at < line->text.len && line->text.ptr[at] != '"'; at++) {
        if (line->text.ptr[at] == '\\') {
            at++;
            if (at == line->text.len || strchr("\"\\", line->text.ptr[at]) == NULL)
                return complain(line, "a backslash stands only before \" and \\");
        }
        name[length++] = line->text.ptr[at];
    }
    if (at == line->text.len)
        return complain(line, "the quotation mark is not closed");
    line->text.ptr += at + 1;
    line->text.len -= at + 1;
    *out = (fx_slice){name, length};
    return FX_OK;
}

static int add_to_group(struct alias_line *line, uint32_t number)
{
    struct alias_group *group = &line->file->groups[number];
    struct alias_known *known;
    fx_slice name;
    int status = read_name(line, &name);
    if (status == FX_OK)
        status = intern(line, name, &known);
    if (status != FX_OK)
        return status;
    if (known->ignored || (known->group != NO_GROUP && known->group != number))
        return complain(line, "this name is ignored or merged by an earlier line");
    known->group = number;
    if (memory_reserve(&group->names, &group->capacity, group->count + 1, sizeof *group->names) != FX_OK)
        return error_no_memory(line->err);
    group->names[group->count++] = name;
    return FX_OK;
}

static int read_merge(struct alias_line *line)
{
    struct alias_file *file = line->file;
    if (memory_reserve(&file->groups, &file->group_capacity, file->group_count + 1, sizeof *file->groups) != FX_OK)
        return error_no_memory(line->err);
    file->groups[file->group_count] = (struct alias_group){NULL, 0, 0};
    uint32_t number = (uint32_t)file->group_count++;
    int status = add_to_group(line, number);
    if (status == FX_OK && !take(line, '='))
        return complain(line, "merge wants = after its first name");
    while (status == FX_OK) {
        status = add_to_group(line, number);
        if (status == FX_OK && !take(line, ','))
            break;
    }
    return status;
}

static int read_flag(struct alias_line *line, bool ignore)
{
    struct alias_known *known;
    fx_slice name;
    int status = read_name(line, &name);
    if (status == FX_OK)
        status = intern(line, name, &known);
    if (status != FX_OK)
        return status;
    if (ignore && (known->group != NO_GROUP || known->split))
        return complain(line, "this name is merged or split by an earlier line");
    if (!ignore && known->ignored)
        return complain(line, "this name is ignored by an earlier line");
    known->ignored |= ignore;
    known->split |= !ignore;
    return FX_OK;
}

static int read_line(struct alias_line *line)
{
    int status;
    skip_space(line);
    if (line->text.len == 0 || line->text.ptr[0] == '#')
        return FX_OK;
    size_t length = 0;
    while (length < line->text.len && line->text.ptr[length] >= 'a' && line->text.ptr[length] <= 'z')
        length++;
    fx_slice verb = {line->text.ptr, length};
    line->text.ptr += length;
    line->text.len -= length;
    if (slice_equal(verb, SLICE("merge")))
        status = read_merge(line);
    else if (slice_equal(verb, SLICE("split")) || slice_equal(verb, SLICE("ignore")))
        status = read_flag(line, verb.ptr[0] == 'i');
    else
        return complain(line, "a line begins with merge, split, ignore or #");
    skip_space(line);
    if (status == FX_OK && line->text.len > 0 && line->text.ptr[0] != '#')
        return complain(line, "there is more on the line than the directive takes");
    return status;
}

int alias_file_parse(struct alias_file **out, fx_slice text, const char *path, fx_error *err)
{
    *out = NULL;
    struct alias_file *file = memory_allocate_zeroed(1, sizeof *file);
    if (file == NULL)
        return error_no_memory(err);
    string_map_init(&file->map);
    file->fingerprint = XXH3_64bits(text.ptr, text.len) | 1;
    struct alias_line line = {file, path, {NULL, 0}, 0, err};
    int status = FX_OK;
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_part(text, 3, text.len);
    while (text.len > 0 && status == FX_OK) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t length = end != NULL ? (size_t)(end - text.ptr) : text.len;
        line.text = slice_part(text, 0, length);
        line.number++;
        status = read_line(&line);
        text = slice_part(text, end != NULL ? length + 1 : length, text.len);
    }
    if (status != FX_OK) {
        alias_file_close(file);
        return status;
    }
    *out = file;
    return FX_OK;
}

/* The whole of a file; a directory or an endless device is refused by its size. */
static int read_whole(char **bytes, size_t *length, const char *path, fx_error *err)
{
    FILE *stream = fopen(path, "rb");
    size_t capacity = 0;
    int status = FX_OK;
    *bytes = NULL;
    *length = 0;
    if (stream == NULL)
        return error_set_errno(err, FX_EIO, "cannot open the alias file '%s'", path);
    for (;;) {
        if (memory_reserve(bytes, &capacity, *length + 65536, 1) != FX_OK) {
            status = error_no_memory(err);
            break;
        }
        size_t got = fread(*bytes + *length, 1, 65536, stream);
        *length += got;
        if (got < 65536)
            break;
        if (*length > ALIAS_FILE_MAX) {
            status = error_set(err, FX_EINVAL, "the alias file '%s' is larger than 64 MiB", path);
            break;
        }
    }
    if (status == FX_OK && ferror(stream))
        status = error_set_errno(err, FX_EIO, "cannot read the alias file '%s'", path);
    (void)fclose(stream);
    return status;
}

int alias_file_open(struct alias_file **out, const char *path, fx_error *err)
{
    char *bytes;
    size_t length;
    *out = NULL;
    int status = read_whole(&bytes, &length, path, err);
    if (status == FX_OK)
        status = alias_file_parse(out, (fx_slice){bytes, length}, path, err);
    memory_free(bytes);
    return status;
}

void alias_file_close(struct alias_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->group_count; i++)
        memory_free(file->groups[i].names);
    memory_free(file->groups);
    memory_free(file->known);
    string_map_release(&file->map);
    arena_release(&file->arena);
    memory_free(file);
}

uint64_t alias_file_fingerprint(const struct alias_file *file)
{
    return file != NULL ? file->fingerprint : 0;
}

struct alias_entry alias_file_find(const struct alias_file *file, fx_slice name)
{
    struct alias_entry entry = {{NULL, 0}, NULL, 0, false, false};
    char folded[ALIAS_NAME_MAX];
    size_t length = file != NULL ? fold(folded, name) : 0;
    uint32_t number = length > 0 ? string_map_find(&file->map, (fx_slice){folded, length}) : STRING_MAP_NONE;
    if (number == STRING_MAP_NONE)
        return entry;
    const struct alias_known *known = &file->known[number];
    entry.split = known->split;
    entry.ignored = known->ignored;
    if (known->group != NO_GROUP) {
        const struct alias_group *group = &file->groups[known->group];
        entry.name = group->names[0];
        entry.aliases = group->names + 1;
        entry.alias_count = (uint32_t)group->count - 1;
    }
    return entry;
}
