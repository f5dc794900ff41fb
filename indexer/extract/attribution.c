#include "attribution_subject.h"
#include "attribution_workspace.h"

#include "error.h"
#include "memory.h"

#include <stdlib.h>

enum { WINDOW_MAX = 1 << 16 };

int attribution_new(struct attribution **out, fx_error *err)
{
    *out = NULL;
    struct attribution *workspace = memory_allocate_zeroed(1, sizeof *workspace);
    if (workspace == NULL)
        return error_no_memory(err);
    int rc = speech_lexicon_new(&workspace->lexicon, err);
    if (rc == FX_OK)
        rc = speaker_table_new(&workspace->table, err);
    if (rc != FX_OK) {
        attribution_free(workspace);
        return rc;
    }
    *out = workspace;
    return FX_OK;
}

void attribution_free(struct attribution *workspace)
{
    if (workspace == NULL)
        return;
    speech_lexicon_free(workspace->lexicon);
    speech_tokens_release(&workspace->tokens);
    attribution_frames_release(&workspace->frames);
    speaker_table_free(workspace->table);
    memory_free(workspace->quotes);
    memory_free(workspace);
}

/* How far a paragraph is read, sentence by sentence. */
struct progress {
    size_t frame;      /* the next to put out */
    uint32_t quote;    /* the next quotation */
    bool speaker_here; /* a frame has named who speaks */
};

static int read_sentence(struct attribution *workspace, uint32_t sentence, struct progress *progress, fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    struct speech_token_range range = tokens->sentences[sentence];
    int32_t heard = SPEAKER_NONE; /* the first source of the sentence: whom a pronoun in the next means */
    for (; progress->frame < workspace->frames.count; progress->frame++) {
        const struct attribution_frame *next = &workspace->frames.items[progress->frame];
        int32_t actor;
        int rc = attribution_put_frame(workspace, next, range, &actor, err);
        if (heard < 0 && next->source.kind != SPEECH_PHRASE_RELATIVE)
            heard = actor;
        if (rc != FX_OK)
            return rc;
        if (next->rule != ATTRIBUTION_OBJECT && next->rule != ATTRIBUTION_NOUN && next->rule != ATTRIBUTION_INFINITIVE)
            progress->speaker_here = true;
    }
    for (; progress->quote < tokens->marks.count && tokens->quotes[progress->quote].first < range.end;
         progress->quote++) {
        int rc = attribution_put_leftover(workspace, range, progress->quote, progress->speaker_here, err);
        if (rc != FX_OK)
            return rc;
    }
    int32_t subject = heard >= 0 ? heard : speaker_sentence_subject(workspace->table, tokens, range);
    if (subject >= 0)
        workspace->context.sentence_subject = subject;
    return FX_OK;
}

/* `Kim put out a statement:` at the end of a paragraph, without a cue: whoever acts there is the speaker of the
 * quotation that opens the next. */
static int read_announcement(struct attribution *workspace, struct speech_token_range sentence, fx_error *err)
{
    const struct speech_tokens *tokens = &workspace->tokens;
    if (workspace->announced || sentence.end != tokens->count || sentence.end < sentence.first + 3 ||
        !speech_token_mark(tokens, sentence.end - 1, SPEECH_MARK_COLON))
        return FX_OK;
    struct attribution_frame frame = {
        .cue_first = sentence.first, .cue_end = sentence.first, .confidence = 0.6f, .rule = ATTRIBUTION_INTRODUCED};
    frame.source = attribution_nearest_subject(&workspace->frames, tokens, sentence, sentence.end - 1);
    int32_t actor;
    return frame.source.kind == SPEECH_PHRASE_NONE ? FX_OK
                                                   : attribution_put_frame(workspace, &frame, sentence, &actor, err);
}

static bool paragraph_is_quotation(const struct speech_tokens *tokens)
{
    return tokens->marks.count > 0 && tokens->quotes[0].first == 0 && tokens->quotes[0].end + 1 >= tokens->count;
}

