#include "analyzer.h"

#include "arena.h"
#include "error.h"
#include "fold.h"
#include "ideograph_run.h"
#include "memory.h"
#include "slice.h"
#include "stem.h"
#include "utf8.h"

#include <xxhash.h>

enum {
    HASH_TAIL = 8,                  /* bytes that end a form that was cut */
    PARTS_MAX = ANALYZER_TERMS_MAX, /* of a word such as "example.com" */
    POSSESSIVE = 2,                 /* length of "'s" */
    JOINED_REST_MIN = 3             /* letters behind the apostrophe of "O'Brien"; fewer are "I'm", "I'll" */
};

struct analyzer {
    struct stemmer *stemmer; /* NULL: no stemming */
    bool forms_only;         /* nothing is stemmed now */
    struct analyzed_term word_terms[ANALYZER_TERMS_MAX];
    uint32_t word_count;
    char folded[FOLD_OUTPUT_MAX];                      /* the principal form, others point into it */
    char joined[ANALYZER_TERM_MAX];                    /* the form without its stops or apostrophe */
    char stems[ANALYZER_TERMS_MAX][ANALYZER_TERM_MAX]; /* the stemmer's own memory holds the last one only */
    struct ideograph_run run;
    struct analyzed_term *terms; /* of a run of ideographs, of a query word */
    size_t terms_capacity;
    uint32_t term_count;
    struct arena query_text;
};

int analyzer_new(struct analyzer **out, const char *language, fx_error *err)
{
    *out = NULL;
    struct analyzer *analyzer = memory_allocate_zeroed(1, sizeof *analyzer);
    if (analyzer == NULL || stemmer_new(&analyzer->stemmer, language ? language : "en") != FX_OK) {
        memory_free(analyzer);
        return error_no_memory(err);
    }
    *out = analyzer;
    return FX_OK;
}

void analyzer_free(struct analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    stemmer_free(analyzer->stemmer);
    ideograph_run_release(&analyzer->run);
    arena_release(&analyzer->query_text);
    memory_free(analyzer->terms);
    memory_free(analyzer);
}

const char *analyzer_language(const struct analyzer *analyzer)
{
    return stemmer_language(analyzer->stemmer);
}

/* --- words --- */

/* Cuts a form that is too long and writes a hash of all of it as its tail. */
static size_t limit_length(char *form, size_t length, fx_slice source)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    if (length <= ANALYZER_TERM_MAX && source.len <= FOLD_INPUT_MAX)
        return length;
    uint64_t rest = source.len > FOLD_INPUT_MAX ? XXH3_64bits(source.ptr, source.len) : 0;
    uint64_t hash = XXH3_64bits_withSeed(form, length, rest);
    size_t cut = utf8_cut((fx_slice){form, length}, ANALYZER_TERM_MAX - HASH_TAIL);
    for (size_t i = 0; i < HASH_TAIL; i++)
        form[cut + i] = digits[hash >> (5 * i) & 31];
    return cut + HASH_TAIL;
}

static bool is_ascii_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Drops the commas that group thousands ("1,000,000"): those with three digits behind them. */
static size_t drop_grouping_commas(char *form, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        bool groups = form[i] == ',' && i > 0 && i + 3 < length && is_ascii_digit(form[i - 1]) &&
                      is_ascii_digit(form[i + 1]) && is_ascii_digit(form[i + 2]) && is_ascii_digit(form[i + 3]) &&
                      (i + 4 == length || !is_ascii_digit(form[i + 4]));
        if (!groups)
            form[kept++] = form[i];
    }
    return kept;
}

/* A term with its stem. Only forms made of letters are stemmed: the rules would cut the "s" of "u.s". */
static void add_word_term(struct analyzer *analyzer, fx_slice form, bool stems)
{
    if (form.len == 0 || form.len > ANALYZER_TERM_MAX || analyzer->word_count == ANALYZER_TERMS_MAX)
        return;
    for (uint32_t i = 0; i < analyzer->word_count; i++)
        if (slice_equal(form, analyzer->word_terms[i].form))
            return;
    fx_slice stem = form;
    if (stems && !analyzer->forms_only && analyzer->stemmer != NULL) {
        char *kept = analyzer->stems[analyzer->word_count];
        fx_slice found = stemmer_stem(analyzer->stemmer, form);
        if (found.len <= ANALYZER_TERM_MAX) {
            memcpy(kept, found.ptr, found.len);
            stem = (fx_slice){kept, found.len};
        }
    }
    analyzer->word_terms[analyzer->word_count++] = (struct analyzed_term){form, stem, 0};
}

