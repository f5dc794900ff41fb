/* What merging needs of a segment_writer beyond segment_writer.h. Private to common/store. */
#ifndef STORE_SEGMENT_WRITER_PARTS_H
#define STORE_SEGMENT_WRITER_PARTS_H

#include "postings_writer.h"

/* Between begin_term and end_term: for postings_writer_add_leaf. */
struct postings_writer *segment_writer_lists(struct segment_writer *writer);
/* Replaces what begin_term said, where it is known only after the postings. */
void segment_writer_set_term_parents(struct segment_writer *writer, uint32_t parents);

/* The columns of an article but its id; the ids then come in order of their hashes, at any time before finish. A writer
 * gets its articles in this way or in the other, not in both. */
int segment_writer_article_without_id(struct segment_writer *writer, const struct article_columns *columns,
                                      fx_error *err) FX_CHECK;
int segment_writer_sorted_id(struct segment_writer *writer, uint64_t hash, uint32_t article, fx_error *err) FX_CHECK;

#endif
