#!/usr/bin/env python3
"""Kills updates at random moments until so many kills have struck, and looks at what each leaves.

    kill_many.py --bin DIR [--kills 1000] [--seed N] [--articles 800] [--keep]

A tree of files is indexed again and again. Before each update some of its files change and some go, so that it has
something to commit; it is killed (SIGKILL) at a random moment of the time such an update takes. An update that had ended
by itself before is no kill and is not counted. After every kill the index must verify and hold exactly a committed state:
the one before the update, the one after it, or the one after its first commit, which has what is new but purges nothing
yet. Now and then the update is run again, undisturbed, and must complete it. No part of the tests, since it takes minutes; tests/cli has a short form."""
import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FILLER = "alpha beta gamma delta epsilon zeta eta theta iota kappa " * 20
FILES = 20


class Field:
    """The tree, its index, and the states that the index may be in."""

    def __init__(self, options, directory):
        self.options, self.directory = options, directory
        self.tree, self.index = directory / "tree", directory / "index"
        self.findex = str(pathlib.Path(options.bin).resolve() / "findex")
        self.chance = random.Random(options.seed)
        self.versions = {number: 0 for number in range(FILES)}
        self.newest = 0
        self.seconds = {}  # what an update takes, by how much it has to do
        self.tree.mkdir()
        for number in range(FILES):
            self.write(number)

    def write(self, number):
        each = self.options.articles // FILES
        with open(self.tree / f"{number}.jsonl", "w", encoding="utf-8") as file:
            for one in range(each):
                text = f"version{self.versions[number]} of file{number}. \"We count {one},\" said Ana Petrova. {FILLER}"
                file.write(json.dumps({"id": f"{number}.{one}", "title": f"Article {one}", "body": text}) + "\n")

    def change(self):
        """Another state of the tree: some files of a new version, perhaps one gone or back."""
        for number in self.chance.sample(range(FILES), self.chance.choice((1, 1, 2, 10))):
            self.newest += 1
            self.versions[number] = self.newest
            self.write(number)
        if self.chance.random() < 0.2:
            number = self.chance.randrange(FILES)
            (self.tree / f"{number}.jsonl").unlink()
            del self.versions[number]
        return dict(self.versions)

    def command(self):
        return [self.findex, "update", "-q", "--purge=all", "--memory", "32M", "-i", str(self.index), str(self.tree)]

    def update(self):
        started = time.monotonic()
        done = subprocess.run(self.command(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"update: {done.returncode} {done.stderr}"
        return time.monotonic() - started

    def update_and_kill(self, kind):
        """Whether the kill struck. The moment is anywhere in the time that updates of this kind have taken."""
        expected = self.seconds[kind]
        moment = expected * self.chance.choice((self.chance.random(), self.chance.uniform(0.6, 1.0)))
        started = time.monotonic()
        process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
        complaint = process.communicate()[1].decode(errors="replace")
        if process.returncode == -signal.SIGKILL:
            self.seconds[kind] = expected * 1.002
            return True
        assert process.returncode == 0, f"update: {process.returncode} {complaint}"
        self.seconds[kind] = expected * 0.9 + (time.monotonic() - started) * 0.1
        return False

    def ask(self, command):
        return subprocess.run([self.findex, command, "-i", str(self.index)], capture_output=True, text=True, check=False)

    def state(self):
        """The version of each file that the index holds, after it was verified; None where it holds no article yet."""
        verified = self.ask("verify")
        if verified.returncode == 4:
            return None
        assert verified.returncode == 0, f"verify: {verified.returncode}\n{verified.stdout}{verified.stderr}"
        found = {}
        dumped = self.ask("dump")
        assert dumped.returncode == 0, f"dump: {dumped.returncode} {dumped.stderr}"
        for line in dumped.stdout.splitlines():
            article = json.loads(line)
            version = int(article["body"].split()[0][len("version"):])
            found.setdefault(int(article["id"].split(".")[0]), []).append(version)
        for file, versions in found.items():
            assert len(versions) == self.options.articles // FILES, f"file {file}: {len(versions)} articles"
            assert len(set(versions)) == 1, f"file {file}: versions {sorted(set(versions))} side by side"
        return {file: versions[0] for file, versions in found.items()} or None


def kill_all(field):
    field.seconds["build"] = field.update()
    field.change()
    field.seconds["change"] = field.update()
    before = field.state()
    assert before == field.versions, "an undisturbed update is not complete"
    tally = {"kills": 0, "ended": 0, "old": 0, "new": 0, "none": 0, "reruns": 0}
    while tally["kills"] < field.options.kills:
        if field.chance.random() < 0.1:  # the first commit of an index is a moment of its own
            shutil.rmtree(field.index)
            before = None
        for number in set(range(FILES)) - set(field.versions):
            field.versions[number] = field.newest
            field.write(number)
        after = field.change()
        struck = field.update_and_kill("build" if before is None else "change")
        found = field.state()
        unpurged = {**(before or {}), **after}
        assert found in (before, unpurged, after), f"no committed state: {found}, {before}, {after}"
        tally["kills" if struck else "ended"] += 1
        if struck:
            tally["none" if found is None else "old" if found == before else "new"] += 1
        else:
            assert found == after, "an update that ended is not complete"
        before = found
        if field.chance.random() < 0.1:
            field.update()
            before = field.state()
            assert before == after, "the rerun did not complete it"
            tally["reruns"] += 1
        if sys.stdout.isatty():
            print(f"\r{tally['kills']} of {field.options.kills}", end="", flush=True)
    field.update()
    assert field.state() == field.versions, "the last rerun did not complete it"
    print(f"\r{tally['kills']} kills struck ({tally['ended']} more updates had ended before theirs): {tally['old']} left the state "
          f"before, {tally['new']} the state after, {tally['none']} nothing yet; {tally['reruns'] + 1} reruns completed it; "
          "whole after each")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=800)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", action="store_true", help="leave the directory when something is wrong")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="kill-many-"))
    keep = False
    try:
        kill_all(Field(options, directory))
    except AssertionError as wrong:
        keep = options.keep
        print(f"WRONG: {wrong}" + (f"\nsee {directory}" if keep else ""))
        return 1
    finally:
        if not keep:
            shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
