#include "corpus_jsonl.h"

#include "civil_time.h"
#include "corpus_heading.h"
#include "dumped_layout.h"
#include "error.h"
#include "memory.h"
#include "slice.h"
#include "text_space.h"

#include <string.h>
#include <yajl/yajl_parse.h>

enum field {
    FIELD_ID,
    FIELD_URL,
    FIELD_TITLE,
    FIELD_DECK,
    FIELD_BODY,
    FIELD_TEXT,
    FIELD_DATE,
    FIELD_SECTION,
    FIELD_SOURCE,
    FIELD_AUTHOR,
    FIELD_LANG,
    FIELD_COUNT, /* of the keys that we know */
    FIELD_NONE = FIELD_COUNT
};

static const char *const KEYS[FIELD_COUNT] = {"id",   "url",     "title",  "deck",   "body", "text",
                                              "date", "section", "source", "author", "lang"};

struct corpus_jsonl {
    yajl_handle yajl;                   /* NULL after a line that it refused */
    struct buffer values[FIELD_COUNT];  /* of body and text: nothing, they are in `bodies` */
    struct corpus_paragraphs bodies[2]; /* of body, of text */
    uint32_t depth;                     /* open objects and arrays */
    uint32_t objects;                   /* whole objects on this line */
    enum field field;                   /* whose value comes next at depth 1 */
    bool in_author_list;
    bool at_layout, in_layout; /* its value comes next; this is inside it */
    struct dumped_layout layout;
    bool no_memory;
    fx_error problem; /* the first thing wrong with the line's content */
};

static void complain(struct corpus_jsonl *parser, const char *what)
{
    if (parser->problem.code != FX_OK)
        return;
    if (parser->field < FIELD_COUNT)
        error_set(&parser->problem, FX_EINPUT, "\"%s\" %s", KEYS[parser->field], what);
    else
        error_set(&parser->problem, FX_EINPUT, "%s", what);
}

/* A value that is no string. Unknown keys may hold anything. */
static int wrong_type(struct corpus_jsonl *parser, const char *what)
{
    if (parser->depth == 0)
        complain(parser, "not a JSON object");
    else if (parser->depth == 1 && parser->field < FIELD_COUNT)
        complain(parser, what);
    else if (parser->in_author_list && parser->depth == 2)
        complain(parser, "holds something that is not text");
    return 1;
}

static void clear_value(struct corpus_jsonl *parser, enum field field)
{
    buffer_clear(&parser->values[field]);
    if (field == FIELD_BODY || field == FIELD_TEXT)
        corpus_paragraphs_clear(&parser->bodies[field - FIELD_BODY]);
}

static int note_memory(struct corpus_jsonl *parser, int status)
{
    parser->no_memory = parser->no_memory || status != FX_OK;
    return 1;
}

static int set_value(struct corpus_jsonl *parser, fx_slice value)
{
    enum field field = parser->field;
    struct buffer *out = &parser->values[field];
    int status = FX_OK;
    if (memchr(value.ptr, '\0', value.len) != NULL) {
        complain(parser, "holds a NUL character");
        return 1;
    }
    if (!parser->in_author_list) /* of a key that stands twice the last value counts */
        clear_value(parser, field);
    else if (out->length > 0)
        status = buffer_append_string(out, ", ");
    if (status == FX_OK && (field == FIELD_BODY || field == FIELD_TEXT))
        status = corpus_paragraphs_add_text(&parser->bodies[field - FIELD_BODY], value);
    else if (status == FX_OK)
        status = corpus_paragraphs_join_lines(out, value);
    return note_memory(parser, status);
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
    struct corpus_jsonl *parser = context;
    fx_slice string = {(const char *)text, length};
    if (parser->in_layout)
        return note_memory(parser, dumped_layout_string(&parser->layout, parser->depth - 1, string));
    bool wanted = (parser->depth == 1 && parser->field < FIELD_COUNT) || (parser->depth == 2 && parser->in_author_list);
    return wanted ? set_value(parser, string) : wrong_type(parser, "");
}

