#include "display_width.h"

#include "slice.h"
#include "utf8.h"

#include <utf8proc.h>

static size_t width_of(uint32_t code_point)
{
    if (code_point == UTF8_INVALID)
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return width > 0 ? (size_t)width : 0;
}

size_t display_width(fx_slice text)
{
    size_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point;
        at += utf8_decode(text.ptr + at, text.len - at, &code_point);
        columns += code_point >= ' ' && code_point < 0x7F ? 1 : width_of(code_point);
    }
    return columns;
}

size_t display_width_cut(fx_slice text, size_t columns, size_t *used)
{
    size_t at = 0, taken = 0;
    while (at < text.len) {
        uint32_t code_point;
        size_t length = utf8_decode(text.ptr + at, text.len - at, &code_point);
        size_t width = width_of(code_point);
        if (width > columns - taken)
            break;
        taken += width;
        at += length;
    }
    if (used != NULL)
        *used = taken;
    return at;
}

static bool is_line_space(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Characters that act on the terminal or on the order of what stands around them. The implicit marks (U+200E, U+200F)
 * stay: Hebrew and Arabic text needs them, and they override nothing. */
static bool is_dangerous(uint32_t c)
{
    return (c >= 0x80 && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           (c >= 0x206A && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F) ||
           c == UTF8_INVALID;
}

static int append_one(struct buffer *out, uint32_t c, fx_slice bytes)
{
    if (is_line_space(c))
        return buffer_append_byte(out, ' ');
    if (c < ' ' || c == 0x7F) {
        char caret[2] = {'^', (char)(c ^ 0x40)};
        return buffer_append(out, caret, sizeof caret);
    }
    if (is_dangerous(c))
        return buffer_append_slice(out, SLICE("\xEF\xBF\xBD"));
    return buffer_append_slice(out, bytes);
}

/* How many bytes at the front are printable ASCII. */
static size_t printable_prefix(fx_slice text)
{
    size_t at = 0;
    while (at < text.len && (unsigned char)text.ptr[at] >= ' ' && (unsigned char)text.ptr[at] < 0x7F)
        at++;
    return at;
}

int display_append_safe(struct buffer *out, fx_slice text)
{
    int status = buffer_reserve(out, text.len);
    for (size_t at = 0; at < text.len && status == FX_OK;) {
        size_t plain = printable_prefix(slice_part(text, at, text.len));
        status = buffer_append(out, text.ptr + at, plain);
        at += plain;
        if (status != FX_OK || at == text.len)
            break;
        uint32_t code_point;
        size_t length = utf8_decode(text.ptr + at, text.len - at, &code_point);
        status = append_one(out, code_point, slice_part(text, at, at + length));
        at += length;
    }
    return status;
}
