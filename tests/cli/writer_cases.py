"""One writer at a time; whatever ends it, the index is its last commit, whole."""
import json
import random
import shutil
import signal
import time

from box import article, articles, end_with


def _start_feeding(box, count=50):
    """An update that holds the index and waits for more input."""
    process = box.start("update", "-", stdin=__import__("subprocess").PIPE)
    for one in articles(count):
        process.stdin.write((json.dumps(one) + "\n").encode())
    process.stdin.flush()
    deadline = time.monotonic() + 30
    while not (box.index / "writer.lock").exists() or not (box.index / "writer.lock").read_bytes().strip():
        assert time.monotonic() < deadline, "the writer does not come up"
        time.sleep(0.01)
    time.sleep(0.2)
    return process


def a_second_writer_is_told_who_holds_the_index(box):
    box.jsonl("news.jsonl", articles(3))
    process = _start_feeding(box)
    try:
        for arguments in (["update", "news.jsonl"], ["remove", "a1"], ["compact"]):
            run = box.findex(*arguments, expect=6)
            assert str(process.pid) in run.err and run.out == "", run
    finally:
        process.kill()
        process.communicate()
    box.findex("update", "news.jsonl")


def a_reader_is_not_disturbed_by_a_writer(box):
    box.jsonl("news.jsonl", articles(10))
    box.findex("update", "news.jsonl")
    process = _start_feeding(box)
    try:
        assert box.stats()["articles"] == 10
        assert len(box.dump()) == 10
        box.verify()
    finally:
        process.kill()
        process.communicate()


def a_signal_ends_an_update_with_a_clean_commit(box):
    for number in (signal.SIGTERM, signal.SIGINT):
        process = _start_feeding(box)
        run = end_with(process, number)
        assert run.status == 9 and "stopped" in run.err, run
        assert box.stats()["articles"] == 50
        box.verify()
        shutil.rmtree(box.index)
    process = box.start("update", "-", stdin=__import__("subprocess").PIPE)
    out, _ = process.communicate(b"".join((json.dumps(one) + "\n").encode() for one in articles(50)))
    assert process.returncode == 0
    assert box.stats()["articles"] == 50


def a_signal_ends_an_update_that_waits_for_input(box):
    process = _start_feeding(box)
    process.stdin.write(b'{"id": "half", "title": "not compl')
    process.stdin.flush()
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 9  # its input is still open
    assert process.stderr.read() == b"findex: stopped; what was read is in the index\n"
    assert box.stats()["articles"] == 50
    process.stdin.close()
    process.stdout.close()
    box.verify()


def analyze_answers_line_by_line(box):
    process = box.start("analyze", "-", stdin=__import__("subprocess").PIPE)
    for one in articles(3):
        process.stdin.write((json.dumps(one) + "\n").encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == one["id"]
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def a_signal_ends_a_command_that_only_reads_at_once(box):
    box.jsonl("news.jsonl", [article(n, words="commonword " * 60) for n in range(2000)])
    box.findex("update", "news.jsonl")
    process = box.start("dump")  # nobody reads: it waits for room in the pipe
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 9 and process.stderr.read() == b"findex: stopped\n"
    process.stdout.close()
    process = box.start("verify")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) in (0, 9, -signal.SIGINT)  # perhaps it was faster, or not yet listening
    process.communicate()


def a_signal_ends_compacting_with_the_index_as_it_was(box):
    for part in range(3):
        box.jsonl("news.jsonl", [article(n, words=f"commonword{part} " + "alpha beta gamma " * 40) for n in range(400 * part, 400 * part + 900)])
        box.findex("update", "news.jsonl")
    before, statuses = sorted(box.findex("dump").lines()), set()
    for delay in (0.0, 0.01, 0.02, 0.04, 0.08, 0.16):
        process = box.start("compact", "--memory", "32M")
        time.sleep(delay)
        statuses.add(end_with(process, signal.SIGTERM).status)
        assert sorted(box.findex("dump").lines()) == before
        box.verify()
    assert statuses <= {0, 9, -signal.SIGTERM}, statuses
    box.findex("compact")
    assert sorted(box.findex("dump").lines()) == before and box.stats()["segments"] == 1


def killed_updates_leave_a_committed_state_and_a_rerun_completes_it(box):
    kills = 40
    filler = "alpha beta gamma delta epsilon zeta eta theta " * 30
    for n in range(20):
        box.jsonl(f"tree/{n}.jsonl", [dict(one, body=one["body"] + filler + str(n)) for one in articles(40, start=40 * n)])
    started = time.monotonic()
    box.findex("update", "-i", "whole", "tree")
    length = time.monotonic() - started
    chance = random.Random(7)
    committed = {0, 800}
    for _ in range(kills):
        process = box.start("update", "--memory", "32M", "tree")
        time.sleep(chance.random() * length * 1.2)
        process.kill()
        process.communicate()
        if not (box.index / "data.mdb").exists():
            continue
        run = box.findex("stats", "-F", "json", expect=None)
        if run.status == 4:
            continue  # killed before the first commit of a new index
        assert json.loads(run.out)["articles"] in committed, run.out
        box.verify()
        if json.loads(run.out)["articles"] == 800:
            __import__("shutil").rmtree(box.index)
    box.findex("update", "tree")
    assert sorted(box.findex("dump").lines()) == sorted(box.findex("dump", "-i", "whole").lines())
    assert box.stats()["articles"] == 800
    box.verify()


def readers_see_one_commit_or_the_next_and_nothing_between(box):
    filler = "alpha beta gamma delta epsilon " * 40
    sizes = [300, 600, 900, 1200]
    box.jsonl("news.jsonl", [article(n, words="commonword " + filler) for n in range(sizes[0])])
    box.findex("update", "news.jsonl")
    for size in sizes[1:]:
        box.jsonl("news.jsonl", [article(n, words="commonword " + filler) for n in range(size)])
        process = box.start("update", "news.jsonl")
        seen = set()
        while process.poll() is None:
            seen.add(box.stats()["articles"])
            seen.add(int(box.fsearch("--count", "commonword").out))
        process.communicate()
        assert process.returncode == 0
        assert seen <= {size - 300, size}, (seen, size)
        assert int(box.fsearch("--count", "commonword").out) == size
