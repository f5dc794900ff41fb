/* The commit record and the table of forms in it; entries of the table of files. */
#include "commit.h"
#include "file_table.h"
#include "form_table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fx_slice bytes = {(const char *)data, size};
    struct commit commit;
    struct form_table *forms;
    struct file_state state;
    fx_slice path;
    if (commit_decode(&commit, bytes, NULL) == FX_OK) {
        struct buffer again = BUFFER_INIT;
        struct commit second;
        if (commit_encode(&again, &commit) != FX_OK || commit_decode(&second, buffer_slice(&again), NULL) != FX_OK ||
            second.segment_count != commit.segment_count)
            abort();
        if (form_table_open(&forms, commit.forms, NULL) == FX_OK)
            form_table_close(forms);
        commit_release(&second);
        buffer_release(&again);
    }
    commit_release(&commit);
    if (form_table_open(&forms, bytes, NULL) == FX_OK) {
        char form[300];
        for (unsigned code = 0; code < 300; code++)
            (void)form_table_apply(forms, (fx_slice){"cooperation", 11}, (uint16_t)code, form, sizeof form);
        form_table_close(forms);
    }
    size_t key = size < 20 ? size : 20;
    if (file_state_decode(&state, &path, (fx_slice){bytes.ptr, key}, (fx_slice){bytes.ptr + key, size - key}, NULL) ==
            FX_OK &&
        path.len == 0 && key > 0)
        abort();
    return 0;
}
