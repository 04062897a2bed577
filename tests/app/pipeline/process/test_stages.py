from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.pipeline.frame import Alpha, Frame, Image
from app.pipeline.process.matted_frame import MattedFrame
from app.pipeline.process.stages import CompositeError, PersonState, Processed, compose, matte, process
from app.pipeline.stats import Stopwatch
from app.settings import MirrorSettings, Settings, ZoneSettings
from app.zone_masks import pack, with_mask
from sinet_core.inference.segmenter import Segmenter
from sinet_core.matting.settings import MatteSettings
from sinet_core.matting.zones import KEEP
from sinet_core.pyramid import Sizes
from tests.fakes import ConstantSegmenter, PlainBackground
from tests.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame

BLUE = (200, 60, 20)
DEFAULT = MatteSettings()
STRAIGHT = Settings(mirror=MirrorSettings(output=False))
TURNED = Settings(mirror=MirrorSettings(output=True))


def frame_of(image: Image, time: float = 0.0) -> Frame:
    image.flags.writeable = False
    return Frame(image, time, 0)


def composed(
    frame: Frame,
    segmenter: Segmenter,
    background: PlainBackground | None,
    state: PersonState | None = None,
    settings: Settings = STRAIGHT,
) -> Processed:
    return process(frame, state, source_id="demo", settings=settings, segmenter=segmenter, background=background)


def test_the_person_stays_and_the_room_goes() -> None:
    frame = frame_of(raw_frame(3))
    done = composed(frame, TruthSegmenter(), PlainBackground(BLUE))
    assert marker_share(done.frame.image) == 0.0
    assert person_share(done.frame.image) == pytest.approx(person_share(frame.image), rel=0.2)
    assert done.frame.image[0, 0].tolist() == list(BLUE)
    assert not done.frame.image.flags.writeable
    assert (done.frame.time, done.frame.index, done.frame.size) == (frame.time, frame.index, SIZE)


def test_every_stage_is_measured() -> None:
    watch, gated = Stopwatch(), Stopwatch()
    for stopwatch in (watch, gated):
        process(
            frame_of(raw_frame()), None, source_id="", settings=Settings(), segmenter=TruthSegmenter(),
            background=PlainBackground(), gated=stopwatch is gated, watch=stopwatch,
        )  # fmt: skip
    assert list(watch.stage_ms) == ["segment", "matte", "background", "composite"]
    assert list(gated.stage_ms) == ["gate", *watch.stage_ms]
    assert all(ms >= 0 for ms in watch.stage_ms.values())


def test_the_state_is_handed_on() -> None:
    state = None
    for index in range(3):
        done = composed(frame_of(raw_frame(index)), TruthSegmenter(), PlainBackground(), state)
        assert done.state is not state
        state = done.state


@pytest.mark.parametrize("step", [1, 3, 8, 15, 20])
def test_where_a_person_was_the_room_is_not_shown(step: int) -> None:
    """Temporal smoothing must immediately let go of what the person has uncovered, however big the jump."""
    state, shares = None, []
    for index in range(0, 12 * step, step):
        frame = frame_of(raw_frame(index, wide=True))
        done = composed(frame, TruthSegmenter(), PlainBackground(), state)
        state = done.state
        shares.append(marker_share(done.frame.image))
    assert max(shares) == 0.0


def test_the_frame_is_not_touched() -> None:
    image = raw_frame()
    before = image.copy()
    composed(frame_of(image), TruthSegmenter(), PlainBackground())
    assert np.array_equal(image, before)


def test_without_a_background_the_room_is_not_in_the_file_at_all() -> None:
    done = composed(frame_of(raw_frame()), TruthSegmenter(), None)
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
def test_an_invalid_alpha_is_refused(alpha: NDArray[np.float32]) -> None:
    class Wrong(ConstantSegmenter):
        def alpha(self, image: Image) -> NDArray[np.float32]:
            return alpha

    with pytest.raises(ValueError, match="an alpha must be"):
        composed(frame_of(raw_frame()), Wrong(), PlainBackground())


def test_mirrored_is_the_person_and_not_the_background() -> None:
    class Writing(PlainBackground):
        """Has a white mark at its left, as a text would."""

        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            drawn = super().render(image, alpha, time, sizes)
            drawn[:10, :10] = 255
            return drawn

    straight, turned = (
        composed(frame_of(raw_frame(0)), TruthSegmenter(), Writing(), None, settings).frame.image
        for settings in (STRAIGHT, TURNED)
    )
    assert straight[5, 5].min() == turned[5, 5].min() == 255
    assert straight[5, -5].tolist() == turned[5, -5].tolist() == list(BLUE)
    assert np.array_equal(turned[60:, ::-1], straight[60:])
    assert not np.array_equal(turned[60:], straight[60:])


