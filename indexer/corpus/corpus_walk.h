/* Regular files below the given paths, in ascending order of their paths, without opening them. */
#ifndef CORPUS_WALK_H
#define CORPUS_WALK_H

#include "corpus.h"

/* A found file. All of it is borrowed until the next call. */
struct corpus_walk_file {
    struct corpus_file file;
    int directory;    /* descriptor that `name` is relative to; AT_FDCWD for a path as given */
    const char *name; /* NUL-terminated; NULL: standard input */
};

struct corpus_walk;

/* FX_ENOTFOUND when none of the paths exists. */
int corpus_walk_open(struct corpus_walk **out, const struct corpus_source_options *options, fx_error *err) FX_CHECK;
/* FX_END after the last. Paths that cannot be walked are reported to options.skip and passed over. */
int corpus_walk_next(struct corpus_walk *walk, struct corpus_walk_file *out, fx_error *err) FX_CHECK;
void corpus_walk_close(struct corpus_walk *walk);

#endif
