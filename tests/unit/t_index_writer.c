#include "codebook.h"
#include "small_index.h"

#include "environment.h"
#include "memory.h"
#include "store_key.h"
#include "verify.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33) % limit;
}

enum { IDS = 60 };

/* What should be there: version[id], 0 where it is not. */
struct model {
    uint32_t version[IDS];
};

static uint32_t model_count(const struct model *model)
{
    uint32_t count = 0;
    for (uint32_t id = 0; id < IDS; id++)
        count += model->version[id] != 0;
    return count;
}

static void check_article(struct index *index, uint32_t id, uint32_t version, struct record *record)
{
    char name[32];
    char text[128];
    uint32_t article;
    int status = index_find(index, small_id(name, id), &article, NULL);
    assert_int_equal(status, version == 0 ? FX_END : FX_OK);
    if (version == 0)
        return;
    assert_int_equal(index_record(index, article, record, NULL), FX_OK);
    assert_true(slice_equal(record->article.id, small_id(name, id)));
    assert_true(slice_equal(record->article.text, small_text(text, (struct small_article){id, version})));
}

static void check_sums(struct index *index, const struct model *model)
{
    const struct commit *commit = index_commit(index);
    uint64_t lengths[UNIT_COUNT] = {0};
    uint32_t documents[UNIT_COUNT] = {0};
    uint64_t expected_lengths[UNIT_COUNT] = {0};
    uint32_t expected[UNIT_COUNT] = {0};
    for (uint32_t id = 0; id < IDS; id++) {
        struct small_article article = {id, model->version[id]};
        for (unsigned unit = 0; unit < UNIT_COUNT && article.version != 0; unit++) {
            expected[unit] += small_children((enum unit)unit, article);
            expected_lengths[unit] +=
                (uint64_t)small_children((enum unit)unit, article) * small_length((enum unit)unit, article);
        }
    }
    for (uint32_t i = 0; i < commit->segment_count; i++) {
        for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
            const struct segment_info *info = &commit->segments[i];
            documents[unit] += info->units[unit].documents - info->dead[unit];
            lengths[unit] += info->units[unit].length - info->dead_length[unit];
        }
    }
    for (unsigned unit = 0; unit < UNIT_COUNT; unit++) {
        assert_int_equal(documents[unit], expected[unit]);
        assert_int_equal(lengths[unit], expected_lengths[unit]);
    }
}

static int print_line(void *payload, fx_slice line)
{
    (void)payload;
    print_message("%.*s\n", (int)line.len, line.ptr);
    return FX_OK;
}

static void check_index(struct index *index, const struct model *model)
{
    assert_int_equal(index_verify(index, print_line, NULL, NULL, NULL), FX_OK);
    struct record record;
    record_init(&record);
    assert_int_equal(index_commit(index)->live_articles, model_count(model));
    for (uint32_t id = 0; id < IDS; id++)
        check_article(index, id, model->version[id], &record);
    check_sums(index, model);
    record_release(&record);
}

static void check_writer(struct index_writer *writer, const struct model *model)
{
    for (uint32_t id = 0; id < IDS; id++) {
        char name[32];
        uint32_t article;
        uint64_t content;
        int status = index_writer_find(writer, small_id(name, id), &article, &content, NULL);
        assert_int_equal(status, model->version[id] == 0 ? FX_END : FX_OK);
        if (status == FX_OK)
            assert_int_equal(content, small_content((struct small_article){id, model->version[id]}));
    }
}

/* Puts 1 to 9 articles of different ids, replacing what was there. */
static void step_add(struct index_writer *writer, struct model *model, uint32_t *version)
{
    struct small_article articles[9];
    uint32_t count = 1 + random_below(9);
    uint32_t first = random_below(IDS);
    for (uint32_t i = 0; i < count; i++) {
        char name[32];
        uint32_t article;
        articles[i] = (struct small_article){(first + i * 3) % IDS, ++*version};
        int status = index_writer_find(writer, small_id(name, articles[i].id), &article, NULL, NULL);
        assert_int_equal(status, model->version[articles[i].id] ? FX_OK : FX_END);
        if (status == FX_OK)
            assert_int_equal(index_writer_kill(writer, article, NULL), FX_OK);
        model->version[articles[i].id] = articles[i].version;
    }
    (void)small_add(writer, articles, count);
}

