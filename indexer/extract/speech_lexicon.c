/* An open-addressing table over the word lists and all forms of the cues. */
#include "speech_lexicon.h"

#include "ascii_bytes.h"
#include "error.h"
#include "memory.h"
#include "slice.h"

#include <string.h>

/* A word of at most KEY_BYTES small letters in three registers, zeros behind it. */
enum { KEY_PARTS = 3, KEY_BYTES = 8 * KEY_PARTS, NEAR_BYTES = 16 };

struct key {
    uint64_t parts[KEY_PARTS];
};

/* Most words of a text are not in it: they are told by the slots alone, which a near cache holds. */
enum { SLOT_BITS = 16, SLOT_COUNT = 1 << SLOT_BITS, WORD_COUNT = 1 << 14 };

struct speech_lexicon {
    uint16_t slots[SLOT_COUNT]; /* number of the word; 0: free */
    struct entry {
        struct key key;
        struct speech_word word;
    } entries[1 + WORD_COUNT]; /* the first is of no word: nothing is known of it */
    uint32_t used;
};

static inline void load_key(struct key *key, const char *bytes, size_t length)
{
    if (length <= 8) {
        *key = (struct key){{ascii_load_part(bytes, length)}};
        return;
    }
    for (int i = 0; i < KEY_PARTS; i++) {
        size_t part = length < 8 ? length : 8;
        key->parts[i] = ascii_load_part(bytes, part);
        bytes += part;
        length -= part;
    }
}

/* Where the search for a key begins. */
static uint32_t first_slot(const struct key *key)
{
    uint64_t mixed = (key->parts[0] ^ key->parts[1] * 0xD6E8FEB86659FD93U ^ key->parts[2] * 0xBF58476D1CE4E5B9U);
    return (uint32_t)((mixed ^ mixed >> 32) * 0x9E3779B97F4A7C15U >> (64 - SLOT_BITS));
}

static bool is_equal(const struct key *a, const struct key *b)
{
    return ((a->parts[0] ^ b->parts[0]) | (a->parts[1] ^ b->parts[1]) | (a->parts[2] ^ b->parts[2])) == 0;
}

/* The slot of a key, or the free one where it would go. One branch tells both, which is mostly taken: whether a word is
 * known could not be predicted. */
static uint32_t slot_of(const struct speech_lexicon *lexicon, const struct key *key, uint32_t at)
{
    for (;; at = (at + 1) % SLOT_COUNT) {
        uint16_t number = lexicon->slots[at];
        if ((number == 0) | is_equal(&lexicon->entries[number].key, key))
            return at;
    }
}

static struct speech_word *intern(struct speech_lexicon *lexicon, const char *word, size_t length)
{
    struct key key;
    if (length > KEY_BYTES)
        return NULL;
    load_key(&key, word, length);
    uint32_t slot = slot_of(lexicon, &key, first_slot(&key));
    if (lexicon->slots[slot] == 0) {
        if (lexicon->used == WORD_COUNT)
            return NULL;
        lexicon->slots[slot] = (uint16_t)++lexicon->used;
        lexicon->entries[lexicon->used].key = key;
    }
    return &lexicon->entries[lexicon->slots[slot]].word;
}

static bool add_list(struct speech_lexicon *lexicon, const struct speech_word_list *list)
{
    for (const char *at = list->words; *at != '\0';) {
        size_t length = strcspn(at, " ");
        struct speech_word *word = intern(lexicon, at, length);
        if (word == NULL)
            return false;
        word->classes |= list->classes;
        at += length;
        at += strspn(at, " ");
    }
    return true;
}

static bool add_verbs(struct speech_lexicon *lexicon)
{
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    for (uint32_t i = 0; i < count; i++)
        for (unsigned form = CUE_FORM_BASE; form <= CUE_FORM_ING; form <<= 1) {
            char text[CUE_FORM_MAX];
            cue_make_form(text, &verbs[i], (enum cue_form)form);
            struct speech_word *word = intern(lexicon, text, strlen(text));
            if (word == NULL)
                return false;
            /* Entries of one lemma differ by particle; the first leads to the others (see speech_lexicon_verb).
             * A form of two verbs ("found") belongs to the first of them. */
            if (word->verb == 0)
                word->verb = (uint16_t)(i + 1);
            if (strcmp(verbs[word->verb - 1].lemma, verbs[i].lemma) == 0)
                word->forms |= (uint8_t)form;
        }
    return true;
}

