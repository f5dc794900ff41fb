#include "ideograph_run.h"

#include "fold.h"
#include "memory.h"
#include "slice.h"
#include "utf8.h"
#include "word_break.h"

enum { INPUT_MAX = 64 }; /* a character with its marks; more marks are dropped */

void ideograph_run_release(struct ideograph_run *run)
{
    buffer_release(&run->folded);
    memory_free(run->starts);
    *run = (struct ideograph_run)IDEOGRAPH_RUN_INIT;
}

/* Han, kana and Hangul syllables that folding leaves as they are: nearly all there are. */
static bool is_folded(fx_slice character)
{
    uint32_t c;
    if (character.len != 3 || utf8_decode(character.ptr, 3, &c) != 3)
        return false;
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA);
}

static int append_folded(struct buffer *out, fx_slice character)
{
    if (is_folded(character))
        return buffer_append_slice(out, character);
    char folded[FOLD_OUTPUT_MAX];
    if (character.len > INPUT_MAX)
        character.len = utf8_cut(character, INPUT_MAX);
    size_t length = fold_text(character, character.len, folded).length;
    return buffer_append(out, folded, utf8_cut((fx_slice){folded, length}, IDEOGRAPH_BYTES_MAX));
}

static int append_start(struct ideograph_run *run)
{
    int status = memory_reserve(&run->starts, &run->starts_capacity, (size_t)run->count + 1, sizeof *run->starts);
    if (status == FX_OK)
        run->starts[run->count] = (uint32_t)run->folded.length;
    return status;
}

int ideograph_run_fold(struct ideograph_run *run, fx_slice text)
{
    run->count = 0;
    buffer_clear(&run->folded);
    int status = append_start(run);
    for (size_t at = 0; at < text.len && status == FX_OK;) {
        size_t end = word_break_ideograph_end(text, at);
        if (end == at)
            break;
        status = append_folded(&run->folded, slice_part(text, at, end));
        if (status == FX_OK) {
            run->count++;
            status = append_start(run);
        }
        at = end;
    }
    return status;
}

fx_slice ideograph_run_part(const struct ideograph_run *run, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (run->starts[i] == run->starts[i + 1])
            return (fx_slice){NULL, 0};
    return slice_part(buffer_slice(&run->folded), run->starts[first], run->starts[end]);
}
