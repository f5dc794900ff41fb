#!/usr/bin/env python3
"""fsearch beside Lucene, SQLite FTS5 and Xapian: the same articles, the same queries, one run, one table with ratios.

    bench/compare.py [--articles 100000] [--from real.jsonl] [--work DIR] [--runs 3] [--no-install]

Installs the peers (Debian packages named below), builds everything, generates the articles, and prints a table in
Markdown. Figures are medians of --runs; a build's memory is the largest resident set. It asserts nothing.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ["gcc", "g++", "default-jdk-headless", "liblucene8-java", "libsqlite3-dev", "libxapian-dev", "libyajl-dev", "wamerican"]
CLASSES = ["term", "and2", "and3", "and4", "or2", "or3", "or4", "phrase2", "phrase3"]


def sh(*argv, **kwargs):
    subprocess.run([str(a) for a in argv], check=True, **kwargs)


def timed(argv, **kwargs):
    """{"wall", "cpu", "memory"}: seconds, seconds, MiB (largest process) of one command."""
    start = time.perf_counter()
    child = subprocess.Popen([str(a) for a in argv], stdout=subprocess.DEVNULL, **kwargs)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0 and os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"failed ({status}): {argv}")
    return {"wall": time.perf_counter() - start, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def size_of(path):
    """MiB on disk."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(f.stat().st_blocks * 512 for f in files if f.is_file()) / 2**20


def lucene_path():
    return ":".join(str(p) for p in pathlib.Path("/usr/share/java").glob("lucene*-8*.jar"))


def build_programs(work):
    sh("cmake", "--preset", "release", cwd=TOP, stdout=subprocess.DEVNULL)
    sh("cmake", "--build", "--preset", "release", cwd=TOP, stdout=subprocess.DEVNULL)
    sh("gcc", "-O2", "-o", work / "generate", TOP / "bench/generate_articles.c", "-lm")
    sh("gcc", "-O2", "-o", work / "bench_sqlite", TOP / "bench/peers/bench_sqlite.c", "-lsqlite3", "-lyajl")
    sh("g++", "-O2", "-o", work / "bench_xapian", TOP / "bench/peers/bench_xapian.cc", "-lxapian", "-lyajl")
    sh("javac", "-cp", lucene_path(), "-d", work / "java", TOP / "bench/peers/BenchLucene.java")


def engines(work):
    """name -> (build argv, add argv, search argv, index path)"""
    findex = TOP / "build/release/bin/findex"
    java = ["java", "-Xmx2g", "-cp", f"{lucene_path()}:{work / 'java'}", "BenchLucene"]
    articles, more, queries = work / "articles.jsonl", work / "more.jsonl", work / "queries.tsv"

    def peer(command, index):
        return ([*command, "build", index, articles], [*command, "add", index, more], [*command, "search", index, queries], index)

    plain = [findex, "update", "-q", "--no-extraction", "-i"]
    full = [findex, "update", "-q", "-i"]
    bench = TOP / "build/release/bin/bench_search"
    return {
        "fsearch": ([*plain, work / "fx", articles], [*plain, work / "fx", more], [bench, work / "fx", queries], work / "fx"),
        "fsearch+names": ([*full, work / "fxn", articles], [*full, work / "fxn", more], [bench, work / "fxn", queries],
                          work / "fxn"),
        "lucene": peer(java, work / "lucene"),
        "sqlite": peer([work / "bench_sqlite"], work / "sqlite.db"),
        "xapian": peer([work / "bench_xapian"], work / "xapian"),
    }


def remove(path):
    for p in path.parent.glob(path.name + "*"):
        if p == path or p.name.startswith(path.name + "-"):
            shutil.rmtree(p) if p.is_dir() else p.unlink()


