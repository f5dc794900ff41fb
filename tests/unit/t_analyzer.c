/* analyzer: the terms of words as a news reader would search them. */
#include "unit_test.h"

#include "analyzer.h"
#include "fold.h"
#include "memory.h"
#include "slice.h"
#include "utf8.h"

static struct analyzer *analyzer_of(const char *language)
{
    struct analyzer *analyzer;
    fx_error err;
    assert_int_equal(analyzer_new(&analyzer, language, &err), FX_OK);
    return analyzer;
}

static size_t print_term(char *out, size_t size, const struct analyzed_term *term, uint32_t base)
{
    bool is_own_stem = slice_equal(term->form, term->stem);
    return (size_t)snprintf(out, size, "%u:%.*s%s%.*s ", base + term->offset, (int)term->form.len, term->form.ptr,
                            is_own_stem ? "" : "/", is_own_stem ? 0 : (int)term->stem.len, term->stem.ptr);
}

/* The terms of a text as indexed, "position:form/stem", the stem left out where it is the form. */
static void assert_indexed(const char *language, const char *text, const char *expected)
{
    struct analyzer *analyzer = analyzer_of(language);
    char out[1024] = "";
    size_t length = 0;
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t position = 0;
    lexer_init(&lexer, slice_of(text));
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count;
        assert_int_equal(analyzer_terms(analyzer, slice_of(text), lexeme, &terms, &count, NULL), FX_OK);
        for (uint32_t i = 0; i < count; i++)
            length += print_term(out + length, sizeof out - length, &terms[i], position);
        position += lexeme.positions;
    }
    out[length ? length - 1 : 0] = '\0';
    assert_string_equal(out, expected);
    analyzer_free(analyzer);
}

static void assert_query(const char *language, const char *word, const char *expected)
{
    struct analyzer *analyzer = analyzer_of(language);
    const struct analyzed_term *terms;
    uint32_t count;
    char out[1024] = "";
    size_t length = 0;
    assert_int_equal(analyzer_query_terms(analyzer, slice_of(word), &terms, &count, NULL), FX_OK);
    for (uint32_t i = 0; i < count; i++)
        length += print_term(out + length, sizeof out - length, &terms[i], 0);
    out[length ? length - 1 : 0] = '\0';
    assert_string_equal(out, expected);
    analyzer_free(analyzer);
}

static void words_have_a_folded_form_and_an_english_stem(void **state)
{
    (void)state;
    assert_indexed("en", "Robotics Cooperation deepens", "0:robotics/robot 1:cooperation/cooper 2:deepens/deepen");
    assert_indexed(NULL, "running", "0:running/run");
    assert_indexed("", "running", "0:running");
    assert_indexed("tlh", "running", "0:running");
}

static void possessives_and_both_apostrophes_are_unified(void **state)
{
    (void)state;
    assert_indexed("en", "China's China’s CHINA'S", "0:china 1:china 2:china");
    assert_indexed("en", "O'Brien O’Brien", "0:o'brien 0:obrien 1:o'brien 1:obrien");
    assert_indexed("en", "didn't didn’t", "0:didn't 1:didn't");
    assert_indexed("en", "I'll we'll she’d", "0:i'll 1:we'll 2:she'd");
    assert_query("en", "O’Brien", "0:o'brien");
    assert_query("en", "OBrien", "0:obrien");
    assert_query("en", "farmers' market's", "0:farmers/farmer 1:market");
}

static void acronyms_are_found_with_and_without_stops(void **state)
{
    (void)state;
    assert_indexed("en", "U.S. a.m. Ph.D.", "0:u.s 0:us 1:a.m 1:am 2:ph.d 2:phd");
    assert_query("en", "U.S.", "0:u.s");
    assert_query("en", "AT&T", "0:at 1:t");
    assert_query("en", "COVID-19", "0:covid 1:19");
    assert_query("en", "people-to-people", "0:people/peopl 1:to 2:people/peopl");
}

static void numbers_keep_their_value(void **state)
{
    (void)state;
    assert_indexed("en", "1,000 1,000,000.50 3.5 1,2 20th 1990s", "0:1000 1:1000000.50 2:3.5 3:1,2 4:20th 5:1990s");
    assert_query("en", "$1,000", "0:1000");
    assert_query("en", "1000", "0:1000");
}

