/* Groonga on nearly the same work: title and body, its stemming token filter, positions, stored text.
 *
 *     bench_groonga build|add FOLDER articles.jsonl | search FOLDER queries.tsv
 *
 * What differs: hits are ranked by how often the words occur (it has no BM25); every hit is scored, so its number is
 * exact at no further cost; there are no transactions: files are flushed to disk at the end, but a run that is killed
 * may leave a broken database. A new index is made after the text is stored, which is its fast way. */
#include "articles.h"

#include <groonga.h>
#include <sys/stat.h>

static void check(grn_ctx *ctx, const char *what)
{
    if (ctx->rc == GRN_SUCCESS)
        return;
    fprintf(stderr, "bench_groonga: %s: %s\n", what, ctx->errbuf);
    exit(1);
}

/* The answer is borrowed until the next command. */
static const char *command(grn_ctx *ctx, const char *text)
{
    char *answer;
    unsigned length;
    int flags;
    grn_ctx_send(ctx, text, (unsigned)strlen(text), 0);
    check(ctx, text);
    grn_ctx_recv(ctx, &answer, &length, &flags);
    return answer;
}

static void create_text(grn_ctx *ctx)
{
    command(ctx, "plugin_register token_filters/stem");
    command(ctx, "table_create Articles TABLE_HASH_KEY ShortText");
    command(ctx, "column_create Articles day COLUMN_SCALAR ShortText");
    command(ctx, "column_create Articles title COLUMN_SCALAR ShortText");
    command(ctx, "column_create Articles body COLUMN_SCALAR|COMPRESS_ZSTD Text");
}

static void create_index(grn_ctx *ctx)
{
    command(ctx, "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram "
                 "--normalizer NormalizerAuto --token_filters TokenFilterStem");
    command(ctx, "column_create Terms text COLUMN_INDEX|WITH_POSITION|WITH_SECTION|INDEX_LARGE Articles title,body");
}

static void set(grn_ctx *ctx, grn_obj *column, grn_id id, grn_obj *bulk, const char *value)
{
    GRN_TEXT_SETS(ctx, bulk, value);
    grn_obj_set_value(ctx, column, id, bulk, GRN_OBJ_SET);
}

static void load(grn_ctx *ctx, const char *path)
{
    static const char *const names[] = {"day", "title", "body"};
    grn_obj *table = grn_ctx_get(ctx, "Articles", -1), *columns[3], bulk;
    for (int i = 0; i < 3; i++)
        columns[i] = grn_obj_column(ctx, table, names[i], (unsigned)strlen(names[i]));
    GRN_TEXT_INIT(&bulk, 0);
    char *line = NULL;
    size_t capacity = 0;
    FILE *file = open_or_exit(path);
    while (getline(&line, &capacity, file) > 0) {
        struct article article = article_of(line);
        grn_id id = grn_table_add(ctx, table, article.id, (unsigned)strlen(article.id), NULL);
        set(ctx, columns[0], id, &bulk, article.date);
        set(ctx, columns[1], id, &bulk, article.title);
        set(ctx, columns[2], id, &bulk, article.body);
        check(ctx, article.id);
    }
    fclose(file);
    free(line);
    GRN_OBJ_FIN(ctx, &bulk);
}

static unsigned long long run(void *payload, const char *class_name, const char *words, int mode)
{
    char query[4096], text[8192];
    size_t used = 0;
    query[0] = '\0';
    if (strncmp(class_name, "phrase", 6) == 0)
        snprintf(query, sizeof query, "\\\"%s\\\"", words);
    else
        for (const char *at = words; *at != '\0' && used + 8 < sizeof query; at++) {
            if (*at == ' ' && strncmp(class_name, "or", 2) == 0)
                used += (size_t)snprintf(query + used, sizeof query - used, " OR ");
            else
                used += (size_t)snprintf(query + used, sizeof query - used, "%c", *at);
        }
    snprintf(text, sizeof text,
             "select Articles --command_version 2 --cache no --match_columns title||body --query \"%s\" --sort_keys "
             "-_score --limit 10 "
             "--output_columns %s",
             query, mode == MODE_STORED ? "\"title, snippet_html(body)\"" : "_id,_score");
    const char *answer = command(payload, text); /* [[[HITS],... */
    return strncmp(answer, "[[[", 3) == 0 ? strtoull(answer + 3, NULL, 10) : 0;
}

int main(int argc, char **argv)
{
    if (argc != 4 || grn_init() != GRN_SUCCESS)
        return 2;
    bool fresh = strcmp(argv[1], "build") == 0;
    char path[4096];
    snprintf(path, sizeof path, "%s/db", argv[2]);
    if (fresh)
        mkdir(argv[2], 0777);
    grn_ctx *ctx = grn_ctx_open(0);
    grn_obj *database = fresh ? grn_db_create(ctx, path, NULL) : grn_db_open(ctx, path);
    check(ctx, path);
    if (strcmp(argv[1], "search") == 0) {
        measure_queries(argv[3], run, ctx);
    } else {
        if (fresh)
            create_text(ctx);
        load(ctx, argv[3]);
        if (fresh)
            create_index(ctx);
        command(ctx, "io_flush");
    }
    grn_obj_close(ctx, database);
    grn_ctx_close(ctx);
    return grn_fin() == GRN_SUCCESS ? 0 : 1;
}
