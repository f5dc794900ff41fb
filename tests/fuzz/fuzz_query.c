/* The query language on any bytes: parsing ends in a query or an error inside the text, and what was understood can be
 * read again. The first byte holds the flags. */
#include "fx_search.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fx_query *query, *again;
    fx_error err;
    if (size == 0)
        return 0;
    fx_slice text = {(const char *)data + 1, size - 1};
    if (fx_query_parse(&query, text, data[0] & 7, 1760000000, &err) != FX_OK) {
        if (query != NULL || err.code >= 0 || err.offset > text.len || err.message[0] == '\0')
            abort();
        return 0;
    }
    fx_slice canonical = fx_query_text(query);
    if (canonical.len == 0)
        abort();
    if (fx_query_parse(&again, canonical, 0, 1760000000, &err) == FX_OK)
        fx_query_free(again);
    if (fx_query_filter(query, "speaker", text, &err) == FX_OK && fx_query_text(query).len == 0)
        abort();
    fx_query_free(query);
    return 0;
}
