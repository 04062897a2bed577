"""Looks for files that make the program crash, hang or use too much memory.

python -m tests.fuzz [--minutes N] [--only TARGET] [--seed N] [--keep DIR]

Each target runs in a process of its own. Findings are kept in DIR, with their output.
"""
from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.targets import TARGETS
from tests.fuzz.worker import TOO_MUCH_MEMORY, UNEXPECTED

HANG_S = 20.0
START_S = 120.0  # until the first one is through: imports, and the good files
DEFAULT_MINUTES = 30.0
WHY = {TOO_MUCH_MEMORY: "more than 1.5 GB", UNEXPECTED: "an error that is no refusal"}


@dataclass
class Report:
    """The result for one target."""

    inputs: int = 0
    findings: int = 0


def fuzz(name: str, seconds: float, seed: int, keep: Path) -> Report:
    """Runs one target for this many seconds, restarting after each finding with another seed."""
    report, end = Report(), time.monotonic() + seconds
    while True:
        with tempfile.TemporaryDirectory(prefix="backdrop-fuzz-") as folder:
            count, why, said = _run(name, seed, Path(folder), end)
            report.inputs += count
            if why:
                report.findings += 1
                _keep(keep / f"{name}-{seed}-{count}{TARGETS[name].suffix}", Path(folder), f"{why}\n{said}")
        if time.monotonic() >= end:
            return report
        seed += 1


def _run(name: str, seed: int, folder: Path, end: float) -> tuple[int, str, str]:
    """(inputs that went well, why it ended or "", its output)."""
    command = [sys.executable, "-m", "tests.fuzz.worker", name, str(seed), str(folder)]
    with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=errors, text=True
    ) as worker:
        count, why = _watch(worker, end)
        errors.seek(0)
        return count, why, errors.read()[-4000:]


def _watch(worker: subprocess.Popen[str], end: float) -> tuple[int, str]:
    """(inputs that went well, why it ended or ""); kills it at end, or when one input takes too long."""
    assert worker.stdout is not None
    hung = threading.Event()
    count, watchdog = 0, _watchdog(worker, START_S, hung)
    for line in worker.stdout:
        watchdog.cancel()
        count = int(line)
        if time.monotonic() > end:
            worker.kill()
            return count, ""
        watchdog = _watchdog(worker, HANG_S, hung)
    watchdog.cancel()
    status = worker.wait()
    return count, f"more than {HANG_S:.0f} s" if hung.is_set() else WHY.get(status, f"crashed with status {status}")


def _watchdog(worker: subprocess.Popen[str], seconds: float, hung: threading.Event) -> threading.Timer:
    def bite() -> None:
        hung.set()
        worker.kill()

    timer = threading.Timer(seconds, bite)
    timer.start()
    return timer


def _keep(path: Path, folder: Path, why: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = folder / "kept"
    if kept.exists():
        shutil.copy(kept, path)
    path.with_name(f"{path.name}.txt").write_text(why, encoding="utf-8")
    print(f"found: {path}: {why.splitlines()[0]}", flush=True)


def main() -> int:
    """0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=DEFAULT_MINUTES, metavar="N", help="in all (default: 30)")
    parser.add_argument("--only", choices=sorted(TARGETS), action="append", help="this target; repeatable")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the changes (default: 0)")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), metavar="DIR", help="for what is found")
    args = parser.parse_args()
    names = args.only or list(TARGETS)
    reports = {}
    for name in names:
        reports[name] = fuzz(name, args.minutes * 60 / len(names), args.seed, args.keep)
        print(f"{name}: {reports[name].inputs} inputs, {reports[name].findings} findings", flush=True)
    return int(any(report.findings for report in reports.values()))


if __name__ == "__main__":
    sys.exit(main())
