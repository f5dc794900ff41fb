#include "test_corpus.h"

#include <errno.h>

static char directory[64];
static char original[4096];

/* Each test runs inside a directory of its own. */
static int enter(void **state)
{
    (void)state;
    assert_non_null(getcwd(original, sizeof original));
    test_make_directory(directory, sizeof directory);
    return chdir(directory);
}

static int leave(void **state)
{
    (void)state;
    assert_int_equal(chdir(original), 0);
    test_remove_directory(directory);
    return 0;
}

static void write_text(const char *path, const char *text)
{
    test_write_file(path, text, strlen(text));
}

/* What a source gives: "path@offset+length:first_line[$]\n" a chunk, $ for the last of its file. */
struct listing {
    char text[8192];
    struct buffer bytes; /* of all chunks */
    uint64_t last_hash;
};

static int list_with(struct listing *out, struct corpus_source_options options)
{
    *out = (struct listing){.text = ""};
    struct corpus_source *source;
    int status = corpus_source_open(&source, &options, NULL);
    if (status != FX_OK)
        return status;
    struct corpus_chunk chunk = CORPUS_CHUNK_INIT;
    while ((status = corpus_source_next(source, &chunk, NULL)) == FX_OK) {
        size_t used = strlen(out->text);
        snprintf(out->text + used, sizeof out->text - used, "%.*s@%llu+%zu:%u%s\n", (int)chunk.path.length,
                 chunk.path.bytes, (unsigned long long)chunk.offset, chunk.bytes.length, (unsigned)chunk.first_line,
                 chunk.last_of_file ? "$" : "");
        assert_int_equal(buffer_append_slice(&out->bytes, buffer_slice(&chunk.bytes)), FX_OK);
        out->last_hash = chunk.file_hash;
    }
    corpus_chunk_release(&chunk);
    corpus_source_close(source);
    return status;
}

static void check(const char *expected, const char *expected_skips, const char *const *paths, size_t count)
{
    struct test_skips skips = {.text = ""};
    struct listing listing;
    struct corpus_source_options options = {
        .paths = paths, .path_count = count, .skip = test_on_skip, .payload = &skips};
    assert_int_equal(list_with(&listing, options), FX_END);
    assert_string_equal(listing.text, expected);
    assert_string_equal(skips.text, expected_skips);
    buffer_release(&listing.bytes);
}

