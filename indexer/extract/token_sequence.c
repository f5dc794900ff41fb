#include "token_sequence.h"

#include "character_class.h"
#include "word_hash.h"

#include <string.h>
#include <xxhash.h>

enum { SUFFIX_MAX = 12 };

/* What one look at a word gathers. */
struct word_scan {
    uint32_t capitals, smalls, digits, hyphens, periods;
    uint32_t last_hyphen;     /* place of the last hyphen */
    uint32_t last_apostrophe; /* place of the last inner apostrophe; 0: none */
    uint32_t segment;         /* letters and digits since the last inner mark */
    uint32_t segment_smalls;
    bool capital_first;
};

void token_reader_init(struct token_reader *reader, fx_slice text, struct span paragraph)
{
    *reader = (struct token_reader){text.ptr, paragraph.start, paragraph.end, (uint32_t)text.len, true};
}

/* Abbreviations that keep their full stop within a sentence, sorted. */
static const char abbreviations[][8] = {
    "adm",  "ala",  "apr",  "ariz", "ark", "assn", "aug",  "brig",   "bros", "calif", "capt", "cmdr", "co",   "col",
    "colo", "conn", "corp", "cpl",  "dec", "del",  "dept", "det",    "dr",   "feb",   "fla",  "fr",   "ft",   "ga",
    "gen",  "gov",  "hon",  "ill",  "inc", "ind",  "insp", "intl",   "jan",  "jr",    "jul",  "jun",  "kan",  "ky",
    "la",   "lt",   "ltd",  "maj",  "mar", "mass", "md",   "messrs", "mich", "minn",  "miss", "mlle", "mme",  "mo",
    "mont", "mr",   "mrs",  "ms",   "mt",  "natl", "neb",  "nev",    "no",   "nov",   "oct",  "okla", "ore",  "pa",
    "penn", "pres", "prof", "pvt",  "rep", "rev",  "sen",  "sep",    "sept", "sgt",   "sr",   "st",   "supt", "tenn",
    "tex",  "univ", "va",   "vs",   "vt",  "wash", "wis",  "wyo"};

static bool is_abbreviation(const char *word, uint32_t length)
{
    char lower[8] = {0};
    if (length < 2 || length >= sizeof lower)
        return false;
    (void)character_lower(lower, sizeof lower, word, length);
    size_t low = 0, high = sizeof abbreviations / sizeof *abbreviations;
    for (uint64_t wanted = ascii_order(ascii_load(lower)); low < high;) {
        size_t middle = (low + high) / 2;
        uint64_t there = ascii_order(ascii_load(abbreviations[middle]));
        if (there == wanted)
            return true;
        low = there < wanted ? middle + 1 : low;
        high = there < wanted ? high : middle;
    }
    return false;
}

static bool is_contraction(const char *after, uint32_t length)
{
    char lower[3];
    if (length < 1 || length > 2)
        return false;
    lower[character_lower(lower, 2, after, length)] = '\0';
    return strcmp(lower, "s") == 0 || strcmp(lower, "d") == 0 || strcmp(lower, "m") == 0 || strcmp(lower, "ll") == 0 ||
           strcmp(lower, "re") == 0 || strcmp(lower, "ve") == 0;
}

/* Is this what a participle or the like adds to a name: "-led", "-backed", "-style"? Length without the hyphen. */
static bool is_added(const char *word, uint32_t length)
{
    static const char known[] =
        " led born run style based wide owned held made built controlled type era bound dominated ";
    char wanted[SUFFIX_MAX + 3];
    if (length < 3 || length > SUFFIX_MAX)
        return false;
    for (uint32_t i = 0; i < length; i++) {
        if (word[i] < 'a' || word[i] > 'z')
            return false;
    }
    if (length >= 5 && memcmp(word + length - 2, "ed", 2) == 0)
        return true;
    wanted[0] = ' ';
    memcpy(wanted + 1, word, length);
    wanted[length + 1] = ' ';
    wanted[length + 2] = '\0';
    return strstr(known, wanted) != NULL;
}