static void step_kill(struct index_writer *writer, struct model *model)
{
    uint32_t first = random_below(IDS);
    uint32_t count = random_below(8) == 0 ? IDS : random_below(6);
    for (uint32_t i = 0; i < count; i++) {
        char name[32];
        uint32_t article;
        uint32_t id = (first + i) % IDS;
        int status = index_writer_find(writer, small_id(name, id), &article, NULL, NULL);
        assert_int_equal(status, model->version[id] ? FX_OK : FX_END);
        if (status != FX_OK)
            continue;
        assert_int_equal(index_writer_kill(writer, article, NULL), FX_OK);
        assert_int_equal(index_writer_kill(writer, article, NULL), FX_END);
        model->version[id] = 0;
    }
}

static void compact(struct index_writer *writer, const struct model *model)
{
    bool shrunk;
    fx_error err = {0};
    if (index_writer_compact(writer, NULL, &shrunk, &err) != FX_OK)
        fail_msg("%s", err.message);
    assert_true(shrunk);
    struct index *index = index_writer_index(writer);
    const struct commit *commit = index_commit(index);
    uint32_t live = model_count(model);
    assert_int_equal(commit->segment_count, live > 0);
    assert_int_equal(commit->store_count, live > 0);
    if (live > 0) {
        assert_int_equal(commit->segments[0].articles, live);
        assert_int_equal(commit->segments[0].dead[UNIT_QUOTE], 0);
    }
    struct index_usage usage;
    assert_int_equal(index_usage(index, &usage, NULL), FX_OK);
    assert_int_equal(usage.free_bytes, 0);
    assert_int_equal(usage.file_bytes, usage.used_bytes);
    check_index(index, model);
}

static void histories_of_adding_and_removing_end_in_what_they_say(void **state)
{
    (void)state;
    uint64_t seed = 20261123;
    print_message("seed %llu\n", (unsigned long long)seed);
    random_state = seed;
    for (int history = 0; history < 4; history++) {
        const char *directory = small_directory();
        struct index_writer *writer = small_open(directory);
        struct model model = {0};
        struct model committed = {0};
        uint32_t version = 0;
        for (int step = 0; step < 60; step++) {
            switch (random_below(12)) {
            case 0:
                step_kill(writer, &model);
                break;
            case 1:
                assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
                committed = model;
                check_index(index_writer_index(writer), &committed);
                break;
            case 2: /* as if the process had died */
                index_writer_close(writer);
                writer = small_open(directory);
                model = committed;
                check_index(index_writer_index(writer), &committed);
                break;
            case 3:
                check_writer(writer, &model);
                break;
            case 5:
                compact(writer, &model);
                committed = model;
                break;
            case 4:
                assert_int_equal(index_writer_merge(writer, NULL, NULL), FX_OK);
                assert_true(index_commit(index_writer_index(writer))->segment_count < 8);
                committed = model;
                check_index(index_writer_index(writer), &committed);
                break;
            default:
                step_add(writer, &model, &version);
            }
        }
        assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
        index_writer_close(writer);
        struct index *index;
        assert_int_equal(index_open(&index, directory, NULL), FX_OK);
        check_index(index, &model);
        index_close(index);
        small_remove(directory);
    }
}

static void an_index_of_nothing_opens(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    index_writer_close(writer);
    struct index *index;
    assert_int_equal(index_open(&index, directory, NULL), FX_OK);
    assert_int_equal(index_commit(index)->segment_count, 0);
    assert_int_equal(index_commit(index)->live_articles, 0);
    assert_string_equal(index_commit(index)->language, "en");
    uint32_t article;
    assert_int_equal(index_find(index, SLICE("x"), &article, NULL), FX_END);
    index_close(index);
    small_remove(directory);
}

