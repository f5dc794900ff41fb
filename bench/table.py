"""The Markdown that compare.py writes: each figure beside the peers' with the ratio, and the bars that were set."""
import os
import pathlib
import re
import subprocess

import engines

MODES = {"top10": "top 10", "counted": "top 10 and number of hits", "stored": "with titles and snippets¹"}
OWN = {"filtered": "two words in a desk; a word in a source and four years", "within": "word WITHIN speaker:name",
       "quote": "two words, over quotes", "quote-speaker": "word and speaker, over quotes",
       "facet-desk": "facet desk", "facet-source": "facet source", "facet-speaker": "facet speaker",
       "facet-entity": "facet entity", "timeline": "timeline by month"}
SPEED_BARS = ("term", "and2", "or2", "or4", "phrase2")


def machine():
    """What it was measured on, in a line."""
    found = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = []
    jars = [path.stem.rsplit("-", 1)[1] for path in pathlib.Path("/usr/share/java").glob("lucene-core-*.jar")]
    versions.append(f"Lucene {jars[0] if jars else 'absent'}")  # Debian's version of the package is another
    for name, package in engines.PEER_PACKAGES.items():
        query = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True, check=False)
        versions.append(f"{engines.TITLES[name]} {query.stdout.split('-')[0].split('+')[0] or 'absent'}")
    return (f"{found.group(1) if found else 'processor unknown'}, {os.cpu_count()} cores, {memory:.0f} GiB, "
            f"load average {os.getloadavg()[0]:.1f} before; {', '.join(versions)}")


def number(value):
    if value is None:
        return "-"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}"


def ratio(own, peer):
    return "" if not own or not peer else f" ({own / peer:.2f}x)" if own / peer >= 0.095 else f" ({own / peer:.3f}x)"


class Table:
    """Rows of figures; the ratios are those of the first column that is ours."""

    def __init__(self, names):
        self.names = names
        titles = " | ".join(engines.TITLES[name] for name in names)
        self.lines = [f"| | {titles} |", "|---" * (len(names) + 1) + "|"]

    def row(self, label, values, base="fsearch"):
        if not any(values.get(name) is not None for name in self.names):
            return
        cells = [number(values.get(name)) + (ratio(values.get(base), values.get(name)) if name not in ("fsearch", "names") else "")
                 for name in self.names]
        self.lines.append("| " + " | ".join([label] + cells) + " |")


def figure(figures, *keys):
    """{engine: its figure}; engines without one are left out."""
    found = {}
    for name, value in figures["engines"].items():
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found[name] = value
    return found


def comparison(figures):
    names = [name for name in engines.NAMES if name in figures["engines"]]
    table = Table(names)
    for key, label in (("wall", "build, s"), ("cpu", "build, CPU s"), ("memory", "build, peak MiB")):
        values = figure(figures, "build", key)
        table.row(label, values)
        if "names" in values:
            table.row(f"the same with speakers and entities: {label}", {**values, "fsearch": None}, "names")
    table.row("index, MiB", figure(figures, "size"))
    table.row("add 1 %, s, whole process", figure(figures, "add", "wall"))
    for mode, title in MODES.items():
        for name in engines.SHARED_CLASSES:
            table.row(f"{name}, {title}, µs", figure(figures, "search", f"{name} {mode}"))
    table.row("whole process, 10 hits, ms", figures.get("process", {}))
    for name in engines.SHARED_CLASSES:
        table.row(f"hits of all {name} queries", {n: h.get(name) for n, h in figure(figures, "hits").items()}, "none")
    return table.lines + ["", "¹ Lucene and Xapian: titles only."]


def own_rows(figures):
    lines = ["| fsearch's own | mean µs | hits a query |", "|---|---|---|"]
    for name, title in OWN.items():
        if f"{name} top10" in figures.get("own", {}):
            mean, hits = figures["own"][f"{name} top10"]
            lines.append(f"| {title} | {number(mean)} | {number(hits)} |")
    return lines if len(lines) > 2 else []


