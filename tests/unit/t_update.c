/* fx_indexer_* from a program's side: what an update reports, stopping, and missing memory at any allocation. */
#include "unit_test.h"

#include "buffer.h"
#include "fx_index.h"
#include "index.h"
#include "memory.h"
#include "slice.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* A scratch directory with an index and one file of articles. */
struct scratch {
    char directory[64], index[96], news[96];
};

static void make_scratch(struct scratch *scratch)
{
    snprintf(scratch->directory, sizeof scratch->directory, "/tmp/t_update_XXXXXX");
    assert_non_null(mkdtemp(scratch->directory));
    snprintf(scratch->index, sizeof scratch->index, "%s/index", scratch->directory);
    snprintf(scratch->news, sizeof scratch->news, "%s/news.jsonl", scratch->directory);
}

static void remove_files(const char *directory)
{
    DIR *entries = opendir(directory);
    if (entries == NULL)
        return;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries))
        (void)unlinkat(dirfd(entries), entry->d_name, 0);
    closedir(entries);
    (void)rmdir(directory);
}

static void remove_scratch(const struct scratch *scratch)
{
    char path[128];
    snprintf(path, sizeof path, "%s/tmp", scratch->index);
    remove_files(path);
    remove_files(scratch->index);
    remove_files(scratch->directory);
}

static void write_news(const struct scratch *scratch, uint32_t from, uint32_t count, const char *words)
{
    FILE *file = fopen(scratch->news, "w");
    assert_non_null(file);
    for (uint32_t i = from; i < from + count; i++)
        fprintf(file,
                "{\"id\":\"a%u\",\"title\":\"Number %u\",\"section\":\"World\",\"body\":\"%s of story%u.\\n\\n"
                "\\\"We agree on it,\\\" said Anna Schmidt, the minister.\"}\n",
                i, i, words, i);
    assert_int_equal(fclose(file), 0);
}

static int update_with(const struct scratch *scratch, const fx_index_options *options, fx_update_report *report,
                       fx_error *err)
{
    const char *paths[] = {scratch->news};
    fx_indexer *indexer;
    int status = fx_indexer_open(&indexer, scratch->index, 1, options, err);
    if (status != FX_OK) {
        assert_null(indexer);
        return status;
    }
    status = fx_indexer_update(indexer, paths, 1, FX_PURGE_NONE, report, err);
    fx_indexer_close(indexer);
    return status;
}

static uint64_t articles_in(const struct scratch *scratch)
{
    fx_index_statistics statistics;
    fx_error err;
    int status = fx_index_stat(scratch->index, &statistics, &err);
    return status == FX_OK ? statistics.articles : 0;
}

static int ignore_line(void *payload, fx_slice line)
{
    printf("%.*s\n", (int)line.len, line.ptr);
    ++*(int *)payload;
    return 0;
}

static void assert_whole(const struct scratch *scratch)
{
    fx_error err;
    int lines = 0;
    assert_int_equal(fx_index_verify(scratch->index, ignore_line, &lines, NULL, &err), FX_OK);
    assert_int_equal(lines, 0);
}

static void an_update_reports_what_it_did(void **state)
{
    (void)state;
    struct scratch scratch;
    fx_update_report report;
    fx_error err;
    make_scratch(&scratch);
    write_news(&scratch, 0, 20, "The harbour");
    assert_int_equal(update_with(&scratch, NULL, &report, &err), FX_OK);
    assert_int_equal(report.added, 20);
    assert_int_equal(report.files_read, 1);
    assert_int_equal(update_with(&scratch, NULL, &report, &err), FX_OK);
    assert_int_equal(report.added + report.replaced + report.unchanged, 0);
    assert_int_equal(report.files_unchanged, 1);
    write_news(&scratch, 10, 20, "The harbours");
    assert_int_equal(update_with(&scratch, NULL, &report, &err), FX_OK);
    assert_int_equal(report.added, 10);
    assert_int_equal(report.replaced, 10);
    assert_int_equal(articles_in(&scratch), 30);
    assert_whole(&scratch);
    remove_scratch(&scratch);
}

static void a_stop_flag_ends_an_update_with_a_commit(void **state)
{
    (void)state;
    struct scratch scratch;
    fx_update_report report;
    fx_error err;
    volatile int stop = 1;
    fx_index_options options = FX_INDEX_OPTIONS_INIT;
    options.stop = &stop;
    make_scratch(&scratch);
    write_news(&scratch, 0, 20, "The harbour");
    assert_int_equal(update_with(&scratch, &options, &report, &err), FX_ESTOPPED);
    assert_whole(&scratch);
    stop = 0;
    assert_int_equal(update_with(&scratch, &options, &report, &err), FX_OK);
    assert_int_equal(articles_in(&scratch), 20);
    remove_scratch(&scratch);
}

