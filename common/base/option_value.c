#include "option_parser.h"

#include "error.h"

#include <string.h>

/* Digits at the front; false for none or too many. */
static bool read_digits(uint64_t *out, const char **text)
{
    const char *at = *text;
    uint64_t value = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, (uint64_t)(*at - '0'), &value))
            return false;
    bool any = at > *text;
    *text = at;
    *out = value;
    return any;
}

int option_unsigned(uint64_t *out, const char *text, uint64_t least, uint64_t most, const char *name, fx_error *err)
{
    *out = 0;
    uint64_t value;
    const char *at = text;
    if (read_digits(&value, &at) && *at == '\0' && value >= least && value <= most) {
        *out = value;
        return FX_OK;
    }
    if (most == UINT64_MAX)
        return error_set(err, FX_EINVAL, "%s: '%s' is no whole number from %llu on", name, text,
                         (unsigned long long)least);
    return error_set(err, FX_EINVAL, "%s: '%s' is no whole number from %llu to %llu", name, text,
                     (unsigned long long)least, (unsigned long long)most);
}

int option_number(double *out, const char *text, double least, double most, const char *name, fx_error *err)
{
    *out = 0;
    /* Digits by hand: strtod would ask the locale for its decimal point. */
    const char *at = text;
    bool negative = *at == '-';
    at += negative || *at == '+';
    uint64_t whole = 0, fraction = 0;
    const char *start = at;
    bool any = read_digits(&whole, &at) || at == start;
    bool whole_digits = at > start;
    double value = (double)whole;
    if (any && *at == '.') {
        at++;
        size_t digits = strspn(at, "0123456789");
        any = digits == 0 || (digits <= 18 && read_digits(&fraction, &at));
        double scale = 1;
        for (size_t i = 0; i < digits; i++)
            scale *= 10;
        value += (double)fraction / scale;
        whole_digits = whole_digits || digits > 0;
    }
    value = negative ? -value : value;
    if (!any || !whole_digits || *at != '\0' || value < least || value > most)
        return error_set(err, FX_EINVAL, "%s: '%s' is no number from %g to %g", name, text, least, most);
    *out = value;
    return FX_OK;
}

int option_size(uint64_t *out, const char *text, const char *name, fx_error *err)
{
    static const char units[] = "kKmMgGtT";
    *out = 0;
    uint64_t value;
    const char *at = text;
    bool ok = read_digits(&value, &at);
    const char *unit = *at != '\0' ? strchr(units, *at) : NULL;
    uint64_t scale = 1;
    if (unit != NULL) {
        scale <<= 10 * ((size_t)(unit - units) / 2 + 1);
        at++;
        at += at[0] == 'i' && at[1] == 'B';
    }
    at += *at == 'B';
    if (!ok || *at != '\0' || __builtin_mul_overflow(value, scale, &value))
        return error_set(err, FX_EINVAL, "%s: '%s' is no size such as 4096, 512K, 256M or 2G", name, text);
    *out = value;
    return FX_OK;
}