#define CHECK(expected, skips, ...)                                                                                    \
    check(expected, skips, (const char *const[]){__VA_ARGS__},                                                         \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void a_directory_is_walked_in_the_order_of_whole_paths(void **state)
{
    (void)state;
    mkdir("news", 0755);
    mkdir("news/a", 0755);
    mkdir("news/b", 0755);
    write_text("news/a/z.txt", "z");
    write_text("news/a-b.txt", "ab");
    write_text("news/a.txt", "a");
    write_text("news/b/c.txt", "bc");
    CHECK("news/a-b.txt@0+2:1$\nnews/a.txt@0+1:1$\nnews/a/z.txt@0+1:1$\nnews/b/c.txt@0+2:1$\n", "", "news");
    CHECK("news/b/c.txt@0+2:1$\n", "", "news/b/");
}

static void hidden_files_and_readmes_are_passed_over_unless_named(void **state)
{
    (void)state;
    mkdir("news", 0755);
    mkdir("news/.git", 0755);
    write_text("news/.git/config", "x");
    write_text("news/.hidden", "x");
    write_text("news/README.md", "x");
    write_text("news/a", "a");
    CHECK("news/a@0+1:1$\n", "", "news");
    CHECK("news/.hidden@0+1:1$\n", "", "news/.hidden");
}

static void links_to_files_are_followed_and_links_to_directories_are_not(void **state)
{
    (void)state;
    mkdir("news", 0755);
    write_text("story", "story");
    assert_int_equal(symlink("../story", "news/link"), 0);
    assert_int_equal(symlink("../news", "news/loop"), 0);
    assert_int_equal(symlink("nowhere", "news/broken"), 0);
    CHECK("news/link@0+5:1$\n", "broken:0: cannot follow the link: No such file or directory\n", "news");
    assert_int_equal(symlink("news", "given"), 0);
    CHECK("given/link@0+5:1$\n", "broken:0: cannot follow the link: No such file or directory\n", "given");
}

static void what_is_no_file_is_named_and_skipped(void **state)
{
    (void)state;
    mkdir("news", 0755);
    assert_int_equal(mkfifo("news/pipe", 0644), 0);
    write_text("news/story", "story");
    CHECK("news/story@0+5:1$\n", "pipe:0: is a FIFO, not a file\n", "news");
    CHECK("", "null:0: is a device, not a file\n", "/dev/null");
}

static void an_unreadable_file_is_named_and_the_rest_goes_on(void **state)
{
    (void)state;
    if (geteuid() == 0)
        skip(); /* root reads everything */
    mkdir("news", 0755);
    write_text("news/a", "a");
    write_text("news/b", "b");
    assert_int_equal(chmod("news/a", 0), 0);
    CHECK("news/b@0+1:1$\n", "a:0: cannot open: Permission denied\n", "news");
}

static void a_missing_path_is_named_and_all_missing_is_an_error(void **state)
{
    (void)state;
    write_text("story", "story");
    CHECK("story@0+5:1$\n", "gone:0: cannot read: No such file or directory\n", "gone", "story");
    const char *const paths[] = {"gone"};
    struct corpus_source *source;
    fx_error err;
    struct corpus_source_options options = {.paths = paths, .path_count = 1};
    assert_int_equal(corpus_source_open(&source, &options, &err), FX_ENOTFOUND);
    assert_null(source);
    assert_string_equal(err.message, "'gone' does not exist");
}

static void a_refused_file_gives_one_empty_chunk_so_that_it_is_known_next_time(void **state)
{
    (void)state;
    test_write_file("binary", "text\n\0\1\2", 8);
    CHECK("binary@8+0:2$\n", "binary:0: binary file (line 2: NUL byte)\n", "binary");
    write_text("empty", "");
    CHECK("empty@0+0:1$\n", "", "empty");
}

/* Lines of random lengths; some far longer than a chunk. */
static size_t write_lines(const char *path, struct test_random *random, size_t total, struct buffer *copy)
{
    size_t lines = 0;
    while (copy->length < total) {
        size_t length = 10 + test_random_below(random, test_random_below(random, 50) == 0 ? 3000000 : 5000);
        assert_int_equal(buffer_append_string(copy, "{\"title\":\""), FX_OK);
        assert_int_equal(buffer_reserve(copy, length), FX_OK);
        memset(copy->bytes + copy->length, 'x', length);
        copy->length += length;
        assert_int_equal(buffer_append_string(copy, "\"}\n"), FX_OK);
        lines++;
    }
    test_write_file(path, copy->bytes, copy->length);
    return lines;
}

static void chunks_are_whole_lines_and_together_the_file(void **state)
{
    (void)state;
    struct test_random random = test_random_new(__func__);
    struct buffer copy = BUFFER_INIT;
    write_lines("a.jsonl", &random, 9000000, &copy);
    const char *const paths[] = {"a.jsonl"};
    struct corpus_source_options options = {.paths = paths, .path_count = 1};
    struct corpus_source *source;
    assert_int_equal(corpus_source_open(&source, &options, NULL), FX_OK);
    struct corpus_chunk chunk = CORPUS_CHUNK_INIT;
    size_t at = 0;
    uint32_t line = 1;
    bool last = false;
    while (corpus_source_next(source, &chunk, NULL) == FX_OK) {
        assert_false(last);
        assert_int_equal(chunk.offset, at);
        assert_int_equal(chunk.first_line, line);
        assert_memory_equal(chunk.bytes.bytes, copy.bytes + at, chunk.bytes.length);
        if (chunk.bytes.length > 0)
            assert_int_equal(chunk.bytes.bytes[chunk.bytes.length - 1], '\n');
        for (size_t i = 0; i < chunk.bytes.length; i++)
            line += chunk.bytes.bytes[i] == '\n';
        at += chunk.bytes.length;
        last = chunk.last_of_file;
    }
    assert_true(last);
    assert_int_equal(at, copy.length);
    corpus_chunk_release(&chunk);
    corpus_source_close(source);
    buffer_release(&copy);
}

static int from_start(void *payload, const struct corpus_file *file, uint64_t *start, uint32_t *number)
{
    (void)file;
    *start = *(uint64_t *)payload;
    *number = 7;
    return FX_OK;
}

static void a_file_read_from_an_offset_keeps_its_line_numbers_and_hash(void **state)
{
    (void)state;
    const char *text = "{\"title\":\"one\"}\n{\"title\":\"two\"}\n{\"title\":\"three\"}";
    write_text("a.jsonl", text);
    const char *const paths[] = {"a.jsonl"};
    struct listing whole, part;
    struct corpus_source_options options = {.paths = paths, .path_count = 1};
    assert_int_equal(list_with(&whole, options), FX_END);
    uint64_t start = 32;
    options.choose = from_start;
    options.payload = &start;
    assert_int_equal(list_with(&part, options), FX_END);
    assert_string_equal(part.text, "a.jsonl@32+17:3$\n");
    assert_true(part.last_hash == whole.last_hash);
    buffer_release(&whole.bytes);
    buffer_release(&part.bytes);
}

struct choices {
    char seen[512];
};

static int choose_none(void *payload, const struct corpus_file *file, uint64_t *start, uint32_t *number)
{
    struct choices *choices = payload;
    (void)start;
    (void)number;
    size_t used = strlen(choices->seen);
    snprintf(choices->seen + used, sizeof choices->seen - used, "%.*s %llu\n", (int)file->path.len, file->path.ptr,
             (unsigned long long)file->size);
    assert_true(file->modified_ns > 0);
    return FX_END;
}

static void a_file_that_is_not_chosen_is_not_opened(void **state)
{
    (void)state;
    mkdir("news", 0755);
    write_text("news/a", "a");
    write_text("news/b", "bb");
    assert_int_equal(chmod("news/b", 0), 0);
    const char *const paths[] = {"news"};
    struct choices choices = {""};
    struct listing listing;
    struct corpus_source_options options = {
        .paths = paths, .path_count = 1, .choose = choose_none, .payload = &choices};
    assert_int_equal(list_with(&listing, options), FX_END);
    assert_string_equal(listing.text, "");
    assert_string_equal(choices.seen, "news/a 1\nnews/b 2\n");
    buffer_release(&listing.bytes);
}

static void a_line_beyond_the_limit_is_named_and_its_neighbours_are_read(void **state)
{
    (void)state;
    FILE *file = fopen("a.jsonl", "wb");
    assert_non_null(file);
    fputs("{\"title\":\"one\"}\n{\"title\":\"", file);
    static char block[1 << 20];
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 65; i++)
        assert_int_equal(fwrite(block, 1, sizeof block, file), sizeof block);
    fputs("\"}\n{\"title\":\"three\"}\n", file);
    fclose(file);
    const char *const paths[] = {"a.jsonl"};
    struct test_skips skips = {.text = ""};
    struct listing listing;
    struct corpus_source_options options = {.paths = paths, .path_count = 1, .skip = test_on_skip, .payload = &skips};
    assert_int_equal(list_with(&listing, options), FX_END);
    assert_string_equal(skips.text, "a.jsonl:2: the line is longer than 64 MiB\n");
    assert_int_equal(buffer_append_byte(&listing.bytes, '\0'), FX_OK);
    assert_string_equal(listing.bytes.bytes, "{\"title\":\"one\"}\n{\"title\":\"three\"}\n");
    assert_non_null(strstr(listing.text, ":3$\n"));
    buffer_release(&listing.bytes);
}

