#include "time_zone.h"

#include "buffer.h"
#include "bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "time_zone_rule.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char ZONE_DIRECTORY[] = "/usr/share/zoneinfo";
enum { ZONE_FILE_MAX = 1 << 20, ZONE_TYPE_MAX = 256, ZONE_OFFSET_MAX = 26 * 3600 };

struct time_zone {
    size_t count; /* of transitions, ascending */
    int64_t *transitions;
    int32_t *offsets; /* offsets[i] holds from transitions[i] */
    int32_t first_offset;
    bool has_rule; /* holds behind the last transition */
    struct time_zone_rule rule;
};

void time_zone_free(struct time_zone *zone)
{
    if (zone == NULL)
        return;
    memory_free(zone->transitions);
    memory_free(zone->offsets);
    memory_free(zone);
}

int32_t time_zone_offset(const struct time_zone *zone, int64_t utc)
{
    if (zone == NULL)
        return 0;
    size_t low = 0, high = zone->count; /* the first transition behind `utc` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->transitions[middle] <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->count && zone->has_rule)
        return time_zone_rule_offset(&zone->rule, utc);
    return low == 0 ? zone->first_offset : zone->offsets[low - 1];
}

int64_t time_zone_to_utc(const struct time_zone *zone, int64_t local)
{
    /* Offsets are below a day, so the two candidates lie on both sides of any change near `local`. */
    const int64_t day = 86400;
    int64_t before = local - time_zone_offset(zone, local - day);
    int64_t after = local - time_zone_offset(zone, local + day);
    if (before + time_zone_offset(zone, before) == local)
        return before;
    if (after + time_zone_offset(zone, after) == local)
        return after;
    return before;
}

/* The counts of a TZif header, in the order of the file. */
struct zone_header {
    uint8_t version;
    uint32_t universal, standard, leap, time, type, name;
};

static uint32_t read_u32(struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 4);
    return at ? bytes_get_u32_big(at) : 0;
}

static int64_t read_i64(struct byte_reader *reader)
{
    uint64_t high = read_u32(reader);
    return (int64_t)(high << 32 | read_u32(reader));
}

static bool read_header(struct zone_header *out, struct byte_reader *reader)
{
    const uint8_t *at = byte_reader_take(reader, 20);
    if (at == NULL || memcmp(at, "TZif", 4) != 0)
        return false;
    out->version = at[4];
    out->universal = read_u32(reader);
    out->standard = read_u32(reader);
    out->leap = read_u32(reader);
    out->time = read_u32(reader);
    out->type = read_u32(reader);
    out->name = read_u32(reader);
    return byte_reader_ok(reader) && out->type > 0 && out->type <= ZONE_TYPE_MAX && out->time < ZONE_FILE_MAX &&
           out->leap < ZONE_FILE_MAX && out->name < ZONE_FILE_MAX && out->universal <= ZONE_TYPE_MAX &&
           out->standard <= ZONE_TYPE_MAX;
}

static size_t body_size(const struct zone_header *header, size_t time_size)
{
    return header->time * (time_size + 1) + header->type * (size_t)6 + header->name + header->leap * (time_size + 4) +
           header->standard + header->universal;
}

/* The tables of the 64-bit block. `reader` stands behind its header and is left behind the block. */
static int read_tables(struct time_zone *zone, struct byte_reader *reader, const struct zone_header *header)
{
    struct byte_reader block = byte_reader_of(reader->at, byte_reader_left(reader));
    if (byte_reader_take(reader, body_size(header, 8)) == NULL)
        return FX_EDAMAGED;
    zone->transitions = memory_allocate(header->time, sizeof *zone->transitions);
    zone->offsets = memory_allocate(header->time, sizeof *zone->offsets);
    if (zone->transitions == NULL || zone->offsets == NULL)
        return FX_ENOMEM;
    for (size_t i = 0; i < header->time; i++) {
        zone->transitions[i] = read_i64(&block);
        if (i > 0 && zone->transitions[i] <= zone->transitions[i - 1])
            return FX_EDAMAGED;
    }
    const uint8_t *indexes = byte_reader_take(&block, header->time);
    int32_t of_type[ZONE_TYPE_MAX];
    for (size_t i = 0; i < header->type; i++) {
        of_type[i] = (int32_t)read_u32(&block);
        byte_reader_take(&block, 2); /* is daylight saving, name */
        if (of_type[i] > ZONE_OFFSET_MAX || of_type[i] < -ZONE_OFFSET_MAX)
            return FX_EDAMAGED;
    }
    for (size_t i = 0; i < header->time; i++) {
        if (indexes[i] >= header->type)
            return FX_EDAMAGED;
        zone->offsets[i] = of_type[indexes[i]];
    }
    zone->count = header->time;
    zone->first_offset = of_type[0];
    return FX_OK;
}

