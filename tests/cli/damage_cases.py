"""A damaged index is refused or costs what is damaged (exit 5); it never crashes a program."""
import random

from box import articles


def _build(box, count=2000):
    box.jsonl("news.jsonl", articles(count))
    box.findex("update", "news.jsonl")
    return (box.index / "data.mdb").read_bytes()


def _never_crashes(box, allowed=(0, 1, 3, 4, 5)):
    for arguments in (["stats"], ["dump"], ["verify"]):
        run = box.findex(*arguments, expect=None)
        assert run.status in allowed, run
        if run.status:
            assert run.err.startswith("findex: "), run
    if (box.binaries / "fsearch").exists():
        for arguments in (["robot trade"], ["-u", "section", "parliament"], ["--facet", "source", "story7"]):
            run = box.fsearch(*arguments, expect=None)
            assert run.status in allowed, run


def a_truncated_index_is_reported(box):
    whole = _build(box)
    for keep in (0, 1, 100, 4096, 8192, len(whole) // 2, len(whole) - 4096):
        (box.index / "data.mdb").write_bytes(whole[:keep])
        _never_crashes(box)
        assert box.findex("stats", expect=None).status in (4, 5), keep


def flipped_bytes_are_found_by_verify_and_crash_nothing(box):
    whole = _build(box)
    chance = random.Random(11)
    found = 0
    for _ in range(40):
        damaged = bytearray(whole)
        at = chance.randrange(8192, len(whole))
        for i in range(at, min(at + 8, len(whole))):
            damaged[i] ^= 1 + chance.randrange(255)
        (box.index / "data.mdb").write_bytes(damaged)
        _never_crashes(box)
        found += box.findex("verify", expect=None).status == 5
    assert found > 20, found


def pages_of_zeros_are_found(box):
    whole = _build(box)
    for page in range(2, len(whole) // 4096, max(1, len(whole) // 4096 // 12)):
        damaged = bytearray(whole)
        damaged[page * 4096:(page + 1) * 4096] = bytes(4096)
        (box.index / "data.mdb").write_bytes(damaged)
        _never_crashes(box)
