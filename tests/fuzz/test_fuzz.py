"""A few damaged files per target, always the same ones; `make fuzz` tries thousands."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.__main__ import fuzz
from tests.fuzz.mutation import WAYS, mutate
from tests.fuzz.targets import TARGETS, Target

ROOT = Path(__file__).parents[2]
COUNT = 40


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_file_is_read_or_refused(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.worker", name, "20", str(tmp_path), str(COUNT)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == str(COUNT)


def test_the_same_seed_changes_files_in_the_same_way() -> None:
    seeds = [bytes(range(256)) * 8, b"", b"short"]
    assert [mutate(seeds, Random(1)) for _ in range(3)] == [mutate(seeds, Random(1)) for _ in range(3)]
    made = {mutate(seeds, Random(number)) for number in range(100)}
    assert len(made) > 50


@pytest.mark.parametrize("way", WAYS)
def test_every_change_copes_with_an_empty_file(way: object) -> None:
    data = bytearray()
    way(data, [b"", b"other"], Random(1))  # type: ignore[operator]


def test_what_crashes_is_found_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child does not know this target, and ends with an error."""
    monkeypatch.setitem(TARGETS, "unknown", Target(lambda _: [b"x"], lambda _: None, ".bin"))
    report = fuzz("unknown", 0.01, 7, tmp_path)
    assert report.findings == 1
    assert "KeyError" in (tmp_path / "unknown-7-0.bin.txt").read_text()
