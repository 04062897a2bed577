import errno
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.sinks.part_file import START_FREE_BYTES, STOP_FREE_BYTES, PartFile, write_error


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def finished(part: PartFile) -> AppError | None:
    part.release()
    return part.publish()


def test_it_is_a_part_until_it_is_published(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "new" / "a.mp4")
    assert names(tmp_path / "new") == ["a.part.mp4"]
    assert part.path == tmp_path / "new" / "a.mp4"
    assert finished(part) is None
    assert names(tmp_path / "new") == ["a.mp4"]


def test_names_that_are_taken_before_or_meanwhile_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"mine")
    part = PartFile(tmp_path / "a.mp4")
    (tmp_path / "a (2).mp4").write_bytes(b"mine too")
    assert finished(part) is None
    assert len(names(tmp_path)) == 3
    assert (tmp_path / "a.mp4").read_bytes() == b"mine"
    assert (tmp_path / "a (2).mp4").read_bytes() == b"mine too"


def test_the_files_of_one_take_are_numbered(tmp_path: Path) -> None:
    first = PartFile(tmp_path / "a.mp4")
    second = first.next_one(2)
    third = second.next_one(3)
    for part in (first, second, third):
        assert finished(part) is None
    assert names(tmp_path) == ["a part 1.mp4", "a part 2.mp4", "a part 3.mp4"]


def test_a_nearly_full_disk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="nearly full") as caught:
        PartFile(tmp_path / "a.mp4", lambda _: START_FREE_BYTES - 1)
    assert "200 MB" in caught.value.hint
    assert names(tmp_path) == []


def test_a_disk_that_fills_up_is_noticed(tmp_path: Path) -> None:
    free = [START_FREE_BYTES]
    part = PartFile(tmp_path / "a.mp4", lambda _: free[0])
    assert not part.is_full()
    free[0] = STOP_FREE_BYTES - 1
    assert part.is_full()
    part.release()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AppError, match="The recording cannot be written"):
        PartFile(tmp_path / "file" / "a.mp4")
    with pytest.raises(AppError, match="The recording cannot be written"):
        PartFile(tmp_path / "a\0b.mp4")


def test_what_cannot_be_renamed_plays_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = PartFile(tmp_path / "a.mp4")
    part.release()

    def refuse(*_: object) -> Path:
        raise PermissionError

    monkeypatch.setattr("app.pipeline.sinks.part_file.publish", refuse)
    error = part.publish()
    assert error is not None
    assert error.title == "The recording could not be renamed"
    assert "a.part.mp4" in error.hint
    assert part.path == tmp_path / "a.part.mp4"
    part.path.unlink()
    error = part.publish()
    assert error is not None
    assert "folder is gone" in error.title


def test_a_file_without_frames_is_removed(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a.mp4")
    part.release()
    part.discard()
    part.discard()
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (OSError(errno.ENOSPC, "full"), "The disk is full, so the recording stopped"),
        (OSError(errno.EFBIG, "large"), "The disk is full, so the recording stopped"),
        (OSError(errno.EIO, "broken"), "The recording stopped"),
        (ValueError("odd"), "The recording stopped"),
    ],
)
def test_an_error_while_writing_says_that_the_file_is_kept(error: Exception, title: str) -> None:
    told = write_error(error)
    assert told.title == title
    assert "saved" in told.hint
    assert told.failed_running