/* The parts of a form between stops, colons and low lines that do not stand in a number; their count, which may be more
 * than the PARTS_MAX that are written. *longest is the characters of the longest part. */
static uint32_t split_parts(fx_slice form, fx_slice *parts, size_t *longest)
{
    uint32_t count = 0;
    size_t start = 0, characters = 0;
    *longest = 0;
    for (size_t at = 0; at <= form.len; at++) {
        bool ends = at == form.len;
        if (!ends) {
            char byte = form.ptr[at];
            bool in_number = at > 0 && is_ascii_digit(form.ptr[at - 1]) && byte == '.';
            ends = (byte == '.' || byte == ':' || byte == '_') && !in_number;
            characters += !ends && ((unsigned char)byte & 0xC0) != 0x80;
        }
        if (!ends)
            continue;
        if (at > start) {
            if (count < PARTS_MAX)
                parts[count] = slice_part(form, start, at);
            count++;
        }
        *longest = characters > *longest ? characters : *longest;
        characters = 0;
        start = at + 1;
    }
    return count;
}

/* The form without `left_out`, as a further term. */
static void add_joined(struct analyzer *analyzer, fx_slice form, char left_out, bool stems)
{
    size_t length = 0;
    for (size_t i = 0; i < form.len; i++)
        if (form.ptr[i] != left_out)
            analyzer->joined[length++] = form.ptr[i];
    add_word_term(analyzer, (fx_slice){analyzer->joined, length}, stems);
}

/* Articles and pronouns that French, Italian and Catalan write into the next word: "l'homme", "dell'arte". */
static bool is_elided(fx_slice front)
{
    static const char *const fronts[] = {"c",     "d",     "j",    "l",   "m",     "n",      "s",     "t",
                                         "v",     "un",    "qu",   "all", "dall",  "dell",   "nell",  "sull",
                                         "quell", "quest", "coll", "gl",  "jusqu", "lorsqu", "puisqu"};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
        if (slice_equal(front, slice_of(fronts[i])))
            return true;
    return false;
}

static bool language_elides(const struct analyzer *analyzer)
{
    const char *language = analyzer_language(analyzer);
    return strcmp(language, "fr") == 0 || strcmp(language, "it") == 0 || strcmp(language, "ca") == 0;
}

/* "o'brien" as "obrien", "l'homme" as "homme". */
static void add_around_apostrophe(struct analyzer *analyzer, fx_slice form, bool stems)
{
    const char *apostrophe = memchr(form.ptr, '\'', form.len);
    if (apostrophe == NULL)
        return;
    size_t front = (size_t)(apostrophe - form.ptr), rest = form.len - front - 1;
    if (language_elides(analyzer) && is_elided((fx_slice){form.ptr, front}))
        add_word_term(analyzer, slice_part(form, front + 1, form.len), stems);
    else if (front == 1 && rest >= JOINED_REST_MIN)
        add_joined(analyzer, form, '\'', stems);
}

/* Other spellings under which a word with punctuation inside is found: "u.s" as "us", "example.com" and "end.Next" as
 * their parts, and what add_around_apostrophe says. */
static void add_spellings(struct analyzer *analyzer, fx_slice form, unsigned flags)
{
    if (!(flags & FOLD_PUNCTUATION))
        add_around_apostrophe(analyzer, form, !(flags & FOLD_DIGIT));
    if (!(flags & FOLD_PUNCTUATION))
        return;
    fx_slice parts[PARTS_MAX];
    size_t longest;
    uint32_t count = split_parts(form, parts, &longest);
    bool is_acronym = memchr(form.ptr, ':', form.len) == NULL && memchr(form.ptr, '_', form.len) == NULL;
    if (count > 1 && longest <= 2 && is_acronym)
        add_joined(analyzer, form, '.', false);
    else if (count > 1 || (count == 1 && parts[0].len < form.len))
        for (uint32_t i = 0; i < count && i < PARTS_MAX; i++)
            add_word_term(analyzer, parts[i], !(flags & FOLD_DIGIT));
}