static int read_paragraph(struct attribution *workspace, struct span paragraph, fx_error *err)
{
    struct speech_tokens *tokens = &workspace->tokens;
    fx_slice text = tokens->text;
    int rc = speech_tokens_read(tokens, workspace->lexicon, text, paragraph, err);
    if (rc != FX_OK || tokens->count == 0)
        return rc;
    rc = speaker_table_read(workspace->table, tokens, err);
    if (rc != FX_OK)
        return rc;
    speaker_read_titles(workspace->table, tokens);
    rc = attribution_frames_begin(&workspace->frames, tokens, err);
    if (rc == FX_OK)
        rc = attribution_read_answer(workspace, err);
    if (rc == FX_OK)
        rc = attribution_read_colon(workspace, err);
    if (rc == FX_OK)
        attribution_read_signature(workspace);
    bool announced = workspace->announced;
    struct progress progress = {0};
    for (uint32_t i = 0; i < tokens->sentence_count && rc == FX_OK; i++) {
        rc = attribution_frames_read(&workspace->frames, tokens, i, err);
        if (rc == FX_OK)
            rc = read_sentence(workspace, i, &progress, err);
        if (announced && i == 0)
            workspace->announced = false;
        if (rc == FX_OK)
            rc = read_announcement(workspace, tokens->sentences[i], err);
    }
    bool lone = paragraph_is_quotation(tokens);
    workspace->last_was_lone = lone || progress.speaker_here;
    workspace->last_end = paragraph.end;
    workspace->carries_open = tokens->marks.count > 0 && !tokens->marks.items[tokens->marks.count - 1].closed;
    return rc;
}

static int by_start(const void *a, const void *b)
{
    const struct quote *x = a, *y = b;
    return x->span.start != y->span.start ? (x->span.start > y->span.start) - (x->span.start < y->span.start)
                                          : (x->span.end < y->span.end) - (x->span.end > y->span.end);
}

static int finish(struct attribution *workspace, struct arena *arena, struct annotations *out, fx_error *err)
{
    struct quote *quotes = arena_allocate_zeroed(arena, workspace->quote_count + 1, sizeof *quotes);
    if (quotes == NULL)
        return error_no_memory(err);
    bool sorted = true;
    for (size_t i = 1; i < workspace->quote_count; i++)
        sorted = sorted && by_start(&workspace->quotes[i - 1], &workspace->quotes[i]) <= 0;
    if (!sorted)
        qsort(workspace->quotes, workspace->quote_count, sizeof *quotes, by_start);
    uint32_t count = 0;
    for (size_t i = 0; i < workspace->quote_count; i++)
        if (count == 0 || workspace->quotes[i].span.start >= quotes[count - 1].span.end)
            quotes[count++] = workspace->quotes[i];
    out->quotes = quotes;
    out->quote_count = count;
    return speaker_table_finish(workspace->table, arena, &out->speakers, &out->speaker_count, err);
}

/* A paragraph too long to be prose is read in windows, so that memory stays bounded. */
static uint32_t window_end(fx_slice text, uint32_t start, uint32_t end)
{
    if (end - start <= WINDOW_MAX)
        return end;
    uint32_t cut = start + WINDOW_MAX;
    while (cut > start + WINDOW_MAX / 2 && text.ptr[cut] != ' ')
        cut--;
    while (cut < end && ((uint8_t)text.ptr[cut] & 0xC0) == 0x80)
        cut++;
    return cut;
}

int attribution_run(struct attribution *workspace, const struct article *article, const struct entity *entities,
                    uint32_t entity_count, struct arena *arena, struct annotations *out, fx_error *err)
{
    out->speakers = NULL;
    out->quotes = NULL;
    out->speaker_count = out->quote_count = 0;
    workspace->quote_count = 0;
    workspace->tokens.text = article->text;
    workspace->context = (struct speaker_context){SPEAKER_NONE, SPEAKER_NONE};
    workspace->carried = (struct quote){.speaker = SPEAKER_NONE}; /* a number means nothing in the next article */
    workspace->last_end = 0;
    workspace->carries_open = workspace->announced = workspace->last_was_lone = false;
    int rc = speaker_table_begin(workspace->table, article, entities, entity_count, err);
    for (uint32_t i = 0; i < article->paragraph_count && rc == FX_OK; i++) {
        struct span left = article->paragraphs[i];
        while (left.start < left.end && rc == FX_OK) {
            uint32_t end = window_end(article->text, left.start, left.end);
            rc = read_paragraph(workspace, (struct span){left.start, end}, err);
            left.start = end;
        }
    }
    return rc == FX_OK ? finish(workspace, arena, out, err) : rc;
}
