from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from sinet_core.inference.mean_of_networks import MeanSegmenter


class Fake:
    """Answers with the brightness of its input, plus a given answer."""

    name = "fake"

    def __init__(self, size: tuple[int, int], extra: float = 0.0, *, left: float = 0.0) -> None:
        self.size = size
        self._extra, self._left = extra, left

    def alpha(self, image: np.ndarray) -> np.ndarray:
        rows, columns = (np.linspace(0, side - 1, count).round().astype(int) for side, count in
                         zip(image.shape, self.size, strict=False))
        alpha = image[np.ix_(rows, columns)][..., 0].astype(np.float32) / 255 + self._extra
        alpha[:, : self.size[1] // 2] += self._left
        return np.asarray(alpha)


class Meeting(Fake):
    """Waits in every look for the other network."""

    def __init__(self, meeting: Barrier, size: tuple[int, int], extra: float = 0.0) -> None:
        super().__init__(size, extra)
        self._meeting = meeting

    def alpha(self, image: np.ndarray) -> np.ndarray:
        self._meeting.wait()
        return super().alpha(image)


def test_both_sizes_are_seen_side_by_side_and_say_the_same() -> None:
    meeting = Barrier(2, timeout=20.0)  # breaks if one waits for the other
    wanted = MeanSegmenter(Fake((32, 32)), Fake((64, 64), 0.1)).alpha(image(0.5))
    with ThreadPoolExecutor(1) as thread:
        small, large = Meeting(meeting, (32, 32)), Meeting(meeting, (64, 64), 0.1)
        mean = MeanSegmenter(small, large, meanwhile=lambda look: thread.submit(look).result)
        assert np.array_equal(mean.alpha(image(0.5)), wanted)


def image(bright: float = 0.0) -> np.ndarray:
    """A tall picture in which the upper share bright is surely somebody."""
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[: round(64 * bright)] = 255
    return picture


def test_what_belongs_to_the_frame_stays_and_what_belongs_to_a_side_goes() -> None:
    picture = image()
    picture[:, :20] = 102
    mean = MeanSegmenter(Fake((32, 32), left=0.2), Fake((32, 32), left=0.2))
    alpha = mean.alpha(picture)
    assert alpha.shape == mean.size == (32, 32)
    assert np.allclose(alpha[:, :8], 0.4 + 0.1)
    assert np.allclose(alpha[:, -8:], 0.0 + 0.1)


@pytest.mark.parametrize(("covered", "weight"), [(0, 0.5), (0.125, 1.0), (0.1875, 1.0), (0.5, 0.3), (1, 0.3)])
def test_the_larger_size_counts_most_for_who_is_far_away_and_least_for_who_is_close(
    covered: float, weight: float
) -> None:
    mean = MeanSegmenter(Fake((32, 32)), Fake((64, 64), 0.1), far=1.0)
    alpha = mean.alpha(image(covered))
    assert alpha.shape == mean.size == (64, 64)
    assert np.allclose(alpha[-4:] if covered < 1 else alpha[-4:] - 1, 0.1 * weight, atol=1e-6)


def test_nothing_jumps_while_somebody_comes_closer() -> None:
    mean = MeanSegmenter(Fake((64, 64)), Fake((64, 64), 0.1), far=1.0)
    weights = [float(mean.alpha(image(rows / 64))[-1, 0]) / 0.1 for rows in range(40)]
    assert np.abs(np.diff(weights)).max() < 0.12


def test_where_the_figures_ask_for_no_difference_people_far_away_get_the_plain_mean() -> None:
    mean = MeanSegmenter(Fake((32, 32)), Fake((32, 32), 0.1))
    assert np.allclose(mean.alpha(image(0.125))[-4:], 0.05)
