#include "name_features.h"

#include "character_class.h"

#include <string.h>

/* One constant for each template: the first argument of feature(). */
enum template {
    T_FORM = 1,
    T_FORM_KIND,
    T_SHAPE,
    T_PREFIX,
    T_SUFFIX,
    T_CLASS,
    T_CLASSES,
    T_SENSE,
    T_CLUSTER,
    T_LENGTH,
    T_UNKNOWN,
    T_KIND,
    T_SUFFIX_KIND,
    T_KINDS,
    T_BEFORE_KIND,
    T_AFTER_KIND,
    T_BEFORE_FORM,
    T_FORM_AFTER,
    T_CLASSES_AFTER,
    T_BEFORE_CLASSES,
    T_BEGINS,
    T_LINE,
    T_PHRASE,
    T_PHRASE_BEFORE,
    T_PHRASE_AFTER,
    T_RUN,
    T_RUN_BEFORE,
    T_RUN_AFTER,
    T_RUN_LAST,
    T_RUN_LAST_CLASSES,
    T_RUN_FIRST,
    T_RUN_FIRST_CLASSES,
    T_RUN_CLASSES,
    T_SMALL,
    T_ELSEWHERE,
    T_ELSEWHERE_KIND
};

static inline uint64_t feature(uint64_t template, uint64_t value)
{
    uint64_t mixed = (value + template * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U;
    mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93U;
    return mixed ^ mixed >> 32;
}

static inline uint64_t pair(uint64_t a, uint64_t b)
{
    return (a ^ a >> 31) * 0xBF58476D1CE4E5B9U + b;
}

static uint8_t role_of(const struct name_word *word, const char *lower, size_t length)
{
    static const struct {
        const char *words;
        uint8_t role;
    } roles[] = {
        {" of ", ROLE_OF},
        {" the ", ROLE_THE},
        {" and & ", ROLE_AND},
        {" s 's \xe2\x80\x99s ' \xe2\x80\x99 ", ROLE_POSSESSIVE},
        {" de del della van von der den bin ibn bint al el la le les da di du do dos das ten ter y e i ul ur ",
         ROLE_PARTICLE},
        {" for on in at to with ", ROLE_LINK},
        {" - \xe2\x80\x93 \xe2\x80\x94 / ", ROLE_HYPHEN},
        {" , ", ROLE_COMMA},
    };
    char wanted[8];
    if (kind_is_name(word->kind))
        return ROLE_NAME;
    if (word->kind == TOKEN_NUMBER)
        return ROLE_NUMBER;
    if (length <= 5) {
        wanted[0] = ' ';
        memcpy(wanted + 1, lower, length);
        wanted[length + 1] = ' ';
        wanted[length + 2] = '\0';
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
            if (strstr(roles[i].words, wanted) != NULL)
                return roles[i].role;
        }
    }
    return word->kind == TOKEN_PUNCTUATION ? ROLE_MARK : ROLE_WORD;
}

/* "Xx" for McX, "X.X." and so on: each run of like characters once. */
static uint32_t shape_of(const char *bytes, size_t length)
{
    uint32_t shape = 2166136261U;
    char before = 0;
    const char *end = bytes + (length < WORD_BYTES ? length : WORD_BYTES);
    for (uint32_t size; bytes < end; bytes += size) {
        enum character_class c = character_class_at(bytes, end, &size);
        char sign = c == CHARACTER_UPPER ? 'X' : c == CHARACTER_LOWER ? 'x' : c == CHARACTER_DIGIT ? 'd' : *bytes;
        if (sign != before)
            shape = (shape ^ (unsigned char)sign) * 16777619U;
        before = sign;
    }
    return shape;
}

/* Within a line of capitals nothing tells names from words but the lexicon. */
static uint8_t true_kind(uint8_t kind, const struct gazetteer_entry *entry)
{
    bool small =
        (entry->classes & GAZETTEER_COMMON) != 0 && (entry->classes & (GAZETTEER_COUNTRY | GAZETTEER_DEMONYM)) == 0;
    if (kind == TOKEN_UPPER || (kind == TOKEN_INITIAL && small))
        return small ? TOKEN_LOWER : TOKEN_TITLE;
    return kind;
}

void word_text_read(struct word_text *text, const char *bytes, size_t length, uint8_t kind)
{
    text->length = (uint8_t)character_lower(text->lower, WORD_BYTES, bytes, length);
    if (kind == TOKEN_NUMBER) { /* only the pattern of a number counts */
        for (size_t i = 0; i < text->length; i++) {
            if (text->lower[i] >= '0' && text->lower[i] <= '9')
                text->lower[i] = '0';
        }
    }
}