static void words_run_together_are_found_by_their_parts(void **state)
{
    (void)state;
    assert_indexed("en", "Yahoo.com", "0:yahoo.com 0:yahoo 0:com");
    assert_indexed("en", "announced.The", "0:announced.the 0:announced/announc 0:the");
    assert_indexed("en", "Source:Reuters", "0:source:reuters 0:source/sourc 0:reuters/reuter");
    assert_indexed("en", "snake_case _x", "0:snake_case 0:snake 0:case 1:_x 1:x");
    assert_indexed("en", "v2.0", "0:v2.0");
}

static void accents_ligatures_and_widths_are_folded(void **state)
{
    (void)state;
    assert_indexed("", "Müller Mu\u0308ller MÜLLER", "0:muller 1:muller 2:muller");
    assert_indexed("", "Straße STRASSE ﬁnal Ｆｕｌｌ", "0:strasse 1:strasse 2:final 3:full");
    assert_indexed("", "Łódź Ørsted Erdoğan İstanbul Diyarbakır Cæsar",
                   "0:lodz 1:orsted 2:erdogan 3:istanbul 4:diyarbakir 5:caesar");
    assert_indexed("", "co\u00ADoperation", "0:cooperation");
    assert_indexed("", "Алексе́й Ёлкин", "0:алексей 1:елкин");
    assert_indexed("", "हिन्दी", "0:हिन्दी");
    assert_indexed("", "مُحَمَّد", "0:محمد");
    assert_indexed("", "Hawaiʻi Hawai’i", "0:hawai'i 1:hawai'i");
    assert_indexed("", "ʿAlī Sanaʾ Ali", "0:ali 1:sana 2:ali");
}

static void each_language_has_its_stemmer(void **state)
{
    (void)state;
    assert_indexed("de-AT", "Häuser", "0:hauser/haus");
    assert_indexed("French", "continuation", "0:continuation/continu");
    assert_indexed("rus", "книгами", "0:книгами/книг");
    struct analyzer *analyzer = analyzer_of("English");
    assert_string_equal(analyzer_language(analyzer), "en");
    analyzer_free(analyzer);
    analyzer = analyzer_of("zh");
    assert_string_equal(analyzer_language(analyzer), "");
    analyzer_free(analyzer);
}

static void elided_articles_do_not_hide_a_word(void **state)
{
    (void)state;
    assert_indexed("fr", "L’homme aujourd'hui", "0:l'homme/l'homm 0:homme/homm 1:aujourd'hui");
    assert_indexed("it", "dell'arte", "0:dell'arte/dell'art 0:arte");
    assert_indexed("en", "d'etat", "0:d'etat 0:detat");
}

static void ideographs_give_unigrams_and_bigrams(void **state)
{
    (void)state;
    assert_indexed("zh", "中国人", "0:中 0:中国 1:国 1:国人 2:人");
    assert_indexed("ko", "AI반도체", "0:ai 1:반 1:반도 2:도 2:도체 3:체");
    assert_indexed("ja", "ｶﾞﾗｽ", "0:ガ 0:ガラ 1:ラ 1:ラス 2:ス");
    assert_indexed("ko", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "0:한 0:한국 1:국");
}

static void a_query_of_ideographs_is_its_bigrams(void **state)
{
    (void)state;
    assert_query("zh", "中国人", "0:中国 1:国人");
    assert_query("zh", "中", "0:中");
    assert_query("ko", "AI반도체 2026년", "0:ai 1:반도 2:도체 4:2026 5:년");
    assert_query("zh", "?!", "");
}

static void long_words_are_cut_and_stay_different(void **state)
{
    (void)state;
    struct analyzer *analyzer = analyzer_of("en");
    static char text[5000];
    char before[ANALYZER_TERM_MAX];
    memset(text, 'a', sizeof text);
    static const size_t lengths[] = {ANALYZER_TERM_MAX, ANALYZER_TERM_MAX + 1, 200, 256, 257, 4999, 5000};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const struct analyzed_term *terms;
        uint32_t count;
        assert_int_equal(analyzer_query_terms(analyzer, (fx_slice){text, lengths[i]}, &terms, &count, NULL), FX_OK);
        assert_int_equal(count, 1);
        assert_int_equal(terms[0].form.len, ANALYZER_TERM_MAX);
        assert_true(terms[0].stem.len <= ANALYZER_TERM_MAX);
        assert_true(i == 0 || memcmp(before, terms[0].form.ptr, ANALYZER_TERM_MAX) != 0);
        memcpy(before, terms[0].form.ptr, ANALYZER_TERM_MAX);
    }
    analyzer_free(analyzer);
}

