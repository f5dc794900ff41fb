#include "codebook_draft.h"
#include "pair_table.h"

enum { ROUNDS = 8, TABLE_BITS = 18, COUNT_MIN = 5 };

/* The words that have no string, as strings of their pieces so far. */
struct pieces {
    uint16_t *parts; /* CODEBOOK_STRING_MAX a word */
    uint8_t *lengths;
    uint32_t *counts;
    uint32_t count;
};

static void release(struct pieces *pieces)
{
    memory_free(pieces->parts);
    memory_free(pieces->lengths);
    memory_free(pieces->counts);
}

static int collect(struct pieces *pieces, const struct codebook_draft *draft, const struct codebook_samples *samples)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < samples->word_count; i++)
        count += draft->string_of[i] == DRAFT_NONE;
    *pieces = (struct pieces){memory_allocate(count, CODEBOOK_STRING_MAX * sizeof *pieces->parts),
                              memory_allocate(count, sizeof *pieces->lengths),
                              memory_allocate(count, sizeof *pieces->counts), 0};
    if (pieces->parts == NULL || pieces->lengths == NULL || pieces->counts == NULL) {
        release(pieces);
        return FX_ENOMEM;
    }
    for (uint32_t i = 0; i < samples->word_count; i++) {
        if (draft->string_of[i] != DRAFT_NONE)
            continue;
        const struct codebook_string string = samples->words[i].string;
        const uint8_t *bytes = (const uint8_t *)&string + 1;
        uint16_t *parts = pieces->parts + (size_t)pieces->count * CODEBOOK_STRING_MAX;
        for (uint32_t k = 0; k < codebook_string_length(string); k++)
            parts[k] = bytes[k];
        pieces->lengths[pieces->count] = (uint8_t)codebook_string_length(string);
        pieces->counts[pieces->count++] = samples->words[i].count;
    }
    return FX_OK;
}

static void count_pairs(struct pair_table *pairs, const struct pieces *pieces, const struct codebook_draft *draft)
{
    for (uint32_t i = 0; i < pieces->count; i++) {
        const uint16_t *parts = pieces->parts + (size_t)i * CODEBOOK_STRING_MAX;
        for (uint32_t k = 1; k < pieces->lengths[i]; k++) {
            const uint32_t length =
                codebook_string_length(draft->strings[parts[k - 1]]) + codebook_string_length(draft->strings[parts[k]]);
            if (length <= CODEBOOK_PIECE_MAX)
                pair_table_add(pairs, (uint32_t)parts[k - 1] << 16 | parts[k], pieces->counts[i]);
        }
    }
}

/* The most frequent pairs become strings; the table then tells which. */
static void choose(struct pair_table *pairs, struct codebook_draft *draft, struct pair_value *chosen, uint32_t most)
{
    uint32_t count = pair_table_rank(pairs, COUNT_MIN);
    if (count > most)
        count = most;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t pair = pairs->values[i].pair;
        chosen[i] = (struct pair_value){pair, draft->count};
        draft->strings[draft->count++] =
            codebook_string_join(draft->strings[pair >> 16], draft->strings[pair & 0xFFFF]);
    }
    pair_table_clear(pairs);
    for (uint32_t i = 0; i < count; i++)
        pair_table_add(pairs, chosen[i].pair, chosen[i].value);
}

static void join_pairs(const struct pair_table *chosen, struct pieces *pieces)
{
    for (uint32_t i = 0; i < pieces->count; i++) {
        uint16_t *parts = pieces->parts + (size_t)i * CODEBOOK_STRING_MAX;
        uint32_t kept = 0;
        for (uint32_t k = 0; k < pieces->lengths[i]; k++) {
            const uint32_t joined = kept > 0 ? pair_table_get(chosen, (uint32_t)parts[kept - 1] << 16 | parts[k]) : 0;
            if (joined > 0)
                parts[kept - 1] = (uint16_t)joined;
            else
                parts[kept++] = parts[k];
        }
        pieces->lengths[i] = (uint8_t)kept;
    }
}

int codebook_add_pieces(struct codebook_draft *draft, const struct codebook_samples *samples, uint32_t most)
{
    struct pieces pieces;
    struct pair_table pairs;
    if (collect(&pieces, draft, samples) != FX_OK)
        return FX_ENOMEM;
    struct pair_value *chosen = memory_allocate(most / ROUNDS + 1, sizeof *chosen);
    int status = pair_table_init(&pairs, TABLE_BITS);
    if (chosen == NULL)
        status = FX_ENOMEM;
    for (unsigned round = 0; round < ROUNDS && status == FX_OK; round++) {
        count_pairs(&pairs, &pieces, draft);
        choose(&pairs, draft, chosen, most / ROUNDS);
        join_pairs(&pairs, &pieces);
        pair_table_clear(&pairs);
    }
    pair_table_release(&pairs);
    memory_free(chosen);
    release(&pieces);
    return status;
}
