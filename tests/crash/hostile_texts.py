#!/usr/bin/env python3
"""Runs `findex analyze` over texts that no newspaper prints, and says what they cost.

    hostile_texts.py --bin build/release/bin [--megabytes 25,50,100] [-k WORD]

Each text is written at each size, as one text file and as lines of JSON (bodies of 8 MB: longer texts are not searched
for names and speech at all). Printed: seconds of processor time a size, peak memory of the largest. It fails where a
status is neither 0 nor 3, where a sanitizer speaks, or where memory is out of bounds: SHARE times the longest text plus
a constant. Times are for the reader: they should double with the size."""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

MEGABYTE = 1 << 20
BODY = 8 * MEGABYTE
CONSTANT, SHARE = 160 * MEGABYTE, 48

SENTENCE = "Ines Falk said on Monday that the harbour of Tolm was deep, but John Adler denied it, citing old maps, "
TEXTS = {  # name: what comes first, what is repeated
    "one unclosed quotation mark": ("\u201c", "the harbour of Tolm is deep and Ines Falk said so. "),
    "one unclosed straight mark": ('"', "the harbour of Tolm is deep, Ines Falk said. "),
    "quotation marks": ("", '"'),
    "apostrophes": ("", "'"),
    "nested marks": ("", "\u201c\u2018"),
    "nested marks with words": ("", "\u201ca \u2018b\u2019 "),
    "short quotations": ("", '"Yes," said Ines Falk. "No," she added. '),
    "capitals in a row": ("", "A"),
    "capitals apart": ("", "A "),
    "capitalised words": ("", "Tolm Harbour Falk "),
    "different names": ("", None),
    "said": ("", "said "),
    "and said": ("Falk", ", and said "),
    "adding": ("It ", ", adding "),
    "who said": ("Falk", ", who said "),
    "lists of names": ("", "Falk, Adler and "),
    "brackets": ("", "("),
    "one line": ("", SENTENCE),
    "new lines": ("", "\n"),
    "paragraphs": ("", SENTENCE + "\n\n"),
    "colons": ("", "FALK: "),
    "dashes": ("", "- Falk "),
    "full stops": ("", "Mr. "),
    "ideographs": ("", "\u4e2d"),
    "combining accents": ("e", "\u0301"),
}


def different_names(size, seed=20251015):
    """Words with capitals of which hardly any comes twice."""
    chance = random.Random(seed)
    letters = "abdefgiklmnoprstuvz"
    words = ("".join(chance.choice(letters) for _ in range(chance.randint(3, 9))).capitalize() for _ in iter(int, 1))
    parts, length = [], 0
    while length < min(size, BODY):
        parts.append(f"{next(words)} {next(words)} said {next(words)} left. ")
        length += len(parts[-1])
    return "".join(parts)


def pieces_of(name, size):
    """The text in pieces: what this program holds in memory would be counted as the other's."""
    head, unit = TEXTS[name]
    if unit is None:
        yield different_names(size)
        return
    yield head
    block = unit * max(1, min(size, MEGABYTE) // len(unit.encode()))
    for _ in range(max(1, size // len(block.encode()))):
        yield block


def write_text(path, name, size):
    with path.open("w", encoding="utf-8") as file:
        file.write("A title\n\n")
        file.writelines(pieces_of(name, size))


def write_lines(path, name, size):
    body = min(BODY, size)
    with path.open("w", encoding="utf-8") as file:
        for _ in range(size // body):
            file.write('{"title":"t","body":"')
            file.writelines(json.dumps(piece, ensure_ascii=False)[1:-1] for piece in pieces_of(name, body))
            file.write('"}\n')


def write_bytes(path, size):
    """Bytes as they come, but none that tells a binary file at once."""
    chance = random.Random(1)
    with path.open("wb") as file:
        for _ in range(size // MEGABYTE or 1):
            file.write(chance.randbytes(min(size, MEGABYTE)).replace(b"\0", b"\1"))


def write_deep_json(path, size):
    with path.open("w", encoding="utf-8") as file:
        file.write('{"title":"t","body":"b","x":')
        file.writelines("[" * MEGABYTE for _ in range(max(1, size // MEGABYTE)))


def measure(findex, path):
    """Status, what stands on standard error, processor seconds, peak memory in bytes."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([findex, "analyze", "-j", "1", str(path)], stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        return process.returncode, errors.read(4000).decode(errors="replace"), usage.ru_utime + usage.ru_stime, \
            usage.ru_maxrss * 1024


def check(findex, name, path, sizes, write, bound):
    seconds, faults = [], []
    for size in sizes:
        write(path, size)
        status, said, took, peak = measure(findex, path)
        seconds.append(took)
        if status not in (0, 3) or "Sanitizer" in said or "runtime error" in said:
            faults.append(f"status {status}: {said}")
        if peak > bound(size):
            faults.append(f"{peak / MEGABYTE:.0f} MB of memory, more than {bound(size) / MEGABYTE:.0f}")
    path.unlink()
    print(f"{name:44}" + "".join(f"{took:9.2f} s" for took in seconds) + f"{peak / MEGABYTE:9.0f} MB", flush=True)
    for fault in faults:
        print(f"    FAILED: {fault}")
    return not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=pathlib.Path, help="where findex is")
    parser.add_argument("--megabytes", default="25,50,100", help="sizes, ascending")
    parser.add_argument("--sanitized", action="store_true", help="built with ASan: memory is not judged")
    parser.add_argument("-k", metavar="WORD", default="", help="only texts with this in their name")
    options = parser.parse_args()
    findex = (options.bin / "findex").resolve()
    sizes = [int(float(size) * MEGABYTE) for size in options.megabytes.split(",")]

    def bound(size):
        return 1 << 62 if options.sanitized else CONSTANT + SHARE * min(size, BODY) + 8 * max(0, size - BODY)
    cases = [("random bytes", write_bytes), ("deep JSON", write_deep_json)]
    for name in TEXTS:
        cases.append((name, lambda path, size, name=name: write_text(path, name, size)))
        cases.append((name + ", lines of JSON", lambda path, size, name=name: write_lines(path, name, size)))
    good = True
    with tempfile.TemporaryDirectory(prefix="fsearch-hostile-") as scratch:
        for name, write in cases:
            if options.k in name:
                good = check(findex, name, pathlib.Path(scratch) / "text", sizes, write, bound) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