/* Articles of about a kilobyte with words of their own. */
static void write_long_news(const struct scratch *scratch, uint32_t from, uint32_t count)
{
    FILE *file = fopen(scratch->news, "w");
    uint64_t state = from + 1;
    assert_non_null(file);
    for (uint32_t i = from; i < from + count; i++) {
        fprintf(file, "{\"id\":\"a%u\",\"title\":\"Number %u\",\"body\":\"", i, i);
        for (uint32_t k = 0; k < 160; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            fprintf(file, "word%u ", (uint32_t)(state >> 33) % 40 * ((uint32_t)(state >> 40) % 40));
        }
        fprintf(file, "\"}\n");
    }
    assert_int_equal(fclose(file), 0);
}

static void assert_dictionaries(const struct scratch *scratch, uint32_t first, uint32_t last)
{
    struct index *index;
    assert_int_equal(index_open(&index, scratch->index, NULL), FX_OK);
    const struct commit *commit = index_commit(index);
    assert_int_equal(commit->stores[0].dictionary, first);
    assert_int_equal(commit->stores[commit->store_count - 1].dictionary, last);
    index_close(index);
}

static int count_line(void *payload, fx_slice line)
{
    (void)line;
    ++*(uint64_t *)payload;
    return FX_OK;
}

static void an_index_that_began_small_gets_a_better_dictionary(void **state)
{
    (void)state;
    struct scratch scratch;
    fx_update_report report;
    fx_error err;
    fx_indexer *indexer;
    const uint32_t counts[] = {250, 500, 4000};
    uint32_t from = 0;
    make_scratch(&scratch);
    for (uint32_t i = 0; i < 3; i++) {
        write_long_news(&scratch, from, counts[i]);
        from += counts[i];
        assert_int_equal(update_with(&scratch, NULL, &report, &err), FX_OK);
        assert_int_equal(report.added, counts[i]);
        /* Twice as many articles are no reason for a new one, sixteen times are. */
        assert_dictionaries(&scratch, 1, i < 2 ? 1 : 2);
        assert_whole(&scratch);
    }
    assert_int_equal(fx_indexer_open(&indexer, scratch.index, 1, NULL, &err), FX_OK);
    assert_int_equal(fx_indexer_compact(indexer, &err), FX_OK);
    fx_indexer_close(indexer);
    assert_dictionaries(&scratch, 2, 2);
    assert_whole(&scratch);
    uint64_t lines = 0;
    assert_int_equal(fx_index_dump(scratch.index, count_line, &lines, &err), FX_OK);
    assert_int_equal(lines, from);
    remove_scratch(&scratch);
}

static void a_wrong_option_is_refused(void **state)
{
    (void)state;
    struct scratch scratch;
    fx_indexer *indexer;
    fx_error err;
    fx_index_options options = FX_INDEX_OPTIONS_INIT;
    make_scratch(&scratch);
    options.size = 3;
    assert_int_equal(fx_indexer_open(&indexer, scratch.index, 1, &options, &err), FX_EINVAL);
    options = (fx_index_options)FX_INDEX_OPTIONS_INIT;
    assert_int_equal(fx_indexer_open(&indexer, scratch.index, 0, &options, &err), FX_ENOTFOUND);
    assert_null(indexer);
    remove_scratch(&scratch);
}

/* One allocation after another fails: the call says so, and the index is as it was or as it was to become. */
static void missing_memory_at_any_allocation_of_an_update_leaves_the_index_whole(void **state)
{
    (void)state;
    struct scratch scratch;
    fx_update_report report;
    fx_error err;
    fx_index_options options = FX_INDEX_OPTIONS_INIT;
    options.workers = 1;
    make_scratch(&scratch);
    write_news(&scratch, 0, 5, "The harbour");
    assert_int_equal(update_with(&scratch, &options, &report, &err), FX_OK);
    bool failed = true;
    uint64_t step = 1;
    for (uint64_t n = 1; failed; n += step) {
        write_news(&scratch, 5, 5, n % 2 ? "The parliament" : "Parliaments");
        memory_fail_at(n, false);
        int status = update_with(&scratch, &options, &report, &err);
        failed = memory_allocations() >= n;
        memory_fail_at(0, false);
        if (status != FX_OK)
            assert_int_equal(status, FX_ENOMEM);
        uint64_t articles = articles_in(&scratch);
        assert_true(articles == 5 || articles == 10);
        assert_true(status != FX_OK || articles == 10);
        step = 1 + n / 40;
    }
    assert_whole(&scratch);
    remove_scratch(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_update_reports_what_it_did),
        cmocka_unit_test(a_stop_flag_ends_an_update_with_a_commit),
        cmocka_unit_test(an_index_that_began_small_gets_a_better_dictionary),
        cmocka_unit_test(a_wrong_option_is_refused),
        cmocka_unit_test(missing_memory_at_any_allocation_of_an_update_leaves_the_index_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