/* `readable`: see fold.h. */
static void make_word_terms(struct analyzer *analyzer, fx_slice word, size_t readable)
{
    analyzer->word_count = 0;
    struct folded folded = fold_text(word, readable, analyzer->folded);
    char *form = analyzer->folded;
    size_t length = folded.length;
    if (folded.flags == 0 && length <= ANALYZER_TERM_MAX && word.len <= FOLD_INPUT_MAX) {
        add_word_term(analyzer, (fx_slice){form, length}, true); /* nearly all words */
        return;
    }
    if (folded.flags & FOLD_APOSTROPHE) /* at an end where a modifier letter stood: "ʿAlī" */
        for (; length > 0 && form[length - 1] == '\''; length--)
            ;
    for (; length > 0 && *form == '\''; length--)
        form++;
    if (folded.flags & FOLD_APOSTROPHE && length > POSSESSIVE && memcmp(form + length - POSSESSIVE, "'s", 2) == 0)
        length -= POSSESSIVE;
    if (folded.flags & FOLD_PUNCTUATION)
        length = drop_grouping_commas(form, length);
    bool stems = !(folded.flags & (FOLD_DIGIT | FOLD_PUNCTUATION));
    if (length > ANALYZER_TERM_MAX || word.len > FOLD_INPUT_MAX) {
        length = limit_length(form, length, word);
        stems = false;
        folded.flags = 0;
    }
    fx_slice principal = {form, length};
    add_word_term(analyzer, principal, stems);
    if (folded.flags & (FOLD_APOSTROPHE | FOLD_PUNCTUATION) && length > 0)
        add_spellings(analyzer, principal, folded.flags);
}

/* --- runs of ideographs --- */

/* Characters [first, end) of the folded run as a term. */
static int add_ideographs(struct analyzer *analyzer, uint32_t first, uint32_t end, uint32_t offset)
{
    fx_slice form = ideograph_run_part(&analyzer->run, first, end);
    if (form.len == 0)
        return FX_OK;
    int status = memory_reserve(&analyzer->terms, &analyzer->terms_capacity, (size_t)analyzer->term_count + 1,
                                sizeof *analyzer->terms);
    if (status == FX_OK)
        analyzer->terms[analyzer->term_count++] = (struct analyzed_term){form, form, offset};
    return status;
}

static int make_ideograph_terms(struct analyzer *analyzer, fx_slice text)
{
    analyzer->term_count = 0;
    int status = ideograph_run_fold(&analyzer->run, text);
    for (uint32_t i = 0; i < analyzer->run.count && status == FX_OK; i++) {
        status = add_ideographs(analyzer, i, i + 1, i);
        if (status == FX_OK && i + 1 < analyzer->run.count)
            status = add_ideographs(analyzer, i, i + 2, i);
    }
    return status;
}

int analyzer_terms(struct analyzer *analyzer, fx_slice text, struct lexeme lexeme, const struct analyzed_term **out,
                   uint32_t *count, fx_error *err)
{
    fx_slice bytes = slice_part(text, lexeme.span.start, lexeme.span.end);
    if (lexeme.kind == LEXEME_WORD) {
        make_word_terms(analyzer, bytes, text.len - lexeme.span.start);
        *out = analyzer->word_terms;
        *count = analyzer->word_count;
        return FX_OK;
    }
    *out = NULL;
    *count = 0;
    if (make_ideograph_terms(analyzer, bytes) != FX_OK)
        return error_no_memory(err);
    *out = analyzer->terms;
    *count = analyzer->term_count;
    return FX_OK;
}

int analyzer_forms(struct analyzer *analyzer, fx_slice text, struct lexeme lexeme, const struct analyzed_term **out,
                   uint32_t *count, fx_error *err)
{
    analyzer->forms_only = true;
    int status = analyzer_terms(analyzer, text, lexeme, out, count, err);
    analyzer->forms_only = false;
    return status;
}

