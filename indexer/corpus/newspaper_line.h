/* What a line of a newspaper's text layout is, by itself. Lines are trimmed and not empty. */
#ifndef CORPUS_NEWSPAPER_LINE_H
#define CORPUS_NEWSPAPER_LINE_H

#include "time_zone.h"

#include <stdbool.h>

/* "IN-DEPTH / IN-DEPTH", "CHINA / SOCIETY": the first name, as written. */
bool newspaper_line_kicker(fx_slice *desk, fx_slice line);
/* "BUSINESS": a few words in capitals. The caller looks at what stands around. */
bool newspaper_line_is_capitals(fx_slice line);

/* "Published: Oct 15, 2025 11:13 PM", "Updated 15 October 2025", or a date alone. */
bool newspaper_line_date(int64_t *seconds, bool *updated, fx_slice line, const struct time_zone *zone);

/* "By Jane Doe in Seoul": "Jane Doe". */
bool newspaper_line_byline(fx_slice *names, fx_slice line);

/* "... in Seoul. Photo: Xue Ke/GT" and other lines that a photo credit marks as a caption. */
bool newspaper_line_is_caption(fx_slice line);

/* What pages leave behind an article: "000", "Share this article", "Read more: ...", "(END)". */
bool newspaper_line_is_junk(fx_slice line);

/* "## Heading": the heading and its level, 1 to 6. */
bool newspaper_line_markdown(fx_slice *heading, int *level, fx_slice line);

#endif