static void standard_input_is_json_lines_without_a_path(void **state)
{
    (void)state;
    write_text("in", "{\"title\":\"one\"}\n");
    int saved = dup(STDIN_FILENO);
    assert_non_null(freopen("in", "rb", stdin));
    CHECK("@0+16:1$\n", "", "-");
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
}

static void a_stop_ends_the_source(void **state)
{
    (void)state;
    write_text("a", "a");
    const char *const paths[] = {"a"};
    const volatile int stop = 1;
    struct listing listing;
    struct corpus_source_options options = {.paths = paths, .path_count = 1, .stop = &stop};
    assert_int_equal(list_with(&listing, options), FX_END);
    assert_string_equal(listing.text, "");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_directory_is_walked_in_the_order_of_whole_paths),
        EACH(hidden_files_and_readmes_are_passed_over_unless_named),
        EACH(links_to_files_are_followed_and_links_to_directories_are_not),
        EACH(what_is_no_file_is_named_and_skipped),
        EACH(an_unreadable_file_is_named_and_the_rest_goes_on),
        EACH(a_missing_path_is_named_and_all_missing_is_an_error),
        EACH(a_refused_file_gives_one_empty_chunk_so_that_it_is_known_next_time),
        EACH(chunks_are_whole_lines_and_together_the_file),
        EACH(a_file_read_from_an_offset_keeps_its_line_numbers_and_hash),
        EACH(a_file_that_is_not_chosen_is_not_opened),
        EACH(a_line_beyond_the_limit_is_named_and_its_neighbours_are_read),
        EACH(standard_input_is_json_lines_without_a_path),
        EACH(a_stop_ends_the_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
