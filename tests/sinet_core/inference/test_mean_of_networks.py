import numpy as np

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


def image() -> np.ndarray:
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:, :20] = 102
    return picture


def test_what_belongs_to_the_frame_stays_and_what_belongs_to_a_side_goes() -> None:
    mean = MeanSegmenter([Fake((32, 32), left=0.2)])
    alpha = mean.alpha(image())
    assert alpha.shape == mean.size == (32, 32)
    assert np.allclose(alpha[:, :8], 0.4 + 0.1)
    assert np.allclose(alpha[:, -8:], 0.0 + 0.1)


def test_several_sizes_are_one_mean_at_the_largest() -> None:
    mean = MeanSegmenter([Fake((64, 64), 0.4), Fake((32, 32), 0.2)])
    assert mean.size == (64, 64)
    assert np.allclose(mean.alpha(image())[:, 40:], 0.3)
