import numpy as np
import pytest

from app.pipeline.frame import Frame, Image
from app.pipeline.stages import (
    Alpha,
    Matted,
    PlainDark,
    Stopwatch,
    background_only,
    compose,
    matte,
    plain_dark,
    process,
)
from app.settings import Settings
from sinet_core.matte import MatteSettings
from tests.e2e.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame
from tests.fakes import ConstantSegmenter, PlainBackground

BLUE = (200, 60, 20)


def frame_of(image: Image, time: float = 0.0) -> Frame:
    image.flags.writeable = False
    return Frame(image, time, 0)


def test_the_person_stays_and_the_room_goes() -> None:
    frame = frame_of(raw_frame(3))
    done = process(frame, Settings(), None, TruthSegmenter(), PlainBackground(BLUE))
    assert marker_share(done.frame.image) == 0.0
    assert person_share(done.frame.image) == pytest.approx(person_share(frame.image), rel=0.2)
    assert done.frame.image[0, 0].tolist() == list(BLUE)
    assert not done.frame.image.flags.writeable
    assert (done.frame.time, done.frame.index, done.frame.size) == (frame.time, frame.index, SIZE)


def test_every_stage_is_measured() -> None:
    done = process(frame_of(raw_frame()), Settings(), None, TruthSegmenter(), PlainBackground())
    assert list(done.stage_ms) == ["segment", "matte", "background", "composite"]
    assert all(ms >= 0 for ms in done.stage_ms.values())


def test_the_state_is_handed_on() -> None:
    state = None
    for index in range(3):
        done = process(frame_of(raw_frame(index)), Settings(), state, TruthSegmenter(), PlainBackground())
        assert done.state is not state
        state = done.state


@pytest.mark.parametrize("step", [1, 3, 8, 15, 20])
def test_where_a_person_was_the_room_is_not_shown(step: int) -> None:
    """Smoothing over time must let go at once of what the person has uncovered, however big the jump."""
    state, shares = None, []
    for index in range(0, 12 * step, step):
        frame = frame_of(raw_frame(index, wide=True))
        frame, state, _ = process(frame, Settings(), state, TruthSegmenter(), PlainBackground())
        shares.append(marker_share(frame.image))
    assert max(shares) == 0.0


def test_the_frame_is_not_touched() -> None:
    image = raw_frame()
    before = image.copy()
    process(frame_of(image), Settings(), None, TruthSegmenter(), PlainBackground())
    assert np.array_equal(image, before)


def test_without_a_background_the_room_is_not_in_the_file_at_all() -> None:
    done = process(frame_of(raw_frame()), Settings(), None, TruthSegmenter(), None)
    assert done.frame.image.shape == (SIZE[1], SIZE[0], 4)
    assert done.frame.image[0, 0, 3] == 0
    assert marker_share(done.frame.image[:, :, :3]) == 0.0


@pytest.mark.parametrize(
    "alpha",
    [
        np.full((32, 32), np.nan, np.float32),
        np.full((32, 32), 1.5, np.float32),
        np.full((32, 32), -0.5, np.float32),
        np.ones((1, 32, 32), np.float32),
        np.ones((32, 32), np.uint8),
    ],
)
def test_what_is_no_alpha_is_refused(alpha: Alpha) -> None:
    class Wrong(ConstantSegmenter):
        def alpha(self, image: Image) -> Alpha:
            return alpha

    with pytest.raises(ValueError, match="an alpha is"):
        process(frame_of(raw_frame()), Settings(), None, Wrong(), PlainBackground())


def test_mirrored_is_the_person_and_not_the_background() -> None:
    class Writing(PlainBackground):
        """Has a white mark at its left, as a text would."""

        def render(self, image: Image, alpha: Alpha | None, time: float) -> Image:
            drawn = super().render(image, alpha, time)
            drawn[:10, :10] = 255
            return drawn

    watch = Stopwatch()
    matted, _ = matte(frame_of(raw_frame(0)), MatteSettings(), None, TruthSegmenter(), watch)
    straight = compose(matted, MatteSettings(), Writing(), watch).image
    turned = compose(matted.mirrored(), MatteSettings(), Writing(), watch).image
    assert straight[5, 5].min() == turned[5, 5].min() == 255
    assert straight[5, -5].tolist() == turned[5, -5].tolist() == list(BLUE)
    assert np.array_equal(turned[60:, ::-1], straight[60:])
    assert not np.array_equal(turned[60:], straight[60:])


def test_a_mirrored_blur_is_of_the_mirrored_room() -> None:
    seen: list[Image] = []

    class Looking(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float) -> Image:
            seen.append(image)
            return super().render(image, alpha, time)

    frame = frame_of(raw_frame(0))
    matted = Matted(frame, np.zeros((SIZE[1], SIZE[0]), np.float32))
    compose(matted.mirrored(), MatteSettings(), Looking(), Stopwatch())
    assert np.array_equal(seen[0], frame.image[:, ::-1])


def test_background_only_is_made_without_a_frame() -> None:
    background = PlainBackground(BLUE)
    image = background_only((64, 48), 1.0, background)
    assert image.shape == (48, 64, 3)
    assert image[0, 0].tolist() == list(BLUE)
    assert np.array_equal(background.rooms[0], plain_dark((64, 48)))


def test_background_only_is_a_copy() -> None:
    """The background may draw its next picture into the same array."""
    kept = np.zeros((48, 64, 3), np.uint8)

    class Keeping(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float) -> Image:
            return kept

    assert not np.shares_memory(background_only((64, 48), 0.0, Keeping()), kept)


def test_plain_dark() -> None:
    drawn = PlainDark().render(raw_frame(), None, 0.0)
    assert drawn.shape == (SIZE[1], SIZE[0], 3)
    assert drawn.std(axis=(0, 1)).max() == 0
    assert drawn.max() < 60