def measure_build(engine, runs):
    build, add, _, index = engine
    builds = []
    for _ in range(runs):
        remove(index)
        builds.append(timed(build))
    size = size_of(index)
    added = timed(add)
    median = {k: statistics.median(b[k] for b in builds) for k in ("wall", "cpu")}
    return {**median, "memory": max(b["memory"] for b in builds), "size": size, "add": added["wall"]}


def search_figures(name, argv):
    """{(class, mode): microseconds}"""
    out = subprocess.run([str(a) for a in argv], check=True, stdout=subprocess.PIPE, text=True).stdout
    figures = {}
    for line in out.splitlines():
        part = line.split()
        if name.startswith("fsearch") and len(part) == 9 and part[0] in CLASSES:
            figures.update({(part[0], "top10"): float(part[3]), (part[0], "counted"): float(part[5]),
                            (part[0], "stored"): float(part[7])})
        elif len(part) == 4:
            figures[(part[1], part[2])] = float(part[3])
    return figures


def process_ms(argv, runs=200):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([str(a) for a in argv], stdout=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def row(label, values, base="fsearch"):
    own = values.get(base)
    cells = []
    for name in ("fsearch", "fsearch+names", "lucene", "sqlite", "xapian"):
        value = values.get(name)
        ratio = f" ({own / value:.2f}x)" if value and own and name not in ("fsearch", "fsearch+names") else ""
        cells.append("-" if value is None else f"{value:.4g}{ratio}")
    print("| " + " | ".join([label] + cells) + " |")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--articles", type=int, default=100000)
    p.add_argument("--from", dest="source", help="JSON Lines of real articles whose sentences are scaled")
    p.add_argument("--work", default="/tmp/fsearch-bench")
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("--only", nargs="*", help="engines to run")
    p.add_argument("--no-install", action="store_true")
    args = p.parse_args()
    if not args.no_install:
        sh("apt-get", "install", "-y", "-qq", *PACKAGES, stdout=subprocess.DEVNULL)
    work = pathlib.Path(args.work)
    (work / "java").mkdir(parents=True, exist_ok=True)
    build_programs(work)
    more = max(1, args.articles // 100)
    source = ["--from", args.source] if args.source else []
    for name, count, first, seed in (("articles", args.articles, 0, 1), ("more", more, args.articles, 2)):
        with open(work / f"{name}.jsonl", "wb") as out:
            sh(work / "generate", "--articles", count, "--first", first, "--seed", seed, *source, stdout=out)
    with open(work / "queries.tsv", "wb") as out:
        sh(TOP / "bench/make_queries.py", work / "articles.jsonl", stdout=out)
    chosen = {n: e for n, e in engines(work).items() if not args.only or n in args.only}
    built = {n: measure_build(e, 1 if n == "xapian" else args.runs) for n, e in chosen.items()}
    found = {n: search_figures(n, e[2]) for n, e in chosen.items()}
    print(f"\n{args.articles} articles, {size_of(work / 'articles.jsonl'):.0f} MiB of JSON Lines; ratio = fsearch / peer\n")
    print("| | fsearch | with names | Lucene 8 | SQLite FTS5 | Xapian |\n|---|---|---|---|---|---|")
    for key, label in (("wall", "build, s"), ("cpu", "build, CPU s"), ("memory", "build, peak MiB"), ("size", "index, MiB"),
                       ("add", "add 1 %, s")):
        row(label, {n: b[key] for n, b in built.items()})
    for mode in ("top10", "counted", "stored"):
        for name in CLASSES:
            row(f"{name}, {mode}, µs", {n: f.get((name, mode)) for n, f in found.items()})
    fsearch = [TOP / "build/release/bin/fsearch", "-i", work / "fx", "climate change"]
    process = {"fsearch": process_ms(fsearch)}
    if "xapian" in chosen:
        process["xapian"] = process_ms([work / "bench_xapian", "once", work / "xapian", "climate change"])
    row("whole process, ms", process)
    (work / "figures.json").write_text(json.dumps({"built": built, "process": process}, indent=1))


if __name__ == "__main__":
    main()
