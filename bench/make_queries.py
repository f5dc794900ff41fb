#!/usr/bin/env python3
"""Query sets for the benchmarks, from the text that is searched: CLASS<TAB>QUERY lines, the same for the same seed.

    bench/make_queries.py articles.jsonl [--queries N] > queries.tsv
    bench/make_queries.py articles.jsonl [--queries N] --fsearch PROGRAM --index DIR > own.tsv

The first are words only, for all engines: term (words of all frequencies, evenly over the logarithm of how many articles
have them), and2 and3 and4, or2 or3 or4 (words that stand in one article together), phrase2 phrase3 (that stand side by
side). The second are fsearch's own, in its language, with names taken from its index:
  filtered        two words that stand together, in a desk; or one word in a source and four years
  within          a word of what somebody said, WITHIN speaker:"that name"
  quote           two words of one quote, over quotes
  quote-speaker   a word of a quote and speaker:"who said it", over quotes
  facet-KIND, timeline   a word with 10,000 hits or somewhat more (or the commonest words, where there are fewer)"""
import argparse
import collections
import json
import math
import random
import re
import subprocess

SHARED = ("term", "and2", "and3", "and4", "or2", "or3", "or4", "phrase2", "phrase3")
SAMPLE = 20000
FACET_HITS = 10000
STOP = set("""
a about above after again against all also am an and any are as at be because been before being below between
both but by can could did do does doing down during each few for from further get got had has have having he her
here hers herself him himself his how i if in into is it its itself just like may me might more most must my
myself no nor not of off on once one only or other ought our ours ourselves out over own said same shall she
should so some such than that the their theirs them themselves then there these they this those through to too
under until up us very was we were what when where which while who whom why will with would you your yours
yourself yourselves""".split())  # no AND or OR asks for these: fsearch drops them from disjunctions, others do not


def read_sample(path):
    """({word: in how many of the sampled articles}, the words of a tenth of them)."""
    frequency, kept = collections.Counter(), []
    with open(path, encoding="utf-8") as lines:
        for number, line in zip(range(SAMPLE), lines):
            words = re.findall(r"[a-z]{2,}", json.loads(line)["body"].lower())
            frequency.update(set(words))
            if number % 10 == 0:
                kept.append(words)
    return frequency, kept


def content_words(words, frequency):
    return sorted(w for w in set(words) if w not in STOP and frequency[w] >= 5)


def terms(frequency, count):
    """Distinct words whose frequencies lie evenly over their logarithm, from 3 to the highest."""
    rest = sorted((n, w) for w, n in frequency.items() if n >= 3)
    highest = math.log(rest[-1][0] / 3)
    for i in range(min(count, len(rest))):
        wanted = 3 * math.exp(highest * i / max(1, count - 1))
        at = min(range(len(rest)), key=lambda k: abs(rest[k][0] - wanted))
        ties = [k for k in range(at, len(rest)) if rest[k][0] == rest[at][0]]
        yield rest.pop(random.choice(ties))[1]


def shared_queries(frequency, kept, count):
    queries = collections.defaultdict(list)
    queries["term"] = list(terms(frequency, count))
    while len(queries["phrase3"]) < count:
        words = random.choice(kept)
        content = content_words(words, frequency)
        if len(words) < 60 or len(content) < 8:
            continue
        picked = random.sample(content, 4)
        for n in (2, 3, 4):
            queries[f"and{n}"].append(" ".join(picked[:n]))
            queries[f"or{n}"].append(" ".join(picked[:n]))
        start = random.randrange(len(words) - 3)
        queries["phrase2"].append(" ".join(words[start:start + 2]))
        queries["phrase3"].append(" ".join(words[start:start + 3]))
    return queries


class Index:
    def __init__(self, program, directory):
        self.command = [program, "-i", directory]

    def lines(self, *arguments, queries=None):
        found = subprocess.run([*self.command, *arguments], input=queries, stdout=subprocess.PIPE, text=True, check=False)
        return found.stdout.splitlines()

    def names(self, what):
        """[(name, articles)]"""
        pairs = (line.rsplit("\t", 1) for line in self.lines("--list", what))
        return [(name, int(count)) for name, count in pairs if '"' not in name]

    def quotes_of(self, names):
        """[(name, words of something said)]"""
        batch = "".join(f'{i}\tspeaker:"{name}"\n' for i, name in enumerate(names))
        for line in self.lines("--batch", "-", "-u", "quote", "-n", "2", "-F", "jsonl", queries=batch):
            record = json.loads(line)
            if record["type"] == "hit":
                yield names[int(record["q"])], re.findall(r"[a-z]{2,}", record["quote"].lower())

    def hits(self, words):
        batch = "".join(f"{i}\t{word}\n" for i, word in enumerate(words))
        records = map(json.loads, self.lines("--batch", "-", "-n", "1", "-F", "jsonl", "--facet", "desk:1", queries=batch))
        return {words[int(r["q"])]: r["hits"] for r in records if r["type"] == "end"}


def own_queries(frequency, kept, index, count):
    queries = collections.defaultdict(list)
    desks, sources = index.names("desks"), index.names("sources")
    while len(queries["filtered"]) < count:
        content = content_words(random.choice(kept), frequency)
        if len(content) < 8:
            continue
        words = random.sample(content, 2)
        if len(queries["filtered"]) % 2 == 0 and desks:
            queries["filtered"].append(f'{words[0]} {words[1]} desk:"{random.choice(desks)[0]}"')
        else:
            year = random.randrange(2005, 2021)
            source = f' source:"{random.choice(sources)[0]}"' if sources else ""
            queries["filtered"].append(f"{words[0]}{source} date:{year}..{year + 3}")
    speakers = list(terms(dict(index.names("speakers")), count))
    for name, words in index.quotes_of(random.sample(speakers, len(speakers))):
        content = content_words(words, frequency)
        if len(content) < 2 or len(queries["within"]) == count:
            continue
        first, second = random.sample(content, 2)
        queries["within"].append(f'{first} WITHIN speaker:"{name}"')
        queries["quote"].append(f"{first} {second}")
        queries["quote-speaker"].append(f'{first} speaker:"{name}"')
    hits = index.hits([word for word, _ in frequency.most_common(5000) if word not in STOP])
    enough = sorted((n, word) for word, n in hits.items() if n >= FACET_HITS)
    chosen = enough[:count // 4] or sorted(((n, word) for word, n in hits.items()), reverse=True)[:count // 4]
    for name in ("facet-desk", "facet-source", "facet-speaker", "facet-entity", "timeline"):
        queries[name] = [word for _, word in chosen]
    return queries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("--queries", type=int, default=200, help="a class")
    parser.add_argument("--fsearch")
    parser.add_argument("--index")
    args = parser.parse_args()
    random.seed(7)
    frequency, kept = read_sample(args.articles)
    if args.index:
        queries = own_queries(frequency, kept, Index(args.fsearch, args.index), args.queries)
    else:
        queries = shared_queries(frequency, kept, args.queries)
    for name, lines in queries.items():
        for query in lines:
            print(f"{name}\t{query}")


if __name__ == "__main__":
    main()
