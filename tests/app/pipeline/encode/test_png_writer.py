from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.pipeline.encode.opening import open_writer
from app.pipeline.frame import Frame
from tests.app.pipeline.encode.composites import half_seen, pictures
from tests.media import plain


def test_one_png_has_the_name_itself(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.png", transparent=True) as writer:
        writer.write(Frame(half_seen(), 0.0, 0))
    assert [p.name for p in tmp_path.iterdir()] == ["out.png"]
    assert np.array_equal(np.asarray(cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED)), half_seen())


def test_several_pngs_are_numbered(tmp_path: Path) -> None:
    with open_writer(tmp_path / "out.png") as writer:
        for frame in pictures():
            writer.write(frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"out-0000{n}.png" for n in range(1, 7)]
    assert writer.path == tmp_path / "out-00001.png"


def test_a_shorter_row_does_not_keep_the_tail_of_the_one_before(tmp_path: Path) -> None:
    for count in (6, 2):
        with open_writer(tmp_path / "out.png") as writer:
            for frame in pictures()[:count]:
                writer.write(frame)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out-00001.png", "out-00002.png"]
    assert writer.warnings == []


def test_pictures_of_somebody_else_that_look_like_the_tail_stay(tmp_path: Path) -> None:
    for name in ("out-00003.png", "out-00004.png", "out-x.png", "other-00003.png"):
        cv2.imwrite(str(tmp_path / name), plain((1, 2, 3)))
    with open_writer(tmp_path / "out.png") as writer:
        for frame in pictures()[:2]:
            writer.write(frame)
    assert len(list(tmp_path.iterdir())) == 6
    assert writer.warnings == ["Left unchanged, since not part of this sequence: out-00003.png to out-00004.png."]
