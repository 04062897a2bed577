from pathlib import Path

import numpy as np
import pytest

from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame

FRAME = Frame(np.zeros((4, 4, 3), np.uint8), 0.0, 0)


class Lines(Writer):
    """Writes a line per frame; fails where told to."""

    fails_to_finish = False
    aborted = 0

    def write(self, frame: Frame) -> None:
        with self._temporary.open("a", encoding="utf-8") as file:
            file.write("frame\n")

    def _finish(self) -> None:
        if self.fails_to_finish:
            raise OSError("the disk is full")

    def _abort(self) -> None:
        self.aborted += 1


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_final_name_appears_when_the_file_is_whole(tmp_path: Path) -> None:
    writer = Lines(tmp_path / "a.txt")
    with writer:
        writer.write(FRAME)
        assert "a.txt" not in names(tmp_path)
    assert names(tmp_path) == ["a.txt"]
    assert writer.aborted == 0


@pytest.mark.parametrize("live", [False, True])
def test_an_error_on_the_way_leaves_nothing_and_the_old_file_alone(tmp_path: Path, live: bool) -> None:
    (tmp_path / "a.txt").write_text("mine")

    def write() -> None:
        with Lines(tmp_path / "a.txt", live=live) as writer:
            writer.write(FRAME)
            raise RuntimeError("the camera is gone")

    with pytest.raises(RuntimeError):
        write()
    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "mine"


@pytest.mark.parametrize(("live", "left"), [(False, 0), (True, 1)])
def test_only_what_is_live_is_kept_if_it_cannot_be_finished(tmp_path: Path, live: bool, left: int) -> None:
    writer = Lines(tmp_path / "a.txt", live=live)
    writer.fails_to_finish = True
    with pytest.raises(OSError, match="full"), writer:
        writer.write(FRAME)
    assert len(names(tmp_path)) == left
    assert writer.aborted == 1


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "target.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "target.txt")
    with Lines(tmp_path / "link.txt") as writer:
        writer.write(FRAME)
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "target.txt").read_text() == "frame\n"
