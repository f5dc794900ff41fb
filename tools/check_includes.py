#!/usr/bin/env python3
"""Checks who includes whom. The rule is the USES lists of CMakeLists.txt; this test holds the code to them.

  - a file includes only headers of its own folder, of folders its module USES, and of include/
  - headers are named without a path, every file name is unique in the tree, no header cycle exists
  - each third-party header is included by the files named below and no others
  - behind a .c file stand at most 2,400 lines of the project's headers, 800 in the median: what a reader may have to know.
    (Lines, not files: our headers are small, and should be.)
"""
import pathlib
import re
import statistics
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
ROOTS = ("include", "common", "indexer", "query", "xapian")
MAY_INCLUDE = {  # third-party header -> the only files that may include it
    "lmdb.h": {"environment_lmdb.h"},  # behind it: environment*.c
    "utf8proc.h": None,   # None: any file of the folder below
    "libstemmer.h": {"stem.c"},
    "zstd.h": {"store_reader.c", "store_writer.c"},
    "zdict.h": {"store_writer.c"},
    "xapian.h": {"xapian_backend.cc"},
}
FOLDER_OF = {"utf8proc.h": "common/text"}
MOST_LINES, MEDIAN_LINES = 2400, 800


def modules():
    """{folder: set of folders it may include from}, read from CMakeLists.txt."""
    text = (TOP / "CMakeLists.txt").read_text()
    folder, uses = {}, {}
    for kind, name, rest in re.findall(r"fx_(module|program|shared)\((\w+)([^)]*)\)", text):
        words = rest.split()
        if "DIRECTORY" not in words:
            continue
        folder[name] = words[words.index("DIRECTORY") + 1]
        used, reading = [], False
        for word in words:
            if word.isupper():
                reading = word == "USES"
            elif reading:
                used.append(word)
        uses[name] = used
    return {folder[n]: {folder[u] for u in used} | {folder[n], "include"} for n, used in uses.items()}


def includes(path):
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if match:
            yield number, match.group(1) == '"', match.group(2)


def reachable(header, graph, seen):
    for other in graph.get(header, ()):
        if other not in seen:
            seen.add(other)
            reachable(other, graph, seen)
    return seen


def main():
    faults = []
    allowed = modules()
    files = [p for root in ROOTS for p in (TOP / root).rglob("*") if p.suffix in (".c", ".h", ".cc")]
    home = {}
    for path in files:
        if path.name in home:
            faults.append(f"{path.relative_to(TOP)}: the name is taken by {home[path.name].relative_to(TOP)}")
        home[path.name] = path
    graph = {}
    for path in files:
        folder = str(path.parent.relative_to(TOP))
        where = path.relative_to(TOP)
        for number, quoted, name in includes(path):
            if quoted and "/" in name:
                faults.append(f"{where}:{number}: include \"{name}\" names a path")
            elif quoted and name in home:
                graph.setdefault(path.name, set()).add(name)
                target = str(home[name].parent.relative_to(TOP))
                if target not in allowed.get(folder, {folder, "include"}):
                    faults.append(f"{where}:{number}: {folder} may not include {target}/{name}")
            elif quoted and not name.endswith(".inc"):
                faults.append(f"{where}:{number}: no such header \"{name}\"")
            elif name in FOLDER_OF and folder != FOLDER_OF[name]:
                faults.append(f"{where}:{number}: <{name}> belongs to {FOLDER_OF[name]}")
            elif MAY_INCLUDE.get(name) and path.name not in MAY_INCLUDE[name]:
                faults.append(f"{where}:{number}: <{name}> may be included by {sorted(MAY_INCLUDE[name])} only")
    for name in graph:
        if name.endswith(".h") and name in reachable(name, graph, set()):
            faults.append(f"{name}: includes itself through others")
    lines = {p.name: len(p.read_text(errors="replace").splitlines()) for p in files}
    behind = {p.name: sum(lines[h] for h in reachable(p.name, graph, set())) for p in files if p.suffix == ".c"}
    for name, count in sorted(behind.items()):
        if count > MOST_LINES:
            faults.append(f"{name}: {count} lines of project headers behind it, at most {MOST_LINES}")
    if behind and statistics.median(behind.values()) > MEDIAN_LINES:
        faults.append(f"the median of header lines behind a .c file is above {MEDIAN_LINES}")
    print("\n".join(faults) if faults else f"{len(files)} files, every include allowed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
