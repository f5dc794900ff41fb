/* SQLite FTS5 on the same work: title and body, porter stemming, positions, stored text; one durable transaction.
 *
 *     bench_sqlite build DB articles.jsonl | add DB more.jsonl | search DB queries.tsv
 *
 * Its ranking looks at every hit, so the number of hits is exact at no further cost. */
#include "articles.h"

#include <sqlite3.h>

static void check(sqlite3 *db, int status)
{
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW)
        return;
    fprintf(stderr, "bench_sqlite: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static void execute(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static void add(sqlite3 *db, const char *path)
{
    char *line = NULL;
    size_t capacity = 0;
    sqlite3_stmt *insert;
    execute(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-262144;");
    execute(db, "CREATE VIRTUAL TABLE IF NOT EXISTS a USING fts5(title, body, id UNINDEXED, day UNINDEXED, "
                "tokenize='porter unicode61');");
    execute(db, "INSERT INTO a(a, rank) VALUES('hashsize', 67108864);");
    execute(db, "BEGIN");
    check(db, sqlite3_prepare_v2(db, "INSERT INTO a(title, body, id, day) VALUES(?,?,?,?)", -1, &insert, NULL));
    FILE *file = open_or_exit(path);
    while (getline(&line, &capacity, file) > 0) {
        struct article article = article_of(line);
        const char *const values[] = {article.title, article.body, article.id, article.date};
        for (int i = 0; i < 4; i++)
            check(db, sqlite3_bind_text(insert, i + 1, values[i], -1, SQLITE_STATIC));
        check(db, sqlite3_step(insert));
        check(db, sqlite3_reset(insert));
    }
    sqlite3_finalize(insert);
    execute(db, "COMMIT");
    fclose(file);
    free(line);
}

/* In FTS5's own language. Words are quoted: none of them is an operator. */
static void match_of(char *out, size_t size, const char *class_name, const char *words)
{
    if (strncmp(class_name, "phrase", 6) == 0) {
        snprintf(out, size, "\"%s\"", words);
        return;
    }
    const char *between = strncmp(class_name, "or", 2) == 0 ? " OR " : " AND ";
    size_t used = 0;
    char copy[4096], *rest = copy;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word; (word = strsep(&rest, " ")) != NULL && used < size;)
        used += (size_t)snprintf(out + used, size - used, "%s\"%s\"", used ? between : "", word);
}

struct engine {
    sqlite3 *db;
    sqlite3_stmt *statements[MODES];
};

static unsigned long long run(void *payload, const char *class_name, const char *words, int mode)
{
    struct engine *engine = payload;
    sqlite3_stmt *statement = engine->statements[mode];
    char match[8192];
    unsigned long long hits = 0;
    match_of(match, sizeof match, class_name, words);
    check(engine->db, sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC));
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        hits++;
        if (mode == MODE_STORED && sqlite3_column_text(statement, 1) == NULL)
            break;
    }
    check(engine->db, status);
    sqlite3_reset(statement);
    return hits;
}

static void search(sqlite3 *db, const char *path)
{
    static const char *const sql[MODES] = {
        "SELECT rowid FROM a WHERE a MATCH ? ORDER BY rank LIMIT 10",
        "SELECT rowid FROM a WHERE a MATCH ? ORDER BY rank",
        "SELECT title, snippet(a, 1, '<', '>', ' ... ', 32) FROM a WHERE a MATCH ? ORDER BY rank LIMIT 10",
    };
    struct engine engine = {.db = db};
    execute(db, "PRAGMA cache_size=-1048576; PRAGMA mmap_size=8000000000;");
    for (int mode = 0; mode < MODES; mode++)
        check(db, sqlite3_prepare_v2(db, sql[mode], -1, &engine.statements[mode], NULL));
    measure_queries(path, run, &engine);
    for (int mode = 0; mode < MODES; mode++)
        sqlite3_finalize(engine.statements[mode]);
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    if (argc != 4 || sqlite3_open(argv[2], &db) != SQLITE_OK)
        return 2;
    if (strcmp(argv[1], "search") == 0)
        search(db, argv[3]);
    else
        add(db, argv[3]);
    return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
