from __future__ import annotations

import numpy as np
import pytest

from app.pipeline.frame import Frame, Image
from app.pipeline.process.view import PreviewFrame, View
from app.pipeline.process.view_extras import ViewExtras
from sinet_core.inference.explain import Explained
from tests.fakes import ConstantSegmenter


class Explaining(ConstantSegmenter):
    """The left half is surely room, the right surely person."""

    def __init__(self) -> None:
        super().__init__()
        self.explained = 0

    def explain(self, image: Image) -> Explained:
        self.explained += 1
        margin = np.full((8, 8), 9, np.float32)
        margin[:, :4] = -9
        alpha = np.ones(self.size, np.float32)
        alpha[:, : self.size[1] // 2] = 0
        return Explained(alpha, margin)


class Desk:
    def __init__(self) -> None:
        self.view = View()
        self.extras = ViewExtras(lambda: self.view)
        self.room = np.full((36, 64, 3), 99, np.uint8)
        self.composite = Frame(np.zeros((36, 64, 3), np.uint8), 1.5, 7)

    def shown(self, *, mirrored: bool = False) -> Frame:
        return self.extras.shown(self.composite, self.room, mirrored=mirrored)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_plain_view_adds_nothing_and_asks_for_nothing(desk: Desk) -> None:
    segmenter = Explaining()
    assert desk.extras.segmenter(segmenter) is segmenter
    assert desk.shown() is desk.composite
    assert segmenter.explained == 0


def test_the_room_comes_beside_the_composite_without_a_copy(desk: Desk) -> None:
    desk.view = View(room=True)
    shown = desk.shown()
    assert isinstance(shown, PreviewFrame)
    assert (shown.image is desk.composite.image, shown.time, shown.index) == (True, 1.5, 7)
    assert shown.room is not None
    assert np.shares_memory(shown.room.pixels, desk.room)
    assert not shown.room.pixels.flags.writeable
    assert shown.xray is None


def test_the_maps_come_with_the_alpha_of_one_inference(desk: Desk) -> None:
    desk.view = View(xray=True)
    segmenter = Explaining()
    explained = desk.extras.segmenter(segmenter)
    assert explained.alpha(desk.room).mean() == pytest.approx(0.5)
    assert (segmenter.explained, segmenter.calls) == (1, 0)
    assert desk.extras.segmenter(segmenter) is explained


def test_another_engine_has_no_old_maps_and_leaving_forgets(desk: Desk) -> None:
    desk.view = View(xray=True)
    desk.extras.segmenter(Explaining()).alpha(desk.room)
    assert isinstance(desk.shown(), PreviewFrame)
    second = Explaining()
    desk.extras.segmenter(second)
    assert desk.shown() is desk.composite
    desk.extras.segmenter(second).alpha(desk.room)
    desk.view = View()
    assert desk.extras.segmenter(second) is second
    desk.view = View(xray=True)
    assert desk.shown() is desk.composite


def test_an_inference_that_fails_leaves_no_old_maps(desk: Desk) -> None:
    class Failing(Explaining):
        def explain(self, image: Image) -> Explained:
            if self.explained:
                raise RuntimeError("device lost")
            return super().explain(image)

    desk.view = View(xray=True)
    explained = desk.extras.segmenter(Failing())
    explained.alpha(desk.room)
    with pytest.raises(RuntimeError, match="lost"):
        explained.alpha(desk.room)
    assert desk.shown() is desk.composite


def test_before_the_first_answer_there_is_no_xray(desk: Desk) -> None:
    desk.view = View(xray=True)
    desk.extras.segmenter(Explaining())
    assert desk.shown() is desk.composite


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_maps_are_mirrored_as_the_preview_is(desk: Desk, mirrored: bool) -> None:
    desk.view = View(xray=True)
    desk.extras.segmenter(Explaining()).alpha(desk.room)
    shown = desk.shown(mirrored=mirrored)
    assert isinstance(shown, PreviewFrame)
    assert shown.room is None
    assert shown.xray is not None
    confidence = shown.xray.confidence
    assert confidence.shape[1] / confidence.shape[0] == pytest.approx(64 / 36, rel=0.01)
    left, right = confidence[:, 20], confidence[:, -20]
    room, person = (right, left) if mirrored else (left, right)
    assert room[:, 0].mean() > room[:, 2].mean()
    assert person[:, 2].mean() > person[:, 0].mean()


def test_the_confidence_is_that_of_the_answer(desk: Desk) -> None:
    class Corrected(Explaining):
        """What the low resolution took for room on the left ended up as person."""

        def explain(self, image: Image) -> Explained:
            return Explained(np.ones(self.size, np.float32), super().explain(image).margin)

    desk.view = View(xray=True)
    desk.extras.segmenter(Corrected()).alpha(desk.room)
    shown = desk.shown()
    assert isinstance(shown, PreviewFrame)
    assert shown.xray is not None
    left = shown.xray.confidence[:, 20]
    assert left[:, 2].mean() > left[:, 0].mean()


def test_an_engine_without_maps_continues_without_them(desk: Desk) -> None:
    desk.view = View(xray=True)
    plain = ConstantSegmenter()
    assert desk.extras.segmenter(plain) is plain
    assert desk.shown() is desk.composite
