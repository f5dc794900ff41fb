/* A text file as an article: a newspaper's text layout (kicker, headline, deck, date, captions, body, sub-headings,
 * junk at the end), a plain text whose first line is the title, or light Markdown.
 *
 *     IN-DEPTH / IN-DEPTH                        kicker: the desk
 *     Neighbors share a robot lab                headline
 *     Two towns, one workshop                    deck
 *     Published: Oct 15, 2025 11:13 PM           and/or "By Jane Doe in Seoul"
 *     The lab on opening day. Photo: A. B./X     captions, often twice
 *
 *     Body paragraphs, parted by blank lines.
 *
 *     A sub-heading
 *
 *     More paragraphs.
 *
 *     000
 */
#ifndef CORPUS_TEXT_H
#define CORPUS_TEXT_H

#include "corpus_paragraphs.h"
#include "time_zone.h"

struct corpus_text;

int corpus_text_new(struct corpus_text **out, fx_error *err) FX_CHECK;
void corpus_text_free(struct corpus_text *parser);

/* Fills all of *out but id and path. Strings are borrowed from `file`, the parser (until its next call) and `arena`.
 * FX_EINPUT: no article; the message says why and err->offset holds the line (0: the whole file). */
int corpus_text_parse(struct corpus_text *parser, fx_slice file, const struct time_zone *zone, struct arena *arena,
                      struct article *out, fx_error *err) FX_CHECK;

#endif
