/* Finds names, speakers and quotations in an article. See ARCHITECTURE.md ("reading") and docs/extraction.md. */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "annotations.h"
#include "arena.h"

struct extractor_options {
    const char *alias_file; /* NULL: none. The format is in findex(1) and alias_file.h */
};

/* Immutable tables and model, shared by all threads. */
struct extractor_model;
int extractor_model_open(struct extractor_model **out, const struct extractor_options *options, fx_error *err) FX_CHECK;
void extractor_model_close(struct extractor_model *model);

/* A number for the alias file it was opened with; 0: none. */
uint64_t extractor_model_aliases(const struct extractor_model *model);

/* Working memory of one thread. */
struct extractor;
int extractor_new(struct extractor **out, const struct extractor_model *model, fx_error *err) FX_CHECK;
void extractor_free(struct extractor *extractor);

/* Annotations of one article, in `arena`. Linear in the text's length, bounded memory whatever the text holds. */
int extractor_run(struct extractor *extractor, const struct article *article, struct arena *arena,
                  struct annotations *out, fx_error *err) FX_CHECK;

/* The same of several articles: all are searched for names before the first is for speech, so that the tables of each
 * stay in the near caches. */
int extractor_run_all(struct extractor *extractor, const struct article *articles, uint32_t count, struct arena *arena,
                      struct annotations *out, fx_error *err) FX_CHECK;

#endif
