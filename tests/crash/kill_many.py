#!/usr/bin/env python3
"""Kills updates at random moments and looks at what they leave.

    kill_many.py --bin DIR [--kills 1000] [--seed N] [--articles 2000] [--keep]

A tree of files is indexed again and again; each time one file changes, so that every update has something to commit, and
each update is killed at a random moment (SIGKILL); some finish before it. After every kill the index must verify
and hold exactly what some commit left: of each file all articles of one version, old or new. At the end an undisturbed
update must complete it. No part of the tests; tests/cli has a short form."""
import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

FILLER = "alpha beta gamma delta epsilon zeta eta theta iota kappa " * 20


class Field:
    """The tree, its index and what each file may hold by now."""

    def __init__(self, options, directory):
        self.options, self.directory = options, directory
        self.tree, self.index = directory / "tree", directory / "index"
        self.findex = str(pathlib.Path(options.bin).resolve() / "findex")
        self.chance = random.Random(options.seed)
        self.files = 20
        self.versions = [0] * self.files
        self.tree.mkdir()
        for number in range(self.files):
            self.write(number)

    def write(self, number):
        each = self.options.articles // self.files
        with open(self.tree / f"{number}.jsonl", "w", encoding="utf-8") as file:
            for one in range(each):
                text = f"version{self.versions[number]} of file{number} {FILLER}"
                file.write(json.dumps({"id": f"{number}.{one}", "title": f"Article {one}", "body": text}) + "\n")

    def change(self):
        number = self.chance.randrange(self.files)
        self.versions[number] += 1
        self.write(number)

    def run(self, *arguments):
        return subprocess.run([self.findex, *arguments, "-i", str(self.index)], capture_output=True, text=True,
                              check=False)

    def update_and_kill(self, length):
        process = subprocess.Popen([self.findex, "update", "-q", "--memory", "32M", "-i", str(self.index),
                                    str(self.tree)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.random() * length)
        process.kill()
        return process.wait()

    def check(self):
        """The articles found, by file; None before the first commit."""
        verified = self.run("verify")
        if verified.returncode == 4:
            return None
        assert verified.returncode == 0, f"verify: {verified.returncode}\n{verified.stdout}{verified.stderr}"
        found = {}
        for line in self.run("dump").stdout.splitlines():
            article = json.loads(line)
            file = int(article["id"].split(".")[0])
            version = int(article["body"].split()[0][len("version"):])
            found.setdefault(file, []).append(version)
        for file, versions in found.items():
            assert len(versions) == self.options.articles // self.files, f"file {file}: {len(versions)} articles"
            assert len(set(versions)) == 1, f"file {file}: versions {sorted(set(versions))} side by side"
            assert versions[0] <= self.versions[file], f"file {file}: version {versions[0]} of the future"
        return found


def time_update(field):
    started = time.monotonic()
    done = field.run("update", "-q", str(field.tree))
    assert done.returncode == 0, done.stderr
    return time.monotonic() - started


def kill_all(field):
    whole = time_update(field)
    field.change()
    small = time_update(field)
    shutil.rmtree(field.index)
    died, finished, empty = 0, 0, 0
    for number in range(field.options.kills):
        if number % 20 == 19 and field.index.exists():
            shutil.rmtree(field.index)  # the first commit of an index is a moment of its own
        field.change()
        status = field.update_and_kill(field.chance.choice((small, whole, 2 * whole)) * 1.3)
        died += status != 0
        finished += status == 0
        empty += field.check() is None
        if sys.stdout.isatty():
            print(f"\r{number + 1} of {field.options.kills}", end="", flush=True)
    time_update(field)
    found = field.check()
    assert {file: versions[0] for file, versions in found.items()} == dict(enumerate(field.versions)), "not complete"
    print(f"\r{field.options.kills} updates: {died} killed, {finished} had finished, {empty} before the first commit; "
          "whole after each")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", action="store_true", help="leave the directory when something is wrong")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="kill-many-"))
    try:
        kill_all(Field(options, directory))
    except AssertionError as wrong:
        print(f"WRONG: {wrong}" + (f"\nsee {directory}" if options.keep else ""))
        return 1
    finally:
        if not options.keep:
            shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
