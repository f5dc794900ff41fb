/* Time zones without the process's TZ: fixed offsets, and IANA names read from TZif files (RFC 9636). */
#ifndef BASE_TIME_ZONE_H
#define BASE_TIME_ZONE_H

#include "fx.h"

struct time_zone;

/* "UTC", "Z", "+09:00", "+0900", "-05", or an IANA name such as "Asia/Seoul". FX_EINVAL: no such zone (the message
 * names it); FX_EDAMAGED: its file is malformed. The zone is immutable: any number of threads may use it. */
int time_zone_open(struct time_zone **out, const char *name, fx_error *err) FX_CHECK;

/* The same, from the bytes of a TZif file: what time_zone_open reads. Nothing of `file` is kept. */
int time_zone_decode(struct time_zone **out, fx_slice file, fx_error *err) FX_CHECK;
void time_zone_free(struct time_zone *zone);

/* Seconds east of UTC at an instant. `zone` NULL: UTC. */
int32_t time_zone_offset(const struct time_zone *zone, int64_t utc);

/* The instant at which the zone's clocks show `local` (civil time counted as if it were UTC). Of two such instants the
 * earlier; for an hour that clocks skip, as if they had not yet been put forward. */
int64_t time_zone_to_utc(const struct time_zone *zone, int64_t local);

#endif
