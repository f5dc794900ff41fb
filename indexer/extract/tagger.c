#include "tagger.h"

#include "character_class.h"
#include "error.h"
#include "memory.h"
#include "name_memory.h"
#include "viterbi.h"

#include <string.h>

struct tagger {
    const struct tagger_model *model;
    struct name_mention *mentions;
    size_t mention_capacity;
    uint32_t mention_count;
    uint8_t labels[SEQUENCE_TOKENS];
    struct name_memory memory;
    struct tagger_sequence sequence;
};

int tagger_new(struct tagger **out, const struct tagger_model *model, fx_error *err)
{
    *out = NULL;
    struct tagger *tagger = memory_allocate_zeroed(1, sizeof *tagger);
    if (tagger == NULL)
        return error_no_memory(err);
    tagger->model = model;
    tagger_sequence_init(&tagger->sequence, model);
    *out = tagger;
    return FX_OK;
}

void tagger_free(struct tagger *tagger)
{
    if (tagger == NULL)
        return;
    memory_free(tagger->mentions);
    memory_free(tagger);
}

/* Labels the candidates [from, to), adding what their surroundings say to their scores. */
static void label_stretch(struct tagger *tagger, const struct name_context *context, uint32_t from, uint32_t to)
{
    struct tagger_sequence *sequence = &tagger->sequence;
    uint64_t features[CONTEXT_FEATURES];
    for (uint32_t i = from; i < to; i++) {
        uint32_t count = context_features(context, i, features);
        for (uint32_t k = 0; k < count; k++)
            tagger_model_add(tagger->model, features[k], sequence->scores[SEQUENCE_EDGE + i]);
    }
    uint8_t before = LABEL_OUTSIDE;
    for (uint32_t i = from; i < to; i += VITERBI_TOKENS) {
        uint32_t count = to - i < VITERBI_TOKENS ? to - i : VITERBI_TOKENS;
        viterbi_decode(tagger->model, context->words + i, sequence->scores + SEQUENCE_EDGE + i, count, before,
                       tagger->labels + i);
        before = tagger->labels[i + count - 1];
    }
}

static void label_sequence(struct tagger *tagger)
{
    struct name_context context = tagger_sequence_context(&tagger->sequence);
    memset(tagger->labels, LABEL_OUTSIDE, context.count);
    for (uint32_t i = 0; i < context.count;) {
        if (!context.notes[i].candidate) {
            i++;
            continue;
        }
        uint32_t end = i + 1;
        while (end < context.count && context.notes[end].candidate)
            end++;
        label_stretch(tagger, &context, i, end);
        i = end;
    }
}

/* Forms of address stand outside of names, whatever the labels say. */
static bool is_address(const char *text, const struct token *token)
{
    static const char known[] = " mr mr. mrs mrs. ms ms. dr dr. prof prof. miss messrs messrs. ";
    char wanted[12] = " ";
    uint32_t length = token->end - token->start;
    if (length < 2 || length > 8)
        return false;
    size_t made = character_lower(wanted + 1, 9, text + token->start, length);
    wanted[made + 1] = ' ';
    wanted[made + 2] = '\0';
    return strstr(known, wanted) != NULL;
}

/* The names that the labels of the current sequence spell. */
static int add_mentions(struct tagger *tagger, const char *text, fx_error *err)
{
    const struct tagger_sequence *sequence = &tagger->sequence;
    for (uint32_t i = 0; i < sequence->count; i++) {
        uint8_t label = tagger->labels[i];
        if (label == LABEL_OUTSIDE)
            continue;
        uint32_t last = i;
        while (last + 1 < sequence->count && tagger->labels[last + 1] == label + (label & 1))
            last++;
        while (i < last && is_address(text, &sequence->tokens[i]))
            i++;
        if (memory_reserve(&tagger->mentions, &tagger->mention_capacity, (size_t)tagger->mention_count + 1,
                           sizeof *tagger->mentions) != FX_OK)
            return error_no_memory(err);
        struct name_mention *mention = &tagger->mentions[tagger->mention_count++];
        mention->span = (struct span){sequence->tokens[i].start, token_name_end(&sequence->tokens[last])};
        mention->kind = (uint8_t)((label - 1) / 2);
        i = last;
    }
    return FX_OK;
}

static void remember_labels(struct tagger *tagger)
{
    const struct tagger_sequence *sequence = &tagger->sequence;
    for (uint32_t i = 0; i < sequence->count; i++) {
        if (sequence->notes[SEQUENCE_EDGE + i].candidate && kind_is_name(sequence->tokens[i].kind))
            name_memory_count(&tagger->memory, sequence->words[SEQUENCE_EDGE + i].lower, tagger->labels[i]);
    }
}

/* One pass over the article: the first fills the memory, the second reads it. */
static int run_pass(struct tagger *tagger, fx_slice text, const struct span *paragraphs, uint32_t paragraph_count,
                    bool last, fx_error *err)
{
    tagger->sequence.memory = last ? &tagger->memory : NULL;
    for (uint32_t p = 0; p < paragraph_count; p++) {
        struct token_reader reader;
        token_reader_init(&reader, text, paragraphs[p]);
        while (tagger_sequence_read(&tagger->sequence, &reader)) {
            label_sequence(tagger);
            if (!last) {
                remember_labels(tagger);
                name_memory_add_small(&tagger->memory, &tagger->sequence, text.ptr);
            } else if (add_mentions(tagger, text.ptr, err) != FX_OK) {
                return FX_ENOMEM;
            }
        }
    }
    return FX_OK;
}

int tagger_run(struct tagger *tagger, fx_slice text, const struct span *paragraphs, uint32_t paragraph_count,
               const struct name_mention **out, uint32_t *count, fx_error *err)
{
    *out = NULL;
    *count = 0;
    tagger->mention_count = 0;
    name_memory_clear(&tagger->memory);
    int status = run_pass(tagger, text, paragraphs, paragraph_count, false, err);
    if (status == FX_OK)
        status = run_pass(tagger, text, paragraphs, paragraph_count, true, err);
    if (status != FX_OK)
        return status;
    *out = tagger->mentions;
    *count = tagger->mention_count;
    return FX_OK;
}