/* "\nRULE\n"; an empty rule means that the last transition holds for ever. */
static int read_rule(struct time_zone *zone, const struct byte_reader *reader)
{
    fx_slice footer = {(const char *)reader->at, byte_reader_left(reader)};
    if (footer.len < 2 || footer.ptr[0] != '\n')
        return FX_EDAMAGED;
    footer = slice_part(footer, 1, footer.len);
    const char *newline = memchr(footer.ptr, '\n', footer.len);
    if (newline == NULL)
        return FX_EDAMAGED;
    footer.len = (size_t)(newline - footer.ptr);
    if (footer.len == 0)
        return FX_OK;
    zone->has_rule = time_zone_rule_parse(&zone->rule, footer);
    return zone->has_rule ? FX_OK : FX_EDAMAGED;
}

static int decode(struct time_zone *zone, fx_slice file)
{
    struct byte_reader reader = byte_reader_of(file.ptr, file.len);
    struct zone_header header;
    /* Version 1 has 32-bit times only; no system has written it alone since 2005. */
    if (!read_header(&header, &reader) || header.version < '2')
        return FX_EDAMAGED;
    if (byte_reader_take(&reader, body_size(&header, 4)) == NULL || !read_header(&header, &reader))
        return FX_EDAMAGED;
    int status = read_tables(zone, &reader, &header);
    return status == FX_OK ? read_rule(zone, &reader) : status;
}

int time_zone_decode(struct time_zone **out, fx_slice file, fx_error *err)
{
    *out = NULL;
    struct time_zone *zone = memory_allocate_zeroed(1, sizeof *zone);
    if (zone == NULL)
        return error_no_memory(err);
    int status = decode(zone, file);
    if (status == FX_OK) {
        *out = zone;
        return FX_OK;
    }
    time_zone_free(zone);
    return status == FX_ENOMEM ? error_no_memory(err) : error_set(err, status, "malformed time zone file");
}

/* "+09:00", "+0900", "+09", "+9", "-5:30". */
static bool parse_offset(int32_t *out, const char *text)
{
    if (text[0] != '+' && text[0] != '-')
        return false;
    int digits[4], count = 0, colon = -1;
    for (const char *at = text + 1; *at != '\0'; at++) {
        if (*at == ':' && colon < 0 && (count == 1 || count == 2))
            colon = count;
        else if (*at >= '0' && *at <= '9' && count < 4)
            digits[count++] = *at - '0';
        else
            return false;
    }
    int minute_digits = colon >= 0 ? count - colon : count > 2 ? 2 : 0;
    if (count == 0 || (colon >= 0 && minute_digits != 2) || (colon < 0 && count == 3))
        return false;
    int hours = 0, minutes = 0;
    for (int i = 0; i < count - minute_digits; i++)
        hours = hours * 10 + digits[i];
    for (int i = count - minute_digits; i < count; i++)
        minutes = minutes * 10 + digits[i];
    if (hours > 23 || minutes > 59)
        return false;
    *out = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

static int fixed(struct time_zone **out, int32_t offset, fx_error *err)
{
    *out = memory_allocate_zeroed(1, sizeof **out);
    if (*out == NULL)
        return error_no_memory(err);
    (*out)->first_offset = offset;
    return FX_OK;
}

/* A zone's name goes into a file name: nothing that could leave the directory. */
static bool is_safe_name(const char *name)
{
    if (name[0] == '\0' || name[0] == '/' || strlen(name) > 128)
        return false;
    for (const char *at = name; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
        if (!letter && strchr("_-+/", *at) == NULL)
            return false;
    }
    return true;
}

static int read_zone_file(struct buffer *out, const char *name, fx_error *err)
{
    struct buffer path = BUFFER_INIT;
    int descriptor = -1;
    int status = buffer_append_format(&path, "%s/%s%c", ZONE_DIRECTORY, name, '\0');
    if (status == FX_OK)
        status = buffer_reserve(out, ZONE_FILE_MAX);
    if (status != FX_OK) {
        error_no_memory(err);
        goto out;
    }
    descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        status = error_set(err, FX_EINVAL, "unknown time zone '%s'", name);
        goto out;
    }
    ssize_t got;
    while ((got = read(descriptor, out->bytes + out->length, ZONE_FILE_MAX - out->length)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) { /* a directory such as "Asia", too */
            status = error_set(err, FX_EINVAL, "unknown time zone '%s'", name);
            goto out;
        }
        out->length += (size_t)got;
    }
out:
    if (descriptor >= 0)
        close(descriptor);
    buffer_release(&path);
    return status;
}

int time_zone_open(struct time_zone **out, const char *name, fx_error *err)
{
    *out = NULL;
    int32_t offset = 0;
    if (strcmp(name, "UTC") == 0 || strcmp(name, "Z") == 0 || parse_offset(&offset, name))
        return fixed(out, offset, err);
    if (!is_safe_name(name))
        return error_set(err, FX_EINVAL, "unknown time zone '%s'", name);
    struct buffer file = BUFFER_INIT;
    int status = read_zone_file(&file, name, err);
    if (status == FX_OK) {
        status = time_zone_decode(out, buffer_slice(&file), err);
        if (status == FX_EDAMAGED)
            status = error_prefix(err, status, "time zone '%s'", name);
    }
    buffer_release(&file);
    return status;
}
