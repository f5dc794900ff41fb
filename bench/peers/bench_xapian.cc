// Xapian on the same work: title and body, English stemming, positions, stored text.
//   g++ -O2 -o bench_xapian bench/peers/bench_xapian.cc -lxapian -lyajl
//   bench_xapian build|add DB articles.jsonl | search DB queries.tsv | once DB WORDS
#include <xapian.h>
#include <yajl/yajl_tree.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

static std::string field(yajl_val article, const char *key)
{
    const char *at[] = {key, nullptr};
    yajl_val value = yajl_tree_get(article, at, yajl_t_string);
    return value ? YAJL_GET_STRING(value) : "";
}

static void add(const std::string &path, const char *file)
{
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OPEN);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("en"));
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line)) {
        yajl_val article = yajl_tree_parse(line.c_str(), nullptr, 0);
        Xapian::Document document;
        generator.set_document(document);
        generator.set_termpos(0);
        std::string title = field(article, "title"), body = field(article, "body"), id = "Q" + field(article, "id");
        generator.index_text(title);
        generator.increase_termpos();
        generator.index_text(body);
        document.set_data(title + "\n" + body);
        document.add_boolean_term(id);
        database.replace_document(id, document);
        yajl_tree_free(article);
    }
    database.commit();
}

static Xapian::Query parse(const std::string &kind, const std::string &words)
{
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("en"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(kind.rfind("or", 0) == 0 ? Xapian::Query::OP_OR : Xapian::Query::OP_AND);
    return parser.parse_query(kind.rfind("phrase", 0) == 0 ? "\"" + words + "\"" : words);
}

static void search(const std::string &path, const char *file)
{
    Xapian::Database database(path);
    std::ifstream in(file);
    std::string line;
    std::map<std::string, std::pair<double, int>> sums;
    std::vector<std::string> order;
    while (std::getline(in, line)) {
        size_t tab = line.find('\t');
        if (tab == std::string::npos)
            continue;
        std::string kind = line.substr(0, tab);
        Xapian::Query query = parse(kind, line.substr(tab + 1));
        double best = 1e18;
        for (int round = 0; round < 5; round++) {
            auto start = std::chrono::steady_clock::now();
            Xapian::Enquire enquire(database);
            enquire.set_query(query);
            Xapian::MSet hits = enquire.get_mset(0, 10);
            for (auto hit = hits.begin(); hit != hits.end(); ++hit)
                hit.get_document().get_data();
            double took = std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
            best = std::min(best, took);
        }
        if (!sums.count(kind))
            order.push_back(kind);
        sums[kind].first += best;
        sums[kind].second++;
    }
    for (const std::string &kind : order)
        std::printf("xapian\t%s\tstored\t%.1f\n", kind.c_str(), sums[kind].first / sums[kind].second);
}

// A whole process: what quest does, with a snippet a hit.
static void once(const std::string &path, const std::string &words)
{
    Xapian::Database database(path);
    Xapian::Enquire enquire(database);
    enquire.set_query(parse("and", words));
    Xapian::MSet hits = enquire.get_mset(0, 10);
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
        std::string data = hit.get_document().get_data();
        std::cout << hit.get_weight() << '\t' << data.substr(0, data.find('\n')) << '\n'
                  << hits.snippet(data, 240, Xapian::Stem("en")) << '\n';
    }
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    if (std::strcmp(argv[1], "search") == 0)
        search(argv[2], argv[3]);
    else if (std::strcmp(argv[1], "once") == 0)
        once(argv[2], argv[3]);
    else
        add(argv[2], argv[3]);
    return 0;
}