/* --- queries --- */

/* Moves the text of the terms from `first` on where the next lexeme does not overwrite it. */
static int keep_terms(struct analyzer *analyzer, uint32_t first)
{
    for (uint32_t i = first; i < analyzer->term_count; i++) {
        struct analyzed_term *term = &analyzer->terms[i];
        bool is_own_stem = term->stem.ptr == term->form.ptr;
        if (arena_copy(&term->form, &analyzer->query_text, term->form) != FX_OK)
            return FX_ENOMEM;
        if (is_own_stem)
            term->stem = term->form;
        else if (arena_copy(&term->stem, &analyzer->query_text, term->stem) != FX_OK)
            return FX_ENOMEM;
    }
    return FX_OK;
}

/* The bigrams of a run; of a single character itself. */
static int add_query_ideographs(struct analyzer *analyzer, fx_slice text, uint32_t offset)
{
    int status = ideograph_run_fold(&analyzer->run, text);
    uint32_t count = analyzer->run.count, wanted = count > 1 ? 2 : 1;
    for (uint32_t i = 0; i + wanted <= count && status == FX_OK; i++)
        status = add_ideographs(analyzer, i, i + wanted, offset + i);
    return status;
}

/* The principal term of a word. */
static int add_query_word(struct analyzer *analyzer, fx_slice word, uint32_t offset)
{
    make_word_terms(analyzer, word, word.len);
    if (analyzer->word_count == 0)
        return FX_OK;
    int status = memory_reserve(&analyzer->terms, &analyzer->terms_capacity, (size_t)analyzer->term_count + 1,
                                sizeof *analyzer->terms);
    if (status != FX_OK)
        return status;
    analyzer->terms[analyzer->term_count] = analyzer->word_terms[0];
    analyzer->terms[analyzer->term_count++].offset = offset;
    return FX_OK;
}

int analyzer_query_terms(struct analyzer *analyzer, fx_slice word, const struct analyzed_term **out, uint32_t *count,
                         fx_error *err)
{
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t offset = 0;
    *out = NULL;
    *count = 0;
    analyzer->term_count = 0;
    arena_clear(&analyzer->query_text);
    lexer_init(&lexer, word);
    while (lexer_next(&lexer, &lexeme)) {
        fx_slice bytes = slice_part(word, lexeme.span.start, lexeme.span.end);
        uint32_t first = analyzer->term_count;
        int status = lexeme.kind == LEXEME_CJK ? add_query_ideographs(analyzer, bytes, offset)
                                               : add_query_word(analyzer, bytes, offset);
        if (status != FX_OK || keep_terms(analyzer, first) != FX_OK)
            return error_no_memory(err);
        offset += lexeme.positions;
    }
    *out = analyzer->terms;
    *count = analyzer->term_count;
    return FX_OK;
}

/* --- names --- */

/* Appends a word behind a space, as much of it as fits, cut at a character; false where not all did. */
static bool append_name_word(char *out, size_t size, size_t *length, fx_slice word)
{
    size_t space = *length > 0;
    size_t fits = *length + space < size ? utf8_cut(word, size - *length - space) : 0;
    if (fits == 0)
        return false;
    if (space)
        out[(*length)++] = ' ';
    memcpy(out + *length, word.ptr, fits);
    *length += fits;
    return fits == word.len;
}

size_t analyzer_fold_name(struct analyzer *analyzer, fx_slice name, char *out, size_t size)
{
    struct lexer lexer;
    struct lexeme lexeme;
    size_t length = 0;
    lexer_init(&lexer, name);
    while (lexer_next(&lexer, &lexeme)) {
        fx_slice bytes = slice_part(name, lexeme.span.start, lexeme.span.end), form = {NULL, 0};
        if (lexeme.kind == LEXEME_CJK) {
            if (ideograph_run_fold(&analyzer->run, bytes) == FX_OK)
                form = buffer_slice(&analyzer->run.folded);
        } else {
            make_word_terms(analyzer, bytes, bytes.len);
            if (analyzer->word_count > 0)
                form = analyzer->word_terms[0].form;
        }
        if (form.len > 0 && !append_name_word(out, size, &length, form))
            break;
    }
    return length;
}