static void what_is_missing_is_not_made_unasked(void **state)
{
    (void)state;
    struct index_writer *writer;
    struct index *index;
    struct index_writer_options options = {.create = false};
    fx_error err;
    const char *directory = small_directory();
    char deep[96];
    assert_int_equal(index_writer_open(&writer, directory, &options, &err), FX_ENOTFOUND);
    assert_int_equal(index_open(&index, directory, &err), FX_ENOTFOUND);
    assert_non_null(strstr(err.message, directory));

    options.create = true;
    snprintf(deep, sizeof deep, "%s/a/b/c", directory);
    assert_int_equal(index_writer_open(&writer, deep, &options, &err), FX_OK);
    index_writer_close(writer);
    small_remove(directory);
}

static void a_second_writer_is_refused(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    struct index_writer *second;
    struct index_writer_options options = {.create = true};
    assert_int_equal(index_writer_open(&second, directory, &options, NULL), FX_ELOCKED);
    assert_null(second);
    index_writer_close(writer);
    small_remove(directory);
}

static int count_keys(void *payload, fx_slice key, fx_slice value)
{
    (void)value;
    if (key.ptr[0] != 'C')
        ++*(uint32_t *)payload;
    return FX_OK;
}

static void leftovers_of_a_killed_writer_are_removed(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    struct small_article articles[] = {{1, 1}, {2, 1}};
    char name[32];
    uint32_t article;
    uint32_t number;
    (void)small_add(writer, articles, 2);
    assert_int_equal(index_writer_set_dictionary(writer, SLICE("not committed"), &number, NULL), FX_OK);
    /* To look writes out what waits. */
    assert_int_equal(index_writer_find(writer, small_id(name, 1), &article, NULL, NULL), FX_OK);
    index_writer_close(writer);
    struct environment *environment;
    struct snapshot *snapshot;
    uint32_t before = 0;
    uint32_t after = 0;
    assert_int_equal(environment_open_reader(&environment, directory, NULL), FX_OK);
    assert_int_equal(snapshot_open(&snapshot, environment, NULL), FX_OK);
    assert_int_equal(snapshot_visit(snapshot, TABLE_MAIN, SLICE("A"), count_keys, &before, NULL), FX_OK);
    snapshot_close(snapshot);
    environment_close(environment);
    assert_true(before > 5);
    index_writer_close(small_open(directory));
    assert_int_equal(environment_open_reader(&environment, directory, NULL), FX_OK);
    assert_int_equal(snapshot_open(&snapshot, environment, NULL), FX_OK);
    assert_int_equal(snapshot_visit(snapshot, TABLE_MAIN, SLICE("A"), count_keys, &after, NULL), FX_OK);
    assert_int_equal(after, 0);
    snapshot_close(snapshot);
    environment_close(environment);
    small_remove(directory);
}

static void keys_of_segments_that_are_all_dead_go_with_the_commit(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    struct small_article articles[] = {{1, 1}, {2, 1}};
    uint32_t base = small_add(writer, articles, 2);
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    assert_int_equal(index_writer_kill(writer, base, NULL), FX_OK);
    assert_int_equal(index_writer_kill(writer, base + 1, NULL), FX_OK);
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    const struct commit *commit = index_commit(index_writer_index(writer));
    assert_int_equal(commit->segment_count, 0);
    assert_int_equal(commit->store_count, 0);
    assert_int_equal(commit->source_bytes, 0);
    index_writer_close(writer);
    struct environment *environment;
    struct snapshot *snapshot;
    uint32_t keys = 0;
    assert_int_equal(environment_open_reader(&environment, directory, NULL), FX_OK);
    assert_int_equal(snapshot_open(&snapshot, environment, NULL), FX_OK);
    assert_int_equal(snapshot_visit(snapshot, TABLE_MAIN, SLICE("A"), count_keys, &keys, NULL), FX_OK);
    assert_int_equal(keys, 0);
    snapshot_close(snapshot);
    environment_close(environment);
    small_remove(directory);
}

