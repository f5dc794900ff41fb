#include "abbreviation.h"

#include "ascii_bytes.h"

enum {
    TITLE = ABBREVIATION_TITLE,
    NUMBER = ABBREVIATION_NUMBER,
    ENDING = ABBREVIATION_ENDING,
    TIME = ABBREVIATION_TIME,
    WORD_BYTES = 8
};

/* Sorted by bytes, zeros behind a word: searched by halving, a comparison a step. */
static const struct abbreviated {
    char word[WORD_BYTES + 1];
    uint8_t kind;
} abbreviations[] = {
    {"A.M", TIME},     {"Abb", NUMBER},  {"Abs", NUMBER},   {"Adm", TITLE},   {"Ala", ENDING},      {"Ald", TITLE},
    {"Alta", ENDING},  {"Amb", TITLE},   {"Apr", NUMBER},   {"Ariz", ENDING}, {"Ark", ENDING},      {"Art", NUMBER},
    {"Assn", ENDING},  {"Assoc", TITLE}, {"Asst", TITLE},   {"Atty", TITLE},  {"Aug", NUMBER},      {"Av", ENDING},
    {"Ave", ENDING},   {"Bhd", ENDING},  {"Bldg", ENDING},  {"Blvd", ENDING}, {"Brig", TITLE},      {"Bros", ENDING},
    {"Calif", ENDING}, {"Capt", TITLE},  {"Cdr", TITLE},    {"Ch", NUMBER},   {"Chap", NUMBER},     {"Cmdr", TITLE},
    {"Co", ENDING},    {"Col", TITLE},   {"Colo", ENDING},  {"Comdr", TITLE}, {"Conn", ENDING},     {"Corp", ENDING},
    {"Cos", ENDING},   {"Cpl", TITLE},   {"Ct", ENDING},    {"Dec", NUMBER},  {"Del", ENDING},      {"Dep", TITLE},
    {"Dept", ENDING},  {"Det", TITLE},   {"Dist", ENDING},  {"Dott", TITLE},  {"Dr", TITLE},        {"Dra", TITLE},
    {"Drs", TITLE},    {"Dña", TITLE},   {"EE", TITLE},     {"Esq", ENDING},  {"Est", ENDING},      {"Exmo", TITLE},
    {"Feb", NUMBER},   {"Fig", NUMBER},  {"Figs", NUMBER},  {"Fla", ENDING},  {"Fr", TITLE},        {"Fri", NUMBER},
    {"Ft", ENDING},    {"Ga", ENDING},   {"Gen", TITLE},    {"Gens", TITLE},  {"Gov", TITLE},       {"Govs", TITLE},
    {"Hon", TITLE},    {"Hr", TITLE},    {"Hwy", ENDING},   {"Ill", ENDING},  {"Inc", ENDING},      {"Ind", ENDING},
    {"Ing", TITLE},    {"Insp", TITLE},  {"Intl", ENDING},  {"Jan", NUMBER},  {"Jeopardy", ENDING}, {"Jr", ENDING},
    {"Jul", NUMBER},   {"Jun", NUMBER},  {"Kan", ENDING},   {"Ky", ENDING},   {"La", ENDING},       {"Lieut", TITLE},
    {"Lt", TITLE},     {"Ltd", ENDING},  {"Ltda", ENDING},  {"MM", TITLE},    {"Maj", TITLE},       {"Mar", NUMBER},
    {"Mass", ENDING},  {"Md", ENDING},   {"Messrs", TITLE}, {"Mfg", ENDING},  {"Mgr", TITLE},       {"Mich", ENDING},
    {"Minn", ENDING},  {"Mio", ENDING},  {"Miss", ENDING},  {"Mlle", TITLE},  {"Mme", TITLE},       {"Mo", ENDING},
    {"Mon", NUMBER},   {"Mont", ENDING}, {"Mr", TITLE},     {"Mrd", ENDING},  {"Mrs", TITLE},       {"Ms", TITLE},
    {"Msgr", TITLE},   {"Mt", TITLE},    {"Mx", TITLE},     {"Neb", ENDING},  {"Nev", ENDING},      {"No", NUMBER},
    {"Nos", NUMBER},   {"Nov", NUMBER},  {"Nr", NUMBER},    {"Oct", NUMBER},  {"Okla", ENDING},     {"Ont", ENDING},
    {"Op", NUMBER},    {"Ore", ENDING},  {"P.M", TIME},     {"Pa", ENDING},   {"Penn", ENDING},     {"Pfc", TITLE},
    {"Ph.D", ENDING},  {"Pkwy", ENDING}, {"Plc", ENDING},   {"Pres", TITLE},  {"Prof", TITLE},      {"Profs", TITLE},
    {"Pte", ENDING},   {"Pty", ENDING},  {"Pvt", TITLE},    {"Que", ENDING},  {"Rd", ENDING},       {"Rep", TITLE},
    {"Reps", TITLE},   {"Rev", TITLE},   {"Rs", NUMBER},    {"Sask", ENDING}, {"Sat", NUMBER},      {"Sec", NUMBER},
    {"Sen", TITLE},    {"Sens", TITLE},  {"Sep", NUMBER},   {"Sept", NUMBER}, {"Sgt", TITLE},       {"Sig", TITLE},
    {"Sq", ENDING},    {"Sr", ENDING},   {"Sra", TITLE},    {"Srta", TITLE},  {"St", ENDING},       {"Ste", ENDING},
    {"Str", ENDING},   {"Sun", NUMBER},  {"Supt", TITLE},   {"Tel", NUMBER},  {"Tenn", ENDING},     {"Tex", ENDING},
    {"Thu", NUMBER},   {"Thur", NUMBER}, {"Thurs", NUMBER}, {"Treas", TITLE}, {"Tue", NUMBER},      {"Tues", NUMBER},
    {"Ud", TITLE},     {"Uds", TITLE},   {"Univ", ENDING},  {"Va", ENDING},   {"Ver", NUMBER},      {"Vol", NUMBER},
    {"Vt", ENDING},    {"Wash", ENDING}, {"Wed", NUMBER},   {"Wis", ENDING},  {"Wyo", ENDING},      {"Yahoo", ENDING},
    {"Yum", ENDING},   {"a.m", TIME},    {"abs", TITLE},    {"al", ENDING},   {"approx", ENDING},   {"art", NUMBER},
    {"bzw", TITLE},    {"c", NUMBER},    {"ca", TITLE},     {"cf", TITLE},    {"ch", NUMBER},       {"cm", ENDING},
    {"d.h", TITLE},    {"dept", ENDING}, {"e.g", TITLE},    {"ed", ENDING},   {"eds", ENDING},      {"est", ENDING},
    {"etc", ENDING},   {"evtl", TITLE},  {"ext", ENDING},   {"fig", NUMBER},  {"ft", ENDING},       {"ggf", TITLE},
    {"hr", ENDING},    {"hrs", ENDING},  {"i.e", TITLE},    {"incl", TITLE},  {"inkl", TITLE},      {"kg", ENDING},
    {"km", ENDING},    {"lb", ENDING},   {"lbs", ENDING},   {"max", ENDING},  {"mi", ENDING},       {"min", ENDING},
    {"misc", ENDING},  {"mm", ENDING},   {"no", NUMBER},    {"nos", NUMBER},  {"núm", NUMBER},      {"op", NUMBER},
    {"oz", ENDING},    {"p", NUMBER},    {"p.m", TIME},     {"pp", NUMBER},   {"pág", NUMBER},      {"sec", NUMBER},
    {"sog", TITLE},    {"sq", ENDING},   {"usw", ENDING},   {"v", TITLE},     {"ver", NUMBER},      {"vgl", TITLE},
    {"viz", TITLE},    {"vol", NUMBER},  {"vs", TITLE},     {"yd", ENDING},   {"yds", ENDING},      {"z.B", TITLE},
    {"г", TITLE},      {"им", TITLE},    {"т.е", TITLE},    {"ул", TITLE}};

