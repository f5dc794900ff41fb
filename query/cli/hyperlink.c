#include "hyperlink.h"

#include "slice.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool stands_for_itself(unsigned char c, bool file)
{
    if (!file) /* a URL is escaped already, up to what a terminal must not see */
        return c > ' ' && c < 0x7F;
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("/-._~", c) != NULL;
}

static void put_escaped(struct output *output, fx_slice target, bool file)
{
    for (size_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        if (c != '\0' && stands_for_itself(c, file))
            output_write(output, &target.ptr[i], 1);
        else
            output_format(output, "%%%02X", c);
    }
}

/* With the host's name: a terminal may show another machine, whose files are not its own. */
static bool begin_file(struct output *output, fx_slice path)
{
    char name[PATH_MAX], host[256], whole[PATH_MAX];
    if (path.len == 0 || path.len >= sizeof name || memchr(path.ptr, '\0', path.len) != NULL)
        return false;
    memcpy(name, path.ptr, path.len);
    name[path.len] = '\0';
    if (realpath(name, whole) == NULL || gethostname(host, sizeof host) != 0)
        return false;
    host[sizeof host - 1] = '\0';
    output_string(output, "\033]8;;file://");
    put_escaped(output, slice_of(host), true);
    put_escaped(output, slice_of(whole), true);
    output_string(output, "\033\\");
    return true;
}

bool hyperlink_begin(struct output *output, fx_slice url, fx_slice path)
{
    if (!slice_starts_with(url, SLICE("http://")) && !slice_starts_with(url, SLICE("https://")))
        return begin_file(output, path);
    output_string(output, "\033]8;;");
    put_escaped(output, url, false);
    output_string(output, "\033\\");
    return true;
}

void hyperlink_end(struct output *output)
{
    output_string(output, "\033]8;;\033\\");
}
