"""fsearch --batch: one query a line, one process, answers as they come."""
import json
import subprocess

from sample import corpus, document, ids, ledger, records

BATCH = "Q1\twalnut\nharvest fair\nbad (\n\nQ5\tzzzzqqqq\npress\n"


def _batch(box, *arguments, input=BATCH, expect=None):
    return box.fsearch("--batch", "-", *arguments, input=input, expect=expect)


def every_record_carries_the_qid_or_the_number_of_its_line(box):
    ledger(box)
    found = _batch(box, "-F", "jsonl", "--facet", "desk", "--timeline", "year").json_lines()
    assert all("q" in one for one in found)
    order = []
    for one in found:
        if not order or order[-1] != one["q"]:
            order.append(one["q"])
    assert order == ["Q1", 2, 3, "Q5", 6], order
    for q in ("Q1", 2, "Q5", 6):
        kinds = [one["type"] for one in found if one["q"] == q]
        assert kinds[0] == "begin" and kinds[-1] == "end" and kinds.count("begin") == 1
        assert "facet" in kinds and "timeline" in kinds


def a_bad_query_in_the_middle_is_told_in_its_record_and_the_others_are_answered(box):
    ledger(box)
    run = _batch(box, "-F", "jsonl", expect=3)
    bad = [one for one in run.json_lines() if one["q"] == 3]
    assert len(bad) == 1 and bad[0]["type"] == "error", bad
    assert bad[0]["message"] and bad[0]["offset"] == 5
    assert {one["q"]: one["hits"] for one in run.json_lines() if one["type"] == "end"} == {"Q1": 5, 2: 0, "Q5": 0, 6: 1}
    assert run.err == "", run.err


def a_bad_query_of_a_json_batch_is_a_document_with_an_error(box):
    ledger(box)
    run = _batch(box, "-F", "json", expect=3)
    decoder, text, found = json.JSONDecoder(), run.out, []
    while text.strip():
        one, end = decoder.raw_decode(text)
        found.append(one)
        text = text[end:].lstrip()
    assert [one["q"] for one in found] == ["Q1", 2, 3, "Q5", 6]
    assert "message" in found[2]["error"] and found[0]["total"] == 5 and found[0]["hits"]
    assert run.err == ""


def a_bad_query_of_other_formats_is_told_on_stderr(box):
    ledger(box)
    for name in ("text", "tsv", "csv", "trec", "ids", "paths", "kwic"):
        run = _batch(box, "-F", name, expect=3)
        assert run.err.startswith("fsearch: query 3: ") and run.err.count("\n") == 1, (name, run.err)
        assert run.out, name


def a_batch_of_bad_queries_only_is_a_usage_error(box):
    ledger(box)
    _batch(box, input="bad (\n\"bad\n", expect=2)


def a_batch_without_a_hit_found_nothing(box):
    ledger(box)
    _batch(box, input="zzzzqqqq\n", expect=1)
    _batch(box, input="", expect=1)
    _batch(box, input="zzzzqqqq\nwalnut\n", expect=0)


def trec_lines_carry_the_qid(box):
    ledger(box)
    lines = [line.split(" ") for line in _batch(box, "-F", "trec").lines()]
    assert {line[0] for line in lines} == {"Q1", "6"} and all(len(line) == 6 for line in lines)
    assert [line[2] for line in lines if line[0] == "Q1"] == ids(box, "walnut")


def tables_of_a_batch_begin_with_the_qid(box):
    ledger(box)
    run = _batch(box, "-F", "tsv", "--header")
    assert run.lines()[0].split("\t")[:2] == ["q", "rank"]
    assert {line.split("\t")[0] for line in run.lines()[1:]} == {"Q1", "6"}
    assert len([line for line in run.lines() if line.startswith("q\t")]) == 1
    assert _batch(box, "-F", "csv").lines()[0].startswith("Q1,1,")


def counts_of_a_batch_are_a_table(box):
    ledger(box)
    assert _batch(box, "-c").out == "Q1\t5\n2\t0\nQ5\t0\n6\t1\n"


