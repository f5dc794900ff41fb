#include "entity_form.h"

#include "character_class.h"
#include "slice.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t entity_form_key(char out[FORM_KEY_MAX], fx_slice name, fx_slice *display, uint32_t *words)
{
    char joined[FORM_KEY_MAX];
    size_t made = 0;
    name = slice_trim(name);
    if (name.len > 4 && (name.ptr[0] == 't' || name.ptr[0] == 'T') && (name.ptr[1] == 'h' || name.ptr[1] == 'H') &&
        (name.ptr[2] == 'e' || name.ptr[2] == 'E') && is_space(name.ptr[3]))
        name = slice_trim(slice_part(name, 4, name.len));
    *display = name;
    for (size_t i = 0; i < name.len && made < sizeof joined; i++) {
        if (!is_space(name.ptr[i]))
            joined[made++] = name.ptr[i];
        else if (joined[made - 1] != ' ')
            joined[made++] = ' ';
    }
    *words = made > 0 ? 1 : 0;
    for (size_t i = 0; i < made; i++)
        *words += joined[i] == ' ';
    return character_lower(out, FORM_KEY_MAX, joined, made);
}

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
