/* One pass with a small state: outside, or inside a stretch opened by one kind of mark and some levels deep. */
#include "quote_mark.h"

#include "ascii_bytes.h"
#include "error.h"
#include "memory.h"

#include <string.h>

enum mark {
    MARK_NONE,
    MARK_STRAIGHT,     /* " */
    MARK_LEFT,         /* opening “: closes „ */
    MARK_RIGHT,        /* ” */
    MARK_LOW,          /* „ */
    MARK_GUILLEMET,    /* « */
    MARK_GUILLEMET_UP, /* » */
    MARK_DOUBLED,      /* '' or `` */
    MARK_SINGLE,       /* ' */
    MARK_SINGLE_LEFT,  /* ‘ */
    MARK_SINGLE_RIGHT, /* ’ */
    MARK_CORNER,       /* 「 or 『 */
    MARK_CORNER_END    /* 」 or 』 */
};

struct scan {
    const char *text;
    uint32_t start, end;
    bool singles_known;                                   /* the next two have been looked for */
    uint32_t last_single_close, last_strong_single_close; /* offsets + 1 of marks; 0: none */
    enum mark opener;                                     /* MARK_NONE: outside */
    uint32_t open_at, inner_at, depth;
    uint32_t nested;                     /* typographic marks open inside straight ones */
    uint32_t last_close, last_close_end; /* last possible closing mark inside, 0: none */
};

static uint8_t byte_at(const struct scan *scan, uint32_t at)
{
    return at >= scan->start && at < scan->end ? (uint8_t)scan->text[at] : ' ';
}

