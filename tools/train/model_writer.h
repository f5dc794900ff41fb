/* Writes a learnt model as tagger_model.h reads it: the heaviest features of each bucket, in 8 bits. */
#ifndef MODEL_WRITER_H
#define MODEL_WRITER_H

#include "crf.h"
#include "lexicon_table.h"

void model_writer_write(const char *path, const struct crf *crf, const struct training_set *set,
                        const struct lexicon_table *lexicon, uint32_t bucket_count);

#endif