def other_rows(figures):
    lines = ["| other | |", "|---|---|"]
    for name, took in figures.get("batch", {}).items():
        engine, form = name.split()
        lines.append(f"| batch over stdin, {engines.TITLES[engine]}, -F {form}, queries/s | {1e6 / took['wall']:,.0f} "
                     f"({took['cpu']:.0f} µs of CPU each) |")
    for name, title in (("empty", "whole process: an empty C program, ms"), ("names", "whole process: fsearch with names, ms")):
        if name in figures.get("process", {}):
            lines.append(f"| {title} | {number(figures['process'][name])} |")
    unchanged = figures.get("unchanged", {})
    for name in ("findex", "recollindex", "omindex"):
        if name in unchanged:
            lines.append(f"| nothing changed in {unchanged['files']:,} files: {name}, s | {unchanged[name]:.3f} |")
    return lines if len(lines) > 2 else []


def bars_of(figures):
    """(what, ours, peer's, at most this times the peer's or None, at most this or None)"""
    million = figures["articles"] >= 1000000

    def get(name, *keys):
        return figure(figures, *keys).get(name)

    def best(*keys):
        return min((v for n, v in figure(figures, *keys).items() if n not in ("fsearch", "names")), default=None)

    wall, memory, add = ("build", "wall"), ("build", "memory"), ("add", "wall")
    yield "build / SQLite's", get("fsearch", *wall), get("sqlite", *wall), 0.6, None
    yield "build / Lucene's", get("fsearch", *wall), get("lucene", *wall), 0.25, None
    yield "build with speakers and entities / Lucene's", get("names", *wall), get("lucene", *wall), 0.6, None
    yield "index / Lucene's", get("fsearch", "size"), get("lucene", "size"), 0.7, None
    yield "peak MiB of the build", get("fsearch", *memory), None, None, 400
    yield "peak MiB of the build with names", get("names", *memory), None, None, 400
    yield "add 1 % / SQLite's", get("fsearch", *add), get("sqlite", *add), 0.3 if million else 1.5, None if million else 0.1
    for name in SPEED_BARS:
        speed = ("search", f"{name} top10")
        yield f"{name}, top 10 / Lucene's", get("fsearch", *speed), get("lucene", *speed), 0.5, None
    for name in () if million else engines.SHARED_CLASSES:
        yield f"{name}, counted / best", get("fsearch", "search", f"{name} counted"), best("search", f"{name} counted"), 0.7, None
    for name in () if million else engines.SHARED_CLASSES:
        yield f"{name}, snippets / best", get("fsearch", "search", f"{name} stored"), best("search", f"{name} stored"), 0.5, None
    process = figures.get("process", {})
    yield "whole process / Xapian's", process.get("fsearch"), process.get("xapian"), 0.5 if million else 0.7, None
    for form in ("text", "ids"):
        yield f"batch -F {form}, µs a query", figures.get("batch", {}).get(f"fsearch {form}", {}).get("wall"), None, None, 200
    for name in OWN:
        mean = figures.get("own", {}).get(f"{name} top10", [None])[0]
        yield f"{name}, µs", mean, None, None, 1000
    unchanged = figures.get("unchanged", {})
    yield f"nothing changed, {unchanged.get('files', 0):,} files, s", unchanged.get("findex"), None, None, 0.3


def bars(figures):
    lines = ["| bar | ours | peer's | ratio | at most | reached |", "|---|---|---|---|---|---|"]
    for what, own, peer, most_ratio, most in bars_of(figures):
        if own is None or (most_ratio is not None and peer is None):
            continue
        reached = (most_ratio is None or own <= most_ratio * peer) and (most is None or own <= most)
        limits = [f"{most_ratio}x" if most_ratio is not None else "", number(most) if most is not None else ""]
        lines.append(f"| {what} | {number(own)} | {number(peer)} | {ratio(own, peer).strip(' ()')} | "
                     f"{', '.join(filter(None, limits))} | {'yes' if reached else '**no**'} |")
    return lines


def render(figures):
    head = (f"{figures['articles']:,} articles, {figures['mib']:.0f} MiB of JSON Lines; {figures['machine']}, "
            f"{figures['load after']:.1f} after. Medians of {figures['runs']} runs; in brackets fsearch / peer.")
    parts = [[head], comparison(figures), own_rows(figures), other_rows(figures), bars(figures)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"
