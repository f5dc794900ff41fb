#include "codebook_draft.h"
#include "pair_table.h"

enum { ROUNDS = 2, TABLE_BITS = 20, PHRASE_BITS = 17, COUNT_MIN = 5 };

struct phrases {
    const struct codebook_samples *samples;
    struct codebook_draft *draft;
    struct pair_table pairs;  /* counted */
    struct pair_table chosen; /* (string, the token behind it) -> the phrase */
};

/* Whether a pair may become a phrase: one that is rarer than COUNT_MIN will not, hence none with so rare a word. */
static inline bool is_candidate(const struct phrases *phrases, uint32_t string, uint32_t next, uint32_t next_word)
{
    return phrases->samples->words[next_word].count >= COUNT_MIN &&
           codebook_string_length(phrases->draft->strings[string]) +
                   codebook_string_length(phrases->draft->strings[next]) <=
               CODEBOOK_STRING_MAX;
}

/* Parses the samples as codebook_parse would and counts what stands side by side. */
static void count_pairs(struct phrases *phrases)
{
    const struct codebook_samples *samples = phrases->samples;
    uint32_t before = DRAFT_NONE;
    for (size_t i = 0; i < samples->tokens; i++) {
        const uint32_t word = samples->sequence[i];
        const uint32_t string = word == SAMPLE_NO_WORD ? DRAFT_NONE : phrases->draft->string_of[word];
        if (before != DRAFT_NONE && string != DRAFT_NONE && is_candidate(phrases, before, string, word)) {
            const uint32_t joined = pair_table_get(&phrases->chosen, before << 16 | string);
            if (joined > 0) {
                before = joined;
                continue;
            }
            pair_table_add(&phrases->pairs, before << 16 | string, 1);
        }
        before = string;
    }
}

static void choose(struct phrases *phrases, uint32_t most)
{
    struct codebook_draft *draft = phrases->draft;
    uint32_t count = pair_table_rank(&phrases->pairs, COUNT_MIN);
    if (count > most)
        count = most;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t pair = phrases->pairs.values[i].pair;
        pair_table_add(&phrases->chosen, pair, draft->count);
        draft->strings[draft->count++] =
            codebook_string_join(draft->strings[pair >> 16], draft->strings[pair & 0xFFFF]);
    }
    pair_table_clear(&phrases->pairs);
}

int codebook_add_phrases(struct codebook_draft *draft, const struct codebook_samples *samples, uint32_t most)
{
    struct phrases phrases = {.samples = samples, .draft = draft};
    int status = pair_table_init(&phrases.pairs, TABLE_BITS);
    if (status == FX_OK)
        status = pair_table_init(&phrases.chosen, PHRASE_BITS);
    for (unsigned round = 0; round < ROUNDS && status == FX_OK; round++) {
        count_pairs(&phrases);
        choose(&phrases, most / ROUNDS);
    }
    pair_table_release(&phrases.pairs);
    pair_table_release(&phrases.chosen);
    return status;
}