static int on_number(void *context, const char *text, size_t length)
{
    struct corpus_jsonl *parser = context;
    if (parser->in_layout)
        return note_memory(parser, dumped_layout_number(&parser->layout, parser->depth - 1, (fx_slice){text, length}));
    /* many archives number their articles, and count seconds */
    if (parser->depth == 1 && (parser->field == FIELD_ID || parser->field == FIELD_DATE))
        return set_value(parser, (fx_slice){text, length});
    return wrong_type(parser, "is a number, not text");
}

static int on_boolean(void *context, int value)
{
    (void)value;
    return wrong_type(context, "is true or false, not text");
}

static int on_null(void *context)
{
    struct corpus_jsonl *parser = context;
    if (parser->depth == 0)
        return wrong_type(parser, "");
    if (parser->depth == 1 && parser->field < FIELD_COUNT)
        clear_value(parser, parser->field);
    return 1;
}

static int on_key(void *context, const unsigned char *key, size_t length)
{
    struct corpus_jsonl *parser = context;
    if (parser->in_layout)
        dumped_layout_key(&parser->layout, parser->depth - 1, (fx_slice){(const char *)key, length});
    if (parser->depth != 1)
        return 1;
    parser->field = FIELD_NONE;
    parser->at_layout = slice_equal((fx_slice){(const char *)key, length}, SLICE("fsearch"));
    for (int i = 0; i < FIELD_COUNT; i++)
        if (strlen(KEYS[i]) == length && memcmp(KEYS[i], key, length) == 0)
            parser->field = (enum field)i;
    return 1;
}

static int on_begin_object(void *context)
{
    struct corpus_jsonl *parser = context;
    if (parser->depth > 0)
        wrong_type(parser, "is an object, not text");
    if (parser->depth == 1 && parser->at_layout)
        parser->in_layout = parser->layout.present = true;
    parser->depth++;
    return 1;
}

static int on_begin_array(void *context)
{
    struct corpus_jsonl *parser = context;
    if (parser->depth == 1 && parser->field == FIELD_AUTHOR) {
        clear_value(parser, FIELD_AUTHOR);
        parser->in_author_list = true;
    } else {
        wrong_type(parser, "is an array, not text");
    }
    parser->depth++;
    return 1;
}

static int on_end(void *context)
{
    struct corpus_jsonl *parser = context;
    parser->depth--;
    if (parser->depth == 1)
        parser->in_author_list = parser->in_layout = false;
    parser->objects += parser->depth == 0;
    return 1;
}

static const yajl_callbacks CALLBACKS = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_begin_object,
    .yajl_map_key = on_key,
    .yajl_end_map = on_end,
    .yajl_start_array = on_begin_array,
    .yajl_end_array = on_end,
};

int corpus_jsonl_new(struct corpus_jsonl **out, fx_error *err)
{
    *out = memory_allocate_zeroed(1, sizeof **out);
    return *out != NULL ? FX_OK : error_no_memory(err);
}

void corpus_jsonl_free(struct corpus_jsonl *parser)
{
    if (parser == NULL)
        return;
    if (parser->yajl != NULL)
        yajl_free(parser->yajl);
    for (int i = 0; i < FIELD_COUNT; i++)
        buffer_release(&parser->values[i]);
    corpus_paragraphs_release(&parser->bodies[0]);
    corpus_paragraphs_release(&parser->bodies[1]);
    dumped_layout_release(&parser->layout);
    memory_free(parser);
}

static void drop_yajl(struct corpus_jsonl *parser)
{
    yajl_free(parser->yajl);
    parser->yajl = NULL;
}

static int syntax_error(struct corpus_jsonl *parser, fx_slice line, fx_error *err)
{
    unsigned char *said = yajl_get_error(parser->yajl, 0, (const unsigned char *)line.ptr, line.len);
    const char *text = said != NULL ? (const char *)said : "";
    error_set(err, FX_EINPUT, "not JSON: %.*s", (int)strcspn(text, "\n"), text);
    if (said != NULL)
        yajl_free_error(parser->yajl, said);
    drop_yajl(parser);
    return FX_EINPUT;
}

/* One yajl handle reads line after line (making one costs as much as a short article); a newline is fed behind each, so
 * that no token stays open. */
