import numpy as np
import pytest

from app.pipeline.capture.watchdog import FROZEN_PICTURES, Watchdog
from app.pipeline.frame import Image


def noisy(seed: int) -> Image:
    return np.random.default_rng(seed).integers(100, 104, (48, 64, 3), dtype=np.uint8)


def feed(watchdog: Watchdog, images: list[Image], *, start: float = 0.0, step: float = 0.1) -> float:
    """Shows the images step seconds apart; returns the time of the last one."""
    now = start
    for index, image in enumerate(images):
        now = start + index * step
        watchdog.saw(image, now)
    return now


def test_silence_is_noticed_and_a_beat_ends_it() -> None:
    watchdog = Watchdog(0.0, 2.0)
    assert watchdog.verdict(1.9) == "well"
    assert watchdog.verdict(2.1) == "silent"
    watchdog.beat(2.1)
    assert watchdog.verdict(4.0) == "well"


def test_the_same_picture_for_too_long_is_frozen() -> None:
    watchdog = Watchdog(0.0, 2.0, frozen_s=5.0)
    last = feed(watchdog, [noisy(1)] * 49)
    assert watchdog.verdict(last) == "well"
    last = feed(watchdog, [noisy(1).copy()] * 5, start=last + 0.1)
    assert watchdog.verdict(last) == "frozen"


def test_noise_is_life() -> None:
    watchdog = Watchdog(0.0, 2.0, frozen_s=5.0)
    last = feed(watchdog, [noisy(seed) for seed in range(100)])
    assert watchdog.verdict(last) == "well"


def test_a_change_beside_the_coarse_sample_is_seen() -> None:
    watchdog = Watchdog(0.0, 2.0, frozen_s=5.0)
    images = [noisy(1) for _ in range(100)]
    for index, image in enumerate(images):
        image[3, 5] = index
    assert watchdog.verdict(feed(watchdog, images)) == "well"


def test_a_few_frames_prove_nothing() -> None:
    """A camera at one frame in two seconds may well deliver two equal ones."""
    watchdog = Watchdog(0.0, 20.0, frozen_s=5.0)
    last = feed(watchdog, [noisy(1)] * (FROZEN_PICTURES - 1), step=2.0)
    assert watchdog.verdict(last) == "well"


def test_stillness_may_be_allowed() -> None:
    watchdog = Watchdog(0.0, 2.0)
    assert watchdog.verdict(feed(watchdog, [noisy(1)] * 200)) == "well"


def test_forgiven_stillness_counts_again_after_motion() -> None:
    watchdog = Watchdog(0.0, 2.0, frozen_s=5.0, forgive_stillness=True)
    last = feed(watchdog, [noisy(1)] * 200)
    assert watchdog.verdict(last) == "well"
    last = feed(watchdog, [noisy(2)] * 100, start=last + 0.1)
    assert watchdog.verdict(last) == "frozen"


@pytest.mark.parametrize("shape", [(24, 64, 3), (48, 32, 3)])
def test_another_size_is_another_picture(shape: tuple[int, int, int]) -> None:
    watchdog = Watchdog(0.0, 2.0, frozen_s=5.0)
    last = feed(watchdog, [np.zeros((48, 64, 3), np.uint8)] * 60)
    watchdog.saw(np.zeros(shape, np.uint8), last + 0.1)
    assert watchdog.verdict(last + 0.1) == "well"