void name_word_describe(struct name_word *word, struct word_text *text, const char *bytes, size_t length, uint8_t kind,
                        bool capitals, const struct gazetteer *gazetteer)
{
    memset(word, 0, sizeof *word);
    word_text_read(text, bytes, length, kind);
    word->lower = gazetteer_hash(text->lower, text->length);
    struct gazetteer_entry entry = gazetteer_find(gazetteer, word->lower);
    word->classes = entry.classes;
    word->sense = entry.sense;
    word->cluster = entry.cluster;
    word->longer = entry.longer;
    word->kind = capitals ? true_kind(kind, &entry) : kind;
    word->role = role_of(word, text->lower, text->length);
    word->shape = word->kind != kind ? word->kind : shape_of(bytes, length);
}

void name_word_describe_edge(struct name_word *word, struct word_text *text)
{
    memset(word, 0, sizeof *word);
    memcpy(text->lower, "\n\n", 2);
    text->length = 2;
    word->lower = gazetteer_hash(text->lower, text->length);
    word->kind = TOKEN_PUNCTUATION;
    word->role = ROLE_MARK;
}

static uint64_t affix(const struct word_text *text, int length)
{
    uint64_t value = 0;
    const char *at = length > 0 ? text->lower : text->lower + text->length + length;
    int size = length > 0 ? length : -length;
    for (int i = 0; i < size; i++)
        value = value << 8 | (unsigned char)at[i];
    return value << 3 | (uint64_t)size;
}

static uint32_t own_features(const struct name_word *word, const struct word_text *text, uint64_t *out)
{
    uint32_t n = 0;
    out[n++] = feature(T_FORM, word->lower);
    out[n++] = feature(T_FORM_KIND, pair(word->lower, word->kind));
    out[n++] = feature(T_SHAPE, word->shape);
    if (word->kind != TOKEN_PUNCTUATION && word->kind != TOKEN_NUMBER) {
        for (int size = 1; size <= 4 && size < text->length; size++) {
            out[n++] = feature(T_SUFFIX, affix(text, -size));
            if (size > 1)
                out[n++] = feature(T_PREFIX, affix(text, size));
        }
        if (text->length > 3)
            out[n++] = feature(T_SUFFIX_KIND, pair(affix(text, -3), word->kind));
    }
    for (uint32_t i = 0; i < 16; i++) {
        if (word->classes >> i & 1)
            out[n++] = feature(T_CLASS, i << 4 | word->kind);
    }
    out[n++] = feature(T_CLASSES, pair(word->classes, word->kind));
    out[n++] = feature(T_SENSE, pair(word->sense, word->kind));
    if (word->cluster != 0)
        out[n++] = feature(T_CLUSTER, pair(word->cluster, word->kind));
    out[n++] = feature(T_LENGTH, (uint64_t)word->kind << 8 | (text->length > 9 ? 9U : text->length));
    if (word->classes == 0 && kind_is_name(word->kind))
        out[n++] = feature(T_UNKNOWN, word->kind);
    return n;
}

uint32_t word_features(const struct name_word *word, const struct word_text *text, int offset, uint64_t *out)
{
    if (offset == 0)
        return own_features(word, text, out);
    uint64_t place = (uint64_t)(offset + 3) * 64;
    uint32_t n = 0;
    out[n++] = feature(place + T_FORM, word->lower);
    out[n++] = feature(place + T_KIND, word->kind);
    out[n++] = feature(place + T_SENSE, pair(word->sense, word->kind));
    if (word->cluster != 0)
        out[n++] = feature(place + T_CLUSTER, word->cluster);
    if (offset >= -1 && offset <= 1) {
        out[n++] = feature(place + T_CLASSES, pair(word->classes, word->kind));
        out[n++] = feature(place + T_SHAPE, word->shape);
        if (text->length > 3)
            out[n++] = feature(place + T_SUFFIX_KIND, pair(affix(text, -3), word->kind));
    }
    return n;
}

/* Of a token's place in its run: 1 it stands in one, 2 the first word, 4 the last, 8 times the words of the run, of
 * which more than RUN_LONG count as so many. 0 outside of runs. */
enum { PLACE_IN_RUN = 1, PLACE_FIRST = 2, PLACE_LAST = 4, PLACE_WORDS = 8, RUN_LONG = 5, PLACE_BITS = 6 };

static uint64_t place_of(const struct name_context *c, uint32_t i)
{
    const struct name_note *note = &c->notes[i];
    if (!kind_is_name(c->words[i].kind))
        return 0;
    uint32_t words = note->run_last - note->run_first + 1;
    return PLACE_IN_RUN | (i == note->run_first ? PLACE_FIRST : 0U) | (i == note->run_last ? PLACE_LAST : 0U) |
           PLACE_WORDS * (words > RUN_LONG ? RUN_LONG : words);
}

