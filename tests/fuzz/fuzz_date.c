/* Dates as articles and users write them; what is read must print and read back as itself. */
#include "civil_time.h"
#include "slice.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fx_slice text = {(const char *)data, size};
    int64_t seconds, from, until;
    if (civil_parse(&seconds, text, NULL, NULL) == FX_OK) {
        char printed[CIVIL_TIME_SIZE];
        int64_t again;
        civil_format_time(printed, seconds);
        /* An offset may carry the first or last day of the calendar beyond it. */
        bool inside = seconds > -62135596800 + 2 * CIVIL_DAY_SECONDS && seconds < 253402300799 - 2 * CIVIL_DAY_SECONDS;
        if (inside && (civil_parse(&again, slice_of(printed), NULL, NULL) != FX_OK || again != seconds))
            abort();
    }
    if (civil_parse_day_range(&from, &until, text, 1760569980, NULL) == FX_OK && from >= until)
        abort();
    return 0;
}
