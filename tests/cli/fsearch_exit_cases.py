"""Exit statuses of fsearch, and what it says on stderr and where."""
import os
import subprocess
import unicodedata

from box import articles
from sample import corpus, ids, ledger, made, records


def found_is_0_and_nothing_found_is_1(box):
    corpus(box)
    for options in ([], ["-q"], ["-c"], ["-F", "json"], ["-F", "ids"], ["-n", "0"], ["-u", "quote"], ["--facet", "desk"]):
        box.fsearch(*options, "cooperation", expect=0)
        run = box.fsearch(*options, "zzzzqqqq", expect=1)
        assert not run.err, run


def wrong_usage_is_2_with_nothing_on_stdout(box):
    ledger(box)
    for arguments in ([], ["-F", "xml", "x"], ["-u", "page", "x"], ["-s", "size", "x"], ["--facet", "colour", "x"],
                      ["--timeline", "hour", "x"], ["-n", "-1", "x"], ["-n", "x", "x"], ["-o", "1.5", "x"], ["-n", "99999999999", "x"],
                      ["--k1", "x", "x"], ["--k1", "-1", "x"], ["--b", "1.1", "x"], ["--b", "nan", "x"], ["--color", "blue", "x"],
                      ["--timeout", "-1", "x"], ["--list", "colours"], ["--nope", "x"], ["-F"], ["--facet", "desk:x", "x"],
                      ["-n", "", "x"], ["--show", "id", "x"], ["--facet", "", "x"]):
        run = box.fsearch(*arguments, expect=2)
        assert run.out == "" and run.err.startswith("fsearch: ") and run.err.count("\n") == 1, run


def an_unknown_option_is_answered_with_the_nearest(box):
    assert "--limit" in box.fsearch("--limt", "3", "x", expect=2).err


def _caret(box, query):
    """The column of the caret under the query on stderr, and the message."""
    run = box.fsearch(query, expect=2)
    lines = run.err.splitlines()
    assert run.out == "" and len(lines) == 3 and lines[0].startswith("fsearch: "), run
    assert lines[1] == "  " + query and lines[2].strip() == "^", run
    return len(lines[2]) - 3, lines[0]


def a_wrong_query_is_2_with_a_caret_under_the_place(box):
    ledger(box)
    for query, place, word in (("walnut (fair", 7, "parenthesis"), ('walnut "fair', 7, "quotation mark"),
                               ("walnut nope:fair", 7, "nope"), ("date:2024-13-01", 5, "2024-13-01"),
                               ("walnut )", 7, "parenthesis"), ("walnut OR", 9, ""), ("a date:2024..nope", 13, "nope"),
                               ("fair~7", 4, "")):
        column, message = _caret(box, query)
        assert abs(column - place) <= (0 if word else 6) and word in message, (query, column, message)


def the_caret_stands_right_behind_wide_and_combining_characters(box):
    ledger(box)
    for before in ("caf\u00e9 ", "\u4e2d\u6587 ", "e\u0301t\u00e9 ", "\ud55c\uad6d\uc5b4 \U0001f600 ", "\u0440\u043e\u0431\u043e\u0442 "):
        column, _ = _caret(box, before + '"fair')
        wide = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)
        assert column == wide, (before, column, wide)


def what_is_typed_does_not_command_the_terminal(box):
    ledger(box)
    run = box.fsearch("\u001b[31m\u202e\u0007 (x", expect=2)
    assert "\u001b" not in run.err and "\u0007" not in run.err and "\u202e" not in run.err, run
    assert "\u001b" not in box.fsearch("--show", "\u001b[31m", expect=1).err


def a_field_nearly_right_is_suggested(box):
    ledger(box)
    assert "speaker:" in box.fsearch("speakr:kim", expect=2).err


def did_you_mean_stands_on_stderr_and_in_json(box):
    ledger(box)
    run = box.fsearch("wallnut", expect=1)
    assert run.out == "" and 'did you mean "walnut"' in run.err, run
    run = box.fsearch("-F", "json", "wallnut", expect=1)
    assert '"suggestion":{"word":"wallnut","instead":"walnut"}' in run.out and "did you mean" in run.err
    assert {"type": "suggestion", "word": "wallnut", "instead": "walnut"} in records(box, "wallnut", expect=1)
    assert box.fsearch("-q", "wallnut", expect=1).err == ""


def only_what_may_be_misspelt_gets_a_suggestion(box):
    corpus(box)
    for arguments in (["x"], ["^2"], ["1234"], ["zz"], ["-u", "quote", "photo"], ["zzzzzzqqqq"]):
        run = box.fsearch("-F", "ids", *arguments, expect=1)  # "photo" is in captions: no quote has it, but it is a word
        assert run.err == "", run
    assert "did you mean" in box.fsearch("-F", "ids", "cooperetion", expect=1).err


def a_field_far_from_any_is_not_guessed(box):
    ledger(box)
    for query, word in (("http://example.org/", "quotation marks"), ("a:b", "quotation marks"), ("titel:x", "title:"), ("dsk:x", "desk:"),
                        ("org:x", "organization:"), ("Speaker:x", "speaker:")):
        assert word in box.fsearch(query, expect=2).err, query


def no_index_is_4(box):
    box.environment["FSEARCH_INDEX"] = str(box.path("nowhere"))
    for arguments in (["x"], ["--list", "desks"], ["--show", "x"], ["--batch", "-"], ["-i", "nothere", "x"]):
        run = box.fsearch(*arguments, input="x\n", expect=4)
        assert run.out == "" and run.err.startswith("fsearch: "), run
    box.path("empty").mkdir()
    box.fsearch("-i", "empty", "x", expect=4)
    ledger(box)
    assert "nothere" in box.fsearch("-i", box.index, "-i", "nothere", "walnut", expect=4).err