struct feature_key outline_key(const struct name_context *context, uint32_t i)
{
    const struct name_word *w = &context->words[i];
    uint64_t packed = (uint64_t)w[-1].kind << 8 | (uint64_t)w->kind << 4 | w[1].kind;
    packed = packed << 1 | w->begins;
    packed = packed << 2 | context->line;
    packed = packed << 1 | ((w->classes & GAZETTEER_COMMON) != 0);
    packed = packed << PLACE_BITS | place_of(context, i);
    return (struct feature_key){packed, 1};
}

uint32_t outline_features(struct feature_key key, uint64_t *out)
{
    uint64_t packed = key.front, place = packed % (1U << PLACE_BITS);
    packed >>= PLACE_BITS;
    uint64_t common = packed & 1, line = packed >> 1 & 3, begins = packed >> 3 & 1, kinds = packed >> 4;
    uint64_t kind = kinds >> 4 & 15;
    uint32_t n = 0;
    out[n++] = feature(T_KINDS, kinds);
    out[n++] = feature(T_BEGINS, begins << 5 | kind << 1 | common);
    out[n++] = feature(T_LINE, line << 8 | begins << 4 | kind);
    if (place & PLACE_IN_RUN)
        out[n++] = feature(T_RUN, place << 8 | kind);
    return n;
}

struct feature_key list_key(const struct name_context *context, uint32_t i)
{
    const struct name_word *w = &context->words[i];
    const struct name_note *note = &context->notes[i];
    uint64_t place = place_of(context, i);
    struct feature_key key = {(uint64_t)w[-1].classes << 32 | (uint64_t)w->classes << 16 | w[1].classes, 1};
    if (place == 0)
        return key;
    key.front |= (uint64_t)note->run_classes << 48;
    key.back |= (uint64_t)context->words[note->run_first].classes << 48 |
                (uint64_t)context->words[note->run_last].classes << 32 | place << 1;
    return key;
}

uint32_t list_features(struct feature_key key, uint64_t *out)
{
    uint16_t before = (uint16_t)(key.front >> 32), own = (uint16_t)(key.front >> 16), after = (uint16_t)key.front;
    uint16_t run = (uint16_t)(key.front >> 48), first = (uint16_t)(key.back >> 48), last = (uint16_t)(key.back >> 32);
    uint64_t place = (uint32_t)key.back >> 1;
    uint32_t n = 0;
    out[n++] = feature(T_CLASSES_AFTER, pair(own, after));
    out[n++] = feature(T_BEFORE_CLASSES, pair(before, own));
    if (place == 0)
        return n;
    out[n++] = feature(T_RUN_FIRST_CLASSES, pair(first, place));
    out[n++] = feature(T_RUN_LAST_CLASSES, pair(last, place));
    out[n++] = feature(T_RUN_CLASSES, pair(run, place));
    return n;
}

static uint32_t phrase_features(const struct name_note *note, uint64_t *out)
{
    uint32_t n = 0;
    for (int side = -1; side <= 1; side++) {
        uint64_t template = side < 0 ? T_PHRASE_BEFORE : side > 0 ? T_PHRASE_AFTER : T_PHRASE;
        if (note[side].phrase_place != PHRASE_NONE)
            out[n++] = feature(template, pair(note[side].phrase_classes, note[side].phrase_place));
    }
    return n;
}

uint32_t memory_features(const struct name_word *word, uint8_t label, bool small, uint64_t *out)
{
    uint64_t place = (uint64_t)word->begins << 4 | word->kind;
    uint32_t n = 0;
    if (small)
        out[n++] = feature(T_SMALL, place);
    if (label != 0) {
        out[n++] = feature(T_ELSEWHERE, label);
        out[n++] = feature(T_ELSEWHERE_KIND, pair(label, place));
    }
    return n;
}

uint32_t context_features(const struct name_context *context, uint32_t i, uint64_t *out)
{
    const struct name_word *w = &context->words[i];
    const struct name_note *note = &context->notes[i];
    uint32_t n = 0;
    out[n++] = feature(T_BEFORE_KIND, pair(w[-1].lower, w->kind));
    out[n++] = feature(T_AFTER_KIND, pair(w[1].lower, w->kind));
    out[n++] = feature(T_BEFORE_FORM, pair(w[-1].lower, w->lower));
    out[n++] = feature(T_FORM_AFTER, pair(w->lower, w[1].lower));
    n += phrase_features(note, out + n);
    if (!kind_is_name(w->kind))
        return n;
    const struct name_word *first = &context->words[note->run_first], *last = &context->words[note->run_last];
    bool begins = i == note->run_first;
    out[n++] = feature(T_RUN_BEFORE, pair(first[-1].lower, begins));
    out[n++] = feature(T_RUN_AFTER, pair(last[1].lower, begins));
    out[n++] = feature(T_RUN_FIRST, pair(first->lower, begins));
    out[n++] = feature(T_RUN_LAST, pair(last->lower, begins));
    return n;
}
