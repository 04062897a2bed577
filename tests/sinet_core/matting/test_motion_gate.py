import math
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Image
from sinet_core.matting.motion_gate import MAX_NOISE, SETTLE_S, GateState, Verdict, detect_motion, follow, glimpse

pytestmark = pytest.mark.usefixtures("both_paths")

SIZE = (480, 270)
FPS = 30
SETTLED = math.ceil(SETTLE_S * FPS) + 2
MARGIN = 61
GRAIN = np.random.default_rng(0).standard_normal((SIZE[1] + MARGIN, SIZE[0] + MARGIN, 3), np.float32)
Scene = Callable[[int], Image]


def room() -> Image:
    """Soft shapes in many shades, like those of a room."""
    rng = np.random.default_rng(5)
    coarse = rng.integers(40, 200, (9, 16, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def noisy(image: Image, index: int, deviation: float) -> Image:
    top, left = 37 * index % MARGIN, 23 * index % MARGIN
    grain = GRAIN[top : top + SIZE[1], left : left + SIZE[0]]
    return np.asarray(cv2.addWeighted(image.astype(np.float32), 1, grain, deviation, 0, dtype=cv2.CV_8U), np.uint8)


def verdicts(scene: Scene, count: int) -> list[Verdict]:
    """The gate's verdict on each frame, at 30 per second."""
    said: list[Verdict] = []
    state: GateState | None = None
    for index in range(count):
        verdict, state = detect_motion(scene(index), index / FPS, state)
        said.append(verdict)
    return said


@pytest.mark.parametrize("deviation", [0.0, 2.0, 6.0, 12.0])
def test_noise_of_any_camera_is_not_motion(deviation: float) -> None:
    picture = room()
    said = verdicts(lambda index: noisy(picture, index, deviation), 60)
    assert "moved" not in said[SETTLED:]
    assert said.count("still") > 0.8 * (60 - SETTLED)


def test_pictures_that_come_twice_do_not_hide_the_noise() -> None:
    picture = room()
    said = verdicts(lambda index: noisy(picture, index // 2, 6.0), 60)
    assert "moved" not in said[SETTLED:]


def test_while_still_it_looks_again_every_half_second() -> None:
    picture = room()
    said = verdicts(lambda index: picture, 90)
    due = [index for index, verdict in enumerate(said) if verdict == "due"]
    gaps = np.diff(due) / FPS
    assert len(due) >= 4
    assert gaps.max() <= 0.5 + 1e-9


def test_it_closes_only_after_a_while() -> None:
    picture = room()
    said = verdicts(lambda index: picture, SETTLED + 2)
    assert set(said[: int(SETTLE_S * FPS)]) == {"moved"}


def test_flickering_lamps_are_not_motion() -> None:
    picture = room()

    def scene(index: int) -> Image:
        gain = 1 + 0.03 * math.sin(2.1 * index)
        warm = np.array([1 - 0.01 * math.sin(index), 1, 1 + 0.01 * math.sin(index)])
        return noisy(np.clip(picture * gain * warm, 0, 255).astype(np.uint8), index, 3)

    assert "moved" not in verdicts(scene, 40)[SETTLED:]


def test_a_light_that_is_switched_on_is_looked_at() -> None:
    picture = room()
    said = verdicts(lambda index: picture if index < 40 else np.clip(picture * 1.3, 0, 255).astype(np.uint8), 44)
    assert said[40] == "moved"


def hand(picture: Image, left: float, top: float, side: float = 14) -> Image:
    """A small flat square of skin colour; 14 px of 480 are a thumb."""
    out = picture.copy()
    shift = np.array([[1, 0, left], [0, 1, top]], np.float64)
    patch = np.full((round(side), round(side), 3), (120, 150, 225), np.uint8)
    cover = np.full((round(side), round(side)), 255, np.uint8)
    moved = cv2.warpAffine(patch, shift, SIZE)
    share = cv2.warpAffine(cover, shift, SIZE)[..., None] / 255
    return np.asarray(out * (1 - share) + moved * share, np.uint8)


def test_a_small_fast_hand_is_seen_in_the_frame_in_which_it_comes() -> None:
    picture = room()

    def scene(index: int) -> Image:
        shown = hand(picture, 300, 200) if index == 40 else picture
        return noisy(shown, index, 3)

    said = verdicts(scene, 45)
    assert said[39] != "moved"
    assert said[40] == said[41] == "moved"  # it comes and goes


def test_the_alpha_that_is_kept_is_of_the_frame_that_was_compared() -> None:
    """Out and back while the gate did not check: the kept alpha must not come from in between."""
    picture = room()
    state: GateState | None = None
    for index in range(60):
        away = index in (31, 32) or index == 30
        verdict, state = detect_motion(hand(picture, 300, 200) if away else picture, index / FPS, state)
        if verdict == "still":
            assert index < 30 or index > 33 + SETTLE_S * FPS - 1
            assert np.array_equal(state.looked, glimpse(picture))


def test_slow_motion_adds_up() -> None:
    """A twentieth of a pixel per frame: no two frames differ by more than noise."""
    picture = room()
    said = verdicts(lambda index: noisy(hand(picture, 200 + index / 20, 150, 60), index, 1), 100)
    looked = [index for index, verdict in enumerate(said) if verdict != "still"][SETTLED:]
    assert np.diff(looked).max() / 20 < 1  # no alpha is older than one pixel of motion


def test_faster_creep_is_motion() -> None:
    picture = room()
    said = verdicts(lambda index: noisy(hand(picture, 200 + index / 2, 150, 60), index, 1), 45)
    assert said.count("moved") > 20


def test_a_moving_half_of_the_picture_is_not_taken_for_noise() -> None:
    picture = room()

    def scene(index: int) -> Image:
        out = picture.copy()
        out[:, : SIZE[0] // 2] = np.roll(picture, 3 * index, axis=1)[:, : SIZE[0] // 2]
        return out

    assert set(verdicts(scene, 60)) == {"moved"}


def test_another_size_and_a_clock_that_jumps_are_looked_at() -> None:
    picture = room()
    state: GateState | None = None
    for index in range(20):
        verdict, state = detect_motion(picture, index / FPS, state)
    assert verdict == "still"
    assert detect_motion(picture, -5.0, state)[0] != "still"
    assert detect_motion(picture, 60.0, state)[0] != "still"
    assert detect_motion(np.ascontiguousarray(picture[:200]), 20 / FPS, state)[0] == "moved"


def test_the_noise_is_measured_from_the_camera() -> None:
    picture, state = room(), None
    noise = []
    for deviation in (1.0, 8.0):
        state = None
        for index in range(30):
            _, state = detect_motion(noisy(picture, index, deviation), index / FPS, state)
        assert state is not None
        assert state.noise is not None
        noise.append(state.noise)
    assert noise[1] > 4 * noise[0]


def test_noise_falls_faster_than_it_rises() -> None:
    assert follow(None, 1.0, 0.1) == 1.0
    assert follow(1.0, 2.0, 0.1) - 1.0 < 1.0 - follow(1.0, 0.0, 0.1)
    assert follow(1.0, 1e6, 10.0) < MAX_NOISE


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (31, 17), (1920, 1080)])
def test_any_size(size: tuple[int, int]) -> None:
    image = np.zeros((size[1], size[0], 3), np.uint8)
    said, state = detect_motion(image, 0.0, None)
    assert said == "moved"
    assert detect_motion(image, 0.1, state)[0] == "moved"
    with pytest.raises(ValueError, match="frame"):
        detect_motion(image[..., 0], 0.0, None)
