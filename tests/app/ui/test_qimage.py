from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.ui.qimage import copy, fitted, wrap
from sinet_core.compositing.canvases import Canvas


def published(image: np.ndarray) -> np.ndarray:
    image.flags.writeable = False
    return image


def test_wrap_shows_bgr_without_a_copy() -> None:
    image = np.zeros((4, 5, 3), np.uint8)  # 5 * 3 is not a multiple of 4: bytesPerLine matters
    image[2, 3] = (10, 20, 30)
    wrapped = wrap(published(image))
    color = wrapped.pixelColor(3, 2)
    assert (color.blue(), color.green(), color.red()) == (10, 20, 30)
    image.flags.writeable = True
    image[2, 3] = (1, 2, 3)
    assert wrapped.pixelColor(3, 2).blue() == 1


def test_wrap_keeps_the_array_alive_as_long_as_the_image() -> None:
    image = published(np.full((64, 64, 3), 77, np.uint8))
    watched = weakref.ref(image)
    wrapped = wrap(image)
    del image
    gc.collect()
    assert watched() is not None
    assert wrapped.pixelColor(63, 63).red() == 77
    del wrapped
    gc.collect()
    assert watched() is None


def test_a_canvas_is_not_painted_while_any_copy_of_an_image_shows_it() -> None:
    canvas = Canvas((4, 4, 3))
    wrapped = wrap(canvas.picture)
    shared = QImage(wrapped)  # Qt's own, implicitly shared
    del wrapped
    gc.collect()
    assert not canvas.free()
    del shared
    gc.collect()
    assert canvas.free()


def test_wrap_shows_transparency() -> None:
    image = np.zeros((2, 2, 4), np.uint8)
    image[0, 0] = (10, 20, 30, 128)
    color = wrap(published(image)).pixelColor(0, 0)
    assert (color.red(), color.alpha()) == (30, 128)


@pytest.mark.parametrize("size", [(64, 36), (50, 20), (31, 17), (200, 130), (1, 1)])
def test_fitted_has_the_size_of_the_screen_and_memory_of_its_own(size: tuple[int, int]) -> None:
    image = np.full((36, 64, 3), (10, 120, 230), np.uint8)
    shown = fitted(image, size)
    image[:] = 0
    assert (shown.width(), shown.height()) == size
    color = shown.pixelColor(size[0] // 2, size[1] // 2)
    assert (color.blue(), color.green(), color.red(), color.alpha()) == (10, 120, 230, 255)


def test_copy_has_memory_of_its_own() -> None:
    image = np.full((3, 3, 3), 9, np.uint8)
    copied = copy(image)
    image[:] = 200
    assert copied.pixelColor(1, 1).red() == 9
    assert copied.format() == QImage.Format.Format_BGR888


@pytest.mark.parametrize("image", [
    np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((4, 4, 2), np.uint8),
])
def test_wrap_refuses_anything_but_an_image(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected"):
        wrap(published(image))


def test_wrap_refuses_an_array_that_may_still_change() -> None:
    with pytest.raises(ValueError, match="read-only"):
        wrap(np.zeros((4, 4, 3), np.uint8))
