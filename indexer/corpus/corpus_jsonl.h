/* One line of JSON Lines as an article. */
#ifndef CORPUS_JSONL_H
#define CORPUS_JSONL_H

#include "corpus_paragraphs.h"
#include "time_zone.h"

struct corpus_jsonl;

int corpus_jsonl_new(struct corpus_jsonl **out, fx_error *err) FX_CHECK;
void corpus_jsonl_free(struct corpus_jsonl *parser);

/* Fills all of *out but path; id stays empty where the line has neither id nor url. Text and strings are borrowed from
 * the parser until its next call, arrays are in `arena`. FX_EINPUT: this line is no article; the message says why. */
int corpus_jsonl_parse(struct corpus_jsonl *parser, fx_slice line, const struct time_zone *zone, struct arena *arena,
                       struct article *out, fx_error *err) FX_CHECK;

#endif
