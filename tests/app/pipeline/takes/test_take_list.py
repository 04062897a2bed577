import os
from pathlib import Path

import pytest

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.takes.take_list import find_take, list_takes, recover_takes, rename_take


def test_takes_are_listed_newest_first_and_unfinished_ones_not_at_all(tmp_path: Path) -> None:
    for age, name in enumerate(["b.backdrop", "a.backdrop", "c.part.backdrop", "d.mp4"]):
        (tmp_path / name).write_bytes(b"x" * age)
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    assert [(take.name, take.bytes, take.modified) for take in list_takes(tmp_path)] == [("a", 1, 1001), ("b", 0, 1000)]
    assert list_takes(tmp_path / "gone") == ()


def test_a_take_is_found_by_path_or_by_name(tmp_path: Path) -> None:
    path = tmp_path / "My take.backdrop"
    path.touch()
    for text in (str(path), "My take", "My take.backdrop"):
        assert find_take(text, tmp_path) == path
    for text in ("other", "x" * 5000):
        with pytest.raises(AppError, match="no take"):
            find_take(text, tmp_path)


def test_what_a_crash_left_gets_its_name(tmp_path: Path) -> None:
    for name, content in (("a.part.backdrop", b"x"), ("b.part.backdrop", b""), ("c.part.mp4", b"x")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a.backdrop").write_bytes(b"older")
    assert recover_takes(tmp_path) == [tmp_path / "a (2).backdrop"]
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"a.backdrop", "a (2).backdrop", "b.part.backdrop", "c.part.mp4"}
    assert recover_takes(tmp_path / "gone") == []


def test_a_take_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    with HeldFile.create(tmp_path / "a.part.backdrop") as held:
        os.write(held.descriptor, b"x")
        assert recover_takes(tmp_path) == []
    assert recover_takes(tmp_path) == [tmp_path / "a.backdrop"]


def test_renaming(tmp_path: Path) -> None:
    path, other = tmp_path / "a.backdrop", tmp_path / "b.backdrop"
    path.write_bytes(b"mine")
    other.touch()
    assert rename_take(path, "a") == path
    for name in ("b", "", "  ", "x/y", "..", "a\nb", "n" * 300):
        with pytest.raises(AppError):
            rename_take(path, name)
    assert path.read_bytes() == b"mine"
    assert rename_take(path, " Zoë's take. ").read_bytes() == b"mine"
    assert [take.name for take in list_takes(tmp_path)] == ["Zoë's take.", "b"] or not path.exists()
