#!/usr/bin/env python3
"""Turns CoNLL files (token TAB BIO tag [TAB tag of the source]) into the trainer's input, and the conventions of each
set into those of CoNLL 2003: countries are places, nationalities are other names, titles stand outside of persons.

Output: a form feed, SET and FLAGS begin an article, then a line for each sentence: text TAB start:end:KIND ... (bytes).  FLAGS: a,
labels are ambiguous (see README.md); n, the set has no MISC, so that a word outside may be one; m, the text is made up.  KIND ANY: a name whose
kind and bounds the set does not tell.

Usage: prepare_corpus.py --lexicon FILE [--without SET]... DATA > corpus.tsv, DATA the folder that holds the sets
"""
import argparse
import os
import re
import zlib

SETS = {  # name: (flags, files)
    "wikigold": ("", ["wikigold/all.conll"]),
    "uner_ewt": ("n", ["uner_ewt/dev.conll", "uner_ewt/test.conll"]),
    "uner_pud": ("n", ["uner_pud/test.conll"]),
    "re3d": ("", ["re3d/Australian_Department_of_Foreign_Affairs.conll", "re3d/CENTCOM.conll",
                  "re3d/Delegation_of_the_European_Union_to_Syria.conll", "re3d/UK_Government.conll",
                  "re3d/US_State_Department.conll", "re3d/Wikipedia.conll"]),
    "crossner_politics": ("", ["crossner_politics/train.conll", "crossner_politics/dev.conll",
                               "crossner_politics/test.conll"]),
    "wnut17": ("", ["wnut17/train.conll", "wnut17/dev.conll", "wnut17/test.conll"]),
    "btc": ("n", ["btc/a.conll", "btc/b.conll", "btc/e.conll", "btc/f.conll", "btc/g.conll", "btc/h.conll"]),
    "gmb": ("a", ["gmb/train.conll", "gmb/dev.conll", "gmb/test.conll"]),
}
NO_SPACE_BEFORE = set(", . ; : ! ? % ) ] } 's 'S 're 've 'll 'd 'm n't ’s ’re ’ve ’ll ’d ’m n’t ... … ”".split())
NO_SPACE_AFTER = set("( [ { $ £ € # “".split())
SPELLED = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
TITLES = set("""president vice prime minister mr mr. mrs mrs. ms ms. dr dr. sir king queen prince princess pope general gen.
gen colonel col. lt. captain major senator sen. rep. representative gov. governor secretary foreign defense defence
interior finance chancellor premier ambassador ayatollah sheikh chief justice judge attorney former deputy acting
secretary-general admiral lieutenant sergeant cardinal archbishop bishop reverend rev. mayor spokesman spokeswoman
minister-president imam emperor empress tsar lord lady sister counselor commander captain coach
minister-designate president-elect chairman u.s. professor prof. emperor sultan emir crown mrs""".split())
ARTICLES = ("the", "a", "an", "our", "this", "that")
OFFICES = ("Minister", "Secretary", "President", "Prince", "Duke", "Governor")
BODIES = set("""Ministry Department Army Navy Force Marines Marine Corps Government Parliament Police Embassy Treasury Senate
Congress Court Guard Coast Cabinet Consulate Justice Geological Survey Military Secret Service Administration Agency Bureau
Commission Forces Troops government army military police forces parliament ministry embassy troops""".split())
ARTICLE = 20  # sentences
# Shares of sentences that are also learnt in capitals, with spaces about their hyphens, with possessives cut apart.
CAPITALS, HYPHENS, POSSESSIVES = 0.06, 0.5, 0.15
NATIONALITIES = set("""American Americans British French German Germans Italian Spanish Portuguese Dutch Belgian Swiss Austrian
Danish Swedish Norwegian Finnish Greek Greeks Turkish Turks Russian Russians Ukrainian Ukrainians Polish Czech Hungarian
Romanian Bulgarian Serbian Serb Serbs Bosnian Croatian Croat Croats Albanian Chechen Chechens Georgian Armenian Afghan Afghans
Pakistani Indian Indians Bangladeshi Nepali Chinese Taiwanese Tibetan Japanese Korean Vietnamese Thai Indonesian Malaysian
Filipino Australian Australians Canadian Canadians Mexican Mexicans Cuban Cubans Haitian Colombian Venezuelan Brazilian
Argentine Chilean Peruvian Egyptian Libyan Tunisian Algerian Moroccan Sudanese Ethiopian Somali Somalis Kenyan Ugandan
Nigerian Rwandan Congolese Zimbabwean Israeli Israelis Palestinian Palestinians Lebanese Syrian Syrians Jordanian Iraqi
Iraqis Iranian Iranians Kuwaiti Saudi Yemeni Kurdish Kurds Arab Arabs European Europeans African Africans Asian Asians
Irish Scottish Welsh English Jewish Muslim Muslims Christian Christians Islamic Soviet Hutu Tutsi Tamil Sunni Shiite Shi'ite
Argentinian Burmese Cambodian Catholic Catholics Democrat Democrats Democratic Republican Republicans""".split())


