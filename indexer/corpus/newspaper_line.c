#include "newspaper_line.h"

#include "civil_time.h"
#include "text_space.h"

#include <string.h>
#include <strings.h>

enum {
    KICKER_BYTES_MAX = 60,
    BYLINE_BYTES_MAX = 120,
    CAPTION_BYTES_MAX = 700,
    CREDIT_BYTES_MAX = 90,
    JUNK_BYTES_MAX = 120
};

static bool begins_with(fx_slice text, const char *what)
{
    size_t length = strlen(what);
    return text.len >= length && strncasecmp(text.ptr, what, length) == 0;
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool newspaper_line_is_capitals(fx_slice line)
{
    size_t capitals = 0, spaces = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (is_lower(line.ptr[i]) || is_digit(line.ptr[i]) || memchr(".!?:;,\"", line.ptr[i], 7) != NULL)
            return false;
        capitals += is_upper(line.ptr[i]);
        spaces += line.ptr[i] == ' ';
    }
    return line.len <= 30 && capitals >= 3 && spaces <= 2;
}

bool newspaper_line_kicker(fx_slice *desk, fx_slice line)
{
    if (line.len > KICKER_BYTES_MAX)
        return false;
    const char *slash = memchr(line.ptr, '/', line.len);
    if (slash == NULL)
        return false;
    size_t at = (size_t)(slash - line.ptr);
    fx_slice left = trim_spaces(slice_part(line, 0, at));
    fx_slice right = trim_spaces(slice_part(line, at + 1, line.len));
    /* "and/or" in a headline has no space around its slash. */
    bool spaced = left.len < at && right.len < line.len - at - 1;
    if (!spaced || left.len == 0 || right.len == 0 || memchr(right.ptr, '/', right.len) != NULL)
        return false;
    if (memchr(".!?,\"", line.ptr[line.len - 1], 5) != NULL || !(is_upper(left.ptr[0]) || (left.ptr[0] & 0x80)))
        return false;
    *desk = left;
    return true;
}

/* Passes over one of the words that stand before a date. */
static void skip_label(fx_slice *line, bool *updated)
{
    static const struct {
        const char *word;
        bool updated;
    } labels[] = {
        {"first published", false},
        {"published on", false},
        {"published at", false},
        {"published", false},
        {"last updated", true},
        {"updated on", true},
        {"updated at", true},
        {"updated", true},
        {"last modified", true},
        {"modified", true},
        {"posted on", false},
        {"posted", false},
        {"publication date", false},
        {"date", false},
        {"issued", false},
        {"revised", true},
        {"\xE5\x8F\x91\xE5\xB8\x83\xE6\x97\xB6\xE9\x97\xB4", false}, /* 发布时间 */
        {"\xEC\x9E\x85\xEB\xA0\xA5", false},                         /* 입력 */
        {"\xEC\x88\x98\xEC\xA0\x95", true},                          /* 수정 */
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (!begins_with(*line, labels[i].word))
            continue;
        fx_slice rest = slice_part(*line, strlen(labels[i].word), line->len);
        if (slice_starts_with(rest, SLICE("\xEF\xBC\x9A"))) /* ： */
            rest = slice_part(rest, 3, rest.len);
        else if (rest.len > 0 && (rest.ptr[0] == ':' || rest.ptr[0] == '|'))
            rest = slice_part(rest, 1, rest.len);
        else if (rest.len == 0 || (!is_ascii_space(rest.ptr[0]) && wide_space_at(rest.ptr, rest.len) == 0))
            return;
        *line = trim_spaces(rest);
        *updated = labels[i].updated;
        return;
    }
}

/* A date alone needs a day and a year: a headline may be "October 2025" or "1984". */
static bool has_two_numbers(fx_slice line)
{
    size_t runs = 0;
    bool inside = false;
    for (size_t i = 0; i < line.len; i++) {
        runs += is_digit(line.ptr[i]) && !inside;
        inside = is_digit(line.ptr[i]);
    }
    return runs >= 2 || line.len == 8;
}

bool newspaper_line_date(int64_t *seconds, bool *updated, fx_slice line, const struct time_zone *zone)
{
    *updated = false;
    if (line.len > 160)
        return false;
    skip_label(&line, updated);
    /* "Published: Oct 15, 2025 | Updated: Oct 16, 2025": the first counts. */
    fx_slice first = line;
    for (size_t i = 1; i < line.len; i++) {
        if (line.ptr[i] == '|' || (is_upper(line.ptr[i]) && begins_with(slice_part(line, i, line.len), "updated"))) {
            first = trim_spaces(slice_part(line, 0, i));
            break;
        }
    }
    return has_two_numbers(first) && civil_parse(seconds, first, zone, NULL) == FX_OK;
}

