import numpy as np
import pytest

from sinet_core.compositing.fitting import fit_cover

COLUMNS = np.broadcast_to(np.arange(0, 240, 2, dtype=np.uint8)[None, :, None], (60, 120, 3)).copy()


@pytest.mark.parametrize("size", [(120, 60), (60, 30), (64, 64), (10, 200), (1, 1), (333, 77)])
def test_it_fills_every_size(size: tuple[int, int]) -> None:
    fitted = fit_cover(COLUMNS, size)
    assert fitted.shape == (size[1], size[0], 3)
    assert fitted.dtype == np.uint8


def test_the_middle_stays_and_the_sides_are_cropped() -> None:
    fitted = fit_cover(COLUMNS, (60, 60))
    assert np.array_equal(fitted, COLUMNS[:, 30:90])


def test_the_shape_is_kept() -> None:
    disc = np.zeros((100, 200, 3), np.uint8)
    row, column = np.indices((100, 200))
    disc[(row - 50) ** 2 + (column - 100) ** 2 < 30**2] = 255
    fitted = fit_cover(disc, (50, 50)) > 127
    assert abs(int(fitted.any(axis=(1, 2)).sum()) - int(fitted.any(axis=(0, 2)).sum())) <= 1


def test_a_size_without_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1x1, got 0x5"):
        fit_cover(COLUMNS, (0, 5))
