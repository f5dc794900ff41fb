// Xapian on the same work: title and body, English stemming, positions, stored text; one durable commit.
//
//   bench_xapian build|add DB articles.jsonl | search DB queries.tsv
//
// "build" may only add; "add" replaces by id, as a nightly run must. "stored" fetches titles only: MSet::snippet stems
// all words of a text and takes 1.7 ms a hit.
#include "articles.h"

#include <xapian.h>

#include <iostream>
#include <string>

static void add(const std::string &path, const char *file_name, bool replace)
{
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OPEN);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    FILE *file = open_or_exit(file_name);
    char *line = nullptr;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        struct article article = article_of(line);
        Xapian::Document document;
        generator.set_document(document);
        generator.set_termpos(0);
        generator.index_text(article.title);
        generator.increase_termpos();
        generator.index_text(article.body);
        document.set_data(std::string(article.title) + "\n" + article.body);
        std::string id = std::string("Q") + article.id;
        document.add_boolean_term(id);
        if (replace)
            database.replace_document(id, document);
        else
            database.add_document(document);
    }
    database.commit();
    std::fclose(file);
    std::free(line);
}

struct engine {
    Xapian::Database database;
    Xapian::QueryParser parser;
    Xapian::Stem stem;
};

// "phrase" in the words' own forms, since Xapian keeps no positions of stems.
static Xapian::Query parse(engine &engine, const std::string &kind, const std::string &words)
{
    engine.parser.set_default_op(kind.rfind("or", 0) == 0 ? Xapian::Query::OP_OR : Xapian::Query::OP_AND);
    return engine.parser.parse_query(kind.rfind("phrase", 0) == 0 ? "\"" + words + "\"" : words,
                                     Xapian::QueryParser::FLAG_PHRASE);
}

static unsigned long long run(void *payload, const char *class_name, const char *words, int mode)
{
    engine &self = *static_cast<engine *>(payload);
    Xapian::Enquire enquire(self.database);
    enquire.set_query(parse(self, class_name, words));
    Xapian::doccount check_at_least = mode == MODE_COUNTED ? self.database.get_doccount() : 0;
    Xapian::MSet hits = enquire.get_mset(0, 10, check_at_least);
    if (mode == MODE_STORED)
        for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
            std::string data = hit.get_document().get_data();
            data.resize(data.find('\n'));
        }
    return hits.get_matches_estimated();
}

int main(int argc, char **argv)
try {
    if (argc != 4)
        return 2;
    std::string command = argv[1];
    if (command == "search") {
        engine engine{Xapian::Database(argv[2]), Xapian::QueryParser(), Xapian::Stem("en")};
        engine.parser.set_stemmer(engine.stem);
        engine.parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        measure_queries(argv[3], run, &engine);
    } else {
        add(argv[2], argv[3], command == "add");
    }
    return 0;
} catch (const Xapian::Error &error) {
    std::cerr << "bench_xapian: " << error.get_description() << '\n';
    return 1;
}
