"""Inputs that cannot be read are skipped, named with the reason, and the rest goes on (exit 3)."""
import json
import os

from box import article, articles, skip


def _good_line():
    return json.dumps(article(1)) + "\n"


def _expect_skip(box, name, *words):
    run = box.findex("update", name, expect=3)
    assert run.out.startswith("1 added"), run.out
    for word in words:
        assert word in run.err, (word, run.err)
    assert all(line.startswith("findex: ") for line in run.err.splitlines()), run.err
    box.verify()


def a_line_that_is_no_json_is_skipped_and_named(box):
    box.write("news.jsonl", _good_line() + "{broken\n")
    _expect_skip(box, "news.jsonl", "news.jsonl:2")


def a_line_without_title_and_body_is_skipped(box):
    box.write("news.jsonl", _good_line() + '{"id": "empty"}\n')
    _expect_skip(box, "news.jsonl", "news.jsonl:2")


def a_line_of_another_type_is_skipped(box):
    box.write("news.jsonl", _good_line() + '["no", "object"]\n' + "17\n")
    _expect_skip(box, "news.jsonl", "news.jsonl:2", "news.jsonl:3")


def invalid_utf8_is_skipped(box):
    box.write("news.jsonl", _good_line().encode() + b'{"title": "bad \xff\xfe bytes"}\n')
    _expect_skip(box, "news.jsonl", "news.jsonl:2")


def a_binary_file_among_others_is_skipped(box):
    box.write("tree/news.jsonl", _good_line())
    box.write("tree/picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    _expect_skip(box, "tree", "picture.png")


def nul_bytes_are_no_text(box):
    box.write("tree/news.jsonl", _good_line())
    box.write("tree/zeros.txt", b"\0" * 10000)
    _expect_skip(box, "tree", "zeros.txt")


def a_line_of_a_hundred_megabytes_is_skipped_in_bounded_memory(box):
    with open(box.path("news.jsonl"), "wb") as file:
        file.write(b'{"title": "')
        for _ in range(100):
            file.write(b"a " * (512 * 1024))
        file.write(b'"}\n')
        file.write(_good_line().encode())
    _expect_skip(box, "news.jsonl", "news.jsonl:1")


def a_file_that_may_not_be_read_is_skipped(box):
    box.write("tree/news.jsonl", _good_line())
    box.write("tree/secret.jsonl", _good_line()).chmod(0)
    if os.geteuid() != 0:
        _expect_skip(box, "tree", "secret.jsonl")
        return
    box.directory.chmod(0o777)  # root may read everything: somebody else does it
    try:
        run = box.findex("update", "tree", expect=None, user=65534)
    except PermissionError:
        skip("the programs stand where only root may go")
    assert run.status == 3 and run.out.startswith("1 added") and "skipped tree/secret.jsonl: " in run.err, run


def a_missing_path_among_others_is_skipped(box):
    box.write("news.jsonl", _good_line())
    run = box.findex("update", "news.jsonl", "nowhere.jsonl", expect=3)
    assert "nowhere.jsonl" in run.err and run.out.startswith("1 added")


def a_path_that_does_not_exist_is_skipped(box):
    run = box.findex("update", "nowhere", expect=3)
    assert "nowhere" in run.err


def a_dangling_link_does_not_stop_the_walk(box):
    box.write("tree/news.jsonl", _good_line())
    os.symlink("nowhere", box.path("tree/link.jsonl"))
    run = box.findex("update", "tree", expect=None)
    assert run.status in (0, 3) and run.out.startswith("1 added"), run


def a_fifo_in_a_tree_does_not_block(box):
    box.write("tree/news.jsonl", _good_line())
    os.mkfifo(box.path("tree/pipe.jsonl"))
    run = box.findex("update", "tree", expect=None)
    assert run.status in (0, 3) and run.out.startswith("1 added"), run


def control_characters_of_a_path_do_not_reach_the_terminal(box):
    box.write("tree/news.jsonl", _good_line())
    box.write("tree/evil\x1b[31m\u202e\u009b5m.jsonl", "{broken\n")
    evil = ("\x1b", "\u202e", "\u009b")
    run = box.findex("update", "tree", expect=3)
    assert "skipped tree/evil" in run.err and not any(c in run.err for c in evil), run
    for arguments in (["update", "nowhere\x1b[31m\u202e\u009b"], ["remove", "\x1b[31m\u202e\u009b"], ["\x1b[31m\u202e"], ["update", "--\x1b[31m"],
                      ["stats", "-i", "no\x1b[31mwhere"], ["update", "-j", "\x1b[31m", "tree"]):
        run = box.findex(*arguments, expect=None)
        assert run.status in (2, 3, 4) and run.err and not any(c in run.err for c in evil), run


def an_empty_file_is_no_error(box):
    box.write("tree/news.jsonl", _good_line())
    box.write("tree/empty.jsonl", "")
    run = box.findex("update", "tree", expect=None)
    assert run.status in (0, 3) and run.out.startswith("1 added"), run


def hostile_text_is_indexed_or_skipped_in_bounded_time(box):
    texts = ["\u201c" * 200000, "A" * 1000000, "a." * 300000, "\u4e2d" * 300000, "\u0301" * 300000, "Mr. " * 200000,
             '"' * 300000, "\n\n" * 200000 + "x"]
    box.jsonl("news.jsonl", [{"id": str(n), "title": "t", "body": text} for n, text in enumerate(texts)])
    run = box.findex("update", "news.jsonl", expect=None)
    assert run.status in (0, 3), run
    box.verify()


def analyze_prints_one_object_a_line_in_order_of_the_input(box):
    box.jsonl("news.jsonl", articles(3000))
    run = box.findex("analyze", "-j", "4", "news.jsonl")
    assert [one["id"] for one in run.json_lines()] == [f"a{n}" for n in range(3000)]


def analyze_skips_what_it_cannot_read(box):
    box.write("news.jsonl", _good_line() + "{broken\n")
    run = box.findex("analyze", "news.jsonl", expect=3)
    assert len(run.lines()) == 1 and "news.jsonl:2" in run.err


def what_is_found_in_an_article_does_not_depend_on_those_before_it(box):
    bodies = ["The NRA's plan and MSNBC's poll angered McDonald's in Oslo.", "The NRA met MSNBC and Ronald McDonald in Oslo.",
              "THE NRA MET MSNBC AND MCDONALD IN OSLO", "Don McDonald of the NRA told MSNBC: \"We will go to Oslo.\"",
              "An MSNBC-led group with the NRA-backed McDonald went to the U.S. and Oslo's harbour."]
    found = []
    for order in (range(5), reversed(range(5)), (2, 0, 4, 1, 3)):
        box.jsonl("news.jsonl", [{"id": str(n), "title": "Notes", "body": bodies[n]} for n in order])
        found.append({line["id"]: line for line in box.findex("analyze", "-j", "1", "news.jsonl").json_lines()})
        for line in found[-1].values():
            line.pop("path", None)
    assert found[0] == found[1] == found[2]
