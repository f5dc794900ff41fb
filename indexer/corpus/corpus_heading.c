#include "corpus_heading.h"

#include "text_space.h"
#include "utf8.h"

#include <string.h>
#include <strings.h>

enum {
    HEADING_BYTES_MAX = 90,
    HEADING_WORDS_MAX = 10,
    CAREFUL_WORDS_MAX = 8,
    PROSE_BYTES_MIN = 60,
    CAREFUL_PROSE_BYTES_MIN = 140,
    REPEATED_MAX = 128
};

/* Ends like a sentence, perhaps inside quotation marks or brackets. */
static bool ends_sentence(fx_slice text)
{
    static const char *const marks[] = {
        ".",           "!", "?", "\xE3\x80\x82" /* 。 */, "\xEF\xBC\x81" /* ！ */, "\xEF\xBC\x9F" /* ？ */,
        "\xE2\x80\xA6" /* … */};
    static const char *const closing[] = {
        "\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE3\x80\x8D", "\xE3\x80\x8F", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        if (slice_ends_with(text, slice_of(closing[i]))) {
            text.len -= strlen(closing[i]);
            break;
        }
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_ends_with(text, slice_of(marks[i])))
            return true;
    return false;
}

static bool is_prose(fx_slice text, enum corpus_heading_care care)
{
    size_t least = care == CORPUS_HEADING_CAREFUL ? CAREFUL_PROSE_BYTES_MIN : PROSE_BYTES_MIN;
    return text.len >= least && (ends_sentence(text) || text.ptr[text.len - 1] == ':');
}

static bool is_wide_letter(uint32_t code_point)
{
    return (code_point >= 0x3040 && code_point <= 0x30FF) || (code_point >= 0x3400 && code_point <= 0x9FFF) ||
           (code_point >= 0xAC00 && code_point <= 0xD7A3);
}

/* Begins with a capital, a digit, an opening quotation mark, or a letter of a script without capitals. */
static bool begins_like_heading(fx_slice text)
{
    uint32_t code_point;
    utf8_decode(text.ptr, text.len, &code_point);
    if (code_point < 0x80)
        return (code_point >= 'A' && code_point <= 'Z') || (code_point >= '0' && code_point <= '9') ||
               code_point == '\'' || code_point == '"';
    return is_wide_letter(code_point) || code_point == 0x2018 || code_point == 0x201C || code_point == 0x300A ||
           (code_point >= 0xC0 && code_point <= 0xDE);
}

static size_t count_words(fx_slice text, bool *any_letter, size_t *lower_words, bool *odd)
{
    size_t words = 0;
    bool inside = false;
    *any_letter = *odd = false;
    *lower_words = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool lower = byte >= 'a' && byte <= 'z';
        *any_letter = *any_letter || lower || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
        *odd = *odd || (byte < 0x80 && memchr("|@<>[]{}=_*#\\/+~", byte, 16) != NULL);
        bool space = is_ascii_space((char)byte);
        if (!space && !inside) {
            words++;
            *lower_words += lower;
        }
        inside = !space;
    }
    return words;
}

/* How lines begin that stand between the paragraphs of a web page and are no headings. */
static const char *const FURNITURE[] = {
    "advertis",    "afp",
    "ap ",         "associated press",
    "audio",       "breaking",
    "buy ",        "by ",
    "caption",     "chapter",
    "click",       "comment",
    "contact",     "continue",
    "copyright",   "correction",
    "credit",      "data curated",
    "donate",      "download",
    "editor",      "email",
    "enlarge",     "facebook",
    "file ",       "follow",
    "from the ",   "full coverage",
    "gallery",     "get our",
    "get the",     "getty",
    "here",        "hide caption",
    "http",        "image",
    "instagram",   "interactive",
    "join ",       "latest ",
    "link copied", "listen",
    "live ",       "loading",
    "more ",       "more:",
    "newsletter",  "note",
    "opinion",     "opposing view",
    "part ",       "photo",
    "podcast",     "poll:",
    "popular",     "print",
    "promoted",    "published",
    "read",        "recommended",
    "related",     "report",
    "reuters",     "see ",
    "share",       "sign up",
    "skip ",       "slideshow",
    "source",      "special coverage",
    "sponsor",     "step ",
    "story",       "subscrib",
    "support ",    "table",
    "tags",        "top stor",
    "topics",      "transcript",
    "trending",    "try ",
    "tweet",       "twitter",
    "updated",     "verdict",
    "video",       "view ",
    "watch",       "www",
    "youtube",
};

