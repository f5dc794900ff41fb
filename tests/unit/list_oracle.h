/* A posting list as plain arrays: the slow, obvious twin that cursors are compared with. */
#ifndef TEST_LIST_ORACLE_H
#define TEST_LIST_ORACLE_H

#include "postings_writer.h"
#include "unit_test.h"

struct list_oracle {
    uint32_t count;
    uint32_t *documents, *counts, *boosts, *lengths, *starts; /* starts: into positions and forms */
    uint32_t *positions;
    uint16_t *forms;
    uint32_t occurrences;
    uint32_t document_count;
    bool has_positions;
};

static inline void list_oracle_release(struct list_oracle *list)
{
    free(list->documents);
    free(list->counts);
    free(list->boosts);
    free(list->lengths);
    free(list->starts);
    free(list->positions);
    free(list->forms);
}

/* Gaps mostly below `gap`, sometimes far larger; `words`: most occurrences in a document. */
static inline struct list_oracle list_oracle_make(struct test_random *random, uint32_t count, uint32_t gap,
                                                  uint32_t words, bool has_positions)
{
    struct list_oracle list = {.count = count, .has_positions = has_positions};
    const size_t room = (size_t)count + 1;
    list.documents = malloc(room * sizeof(uint32_t));
    list.counts = malloc(room * sizeof(uint32_t));
    list.boosts = malloc(room * sizeof(uint32_t));
    list.lengths = malloc(room * sizeof(uint32_t));
    list.starts = malloc(room * sizeof(uint32_t));
    list.positions = malloc(room * (words + 1) * sizeof(uint32_t));
    list.forms = malloc(room * (words + 1) * sizeof(uint16_t));
    const uint32_t form_rarity = test_random_below(random, 3), boost_rarity = 1 + test_random_below(random, 30);
    uint32_t document = 0;
    for (uint32_t i = 0; i < count; i++) {
        document += (i > 0) + test_random_below(random, test_random_below(random, 50) ? gap : 50 * gap);
        list.documents[i] = document;
        list.counts[i] = has_positions ? 1 + test_random_below(random, 1 + test_random_below(random, words)) : 0;
        list.boosts[i] = test_random_below(random, boost_rarity) ? 0 : test_random_below(random, 5);
        list.lengths[i] = 1 + list.counts[i] + list.boosts[i] + test_random_below(random, 1000);
        list.starts[i] = list.occurrences;
        uint32_t position = 0;
        for (uint32_t j = 0; j < list.counts[i]; j++) {
            position += test_random_below(random, test_random_below(random, 20) ? 60 : 100000);
            list.positions[list.occurrences] = position;
            list.forms[list.occurrences++] = form_rarity == 0 || test_random_below(random, 4)
                                                 ? 0
                                                 : (uint16_t)test_random_below(random, form_rarity * 5);
        }
    }
    list.document_count = document + 1;
    return list;
}

static inline struct posting_input list_oracle_posting(const struct list_oracle *list, uint32_t i)
{
    return (struct posting_input){.document = list->documents[i],
                                  .boost = list->boosts[i],
                                  .length = list->lengths[i],
                                  .count = list->counts[i],
                                  .positions = list->positions + list->starts[i],
                                  .forms = list->forms + list->starts[i]};
}

/* Index of the first posting whose document is >= target. */
static inline uint32_t list_oracle_seek(const struct list_oracle *list, uint32_t target)
{
    uint32_t i = 0;
    while (i < list->count && list->documents[i] < target)
        i++;
    return i;
}

#endif