def read(path):
    sentence = []
    with open(path, encoding="utf-8") as f:
        for line in f:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= 2 and columns[0].strip():
                sentence.append((columns[0], columns[1], columns[-1]))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def mentions(sentence):
    """[first token, last token, kind, kind of the source]"""
    found, open_ = [], None
    for i, (_, tag, source) in enumerate(sentence):
        if open_ and tag == "I-" + open_[2]:
            open_[1] = i
            continue
        open_ = None
        if tag != "O":
            open_ = [i, i, tag[2:], source[2:]]
            found.append(open_)
    return found


def join(sentence):
    """The sentence as it would be printed, and each token's place in it in bytes."""
    text, places, tight, opened = "", [], True, False
    for token, _, _ in sentence:
        word = SPELLED.get(token, token)
        closing = word == '"' and opened
        if not tight and token not in NO_SPACE_BEFORE and not closing and word not in ")]":
            text += " "
        start = len(text.encode())
        text += word
        places.append((start, len(text.encode())))
        tight = token in NO_SPACE_AFTER or word in "([" or (word == '"' and not opened)
        if word == '"':
            opened = not opened
    return text, places


def phrases(sentence, known, longest):
    """(first, last) of the longest runs of words that are known, from left to right."""
    words, i = [w for w, _, _ in sentence], 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            if " ".join(words[i:i + size]) in known:
                yield i, i + size - 1
                i += size - 1
                break
        i += 1


def divide(sentence, found):
    """"the Hague" without the article, "Paris, Texas" as two places."""
    for first, last, kind, source in found:
        while first < last and sentence[first][0].lower() in ARTICLES:
            first += 1
        for comma in [i for i in range(first, last + 1) if kind == "LOC" and sentence[i][0] == ","]:
            if first < comma:
                yield first, comma - 1, kind, source
            first = comma + 1
        if first <= last:
            yield first, last, kind, source


def is_office(words):
    """"Secretary of State Tony Blinken": where the name begins is not to be told from the words."""
    return len(words) > 4 and words[0] in OFFICES and words[1] in ("of", "for")


def is_doubtful(words, lexicon):
    """Of GMB: "California Governor Arnold Schwarzenegger", "India and Pakistan", "'s Justice" as one organisation."""
    if not words[0][:1].isupper() or not words[-1][:1].isupper() or words == ["General"]:
        return True
    if any(w[:1].isupper() and w.lower() in TITLES for w in words[1:-1]):
        return True
    if words[-1].lower() in TITLES and words[-1] not in ("General", "Justice"):
        return True
    halves = " ".join(words).split(" and ")
    return len(halves) > 1 and any(half in lexicon["known"] for half in halves)


