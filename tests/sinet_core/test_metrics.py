from __future__ import annotations

import numpy as np
import pytest

from sinet_core.metrics import Confusion, boundary_band, boundary_confusion, confusion


def square(left: int, size: int = 40, side: int = 100) -> np.ndarray:
    mask = np.zeros((side, side), np.bool_)
    mask[30 : 30 + size, left : left + size] = True
    return mask


def test_confusion_counts_every_pixel_once() -> None:
    counted = confusion(square(40), square(30))
    assert counted == Confusion(30 * 40, 10 * 40, 10 * 40, 100 * 100 - 50 * 40)


def test_iou_by_hand() -> None:
    foreground, background = 1200 / 2000, 8000 / 8800
    assert confusion(square(40), square(30)).foreground_iou == pytest.approx(foreground)
    assert confusion(square(40), square(30)).miou == pytest.approx((foreground + background) / 2)
    assert confusion(square(30), square(30)).miou == 1
    assert confusion(~square(30), square(30)).miou == 0


def test_a_set_is_one_matrix_and_not_a_mean_of_pictures() -> None:
    big, small = square(10, size=60), square(10, size=4)
    nothing = np.zeros_like(big)
    total = Confusion().add(big, big).add(nothing, small)
    assert total.foreground_iou == pytest.approx(3600 / 3616)
    assert total.foreground_iou != pytest.approx((1 + 0) / 2)


def test_nobody_there_and_nobody_found_is_right() -> None:
    nothing = np.zeros((10, 10), np.bool_)
    assert confusion(nothing, nothing).miou == 1
    assert boundary_confusion(nothing, nothing).f1 == 1


def test_masks_of_0_and_255_are_taken_too() -> None:
    assert confusion(square(40).astype(np.uint8) * 255, square(30)) == confusion(square(40), square(30))


def test_boundary_band_reaches_seven_pixels_to_either_side() -> None:
    band = boundary_band(square(30))
    row = np.flatnonzero(band[50])
    assert row.min() == 23
    assert row.max() == 76
    assert not band[50, 37:63].any()


def test_boundary_f1_ignores_what_is_far_from_the_edge() -> None:
    truth = square(30)
    said = truth.copy()
    said[50, 50] = False  # a hole in the middle
    said[95, 95] = True  # a speck far away
    assert boundary_confusion(said, truth).f1 == 1
    assert confusion(said, truth).miou < 1


def test_boundary_f1_by_hand() -> None:
    truth = np.zeros((60, 60), np.bool_)
    truth[:, 30:] = True
    said = np.zeros_like(truth)
    said[:, 32:] = True
    # The band is columns 23..36: seven true person columns, of which five were found.
    assert boundary_confusion(said, truth) == Confusion(5 * 60, 0, 2 * 60, 7 * 60)
    assert boundary_confusion(said, truth).f1 == pytest.approx(10 / 12)
