#!/usr/bin/env python3
"""The real text that generate_articles scales: DESK<TAB>SENTENCE lines (UTF-8), one a sentence, DESK from 0 to 11.

    bench/seed_text.py > seed.tsv                    # English prose that Debian packages bring (group bench of packages.txt)
    bench/seed_text.py --from FILE.jsonl > seed.tsv  # "body" (or "text") of real articles; "section" makes the desk

Without --from: An Anarchist FAQ (package anarchism, GPL-2: two million words of political prose) and the definitions of
WordNet (package wordnet-base: a wide vocabulary, by subject). Quotation marks are taken out of these, since the generator
puts speech of its own in; real news keeps its own."""
import argparse
import html
import json
import pathlib
import re
import sys
import zlib

PROSE = pathlib.Path("/usr/share/doc/anarchism/html")
GLOSSES = pathlib.Path("/usr/share/wordnet")
DESKS = 12
WORDS_LEAST, WORDS_MOST = 4, 80
GLOSS_EVERY = 3  # definitions widen the vocabulary; all of them would outnumber the prose
UNWANTED = re.compile(r"offensive|disparaging|obscene|ethnic slur")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[\"“‘(]*[A-Z])|\n+")


def desk_of(section):
    return zlib.crc32(section.encode()) % DESKS


def put(section, text):
    for sentence in SENTENCE_END.split(text):
        words = sentence.split()
        if WORDS_LEAST <= len(words) <= WORDS_MOST:
            print(desk_of(section), " ".join(words), sep="\t")


def paragraphs_of_prose():
    for path in sorted(PROSE.glob("[as][pe]*.html")):  # sections and appendices; not bibliography and links
        page = path.read_text(errors="replace").replace("\n", " ")
        for paragraph in re.findall(r"<p>(.*?)</p>", page):
            text = html.unescape(re.sub(r"<[^>]*>", " ", paragraph))
            text = re.sub(r"\[[^\]]*\]", " ", text)  # references to pages of books
            yield path.stem[:4], re.sub(r"[\"“”]", "", text)


def glosses():
    for kind in ("noun", "verb", "adj", "adv"):
        lines = (GLOSSES / f"data.{kind}").read_text(errors="replace").split("\n")
        for line in lines[::GLOSS_EVERY]:
            if line.startswith(" ") or " | " not in line or UNWANTED.search(line):
                continue
            fields, gloss = line.split(" | ", 1)
            text = gloss.replace('"', "").strip().rstrip(";").replace("; ", ", ")
            yield f"gloss {fields.split()[1]}", text[:1].upper() + text[1:] + "."  # subject: the lexicographer's file


def real(path):
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            article = json.loads(line)
            yield str(article.get("section") or ""), str(article.get("body") or article.get("text") or "")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", help="JSON Lines of real articles")
    args = parser.parse_args()
    if args.source:
        sources = [real(args.source)]
    elif not PROSE.is_dir() or not GLOSSES.is_dir():
        sys.exit("seed_text.py: no text: tools/install-packages bench, or --from FILE.jsonl")
    else:
        sources = [paragraphs_of_prose(), glosses()]
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for source in sources:
        for section, text in source:
            put(section, text)


if __name__ == "__main__":
    main()
