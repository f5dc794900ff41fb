/* Random articles with sections, quotes, speakers and entities, indexed into several segments of several indexes, some
 * of them replaced or removed since. */
#ifndef ORACLE_CORPUS_H
#define ORACLE_CORPUS_H

#include "annotations.h"
#include "arena.h"
#include "index_writer.h"
#include "unit_test.h"

enum { CORPUS_INDEXES_MAX = 2, CORPUS_ARTICLES_MAX = 200 };

struct corpus_article {
    struct article article;
    struct annotations annotations;
    uint32_t index;
    bool dead;
};

struct corpus {
    struct arena arena;
    struct corpus_article articles[CORPUS_ARTICLES_MAX];
    uint32_t count;
    uint32_t index_count;
    char directories[CORPUS_INDEXES_MAX][64];
    struct index *indexes[CORPUS_INDEXES_MAX];
};

/* A word of the vocabulary, as an article would print it; frequent ones come often. */
const char *corpus_word(struct test_random *random);
const char *corpus_speaker(struct test_random *random);
const char *corpus_entity(struct test_random *random);
const char *corpus_desk(struct test_random *random);

void corpus_make(struct corpus *corpus, struct test_random *random);
void corpus_release(struct corpus *corpus);

#endif
