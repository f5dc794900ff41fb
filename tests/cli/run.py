#!/usr/bin/env python3
"""Runs the command-line tests: functions named as sentences in *_cases.py, each in a scratch directory of its own.

    run.py --bin DIR [AREA...] [-k WORD] [-v]      AREA: the beginning of AREA_cases.py

A test takes a Box (box.py), calls findex and fsearch in it and asserts. It may call skip("why")."""
import argparse
import importlib.util
import pathlib
import sys
import tempfile
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from box import Box, Skipped  # noqa: E402


def load(area):
    path = HERE / f"{area}_cases.py"
    spec = importlib.util.spec_from_file_location(f"{area}_cases", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [(name, value) for name, value in vars(module).items()
            if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_")]


def run_one(function, binaries):
    with tempfile.TemporaryDirectory(prefix="fsearch-test-") as scratch:
        box = Box(pathlib.Path(scratch), pathlib.Path(binaries).resolve())
        try:
            function(box)
            return "ok", ""
        except Skipped as reason:
            return "skipped", str(reason)
        except Exception:  # noqa: BLE001 - a test may fail in any way
            return "FAILED", traceback.format_exc() + box.story()
        finally:
            box.restore_permissions()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="where findex and fsearch are")
    parser.add_argument("-k", metavar="WORD", default="", help="only tests with this in their name")
    parser.add_argument("-v", action="store_true", help="name each test")
    parser.add_argument("areas", nargs="*")
    options = parser.parse_args()
    areas = options.areas or sorted(path.name[:-len("_cases.py")] for path in HERE.glob("*_cases.py"))
    counts = {"ok": 0, "skipped": 0, "FAILED": 0}
    for area in areas:
        for name, function in load(area):
            if options.k not in name:
                continue
            started = time.monotonic()
            outcome, text = run_one(function, options.bin)
            counts[outcome] += 1
            if options.v or outcome != "ok":
                print(f"{outcome:8} {area}: {name.replace('_', ' ')} ({time.monotonic() - started:.2f} s)")
            if text:
                print("    " + text.replace("\n", "\n    "))
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return 1 if counts["FAILED"] or not counts["ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