static void a_cut_word_stays_well_formed(void **state)
{
    (void)state;
    struct analyzer *analyzer = analyzer_of("en");
    for (size_t lead = 0; lead < 4; lead++) {
        char text[600];
        size_t length = lead;
        memset(text, 'x', lead);
        for (; length + 2 <= sizeof text; length += 2)
            memcpy(text + length, "ж", 2);
        const struct analyzed_term *terms;
        uint32_t count;
        assert_int_equal(analyzer_query_terms(analyzer, (fx_slice){text, length}, &terms, &count, NULL), FX_OK);
        assert_int_equal(count, 1);
        assert_true(terms[0].form.len <= ANALYZER_TERM_MAX && utf8_is_valid(terms[0].form));
    }
    analyzer_free(analyzer);
}

static void assert_folded_name(const char *name, size_t size, const char *expected)
{
    struct analyzer *analyzer = analyzer_of("en");
    char out[128];
    size_t length = analyzer_fold_name(analyzer, slice_of(name), out, size);
    assert_true(length <= size);
    out[length] = '\0';
    assert_string_equal(out, expected);
    analyzer_free(analyzer);
}

static void names_are_folded_to_words_and_single_spaces(void **state)
{
    (void)state;
    assert_folded_name("  Kim Min-kyo ", 100, "kim min kyo");
    assert_folded_name("João  “Jo”\nO’Neill", 100, "joao jo o'neill");
    assert_folded_name("習近平 Xi", 100, "習近平 xi");
    assert_folded_name("The People's Daily", 100, "the people daily");
    assert_folded_name("", 100, "");
    assert_folded_name("abc def", 5, "abc d");
    assert_folded_name("abc def", 4, "abc");
    assert_folded_name("習近平", 7, "習近");
    assert_folded_name("abc", 0, "");
}

/* Whatever a character folds to must fold to itself, or query and index would differ. */
static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    static char once[FOLD_OUTPUT_MAX], twice[FOLD_OUTPUT_MAX];
    unsigned different = 0;
    for (uint32_t c = 0x80; c < 0x110000; c = c == 0x2FFFF ? 0xE0000 : c + 1) {
        char text[8] = "ab";
        size_t length = 1 + utf8_encode(c, text + 1);
        struct folded first = fold_text((fx_slice){text, length}, length, once);
        struct folded second = fold_text((fx_slice){once, first.length}, first.length, twice);
        assert_true(utf8_is_valid((fx_slice){once, first.length}));
        assert_null(memchr(once, ' ', first.length));
        if (!slice_equal((fx_slice){once, first.length}, (fx_slice){twice, second.length})) {
            print_message("U+%04X: %.*s / %.*s\n", c, (int)first.length, once, (int)second.length, twice);
            different++;
        }
    }
    assert_int_equal(different, 0);
}

static void analyze_all(struct analyzer *analyzer, fx_slice text)
{
    struct lexer lexer;
    struct lexeme lexeme;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms;
        uint32_t count, offset = 0;
        assert_int_equal(analyzer_terms(analyzer, text, lexeme, &terms, &count, NULL), FX_OK);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(terms[i].form.len > 0 && terms[i].form.len <= ANALYZER_TERM_MAX);
            assert_true(terms[i].stem.len > 0 && terms[i].stem.len <= ANALYZER_TERM_MAX);
            assert_true(utf8_is_valid(terms[i].form) && utf8_is_valid(terms[i].stem));
            assert_true(terms[i].offset >= offset && terms[i].offset < lexeme.positions);
            offset = terms[i].offset;
        }
    }
}