/* Those of them that are no headings in any layout. */
static const char *const FURNITURE_ALWAYS[] = {
    "advertis",        "follow @",    "getty images",  "hide caption",    "image caption",
    "image copyright", "link copied", "media caption", "newsletter sign", "photos:",
    "read more",       "related:",    "share this",    "sign up for",     "slideshow",
    "story continue",  "story:",      "updated at",    "video:",          "watch:",
};

static bool begins_with_any(fx_slice text, const char *const *beginnings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(beginnings[i]);
        if (text.len >= length && strncasecmp(text.ptr, beginnings[i], length) == 0)
            return true;
    }
    return false;
}

static bool is_capital_word(fx_slice text, size_t at)
{
    unsigned char byte = (unsigned char)text.ptr[at];
    return (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
}

/* "Jane Doe, The Herald": who wrote the quotation that follows, in reviews of other papers. */
static bool is_attribution(fx_slice text)
{
    const char *comma = memchr(text.ptr, ',', text.len);
    if (comma == NULL)
        return false;
    size_t words = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i > 0 && !is_ascii_space(text.ptr[i - 1]))
            continue;
        words++;
        fx_slice word = slice_part(text, i, text.len);
        bool joint = slice_starts_with(word, SLICE("and ")) || slice_starts_with(word, SLICE("of "));
        if (!is_capital_word(text, i) && !joint)
            return false;
    }
    return words >= 3;
}

/* "AD", "TV": too little for a heading. */
static bool is_tag(fx_slice text)
{
    return text.len <= 3 && (unsigned char)text.ptr[0] < 0x80;
}

/* The shape alone. */
static bool is_candidate(fx_slice text, enum corpus_heading_care care)
{
    if (text.len > HEADING_BYTES_MAX || !begins_like_heading(text) || ends_sentence(text))
        return false;
    if (memchr(":;,-\"", text.ptr[text.len - 1], 5) != NULL)
        return false;
    bool any_letter, odd;
    size_t lower_words;
    size_t words = count_words(text, &any_letter, &lower_words, &odd);
    if (!any_letter || words > HEADING_WORDS_MAX)
        return false;
    if (is_tag(text) || begins_with_any(text, FURNITURE_ALWAYS, sizeof FURNITURE_ALWAYS / sizeof *FURNITURE_ALWAYS))
        return false;
    if (care == CORPUS_HEADING_LAYOUT)
        return true;
    return words <= CAREFUL_WORDS_MAX && !odd && !is_attribution(text) &&
           !begins_with_any(text, FURNITURE, sizeof FURNITURE / sizeof *FURNITURE);
}

/* Names of the two sides of an interview, and what a page repeats, stand there more than once; sub-headings do not. Of
 * very many marks only the first are compared: the work stays bounded. */
static void unmark_repeated(struct corpus_paragraphs *paragraphs)
{
    size_t marked[REPEATED_MAX], count = 0;
    bool repeated[REPEATED_MAX] = {false};
    for (size_t i = 0; i < paragraphs->count && count < REPEATED_MAX; i++)
        if (paragraphs->headings[i])
            marked[count++] = i;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && !repeated[i]; j++) {
            if (slice_equal(corpus_paragraphs_get(paragraphs, marked[i]), corpus_paragraphs_get(paragraphs, marked[j])))
                repeated[i] = repeated[j] = true;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (repeated[i])
            paragraphs->headings[marked[i]] = false;
}

void corpus_heading_mark(struct corpus_paragraphs *paragraphs, fx_slice byline, enum corpus_heading_care care)
{
    bool before = false; /* the paragraph before is a candidate */
    for (size_t i = 0; i < paragraphs->count; i++) {
        fx_slice text = corpus_paragraphs_get(paragraphs, i);
        bool candidate = !paragraphs->headings[i] && is_candidate(text, care);
        bool alone = !before && i + 1 < paragraphs->count;
        before = candidate || paragraphs->headings[i];
        if (!candidate || !alone || !is_prose(corpus_paragraphs_get(paragraphs, i + 1), care))
            continue;
        if (care == CORPUS_HEADING_CAREFUL && (i == 0 || !is_prose(corpus_paragraphs_get(paragraphs, i - 1), care)))
            continue;
        if (care == CORPUS_HEADING_CAREFUL && byline.len > 0 &&
            memmem(byline.ptr, byline.len, text.ptr, text.len) != NULL)
            continue;
        paragraphs->headings[i] = true;
    }
    if (care == CORPUS_HEADING_CAREFUL)
        unmark_repeated(paragraphs);
}
