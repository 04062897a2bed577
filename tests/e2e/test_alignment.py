"""Promise three: the alpha belongs to its frame, shown with a counter drawn into every frame.

Every picture is a column of bands whose grey levels are a code of its number. The "person" stands in one of eight
slots, and which one follows from the number that the segmenter reads. So each composite tells twice which picture it
is of: by the slot that is not background (the alpha's number) and by the code in that slot (the frame's number).
"""
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.pipeline.background.background import PLAIN_DARK_BGR
from app.pipeline.frame import Frame, Image
from app.pipeline.process.view import PreviewFrame, View
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, Settings
from tests.fakes import CollectingRecorders, CollectingSink, EventLog, FakeSource, FakeSources, PlainBackground

SLOTS, BANDS, SLOT_PX, BAND_PX = 8, 16, 40, 11
SIZE = SLOTS * SLOT_PX, BANDS * BAND_PX
BEHIND = PLAIN_DARK_BGR  # which also stands there until the background is loaded
# Sixteen levels, far enough apart to be read; two codes differ nearly everywhere, like frames of a moving scene.
CODES = np.random.default_rng(7).integers(0, 16, (8192, BANDS)) * 15 + 8
MIDDLES = np.arange(BANDS) * BAND_PX + BAND_PX // 2


def picture_of(number: int) -> Image:
    levels = np.repeat(CODES[number % len(CODES)], BAND_PX).astype(np.uint8)
    return np.repeat(np.tile(levels[:, None], (1, SIZE[0]))[:, :, None], 3, axis=2)