/* Is there a letter or digit at `at`? */
static bool is_word_at(const struct token_reader *reader, uint32_t at)
{
    uint32_t length;
    if (at >= reader->end)
        return false;
    enum character_class c = character_class_at(reader->text + at, reader->text + reader->end, &length);
    return c == CHARACTER_LOWER || c == CHARACTER_UPPER || c == CHARACTER_DIGIT;
}

static void count_letter(struct word_scan *scan, enum character_class c, bool first)
{
    if (c == CHARACTER_UPPER) {
        scan->capitals++;
        scan->capital_first |= first;
    } else if (c == CHARACTER_DIGIT) {
        scan->digits++;
    } else {
        scan->smalls++;
        scan->segment_smalls++;
    }
    scan->segment++;
}

/* Does the mark at `at` of class c belong inside the word? */
static bool joins(const struct token_reader *reader, const struct word_scan *scan, enum character_class c, uint32_t at,
                  uint32_t length)
{
    if (!is_word_at(reader, at + length))
        return false;
    switch (c) {
    case CHARACTER_HYPHEN:
    case CHARACTER_APOSTROPHE:
        return true;
    case CHARACTER_AMPERSAND:
        return scan->capitals > 0 && scan->smalls == 0;
    case CHARACTER_PERIOD: /* initials, decimal numbers, and names of hosts */
        return scan->segment == 1 || scan->digits > 0 || scan->smalls > 0;
    case CHARACTER_MARK: /* 10:30, 1,000, 1/2 */
        return scan->digits == scan->segment && scan->capitals + scan->smalls == 0 &&
               strchr(":,/", reader->text[at]) != NULL && reader->text[at + 1] >= '0' && reader->text[at + 1] <= '9';
    default:
        return false;
    }
}

static void note_mark(struct word_scan *scan, enum character_class c, uint32_t at)
{
    if (c == CHARACTER_HYPHEN) {
        scan->hyphens++;
        scan->last_hyphen = at;
    } else if (c == CHARACTER_APOSTROPHE) {
        scan->last_apostrophe = at;
    } else if (c == CHARACTER_PERIOD) {
        scan->periods++;
    }
    scan->segment = 0;
    scan->segment_smalls = 0;
}

static uint8_t kind_of(const struct word_scan *scan)
{
    uint32_t letters = scan->capitals + scan->smalls;
    if (letters == 0)
        return TOKEN_NUMBER;
    if (scan->capitals == 0)
        return scan->digits > 0 && scan->digits >= scan->smalls ? TOKEN_NUMBER : TOKEN_LOWER;
    if (scan->digits > 0)
        return TOKEN_MIXED;
    if (scan->smalls == 0)
        return scan->capitals == 1 ? TOKEN_INITIAL : scan->periods > 0 ? TOKEN_DOTTED : TOKEN_UPPER;
    if (!scan->capital_first)
        return TOKEN_MIXED;
    return scan->capitals <= 1 + scan->hyphens + (scan->last_apostrophe != 0) ? TOKEN_TITLE : TOKEN_MIXED;
}

/* The end of the word that starts at reader->at; fills `scan`. */
static uint32_t scan_word(const struct token_reader *reader, struct word_scan *scan)
{
    const char *text = reader->text;
    uint32_t at = reader->at;
    *scan = (struct word_scan){0};
    while (at < reader->end) {
        uint32_t length = 1;
        enum character_class c = (unsigned char)text[at] < 0x80
                                     ? (enum character_class)character_class_ascii[(unsigned char)text[at]]
                                     : character_class_at(text + at, text + reader->end, &length);
        if (c == CHARACTER_LOWER || c == CHARACTER_UPPER || c == CHARACTER_DIGIT)
            count_letter(scan, c, at == reader->at);
        else if (c != CHARACTER_SPACE && joins(reader, scan, c, at, length))
            note_mark(scan, c, at);
        else
            break;
        at += length;
    }
    return at;
}