def settle(name, sentence, found, lexicon):
    """Gives names the kinds and bounds that CoNLL 2003 would: titles stand outside, a country alone is a place, a
    nationality is MISC, also where the set leaves it out, and both stand outside of bodies of state."""
    settled, taken = [], set()
    for first, last, kind, source in divide(sentence, found):
        words = [w for w, _, _ in sentence[first:last + 1]]
        whole = " ".join(words)
        if (kind == "PER" and is_office(words)) or (name == "gmb" and kind in ("ORG", "LOC") and
                                                    is_doubtful(words, lexicon)):
            settled.append((first, last, "ANY"))
            taken.update(range(first, last + 1))
            continue
        while kind == "PER" and first < last and words[0].lower() in TITLES and words[1][:1].isupper():
            first, words = first + 1, words[1:]
        if kind == "PER" and first == last and words[0].lower() in TITLES and name == "gmb":
            continue
        if whole in lexicon["nationality"] and kind != "PER":
            kind = "MISC"
        elif whole in lexicon["country"] and kind in ("ORG", "MISC"):
            kind = "LOC"
        elif source == "gpe":
            kind = "MISC"
        taken.update(range(first, last + 1))
        size = 2 if " ".join(words[:2]) in lexicon["people"] else 1
        if kind == "ORG" and last - first >= size and " ".join(words[:size]) in lexicon["people"] \
                and BODIES.intersection(words[size:]):
            whole = " ".join(words[:size])
            settled.append((first, first + size - 1, "LOC" if whole in lexicon["country"] else "MISC"))
            first += size
        settled.append((first, last, kind))
    for first, last in phrases(sentence, lexicon["nationality"], 2):
        if not taken.intersection(range(first, last + 1)):
            settled.append((first, last, "MISC"))
    return sorted(settled)


def chance(text, share):
    """True for about this share of texts, always for the same ones."""
    return zlib.crc32(text.encode()) % 1000 < share * 1000


def spread(text, found):
    """The sentence as sets print it that cut words at hyphens: "Min - kyo"."""
    moved, out = [], ""
    starts = {a: i for i, (a, _, _) in enumerate(found)}
    ends = {b: i for i, (_, b, _) in enumerate(found)}
    begin, end = [0] * len(found), [0] * len(found)
    for i, c in enumerate(text):
        if i in starts:
            begin[starts[i]] = len(out)
        hyphen = c == "-" and 0 < i < len(text) - 1 and text[i - 1].isalpha() and text[i + 1].isalpha()
        out += " - " if hyphen else c
        if i + 1 in ends:
            end[ends[i + 1]] = len(out)
    return out, [(b, e, k) for b, e, (_, _, k) in zip(begin, end, found)]


def loosen(text, found):
    """The sentence as sets print it that cut the possessive in two: "Kenya \u2019 s"."""
    loose = " \u2019 s"
    cuts = [m.start() for m in re.finditer("'s ", text)]
    grown = len(loose.encode()) - len("'s")
    return text.replace("'s ", loose + " "), [(b + grown * sum(c < b for c in cuts), e + grown * sum(c < e for c in cuts), k)
                                              for b, e, k in found]


def print_article(name, flags, sentences):
    if sentences:
        print("\f %s %s" % (name, flags or "-"))
    for text, found in sentences:
        print("\t".join([text.replace("\t", " ")] + ["%d:%d:%s" % m for m in found]))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data")
    p.add_argument("--lexicon", required=True)
    p.add_argument("--without", action="append", default=[], metavar="SET", help="also SET/FILE")
    args = p.parse_args()
    lexicon = {"country": set(), "demonym": set(), "known": set()}
    with open(args.lexicon, encoding="utf-8") as f:
        for line in f:
            kind, _, name = line.rstrip("\n").partition("\t")
            if kind in lexicon:
                lexicon[kind].add(name)
            if kind in ("country", "region", "organization", "city", "place"):
                lexicon["known"].add(name)
    lexicon["people"] = lexicon["demonym"] | lexicon["country"]
    lexicon["nationality"] = NATIONALITIES & lexicon["demonym"]
    for name, (flags, files) in SETS.items():
        if name in args.without:
            continue
        for path in files:
            if path in args.without:
                continue
            plain, capitals, spaced = [], [], []
            for sentence in list(read(os.path.join(args.data, path))) + [None]:
                if sentence is None or len(plain) == ARTICLE:
                    print_article(name, flags, plain)
                    print_article(name, flags, capitals)
                    print_article(name, flags, spaced)
                    plain, capitals, spaced = [], [], []
                if sentence is None:
                    break
                text, places = join(sentence)
                found = [(places[a][0], places[b][1], kind)
                         for a, b, kind in settle(name, sentence, mentions(sentence), lexicon)]
                plain.append((text, found))
                if text.isascii() and chance(text, CAPITALS) and len(text) < 120:
                    capitals.append((text.upper(), found))
                if text.isascii() and chance(text[::-1], HYPHENS) and "-" in text:
                    spaced.append(spread(text, found))
                elif text.isascii() and chance(text[::-1], POSSESSIVES) and "'s " in text:
                    spaced.append(loosen(text, found))


if __name__ == "__main__":
    main()