static bool add_nouns(struct speech_lexicon *lexicon)
{
    uint32_t count;
    const struct cue *nouns = cue_nouns(&count);
    for (uint32_t i = 0; i < count; i++)
        for (int plural = 0; plural < 2; plural++) {
            char text[CUE_FORM_MAX];
            cue_make_form(text, &nouns[i], plural ? CUE_FORM_THIRD : CUE_FORM_BASE);
            struct speech_word *word = intern(lexicon, text, strlen(text));
            if (word == NULL)
                return false;
            if (word->noun == 0)
                word->noun = (uint16_t)(i + 1);
        }
    return true;
}

static bool add_adjectives(struct speech_lexicon *lexicon)
{
    uint32_t count;
    const struct cue *adjectives = cue_adjectives(&count);
    for (uint32_t i = 0; i < count; i++) {
        struct speech_word *word = intern(lexicon, adjectives[i].lemma, strlen(adjectives[i].lemma));
        if (word == NULL)
            return false;
        word->adjective = (uint16_t)(i + 1);
    }
    return true;
}

static bool add_prepositions(struct speech_lexicon *lexicon)
{
    static const struct {
        const char *word;
        uint16_t preposition;
    } prepositions[] = {{"of", CUE_OF}, {"about", CUE_ABOUT},     {"for", CUE_FOR},         {"against", CUE_AGAINST},
                        {"on", CUE_ON}, {"upon", CUE_ON},         {"to", CUE_TO_NOUN},      {"with", CUE_WITH},
                        {"at", CUE_AT}, {"in", CUE_IN},           {"into", CUE_INTO},       {"over", CUE_OVER},
                        {"as", CUE_AS}, {"from", CUE_FROM},       {"toward", CUE_TOWARD},   {"towards", CUE_TOWARD},
                        {"by", CUE_BY}, {"regarding", CUE_ABOUT}, {"concerning", CUE_ABOUT}};
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++) {
        struct speech_word *word = intern(lexicon, prepositions[i].word, strlen(prepositions[i].word));
        if (word == NULL)
            return false;
        word->preposition = prepositions[i].preposition;
        word->classes |= SPEECH_PREPOSITION;
    }
    return true;
}

static bool mark_cues(struct speech_lexicon *lexicon)
{
    for (uint32_t i = 1; i <= lexicon->used; i++) {
        struct speech_word *word = &lexicon->entries[i].word;
        word->cue = (word->verb | word->noun | word->adjective) != 0;
    }
    struct speech_word *according = intern(lexicon, "according", strlen("according"));
    if (according != NULL)
        according->cue = true;
    return according != NULL;
}

int speech_lexicon_new(struct speech_lexicon **out, fx_error *err)
{
    *out = NULL;
    struct speech_lexicon *lexicon = memory_allocate_zeroed(1, sizeof *lexicon);
    if (lexicon == NULL)
        return error_no_memory(err);
    uint32_t count;
    const struct speech_word_list *lists = speech_word_lists(&count);
    bool ok = add_verbs(lexicon) && add_nouns(lexicon) && add_adjectives(lexicon) && add_prepositions(lexicon);
    for (uint32_t i = 0; ok && i < count; i++)
        ok = add_list(lexicon, &lists[i]);
    if (!ok || !mark_cues(lexicon)) {
        speech_lexicon_free(lexicon);
        return error_no_memory(err);
    }
    *out = lexicon;
    return FX_OK;
}

void speech_lexicon_free(struct speech_lexicon *lexicon)
{
    memory_free(lexicon);
}

