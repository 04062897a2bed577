"""The single file with a small program in it, started from a shell as a user would."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for Linux")


@pytest.fixture
def single(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return make(tmp_path, "hello", monkeypatch)


def make(folder: Path, says: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(PACKAGING))
    bundle = folder / says / "backdrop"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "backdrop").write_text(f'#!/bin/sh\necho {says} "$@"\nexit 7\n', encoding="utf-8")
    (bundle / "backdrop").chmod(0o755)
    (bundle / "_internal" / "THIRD-PARTY.md").write_text("papers", encoding="utf-8")
    target = folder / f"Backdrop {says}"
    import_module("single_file").make_single_file(bundle, target)
    shutil.rmtree(folder / says)
    return target


def start(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    cache = program.parent / "cache of the user"
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "XDG_CACHE_HOME": str(cache)}
    return subprocess.run([str(program), *arguments], env=environment, capture_output=True, text=True, check=False)


def unpacked(program: Path) -> list[Path]:
    return sorted((program.parent / "cache of the user" / "backdrop" / "single-file").iterdir())


def test_it_starts_the_program_with_its_arguments_and_status(single: Path) -> None:
    done = start(single, "render", "a b.mp4")
    assert (done.stdout, done.returncode) == ("hello render a b.mp4\n", 7)
    assert "once" in done.stderr


def test_it_unpacks_once(single: Path) -> None:
    start(single)
    (place,) = unpacked(single)
    before = (place / "backdrop").stat().st_ino
    assert start(single).stderr == ""
    assert unpacked(single) == [place]
    assert (place / "backdrop").stat().st_ino == before


def test_versions_that_nobody_starts_any_more_go(
    single: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(single)
    (old,) = unpacked(single)
    newer = make(tmp_path, "goodbye", monkeypatch)
    assert start(newer).stdout == "goodbye\n"
    assert old in unpacked(newer)  # it may be running
    os.utime(old, (0, 0))
    newest = make(tmp_path, "again", monkeypatch)
    assert start(newest).stdout == "again\n"
    assert old not in unpacked(newest)
    assert len(unpacked(newest)) == 2


def test_a_damaged_download_leaves_nothing_behind(single: Path) -> None:
    whole = single.read_bytes()
    single.write_bytes(whole[: len(whole) - 60])
    assert start(single).returncode not in (0, 7)
    assert unpacked(single) == []


def test_it_tells_whose_it_is(single: Path) -> None:
    assert start(single, "--third-party").stdout == "papers"


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="no shellcheck")
def test_the_script_is_clean(single: Path, tmp_path: Path) -> None:
    text = single.read_bytes().partition(b'exec "$place/backdrop" "$@"\n')
    (tmp_path / "head.sh").write_bytes(text[0] + text[1])
    done = subprocess.run(["shellcheck", str(tmp_path / "head.sh")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
