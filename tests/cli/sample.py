"""The indexes that the tests of fsearch share: built once a run, read by many tests, changed by none."""
import atexit
import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
_made = {}

# Words, names and dates are chosen so that each test can count them by hand. Dates: one a year end and a year's
# beginning, both ends of a month, and one article without any.
LEDGER = [
    {"id": "w1", "title": "Walnut harvest begins", "date": "2023-12-31T23:30:00Z", "section": "Farming",
     "source": "Valley Post", "body": "The walnut harvest began in the upper valley.\n\n\"The shells are thin,\" said Ana Petrova."},
    {"id": "w2", "title": "Walnut prices", "date": "2024-01-01T00:10:00Z", "section": "Business",
     "source": "Valley Post", "body": "Prices of walnut oil rose. Traders spoke of walnut fever.\n\n\"I sold all of it,\" said Ben Okafor."},
    {"id": "w3", "title": "A walnut fair", "date": "2024-01-31T12:00:00Z", "section": "Farming",
     "source": "Coast Herald", "body": "The walnut fair opened.\n\n\"Taste this one,\" said Ana Petrova."},
    {"id": "w4", "title": "Oil press restored", "date": "2024-02-01T08:00:00Z", "section": "Culture",
     "source": "Coast Herald", "body": "A press for walnut oil turns again in the mill."},
    {"id": "w5", "title": "Notes", "body": "Somebody left a walnut on the desk and no date."},
    {"id": "w6", "title": "Hazelnut year", "date": "2024-02-29T08:00:00Z", "section": "Business",
     "source": "Coast Herald", "body": "Hazelnuts did better than the others. The growers were growing them on slopes."},
]

# What an article may hold to disturb a terminal, a table or a parser.
ODD = [
    {"id": "odd\ttab", "title": "Tab\tand \"quotes\", commas, back\\slash", "source": "Comma, Inc.",
     "section": "Say \"hi\"", "body": "The xylophone played once."},
    {"id": "odd control", "title": "Bell \u0007 and \u001b[31mred\u001b[0m title", "date": "2024-05-01",
     "body": "A xylophone \u001b[2J cleared \u0085 the \u009b31m screen \u007f here.\n\n\"A xylophone \u001b]0;owned\u0007 rings,\" said Eve\u001b[5m Hacker."},
    {"id": "odd\u202ebidi", "title": "Turned \u202e around \u2066 and \u200f more", "date": "2024-05-02",
     "source": "Right\u202eLeft", "body": "The xylophone \u202edesrever\u202c was \u2067 isolated \u2069 there."},
    {"id": "odd-wide", "title": "\u4e2d\u6587\u6807\u9898\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f\u5f88\u957f xylophone",
     "section": "\ubb38\ud654\ubd80", "source": "\u6771\u4eac\u65b0\u805e", "date": "2024-05-03",
     "body": "\u4e2d\u6587\u7684\u6b63\u6587\u5728\u8fd9\u91cc xylophone \u7136\u540e\u7ee7\u7eed\u5199\u4e0b\u53bb\u5f88\u957f\u5f88\u957f\u7684\u4e00\u4e2a\u53e5\u5b50\u6ca1\u6709\u7a7a\u683c\u4e5f\u6ca1\u6709\u6807\u70b9\u7b26\u53f7\u76f4\u5230\u6700\u540e\u7684\u5730\u65b9\u4e3a\u6b62\u3002 e\u0301e\u0301e\u0301 \U0001f600\U0001f600 done."},
    {"id": "odd-" + "long" * 40, "title": "Unbroken" * 30, "date": "2024-05-04", "source": "S" * 120, "section": "D" * 120,
     "body": "The xylophone of " + "w" * 300 + " stood there."},
]


def _build(box, name, articles, *arguments):
    key = (str(box.binaries), name)
    if key not in _made:
        place = pathlib.Path(tempfile.mkdtemp(prefix="fsearch-sample-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        if name == "corpus":
            shutil.copytree(ROOT / "corpus", place / "corpus")
        else:
            (place / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in articles))
        done = subprocess.run([box.program("findex"), "update", "-i", str(place / "index"),
                               "corpus" if name == "corpus" else "news.jsonl", *arguments],
                              cwd=place, env=box.environment, capture_output=True)
        assert done.returncode == 0, done
        _made[key] = place
    return _made[key]


def corpus(box):
    """The project's sample corpus; FSEARCH_INDEX names it from here on. Returns the directory that holds corpus/."""
    return _use(box, _build(box, "corpus", None))


def ledger(box):
    return _use(box, _build(box, "ledger", LEDGER))


def odd(box):
    return _use(box, _build(box, "odd", ODD))


def made(box, name, articles):
    """An index of these articles, made once a run under this name."""
    return _use(box, _build(box, name, articles))


def _use(box, place):
    box.index = place / "index"
    box.environment["FSEARCH_INDEX"] = str(box.index)
    return place


# ---- asking ----

def records(box, *arguments, expect=0, **options):
    return box.fsearch("-F", "jsonl", *arguments, expect=expect, **options).json_lines()


def hits(box, *arguments, expect=0, **options):
    return [one for one in records(box, *arguments, expect=expect, **options) if one["type"] == "hit"]


def ids(box, *arguments, expect=0, **options):
    return box.fsearch("-F", "ids", *arguments, expect=expect, **options).lines()


def document(box, *arguments, expect=0, **options):
    return json.loads(box.fsearch("-F", "json", *arguments, expect=expect, **options).out)


def documents(box, queries, *arguments):
    """The JSON document of each query, through one process."""
    text = box.fsearch("--batch", "-", "-F", "json", *arguments, expect=None, input="".join(query + "\n" for query in queries)).out
    decoder, found = json.JSONDecoder(), []
    while text:
        one, end = decoder.raw_decode(text)
        found.append(one)
        text = text[end:].lstrip()
    assert [one["q"] for one in found] == list(range(1, len(queries) + 1)), found
    return found


def counts(facet):
    return {name: count for name, count in facet["counts"]}


# ---- a terminal ----

def terminal(box, *arguments, columns=80, rows=200, color=True, pager="", environment=None, input=None):
    """Runs fsearch on a pseudo-terminal; (status, what reached the terminal as text). No pager unless named."""
    variables = {**box.environment, "TERM": "xterm-256color", "FSEARCH_PAGER": pager}
    if color:
        variables.pop("NO_COLOR", None)
    variables.update(environment or {})
    child, master = pty.fork()
    if child == 0:
        try:
            os.chdir(box.directory)
            command = [box.program("fsearch"), *map(str, arguments)]
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            modes = termios.tcgetattr(1)
            modes[1] &= ~termios.OPOST  # what the program writes is what we read
            termios.tcsetattr(1, termios.TCSANOW, modes)
            os.execve(command[0], command, variables)
        finally:
            os._exit(126)
    return _drain(child, master, input)


def read_terminal(master, seconds=60):
    """What comes until the other side closes; and whether it did within the time."""
    seen, until = b"", time.monotonic() + seconds
    while time.monotonic() < until:
        if not select.select([master], [], [], 1)[0]:
            continue
        try:
            chunk = os.read(master, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            return seen, True
        seen += chunk
    return seen, False


def _drain(child, master, input):
    if input is not None:
        os.write(master, input.encode())
    seen, closed = read_terminal(master)
    if not closed:
        os.kill(child, signal.SIGKILL)
    os.close(master)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, seen.decode()
