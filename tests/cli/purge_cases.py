"""findex update --purge: articles whose file has gone leave, but not all at once."""
import shutil

from box import articles


def _tree(box, files=10):
    for n in range(files):
        box.jsonl(f"tree/{n}.jsonl", articles(5, start=5 * n))
    box.findex("update", "tree")


def articles_of_a_file_that_is_gone_stay_without_purge(box):
    _tree(box)
    box.path("tree/3.jsonl").unlink()
    box.findex("update", "tree")
    assert box.stats()["articles"] == 50


def purge_removes_the_articles_of_files_that_are_gone(box):
    _tree(box)
    box.path("tree/3.jsonl").unlink()
    assert "5 removed" in box.findex("update", "--purge", "tree").out
    assert set(box.dump()) == {f"a{n}" for n in range(50) if n // 5 != 3}
    assert "0 removed" in box.findex("update", "--purge", "tree").out
    box.verify()


def more_than_a_fifth_is_purged_only_when_asked_for(box):
    _tree(box)
    for n in range(3):
        box.path(f"tree/{n}.jsonl").unlink()
    box.jsonl("tree/new.jsonl", articles(5, start=100))
    run = box.findex("update", "--purge", "tree", expect=8)
    assert "purge" in run.err and "--purge=all" in run.err
    assert box.stats()["articles"] == 55  # the new ones are in, the old ones too
    box.findex("update", "--purge=all", "tree")
    assert box.stats()["articles"] == 40
    box.verify()


def a_missing_disk_is_no_purge(box):
    _tree(box)
    shutil.rmtree(box.path("tree"))
    box.findex("update", "--purge", "tree", expect=8)
    assert box.stats()["articles"] == 50


def purge_looks_only_under_the_given_paths(box):
    _tree(box)
    box.jsonl("tree2/one.jsonl", articles(5, start=200))
    box.findex("update", "tree2")
    shutil.rmtree(box.path("tree2"))
    box.path("tree/3.jsonl").unlink()
    assert "5 removed" in box.findex("update", "--purge", "tree").out
    assert "a200" in box.dump()


def a_purged_file_that_comes_back_is_read_again(box):
    _tree(box)
    box.path("tree/3.jsonl").unlink()
    box.findex("update", "--purge", "tree")
    box.jsonl("tree/3.jsonl", articles(5, start=15))
    assert box.findex("update", "tree").out.startswith("5 added")
    assert box.stats()["articles"] == 50
