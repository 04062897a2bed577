from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.system.files import (
    advice_for,
    part_path,
    publish,
    reason_of,
    replaced,
    sweep_left_over,
    temporary_path,
    unique_path,
)


def test_a_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replaced(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
        assert part.parent == path.parent  # renaming across disks would not be atomic
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def write() -> None:
        with replaced(path) as part:
            part.write_text("half")
            raise error

    with pytest.raises(error):
        write()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def _failing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("app.system.files.os.fsync", fail)


def test_what_did_not_get_to_the_disk_does_not_get_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part").write_text("new")
    _failing(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        publish(tmp_path / "part", tmp_path / "a.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_a_folder_that_cannot_sync_is_not_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "part").write_text("new")
    _failing(monkeypatch, errno.EINVAL)
    assert publish(tmp_path / "part", tmp_path / "a.txt").read_text() == "new"


def test_the_reason_is_the_systems_own_word(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such") as caught:
        (tmp_path / "none").read_text()
    assert reason_of(caught.value) == "No such file or directory"
    assert reason_of(ValueError("embedded null byte")) == "embedded null byte"
    assert reason_of(TimeoutError()) == "TimeoutError"


def test_unique_path_counts_on(tmp_path: Path) -> None:
    assert unique_path(tmp_path, "a", ".mp4").name == "a.mp4"
    (tmp_path / "a.mp4").touch()
    assert unique_path(tmp_path, "a", ".mp4").name == "a (2).mp4"
    part_path(tmp_path / "a (2).mp4").touch()  # being written
    assert unique_path(tmp_path, "a", ".mp4").name == "a (3).mp4"


def test_what_killed_processes_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    mine = temporary_path(tmp_path / "a.mp4")
    dead = mine.with_name(mine.name.replace(f"-{os.getpid()}", f"-{child.pid}"))
    folder = dead.with_suffix(".png")
    other_host = mine.with_name(f".a.writing-elsewhere-{child.pid}.mp4")
    for path in (mine, dead, other_host, tmp_path / "a.mp4"):
        path.write_bytes(b"x")
    folder.mkdir()
    (folder / "a-00001.png").write_bytes(b"x")
    sweep_left_over(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine, other_host, tmp_path / "a.mp4"])
    sweep_left_over(tmp_path / "nowhere")


@pytest.mark.parametrize(("number", "advised"), [(errno.ENOSPC, True), (errno.EFBIG, True), (errno.EIO, False)])
def test_a_full_disk_comes_with_advice(number: int, advised: bool) -> None:
    assert ("Free some space" in advice_for(OSError(number, "failed"))) is advised
    assert advice_for(ValueError("odd")) == ""
