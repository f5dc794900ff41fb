#!/usr/bin/env python3
"""fsearch beside Lucene, SQLite FTS5, Xapian and Groonga: the same articles, the same queries, one run, one table.

    bench/run                                             100,000 articles from text that Debian packages bring
    bench/run --articles 1000000 --queries 100            and whatever else compare.py takes
    bench/run --from news.jsonl                           articles made of the sentences of real ones

bench/run installs the peers (group bench of packages.txt) and calls this, which builds all programs, makes the articles,
measures, and writes a table in Markdown (--scratch/table.md and standard output). Engines take turns:
each is run once before any is run again; figures are medians. What took longer than --patience is not repeated. Everything is under --scratch, which may be removed at any
time. It asserts nothing."""
import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import zlib

import engines
import table

TOP = pathlib.Path(__file__).resolve().parent.parent
FILES_MOST = 100000  # of the tree for "nothing changed"
PHASES = ("build", "search", "own", "process", "batch", "add", "unchanged")


def median(values):
    return statistics.median(values) if values else None


def median_of(runs):
    """Each key's median over several runs that were measured alike."""
    return {key: median([run[key] for run in runs]) for key in runs[0]} if runs else {}


def take_turns(chosen, runs, patience, run):
    """{engine's name: what run(engine, number) gave, each time}"""
    results, slow = {engine.name: [] for engine in chosen}, set()
    for number in range(runs):
        for engine in chosen:
            if engine.name in slow:
                continue
            start = os.times().elapsed
            results[engine.name].append(run(engine, number))
            took = os.times().elapsed - start
            print(f"  {engine.name}: {took:.1f} s", file=sys.stderr)
            if took > patience:
                slow.add(engine.name)
    return results


