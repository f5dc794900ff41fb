#include "error.h"
#include "fx_index.h"
#include "verify.h"

int fx_index_verify(const char *directory, fx_line_function line, void *payload, uint64_t *checked, fx_error *err)
{
    struct index *index;
    error_clear(err);
    if (checked != NULL)
        *checked = 0;
    int status = index_open(&index, directory, err);
    if (status != FX_OK)
        return status;
    status = index_verify(index, line, payload, checked, err);
    index_close(index);
    return status;
}
