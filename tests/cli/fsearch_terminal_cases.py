"""fsearch on a terminal (a pseudo-terminal of a chosen size), and the same without one."""
import os
import re
import unicodedata

from sample import corpus, document, ledger, odd, terminal

ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^;\x1b]*;[^\x1b]*\x1b\\")
QUERIES = [["robotics cooperation"], ["-u", "section", "cooperation"], ["-u", "quote", "-n", "20", "cooperation OR said"],
           ["robot", "--explain"], ["cooperation", "--facet", "speaker:0", "--facet", "section:0", "--timeline", "month"],
           ["\ub85c\ubd07"], ["\u673a\u5668\u4eba"], ["NOT zzzzqqqq", "-n", "40"], ["-F", "kwic", "robot OR the", "-n", "20"],
           ["-F", "kwic", "\u673a\u5668\u4eba"], ["--show", "deny-merger"], ["--show", "corpus/plain/hanzi-harbour.txt"],
           ["--show", "corpus/newspaper/tea-road.txt"]]


def _columns(line):
    """Columns of a line as a terminal counts them, without the sequences that take none."""
    wide = 0
    for c in ESCAPES.sub("", line):
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        wide += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return wide


def _fits(box, columns, queries):
    for query in queries:
        status, text = terminal(box, *query, columns=columns)
        assert status == 0 and text, (query, text)
        for line in text.split("\n"):
            assert _columns(line) <= columns, (query, _columns(line), line)


def _harmless(text):
    left = ESCAPES.sub("", text).replace("\n", "")
    bad = [c for c in left if unicodedata.category(c) == "Cc" or 0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069
           or 0xE0000 <= ord(c) <= 0xE007F]
    assert not bad, (bad, text)


def no_line_is_wider_than_a_terminal_of_80_or_40_columns(box):
    corpus(box)
    _fits(box, 80, QUERIES)
    _fits(box, 40, QUERIES)


def no_line_of_wide_or_endless_characters_is_wider_than_the_terminal(box):
    odd(box)
    for columns in (200, 80, 61, 40, 33, 20):
        _fits(box, columns, [["xylophone", "--facet", "source", "--timeline", "day", "--explain"], ["-F", "kwic", "xylophone"],
                             ["--show", "odd-wide"], ["--show", "odd control"]])


def nothing_is_lost_where_lines_are_broken(box):
    corpus(box)
    _, wide = terminal(box, "--show", "deny-merger", columns=400)
    _, narrow = terminal(box, "--show", "deny-merger", columns=24)
    assert wide.split() == narrow.split()


def an_article_cannot_command_the_terminal(box):
    odd(box)
    for arguments in (["xylophone"], ["xylophone", "--facet", "source", "--facet", "speaker"], ["-u", "quote", "xylophone"],
                      ["--show", "odd control"], ["--show", "odd\u202ebidi"], ["--list", "sources"], ["--list", "speakers"],
                      *[["-F", name, "xylophone"] for name in "json jsonl tsv csv trec ids paths kwic".split()],
                      ["--show", "odd control", "-F", "json"]):
        for color in (True, False):
            status, text = terminal(box, *arguments, color=color)
            assert status == 0 and text, (arguments, text)
            if arguments[:2] in (["-F", "tsv"], ["-F", "csv"]):
                text = text.replace("\t", " ").replace("\r\n", "\n")
            if arguments[0] == "--list":
                text = text.replace("\t", " ")
            _harmless(text)


def text_never_passes_control_characters_through_a_pipe_either(box):
    odd(box)
    _harmless(box.fsearch("xylophone").out)
    _harmless(box.fsearch("--color", "always", "xylophone").out)


def programs_get_the_bytes_as_they_are(box):
    odd(box)
    assert "odd\u202ebidi" in box.fsearch("-F", "ids", "xylophone").lines()
    assert "\x1b[31mred" in box.fsearch("-F", "csv", "xylophone").out


def colours_are_for_a_terminal_alone(box):
    corpus(box)
    assert "\x1b[" in terminal(box, "robot")[1]
    del box.environment["NO_COLOR"]
    assert "\x1b" not in box.fsearch("robot").out


def no_color_and_a_dumb_terminal_are_respected(box):
    corpus(box)
    assert "\x1b" not in terminal(box, "robot", environment={"NO_COLOR": "1"})[1]
    assert "\x1b[" in terminal(box, "robot", environment={"NO_COLOR": ""})[1]  # empty: as if not set
    assert "\x1b" not in terminal(box, "robot", environment={"TERM": "dumb"})[1]


