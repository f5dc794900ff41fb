#include "oracle_query.h"

static void put(struct buffer *out, const char *text)
{
    assert_int_equal(buffer_append_string(out, text), FX_OK);
}

static uint32_t pick(struct test_random *random, uint32_t n)
{
    return test_random_below(random, n);
}

/* The beginning of a word, for prefixes; a word with a letter changed, for fuzzy words. */
static void put_changed_word(struct buffer *out, struct test_random *random)
{
    char word[40];
    snprintf(word, sizeof word, "%s", corpus_word(random));
    size_t length = strcspn(word, "-,. \x80\xE5\xE6\xC3");
    if (length < 3) {
        put(out, "robot");
    } else if (pick(random, 2)) {
        word[length - pick(random, (uint32_t)length - 2)] = '\0';
        word[length] = '\0';
        put(out, word);
        put(out, "*");
        return;
    } else {
        word[length] = '\0';
        word[pick(random, (uint32_t)length)] = (char)('a' + pick(random, 26));
        put(out, word);
    }
    put(out, pick(random, 2) ? "~1" : "~2");
}

static void put_phrase(struct buffer *out, struct test_random *random)
{
    put(out, "\"");
    for (uint32_t i = 2 + pick(random, 2); i > 0; i--) {
        put(out, corpus_word(random));
        put(out, i > 1 ? " " : "");
    }
    put(out, pick(random, 12) == 0 ? "*\"" : "\"");
    if (pick(random, 3) == 0)
        assert_int_equal(buffer_append_format(out, "~%u", pick(random, 6)), FX_OK);
}

static void put_word(struct buffer *out, struct test_random *random)
{
    switch (pick(random, 10)) {
    case 0:
        put_changed_word(out, random);
        return;
    case 1:
        put_phrase(out, random);
        return;
    case 2:
        put(out, "=");
        break;
    default:
        break;
    }
    put(out, corpus_word(random));
}

/* A name, whole or in part, quoted where it is several words. */
static void put_name(struct buffer *out, struct test_random *random, const char *name)
{
    char words[64];
    snprintf(words, sizeof words, "%s", name);
    char *part = words;
    char *space = strchr(words, ' ');
    if (space != NULL && pick(random, 2)) {
        *space = '\0';
        part = pick(random, 2) ? words : space + 1;
    }
    if (pick(random, 8) == 0 && (part[0] & 0x80) == 0)
        assert_int_equal(buffer_append_format(out, "%.1s*", part), FX_OK);
    else
        assert_int_equal(buffer_append_format(out, "\"%s\"", part), FX_OK);
}

/* Names in a group; what the article says of itself. */
static void put_plain_field(struct buffer *out, struct test_random *random)
{
    switch (pick(random, 6)) {
    case 0:
        put(out, pick(random, 2) ? "lang:en" : "lang:de");
        return;
    case 1:
        assert_int_equal(buffer_append_format(out, "id:%c%u", 'a' + (int)pick(random, 2), pick(random, 40)), FX_OK);
        return;
    case 2:
        put(out, "*");
        return;
    case 3:
        put(out, pick(random, 2) ? "speaker:(" : "entity:(");
        put_name(out, random, corpus_speaker(random));
        put(out, pick(random, 2) ? " OR " : " -");
        put_name(out, random, corpus_entity(random));
        put(out, ")");
        return;
    default:
        put(out, "author:\"Li Wei\"");
    }
}

static void put_name_field(struct buffer *out, struct test_random *random)
{
    switch (pick(random, 9)) {
    case 0:
        put(out, "desk:");
        put_name(out, random, corpus_desk(random));
        return;
    case 1:
        put(out, "source:");
        put_name(out, random, "Harbour Times");
        return;
    case 2:
        put_plain_field(out, random);
        return;
    case 3:
    case 4:
    case 5:
        put(out, "speaker:");
        put_name(out, random, pick(random, 6) ? corpus_speaker(random) : "Chairman of the Harbour");
        return;
    default: {
        static const char *const fields[] = {"entity:", "person:", "organization:", "place:", "entity:"};
        put(out, fields[pick(random, 5)]);
        put_name(out, random, corpus_entity(random));
    }
    }
}

