/* Stored records: what decodes must encode again, and decode again to as much. */
#include "record.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct record *record)
{
    const struct article *article = &record->article;
    const struct annotations *annotations = &record->annotations;
    for (uint32_t i = 0; i < article->paragraph_count; i++) {
        if (article->paragraphs[i].start > article->paragraphs[i].end || article->paragraphs[i].end > article->text.len)
            abort();
    }
    for (uint32_t i = 0; i < annotations->quote_count; i++) {
        if (annotations->quotes[i].span.end > article->text.len ||
            annotations->quotes[i].mention.end > article->text.len ||
            annotations->quotes[i].speaker >= (int32_t)annotations->speaker_count)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record record;
    struct record again;
    struct buffer bytes = BUFFER_INIT;
    record_init(&record);
    record_init(&again);
    if (record_decode(&record, (fx_slice){(const char *)data, size}, NULL) == FX_OK) {
        check_spans(&record);
        if (record_encode(&bytes, &record.article, &record.annotations) != FX_OK ||
            record_decode(&again, buffer_slice(&bytes), NULL) != FX_OK ||
            again.annotations.quote_count != record.annotations.quote_count ||
            again.article.paragraph_count != record.article.paragraph_count)
            abort();
    }
    buffer_release(&bytes);
    record_release(&record);
    record_release(&again);
    return 0;
}
