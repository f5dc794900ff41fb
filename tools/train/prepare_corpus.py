#!/usr/bin/env python3
"""Turns CoNLL files (token TAB BIO tag [TAB tag of the source]) into the trainer's input, and the conventions of each
set into those of CoNLL 2003: countries are places, nationalities are other names, titles stand outside of persons.

Output: a form feed, SET and FLAGS begin an article, then a line for each sentence: text TAB start:end:KIND ... (bytes).  FLAGS: a,
labels are ambiguous (see README.md); n, the set has no MISC, so that a word outside may be one.

Usage: prepare_corpus.py [--without SET]... [--also SET]... DATA > corpus.tsv, DATA the folder that holds the sets
"""
import argparse
import os

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
minister-president chairman u.s. professor prof. emperor sultan emir crown mrs""".split())
ARTICLE = 20  # sentences


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


def settle_gmb(sentence, found, countries):
    """gpe is countries and nationalities alike; persons include their titles."""
    settled = []
    for first, last, kind, source in found:
        words = [w for w, _, _ in sentence[first:last + 1]]
        if source == "gpe":
            kind = "LOC" if " ".join(words).lower() in countries else "MISC"
        while kind == "PER" and first <= last and words[0].lower() in TITLES:
            first, words = first + 1, words[1:]
        if first <= last:
            settled.append((first, last, kind, source))
    return settled


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data")
    p.add_argument("--lexicon", required=True)
    p.add_argument("--without", action="append", default=[], metavar="SET")
    args = p.parse_args()
    with open(args.lexicon, encoding="utf-8") as f:
        countries = {line.rstrip("\n").split("\t")[1].lower() for line in f if line.startswith("country\t")}
    for name, (flags, files) in SETS.items():
        if name in args.without:
            continue
        for path in files:
            if name + "/" + os.path.basename(path) in args.without:
                continue
            for n, sentence in enumerate(read(os.path.join(args.data, path))):
                if n % ARTICLE == 0:
                    print("\f %s %s" % (name, flags or "-"))
                found = mentions(sentence)
                if name == "gmb":
                    found = settle_gmb(sentence, found, countries)
                text, places = join(sentence)
                print("\t".join([text.replace("\t", " ")] + ["%d:%d:%s" % (places[a][0], places[b][1], kind)
                                                             for a, b, kind, _ in found]))


if __name__ == "__main__":
    main()