/* Cuts contracted and participle endings off; may leave `at` as it is. */
static uint32_t cut_ending(const struct token_reader *reader, struct word_scan *scan, uint32_t at)
{
    const char *text = reader->text;
    uint32_t mark = scan->last_apostrophe;
    if (mark != 0) {
        uint32_t size = text[mark] == '\'' ? 1 : 3;
        if (is_contraction(text + mark + size, at - mark - size))
            return mark;
    }
    mark = scan->last_hyphen;
    if (scan->hyphens > 0 && scan->capitals > 0 && text[mark] == '-' && is_added(text + mark + 1, at - mark - 1)) {
        scan->smalls -= at - mark - 1;
        scan->hyphens--;
        return mark;
    }
    return at;
}

static void read_word(struct token_reader *reader, struct token *token)
{
    struct word_scan scan;
    uint32_t start = reader->at;
    uint32_t at = scan_word(reader, &scan);
    uint32_t end = cut_ending(reader, &scan, at);
    bool cut = end != at;
    token->stopped = 0;
    if (!cut && at < reader->end && reader->text[at] == '.') {
        bool initials = scan.capitals > 0 && scan.segment == 1 && scan.segment_smalls == 0 && scan.digits == 0;
        bool more = at + 1 < reader->end;
        if (initials ? scan.periods > 0 || more : more && is_abbreviation(reader->text + start, at - start)) {
            end = at + 1;
            scan.periods++;
            token->stopped = 1;
        }
    }
    token->kind = kind_of(&scan);
    token->start = start;
    token->end = end;
    reader->at = end;
}

/* Does nothing of what follows at `end` belong to the word of ASCII letters before it? Doubtful cases are not decided.
 */
static inline bool ends_plain_word(const struct token_reader *reader, uint32_t start, uint32_t end)
{
    unsigned char behind = (unsigned char)reader->text[end];
    if (behind == ' ')
        return true;
    if (behind == '.')
        return end - start > 1 && (end + 1 == reader->end || reader->text[end + 1] == ' ') &&
               !is_abbreviation(reader->text + start, end - start);
    enum character_class c = behind < 0x80 ? (enum character_class)character_class_ascii[behind] : CHARACTER_LOWER;
    return c == CHARACTER_SPACE || c == CHARACTER_MARK;
}

/* Is this mark of ASCII a token, whatever stands about it? */
static inline bool is_plain_mark(char mark)
{
    enum character_class c =
        (unsigned char)mark < 0x80 ? (enum character_class)character_class_ascii[(unsigned char)mark] : CHARACTER_SPACE;
    return c == CHARACTER_MARK || c == CHARACTER_PERIOD || c == CHARACTER_AMPERSAND;
}

/* Does what stands behind this mark begin a sentence? */
static inline bool ends_sentence(char mark)
{
    return mark == '.' || mark == '?' || mark == '!' || mark == ':';
}

/* Reads plain marks, and words of ASCII letters, none but the first of them a capital, behind which nothing stands that
 * could belong to them; no more than a space before each. Returns how many. Most words are so plain, and so short that
 * one look at sixteen bytes finds their end. */
static uint32_t read_plain_tokens(struct token_reader *reader, struct token *tokens, uint32_t capacity)
{
    const char *text = reader->text;
    struct token *token = tokens;
    uint32_t at = reader->at, last = reader->text_end - (uint32_t)sizeof(ascii_vector);
    bool fresh = reader->fresh;
    for (; token < tokens + capacity && at < last; token++) {
        bool spaced = text[at] == ' ';
        uint32_t start = at + spaced, end = start + 1;
        if ((uint8_t)((text[start] | 0x20) - 'a') <= 'z' - 'a') {
            ascii_vector bytes = ascii_load_vector(text + start);
            unsigned small = ascii_vector_bits(ascii_vector_between(bytes, 'a', 'z'));
            uint32_t length = (uint32_t)__builtin_ctz(~(small | 1));
            end = start + length;
            if (length == sizeof(ascii_vector) || end >= reader->end || !ends_plain_word(reader, start, end))
                break;
            token->kind = (small & 1) != 0 ? TOKEN_LOWER : length == 1 ? TOKEN_INITIAL : TOKEN_TITLE;
            token->begins = fresh;
            token->hash = word_hash_of_vector(bytes, length);
            fresh = false;
        } else {
            if (end > reader->end || !is_plain_mark(text[start]))
                break;
            token->kind = TOKEN_PUNCTUATION;
            token->begins = 0;
            token->hash = word_hash_of((unsigned char)text[start], 0);
            fresh = fresh || ends_sentence(text[start]);
        }
        token->start = start;
        token->end = end;
        token->stopped = 0;
        token->spaced = spaced;
        at = end;
    }
    reader->fresh = fresh;
    reader->at = at;
    return (uint32_t)(token - tokens);
}

