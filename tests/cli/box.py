"""The scratch directory of one command-line test, and what is done in it."""
import json
import os
import pathlib
import signal
import subprocess

TIMEOUT = 120


class Skipped(Exception):
    """The test cannot run here."""


def skip(reason):
    raise Skipped(reason)


class Run:
    """What a finished program left: status, out, err (text)."""

    def __init__(self, arguments, status, out, err):
        self.arguments, self.status, self.out, self.err = arguments, status, out, err

    def lines(self):
        return self.out.splitlines()

    def json_lines(self):
        return [json.loads(line) for line in self.lines()]

    def __str__(self):
        return f"$ {' '.join(map(str, self.arguments))}\nstatus {self.status}\n{self.out[-2000:]}{self.err[-2000:]}"


class Box:
    def __init__(self, directory, binaries):
        self.directory, self.binaries, self.runs = directory, binaries, []
        self.index = directory / "index"
        self.environment = dict(os.environ, FSEARCH_INDEX=str(self.index), HOME=str(directory), LC_ALL="C.UTF-8",
                                NO_COLOR="1")

    # ---- files ----

    def path(self, name):
        return self.directory / name

    def write(self, name, content):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def jsonl(self, name, articles):
        return self.write(name, "".join(json.dumps(article) + "\n" for article in articles))

    def restore_permissions(self):
        for path in self.directory.rglob("*"):
            if not path.is_symlink():
                try:
                    path.chmod(0o700)
                except OSError:
                    pass

    # ---- programs ----

    def program(self, name):
        return str(self.binaries / name)

    def run(self, *arguments, input=None, expect=None, **options):
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run([str(a) for a in arguments], input=data, stdin=subprocess.DEVNULL if data is None else None,
                              capture_output=True, cwd=self.directory, env=self.environment, timeout=TIMEOUT, **options)
        run = Run(arguments, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))
        self.runs.append(run)
        if expect is not None:
            assert run.status == expect, f"status {run.status}, not {expect}\n{run}"
        return run

    def findex(self, *arguments, input=None, expect=0, **options):
        return self.run(self.program("findex"), *arguments, input=input, expect=expect, **options)

    def fsearch(self, *arguments, input=None, expect=0, **options):
        if not (self.binaries / "fsearch").exists():
            skip("fsearch is not built")
        return self.run(self.program("fsearch"), *arguments, input=input, expect=expect, **options)

    def start(self, *arguments, **options):
        """A findex that goes on by itself."""
        return subprocess.Popen([self.program("findex"), *map(str, arguments)], cwd=self.directory,
                                env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    # ---- looking at the index ----

    def stats(self):
        return json.loads(self.findex("stats", "-F", "json").out)

    def dump(self):
        return {article["id"]: article for article in self.findex("dump").json_lines()}

    def verify(self):
        return self.findex("verify")

    def story(self):
        return "\n".join(str(run) for run in self.runs[-4:])


def article(number, words="robot trade parliament harbour", **fields):
    """A small article of its own."""
    return {"id": f"a{number}", "title": f"Article number {number}",
            "body": f"The {words} of story{number} were discussed on Monday.\n\nNothing else was decided there.",
            "date": f"2024-03-{1 + number % 28:02d}", **fields}


def articles(count, start=0):
    return [article(number) for number in range(start, start + count)]


def end_with(process, number=signal.SIGTERM):
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    return Run(process.args, process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))
