/* fx.h: what every part of fsearch's C interface shares: status codes, the error struct, slices.
 *
 * Conventions of the whole interface
 *   - A function that can fail returns int: FX_OK (0), a positive "not an error" such as FX_END, or a negative code.
 *     The caller may pass an fx_error to learn what failed, on which file or id, and where; NULL is allowed.
 *   - Out-parameters come first and are NULL or zero after a failure. `T **out` is the caller's to free or close.
 *     A slice or pointer that is returned is borrowed; its declaration says until when.
 *   - open/close touch files; new/free allocate; init/release work on memory of the caller; clear makes reusable.
 *   - Freeing or closing NULL is allowed.
 *   - Option structs start with `size`; set it with the _INIT macro, so that they can grow.
 *   - The library never prints, exits, reads the environment or installs signal handlers.
 *   - Text is UTF-8. Offsets are in bytes, ranges half open. Times are seconds since 1970-01-01T00:00:00Z.
 */
#ifndef FX_H
#define FX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define FX_CHECK                       __attribute__((warn_unused_result))
#define FX_API                         __attribute__((visibility("default")))
#define FX_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#else
#define FX_CHECK
#define FX_API
#define FX_PRINTF(format_at, first_at)
#endif

enum fx_code {
    FX_OK = 0,
    FX_END = 1,        /* nothing (more) there: not an error */
    FX_ENOMEM = -1,    /* an allocation failed */
    FX_EIO = -2,       /* reading or writing a file failed */
    FX_EINVAL = -3,    /* an argument or an option has a wrong value */
    FX_ENOTFOUND = -4, /* no index, file or id of that name */
    FX_EINPUT = -5,    /* an input article is malformed: it is skipped, the rest goes on */
    FX_ELOCKED = -6,   /* another writer holds the index */
    FX_EFULL = -7,     /* the disk, the map or a quota is full */
    FX_EDAMAGED = -8,  /* a stored value fails its checksum or cannot be decoded */
    FX_EVERSION = -9,  /* the index was written by another format or analyser version */
    FX_EQUERY = -10,   /* the query is wrong; fx_error.offset is the byte in the query */
    FX_EBACKEND = -11, /* the loadable engine failed */
    FX_ELIMIT = -12,   /* a bound was reached: expansions, purge brake, time */
    FX_ESTOPPED = -13  /* stopped by a signal after a clean commit */
};

typedef struct fx_error {
    int code;          /* one of enum fx_code */
    uint32_t offset;   /* where: a byte offset in the query, or a line number of an input; 0 where it does not apply */
    char message[504]; /* what, on what and where; lower case, no full stop; never empty when code < 0 */
} fx_error;

/* Bytes of somebody else; not NUL-terminated. {NULL, 0} is the absent value. */
typedef struct fx_slice {
    const char *ptr;
    size_t len;
} fx_slice;

/* A short stable name such as "FX_EDAMAGED". Never NULL. */
FX_API const char *fx_code_name(int code);

/* The library's version, "MAJOR.MINOR.PATCH". */
FX_API const char *fx_version(void);

#ifdef __cplusplus
}
#endif
#endif
