"""Composites that look ahead fail closed, and apply zones and mirroring, like those that do not."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.pipeline.background.opening import open_background
from app.pipeline.frame import Frame, Image
from app.pipeline.render.composer import BestComposer, ComposerParts, LiveComposer, open_composer
from app.pipeline.render.job import RenderJob
from app.pipeline.stats import Stopwatch
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, Settings
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.look_ahead import REACH
from tests.fakes import ConstantSegmenter

ROOM, PERSON, GREEN = (0, 0, 255), (255, 0, 0), (0, 255, 0)


class Blue:
    """Whatever is blue is the person."""

    name, size = "blue", (32, 64)

    def alpha(self, image: Image) -> np.ndarray:
        small = cv2.resize(image, (64, 32), interpolation=cv2.INTER_AREA)
        return np.asarray(small[..., 0] > 128, np.float32)


def frame(index: int, *, person: bool = True) -> Frame:
    image = np.full((64, 128, 3), ROOM, np.uint8)
    if person:
        image[:, :48] = PERSON
    return Frame(image, index / 25, index)


def parts(segmenter: Segmenter, *, mirror: bool = False) -> ComposerParts:
    background = BackgroundSettings("color", "#00ff00")
    settings = Settings(CameraSettings("a.mp4"), background, mirror=MirrorSettings(output=mirror))
    job = RenderJob(Path("out.mp4"), settings, quality="best")
    return ComposerParts(job, segmenter, open_background(background, wait=True), Stopwatch())


def run(composer: BestComposer, frames: list[Frame]) -> list[Frame]:
    out = [composite for each in frames for composite in composer.composites(each)]
    assert composer.waiting == len(frames) - len(out) <= REACH
    return [*out, *composer.rest()]


def test_the_quality_chooses() -> None:
    best = parts(Blue())
    assert isinstance(open_composer(best), BestComposer)
    live = RenderJob(best.job.output, best.job.settings)
    assert isinstance(open_composer(ComposerParts(live, Blue(), best.background, best.watch)), LiveComposer)


def test_the_room_is_in_no_composite_and_each_has_its_own_time() -> None:
    frames = [frame(index) for index in range(REACH + 4)]
    out = run(BestComposer(parts(Blue())), frames)
    assert [(each.time, each.index) for each in out] == [(each.time, each.index) for each in frames]
    for each in out:
        assert np.abs(each.image[:, :40].astype(int) - PERSON).max() <= 2
        assert (each.image[:, 60:] == GREEN).all()
        assert not each.image.flags.writeable


def test_nobody_is_nobody_although_somebody_comes_soon() -> None:
    frames = [frame(index, person=index > 4) for index in range(12)]
    out = run(BestComposer(parts(Blue())), frames)
    for each in out[:5]:
        assert (each.image == GREEN).all()


def test_the_output_is_mirrored_where_outputs_are() -> None:
    (out,) = run(BestComposer(parts(Blue(), mirror=True)), [frame(0)])
    assert np.abs(out.image[:, -40:].astype(int) - PERSON).max() <= 2
    assert (out.image[:, :60] == GREEN).all()


@pytest.mark.parametrize("answer", [np.nan, 1.5, -0.5])
def test_an_invalid_alpha_shows_nothing(answer: float) -> None:
    composer = BestComposer(parts(ConstantSegmenter(answer)))
    with pytest.raises(ValueError, match=r"within 0\.\.1"):
        list(composer.composites(frame(0)))
    assert list(composer.rest()) == []