/* The other lists are sorted by bytes, too. */

static const char *const starters[] = {
    "A",         "About", "According",   "After",   "Although", "Among",  "An",      "Analysts", "And",       "Another",
    "As",        "At",    "Authorities", "Because", "Before",   "Both",   "But",     "By",       "Critics",   "Despite",
    "During",    "Each",  "Even",        "Every",   "Experts",  "For",    "From",    "He",       "Her",       "Here",
    "His",       "How",   "However",     "I",       "If",       "In",     "Instead", "It",       "Its",       "Many",
    "Meanwhile", "More",  "Most",        "My",      "Nearly",   "No",     "Not",     "Now",      "Officials", "On",
    "One",       "Or",    "Other",       "Others",  "Our",      "Police", "Shares",  "She",      "Since",     "So",
    "Some",      "Still", "Such",        "That",    "The",      "Their",  "Then",    "There",    "These",     "They",
    "This",      "Those", "Though",      "Three",   "Two",      "Under",  "Unlike",  "Until",    "We",        "What",
    "When",      "Where", "While",       "Who",     "Why",      "With",   "Yet",     "You",      "Your"};

static const char *const after_times[] = {
    "AEDT",    "AEST",     "Apr",      "April",    "Aug",      "August",    "BST",     "Beijing", "CDT",   "CEST",
    "CET",     "CST",      "CT",       "Central",  "Dec",      "December",  "EDT",     "EST",     "ET",    "Eastern",
    "Feb",     "February", "Fri",      "Friday",   "GMT",      "HKT",       "IST",     "JST",     "Jan",   "January",
    "July",    "June",     "KST",      "London",   "MDT",      "MST",       "MT",      "March",   "May",   "Mon",
    "Monday",  "Moscow",   "Mountain", "Nov",      "November", "Oct",       "October", "PDT",     "PST",   "PT",
    "Pacific", "SGT",      "Sat",      "Saturday", "Sept",     "September", "Sun",     "Sunday",  "Thurs", "Thursday",
    "Tokyo",   "Tues",     "Tuesday",  "UTC",      "Wed",      "Wednesday"};