class Comparison:
    def __init__(self, args):
        self.args = args
        self.scratch = pathlib.Path(args.scratch).resolve()
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.programs = self.scratch / "build/bin"
        self.figures = {"engines": {}, **self.earlier_figures(), "articles": args.articles, "runs": args.runs,
                        "machine": table.machine(), "script": self.script()}

    def earlier_figures(self):
        """What an earlier run found, when this one measures some rows only."""
        path = self.scratch / "figures.json"
        if set(self.args.phases) == set(PHASES) or not path.exists():
            return {}
        figures = json.loads(path.read_text())
        same = figures["articles"] == self.args.articles and figures.get("script") == self.script()
        return figures if same else {}

    def script(self):
        return zlib.crc32(pathlib.Path(__file__).read_bytes())

    # ---- before measuring ----

    def build_programs(self):
        build = self.scratch / "build"
        engines.call("cmake", "-S", TOP, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFX_TESTS=OFF",
                     "-DFX_BENCH_PEERS=ON", stdout=subprocess.DEVNULL)
        engines.call("cmake", "--build", build, stdout=subprocess.DEVNULL)
        self.chosen = [engines.Engine(name, self.scratch, self.args.heap) for name in engines.NAMES
                       if not self.args.only or name in self.args.only]

    def generate(self, out, *options):
        with open(self.scratch / out, "wb") as file:
            engines.call(self.programs / "generate_articles", "--text", self.scratch / "seed.tsv", "--speech", self.speech(),
                         *options, stdout=file)

    def speech(self):
        return 0 if self.args.source else 12  # per cent; real news has its own

    def make_articles(self):
        count, more = self.args.articles, max(1, self.args.articles // 100)
        wanted = json.dumps([count, self.args.runs, self.args.source, (TOP / "bench/generate_articles.c").read_text()])
        stamp = self.scratch / "articles.stamp"
        if not stamp.exists() or stamp.read_text() != wanted:
            with open(self.scratch / "seed.tsv", "wb") as file:
                engines.call(TOP / "bench/seed_text.py", *(["--from", self.args.source] if self.args.source else []), stdout=file)
            self.generate("articles.jsonl", "--articles", count)
            for run in range(self.args.runs):
                self.generate(f"more{run}.jsonl", "--articles", more, "--first", count + run * more, "--seed", run + 2)
            stamp.write_text(wanted)
        self.articles = self.scratch / "articles.jsonl"
        self.figures["mib"] = self.articles.stat().st_size / 2**20
        self.queries = self.make_queries("queries.tsv")

    def make_queries(self, out, *options):
        path = self.scratch / out
        with open(path, "wb") as file:
            engines.call(TOP / "bench/make_queries.py", self.articles, "--queries", self.args.queries, *options, stdout=file)
        return path

    # ---- what is measured ----

    def turns(self, run):
        return take_turns(self.chosen, self.args.runs, self.args.patience, run)

    def of(self, name):
        return self.figures["engines"].setdefault(name, {})

    def measure_build(self):
        for name, runs in self.turns(lambda engine, run: engine.build(self.articles)).items():
            self.of(name)["build"] = median_of(runs)
        for engine in self.chosen:
            self.of(engine.name)["size"] = engines.size_of(engine.index)

    def measure_search(self):
        for name, runs in self.turns(lambda engine, run: engine.search(self.queries)).items():
            means = [{key: mean for key, (mean, _) in run.items()} for run in runs]
            self.of(name)["search"] = median_of(means)
            self.of(name)["hits"] = {key.split()[0]: hits for key, (_, hits) in runs[0].items() if key.endswith("counted")}

    def measure_own(self):
        named = next((engine for engine in self.chosen if engine.name == "names"), None)
        if named is None:
            return
        own = self.make_queries("own.tsv", "--fsearch", self.programs / "fsearch", "--index", named.index)
        runs = [named.search(own) for _ in range(self.args.runs)]
        count = {}
        for line in own.read_text().splitlines():
            name = line.split("\t")[0]
            count[name] = count.get(name, 0) + 1
        self.figures["own"] = {key: [median([run[key][0] for run in runs]), hits / count[key.split()[0]]]
                               for key, (_, hits) in runs[0].items()}

    def process_commands(self):
        index, names = {engine.name: engine.index for engine in self.chosen}, [engine.name for engine in self.chosen]
        commands = [["empty", self.programs / "empty_program"]]
        commands += [[name, self.programs / "fsearch", "-i", index[name], "{}"] for name in names if name in ("fsearch", "names")]
        if "xapian" in index:
            commands.append(["xapian", self.programs / "quest_like", index["xapian"], "{}"])
        if "sqlite" in index:
            sql = "SELECT title FROM a WHERE a MATCH '{}' ORDER BY rank LIMIT 10"
            commands.append(["sqlite", shutil.which("sqlite3"), index["sqlite"], sql])
        return commands

    def measure_process(self):
        commands, queries = self.scratch / "commands.tsv", self.scratch / "and2.tsv"
        commands.write_text("".join("\t".join(map(str, command)) + "\n" for command in self.process_commands()))
        lines = self.queries.read_text().splitlines(keepends=True)
        queries.write_text("".join(line for line in lines if line.startswith("and2\t")))
        out = engines.call(self.programs / "process_times", commands, queries, min(20, self.args.runs), stdout=subprocess.PIPE,
                           text=True).stdout
        self.figures["process"] = {name: float(middle) for name, middle, _ in (line.split("\t") for line in out.splitlines())}

    def measure_batch(self):
        lines = [line.split("\t") for line in self.queries.read_text().splitlines()]
        queries = [words.replace(" ", " OR ") if name == "or2" else words for name, words in lines if name in ("and2", "or2")] * 10
        random.Random(7).shuffle(queries)
        path = self.scratch / "batch.txt"
        path.write_text("\n".join(queries) + "\n")
        self.figures["batch"] = {}
        for engine in self.chosen:
            if not engine.own:
                continue
            for form in ("text", "ids"):
                runs = []
                for _ in range(self.args.runs):
                    with open(path, "rb") as file:
                        runs.append(engines.timed([self.programs / "fsearch", "-i", engine.index, "-F", form, "--batch", "-"],
                                                  stdin=file))
                self.figures["batch"][f"{engine.name} {form}"] = {key: 1e6 * value / len(queries) for key, value in
                                                                  median_of(runs).items() if key != "memory"}

    def measure_add(self):
        for name, runs in self.turns(lambda engine, run: engine.add(self.scratch / f"more{run}.jsonl")).items():
            self.of(name)["add"] = median_of(runs)

    def measure_unchanged(self):
        """A tree of files, read again when nothing has changed; recollindex and omindex as the peers."""
        tree, home, files = self.scratch / "tree", self.scratch / "indexes", min(self.args.articles, FILES_MOST)
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir()
        self.generate("tree.log", "--articles", files, "--tree", tree)
        for name in ("tree-findex", "tree-recoll", "tree-omindex"):
            shutil.rmtree(home / name, ignore_errors=True)
        (home / "tree-recoll").mkdir(parents=True)
        (home / "tree-recoll/recoll.conf").write_text(f"topdirs = {tree}\nloglevel = 1\n")
        commands = {"findex": [self.programs / "findex", "update", "-q", "--no-extraction", "-i", home / "tree-findex", tree]}
        if not self.args.only or "xapian" in self.args.only:
            commands["recollindex"] = ["recollindex", "-c", home / "tree-recoll"]
            commands["omindex"] = ["omindex", "--db", home / "tree-omindex", "--url", "/", tree]
        walls = {name: [] for name in commands}
        for run in range(self.args.runs + 1):
            for name, command in commands.items():
                wall = engines.timed(command, stderr=subprocess.DEVNULL)["wall"]
                if run > 0:  # the first run has indexed the tree
                    walls[name].append(wall)
        self.figures["unchanged"] = {"files": files, **{name: median(values) for name, values in walls.items()}}
        shutil.rmtree(tree)


def parse_arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--articles", type=int, default=100000)
    p.add_argument("--from", dest="source", help="JSON Lines of real articles whose sentences are mixed anew")
    p.add_argument("--scratch", default="/tmp/fsearch-bench", help="a folder for all that is made (%(default)s)")
    p.add_argument("--runs", type=int, default=3, help="of everything; figures are medians (%(default)s)")
    p.add_argument("--queries", type=int, default=200, help="in a class (%(default)s)")
    p.add_argument("--only", nargs="*", choices=engines.NAMES, help="these engines")
    p.add_argument("--phases", nargs="*", choices=PHASES, default=PHASES, 
                   help="these rows, on the indexes of an earlier run if 'build' is not among them")
    p.add_argument("--patience", type=float, default=300, help="seconds: what took longer is not repeated (%(default)s)")
    p.add_argument("--heap", default="2g", help="of Lucene's virtual machine (%(default)s)")
    return p.parse_args()


def main():
    args = parse_arguments()
    comparison = Comparison(args)
    print("building the programs, making the articles", file=sys.stderr)
    comparison.build_programs()
    comparison.make_articles()
    for phase in PHASES:
        if phase in args.phases:
            print(phase, file=sys.stderr)
            getattr(comparison, f"measure_{phase}")()
            comparison.figures["load after"] = os.getloadavg()[0]
            (comparison.scratch / "figures.json").write_text(json.dumps(comparison.figures, indent=1))
    text = table.render(comparison.figures)
    (comparison.scratch / "table.md").write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
