#!/usr/bin/env python3
"""Writes the lexicon that the name tagger reads its word lists from: lines of CLASS TAB NAME, sorted, each once.

Sources are Debian packages (README.md names each with its licence) and names_by_hand.txt beside this script.  Names are
kept as written; the trainer folds their case.  With --glosses it writes WordNet's definitions and examples instead, a line
each: text to learn word clusters from.  Usage: make_lexicon.py [--glosses] [--root DIR]... > lexicon.tsv
"""
import argparse
import ast
import gettext
import json
import os
import re
import xml.etree.ElementTree as tree

LOCATION, PERSON, GROUP = (15, 17), (18,), (14,)  # WordNet's lexicographer files
SENSE_ADJECTIVE, SENSE_ADVERB = 44, 45


class Sources:
    """Finds files of the packages under the given roots."""

    def __init__(self, roots):
        self.roots = roots

    def find(self, path):
        for root in self.roots:
            if os.path.exists(os.path.join(root, path)):
                return os.path.join(root, path)
        raise SystemExit("make_lexicon: %s is missing: see README.md for the package it comes with" % path)

    def lines(self, path, encoding="utf-8"):
        with open(self.find(path), encoding=encoding) as f:
            for line in f:
                yield line.rstrip("\n")


def clean(name):
    name = re.sub(r"\s*[\(\[].*?[\)\]]", "", name).replace("_", " ").strip()
    name = re.sub(r"^(the|The) ", "", name)
    return name if re.search(r"[^\W\d_]{2}", name) and len(name) <= 60 else ""


def of_many(kind, name):
    """"Kenyan" -> also "Kenyans", which no list holds; "Chinese" and "British" are the same for one and many."""
    if kind == "demonym" and name[-1:] in "nirktb":
        yield kind, name + "s"
    yield kind, name


def turned(name):
    """"Iran, Islamic Republic of" -> both readings."""
    if name.count(",") == 1 and re.search(r"(of|of the)$", name):
        head, tail = name.split(",")
        return [head.strip(), tail.strip() + " " + head.strip()]
    return [name] if "," not in name else []


def countries(s):
    for row in json.load(open(s.find("usr/share/iso-codes/json/iso_3166-1.json"), encoding="utf-8"))["3166-1"]:
        for key in ("name", "official_name", "common_name"):
            for name in turned(row.get(key, "")):
                yield "country", name
    root = tree.parse(s.find("usr/share/unicode/cldr/common/main/en.xml")).getroot()
    for item in root.find("localeDisplayNames/territories"):
        if item.get("type") in ("UN", "EU", "EZ", "QO", "ZZ", "XA", "XB"):
            continue  # organisations and codes for private use
        kind = "country" if item.get("type").isalpha() else "region"
        yield kind, item.text
    for item in root.iter("exemplarCity"):
        yield "city", item.text


def regions(s):
    for row in json.load(open(s.find("usr/share/iso-codes/json/iso_3166-2.json"), encoding="utf-8"))["3166-2"]:
        for name in re.split(r"[;/]", row["name"]):
            yield "region", name
    for item in tree.parse(s.find("usr/share/unicode/cldr/common/subdivisions/en.xml")).getroot().iter("subdivision"):
        yield "region", item.text
    for row in json.load(open(s.find("usr/share/iso-codes/json/iso_639-2.json"), encoding="utf-8"))["639-2"]:
        for name in re.split(r"; ?", row["name"]):
            if " " not in name and "," not in name:
                yield "demonym", name


def cities(s):
    """GeoNames: places of more than 15,000 people, and first-order divisions."""
    with open(s.find("usr/share/locale/en/LC_MESSAGES/geonames.mo"), "rb") as f:
        for key, value in gettext.GNUTranslations(f)._catalog.items():
            if isinstance(key, str) and key:
                yield ("city" if key.isdigit() else "region"), value


def people(s):
    base = "usr/lib/python3/dist-packages/faker/providers/person"
    for locale in sorted(os.listdir(s.find(base))):
        path = os.path.join(s.find(base), locale, "__init__.py")
        if not os.path.exists(path):
            continue
        for node in ast.walk(ast.parse(open(path, encoding="utf-8").read())):
            if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
                continue
            target = node.targets[0].id
            kind = "first" if "first" in target else "last" if "last" in target else None
            if kind is None or "name" not in target:
                continue
            for leaf in ast.walk(node.value):
                value = getattr(leaf, "value", None) if isinstance(leaf, ast.Constant) else getattr(leaf, "s", None)
                if isinstance(value, str) and re.fullmatch(r"[A-Z\u00c0-\u00de\u0100-\u017f][\w'’ -]+", value):
                    if max(value) < "\u0250" or "\u1e00" <= max(value) < "\u2000":
                        yield kind, value


