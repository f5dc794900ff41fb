"""What the contract says of findex's input and of what analyze prints, line by line."""
import fcntl
import json
import os
import pty
import re
import struct
import termios

from box import article, articles
from sample import ROOT, read_terminal

NEWSPAPER = """BUSINESS / MARKETS
Port opens a second crane
More boxes, fewer queues

Published: Oct 15, 2025 11:13 PM

The port of Lomma opened a second crane on Wednesday, and the mayor came to see the first box lifted from a ship.

"We waited nine years for this," said Ana Petrova, director of the port, at the gate on Wednesday.

What comes next

The third crane is to follow in the spring of next year, when the ice has gone and the ships come back to the quay.
"""


def _dates(box, *arguments, **dates):
    box.jsonl("dates.jsonl", [{"id": name, "title": "x", "date": date} for name, date in dates.items()])
    return {one["id"]: one.get("published") for one in box.findex("analyze", *arguments, "dates.jsonl").json_lines()}


def an_article_is_called_by_its_id_its_url_or_its_line(box):
    box.jsonl("news.jsonl", [{"id": "i", "url": "http://u/1", "title": "a"}, {"url": "http://u/2", "title": "b"}, {"title": "c"},
                             {"id": "", "url": "", "title": "d"}, {"id": 17, "title": "e"}])
    box.write("paper.txt", NEWSPAPER)
    box.findex("update", "news.jsonl", "paper.txt")
    assert set(box.dump()) == {"i", "http://u/2", "news.jsonl#3", "news.jsonl#4", "17", "paper.txt"}


def every_key_of_a_line_is_optional_but_one_of_title_and_body(box):
    box.jsonl("news.jsonl", [{"title": "a"}, {"body": "b"}, {"text": "c"}, {"title": "d", "deck": None, "extra": {"body": [1]}, "tags": ["x"]}])
    assert box.findex("update", "news.jsonl").out.startswith("4 added")
    box.write("bad.jsonl", '{"id": "x", "deck": "y", "date": "2025"}\n')
    assert "neither title nor body" in box.findex("update", "bad.jsonl", expect=3).err


def every_key_of_a_line_has_its_place(box):
    box.jsonl("news.jsonl", [{"id": "i", "url": "http://u", "title": "T", "deck": "D", "body": "One.\n\nTwo.", "date": "2025-10-15", "section": "World",
                              "source": "The Paper", "author": "Jane Doe", "lang": "en"}])
    found = box.findex("analyze", "news.jsonl").json_lines()[0]
    assert {key: found[key] for key in ("id", "path", "url", "title", "deck", "desk", "byline", "source", "published", "lang", "text")} == {
        "id": "i", "path": "news.jsonl", "url": "http://u", "title": "T", "deck": "D", "desk": "World", "byline": "Jane Doe", "source": "The Paper",
        "published": "2025-10-15T00:00:00Z", "lang": "en", "text": "One.\n\nTwo."}
    box.findex("update", "news.jsonl")
    for query in ("title:t", "desk:world", "source:paper", "author:doe", "lang:en", "id:i", "date:2025-10-15", "two"):
        assert box.fsearch("-F", "ids", query).lines() == ["i"], query


def dates_are_read_as_iso_8601_rfc_2822_and_as_newspapers_print_them(box):
    found = _dates(box, iso="2025-10-15T23:13:00Z", offset="2025-10-16T08:13:00+09:00", space="2025-10-15 23:13", mail="Wed, 15 Oct 2025 23:13:00 +0000",
                   seoul="Thu, 16 Oct 2025 08:13:00 +0900", paper="Oct 15, 2025 11:13 PM", words="October 15, 2025 11:13 PM")
    assert set(found.values()) == {"2025-10-15T23:13:00Z"}, found
    assert _dates(box, day="2025-10-15", paper="Oct 15, 2025") == {"day": "2025-10-15T00:00:00Z", "paper": "2025-10-15T00:00:00Z"}
    assert _dates(box, bad="soon", worse="2025-13-45") == {"bad": None, "worse": None}


def the_zone_is_that_of_dates_that_name_none(box):
    dates = {"paper": "Oct 16, 2025 8:13 AM", "iso": "2025-10-16T08:13:00", "named": "2025-10-15T23:13:00Z"}
    for zone in ("Asia/Seoul", "+09:00"):
        assert set(_dates(box, "--tz", zone, **dates).values()) == {"2025-10-15T23:13:00Z"}, zone
    assert _dates(box, **dates)["paper"] == "2025-10-16T08:13:00Z"