/* Words in lower case other than those that join or begin names tell a sentence. */
static bool is_list_of_names(fx_slice text)
{
    static const char *const joints[] = {"and ", "de ", "del ", "van ", "von ", "der ",
                                         "den ", "al-", "bin ", "da ",  "dos ", "la "};
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        bool space = is_ascii_space(text.ptr[i]);
        if (!space && !inside) {
            bool joint = !is_lower(text.ptr[i]);
            for (size_t k = 0; k < sizeof joints / sizeof *joints && !joint; k++)
                joint = slice_starts_with(slice_part(text, i, text.len), slice_of(joints[k]));
            if (!joint)
                return false;
            words++;
        }
        inside = !space;
    }
    return words > 0 && words <= 12;
}

bool newspaper_line_byline(fx_slice *names, fx_slice line)
{
    static const char *const ends[] = {" in ", " at ", " | ", " for ", " \xE2\x80\x94 "};
    if (line.len > BYLINE_BYTES_MAX ||
        !(slice_starts_with(line, SLICE("By ")) || slice_starts_with(line, SLICE("BY "))))
        return false;
    if (memchr(".!?:", line.ptr[line.len - 1], 4) != NULL)
        return false;
    fx_slice rest = trim_spaces(slice_part(line, 3, line.len));
    size_t end = rest.len;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *found = memmem(rest.ptr, end, ends[i], strlen(ends[i]));
        if (found != NULL)
            end = (size_t)(found - rest.ptr);
    }
    *names = trim_spaces(slice_part(rest, 0, end));
    return is_list_of_names(*names);
}

bool newspaper_line_is_caption(fx_slice line)
{
    static const char *const credits[] = {
        "Photo:",
        "Photos:",
        "Photo by ",
        "Photos by ",
        "Photo/",
        "Photo courtesy",
        "Image:",
        "Images:",
        "Picture:",
        "Pictures:",
        "Photograph:",
        "Photograph by",
        "File photo",
        "Graphic:",
        "Illustration:",
        "Credit:",
        "Infographic:",
        "Screenshot:",
        "Photo credit",
        "Courtesy of ",
        "\xE5\x9B\xBE\xEF\xBC\x9A",                          /* 图： */
        "\xE6\x91\x84\xE5\xBD\xB1\xEF\xBC\x9A",              /* 摄影： */
        "\xEC\x82\xAC\xEC\xA7\x84=",                         /* 사진= */
        "\xEC\x82\xAC\xEC\xA7\x84 \xEC\xA0\x9C\xEA\xB3\xB5", /* 사진 제공 */
    };
    if (line.len > CAPTION_BYTES_MAX)
        return false;
    /* A credit stands at the end. */
    size_t start = line.len > CREDIT_BYTES_MAX ? line.len - CREDIT_BYTES_MAX : 0;
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++) {
        fx_slice credit = slice_of(credits[i]);
        const char *found = memmem(line.ptr + start, line.len - start, credit.ptr, credit.len);
        if (found == NULL)
            continue;
        if (found == line.ptr || memchr(" (.[|/", found[-1], 6) != NULL || (found[-1] & 0x80) != 0)
            return true;
    }
    return false;
}

/* Digits and marks only: page numbers, "000", "- 30 -", "###". */
static bool has_no_letter(fx_slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (is_upper(line.ptr[i]) || is_lower(line.ptr[i]) || (line.ptr[i] & 0x80))
            return false;
    return line.len <= 20;
}

bool newspaper_line_is_junk(fx_slice line)
{
    static const char *const whole[] = {"share",       "print", "email", "e-mail",     "comment",         "comments",
                                        "(end)",       "end",   "ends",  "-- ends --", "advertisement",   "top",
                                        "back to top", "save",  "tweet", "like",       "related stories", "most read"};
    static const char *const beginnings[] = {
        "share this",
        "read more",
        "read also",
        "also read",
        "related article",
        "related stor",
        "related:",
        "more on this",
        "more in ",
        "follow us",
        "sign up for",
        "subscribe to",
        "click here",
        "copyright ",
        "\xC2\xA9",
        "all rights reserved",
        "tags:",
        "print this",
        "email this",
        "newspaper headline",
        "editor's note: this article was",
        "(c) ",
        "leave a comment",
    };
    if (line.len > JUNK_BYTES_MAX)
        return false;
    if (has_no_letter(line))
        return true;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (line.len == strlen(whole[i]) && begins_with(line, whole[i]))
            return true;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (begins_with(line, beginnings[i]))
            return true;
    return false;
}

bool newspaper_line_markdown(fx_slice *heading, int *level, fx_slice line)
{
    size_t marks = 0;
    while (marks < line.len && line.ptr[marks] == '#')
        marks++;
    if (marks == 0 || marks > 6 || marks == line.len || line.ptr[marks] != ' ')
        return false;
    fx_slice rest = trim_spaces(slice_part(line, marks, line.len));
    while (rest.len > 0 && rest.ptr[rest.len - 1] == '#') /* "## Heading ##" */
        rest.len--;
    *heading = trim_spaces(rest);
    *level = (int)marks;
    return heading->len > 0;
}
