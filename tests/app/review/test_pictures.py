from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.review import pictures as pictures_module
from app.review.pictures import LONG_SIDE_PX, LoadedPicture, Pictures, read
from sinet_core.datagen.label_set import Label, read_labels
from tests.sinet_core.datagen.labels import write_labels


class Later:
    """Jobs that run when the test says so."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def submit(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.jobs.append((work, done))

    def run(self) -> None:
        while self.jobs:
            work, done = self.jobs.pop(0)
            try:
                result = work()
            except AppError as error:
                result = error
            done(result)


@pytest.fixture
def labels(tmp_path: Path) -> list[Label]:
    return list(read_labels(write_labels(tmp_path, {f"{number:02}": 0.1 for number in range(Pictures.KEPT + 3)})))


def test_each_is_read_once_and_the_oldest_go(labels: list[Label], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures_module, "LONG_SIDE_PX", 40)
    later = Later()
    arrived: list[str] = []
    pictures = Pictures(later, arrived.append)  # type: ignore[arg-type]
    for _ in range(2):
        pictures.want(labels[:3])
    assert len(later.jobs) == 3
    assert pictures.take(labels[0]) is None
    later.run()
    assert arrived == [label.name for label in labels[:3]]
    assert isinstance(pictures.take(labels[0]), LoadedPicture)
    pictures.want(labels)
    later.run()
    assert [pictures.take(label) is None for label in labels] == [True] * 3 + [False] * Pictures.KEPT
    pictures.want(labels[:1])
    later.run()
    assert isinstance(pictures.take(labels[0]), LoadedPicture), "undo reads it again"


def test_both_views_have_one_size_and_small_ones_are_enlarged(labels: list[Label]) -> None:
    loaded = read(labels[0])
    assert loaded.plain.size() == loaded.masked.size()
    assert max(loaded.plain.width(), loaded.plain.height()) == LONG_SIDE_PX
    assert loaded.plain != loaded.masked


@pytest.mark.parametrize("part", ["picture", "mask"])
def test_the_file_that_cannot_be_read_is_named(labels: list[Label], part: str) -> None:
    path: Path = getattr(labels[0], part)
    path.write_bytes(b"no picture")
    with pytest.raises(AppError, match=path.name):
        read(labels[0])
