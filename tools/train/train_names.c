/* Trains the name tagger: train_names LEXICON CORPUS TEXT MODEL [NAME=VALUE]...  README.md tells the recipe. */
#include "crf.h"
#include "lexicon_table.h"
#include "model_writer.h"
#include "word_clusters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLUSTER_ROUNDS = 12, CLUSTER_LEAST = 3, ARGUMENTS = 5 };

struct recipe {
    struct crf_options options;
    uint32_t least;   /* features seen less often are forgotten */
    uint32_t buckets; /* of the model */
    uint32_t mode, local;
    uint32_t folds; /* for the predictions that tell what an article says elsewhere; 0: do without */
};

/* Adds what a model of the sets made by hand would say to the labels of sets in doubt. */
static void widen_ambiguous(struct training_set *set, const struct recipe *recipe)
{
    static uint8_t labels[SEQUENCE_TOKENS];
    uint8_t *use = trainer_allocate(set->stretch_count, 1);
    size_t doubtful = 0, changed = 0;
    for (size_t i = 0; i < set->stretch_count; i++) {
        use[i] = !set->stretches[i].ambiguous;
        doubtful += set->stretches[i].ambiguous;
    }
    if (doubtful > 0 && doubtful < set->stretch_count) {
        struct crf crf;
        crf_init(&crf, set->feature_total);
        crf_train(&crf, set, use, &recipe->options);
        for (size_t i = 0; i < set->stretch_count; i++) {
            const struct training_stretch *stretch = &set->stretches[i];
            if (use[i])
                continue;
            crf_predict(&crf, set, stretch, labels);
            for (uint32_t k = 0; k < stretch->token_count; k++) {
                struct training_token *token = &set->tokens[stretch->first_token + k];
                if (recipe->mode == 1 && labels[k] == LABEL_OUTSIDE)
                    continue;
                changed += (token->allowed >> labels[k] & 1) == 0;
                token->allowed |= (uint16_t)(1U << labels[k]);
            }
        }
        crf_release(&crf);
    }
    printf("%zu labels were made ambiguous\n", changed);
    free(use);
}

/* Labels every token by a model that has not seen its article. */
static uint8_t *predict_folds(const struct training_set *set, const struct recipe *recipe)
{
    uint8_t *predicted = trainer_allocate(set->token_count, 1);
    uint8_t *use = trainer_allocate(set->stretch_count, 1);
    for (uint32_t fold = 0; fold < recipe->folds; fold++) {
        struct crf crf;
        crf_init(&crf, set->feature_total);
        for (size_t i = 0; i < set->stretch_count; i++)
            use[i] = set->stretches[i].article % recipe->folds != fold;
        crf_train(&crf, set, use, &recipe->options);
        for (size_t i = 0; i < set->stretch_count; i++) {
            if (!use[i])
                crf_predict(&crf, set, &set->stretches[i], predicted + set->stretches[i].first_token);
        }
        crf_release(&crf);
    }
    free(use);
    return predicted;
}

static void train(const char *corpus, const char *path, const struct tagger_model *empty,
                  const struct lexicon_table *lexicon, const struct recipe *recipe)
{
    struct training_set set;
    struct crf crf;
    training_set_read(&set, corpus, empty, NULL, recipe->local != 0);
    printf("%zu candidates, %zu features; %u of %u mentions are out of reach\n", set.token_count, set.feature_total,
           set.lost_count, set.mention_count);
    training_set_prune(&set, recipe->least);
    widen_ambiguous(&set, recipe);
    if (recipe->folds > 0) {
        uint8_t *predicted = predict_folds(&set, recipe);
        training_set_release(&set);
        training_set_read(&set, corpus, empty, predicted, recipe->local != 0);
        training_set_prune(&set, recipe->least);
        widen_ambiguous(&set, recipe);
        free(predicted);
    }
    crf_init(&crf, set.feature_total);
    crf_train(&crf, &set, NULL, &recipe->options);
    model_writer_write(path, &crf, &set, lexicon, recipe->buckets);
    crf_release(&crf);
    training_set_release(&set);
}

static void learn_clusters(struct lexicon_table *lexicon, const char *corpus, const char *more)
{
    struct cluster_text text;
    cluster_text_read(&text, (const char *const[]){corpus, more}, 2, CLUSTER_LEAST);
    uint8_t *clusters = word_clusters_learn(&text, CLUSTER_ROUNDS);
    for (uint32_t word = 1; word <= text.word_count; word++)
        lexicon_table_set_cluster(lexicon, text.names[word], clusters[word]);
    printf("%u words of a text of %zu stand in clusters\n", text.word_count, text.length);
    free(clusters);
    cluster_text_release(&text);
}

static void parse_option(struct recipe *recipe, const char *argument)
{
    double value = 0;
    unsigned set_number = 0;
    if (sscanf(argument, "weight%u=%lf", &set_number, &value) == 2 && set_number < 16)
        recipe->options.set_weight[set_number] = (float)value;
    else if (sscanf(argument, "epochs=%lf", &value) == 1)
        recipe->options.epochs = (uint32_t)value;
    else if (sscanf(argument, "rate=%lf", &value) == 1)
        recipe->options.rate = (float)value;
    else if (sscanf(argument, "decay=%lf", &value) == 1)
        recipe->options.decay = (float)value;
    else if (sscanf(argument, "drop=%lf", &value) == 1)
        recipe->options.drop = (float)value;
    else if (sscanf(argument, "local=%lf", &value) == 1)
        recipe->local = (uint32_t)value;
    else if (sscanf(argument, "mode=%lf", &value) == 1)
        recipe->mode = (uint32_t)value;
    else if (sscanf(argument, "start=%lf", &value) == 1)
        recipe->options.start = (float)value;
    else if (sscanf(argument, "seed=%lf", &value) == 1)
        recipe->options.seed = (uint64_t)value;
    else if (sscanf(argument, "least=%lf", &value) == 1)
        recipe->least = (uint32_t)value;
    else if (sscanf(argument, "buckets=%lf", &value) == 1)
        recipe->buckets = (uint32_t)value;
    else if (sscanf(argument, "folds=%lf", &value) == 1)
        recipe->folds = (uint32_t)value;
    else
        trainer_fail("unknown option", argument);
}

int main(int argc, char **argv)
{
    struct recipe recipe = {
        {.epochs = 10, .rate = 0.1F, .decay = 0, .drop = 0.2F, .start = 1, .seed = 1}, 2, 40000, 1, 0, 0};
    if (argc < ARGUMENTS) {
        fprintf(stderr, "usage: train_names LEXICON CORPUS TEXT MODEL [NAME=VALUE]...\n");
        return 2;
    }
    for (int i = ARGUMENTS; i < argc; i++)
        parse_option(&recipe, argv[i]);
    struct lexicon_table lexicon;
    lexicon_table_read(&lexicon, argv[1]);
    learn_clusters(&lexicon, argv[2], argv[3]);
    lexicon_table_pack(&lexicon);
    static struct tagger_model empty;
    empty.gazetteer = (struct gazetteer){lexicon.entries, lexicon.slots};
    train(argv[2], argv[4], &empty, &lexicon, &recipe);
    free(lexicon.entries);
    return 0;
}
