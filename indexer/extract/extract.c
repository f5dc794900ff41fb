#include "extract.h"

#include "alias_file.h"
#include "attribution.h"
#include "country_names.h"
#include "entity.h"
#include "error.h"
#include "memory.h"
#include "speaker_alias.h"
#include "tagger.h"

struct extractor_model {
    struct tagger_model tagger;
    struct country_names countries;
    struct alias_file *aliases; /* NULL: none */
};

struct extractor {
    const struct extractor_model *model;
    struct tagger *tagger;
    struct entity_linker *linker;
    struct attribution *attribution;
};

int extractor_model_open(struct extractor_model **out, const struct extractor_options *options, fx_error *err)
{
    size_t length;
    *out = NULL;
    struct extractor_model *model = memory_allocate_zeroed(1, sizeof *model);
    if (model == NULL)
        return error_no_memory(err);
    const void *bytes = tagger_model_bytes(&length);
    int status = tagger_model_open(&model->tagger, bytes, length, err);
    if (status == FX_OK)
        status = country_names_init(&model->countries, err);
    if (status == FX_OK && options != NULL && options->alias_file != NULL)
        status = alias_file_open(&model->aliases, options->alias_file, err);
    if (status != FX_OK) {
        extractor_model_close(model);
        return status;
    }
    *out = model;
    return FX_OK;
}

void extractor_model_close(struct extractor_model *model)
{
    if (model == NULL)
        return;
    country_names_release(&model->countries);
    alias_file_close(model->aliases);
    memory_free(model);
}

uint64_t extractor_model_aliases(const struct extractor_model *model)
{
    return alias_file_fingerprint(model->aliases);
}

int extractor_new(struct extractor **out, const struct extractor_model *model, fx_error *err)
{
    *out = NULL;
    struct extractor *extractor = memory_allocate_zeroed(1, sizeof *extractor);
    if (extractor == NULL)
        return error_no_memory(err);
    extractor->model = model;
    int status = tagger_new(&extractor->tagger, &model->tagger, err);
    if (status == FX_OK)
        status = entity_linker_new(&extractor->linker, &model->countries, model->aliases, err);
    if (status == FX_OK)
        status = attribution_new(&extractor->attribution, err);
    if (status != FX_OK) {
        extractor_free(extractor);
        return status;
    }
    *out = extractor;
    return FX_OK;
}

void extractor_free(struct extractor *extractor)
{
    if (extractor == NULL)
        return;
    tagger_free(extractor->tagger);
    entity_linker_free(extractor->linker);
    attribution_free(extractor->attribution);
    memory_free(extractor);
}

static int find_names(struct extractor *extractor, const struct article *article, struct arena *arena,
                      struct annotations *out, fx_error *err)
{
    const struct name_mention *mentions;
    uint32_t count;
    *out = (struct annotations){0};
    int status = tagger_run(extractor->tagger, article->text, article->paragraphs, article->paragraph_count, &mentions,
                            &count, err);
    if (status == FX_OK)
        status = entity_linker_run(extractor->linker, article->text, mentions, count, arena, out, err);
    return status;
}

static int find_speech(struct extractor *extractor, const struct article *article, struct arena *arena,
                       struct annotations *out, fx_error *err)
{
    int status = attribution_run(extractor->attribution, article, out->entities, out->entity_count, arena, out, err);
    return status == FX_OK ? speaker_alias_apply(extractor->model->aliases, arena, out, err) : status;
}

int extractor_run_all(struct extractor *extractor, const struct article *articles, uint32_t count, struct arena *arena,
                      struct annotations *out, fx_error *err)
{
    int status = FX_OK;
    for (uint32_t i = 0; i < count && status == FX_OK; i++)
        status = find_names(extractor, &articles[i], arena, &out[i], err);
    for (uint32_t i = 0; i < count && status == FX_OK; i++)
        status = find_speech(extractor, &articles[i], arena, &out[i], err);
    return status;
}

int extractor_run(struct extractor *extractor, const struct article *article, struct arena *arena,
                  struct annotations *out, fx_error *err)
{
    int status = extractor_run_all(extractor, article, 1, arena, out, err);
    if (status != FX_OK)
        *out = (struct annotations){0};
    return status;
}
