#!/usr/bin/env python3
"""Query sets for the benchmarks, from the text that is searched: CLASS<TAB>QUERY lines, the same for the same seed.

    bench/make_queries.py articles.jsonl > queries.tsv

Classes: term (words of all frequencies, evenly over the logarithm of their document frequency), and2 and3 and4, or2 or3 or4
(words that stand in one article together), phrase2 phrase3 (words that stand side by side)."""
import collections
import json
import random
import re
import sys

PER_CLASS = 200
SAMPLE = 20000
STOP = set("the of to and a in that is for on it with as was he at by be from has are have his an but not they who will this had "
           "their which were or its been she her i you we said".split())


def main():
    random.seed(7)
    frequency = collections.Counter()
    kept = []
    with open(sys.argv[1], encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= SAMPLE:
                break
            words = re.findall(r"[a-z]{2,}", json.loads(line).get("body", "").lower())
            frequency.update(set(words))
            if number % 10 == 0:
                kept.append(words)
    ranked = [w for w, n in frequency.most_common() if n >= 3]
    by_class = collections.defaultdict(list)
    for i in range(PER_CLASS):  # evenly over log(rank)
        by_class["term"].append(ranked[min(len(ranked) - 1, int(len(ranked) ** (i / PER_CLASS)))])
    while len(by_class["phrase3"]) < PER_CLASS:
        words = random.choice(kept)
        if len(words) < 60:
            continue
        content = [w for w in set(words) if w not in STOP and frequency[w] >= 5]
        if len(content) < 8:
            continue
        picked = random.sample(sorted(content), 4)
        for n in (2, 3, 4):
            by_class[f"and{n}"].append(" ".join(picked[:n]))
            by_class[f"or{n}"].append(" ".join(picked[:n]))
        start = random.randrange(len(words) - 3)
        by_class["phrase2"].append(" ".join(words[start:start + 2]))
        by_class["phrase3"].append(" ".join(words[start:start + 3]))
    for name in ("term", "and2", "and3", "and4", "or2", "or3", "or4", "phrase2", "phrase3"):
        for query in by_class[name][:PER_CLASS]:
            print(f"{name}\t{query}")


if __name__ == "__main__":
    main()
