
import numpy as np
import pytest

from app.pipeline.encode.pixels import even, letterbox, opaque, yuv420
from tests.media import plain


@pytest.mark.parametrize(("shape", "expected"), [((4, 6), (4, 6)), ((5, 6), (6, 6)), ((5, 7), (6, 8))])
def test_even_adds_a_copy_of_the_border(shape: tuple[int, int], expected: tuple[int, int]) -> None:
    image = np.arange(shape[0] * shape[1] * 3, dtype=np.uint8).reshape(*shape, 3)
    out = even(image)
    assert out.shape[:2] == expected
    assert np.array_equal(out[: shape[0], : shape[1]], image)
    assert np.array_equal(out[-1, -1], image[-1, -1])


def test_opaque_shows_nothing_that_alpha_hides() -> None:
    image = np.full((4, 4, 4), 200, np.uint8)
    image[:2, :, 3] = 0
    image[2:, :, 3] = 255
    out = opaque(image)
    assert out.shape == (4, 4, 3)
    assert (out[:2] == 0).all()
    assert (out[2:] == 200).all()


def test_letterbox_keeps_the_whole_picture_and_its_shape() -> None:
    out = letterbox(np.full((10, 40, 3), 255, np.uint8), (20, 20))
    assert out.shape == (20, 20, 3)
    rows = np.flatnonzero(out.any(axis=(1, 2)))
    assert (rows[0], rows[-1]) == (7, 11)


@pytest.mark.parametrize("color", [(0, 0, 255), (0, 255, 0), (255, 0, 0), (128, 128, 128), (255, 255, 255)])
def test_colors_survive_the_way_through_yuv(color: tuple[int, int, int]) -> None:
    image = np.empty((16, 16, 3), np.uint8)
    image[:] = color
    frame = yuv420(image)
    back = frame.reformat(format="bgr24", src_colorspace="itu601").to_ndarray()
    assert np.abs(back.astype(int) - image).max() <= 3


@pytest.mark.parametrize(
    ("size", "inner"), [((64, 48), (64, 48)), ((128, 96), (128, 96)), ((64, 96), (64, 48)), ((200, 48), (64, 48))]
)
def test_letterbox_keeps_the_aspect(size: tuple[int, int], inner: tuple[int, int]) -> None:
    whole = letterbox(plain((200, 200, 200)), size)
    assert whole.shape == (size[1], size[0], 3)
    rows, columns = (np.flatnonzero(whole[:, :, 0].any(axis=axis)) for axis in (1, 0))
    assert (columns.size, rows.size) == inner
    assert abs(int(rows[0]) - (size[1] - 1 - int(rows[-1]))) <= 1, "in the middle"