static void nothing_changed_commits_nothing(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    uint64_t sequence = index_commit(index_writer_index(writer))->sequence;
    assert_true(index_writer_clean(writer));
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    assert_int_equal(index_commit(index_writer_index(writer))->sequence, sequence);
    struct file_state file = {.size = 1};
    assert_int_equal(index_writer_put_file(writer, SLICE("/a"), &file, NULL), FX_OK);
    assert_false(index_writer_clean(writer));
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    assert_int_equal(index_commit(index_writer_index(writer))->sequence, sequence + 1);
    index_writer_close(writer);
    small_remove(directory);
}

/* The least codebook there is: each byte has a code of eight bits. */
static void make_codebook(struct buffer *out)
{
    for (unsigned bits = 1; bits <= HUFFMAN_BITS_MAX; bits++) {
        assert_int_equal(buffer_append_byte(out, 0), FX_OK);
        assert_int_equal(buffer_append_byte(out, bits == 8), FX_OK);
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        const char slot[CODEBOOK_SLOT_BYTES] = {1, (char)byte};
        assert_int_equal(buffer_append(out, slot, sizeof slot), FX_OK);
    }
}

static void the_dictionary_is_the_one_set_last(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    fx_slice bytes;
    uint32_t number;
    struct buffer book = BUFFER_INIT;
    make_codebook(&book);
    assert_int_equal(index_writer_dictionary(writer, &bytes, &number, NULL), FX_OK);
    assert_int_equal(bytes.len, 0);
    assert_int_equal(number, 0);
    assert_int_equal(index_writer_set_dictionary(writer, buffer_slice(&book), &number, NULL), FX_OK);
    assert_int_equal(number, 1);
    struct small_article article = {5, 1};
    (void)small_add(writer, &article, 1);
    assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
    index_writer_close(writer);
    writer = small_open(directory);
    assert_int_equal(index_writer_dictionary(writer, &bytes, &number, NULL), FX_OK);
    assert_true(slice_equal(bytes, buffer_slice(&book)));
    assert_int_equal(number, 1);
    struct record record;
    record_init(&record);
    assert_int_equal(index_record(index_writer_index(writer), 0, &record, NULL), FX_OK);
    record_release(&record);
    index_writer_close(writer);
    small_remove(directory);
    buffer_release(&book);
}

/* ---- files ---- */

struct visited {
    uint32_t count;
    char last[8192];
    uint64_t sizes;
};

static int note_file(void *payload, fx_slice path, const struct file_state *state)
{
    struct visited *visited = payload;
    char name[8192];
    snprintf(name, sizeof name, "%.*s", (int)path.len, path.ptr);
    visited->count++;
    visited->sizes += state->size;
    memcpy(visited->last, name, sizeof name);
    return FX_OK;
}

static struct visited visit(struct index_writer *writer, const char *prefix)
{
    struct visited visited = {0};
    assert_int_equal(index_writer_visit_files(writer, slice_of(prefix), note_file, &visited, NULL), FX_OK);
    return visited;
}