/* The mark at `at` and its length in bytes. */
static enum mark mark_at(const struct scan *scan, uint32_t at, uint32_t *length)
{
    uint8_t c = byte_at(scan, at), d = byte_at(scan, at + 1), e = byte_at(scan, at + 2);
    *length = 1;
    switch (c) {
    case '"':
        return MARK_STRAIGHT;
    case '\'':
        if (d != '\'')
            return MARK_SINGLE;
        /* three of them close a single quotation and a double one */
        *length = e == '\'' && scan->opener == MARK_DOUBLED ? 3 : 2;
        return MARK_DOUBLED;
    case '`':
        *length = d == '`' ? 2 : 1;
        return d == '`' ? MARK_DOUBLED : MARK_NONE;
    case 0xC2:
        *length = 2;
        return d == 0xAB ? MARK_GUILLEMET : d == 0xBB ? MARK_GUILLEMET_UP : MARK_NONE;
    case 0xE2:
        *length = 3;
        if (d != 0x80)
            return MARK_NONE;
        return e == 0x9C   ? MARK_LEFT
               : e == 0x9D ? MARK_RIGHT
               : e == 0x9E ? MARK_LOW
               : e == 0x98 ? MARK_SINGLE_LEFT
               : e == 0x99 ? MARK_SINGLE_RIGHT
                           : MARK_NONE;
    case 0xE3:
        *length = 3;
        if (d != 0x80)
            return MARK_NONE;
        return e == 0x8C || e == 0x8E ? MARK_CORNER : e == 0x8D || e == 0x8F ? MARK_CORNER_END : MARK_NONE;
    default:
        return MARK_NONE;
    }
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0xC3;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether the character before `at` lets a quotation begin: start, white space, bracket, dash, another mark. */
static bool opens_after(const struct scan *scan, uint32_t at)
{
    if (at == scan->start)
        return true;
    uint8_t c = byte_at(scan, at - 1);
    if (is_blank(c) || c == '(' || c == '[' || c == '"' || c == '\'' || c == '-' || c == '/' || c == ':')
        return true;
    if (c == 0xA0 && byte_at(scan, at - 2) == 0xC2) /* no-break space */
        return true;
    return at - scan->start >= 3 && byte_at(scan, at - 3) == 0xE2 && byte_at(scan, at - 2) == 0x80 &&
           ((c >= 0x90 && c <= 0x95) || c == 0x9C || c == 0x98 || c == 0xA6 || c == 0x89);
}

static bool closes_before(const struct scan *scan, uint32_t at)
{
    return !is_alnum(byte_at(scan, at)) || byte_at(scan, at) == 0xE2;
}

static bool strong_before(const struct scan *scan, uint32_t at)
{
    uint8_t c = at > scan->start ? byte_at(scan, at - 1) : ' ';
    return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == '-' || c == '"';
}

static bool single_closes(const struct scan *scan, uint32_t at, uint32_t length)
{
    return at > scan->start && !is_blank(byte_at(scan, at - 1)) && closes_before(scan, at + length);
}

/* Bits of the sixteen bytes at `at` that a mark may begin with, and of others: the caller looks again. */
static unsigned bits_of_marks(const char *at)
{
    ascii_vector bytes = ascii_load_vector(at);
    return ascii_vector_bits((bytes == '"') | (bytes == '\'') | (bytes == '`') | bytes);
}

static bool begins_mark(uint8_t c)
{
    return c == '"' || c == '\'' || c == '`' || c == 0xC2 || c == 0xE2 || c == 0xE3;
}

/* The first byte from `at` on that a mark may begin with, or the end. Most of a text has none. */
static uint32_t skip_plain(const struct scan *scan, uint32_t at)
{
    for (; scan->end - at >= 16; at += 16) {
        for (unsigned marks = bits_of_marks(scan->text + at); marks != 0; marks &= marks - 1) {
            uint32_t found = at + (uint32_t)__builtin_ctz(marks);
            if (begins_mark((uint8_t)scan->text[found]))
                return found;
        }
    }
    while (at < scan->end && !begins_mark((uint8_t)scan->text[at]))
        at++;
    return at;
}

/* Where the last single closing marks stand, so that no opener searches in vain. */
static void find_last_singles(struct scan *scan)
{
    scan->singles_known = true;
    for (uint32_t at = scan->end; at > scan->start;) {
        /* sixteen bytes back at once where none of them is a mark */
        if (at - scan->start >= 16 && bits_of_marks(scan->text + at - 16) == 0) {
            at -= 16;
            continue;
        }
        uint8_t c = byte_at(scan, --at);
        if (c != '\'' && c != 0xE2)
            continue;
        uint32_t length;
        enum mark mark = mark_at(scan, at, &length);
        if ((mark != MARK_SINGLE && mark != MARK_SINGLE_RIGHT) || !single_closes(scan, at, length))
            continue;
        if (scan->last_single_close == 0)
            scan->last_single_close = at + 1;
        if (strong_before(scan, at)) {
            scan->last_strong_single_close = at + 1;
            return;
        }
    }
}

/* Whether a single mark that can close stands behind `at`: looked for when first asked, which most paragraphs never do.
 */
static bool single_closes_behind(struct scan *scan, uint32_t at)
{
    if (!scan->singles_known)
        find_last_singles(scan);
    return scan->last_single_close > at;
}

static bool opens(struct scan *scan, enum mark mark, uint32_t at, uint32_t length)
{
    uint8_t next = byte_at(scan, at + length);
    switch (mark) {
    case MARK_STRAIGHT:
    case MARK_DOUBLED:
        return opens_after(scan, at) && !is_blank(next);
    case MARK_LEFT:
    case MARK_LOW:
    case MARK_GUILLEMET:
    case MARK_CORNER:
        return true;
    case MARK_GUILLEMET_UP:
        return opens_after(scan, at) && !is_blank(next);
    case MARK_SINGLE:
    case MARK_SINGLE_LEFT:
        /* '90s and 'n' are no quotations */
        return opens_after(scan, at) && ((next | 0x20) >= 'a' || next == 0xE2) && !(next >= '0' && next <= '9') &&
               single_closes_behind(scan, at + length);
    default:
        return false;
    }
}

static bool closes(const struct scan *scan, enum mark mark, uint32_t at, uint32_t length)
{
    switch (scan->opener) {
    case MARK_STRAIGHT:
        return (mark == MARK_STRAIGHT &&
                !(opens_after(scan, at) && is_alnum(byte_at(scan, at + length)) && is_blank(byte_at(scan, at - 1)))) ||
               mark == MARK_RIGHT;
    case MARK_LEFT:
        /* an opening mark typed for a closing one: “It is unusual,“ said */
        return mark == MARK_RIGHT ||
               (mark == MARK_LEFT && strong_before(scan, at) && !is_alnum(byte_at(scan, at + length))) ||
               (mark == MARK_STRAIGHT && at > scan->start && !is_blank(byte_at(scan, at - 1)) &&
                closes_before(scan, at + length));
    case MARK_LOW:
        return mark == MARK_LEFT || mark == MARK_RIGHT || mark == MARK_STRAIGHT;
    case MARK_GUILLEMET:
        return mark == MARK_GUILLEMET_UP;
    case MARK_GUILLEMET_UP:
        return mark == MARK_GUILLEMET;
    case MARK_DOUBLED:
        return (mark == MARK_DOUBLED || mark == MARK_STRAIGHT) && !is_alnum(byte_at(scan, at + length));
    case MARK_SINGLE:
    case MARK_SINGLE_LEFT:
        if ((mark != MARK_SINGLE && mark != MARK_SINGLE_RIGHT) || !single_closes(scan, at, length) ||
            at - scan->inner_at < 2) /* rock 'n' roll */
            return false;
        return strong_before(scan, at) || scan->last_strong_single_close <= at + 1 || at - scan->open_at <= 60;
    case MARK_CORNER:
        return mark == MARK_CORNER_END;
    default:
        return false;
    }
}

/* The same mark nested in itself: “ ... “ ... ” ... ”. */
static bool deepens(const struct scan *scan, enum mark mark)
{
    return (scan->opener == MARK_LEFT && mark == MARK_LEFT) ||
           (scan->opener == MARK_GUILLEMET && mark == MARK_GUILLEMET) ||
           (scan->opener == MARK_CORNER && mark == MARK_CORNER);
}

static int put(struct quote_marks *marks, const struct scan *scan, uint32_t inner_end, uint32_t end, bool closed,
               fx_error *err)
{
    if (memory_reserve(&marks->items, &marks->capacity, marks->count + 1, sizeof *marks->items) != FX_OK)
        return error_no_memory(err);
    struct quoted quoted = {.whole = {scan->open_at, end}, .inner = {scan->inner_at, inner_end}, .closed = closed};
    quoted.single = scan->opener == MARK_SINGLE || scan->opener == MARK_SINGLE_LEFT;
    if (inner_end > scan->inner_at)
        marks->items[marks->count++] = quoted;
    return FX_OK;
}

static void open_here(struct scan *scan, enum mark mark, uint32_t at, uint32_t length)
{
    scan->opener = mark;
    scan->open_at = at;
    scan->inner_at = at + length;
    scan->depth = 1;
    scan->nested = 0;
    scan->last_close = scan->last_close_end = 0;
}

static int step(struct scan *scan, struct quote_marks *marks, enum mark mark, uint32_t at, uint32_t length,
                fx_error *err)
{
    if (scan->opener == MARK_NONE) {
        if (opens(scan, mark, at, length))
            open_here(scan, mark, at, length);
        return FX_OK;
    }
    if (deepens(scan, mark) && !closes(scan, mark, at, length)) {
        scan->depth++;
        return FX_OK;
    }
    if (scan->opener == MARK_STRAIGHT && mark == MARK_LEFT) {
        scan->nested++;
        return FX_OK;
    }
    if (scan->opener == MARK_STRAIGHT && mark == MARK_RIGHT && scan->nested > 0) {
        scan->nested--;
        return FX_OK;
    }
    if (closes(scan, mark, at, length)) {
        scan->last_close = at;
        scan->last_close_end = at + length;
        if (--scan->depth > 0)
            return FX_OK;
        int rc = put(marks, scan, at, at + length, true, err);
        scan->opener = MARK_NONE;
        return rc;
    }
    if (scan->opener == MARK_STRAIGHT && mark == MARK_STRAIGHT) {
        /* A second opening mark: the first was never closed. */
        int rc = put(marks, scan, at, at, false, err);
        open_here(scan, mark, at, length);
        return rc;
    }
    return FX_OK;
}

int quote_marks_scan(struct quote_marks *marks, fx_slice text, struct span paragraph, fx_error *err)
{
    struct scan scan = {.text = text.ptr, .start = paragraph.start, .end = paragraph.end};
    marks->count = 0;
    for (uint32_t at = paragraph.start; (at = skip_plain(&scan, at)) < paragraph.end;) {
        uint32_t length;
        enum mark mark = mark_at(&scan, at, &length);
        if (mark == MARK_NONE) {
            at++;
            continue;
        }
        int rc = step(&scan, marks, mark, at, length, err);
        if (rc != FX_OK)
            return rc;
        at += length;
    }
    if (scan.opener == MARK_NONE || scan.opener == MARK_SINGLE || scan.opener == MARK_SINGLE_LEFT)
        return FX_OK;
    if (scan.last_close != 0)
        return put(marks, &scan, scan.last_close, scan.last_close_end, true, err);
    return put(marks, &scan, paragraph.end, paragraph.end, false, err);
}

void quote_marks_release(struct quote_marks *marks)
{
    memory_free(marks->items);
    *marks = (struct quote_marks){NULL, 0, 0};
}