def a_quiet_batch_says_nothing(box):
    ledger(box)
    run = _batch(box, "-q", input="walnut\n", expect=0)
    assert run.out == "" and run.err == ""


def an_answer_of_a_batch_is_that_of_the_query_alone(box):
    corpus(box)
    queries = ["robotics cooperation", "harbour OR ferry", "speaker:choi", "title:robot", '"robotics cooperation"']
    found = box.fsearch("--batch", "-", "-F", "jsonl", "--facet", "desk", input="".join(q + "\n" for q in queries)).json_lines()
    for number, query in enumerate(queries, 1):
        alone = records(box, query, "--facet", "desk")
        mine = [{key: value for key, value in one.items() if key != "q"} for one in found if one["q"] == number]
        for one in alone + mine:
            one.pop("elapsed_us", None)
        assert mine == alone, query


def filters_hold_for_every_query_of_a_batch(box):
    ledger(box)
    run = box.fsearch("--batch", "-", "-F", "ids", "--source", "Coast Herald", "--since", "2024-02", input="walnut\npress\n")
    assert run.lines() == ["w4", "w4"]


def a_batch_is_read_from_a_file(box):
    ledger(box)
    box.write("queries.txt", "A\twalnut\r\nB\tpress")  # CR LF, and no newline at the end
    assert {line.split(" ")[0] for line in box.fsearch("--batch", "queries.txt", "-F", "trec").lines()} == {"A", "B"}
    run = box.fsearch("--batch", "nowhere.txt", expect=None)
    assert run.status == 2 and "nowhere.txt" in run.err, run


def a_batch_takes_no_query_beside_it(box):
    ledger(box)
    assert "walnut" in box.fsearch("--batch", "-", "walnut", input="", expect=2).err


def text_answers_of_a_batch_name_their_query(box):
    ledger(box)
    out = _batch(box, input="Q1\twalnut\nQ2\tpress\n", expect=0).out
    assert "# Q1\twalnut\n" in out and "# Q2\tpress\n" in out


def another_program_can_converse_line_by_line(box):
    ledger(box)
    process = subprocess.Popen([box.program("fsearch"), "--batch", "-", "-F", "jsonl"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=box.environment)
    for query, expected in (("walnut", 5), ("bad (", None), ("press", 1), ("zzzzqqqq", 0)):
        process.stdin.write(query.encode() + b"\n")
        process.stdin.flush()
        record = {"type": ""}
        while record["type"] not in ("end", "error"):
            record = json.loads(process.stdout.readline())
        assert (record["hits"] if expected is not None else record["type"]) == (expected if expected is not None else "error")
    process.stdin.close()
    assert process.wait() == 3 and process.stderr.read() == b""


def thousands_of_queries_go_through_one_process(box):
    corpus(box)
    run = box.fsearch("--batch", "-", "-F", "trec", "-n", "1", input="".join(f"{n}\trobot OR ferry\n" for n in range(2000)))
    assert [line.split(" ")[0] for line in run.lines()] == [str(n) for n in range(2000)]


def a_line_of_megabytes_ends_the_batch_with_a_message(box):
    ledger(box)
    run = box.fsearch("--batch", "-", input="walnut\n" + "x" * 3000000 + "\nwalnut\n", expect=None)
    assert run.status in (2, 3) and run.err.startswith("fsearch: "), run
    assert "w1" in run.out


def bytes_that_are_no_text_are_a_bad_query_or_find_nothing(box):
    ledger(box)
    run = box.fsearch("--batch", "-", "-F", "jsonl", input=b"\xff\xfe\x00\nwalnut\n", expect=None)
    assert run.status in (0, 3) and [one for one in run.json_lines() if one["type"] == "end"][-1]["hits"] == 5, run


def suggestions_of_a_batch_stand_in_their_records(box):
    ledger(box)
    run = box.fsearch("--batch", "-", "-F", "jsonl", input="wallnut\n", expect=1)
    said = [one for one in run.json_lines() if one["type"] == "suggestion"]
    assert said == [{"type": "suggestion", "q": 1, "word": "wallnut", "instead": "walnut"}] and run.err == ""
