from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.datagen.label_set import NOTE, read_labels, remember
from sinet_core.errors import DataError
from tests.sinet_core.datagen.labels import write_labels


def test_doubtful_ones_come_first_and_those_of_people_last(tmp_path: Path) -> None:
    folder = write_labels(tmp_path, {"c": 0.9, "human": None, "sub/a": 0.95, "b": 0.1})
    labels = read_labels(folder)
    assert [(label.name, label.agreement) for label in labels] == [
        ("b", 0.1), ("c", 0.9), ("sub/a", 0.95), ("human", None)]
    assert all(label.picture.is_file() and label.mask.is_file() for label in labels)


def test_a_picture_without_mask_is_left_out(tmp_path: Path) -> None:
    folder = write_labels(tmp_path, {"a": 0.9, "b": 0.5})
    (folder / "masks/b.png").unlink()
    assert [label.name for label in read_labels(folder)] == ["a"]


def test_pictures_inside_are_found_after_a_move(tmp_path: Path) -> None:
    folder = write_labels(tmp_path / "old", {"a": 0.9}, note=False)
    (folder.parent / "pictures").rename(folder / "images")
    remember(folder, folder / "images")
    moved = folder.rename(tmp_path / "new")
    assert read_labels(moved)[0].picture == moved / "images/a.png"
    (moved / NOTE).unlink()
    assert read_labels(moved)[0].picture == moved / "images/a.png"


def test_without_a_note_the_pictures_can_be_said(tmp_path: Path) -> None:
    folder = write_labels(tmp_path, {"a": 0.9}, note=False)
    assert len(read_labels(folder, tmp_path / "pictures")) == 1
    with pytest.raises(DataError) as caught:
        read_labels(folder)
    assert "--images" in caught.value.hint


@pytest.mark.parametrize("note", ["{", "[]", json.dumps({"format": 1})])
def test_a_damaged_note_is_said(tmp_path: Path, note: str) -> None:
    folder = write_labels(tmp_path, {"a": 0.9})
    (folder / NOTE).write_text(note)
    with pytest.raises(DataError, match="damaged"):
        read_labels(folder)


def test_a_folder_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no folder"):
        read_labels(tmp_path)
    (tmp_path / "images").mkdir()
    with pytest.raises(DataError, match="mask"):
        read_labels(tmp_path)
