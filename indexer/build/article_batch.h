/* Copies of a few articles that are read, so that each step of indexing can be taken for all of them before the next:
 * a step's tables stay in the near caches meanwhile. One thread. */
#ifndef BUILD_ARTICLE_BATCH_H
#define BUILD_ARTICLE_BATCH_H

#include "annotations.h"
#include "arena.h"
#include "run.h"

/* A batch is full when either is reached; no article longer than BATCH_TEXT_BYTES is kept. */
enum { BATCH_ARTICLES = 128, BATCH_TEXT_BYTES = 512 << 10 };

struct article_batch {
    struct arena arena; /* of the copies, and of what is found in them */
    struct article articles[BATCH_ARTICLES];
    struct run_article_input inputs[BATCH_ARTICLES];
    struct annotations annotations[BATCH_ARTICLES]; /* the owner's to fill */
    uint32_t count;
    size_t text_bytes;
};

void article_batch_init(struct article_batch *batch);
void article_batch_release(struct article_batch *batch);

/* Is there room for this article? An empty batch has room for any but those that are too long. */
bool article_batch_has_room(const struct article_batch *batch, const struct article *article);

/* Adds a copy of an article there is room for. */
int article_batch_add(struct article_batch *batch, const struct article *article, const struct run_article_input *input,
                      fx_error *err) FX_CHECK;

/* Forgets the articles. */
void article_batch_clear(struct article_batch *batch);

#endif
