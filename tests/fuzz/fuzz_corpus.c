/* A file's bytes through both readers: the first byte chooses. Spans must lie inside the text. */
#include "corpus.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct article *article)
{
    for (uint32_t i = 0; i < article->paragraph_count; i++)
        if (article->paragraphs[i].start >= article->paragraphs[i].end ||
            article->paragraphs[i].end > article->text.len)
            abort();
    for (uint32_t i = 0; i < article->section_count; i++)
        if (article->sections[i].heading.start != article->sections[i].whole.start ||
            article->sections[i].whole.end > article->text.len)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct corpus_parser_options options = {.time_zone = "+09:00"};
    struct corpus_parser *parser;
    if (corpus_parser_new(&parser, &options, NULL) != FX_OK)
        return 0;
    struct corpus_chunk chunk = CORPUS_CHUNK_INIT;
    chunk.format = data[0] == '{' ? CORPUS_JSONL : CORPUS_TEXT;
    chunk.first_line = 1;
    if (buffer_append(&chunk.bytes, data, size) == FX_OK && buffer_append_string(&chunk.path, "fuzz") == FX_OK) {
        struct article article;
        corpus_parser_start(parser, &chunk);
        while (corpus_parser_next(parser, &article, NULL) == FX_OK)
            check(&article);
    }
    corpus_chunk_release(&chunk);
    corpus_parser_free(parser);
    return 0;
}