def formats_are_told_apart_by_content_and_not_by_name(box):
    box.write("tree/a.txt", json.dumps(article(1)) + "\n" + json.dumps(article(2)) + "\n")
    box.write("tree/b.jsonl", NEWSPAPER)
    box.write("tree/c", "# A heading\n\nSome text of a note.\n")
    box.write("tree/d.html", json.dumps(article(3)) + "\n")
    box.findex("update", "tree")
    found = box.dump()
    assert set(found) == {"a1", "a2", "a3", "tree/b.jsonl", "tree/c"}
    assert found["tree/b.jsonl"]["title"] == "Port opens a second crane" and found["tree/c"]["title"] == "A heading"


def analyze_prints_what_the_contract_shows(box):
    box.write("paper.txt", NEWSPAPER)
    found = box.findex("analyze", "-F", "jsonl", "paper.txt").json_lines()
    assert len(found) == 1 and not box.index.exists()
    one, text = found[0], found[0]["text"].encode()
    assert one["title"] == "Port opens a second crane" and one["deck"] == "More boxes, fewer queues" and one["id"] == one["path"] == "paper.txt"
    assert one["published"] == "2025-10-15T23:13:00Z" and "byline" not in one and "source" not in one and "lang" not in one
    assert [section["heading"] for section in one["sections"]] == ["What comes next"]
    assert text[one["sections"][0]["start"]:one["sections"][0]["end"]].decode().startswith("What comes next\n\nThe third crane")
    assert one["sections"][0]["end"] == len(text) and one["captions"] == []
    quote = one["quotes"][0]
    assert text[quote["start"]:quote["end"]] == b"We waited nine years for this," and quote["kind"] == "direct"
    assert quote["speaker"] == "Ana Petrova" and text[slice(*quote["mention"])] == b"Ana Petrova" and text[slice(*quote["cue"])] == b"said"
    assert 0 < quote["confidence"] <= 1 and one["speakers"] == [{"name": "Ana Petrova", "title": "director of the port"}]
    assert one["entities"] and all(set(entity) == {"name", "type", "mentions"} for entity in one["entities"])
    assert all(text[start:end].decode() in entity["name"] for entity in one["entities"] for start, end in entity["mentions"])


def offsets_are_bytes_of_the_text_whatever_the_script(box):
    lines = box.findex("analyze", ROOT / "corpus").json_lines()
    kinds, types = set(), set()
    for one in lines:
        text = one["text"].encode()
        for start, end in [(s["start"], s["end"]) for s in one["sections"]] + [(q["start"], q["end"]) for q in one["quotes"]] + \
                [tuple(q[key]) for q in one["quotes"] for key in ("mention", "cue") if key in q] + \
                [tuple(m) for e in one["entities"] for m in e["mentions"]]:
            assert 0 <= start < end <= len(text)
            text[start:end].decode()  # on the borders of characters
        for section in one["sections"]:
            assert text[section["start"]:].decode().startswith(section["heading"] + "\n\n")
        kinds |= {quote["kind"] for quote in one["quotes"]}
        types |= {entity["type"] for entity in one["entities"]}
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one[key]) for key in ("published",) if key in one)
        assert None not in one.values() and "" not in [value for key, value in one.items() if key != "text"]
    assert len(lines) == 40 and kinds == {"direct", "mixed", "indirect"} and {"person", "organization", "place"} <= types <= {"person", "organization", "place", "other"}


def sizes_of_memory_have_suffixes(box):
    box.jsonl("news.jsonl", articles(5))
    for size in ("67108864", "65536K", "64M", "64m", "1G"):
        box.findex("update", "-i", "index-" + size, "--memory", size, "news.jsonl")


def _terminal(box, *arguments):
    """What findex tells a terminal on standard error."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    box.run(box.program("findex"), *arguments, expect=0, **{"pass_fds": [slave], "preexec_fn": lambda: os.dup2(slave, 2)})
    os.close(slave)
    seen, closed = read_terminal(master)
    assert closed, seen
    os.close(master)
    return seen.decode()


def long_work_shows_progress_on_a_terminal_alone(box):
    box.jsonl("news.jsonl", [article(n, words="robot trade parliament harbour " * 100) for n in range(2000)])
    seen = _terminal(box, "update", "news.jsonl")
    assert re.search(r"\d[\d,]* articles, \d+(\.\d)? [kM]B", seen) and seen.endswith("\r\x1b[K"), seen
    assert box.findex("update", "-i", "other", "news.jsonl").err == ""
    assert _terminal(box, "update", "-q", "-i", "third", "news.jsonl") == ""
