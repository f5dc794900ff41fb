#include "evidence.h"

#include "sentence.h"

#include <stdbool.h>

static void include(struct span *whole, struct span part)
{
    if (part.start >= part.end)
        return;
    whole->start = part.start < whole->start ? part.start : whole->start;
    whole->end = part.end > whole->end ? part.end : whole->end;
}

/* Stretches `out` to the sentences of one paragraph that it touches. */
static void include_sentences(struct span *out, fx_slice text, struct span paragraph, struct span core)
{
    struct sentence_breaker breaker;
    sentence_breaker_init(&breaker, text, paragraph);
    struct span sentence;
    while (sentence_breaker_next(&breaker, &sentence) && sentence.start < core.end)
        if (sentence.end > core.start)
            include(out, sentence);
}

struct span evidence_find(const struct article *article, const struct quote *quote, uint32_t longest)
{
    struct span core = quote->span;
    include(&core, quote->cue);
    include(&core, quote->mention);
    struct span found = core;
    for (uint32_t i = 0; i < article->paragraph_count && found.end - found.start <= longest; i++) {
        struct span paragraph = article->paragraphs[i];
        if (paragraph.start < core.end && paragraph.end > core.start)
            include_sentences(&found, article->text, paragraph, core);
    }
    bool fits = found.end - found.start <= longest && found.end <= article->text.len;
    return fits ? found : (struct span){0, 0};
}