static const char *const sayings[] = {"added", "asked",   "asks",     "cried", "demanded", "exclaimed",
                                      "joked", "quipped", "replied",  "said",  "says",     "shouted",
                                      "told",  "tweeted", "wondered", "wrote", "yelled"};

static const char *const german_months[] = {"April", "August", "Dezember", "Februar",  "Januar",  "Juli",
                                            "Juni",  "Mai",    "März",     "November", "Oktober", "September"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* As slice_compare; most words differ in their first bytes, where calls would cost more than the comparison. */
static inline int compare(const char *entry, fx_slice word)
{
    size_t i = 0;
    while (i < word.len && entry[i] != '\0' && entry[i] == word.ptr[i])
        i++;
    if (entry[i] == '\0')
        return i < word.len ? -1 : 0;
    return i < word.len ? (unsigned char)entry[i] - (unsigned char)word.ptr[i] : 1;
}

static bool contains(const char *const *list, size_t count, fx_slice word)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(list[middle], word);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* "U.S", "D.C", "N.Y", "EE.UU": stops between parts of one or two letters. */
static bool is_acronym(fx_slice word)
{
    size_t letters = 0, stops = 0;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char byte = (unsigned char)word.ptr[i];
        if (byte == '.') {
            if (letters == 0)
                return false;
            stops++;
            letters = 0;
        } else if (byte >= '0' && byte <= '9')
            return false;
        else
            letters += (byte & 0xC0) != 0x80;
        if (letters > 2)
            return false;
    }
    return stops > 0 && letters > 0;
}

enum abbreviation abbreviation_find(fx_slice word)
{
    if (word.len <= WORD_BYTES) {
        uint64_t wanted = ascii_order(ascii_load_part(word.ptr, word.len));
        size_t low = 0, high = COUNT(abbreviations);
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;
            bool behind = ascii_order(ascii_load(abbreviations[middle].word)) > wanted;
            low = behind ? low : middle;
            high = behind ? middle : high;
        }
        if (ascii_order(ascii_load(abbreviations[low].word)) == wanted)
            return (enum abbreviation)abbreviations[low].kind;
    }
    return is_acronym(word) ? ABBREVIATION_ENDING : ABBREVIATION_NONE;
}

bool abbreviation_is_starter(fx_slice word)
{
    return contains(starters, COUNT(starters), word);
}

bool abbreviation_follows_time(fx_slice word)
{
    return contains(after_times, COUNT(after_times), word);
}

bool abbreviation_is_saying(fx_slice word)
{
    return contains(sayings, COUNT(sayings), word);
}

bool abbreviation_is_german_month(fx_slice word)
{
    return contains(german_months, COUNT(german_months), word);
}