/* A word that is not all ASCII: false where it is too long for any that is known. */
static bool fold(struct key *key, fx_slice word)
{
    char folded[KEY_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        uint8_t c = (uint8_t)word.ptr[i];
        if (n == KEY_BYTES)
            return false;
        if (c == 0xE2 && i + 2 < word.len && (uint8_t)word.ptr[i + 1] == 0x80 && (uint8_t)word.ptr[i + 2] == 0x99) {
            c = '\'';
            i += 2;
        }
        folded[n++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    load_key(key, folded, n);
    return true;
}

/* 'A' to 'Z' become small: the bit that tells them. */
static inline uint64_t small_lanes(uint64_t bytes)
{
    return bytes | ascii_lanes_between(bytes, 'A', 'Z') >> 2;
}

/* The key of a word whatever its case, where its bytes alone may be read. One too long for any that is known gets the
 * key of nothing, which is none. */
static void make_key(struct key *key, fx_slice word)
{
    *key = (struct key){{0}};
    bool fits = word.len <= KEY_BYTES;
    if (fits)
        load_key(key, word.ptr, word.len);
    if (!fits || ((key->parts[0] | key->parts[1] | key->parts[2]) & ASCII_LANES(0x80)) != 0) {
        if (!fold(key, word))
            *key = (struct key){{0}};
        return;
    }
    for (int i = 0; i < KEY_PARTS; i++)
        key->parts[i] = small_lanes(key->parts[i]);
}

/* The same for a word of at most NEAR_BYTES where as many may be read: what stands behind it is masked away, without a
 * branch on its length, which no processor could predict. */
static inline void make_near_key(struct key *key, const char *bytes, size_t length)
{
    typedef int8_t lanes __attribute__((vector_size(NEAR_BYTES)));
    static const int8_t ones[2 * NEAR_BYTES] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    lanes word, mask;
    memcpy(&word, bytes, sizeof word);
    memcpy(&mask, ones + NEAR_BYTES - length, sizeof mask);
    word &= mask;
    word |= (word >= 'A') & (word <= 'Z') & 0x20;
    char small[NEAR_BYTES];
    memcpy(small, &word, sizeof small);
    *key = (struct key){{ascii_load(small), ascii_load(small + 8)}};
    if (((key->parts[0] | key->parts[1]) & ASCII_LANES(0x80)) != 0)
        make_key(key, (fx_slice){bytes, length});
}

const struct speech_word *speech_lexicon_find(const struct speech_lexicon *lexicon, fx_slice word)
{
    struct key key;
    make_key(&key, word);
    uint16_t number = lexicon->slots[slot_of(lexicon, &key, first_slot(&key))];
    return number != 0 ? &lexicon->entries[number].word : NULL;
}

void speech_lexicon_find_all(const struct speech_lexicon *lexicon, fx_slice text, const struct span *words,
                             uint32_t count, const struct speech_word **found)
{
    struct key keys[SPEECH_LOOKUPS];
    uint32_t slots[SPEECH_LOOKUPS];
    for (uint32_t i = 0; i < count; i++) {
        const char *bytes = text.ptr + words[i].start;
        size_t length = words[i].end - words[i].start;
        if (length <= NEAR_BYTES && text.len - words[i].start >= NEAR_BYTES)
            make_near_key(&keys[i], bytes, length);
        else
            make_key(&keys[i], (fx_slice){bytes, length});
        slots[i] = first_slot(&keys[i]);
        __builtin_prefetch(&lexicon->slots[slots[i]]);
    }
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&lexicon->entries[lexicon->slots[slots[i]]]);
    for (uint32_t i = 0; i < count; i++)
        found[i] = &lexicon->entries[lexicon->slots[slot_of(lexicon, &keys[i], slots[i])]].word;
}

const struct cue *speech_lexicon_verb(uint16_t verb)
{
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    return verb > 0 && verb <= count ? &verbs[verb - 1] : NULL;
}

/* Most words are none by their length and first letter. */
static bool is_particle(fx_slice word)
{
    static const char *const particles[] = {"out", "up", "off", "back", "in", "down", "through", "it"};
    for (size_t i = 0; word.len >= 2 && word.len <= 7 && i < sizeof particles / sizeof *particles; i++) {
        if (particles[i][0] == word.ptr[0] && slice_equal(word, slice_of(particles[i])))
            return true;
    }
    return false;
}

const struct cue *speech_lexicon_verb_before(uint16_t verb, fx_slice next)
{
    const struct cue *cue = speech_lexicon_verb(verb);
    if (!is_particle(next))
        return cue;
    uint32_t count;
    const struct cue *verbs = cue_verbs(&count);
    for (uint32_t i = count; i-- > 0 && verbs[i].particle != NULL;) /* they stand last */
        if (verbs[i].lemma[0] == cue->lemma[0] && strcmp(verbs[i].lemma, cue->lemma) == 0 &&
            slice_equal(next, slice_of(verbs[i].particle)))
            return &verbs[i];
    return cue;
}

const struct cue *speech_lexicon_noun(uint16_t noun)
{
    uint32_t count;
    const struct cue *nouns = cue_nouns(&count);
    return noun > 0 && noun <= count ? &nouns[noun - 1] : NULL;
}

const struct cue *speech_lexicon_adjective(uint16_t adjective)
{
    uint32_t count;
    const struct cue *adjectives = cue_adjectives(&count);
    return adjective > 0 && adjective <= count ? &adjectives[adjective - 1] : NULL;
}
