#include "timeline_counter.h"

#include "arena.h"
#include "civil_time.h"
#include "column.h"
#include "memory.h"
#include "number_counts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NO_DATE = INT32_MAX };

struct timeline_counter {
    enum fx_timeline step;
    struct number_counts days; /* by the first day of the step, since 1970, or NO_DATE */
    fx_count *steps;
    uint32_t step_count;
    struct arena names;
};

int timeline_counter_new(struct timeline_counter **out, enum fx_timeline step)
{
    *out = memory_allocate_zeroed(1, sizeof **out);
    if (*out == NULL)
        return FX_ENOMEM;
    (*out)->step = step;
    return FX_OK;
}

void timeline_counter_free(struct timeline_counter *counter)
{
    if (counter == NULL)
        return;
    number_counts_release(&counter->days);
    memory_free(counter->steps);
    arena_release(&counter->names);
    memory_free(counter);
}

/* The first day of the step that a time falls into, so that few numbers are counted and named. Of times outside of the
 * years 1 to 9999 (civil_time.h) it is some day. */
static int32_t first_day_of(enum fx_timeline step, int64_t published)
{
    struct civil_time date;
    if (published == INT64_MIN)
        return NO_DATE;
    const int64_t day = published / CIVIL_DAY_SECONDS - (published % CIVIL_DAY_SECONDS < 0);
    if (step == FX_TIMELINE_DAY)
        return (int32_t)day;
    if (step == FX_TIMELINE_WEEK) /* of ISO 8601, from Monday on */
        return (int32_t)(day - (civil_weekday(published) + 6) % 7);
    civil_from_seconds(&date, published);
    if (step == FX_TIMELINE_YEAR && date.month > 1)
        return (int32_t)(civil_to_seconds(&(struct civil_time){.year = date.year, .month = 1, .day = 1}) /
                         CIVIL_DAY_SECONDS);
    return (int32_t)(day - (date.day - 1));
}

int timeline_counter_add(struct timeline_counter *counter, const struct search_leaf *leaf, const uint64_t *words,
                         fx_error *err)
{
    const enum fx_timeline step = counter->step;
    struct column *published, *parents = NULL;
    int status = segment_column(leaf->handle, leaf->unit, STREAM_PUBLISHED, &published, err);
    if (status == FX_OK && leaf->unit != UNIT_ARTICLE)
        status = segment_column(leaf->handle, leaf->unit, STREAM_PARENTS, &parents, err);
    for (uint32_t word = 0; status == FX_OK && word < (leaf->documents + 63) / 64; word++)
        for (uint64_t bits = words[word]; status == FX_OK && bits; bits &= bits - 1) {
            uint32_t document = word * 64 + (uint32_t)__builtin_ctzll(bits);
            uint32_t article = parents ? column_u32(parents, document) : document;
            status = number_counts_add(&counter->days, (uint32_t)first_day_of(step, column_i64(published, article)), 1);
        }
    if (status == FX_OK)
        status = column_take_fault(published, err);
    return status == FX_OK && parents != NULL ? column_take_fault(parents, err) : status;
}

/* The name of the step a day falls into. */
static size_t step_name(enum fx_timeline step, int32_t day, char *out, size_t size)
{
    static const char *const formats[] = {"", "%Y-%m-%d", "%G-W%V", "%Y-%m", "%Y"};
    time_t seconds = (time_t)day * CIVIL_DAY_SECONDS;
    struct tm parts;
    if (day == NO_DATE || gmtime_r(&seconds, &parts) == NULL)
        return 0;
    return strftime(out, size, formats[step], &parts);
}

static int by_number(const void *left, const void *right)
{
    const struct number_count *a = left, *b = right;
    return ((int32_t)a->number > (int32_t)b->number) - ((int32_t)a->number < (int32_t)b->number);
}

static int join_days(struct timeline_counter *counter, const struct number_count *days, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[32];
        size_t length = step_name(counter->step, (int32_t)days[i].number, name, sizeof name);
        fx_count *last = counter->step_count > 0 ? &counter->steps[counter->step_count - 1] : NULL;
        if (last == NULL || last->name.len != length || memcmp(last->name.ptr, name, length) != 0) {
            last = &counter->steps[counter->step_count++];
            last->count = 0;
            if (length == 0)
                last->name = (fx_slice){"", 0};
            else if (arena_copy(&last->name, &counter->names, (fx_slice){name, length}) != FX_OK)
                return FX_ENOMEM;
        }
        last->count += days[i].count;
    }
    return FX_OK;
}

int timeline_counter_result(struct timeline_counter *counter, const fx_count **counts, uint32_t *count)
{
    *counts = NULL;
    *count = 0;
    int status = FX_OK;
    if (counter->steps == NULL && counter->days.used > 0) {
        struct number_count *days = memory_allocate(counter->days.used, sizeof *days);
        counter->steps = memory_allocate(counter->days.used, sizeof *counter->steps);
        status = days == NULL || counter->steps == NULL ? FX_ENOMEM : FX_OK;
        size_t found = 0;
        for (size_t i = 0; status == FX_OK && i < counter->days.capacity; i++)
            if (counter->days.slots[i].used)
                days[found++] = counter->days.slots[i];
        if (status == FX_OK) {
            qsort(days, found, sizeof *days, by_number);
            status = join_days(counter, days, found);
        }
        memory_free(days);
    }
    *counts = counter->steps;
    *count = counter->step_count;
    return status;
}
