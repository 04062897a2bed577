import numpy as np
import pytest

from sinet_core.arrays import (
    FrameSize,
    alpha_bytes,
    check_alpha,
    check_alpha8,
    check_any_alpha,
    check_image,
    check_same_size,
)


def test_an_alpha_is_rounded_to_bytes_and_nonsense_hides_the_room() -> None:
    alpha = np.array([[0.0, 0.5, 1.0], [-3.0, 7.0, np.nan]], np.float32)
    assert alpha_bytes(alpha).tolist() == [[0, 128, 255], [0, 255, 0]]


def test_bytes_stay_the_same_array() -> None:
    alpha8 = np.full((2, 3), 9, np.uint8)
    assert alpha_bytes(alpha8) is alpha8


def test_a_frame_size_is_width_by_height() -> None:
    assert FrameSize.of(np.zeros((3, 5, 3), np.uint8)) == FrameSize(width=5, height=3)


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [((2, 2), np.uint8), ((2, 2, 4), np.uint8), ((2, 2, 3), np.float64), ((0, 2, 3), np.uint8)],
)
def test_an_invalid_image_is_refused_with_its_shape(shape: tuple[int, ...], dtype: type) -> None:
    with pytest.raises(ValueError, match=r"frame must be HxWx3 uint8 and not empty, got \d"):
        check_image(np.zeros(shape, dtype), "frame")


def test_each_kind_of_alpha_is_told_apart() -> None:
    soft, hard = np.zeros((2, 2), np.float32), np.zeros((2, 2), np.uint8)
    check_alpha(soft)
    check_alpha8(hard)
    for either in (soft, hard):
        check_any_alpha(either)
    for check, wrong in ((check_alpha, hard), (check_alpha8, soft), (check_any_alpha, np.zeros((2, 2)))):
        with pytest.raises(ValueError, match="got 2x2"):
            check(wrong)


def test_two_sizes_are_named_if_they_differ() -> None:
    check_same_size(np.zeros((2, 3)), np.zeros((2, 3, 3)), "frame and alpha")
    with pytest.raises(ValueError, match=r"frame and alpha must have the same size, got \(2, 3\) and \(3, 2\)"):
        check_same_size(np.zeros((2, 3)), np.zeros((3, 2)), "frame and alpha")