def color_always_and_never_decide_themselves(box):
    corpus(box)
    assert "\x1b[" in box.fsearch("--color", "always", "robot").out  # although NO_COLOR is set and it is a pipe
    assert "\x1b" not in box.fsearch("--color", "auto", "robot").out
    assert "\x1b" not in terminal(box, "--color", "never", "robot")[1]
    assert "\x1b[" in terminal(box, "--color=always", "robot", environment={"NO_COLOR": "1"})[1]


def the_matched_words_are_what_is_coloured(box):
    corpus(box)
    text = terminal(box, "robotics cooperation")[1]
    marked = re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", text)
    assert marked and all(re.match(r"(?i)robot|coop", word) for word in marked), marked


def colour_changes_nothing_but_colour(box):
    corpus(box)
    def shape(text):
        return re.sub(r" in [0-9.]+ ms", "", ESCAPES.sub("", text))
    for query in QUERIES[:6]:
        assert shape(terminal(box, *query)[1]) == shape(terminal(box, *query, color=False)[1]), query


def links_are_for_a_terminal_alone(box):
    place = corpus(box)
    box.directory = place
    text = terminal(box, "robotics cooperation")[1]
    targets = re.findall(r"\x1b\]8;;([^\x1b]+)\x1b\\", text)
    assert targets and all(one.startswith(f"file://{os.uname().nodename}/") for one in targets), targets
    assert any(one.endswith("/corpus/newspaper/robot-forum.txt") for one in targets)
    assert text.count("\x1b]8;;\x1b\\") == len(targets)
    assert "\x1b]8" not in box.fsearch("--color", "always", "robot").out
    assert "\x1b]8" not in terminal(box, "robot", environment={"TERM": "dumb"})[1]


def a_url_is_linked_rather_than_the_file_and_cannot_break_out(box):
    box.jsonl("news.jsonl", [{"id": "1", "title": "Linked", "url": "https://example.org/a?b=c#d", "body": "x"},
                             {"id": "2", "title": "Linked", "url": "https://example.org/\x1b\\\x07 \u00e9", "body": "x"},
                             {"id": "3", "title": "Linked", "url": "javascript:alert(1)", "body": "x"}])
    box.findex("update", "news.jsonl")
    text = terminal(box, "linked")[1]
    targets = re.findall(r"\x1b\]8;;([^\x1b]+)\x1b\\", text)
    assert "https://example.org/a?b=c#d" in targets and "https://example.org/%1B\\%07%20%C3%A9" in targets
    assert not any("javascript" in one for one in targets)
    _harmless(text)


def a_header_with_hits_time_and_freshness_is_for_a_terminal_or_on_demand(box):
    corpus(box)
    shape = r"\d+ articles in \d+\.\d ms; index of \d{4}-\d\d-\d\d \d\d:\d\d UTC, 40 articles\n"
    assert re.match(shape, terminal(box, "robot", color=False)[1])
    assert re.match(shape, box.fsearch("--header", "robot").out)
    assert not re.search(shape, box.fsearch("robot").out)


def bars_are_drawn_on_a_terminal_alone(box):
    ledger(box)
    text = terminal(box, "walnut", "--timeline", "month", color=False)[1]
    bars = {name: len(bar) for name, bar in re.findall(r"^(\S+) +\d+  (#+)$", text, re.M)}
    assert set(bars) == {"2023-12", "2024-01", "2024-02", "undated"} and bars["2024-01"] == 2 * bars["2023-12"], text
    assert "#" not in box.fsearch("walnut", "--timeline", "month").out


# ---- the pager ----

def a_pager_is_started_on_a_terminal_alone(box):
    corpus(box)
    pager = "cat > paged; echo through the pager"
    status, text = terminal(box, "robot", pager=pager)
    assert status == 0 and text == "through the pager\n", text
    assert "Chess robot" in box.path("paged").read_text() and "\x1b[" in box.path("paged").read_text()
    box.path("paged").unlink()
    box.environment["FSEARCH_PAGER"] = pager
    assert "Chess robot" in box.fsearch("robot").out and not box.path("paged").exists()


def no_pager_for_programs_counts_and_batches(box):
    corpus(box)
    for arguments in (["-F", "json", "robot"], ["-F", "ids", "robot"], ["-c", "robot"], ["-q", "robot"], ["--list", "desks"]):
        terminal(box, *arguments, pager="cat > paged")
        assert not box.path("paged").exists(), arguments


