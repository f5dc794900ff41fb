"""The engines that compare.py measures: what is run to build, to add and to search, and how a run is measured."""
import os
import pathlib
import shutil
import subprocess
import sys
import time

SHARED_CLASSES = ("term", "and2", "and3", "and4", "or2", "or3", "or4", "phrase2", "phrase3")
NAMES = ("fsearch", "names", "lucene", "sqlite", "xapian", "groonga")  # "names": with speakers and entities
TITLES = {"fsearch": "fsearch", "names": "with names", "lucene": "Lucene", "sqlite": "SQLite FTS5", "xapian": "Xapian",
          "groonga": "Groonga"}
PEER_PACKAGES = {"sqlite": "libsqlite3-0", "xapian": "libxapian30", "groonga": "libgroonga0"}


def call(*argv, **options):
    return subprocess.run([str(a) for a in argv], check=True, **options)


def timed(argv, **options):
    """Seconds of wall and CPU and MiB of memory (the largest resident set) of one command, all of its threads."""
    argv = [str(a) for a in argv]
    os.sync()  # what others have written is not written at this one's expense
    start = time.perf_counter()
    child = subprocess.Popen(argv, stdout=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"compare.py: status {child.returncode}: {' '.join(argv)}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def size_of(path):
    """MiB on disk."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(f.stat().st_blocks * 512 for f in files if f.is_file()) / 2**20


def remove(path):
    """The index and what its engine has laid beside it (db-wal, db-shm)."""
    for found in path.parent.glob(path.name + "*"):
        if found == path or found.name.startswith(path.name + "-"):
            shutil.rmtree(found) if found.is_dir() else found.unlink()


class Engine:
    def __init__(self, name, scratch, heap):
        self.name, self.index, programs = name, scratch / "indexes" / name, scratch / "build/bin"
        self.own = name in ("fsearch", "names")
        if self.own:
            self.writer = [programs / "findex", "update", "-q"] + (["--no-extraction"] if name == "fsearch" else [])
            self.searcher = [programs / "bench_search", self.index]
            return
        if name == "lucene":
            path = programs / "lucene.path"
            program = ["java", f"-Xmx{heap}", "-cp", path.read_text().strip() if path.exists() else "", "BenchLucene"]
        else:
            program = [programs / f"bench_{name}"]
        self.program = program
        self.searcher = [*program, "search", self.index]

    def build(self, articles):
        remove(self.index)
        self.index.parent.mkdir(exist_ok=True)
        command = [*self.writer, "-i", self.index] if self.own else [*self.program, "build", self.index]
        return timed([*command, articles])

    def add(self, more):
        command = [*self.writer, "-i", self.index] if self.own else [*self.program, "add", self.index]
        return timed([*command, more])

    def search(self, queries):
        """{"CLASS MODE": (mean microseconds, hits of the class)}"""
        out = call(*self.searcher, queries, stdout=subprocess.PIPE, text=True).stdout
        found = {}
        for line in out.splitlines():
            name, mode, _, mean, hits = line.split("\t")
            found[f"{name} {mode}"] = (float(mean), int(hits))
        return found
