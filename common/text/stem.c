#include "stem.h"

#include "memory.h"
#include "slice.h"

#include <libstemmer.h>
#include <strings.h>

struct language {
    char code[3];            /* ISO 639-1 */
    char three[4], other[4]; /* ISO 639-2/T and, where it differs, 639-2/B or a member of a macrolanguage */
    const char *algorithm;
};

static const struct language languages[] = {
    {"en", "eng", "", "english"},      {"ar", "ara", "", "arabic"},      {"hy", "hye", "arm", "armenian"},
    {"eu", "eus", "baq", "basque"},    {"ca", "cat", "", "catalan"},     {"da", "dan", "", "danish"},
    {"nl", "nld", "dut", "dutch"},     {"fi", "fin", "", "finnish"},     {"fr", "fra", "fre", "french"},
    {"de", "deu", "ger", "german"},    {"el", "ell", "gre", "greek"},    {"hi", "hin", "", "hindi"},
    {"hu", "hun", "", "hungarian"},    {"id", "ind", "", "indonesian"},  {"ga", "gle", "", "irish"},
    {"it", "ita", "", "italian"},      {"lt", "lit", "", "lithuanian"},  {"ne", "nep", "", "nepali"},
    {"no", "nor", "nob", "norwegian"}, {"nb", "nob", "", "norwegian"},   {"nn", "nno", "", "norwegian"},
    {"pt", "por", "", "portuguese"},   {"ro", "ron", "rum", "romanian"}, {"ru", "rus", "", "russian"},
    {"sr", "srp", "", "serbian"},      {"es", "spa", "", "spanish"},     {"sv", "swe", "", "swedish"},
    {"ta", "tam", "", "tamil"},        {"tr", "tur", "", "turkish"},     {"yi", "yid", "", "yiddish"},
};

struct stemmer {
    const struct language *language;
    struct sb_stemmer *snowball;
    bool is_english;
};

static const struct language *find_language(const char *name)
{
    size_t front = strcspn(name, "-_");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const struct language *language = &languages[i];
        if (strcasecmp(name, language->algorithm) == 0)
            return language;
        if ((front == 2 && strncasecmp(name, language->code, 2) == 0) ||
            (front == 3 && (strncasecmp(name, language->three, 3) == 0 || strncasecmp(name, language->other, 3) == 0)))
            return language;
    }
    return NULL;
}

int stemmer_new(struct stemmer **out, const char *language)
{
    *out = NULL;
    const struct language *found = find_language(language);
    if (found == NULL)
        return FX_OK;
    struct stemmer *stemmer = memory_allocate(1, sizeof *stemmer);
    if (stemmer == NULL)
        return FX_ENOMEM;
    *stemmer = (struct stemmer){found, sb_stemmer_new(found->algorithm, "UTF_8"), found == &languages[0]};
    if (stemmer->snowball == NULL) { /* the algorithm is known, so it was memory */
        memory_free(stemmer);
        return FX_ENOMEM;
    }
    *out = stemmer;
    return FX_OK;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    sb_stemmer_delete(stemmer->snowball);
    memory_free(stemmer);
}

const char *stemmer_language(const struct stemmer *stemmer)
{
    return stemmer ? stemmer->language->code : "";
}

fx_slice stemmer_stem(struct stemmer *stemmer, fx_slice word)
{
    /* The English algorithm leaves words of one or two letters alone; they are a fifth of all. */
    if (word.len <= 2 && stemmer->is_english)
        return word;
    const sb_symbol *stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.ptr, (int)word.len);
    int length = stem ? sb_stemmer_length(stemmer->snowball) : 0;
    return length > 0 ? (fx_slice){(const char *)stem, (size_t)length} : word;
}