static void forms_are_those_of_the_terms_and_their_own_stems(void **state)
{
    (void)state;
    fx_slice text = SLICE(
        "Cities' leaders, O'Brien's U.S. talks, l'homme, example.com, 1,000 M\xC3\xBCllers \xE4\xB8\xAD\xE5\x9B\xBD");
    struct analyzer *with = analyzer_of("fr"), *without = analyzer_of("fr");
    struct lexer lexer;
    struct lexeme lexeme;
    uint32_t seen = 0;
    lexer_init(&lexer, text);
    while (lexer_next(&lexer, &lexeme)) {
        const struct analyzed_term *terms, *forms;
        uint32_t term_count, form_count;
        assert_int_equal(analyzer_terms(with, text, lexeme, &terms, &term_count, NULL), FX_OK);
        assert_int_equal(analyzer_forms(without, text, lexeme, &forms, &form_count, NULL), FX_OK);
        assert_int_equal(term_count, form_count);
        for (uint32_t i = 0; i < form_count; i++, seen++) {
            assert_true(slice_equal(forms[i].form, terms[i].form) && forms[i].offset == terms[i].offset);
            assert_true(slice_equal(forms[i].form, forms[i].stem));
        }
    }
    assert_true(seen > 12);
    analyzer_free(with);
    analyzer_free(without);
}

static void hostile_text_gives_sound_terms(void **state)
{
    (void)state;
    enum { SIZE = 1 << 18 };
    static const char *const languages[] = {"en", "de", "ru", "ar", "tr", ""};
    const fx_slice patterns[] = {SLICE("a"),        SLICE("\0"), SLICE("\x80"),   SLICE("中"),     SLICE("\u0301"),
                                 SLICE("a."),       SLICE("a'"), SLICE("ﷺ"),      SLICE("1,000"),  SLICE("A반"),
                                 SLICE("カ\u3099"), SLICE("_"),  SLICE("\u1161"), SLICE("\u115f"), SLICE("é")};
    struct test_random random = test_random_new(__func__);
    char *text = memory_allocate(SIZE, 1);
    assert_non_null(text);
    struct analyzer *analyzer = analyzer_of("en");
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        size_t length = 0;
        for (; length + patterns[i].len <= SIZE; length += patterns[i].len)
            memcpy(text + length, patterns[i].ptr, patterns[i].len);
        analyze_all(analyzer, (fx_slice){text, length});
    }
    analyzer_free(analyzer);
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
        analyzer = analyzer_of(languages[l]);
        size_t length = 0;
        while (length + UTF8_BYTES_MAX < 20000) {
            bool is_raw = test_random_below(&random, 8) == 0;
            static const uint32_t ranges[] = {0x80, 0x250, 0x3000, 0x20000};
            uint32_t c = test_random_below(&random, ranges[test_random_below(&random, 4)]);
            if (is_raw)
                text[length++] = (char)c;
            else
                length += utf8_encode(c, text + length);
        }
        analyze_all(analyzer, (fx_slice){text, length});
        analyzer_free(analyzer);
    }
    memory_free(text);
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct analyzer *analyzer;
        const struct analyzed_term *terms;
        uint32_t count;
        fx_error err = {0};
        memory_fail_at(n, false);
        int status = analyzer_new(&analyzer, "en", &err);
        if (status == FX_OK)
            status = analyzer_query_terms(analyzer, slice_of("O'Brien 中国人 walking"), &terms, &count, &err);
        bool reached = memory_allocations() >= n;
        memory_fail_at(0, false);
        assert_int_equal(status, reached ? FX_ENOMEM : FX_OK);
        analyzer_free(analyzer);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_a_folded_form_and_an_english_stem),
        cmocka_unit_test(possessives_and_both_apostrophes_are_unified),
        cmocka_unit_test(acronyms_are_found_with_and_without_stops),
        cmocka_unit_test(numbers_keep_their_value),
        cmocka_unit_test(words_run_together_are_found_by_their_parts),
        cmocka_unit_test(accents_ligatures_and_widths_are_folded),
        cmocka_unit_test(each_language_has_its_stemmer),
        cmocka_unit_test(elided_articles_do_not_hide_a_word),
        cmocka_unit_test(ideographs_give_unigrams_and_bigrams),
        cmocka_unit_test(a_query_of_ideographs_is_its_bigrams),
        cmocka_unit_test(long_words_are_cut_and_stay_different),
        cmocka_unit_test(a_cut_word_stays_well_formed),
        cmocka_unit_test(names_are_folded_to_words_and_single_spaces),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(forms_are_those_of_the_terms_and_their_own_stems),
        cmocka_unit_test(hostile_text_gives_sound_terms),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