def test_a_mirrored_blur_is_of_the_mirrored_room() -> None:
    seen: list[Image] = []

    class Looking(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            seen.append(image)
            return super().render(image, alpha, time, sizes)

    frame = frame_of(raw_frame(0))
    composed(frame, ConstantSegmenter(), Looking(), None, TURNED)
    assert np.array_equal(seen[0], frame.image[:, ::-1])


def test_zones_are_painted_before_the_mirror() -> None:
    painting = np.zeros((9, 16), np.uint8)
    painting[:, :4] = KEEP
    zones = with_mask(ZoneSettings(), "demo", pack(painting))
    frame = frame_of(raw_frame(0))
    for settings in (STRAIGHT, TURNED):
        done = composed(frame, ConstantSegmenter(), PlainBackground(BLUE), None, replace(settings, zones=zones))
        image = done.frame.image[:, ::-1] if settings is TURNED else done.frame.image
        assert np.array_equal(image[:, :20], frame.image[:, :20]), "what is painted is always in it"
        assert (image[:, -40:] == BLUE).all()


def test_of_another_source_the_zones_are_not_used() -> None:
    zones = with_mask(ZoneSettings(), "camera:other", pack(np.full((9, 16), KEEP, np.uint8)))
    done = composed(frame_of(raw_frame(0)), ConstantSegmenter(), PlainBackground(BLUE), None, Settings(zones=zones))
    assert marker_share(done.frame.image) == 0.0


def test_a_failing_background_is_distinguished_from_a_failing_engine() -> None:
    """The person's state is kept, too: only the background has to be replaced."""

    class Broken(PlainBackground):
        def render(self, image: Image, alpha: Alpha | None, time: float, sizes: Sizes | None = None) -> Image:
            raise OSError("the video cannot be read")

    with pytest.raises(CompositeError) as caught:
        composed(frame_of(raw_frame(0)), TruthSegmenter(), Broken())
    assert isinstance(caught.value.__cause__, OSError)
    done = composed(frame_of(raw_frame(1)), TruthSegmenter(), PlainBackground(), caught.value.state)
    assert marker_share(done.frame.image) == 0.0


class CountingTruth(TruthSegmenter):
    def __init__(self) -> None:
        self.calls = 0

    def alpha(self, image: Image) -> NDArray[np.float32]:
        self.calls += 1
        return super().alpha(image)


class Still:
    """A live scene in which nothing moves, at 30 frames per second, until index; then the person is elsewhere."""

    def __init__(self, *, until: int = 10**6) -> None:
        self.segmenter = CountingTruth()
        self.state: PersonState | None = None
        self._until = until
        self._index = 0

    def next(self, settings: MatteSettings = DEFAULT, *, gated: bool = True) -> MattedFrame:
        image = raw_frame(0 if self._index < self._until else 12)
        frame = Frame(image, self._index / 30, self._index)
        self._index += 1
        matted, self.state = matte(frame, settings, self.state, self.segmenter, Stopwatch(), gated=gated)
        return matted


def test_while_nothing_moves_the_network_rests() -> None:
    live = Still()
    shown = [live.next() for _ in range(60)]
    assert live.segmenter.calls < 20
    assert shown[-1].frame.index == 59  # always the latest frame
    assert sum(matted.held is not None for matted in shown) > 40


def test_without_the_gate_every_frame_is_computed() -> None:
    live = Still()
    shown = [live.next(gated=False) for _ in range(30)]
    assert live.segmenter.calls == 30
    assert all(matted.held is None for matted in shown)


def test_a_moving_person_has_the_alpha_of_that_very_frame() -> None:
    live = Still(until=40)
    for _ in range(40):
        before = live.next()
    assert before.held is not None
    moved = live.next()
    assert moved.held is None
    assert marker_share(compose(moved, DEFAULT, PlainBackground(), Stopwatch()).image) == 0.0
    assert not np.array_equal(moved.alpha, before.alpha)


def test_another_edge_is_shown_at_once() -> None:
    live = Still()
    for _ in range(30):
        held = live.next()
    calls = live.segmenter.calls
    assert held.held is not None
    live.next(MatteSettings(coverage=0.9))
    assert live.segmenter.calls == calls + 1


@pytest.mark.parametrize("light_wrap", [0.0, 0.6])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_held_composite_looks_like_a_computed_one(light_wrap: float, mirrored: bool) -> None:
    settings = MatteSettings(light_wrap=light_wrap)
    live = Still()
    for _ in range(30):
        held = live.next(settings)
    fresh = MattedFrame(held.frame, held.alpha)
    held, fresh = (held.mirrored(), fresh.mirrored()) if mirrored else (held, fresh)
    shown, expected = (
        compose(matted, settings, PlainBackground(), Stopwatch()).image.astype(int) for matted in (held, fresh)
    )
    assert np.abs(shown - expected).max() <= 1
    assert marker_share(shown.astype(np.uint8)) == 0.0


def test_zones_are_applied_once_while_an_alpha_holds() -> None:
    zones = with_mask(ZoneSettings(), "demo", pack(np.full((9, 16), KEEP, np.uint8)))
    live = Still()
    for _ in range(30):
        live.next()
    first, second = live.next().zoned(zones, "demo"), live.next().zoned(zones, "demo")
    assert first.alpha is second.alpha
    assert first.alpha.min() == 255
    assert first.mirrored().alpha is second.mirrored().alpha


@pytest.mark.parametrize("field", ["coverage", "softness", "steadiness", "light_wrap"])
def test_every_control_changes_the_picture(field: str) -> None:
    """From one end to the other, on a person whose alpha is soft and trembles while the frame stands still."""

    class Trembling(TruthSegmenter):
        shift = 0

        def alpha(self, image: Image) -> NDArray[np.float32]:
            soft = cv2.GaussianBlur(super().alpha(image), (0, 0), 2)
            return np.asarray(np.roll(soft, self.shift, axis=1), np.float32)

    def second(value: float) -> Image:
        settings = Settings(matte=replace(MatteSettings(), **{field: value}))
        segmenter, image = Trembling(), raw_frame(0, wide=True)
        first = composed(frame_of(image), segmenter, PlainBackground(BLUE), None, settings)
        segmenter.shift = 2
        return composed(frame_of(image), segmenter, PlainBackground(BLUE), first.state, settings).frame.image

    difference = np.abs(second(0.0).astype(int) - second(1.0).astype(int)).max(axis=2)
    assert (difference > 12).sum() > 200