/* An ending that read_word cut off before: "'s" or "-led". */
static bool read_ending(struct token_reader *reader, struct token *token, enum character_class c, uint32_t length)
{
    uint32_t at = reader->at + length;
    uint32_t stop = at;
    if (reader->at == 0 || token->spaced)
        return false;
    while (stop < reader->end && stop - at <= SUFFIX_MAX && reader->text[stop] >= 'A' && is_word_at(reader, stop))
        stop++;
    if (stop == at || is_word_at(reader, stop))
        return false;
    if (c == CHARACTER_APOSTROPHE ? !is_contraction(reader->text + at, stop - at)
                                  : !is_added(reader->text + at, stop - at))
        return false;
    token->start = reader->at;
    token->end = stop;
    token->kind = TOKEN_LOWER;
    reader->at = stop;
    return true;
}

static void read_mark(struct token_reader *reader, struct token *token, enum character_class c, uint32_t length)
{
    if ((c == CHARACTER_APOSTROPHE || c == CHARACTER_HYPHEN) && read_ending(reader, token, c, length))
        return;
    token->kind = TOKEN_PUNCTUATION;
    token->start = reader->at;
    token->end = reader->at + length;
    reader->at += length;
    reader->fresh = reader->fresh || ends_sentence(reader->text[token->start]);
}

static uint64_t hash_of(const struct token_reader *reader, const struct token *token)
{
    const char *word = reader->text + token->start;
    uint32_t length = token->end - token->start;
    char copy[WORD_HASH_BYTES];
    if (length > WORD_HASH_BYTES)
        return word_hash_of(XXH3_64bits(word, length), length);
    if (reader->text_end - token->start >= WORD_HASH_BYTES)
        return word_hash_of_vector(ascii_load_vector(word), length);
    memcpy(copy, word, length);
    memset(copy + length, 0, sizeof copy - length);
    return word_hash_of_vector(ascii_load_vector(copy), length);
}

/* Reads the next token, whatever it is; false at the end of the paragraph. */
static bool read_token(struct token_reader *reader, struct token *token)
{
    const char *text = reader->text;
    uint32_t before = reader->at, length;
    enum character_class c = CHARACTER_SPACE;
    for (; reader->at < reader->end; reader->at += length) {
        c = character_class_at(text + reader->at, text + reader->end, &length);
        if (c != CHARACTER_SPACE)
            break;
    }
    if (c == CHARACTER_SPACE)
        return false;
    bool word = c == CHARACTER_LOWER || c == CHARACTER_UPPER || c == CHARACTER_DIGIT;
    token->spaced = before != reader->at;
    token->begins = word && reader->fresh;
    token->stopped = 0;
    if (word) {
        reader->fresh = false;
        read_word(reader, token);
    } else {
        read_mark(reader, token, c, length);
    }
    token->hash = hash_of(reader, token);
    return true;
}

uint32_t token_reader_fill(struct token_reader *reader, struct token *tokens, uint32_t capacity)
{
    uint32_t count = 0;
    while (count < capacity) {
        if (reader->text_end >= sizeof(ascii_vector))
            count += read_plain_tokens(reader, tokens + count, capacity - count);
        if (count == capacity || !read_token(reader, &tokens[count]))
            break;
        count++;
    }
    return count;
}