static int run_yajl(struct corpus_jsonl *parser, fx_slice line, fx_error *err)
{
    if (parser->yajl == NULL) {
        parser->yajl = yajl_alloc(&CALLBACKS, NULL, parser);
        if (parser->yajl == NULL)
            return error_no_memory(err);
        yajl_config(parser->yajl, yajl_allow_multiple_values, 1);
    }
    yajl_status status = yajl_parse(parser->yajl, (const unsigned char *)line.ptr, line.len);
    if (status == yajl_status_ok)
        status = yajl_parse(parser->yajl, (const unsigned char *)"\n", 1);
    if (status != yajl_status_ok)
        return syntax_error(parser, line, err);
    if (parser->depth > 0) {
        drop_yajl(parser);
        return error_set(err, FX_EINPUT, "not JSON: the line ends inside a value");
    }
    if (parser->no_memory)
        return error_no_memory(err);
    if (parser->objects != 1 && parser->problem.code == FX_OK)
        return error_set(err, FX_EINPUT, parser->objects > 1 ? "more than one value on the line" : "not a JSON object");
    if (parser->problem.code != FX_OK)
        return error_set(err, FX_EINPUT, "%s", parser->problem.message);
    return FX_OK;
}

static fx_slice value_of(const struct corpus_jsonl *parser, enum field field)
{
    return buffer_slice(&parser->values[field]);
}

/* Seconds since 1970, as many archives keep time; twelve digits and more are milliseconds. */
static bool read_unix_time(int64_t *out, fx_slice text)
{
    enum { SECONDS_DIGITS_MIN = 9, MILLISECONDS_DIGITS_MIN = 12, DIGITS_MAX = 14 };
    int64_t number = 0;
    for (size_t i = 0; i < text.len && i < DIGITS_MAX; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        number = number * 10 + (text.ptr[i] - '0');
    }
    *out = text.len < MILLISECONDS_DIGITS_MIN ? number : number / 1000;
    return text.len >= SECONDS_DIGITS_MIN && text.len <= DIGITS_MAX;
}

static void fill_article(const struct corpus_jsonl *parser, const struct time_zone *zone, struct article *out)
{
    out->id = value_of(parser, FIELD_ID);
    out->url = value_of(parser, FIELD_URL);
    out->title = value_of(parser, FIELD_TITLE);
    out->deck = value_of(parser, FIELD_DECK);
    out->desk = value_of(parser, FIELD_SECTION);
    out->source = value_of(parser, FIELD_SOURCE);
    out->lang = value_of(parser, FIELD_LANG);
    out->byline = value_of(parser, FIELD_AUTHOR);
    if (out->id.len == 0)
        out->id = out->url;
    /* A date that cannot be read costs the date, not the article. */
    fx_slice date = value_of(parser, FIELD_DATE);
    out->has_published = date.len > 0 && (civil_parse(&out->published, date, zone, NULL) == FX_OK ||
                                          read_unix_time(&out->published, date));
}

int corpus_jsonl_parse(struct corpus_jsonl *parser, fx_slice line, const struct time_zone *zone, struct arena *arena,
                       struct article *out, fx_error *err)
{
    *out = (struct article){0};
    for (int i = 0; i < FIELD_COUNT; i++)
        clear_value(parser, (enum field)i);
    parser->depth = parser->objects = 0;
    parser->field = FIELD_NONE;
    parser->in_author_list = parser->at_layout = parser->in_layout = parser->no_memory = false;
    dumped_layout_clear(&parser->layout);
    parser->problem = (fx_error){0};
    int status = run_yajl(parser, line, err);
    if (status != FX_OK)
        return status;
    struct corpus_paragraphs *body = &parser->bodies[parser->bodies[0].count > 0 ? 0 : 1];
    fill_article(parser, zone, out);
    if (body->count == 0 && out->title.len == 0)
        return error_set(err, FX_EINPUT, "neither title nor body");
    if (parser->layout.present)
        dumped_layout_mark(&parser->layout, body);
    else
        corpus_heading_mark(body, out->byline, CORPUS_HEADING_CAREFUL);
    status = corpus_paragraphs_finish(body, out, arena);
    if (status == FX_OK)
        status = dumped_layout_fill(&parser->layout, out, arena);
    return status == FX_OK ? FX_OK : error_no_memory(err);
}