static void put_date(struct buffer *out, struct test_random *random)
{
    static const char *const dates[] = {"date:2025-10-09", "date:2025-10-05..",           "date:..2025-10-07",
                                        "date:2025",       "date:2025-10-05..2025-10-08", "date:..",
                                        "date:-3d.."};
    put(out, dates[pick(random, sizeof dates / sizeof dates[0])]);
}

static void put_query(struct buffer *out, struct test_random *random, int depth);

static void put_group(struct buffer *out, struct test_random *random, int depth)
{
    put(out, "(");
    put_query(out, random, depth - 1);
    put(out, ")");
}

/* Of words alone, for NEAR. */
static void put_place(struct buffer *out, struct test_random *random, int depth)
{
    if (depth == 0 || pick(random, 3)) {
        put_word(out, random);
        return;
    }
    static const char *const joints[] = {" OR ", " ", " NEAR/3 ", " ADJ/2 "};
    if (pick(random, 8) == 0)
        put(out, "title:");
    put(out, "(");
    put_place(out, random, depth - 1);
    put(out, joints[pick(random, 4)]);
    put_place(out, random, depth - 1);
    put(out, ")");
}

static void put_near(struct buffer *out, struct test_random *random, int depth)
{
    put_place(out, random, depth - 1);
    put(out, pick(random, 2) ? " NEAR" : " ADJ");
    if (pick(random, 6))
        assert_int_equal(buffer_append_format(out, "/%u", pick(random, 8)), FX_OK);
    put(out, " ");
    put_place(out, random, depth - 1);
}

static void put_scope(struct buffer *out, struct test_random *random)
{
    static const char *const scopes[] = {"SENTENCE", "PARAGRAPH", "SECTION", "TITLE", "QUOTE"};
    static const char *const fields[] = {"heading:", "section:", "title:", "said:"};
    put(out, " WITHIN ");
    switch (pick(random, 8)) {
    case 0:
    case 1:
        put(out, "speaker:");
        put_name(out, random, corpus_speaker(random));
        return;
    case 2: /* any other field: the same as AND */
        put(out, "desk:");
        put_name(out, random, corpus_desk(random));
        return;
    case 3:
        put(out, fields[pick(random, 4)]);
        put(out, corpus_word(random));
        return;
    default:
        put(out, scopes[pick(random, 5)]);
    }
}

static void put_span(struct buffer *out, struct test_random *random, int depth)
{
    static const char *const fields[] = {"title:", "heading:", "said:"};
    switch (depth > 0 ? pick(random, 13) : 0) {
    case 5:
        put(out, fields[pick(random, 3)]);
        put_group(out, random, depth);
        return;
    case 6:
        put(out, "section:");
        put_name(out, random, pick(random, 2) ? corpus_desk(random) : corpus_word(random));
        return;
    case 7:
        put_name_field(out, random);
        return;
    case 12:
        put_near(out, random, depth);
        return;
    case 8:
        put_group(out, random, depth);
        put_scope(out, random);
        return;
    case 9:
        put_word(out, random);
        put_scope(out, random);
        return;
    case 10:
        put_group(out, random, depth);
        put(out, pick(random, 2) ? "^2.5" : "");
        return;
    case 11:
        if (pick(random, 3) == 0)
            put_date(out, random);
        else
            put_word(out, random);
        return;
    default:
        put_word(out, random);
        put(out, pick(random, 8) ? "" : "^0.5");
    }
}

/* What NOT can stand before. */
static void put_atom(struct buffer *out, struct test_random *random, int depth)
{
    if (depth > 0 && pick(random, 2))
        put_group(out, random, depth);
    else if (pick(random, 3) == 0)
        put_name_field(out, random);
    else
        put_word(out, random);
}

static void put_query(struct buffer *out, struct test_random *random, int depth)
{
    for (uint32_t i = 1 + pick(random, 3); i > 0; i--) {
        if (pick(random, 8) == 0) {
            put(out, pick(random, 2) ? "NOT " : "-");
            put_atom(out, random, depth);
        } else {
            put_span(out, random, depth);
        }
        put(out, i == 1 ? "" : pick(random, 2) ? " OR " : " ");
    }
}

void oracle_query_make(struct buffer *out, struct test_random *random)
{
    buffer_clear(out);
    put_query(out, random, (int)pick(random, 4));
}