def a_foreign_file_is_no_index(box):
    box.write("foreign/data.mdb", b"this is not an index " * 1000)
    run = box.fsearch("-i", "foreign", "x", expect=None)
    assert run.status in (4, 5) and run.out == "" and run.err.startswith("fsearch: "), run


def the_index_is_that_of_the_option_then_of_the_environment(box):
    box.jsonl("news.jsonl", articles(3))
    box.findex("update", "news.jsonl", "-i", "elsewhere")
    box.fsearch("robot", expect=4)
    assert len(ids(box, "robot", "--index", "elsewhere")) == 3
    box.environment["FSEARCH_INDEX"] = "elsewhere"
    assert len(ids(box, "robot")) == 3
    del box.environment["FSEARCH_INDEX"]
    box.environment["XDG_DATA_HOME"] = str(box.path("data"))
    box.findex("update", "news.jsonl")
    assert len(ids(box, "robot")) == 3
    del box.environment["XDG_DATA_HOME"]
    box.fsearch("robot", expect=4)


def a_damaged_index_is_5_or_answered_in_part_with_3(box):
    box.jsonl("news.jsonl", articles(400))
    box.findex("update", "news.jsonl")
    whole = (box.index / "data.mdb").read_bytes()
    seen = set()
    for page in range(2, len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 + 64:page * 4096 + 2048] = bytes(255 - byte for byte in damaged[page * 4096 + 64:page * 4096 + 2048])
        (box.index / "data.mdb").write_bytes(damaged)
        run = box.fsearch("robot trade", "-F", "ids", "-n", "1000", "--facet", "source", expect=None)
        assert run.status in (0, 3, 4, 5), run
        assert (run.status == 0) == (run.err == ""), run
        assert run.status != 0 or len(run.lines()) == 400, run
        if run.status in (4, 5):
            assert run.out == "", run
        seen.add(run.status)
    assert 5 in seen or 3 in seen, seen


def an_answer_with_a_part_missing_says_so_in_json(box):
    box.jsonl("news.jsonl", [{"id": f"m{n}", "title": "Missing", "body": os.urandom(6000).hex()} for n in range(60)])
    box.findex("update", "news.jsonl")
    whole = (box.index / "data.mdb").read_bytes()
    for page in range(4, len(whole) // 4096, 3):
        damaged = bytearray(whole)
        damaged[page * 4096 + 512:page * 4096 + 1024] = os.urandom(512)
        (box.index / "data.mdb").write_bytes(damaged)
        run = box.fsearch("missing", "-F", "jsonl", "-n", "100", expect=None)
        if run.status == 3:
            found = run.json_lines()
            end = found[-1]
            assert end["damaged"] >= 1 and end["damage"] and end["hits"] == 60, end
            assert len([one for one in found if one["type"] == "hit"]) == end["shown"] < 60
            assert "part was missing" in run.err
            return
    assert False, "no page cost a part only"


def output_that_cannot_be_written_is_7(box):
    corpus(box)
    with open("/dev/full", "w") as full:
        for arguments in (["robot"], ["-F", "json", "robot"], ["-F", "ids", "robot"], ["-c", "robot"], ["--list", "desks"],
                          ["--show", "deny-merger"], ["--help"], ["--version"], ["--batch", "-", "-F", "jsonl"]):
            done = subprocess.run([box.program("fsearch"), *arguments], stdout=full, stderr=subprocess.PIPE, input=b"robot\n",
                                  env=box.environment)
            assert done.returncode == 7, (arguments, done)
            assert done.stderr.startswith(b"fsearch: ") and b"standard output" in done.stderr, done
        done = subprocess.run([box.program("fsearch"), "-q", "robot"], stdout=full, env=box.environment)
        assert done.returncode == 0


def a_closed_standard_output_is_7(box):
    corpus(box)
    done = subprocess.run(["sh", "-c", '"$0" robot >&-', box.program("fsearch")], stderr=subprocess.PIPE, env=box.environment)
    assert done.returncode == 7, done


def a_closed_pipe_is_no_error(box):
    made(box, "many", [{"id": f"many{n}", "title": "Pipe", "body": "words " * 200} for n in range(800)])
    for arguments in (["-n", "1000", "pipe"], ["-n", "1000", "-F", "json", "pipe"], ["--batch", "-", "-F", "jsonl", "-n", "500"]):
        process = subprocess.Popen([box.program("fsearch"), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=box.environment)
        process.stdout.close()
        try:
            process.stdin.write(b"pipe\n" * 100)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b"" and process.wait() == 0, arguments


def too_many_words_of_a_prefix_are_8(box):
    made(box, "wide", [{"id": f"wide{n}", "title": "x", "body": " ".join(f"zq{n * 500 + m}y" for m in range(500))} for n in range(10)])
    run = box.fsearch("zq*", expect=8)
    assert run.out == "" and "zq" in run.err, run
    assert ids(box, "zq499*") and "zq" in box.fsearch("-F", "json", "x zq*", expect=8).err


def a_search_that_takes_too_long_is_8(box):
    corpus(box)
    run = box.fsearch("--timeout", "0.000000001", "robot", expect=8)
    assert run.out == "" and "time" in run.err, run
    box.fsearch("--timeout", "60", "robot", expect=0)


def no_message_of_a_program_that_answers(box):
    corpus(box)
    assert box.fsearch("robotics cooperation").err == ""
