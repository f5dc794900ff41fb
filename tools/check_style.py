#!/usr/bin/env python3
"""Checks the rules of CONTRIBUTING.md that a program can check: lengths, banned calls, what a library may not do."""
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
ROOTS = ("include", "common", "indexer", "query", "xapian", "tests", "bench")
LINES_OF_FILE, LINES_OF_FUNCTION, COLUMNS = 700, 80, 120
BANNED = {  # in the product
    "strcpy": "length unknown", "strcat": "length unknown", "sprintf": "use snprintf or buffer_append_format",
    "gets": "unbounded", "strtok": "hidden state", "atoi": "no errors", "atol": "no errors", "atof": "no errors",
    "alloca": "unbounded stack", "system": "shell",
}
HEAP = {"malloc", "calloc", "realloc", "free", "strdup", "strndup"}  # memory.c only
NOT_IN_LIBRARIES = {"printf", "fprintf", "puts", "putchar", "perror", "exit", "abort", "_exit", "getenv", "setlocale",
                    "signal", "sigaction"}
PROGRAMS = ("indexer/cli", "query/cli")
CALL = re.compile(r"(?<![\w.>])([A-Za-z_]\w*)\s*\(")


def code_lines(text):
    """The lines without comments and literals (line structure kept)."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S).split("\n")


def functions(lines):
    """(first line, lines) of each function body: a '{' in column 0 up to its '}' in column 0."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith("{"):
            start = number
        elif line.startswith("}") and start is not None:
            yield start, number - start + 1
            start = None


def check(path):
    where = path.relative_to(TOP)
    text = path.read_text(errors="replace")
    lines = code_lines(text)
    if len(lines) > LINES_OF_FILE:
        yield f"{where}: {len(lines)} lines, at most {LINES_OF_FILE}"
    generated = re.search(r"(generated|written) by", text[:400].lower()) is not None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > COLUMNS and not generated:
            yield f"{where}:{number}: {len(line)} columns, at most {COLUMNS}"
        if line != line.rstrip():
            yield f"{where}:{number}: space at the end of the line"
    if path.suffix == ".c":
        for first, count in functions(lines):
            if count > LINES_OF_FUNCTION:
                yield f"{where}:{first}: a function of {count} lines, at most {LINES_OF_FUNCTION}"
    folder = str(where.parent)
    product = not folder.startswith(("tests", "bench"))
    for number, line in enumerate(lines, 1):
        for name in CALL.findall(line):
            if product and name in BANNED:
                yield f"{where}:{number}: {name}() is banned: {BANNED[name]}"
            if product and name in HEAP and path.name != "memory.c":
                yield f"{where}:{number}: {name}(): allocate through memory.h or arena.h"
            if product and name in NOT_IN_LIBRARIES and folder not in PROGRAMS:
                yield f"{where}:{number}: {name}() in a library: only the programs may"


def main():
    files = sorted(p for root in ROOTS for p in (TOP / root).rglob("*") if p.suffix in (".c", ".h", ".cc"))
    faults = [fault for path in files for fault in check(path)]
    print("\n".join(faults) if faults else f"{len(files)} files in style")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
