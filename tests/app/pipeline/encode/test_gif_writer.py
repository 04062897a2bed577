from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image as Pictures
from PIL import ImageSequence

from app.pipeline.encode.opening import open_writer
from app.pipeline.frame import Frame
from tests.media import plain


def delays(path: Path) -> list[int]:
    with Pictures.open(path) as picture:
        return [frame.info["duration"] for frame in ImageSequence.Iterator(picture)]


@pytest.mark.parametrize(("fps", "expected"), [(10, [100] * 30), (25, [40] * 30), (50, [20] * 30)])
def test_a_gif_gives_each_picture_its_time_and_the_last_one_the_usual(
    tmp_path: Path, fps: int, expected: list[int]
) -> None:
    with open_writer(tmp_path / "out.gif") as writer:
        for index in range(30):
            writer.write(Frame(plain((index * 8, 9, 9)), index / fps, index))
    assert delays(writer.path) == expected


def test_a_gif_has_no_more_pictures_than_browsers_show(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.gif") as writer:
        for index in range(60):
            writer.write(Frame(plain((index * 4, 9, 9)), index / 60, index))
    assert min(delays(writer.path)) >= 20
    assert sum(delays(writer.path)) == pytest.approx(1000, abs=20)
    assert len(delays(writer.path)) == 60 - writer.left_out