def the_pager_is_fsearch_pager_then_pager(box):
    corpus(box)
    for variables, expected in (({"FSEARCH_PAGER": "echo first", "PAGER": "echo second"}, "first\n"),
                                ({"PAGER": "echo second"}, "second\n")):
        found = dict(variables)
        if "FSEARCH_PAGER" not in found:
            box.environment["PAGER"] = found["PAGER"]
            assert _without_fsearch_pager(box, "robot") == expected
        else:
            assert terminal(box, "robot", pager=found["FSEARCH_PAGER"], environment={"PAGER": found["PAGER"]})[1] == expected
    assert "Chess robot" in terminal(box, "robot", pager="")[1] and "Chess robot" in terminal(box, "robot", pager="cat")[1]


def _without_fsearch_pager(box, *arguments):
    wrapper = box.write("wrapper", f'#!/bin/sh\nunset FSEARCH_PAGER\nexec "{box.program("fsearch")}" "$@"\n')
    wrapper.chmod(0o755)
    program, box.program = box.program, lambda name: str(wrapper)
    try:
        return terminal(box, *arguments)[1]
    finally:
        box.program = program


def a_pager_that_is_not_there_costs_nothing(box):
    corpus(box)
    status, text = terminal(box, "robot", pager="no-such-pager-here")
    assert status == 0 and "Chess robot" in text, text


def a_pager_that_is_left_early_is_no_error(box):
    corpus(box)
    status, text = terminal(box, "NOT zzzzqqqq", "-n", "40", pager="true")
    assert status == 0 and text == "", text


def less_gets_the_options_that_git_gives_it(box):
    corpus(box)
    assert terminal(box, "robot", pager="echo $LESS")[1] == "FRX\n"
    assert terminal(box, "robot", pager="echo $LESS", environment={"LESS": "S"})[1] == "S\n"


def the_exit_status_is_the_same_through_a_pager(box):
    corpus(box)
    assert terminal(box, "zzzzqqqq", pager="cat >/dev/null")[0] == 1
    status, text = terminal(box, '"bad', pager="cat >/dev/null")
    assert status == 2 and "never closed" in text


def columns_is_respected_without_a_terminal(box):
    corpus(box)
    box.environment["COLUMNS"] = "50"
    assert max(map(_columns, box.fsearch("robotics cooperation").lines())) <= 50
    box.environment["COLUMNS"] = "-3"
    box.fsearch("robot")
    box.environment["COLUMNS"] = "999999999999"
    box.fsearch("robot")


def names_are_listed_in_columns_on_a_terminal(box):
    corpus(box)
    piped = [line.split("\t") for line in box.fsearch("--list", "speakers", "B").lines()]
    for columns in (80, 40):
        lines = terminal(box, "--list", "speakers", "B", columns=columns, color=False)[1].splitlines()
        assert lines == [f"{int(count):8}  {name}" for name, count in piped]
    odd(box)
    assert all(_columns(line) <= 30 for line in terminal(box, "--list", "sources", columns=30)[1].splitlines())


def speakers_are_named_whole_and_the_others_counted(box):
    corpus(box)
    query = ["robot OR ferry OR harbour", "-n", "20"]
    known = [hit["speakers"] for hit in document(box, *query)["hits"] if hit.get("speakers")]
    for columns in (100, 80, 60):
        named = re.findall(r"^ +speakers?: (.*)$", terminal(box, *query, columns=columns, color=False)[1], re.M)
        assert len(named) == len(known) > 3
        for line, speakers in zip(named, known):
            shown, more = re.fullmatch(r"(.*?)(?: and (\d+) more)?", line).groups()
            assert shown == ", ".join(speakers[:len(speakers) - int(more or 0)]), (line, speakers)


def words_of_hangul_are_kept_whole(box):
    corpus(box)
    _, wide = terminal(box, "\ub85c\ubd07", columns=200, color=False)
    for columns in (80, 44, 40):
        _, text = terminal(box, "\ub85c\ubd07", columns=columns, color=False)
        assert set(re.findall(r"[\uac00-\ud7a3]+", text)) == set(re.findall(r"[\uac00-\ud7a3]+", wide)), columns


def nothing_stands_before_the_first_line(box):
    ledger(box)
    for arguments in (["-n", "0", "--facet", "desk"], ["-n", "0", "--timeline", "month"], ["-n", "0", "--facet", "desk", "--timeline", "year"],
                      ["-n", "1"], ["-n", "1", "--facet", "desk", "--facet", "source"]):
        out = box.fsearch("walnut", *arguments).out
        assert not out.startswith("\n") and "\n\n\n" not in out, out
        shown = terminal(box, "walnut", *arguments)[1]
        assert "\n\n\n" not in shown and not shown.startswith("\n"), shown