def number_in(image: Image, column: int) -> int:
    """The number whose code is drawn in that column. A segmenter may receive the image at half its size."""
    levels = image[MIDDLES * len(image) // SIZE[1], column, 1].astype(int)
    distances = np.abs(CODES - levels).max(axis=1)
    best = int(distances.argmin())
    assert distances[best] <= 2, "no picture's code: two pictures are mixed"
    return best


def slot_of(number: int) -> int:
    return number * 3 % SLOTS


class CountingSegmenter:
    """Reads the number in the frame and finds the person in its slot; now and then, it is slow."""

    name = "counting"
    size = (88, 160)

    def __init__(self) -> None:
        self._pause = threading.Event()

    def alpha(self, image: Image) -> NDArray[np.float32]:
        number = number_in(image, 3)
        if number % 5 == 0:
            self._pause.wait(0.03)
        alpha = np.zeros(self.size, np.float32)
        width = self.size[1] // SLOTS
        alpha[:, slot_of(number) * width : (slot_of(number) + 1) * width] = 1
        return alpha


class Late(CountingSegmenter):
    """Answers with the alpha of the previous frame: exactly what must be detected."""

    def __init__(self) -> None:
        super().__init__()
        self._before: NDArray[np.float32] | None = None

    def alpha(self, image: Image) -> NDArray[np.float32]:
        now = super().alpha(image)
        late, self._before = self._before, now
        return now if late is None else late


class Counted:
    """A real session over numbered frames."""

    def __init__(self, segmenter: CountingSegmenter, hold: int, mirror: MirrorSettings) -> None:
        self.mirror = mirror
        self.preview, self.recorders = CollectingSink(), CollectingRecorders()
        settings = Settings(
            camera=CameraSettings("camera:fake", *SIZE), background=BackgroundSettings("color"), mirror=mirror
        )
        self.session = Session(
            settings,
            on_frame=self._keep,
            on_event=EventLog(),
            parts=SessionParts(
                open_source=FakeSources(lambda _: FakeSource(lambda index: picture_of(index // hold), is_device=False)),
                open_segmenter=lambda _: segmenter,
                open_background=lambda _: PlainBackground(BEHIND),
                open_recorder=self.recorders,
            ),
        )
        self.session.start_recording()
        self.session.start()

    def numbers(self, frames: list[Frame], *, mirrored: bool) -> list[int]:
        """The numbers of the composites that show somebody; each is checked to come from one frame only."""
        return [number for frame in frames if (number := aligned(frame, mirrored=mirrored)) is not None]

    def _keep(self) -> None:
        frame = self.session.preview.take()
        assert frame is not None
        self.preview.write(frame)


def aligned(frame: Frame, *, mirrored: bool) -> int | None:
    """The number of the frame whose person is shown, which is also the one whose alpha cut it out."""
    columns = np.arange(SLOTS) * SLOT_PX + SLOT_PX // 2
    away = np.abs(frame.image[MIDDLES][:, columns].astype(int) - BEHIND).max(axis=(0, 2)) > 6
    if not away.any():
        return None
    seen = np.flatnonzero(away).tolist()
    assert len(seen) == 1, f"in slots {seen} at once: a ghost"
    number = number_in(frame.image, int(columns[seen[0]]))
    slot = SLOTS - 1 - seen[0] if mirrored else seen[0]
    assert slot == slot_of(number), f"picture {number} was cut out with the alpha of another one"
    return number


@pytest.fixture
def counted() -> Iterator[Callable[..., Counted]]:
    made: list[Counted] = []

    def start(
        segmenter: CountingSegmenter, *, hold: int = 1, mirror: MirrorSettings | None = None
    ) -> Counted:
        made.append(Counted(segmenter, hold, mirror or MirrorSettings(preview=True, output=False)))
        return made[-1]

    yield start
    for session in made:
        session.session.stop()


Start = Callable[..., Counted]


def test_codes_can_be_told_apart_and_mixtures_are_noticed() -> None:
    assert len({tuple(code) for code in CODES.tolist()}) == len(CODES)
    assert number_in(picture_of(1234), 100) == 1234
    with pytest.raises(AssertionError, match="two pictures"):
        number_in(cv2.addWeighted(picture_of(3), 0.5, picture_of(4), 0.5, 0).astype(np.uint8), 100)


def test_every_composite_is_of_one_picture_with_drops_and_slow_frames_between(counted: Start) -> None:
    running = counted(CountingSegmenter())
    running.preview.wait_for(lambda frame: frame.index > 150)
    running.session.stop()
    assert running.session.stats().dropped > 5, "nothing was dropped, so nothing was proved"
    numbers = running.numbers(running.preview.frames, mirrored=True)
    assert len(numbers) > 20
    assert numbers == sorted(set(numbers)), "out of order, or twice"
    shown = [frame.index for frame in running.preview.frames if aligned(frame, mirrored=True) is not None]
    assert numbers == shown, "a frame does not say which picture it is"
    recorded = running.recorders.made[0].sink.frames
    assert len(running.numbers(recorded, mirrored=False)) > 20


def test_before_and_after_are_of_one_picture(counted: Start) -> None:
    running = counted(CountingSegmenter())
    running.session.show_view(View(room=True))
    running.preview.wait_for(lambda frame: frame.index > 80)
    running.session.stop()
    pairs = [frame for frame in running.preview.frames if isinstance(frame, PreviewFrame) and frame.room is not None]
    assert len(pairs) > 10
    for shown in pairs:
        assert shown.room is not None
        assert number_in(shown.room.pixels, 3) == aligned(shown, mirrored=True) == shown.index


def test_a_still_scene_that_changes_takes_no_old_alpha_along(counted: Start) -> None:
    """While nothing moves, an alpha may be kept; the first frame that differs needs its own."""
    running = counted(CountingSegmenter(), hold=120)
    for number in range(1, 4):
        running.preview.wait_for(lambda frame, n=number: aligned(frame, mirrored=True) == n)  # type: ignore[misc]
    running.session.stop()
    numbers = running.numbers(running.preview.frames, mirrored=True)
    assert sorted(set(numbers)) == list(range(max(numbers) + 1))


def test_a_late_alpha_would_be_noticed(counted: Start) -> None:
    """Proves that the tests above can fail."""
    running = counted(Late())
    running.preview.wait_for(lambda frame: frame.index > 40)
    running.session.stop()
    with pytest.raises(AssertionError, match=r"another one|ghost"):
        running.numbers(running.preview.frames, mirrored=True)
