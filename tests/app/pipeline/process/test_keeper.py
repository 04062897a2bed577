import numpy as np
import pytest
from numpy.typing import NDArray

from app.pipeline.frame import Captured, Frame, Image
from app.pipeline.process.keeper import Keeper, RoundingSegmenter, from_bytes
from app.settings import BackgroundSettings, MirrorSettings, Settings
from tests.fakes import ConstantSegmenter
from tests.room import SIZE, raw_frame

RED = BackgroundSettings("color", "#c02020")
CAPTURED = Captured(Frame(raw_frame(), 1.0, 0), 0, "camera:fake")
SETTINGS = Settings(background=BackgroundSettings("blur"), mirror=MirrorSettings(output=True))


@pytest.fixture
def keeper() -> Keeper:
    keeper = Keeper()
    keeper.follow(True)
    return keeper


def test_without_such_a_take_nothing_is_kept_and_the_segmenter_is_untouched() -> None:
    keeper, segmenter = Keeper(), ConstantSegmenter()
    assert keeper.segmenter(segmenter) is segmenter
    assert keeper.kept(CAPTURED, SETTINGS, RED, moved=True, fresh=True) is None
    assert keeper.alone(SIZE, 1.0, SETTINGS, RED) is None


def test_a_take_that_begins_makes_the_past_be_forgotten_once() -> None:
    keeper = Keeper()
    assert [keeper.follow(keeps) for keeps in (False, True, True, False, True)] == [False, True, False, False, True]


def test_the_alpha_is_one_that_can_be_kept_exactly(keeper: Keeper) -> None:
    rounding = keeper.segmenter(ConstantSegmenter(0.3333))
    alpha = rounding.alpha(CAPTURED.frame.image)
    kept = keeper.kept(CAPTURED, SETTINGS, RED, moved=True, fresh=True)
    assert kept is not None
    assert kept.alpha8 is not None
    assert np.array_equal(from_bytes(kept.alpha8), alpha)
    assert (kept.verdict, kept.fresh) == ("moved", True)
    assert kept.pixels is CAPTURED.frame.image


def test_the_settings_of_the_moment_are_kept_with_the_background_that_was_shown(keeper: Keeper) -> None:
    keeper.segmenter(ConstantSegmenter()).alpha(CAPTURED.frame.image)
    kept = keeper.kept(CAPTURED, SETTINGS, RED, moved=False, fresh=False)
    assert kept is not None
    assert (kept.settings.background, kept.settings.mirrored) == (RED, True)
    assert kept.verdict == "due"


def test_while_nothing_moves_the_latest_alpha_stands(keeper: Keeper) -> None:
    keeper.segmenter(ConstantSegmenter(0.5)).alpha(CAPTURED.frame.image)
    first = keeper.kept(CAPTURED, SETTINGS, RED, moved=True, fresh=True)
    keeper.segmenter(ConstantSegmenter(0.9))  # not asked
    second = keeper.kept(CAPTURED, SETTINGS, RED, moved=False, fresh=False)
    assert first is not None
    assert second is not None
    assert second.verdict == "still"
    assert second.alpha8 is first.alpha8


def test_nothing_of_the_room_is_kept_while_the_background_stands_alone(keeper: Keeper) -> None:
    kept = keeper.alone(SIZE, 2.0, SETTINGS, RED)
    assert kept is not None
    assert (kept.pixels, kept.alpha8, kept.verdict) == (None, None, "alone")
    assert (kept.size.width, kept.size.height) == SIZE


class Nonsense(ConstantSegmenter):
    def alpha(self, image: Image) -> NDArray[np.float32]:
        return np.full((4, 4), np.nan, np.float32)


def test_nonsense_is_not_rounded_into_an_alpha() -> None:
    segmenter = RoundingSegmenter(Nonsense())
    with pytest.raises(ValueError, match="alpha"):
        segmenter.alpha(CAPTURED.frame.image)
    assert segmenter.last is None