static void files_are_remembered_before_and_after_the_commit(void **state)
{
    (void)state;
    const char *directory = small_directory();
    struct index_writer *writer = small_open(directory);
    char path[5000];
    struct file_state out;
    for (int round = 0; round < 2; round++) {
        for (uint64_t i = round == 0 ? 0 : 10; i < 20; i++) {
            struct file_state in = {i, -(int64_t)i, i * 77, index_writer_new_file_number(writer), (uint32_t)i};
            snprintf(path, sizeof path, "/news/%02d/%0*d", (int)i, i % 2 ? 4000 : 3, (int)i);
            assert_int_equal(index_writer_put_file(writer, slice_of(path), &in, NULL), FX_OK);
        }
        assert_int_equal(index_writer_remove_file(writer, SLICE("/news/02/002"), NULL), FX_OK);
        assert_int_equal(index_writer_file(writer, SLICE("/news/02/002"), &out, NULL), FX_END);
        assert_int_equal(index_writer_file(writer, SLICE("/news/04/004"), &out, NULL), FX_OK);
        assert_int_equal(out.size, 4);
        assert_int_equal(out.modified_ns, -4);
        assert_int_equal(out.content_hash, 4 * 77);
        assert_int_equal(visit(writer, "/news/").count, 19);
        assert_int_equal(visit(writer, "/news/").sizes, 190 - 2);
        assert_int_equal(visit(writer, "/news/1").count, 10);
        assert_int_equal(visit(writer, "/news/11/0").count, 1);
        assert_int_equal(visit(writer, "/new/").count, 0);
        assert_int_equal(visit(writer, "").count, 19);
        snprintf(path, sizeof path, "/news/19/%0*d", 4000, 19);
        assert_string_equal(visit(writer, "/").last, path);
        assert_int_equal(index_writer_file(writer, slice_of(path), &out, NULL), FX_OK);
        assert_int_equal(out.size, 19);
        path[3000] = 'x';
        assert_int_equal(index_writer_file(writer, slice_of(path), &out, NULL), FX_END);
        assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
        assert_int_equal(visit(writer, "/news/").count, 19);
        index_writer_close(writer);
        writer = small_open(directory);
    }
    assert_int_equal(visit(writer, "").count, 19);
    index_writer_close(writer);
    small_remove(directory);
}

/* ---- readers beside a writer in another process ---- */

static void a_reader_keeps_its_commit_until_it_asks_for_a_newer_one(void **state)
{
    (void)state;
    const char *directory = small_directory();
    index_writer_close(small_open(directory));
    struct index *index;
    assert_int_equal(index_open(&index, directory, NULL), FX_OK);
    assert_int_equal(index_refresh(index, NULL), FX_END);
    pid_t child = fork();
    if (child == 0) {
        struct index_writer *writer = small_open(directory);
        struct small_article articles[] = {{1, 1}, {2, 1}, {3, 1}};
        (void)small_add(writer, articles, 3);
        int status = index_writer_commit(writer, NULL);
        index_writer_close(writer);
        _exit(status == FX_OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(index_commit(index)->live_articles, 0);
    assert_int_equal(index_refresh(index, NULL), FX_OK);
    assert_int_equal(index_commit(index)->live_articles, 3);
    uint32_t article;
    assert_int_equal(index_find(index, SLICE("news/3"), &article, NULL), FX_OK);
    assert_int_equal(article, 2);
    assert_int_equal(index_refresh(index, NULL), FX_END);
    index_close(index);
    small_remove(directory);
}

/* ---- dying at any moment ---- */

enum { BATCH = 5 };

/* Adds batch after batch, each in a commit of its own, and tells each commit; merges now and then. */
static void write_until_killed(const char *directory, uint32_t batch, int progress)
{
    struct index_writer *writer = small_open(directory);
    for (;; batch++) {
        struct small_article articles[BATCH];
        for (uint32_t i = 0; i < BATCH; i++)
            articles[i] = (struct small_article){batch * BATCH + i, 1};
        (void)small_add(writer, articles, BATCH);
        int status = index_writer_commit(writer, NULL);
        if (status == FX_OK && batch % 5 == 4)
            status = index_writer_merge(writer, NULL, NULL);
        if (status != FX_OK || write(progress, &batch, sizeof batch) != sizeof batch)
            _exit(1);
    }
}

static void a_killed_writer_leaves_its_last_commit(void **state)
{
    (void)state;
    const char *directory = small_directory();
    uint32_t batches = 0;
    random_state = 7;
    index_writer_close(small_open(directory));
    for (int round = 0; round < 25; round++) {
        int progress[2];
        uint32_t told;
        assert_int_equal(pipe(progress), 0);
        pid_t child = fork();
        if (child == 0)
            write_until_killed(directory, batches, progress[1]);
        close(progress[1]);
        usleep(random_below(60000));
        kill(child, SIGKILL);
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status));
        while (read(progress[0], &told, sizeof told) == sizeof told)
            batches = told + 1;
        close(progress[0]);
        struct index *index;
        assert_int_equal(index_open(&index, directory, NULL), FX_OK);
        uint32_t live = index_commit(index)->live_articles;
        /* The last one may be durable without having been told. */
        assert_true(live == batches * BATCH || live == (batches + 1) * BATCH);
        batches = live / BATCH;
        assert_int_equal(index_verify(index, print_line, NULL, NULL, NULL), FX_OK);
        index_close(index);
    }
    print_message("%u batches\n", batches);
    assert_true(batches > 3);
    small_remove(directory);
}

