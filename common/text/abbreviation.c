#include "abbreviation.h"

#include "slice.h"

/* Each list is sorted by bytes: it is searched by halving. */

static const char *const titles[] = {
    "Adm",  "Ald",  "Amb",  "Assoc", "Asst",  "Atty", "Brig",  "Capt",   "Cdr", "Cmdr", "Col",  "Comdr", "Cpl",  "Dep",
    "Det",  "Dott", "Dr",   "Dra",   "Drs",   "Dña",  "EE",    "Exmo",   "Fr",  "Gen",  "Gens", "Gov",   "Govs", "Hon",
    "Hr",   "Ing",  "Insp", "Lieut", "Lt",    "MM",   "Maj",   "Messrs", "Mgr", "Mlle", "Mme",  "Mr",    "Mrs",  "Ms",
    "Msgr", "Mt",   "Mx",   "Pfc",   "Pres",  "Prof", "Profs", "Pvt",    "Rep", "Reps", "Rev",  "Sen",   "Sens", "Sgt",
    "Sig",  "Sra",  "Srta", "Supt",  "Treas", "Ud",   "Uds",   "abs",    "bzw", "ca",   "cf",   "d.h",   "e.g",  "evtl",
    "ggf",  "i.e",  "incl", "inkl",  "sog",   "v",    "vgl",   "viz",    "vs",  "z.B",  "г",    "им",    "т.е",  "ул"};

static const char *const numbers[] = {"Abb", "Abs",  "Apr", "Art", "Aug", "Ch",   "Chap", "Dec", "Feb", "Fig",  "Figs",
                                      "Fri", "Jan",  "Jul", "Jun", "Mar", "Mon",  "No",   "Nos", "Nov", "Nr",   "Oct",
                                      "Op",  "Rs",   "Sat", "Sec", "Sep", "Sept", "Sun",  "Tel", "Thu", "Thur", "Thurs",
                                      "Tue", "Tues", "Ver", "Vol", "Wed", "art",  "c",    "ch",  "fig", "no",   "nos",
                                      "núm", "op",   "p",   "pp",  "pág", "sec",  "ver",  "vol"};

static const char *const endings[] = {
    "Ala",  "Alta",   "Ariz", "Ark",  "Assn", "Av",       "Ave",  "Bhd",  "Bldg", "Blvd", "Bros", "Calif", "Co",
    "Colo", "Conn",   "Corp", "Cos",  "Ct",   "Del",      "Dept", "Dist", "Esq",  "Est",  "Fla",  "Ft",    "Ga",
    "Hwy",  "Ill",    "Inc",  "Ind",  "Intl", "Jeopardy", "Jr",   "Kan",  "Ky",   "La",   "Ltd",  "Ltda",  "Mass",
    "Md",   "Mfg",    "Mich", "Minn", "Mio",  "Miss",     "Mo",   "Mont", "Mrd",  "Neb",  "Nev",  "Okla",  "Ont",
    "Ore",  "Pa",     "Penn", "Ph.D", "Pkwy", "Plc",      "Pte",  "Pty",  "Que",  "Rd",   "Sask", "Sq",    "Sr",
    "St",   "Ste",    "Str",  "Tenn", "Tex",  "Univ",     "Va",   "Vt",   "Wash", "Wis",  "Wyo",  "Yahoo", "Yum",
    "al",   "approx", "cm",   "dept", "ed",   "eds",      "est",  "etc",  "ext",  "ft",   "hr",   "hrs",   "kg",
    "km",   "lb",     "lbs",  "max",  "mi",   "min",      "misc", "mm",   "oz",   "sq",   "usw",  "yd",    "yds"};

static const char *const times[] = {"A.M", "P.M", "a.m", "p.m"};

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
    if (contains(titles, COUNT(titles), word))
        return ABBREVIATION_TITLE;
    if (contains(numbers, COUNT(numbers), word))
        return ABBREVIATION_NUMBER;
    if (contains(times, COUNT(times), word))
        return ABBREVIATION_TIME;
    if (contains(endings, COUNT(endings), word) || is_acronym(word))
        return ABBREVIATION_ENDING;
    return ABBREVIATION_NONE;
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
