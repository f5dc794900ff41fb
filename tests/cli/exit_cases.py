"""The exit statuses of findex."""
import json
import os
import subprocess

from box import articles


def without_a_command_it_is_a_usage_error(box):
    assert box.findex(expect=2).err.startswith("findex: ")


def an_unknown_command_is_a_usage_error_with_a_suggestion(box):
    assert "update" in box.findex("updat", expect=2).err


def an_unknown_option_is_a_usage_error(box):
    assert "--colour" in box.findex("update", "--colour", expect=2).err


def an_update_of_nothing_is_a_usage_error(box):
    box.findex("update", expect=2)
    box.findex("remove", expect=2)
    box.findex("analyze", expect=2)


def wrong_option_values_are_usage_errors(box):
    box.jsonl("news.jsonl", articles(1))
    for arguments in (["-j", "0"], ["-j", "x"], ["--memory", "12Q"], ["--purge=some"], ["--tz", "Nowhere/Land"],
                      ["-q", "-v"]):
        run = box.findex("update", *arguments, "news.jsonl", expect=2)
        assert run.err.startswith("findex: ") and run.out == "", run
    assert not box.index.exists() or box.stats()["articles"] == 0
    box.findex("stats", "-F", "xml", expect=2)
    box.findex("analyze", "-F", "xml", "news.jsonl", expect=2)
    box.findex("dump", "operand", expect=2)


def help_and_version_are_printed(box):
    assert "update" in box.findex("--help").out
    assert "--purge" in box.findex("help", "update").out
    assert box.findex("help", "update").out == box.findex("update", "--help").out
    assert box.findex("--version").out.startswith("findex ")


def no_index_is_status_4(box):
    for command in ("stats", "verify", "dump", "compact"):
        assert str(box.index) in box.findex(command, expect=4).err
    box.findex("remove", "id", expect=4)


def a_foreign_file_is_no_index(box):
    box.write("index/data.mdb", b"this is not an index " * 1000)
    for command in ("stats", "dump"):
        run = box.findex(command, expect=None)
        assert run.status in (4, 5) and run.err.startswith("findex: "), run


def the_index_is_that_of_the_option_then_of_the_environment(box):
    box.jsonl("news.jsonl", articles(1))
    box.findex("update", "news.jsonl", "-i", "elsewhere")
    assert not box.index.exists()
    del box.environment["FSEARCH_INDEX"]
    box.environment["XDG_DATA_HOME"] = str(box.path("data"))
    box.findex("update", "news.jsonl")
    assert box.path("data/fsearch/default/data.mdb").exists()
    del box.environment["XDG_DATA_HOME"]
    box.findex("update", "news.jsonl")
    assert box.path(".local/share/fsearch/default/data.mdb").exists()


def output_that_cannot_be_written_is_status_7(box):
    box.jsonl("news.jsonl", articles(10))
    with open("/dev/full", "w") as full:
        for arguments in (["update", "news.jsonl"], ["stats"], ["dump"], ["analyze", "news.jsonl"], ["--help"]):
            done = subprocess.run([box.program("findex"), *arguments], stdout=full, stderr=subprocess.PIPE,
                                  cwd=box.directory, env=box.environment)
            assert done.returncode == 7, (arguments, done)
            assert b"standard output" in done.stderr
    assert box.stats()["articles"] == 10


def a_closed_pipe_is_quiet(box):
    box.jsonl("news.jsonl", articles(5000))
    box.findex("update", "news.jsonl")
    for arguments in (["dump"], ["analyze", "news.jsonl"]):
        process = subprocess.Popen([box.program("findex"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=box.directory, env=box.environment)
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def a_directory_that_cannot_be_made_is_status_7(box):
    box.jsonl("news.jsonl", articles(1))
    box.write("file", "not a directory")
    run = box.findex("update", "-i", "file/index", "news.jsonl", expect=None)
    assert run.status in (4, 7) and run.err.startswith("findex: "), run


def a_file_size_limit_is_reported_and_leaves_the_last_commit(box):
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    box.jsonl("small.jsonl", articles(10))
    box.findex("update", "small.jsonl")
    box.jsonl("news.jsonl", [{"id": str(n), "title": "x", "body": os.urandom(3000).hex()} for n in range(2000)])
    run = box.findex("update", "news.jsonl", preexec_fn=limit, expect=None)
    assert run.status in (7, 8), run
    assert box.stats()["articles"] == 10
    box.verify()
    box.findex("update", "news.jsonl")
    assert box.stats()["articles"] == 2010


def a_full_disk_is_status_8_and_leaves_the_last_commit(box):
    from box import skip
    mount = box.path("disk")
    mount.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mount)],
                                           capture_output=True).returncode != 0:
        skip("no small file system can be mounted")
    try:
        box.jsonl("small.jsonl", articles(10))
        box.findex("update", "-i", mount / "index", "small.jsonl")
        box.jsonl("news.jsonl", [{"id": str(n), "title": "x", "body": os.urandom(3000).hex()} for n in range(2000)])
        run = box.findex("update", "-i", mount / "index", "news.jsonl", expect=8)
        assert run.err.startswith("findex: "), run
        assert len(box.findex("dump", "-i", mount / "index").lines()) == 10
        box.findex("verify", "-i", mount / "index")
    finally:
        subprocess.run(["umount", str(mount)], check=False)


def stats_are_the_same_as_text_and_as_json(box):
    box.jsonl("news.jsonl", articles(1234))
    box.findex("update", "news.jsonl")
    text = box.findex("stats").out
    stats = json.loads(box.findex("stats", "-F", "json").out)
    assert "1,234" in text and stats["articles"] == 1234
    assert stats["oldest"].startswith("2024-03-01") and stats["newest"].startswith("2024-03-28")


def an_alias_file_that_is_missing_or_wrong_is_a_usage_error(box):
    box.jsonl("news.jsonl", articles(1))
    box.write("wrong", "merge this\n")
    for name in ("nowhere", "wrong"):
        run = box.findex("update", "--aliases", name, "news.jsonl", expect=2)
        assert name in run.err, run