/* ---- memory ---- */

static int write_something(const char *directory)
{
    struct index_writer *writer;
    struct index_writer_options options = {.create = true, .memory = 1 << 20};
    struct file_state file = {.size = 1};
    uint32_t article;
    bool shrunk;
    int status = index_writer_open(&writer, directory, &options, NULL);
    if (status == FX_OK)
        status = index_writer_find(writer, SLICE("news/8"), &article, NULL, NULL);
    if (status == FX_OK)
        status = index_writer_kill(writer, article, NULL);
    if (status >= 0)
        status = index_writer_put_file(writer, SLICE("/some/path"), &file, NULL);
    if (status == FX_OK)
        status = index_writer_commit(writer, NULL);
    if (status == FX_OK)
        status = index_writer_merge(writer, NULL, NULL);
    if (status == FX_OK)
        status = index_writer_compact(writer, NULL, &shrunk, NULL);
    index_writer_close(writer);
    return status;
}

static int drop_line(void *payload, fx_slice line)
{
    (void)payload;
    (void)line;
    return FX_OK;
}

static int read_everything(const char *directory)
{
    struct index *index;
    struct record record;
    uint32_t article;
    record_init(&record);
    int status = index_open(&index, directory, NULL);
    if (status == FX_OK)
        status = index_find(index, SLICE("news/5"), &article, NULL);
    if (status == FX_OK)
        status = index_record(index, article, &record, NULL);
    if (status == FX_OK)
        status = index_verify(index, drop_line, NULL, NULL, NULL);
    index_close(index);
    record_release(&record);
    return status;
}

static void missing_memory_is_told_wherever_it_strikes(void **state)
{
    (void)state;
    int (*const uses[])(const char *) = {write_something, read_everything};
    for (size_t use = 0; use < 2; use++) {
        int status = FX_ENOMEM;
        uint64_t step = 1;
        for (uint64_t n = 1; status != FX_OK; n += step, step = n / 40 + 1) {
            const char *directory = small_directory();
            struct index_writer *writer = small_open(directory);
            for (uint32_t part = 0; part < 2; part++) {
                struct small_article articles[12];
                for (uint32_t i = 0; i < 12; i++)
                    articles[i] = (struct small_article){part * 12 + i, 1};
                (void)small_add(writer, articles, 12);
            }
            assert_int_equal(index_writer_commit(writer, NULL), FX_OK);
            index_writer_close(writer);
            memory_fail_at(n, true);
            status = uses[use](directory);
            memory_fail_at(0, false);
            if (status != FX_OK && status != FX_ENOMEM)
                fail_msg("allocation %llu gives %s", (unsigned long long)n, fx_code_name(status));
            assert_int_equal(read_everything(directory), FX_OK);
            small_remove(directory);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_of_nothing_opens),
        cmocka_unit_test(what_is_missing_is_not_made_unasked),
        cmocka_unit_test(a_second_writer_is_refused),
        cmocka_unit_test(histories_of_adding_and_removing_end_in_what_they_say),
        cmocka_unit_test(leftovers_of_a_killed_writer_are_removed),
        cmocka_unit_test(keys_of_segments_that_are_all_dead_go_with_the_commit),
        cmocka_unit_test(nothing_changed_commits_nothing),
        cmocka_unit_test(the_dictionary_is_the_one_set_last),
        cmocka_unit_test(files_are_remembered_before_and_after_the_commit),
        cmocka_unit_test(missing_memory_is_told_wherever_it_strikes),
        cmocka_unit_test(a_killed_writer_leaves_its_last_commit),
        cmocka_unit_test(a_reader_keeps_its_commit_until_it_asks_for_a_newer_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
