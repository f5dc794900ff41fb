#include "civil_words.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    char word[CIVIL_WORD_LENGTH_MAX + 1];
    enum civil_word_kind kind;
    int value;
};

/* Sorted by word. CST, BST and IST have several meanings; the first two are as RFC 2822 and British papers use them,
 * IST is India's, the zone of most papers that print it. */
static const struct entry ENTRIES[] = {
    {"acdt", CIVIL_WORD_ZONE, 630},      {"acst", CIVIL_WORD_ZONE, 570},       {"aedt", CIVIL_WORD_ZONE, 660},
    {"aest", CIVIL_WORD_ZONE, 600},      {"akdt", CIVIL_WORD_ZONE, -480},      {"akst", CIVIL_WORD_ZONE, -540},
    {"am", CIVIL_WORD_MERIDIEM, 0},      {"apr", CIVIL_WORD_MONTH, 4},         {"april", CIVIL_WORD_MONTH, 4},
    {"at", CIVIL_WORD_FILLER, 0},        {"aug", CIVIL_WORD_MONTH, 8},         {"august", CIVIL_WORD_MONTH, 8},
    {"awst", CIVIL_WORD_ZONE, 480},      {"bjt", CIVIL_WORD_ZONE, 480},        {"brt", CIVIL_WORD_ZONE, -180},
    {"bst", CIVIL_WORD_ZONE, 60},        {"cat", CIVIL_WORD_ZONE, 120},        {"cdt", CIVIL_WORD_ZONE, -300},
    {"cest", CIVIL_WORD_ZONE, 120},      {"cet", CIVIL_WORD_ZONE, 60},         {"cst", CIVIL_WORD_ZONE, -360},
    {"ct", CIVIL_WORD_US_ZONE, -360},    {"date", CIVIL_WORD_FILLER, 0},       {"dec", CIVIL_WORD_MONTH, 12},
    {"december", CIVIL_WORD_MONTH, 12},  {"eat", CIVIL_WORD_ZONE, 180},        {"edt", CIVIL_WORD_ZONE, -240},
    {"eest", CIVIL_WORD_ZONE, 180},      {"eet", CIVIL_WORD_ZONE, 120},        {"est", CIVIL_WORD_ZONE, -300},
    {"et", CIVIL_WORD_US_ZONE, -300},    {"feb", CIVIL_WORD_MONTH, 2},         {"february", CIVIL_WORD_MONTH, 2},
    {"fri", CIVIL_WORD_WEEKDAY, 0},      {"friday", CIVIL_WORD_WEEKDAY, 0},    {"gmt", CIVIL_WORD_ZONE, 0},
    {"gst", CIVIL_WORD_ZONE, 240},       {"h", CIVIL_WORD_FILLER, 0},          {"hkt", CIVIL_WORD_ZONE, 480},
    {"hours", CIVIL_WORD_FILLER, 0},     {"hrs", CIVIL_WORD_FILLER, 0},        {"hst", CIVIL_WORD_ZONE, -600},
    {"ist", CIVIL_WORD_ZONE, 330},       {"jan", CIVIL_WORD_MONTH, 1},         {"january", CIVIL_WORD_MONTH, 1},
    {"jst", CIVIL_WORD_ZONE, 540},       {"jul", CIVIL_WORD_MONTH, 7},         {"july", CIVIL_WORD_MONTH, 7},
    {"jun", CIVIL_WORD_MONTH, 6},        {"june", CIVIL_WORD_MONTH, 6},        {"kst", CIVIL_WORD_ZONE, 540},
    {"local", CIVIL_WORD_FILLER, 0},     {"mar", CIVIL_WORD_MONTH, 3},         {"march", CIVIL_WORD_MONTH, 3},
    {"may", CIVIL_WORD_MONTH, 5},        {"mdt", CIVIL_WORD_ZONE, -360},       {"midnight", CIVIL_WORD_HOUR, 0},
    {"mon", CIVIL_WORD_WEEKDAY, 0},      {"monday", CIVIL_WORD_WEEKDAY, 0},    {"msk", CIVIL_WORD_ZONE, 180},
    {"mst", CIVIL_WORD_ZONE, -420},      {"mt", CIVIL_WORD_US_ZONE, -420},     {"nd", CIVIL_WORD_ORDINAL, 0},
    {"noon", CIVIL_WORD_HOUR, 12},       {"nov", CIVIL_WORD_MONTH, 11},        {"november", CIVIL_WORD_MONTH, 11},
    {"nzdt", CIVIL_WORD_ZONE, 780},      {"nzst", CIVIL_WORD_ZONE, 720},       {"oct", CIVIL_WORD_MONTH, 10},
    {"october", CIVIL_WORD_MONTH, 10},   {"of", CIVIL_WORD_FILLER, 0},         {"on", CIVIL_WORD_FILLER, 0},
    {"pdt", CIVIL_WORD_ZONE, -420},      {"pht", CIVIL_WORD_ZONE, 480},        {"pkt", CIVIL_WORD_ZONE, 300},
    {"pm", CIVIL_WORD_MERIDIEM, 12},     {"pst", CIVIL_WORD_ZONE, -480},       {"pt", CIVIL_WORD_US_ZONE, -480},
    {"rd", CIVIL_WORD_ORDINAL, 0},       {"sast", CIVIL_WORD_ZONE, 120},       {"sat", CIVIL_WORD_WEEKDAY, 0},
    {"saturday", CIVIL_WORD_WEEKDAY, 0}, {"sep", CIVIL_WORD_MONTH, 9},         {"sept", CIVIL_WORD_MONTH, 9},
    {"september", CIVIL_WORD_MONTH, 9},  {"sgt", CIVIL_WORD_ZONE, 480},        {"st", CIVIL_WORD_ORDINAL, 0},
    {"sun", CIVIL_WORD_WEEKDAY, 0},      {"sunday", CIVIL_WORD_WEEKDAY, 0},    {"th", CIVIL_WORD_ORDINAL, 0},
    {"the", CIVIL_WORD_FILLER, 0},       {"thu", CIVIL_WORD_WEEKDAY, 0},       {"thur", CIVIL_WORD_WEEKDAY, 0},
    {"thurs", CIVIL_WORD_WEEKDAY, 0},    {"thursday", CIVIL_WORD_WEEKDAY, 0},  {"time", CIVIL_WORD_FILLER, 0},
    {"tue", CIVIL_WORD_WEEKDAY, 0},      {"tues", CIVIL_WORD_WEEKDAY, 0},      {"tuesday", CIVIL_WORD_WEEKDAY, 0},
    {"ut", CIVIL_WORD_ZONE, 0},          {"utc", CIVIL_WORD_ZONE, 0},          {"wat", CIVIL_WORD_ZONE, 60},
    {"wed", CIVIL_WORD_WEEKDAY, 0},      {"wednesday", CIVIL_WORD_WEEKDAY, 0}, {"wib", CIVIL_WORD_ZONE, 420},
    {"z", CIVIL_WORD_ZONE, 0},
};

static int compare(const void *key, const void *element)
{
    const struct entry *entry = element;
    return strcmp(key, entry->word);
}

enum civil_word_kind civil_word_find(int *value, const char *word)
{
    const struct entry *entry = bsearch(word, ENTRIES, sizeof ENTRIES / sizeof *ENTRIES, sizeof *ENTRIES, compare);
    *value = entry ? entry->value : 0;
    return entry ? entry->kind : CIVIL_WORD_UNKNOWN;
}