def wordnet_glosses(name, gloss):
    if re.search(r"(native|inhabitant|citizen|member) .*\b(of|from|in) ", gloss) and " " not in name:
        return True
    return bool(re.search(r"of or (relating|pertaining) to|characteristic of|language", gloss)) and " " not in name


def wordnet_names(s):
    for part in ("noun", "adj"):
        for line in s.lines("usr/share/wordnet/data." + part, "latin-1"):
            if line.startswith(" "):
                continue
            head, _, gloss = line.partition("|")
            fields = head.split()
            file_number, count = int(fields[1]), int(fields[3], 16)
            names = [clean(re.sub(r"\(.*", "", fields[4 + 2 * i])) for i in range(count)]
            names = [n for n in names if n and n[0].isupper()]
            instance = "@i" in fields
            for name in names:
                if instance:
                    yield ("place" if file_number in LOCATION else "person" if file_number in PERSON
                           else "organization" if file_number in GROUP else "other"), name
                elif wordnet_glosses(name, gloss) and file_number in (1, 10, 18):
                    yield "demonym", name
                elif part == "noun" and file_number not in (5, 20) and not re.search(r"genus|famil", gloss):
                    yield "other", name


def first_senses(s, part):
    """word -> (WordNet's count of its tagged senses, lexicographer file of the first one)."""
    files, found = {}, {}
    for line in s.lines("usr/share/wordnet/data." + part, "latin-1"):
        if not line.startswith(" "):
            files[line[:8]] = int(line[9:11])
    for line in s.lines("usr/share/wordnet/index." + part, "latin-1"):
        fields = line.split()
        if line.startswith(" ") or "_" in fields[0] or not fields[0].isalpha():
            continue
        pointers = int(fields[3])
        tagged, offset = int(fields[5 + pointers]), fields[6 + pointers]
        found[fields[0]] = (tagged, files[offset])
    return found


def lemmas(word):
    yield word
    for ending, puts in (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")),
                         ("ing", ("", "e")), ("er", ("", "e")), ("ly", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[:-len(ending)]
            yield from (stem + put for put in puts)
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


def common_words(s):
    """Words that English writes small, with their first WordNet sense."""
    senses = {}
    for rank, part in enumerate(("noun", "verb", "adj", "adv")):
        for word, (tagged, number) in first_senses(s, part).items():
            number = SENSE_ADJECTIVE if part == "adj" else SENSE_ADVERB if part == "adv" else number
            if word not in senses or (tagged, -rank) > senses[word][0]:
                senses[word] = ((tagged, -rank), number)
    irregular = {}
    for part in ("noun", "verb"):
        for line in s.lines("usr/share/wordnet/%s.exc" % part, "latin-1"):
            irregular[line.split()[0]] = line.split()[1]
    for size in ("10", "20", "35", "40"):
        for variant in ("english", "american", "british"):
            for word in s.lines("usr/share/dict/scowl/%s-words.%s" % (variant, size), "latin-1"):
                if not word.isalpha() or not word.islower() or len(word) < 2:
                    continue
                yield "common", word
                for lemma in ([irregular[word]] if word in irregular else []) + list(lemmas(word)):
                    if lemma in senses:
                        yield "sense:%d" % senses[lemma][1], word
                        break


def proper_names(s):
    for size in ("35", "40", "50", "60", "70", "80"):
        for name in s.lines("usr/share/dict/scowl/english-proper-names." + size, "latin-1"):
            if not name.endswith("'s"):
                yield "proper", name


def by_hand():
    """names_by_hand.txt: a line "[class]" begins a class; names are separated by commas or line ends."""
    kind = None
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "names_by_hand.txt"), encoding="utf-8") as f:
        for line in f:
            line = line.strip()
            if line.startswith("["):
                kind = line[1:-1]
            elif line and not line.startswith("#"):
                for name in line.split(","):
                    yield kind, name


def glosses(s):
    for part in ("noun", "verb", "adj", "adv"):
        for line in s.lines("usr/share/wordnet/data." + part, "latin-1"):
            if line.startswith(" "):
                continue
            for piece in line.partition("|")[2].split(";"):
                piece = piece.strip().strip('"')
                if piece:
                    yield piece


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--root", action="append", default=[], help="where packages are unpacked, before /")
    p.add_argument("--glosses", action="store_true", help="text instead of lists")
    args = p.parse_args()
    s = Sources(args.root + ["/"])
    if args.glosses:
        print("\n".join(glosses(s)))
        return
    rows = set()
    for source in (countries(s), regions(s), cities(s), people(s), wordnet_names(s), common_words(s), proper_names(s),
                   by_hand()):
        for kind, name in source:
            name = clean(name)
            if name:
                rows.update(of_many(kind, name))
    for kind, name in sorted(rows):
        print(kind + "\t" + name)


if __name__ == "__main__":
    main()
