// What Xapian's quest does, and no more: opens, parses, searches, prints ten titles. The peer of a whole fsearch run.
//
//   quest_like DB WORDS
#include <xapian.h>

#include <cstdio>
#include <string>

int main(int argc, char **argv)
try {
    if (argc != 3)
        return 2;
    Xapian::Database database(argv[1]);
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("en"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(Xapian::Query::OP_AND);
    Xapian::Enquire enquire(database);
    enquire.set_query(parser.parse_query(argv[2]));
    Xapian::MSet hits = enquire.get_mset(0, 10);
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
        std::string data = hit.get_document().get_data();
        std::printf("%.2f\t%s\n", hit.get_weight(), data.substr(0, data.find('\n')).c_str());
    }
    return 0;
} catch (const Xapian::Error &error) {
    std::fprintf(stderr, "quest_like: %s\n", error.get_description().c_str());
    return 1;
}
