#include "entity_form.h"

#include "ascii_bytes.h"
#include "character_class.h"
#include "slice.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static fx_slice trim(fx_slice name)
{
    while (name.len > 0 && is_space(name.ptr[0]))
        name = slice_part(name, 1, name.len);
    while (name.len > 0 && is_space(name.ptr[name.len - 1]))
        name.len--;
    return name;
}

/* Writes the key of a name of ASCII without other white space than single spaces, which most are, eight bytes at a
 * time; *words: their number. False for any other name. */
static bool write_plain_key(char out[FORM_KEY_MAX], fx_slice name, uint32_t *words)
{
    uint64_t before = 0; /* the lane of the space before these eight bytes */
    *words = name.len > 0;
    for (size_t at = 0; at < name.len; at += 8) {
        uint64_t bytes = ascii_load_part(name.ptr + at, name.len - at < 8 ? name.len - at : 8);
        uint64_t spaces = ascii_lanes_between(bytes, ' ', ' ');
        uint64_t strange = (bytes & ASCII_LANES(0x80)) | ascii_lanes_between(bytes, '\t', '\r');
        if ((strange | (spaces & (spaces << 8 | before))) != 0)
            return false;
        ascii_store(out + at, bytes | ascii_lanes_between(bytes, 'A', 'Z') >> 2);
        *words += (uint32_t)((spaces >> 7) * ASCII_LANES(1) >> 56);
        before = spaces >> 56;
    }
    return true;
}

/* Runs of white space as single spaces; returns the length, FORM_KEY_MAX at most. */
static size_t join_spaces(char out[FORM_KEY_MAX], fx_slice name)
{
    size_t made = 0;
    for (size_t i = 0; i < name.len && made < FORM_KEY_MAX; i++) {
        if (!is_space(name.ptr[i]))
            out[made++] = name.ptr[i];
        else if (out[made - 1] != ' ')
            out[made++] = ' ';
    }
    return made;
}

size_t entity_form_key(char out[FORM_KEY_MAX], fx_slice name, fx_slice *display, uint32_t *words)
{
    char joined[FORM_KEY_MAX];
    name = trim(name);
    if (name.len > 4 && (name.ptr[0] | 0x20) == 't' && (name.ptr[1] | 0x20) == 'h' && (name.ptr[2] | 0x20) == 'e' &&
        is_space(name.ptr[3]))
        name = trim(slice_part(name, 4, name.len));
    *display = name;
    if (name.len <= FORM_KEY_MAX && write_plain_key(out, name, words))
        return name.len;
    size_t length = join_spaces(joined, name);
    *words = length > 0;
    for (size_t i = 0; i < length; i++)
        *words += joined[i] == ' ';
    return character_lower(out, FORM_KEY_MAX, joined, length);
}

_Static_assert(FORM_KEY_MAX % 8 == 0, "a key is written by eight bytes");

enum name_kind entity_form_kind(const struct entity_form *form)
{
    enum name_kind best = NAME_PERSON;
    for (int kind = 1; kind < NAME_KIND_COUNT; kind++) {
        if (form->counts[kind] > form->counts[best])
            best = (enum name_kind)kind;
    }
    return best;
}

fx_slice entity_form_word(fx_slice key, uint32_t i)
{
    size_t at = 0;
    while (i > 0 && at < key.len) {
        i -= key.ptr[at] == ' ';
        at++;
    }
    size_t end = at;
    while (end < key.len && key.ptr[end] != ' ')
        end++;
    return slice_part(key, at, end);
}

fx_slice entity_form_last_word(fx_slice key)
{
    size_t at = key.len;
    while (at > 0 && key.ptr[at - 1] != ' ')
        at--;
    return slice_part(key, at, key.len);
}

static bool is_minor(fx_slice word)
{
    static const char minor[] = " of the and for on in to at & de la du des ";
    char wanted[6];
    if (word.len == 0 || word.len > 3)
        return false;
    wanted[0] = ' ';
    memcpy(wanted + 1, word.ptr, word.len);
    wanted[word.len + 1] = ' ';
    wanted[word.len + 2] = '\0';
    return strstr(minor, wanted) != NULL;
}

size_t entity_form_acronym(char *out, size_t capacity, fx_slice key)
{
    size_t made = 0;
    for (size_t at = 0; at < key.len && made < capacity;) {
        size_t end = at;
        while (end < key.len && key.ptr[end] != ' ')
            end++;
        if (!is_minor(slice_part(key, at, end)))
            out[made++] = key.ptr[at];
        at = end + 1;
    }
    return made;
}

/* Does `abbreviation` stand for `word`: equal, or its first letter with or without a full stop? */
static bool stands_for(fx_slice abbreviation, fx_slice word)
{
    if (slice_equal(abbreviation, word))
        return true;
    bool initial = abbreviation.len == 1 || (abbreviation.len == 2 && abbreviation.ptr[1] == '.');
    return initial && word.len > 0 && abbreviation.ptr[0] == word.ptr[0];
}

bool entity_form_same_person(fx_slice a, fx_slice b)
{
    if (!slice_equal(entity_form_last_word(a), entity_form_last_word(b)))
        return false;
    uint32_t i = 0, k = 0, agreed = 0;
    fx_slice x = entity_form_word(a, 0), y = entity_form_word(b, 0);
    if (!stands_for(x, y) && !stands_for(y, x))
        return false; /* the first names decide */
    while (x.len > 0 && y.len > 0) {
        bool same = stands_for(x, y) || stands_for(y, x);
        agreed += same;
        fx_slice next_x = entity_form_word(a, i + 1), next_y = entity_form_word(b, k + 1);
        bool skip_x = !same && next_x.len > 0, skip_y = !same && !skip_x;
        i += same || skip_x;
        k += same || skip_y;
        x = same || skip_x ? next_x : x;
        y = same || skip_y ? next_y : y;
    }
    return agreed >= 2;
}
