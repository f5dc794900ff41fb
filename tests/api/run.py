#!/usr/bin/env python3
"""Tests of the library as other programs use it: exported symbols, the example of docs/examples, an installed tree.

    run.py symbols LIBRARY                          exported == declared FX_API in include/*.h
    run.py example CC LIBRARY BIN                   docs/examples/search.c against the shared library
    run.py install CC CMAKE BUILD                   cmake --install into a scratch prefix, and what stands there

Exits with 77 where a tool is missing."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRICT = ["-std=c17", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]


def run(*command, expect=0, **options):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, **options)
    assert expect is None or done.returncode == expect, f"$ {' '.join(map(str, command))}\n{done.returncode}\n{done.stdout}{done.stderr}"
    return done


def need(*tools):
    for tool in tools:
        if not shutil.which(tool):
            print(f"{tool} is not installed")
            sys.exit(77)


def declared():
    """Every function that a public header offers."""
    names = set()
    for header in (ROOT / "include").glob("*.h"):
        text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
        for declaration in re.findall(r"^FX_API\s+([^;{]+);", text, re.M):
            names.add(re.match(r"[^(]*?(\w+)\s*\(", declaration).group(1))
    return names


def symbols(library):
    need("nm")
    exported = {line.split()[2].split("@")[0] for line in run("nm", "-D", "--defined-only", library).stdout.splitlines()
                if line.split()[1] != "A"}
    missing, extra = declared() - exported, exported - declared()
    assert len(declared()) > 20 and not missing and not extra, f"declared, not exported: {sorted(missing)}; exported, not declared: {sorted(extra)}"


def sample_index(binaries, place):
    run(binaries / "findex", "update", "-q", "-i", place / "index", "corpus", cwd=ROOT)
    return place / "index"


def check_example(program, index, environment):
    def search(*arguments, expect=0):
        return run(program, index, *arguments, env=environment, expect=expect)
    out = search("robotics cooperation").stdout
    assert "newspaper/robot-forum.txt" in out and re.search(r"\[(?i:cooperation)\]", out) and out.endswith("6 hits\n"), out
    assert re.search(r"^facet \d+ \S", out, re.M) and re.search(r"^year 1 2024$", out, re.M), out
    narrowed = search("robotics cooperation", "Choi").stdout
    assert "speaker Choi Dae-sung" in narrowed and narrowed.endswith("2 hits\n"), narrowed
    assert search("robotics (", expect=1).stderr.startswith("search: ")
    assert "FX_EQUERY" in search("nope:x", expect=1).stderr
    assert "FX_ENOTFOUND" in run(program, "/nowhere", "x", env=environment, expect=1).stderr


def quiet(environment=None):
    """A sanitized library in a program without the sanitizer's runtime would only complain of that."""
    return {**os.environ, **(environment or {})}


def sanitizers(library):
    """Flags that a program needs beside a library that was built with sanitizers."""
    need("nm")
    wanted = run("nm", "-D", "--undefined-only", library).stdout
    names = {"__asan_init": "address", "__ubsan_handle": "undefined", "__tsan_init": "thread"}
    return [f"-fsanitize={flag}" for name, flag in names.items() if name in wanted]


def example(compiler, library, binaries):
    library, binaries = pathlib.Path(library).resolve(), pathlib.Path(binaries).resolve()
    with tempfile.TemporaryDirectory(prefix="fsearch-api-") as scratch:
        place = pathlib.Path(scratch)
        run(compiler, *STRICT, *sanitizers(library), f"-I{ROOT / 'include'}", ROOT / "docs/examples/search.c", library,
            f"-Wl,-rpath,{library.parent}", "-o", place / "search")
        check_example(place / "search", sample_index(binaries, place), quiet())


INSTALLED = ["bin/findex", "bin/fsearch", "include/fsearch/fx.h", "include/fsearch/fx_index.h", "include/fsearch/fx_search.h",
             "share/man/man1/fsearch.1", "share/man/man1/findex.1", "share/man/man7/fsearch-query.7",
             "share/bash-completion/completions/fsearch", "share/bash-completion/completions/findex",
             "share/zsh/site-functions/_fsearch", "share/zsh/site-functions/_findex",
             "share/fish/vendor_completions.d/fsearch.fish", "share/fish/vendor_completions.d/findex.fish",
             "lib/systemd/system/findex.service", "lib/systemd/system/findex.timer", "share/fsearch/cron/findex"]


def install(compiler, cmake, build):
    need("pkg-config")
    with tempfile.TemporaryDirectory(prefix="fsearch-install-") as scratch:
        place = pathlib.Path(scratch)
        prefix = place / "usr"
        run(cmake, "--install", build, "--prefix", prefix)
        for name in INSTALLED:
            assert (prefix / name).is_file(), f"{name} is not installed"
        everything = [path.relative_to(prefix) for path in prefix.rglob("*") if path.is_file()]
        library = next(prefix.rglob("libfsearch.so"))
        assert any(path.name == "fsearch.pc" for path in everything) and library.exists()
        for program in ("findex", "fsearch"):
            assert run(prefix / "bin" / program, "--version").stdout.startswith(program)
        environment = quiet({"PKG_CONFIG_PATH": str(library.parent / "pkgconfig"), "LD_LIBRARY_PATH": str(library.parent)})
        flags = run("pkg-config", "--cflags", "--libs", "fsearch", env=environment).stdout.split()
        assert os.path.normpath(flags[0]) == f"-I{prefix}/include/fsearch" and "-lfsearch" in flags, flags
        assert run("pkg-config", "--modversion", "fsearch", env=environment).stdout.split()[0] == \
            run(prefix / "bin/fsearch", "--version").stdout.split()[1]
        run(compiler, *STRICT, *sanitizers(library), ROOT / "docs/examples/search.c", *flags, "-o", place / "search", env=environment)
        check_example(place / "search", sample_index(prefix / "bin", place), environment)
        service = (prefix / "lib/systemd/system/findex.service").read_text()
        crontab = (prefix / "share/fsearch/cron/findex").read_text()
        assert "@" not in crontab and re.search(r"^0 4 \* \* \*  root .* /\S*/findex update -q ", crontab, re.M), crontab
        assert "@" not in service and re.search(r"^ExecStart=/\S*/findex update", service, re.M), service


if __name__ == "__main__":
    {"symbols": symbols, "example": example, "install": install}[sys.argv[1]](*sys.argv[2:])
