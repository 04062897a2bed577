"""Mirrored images are the same with and without Intel's IPP in OpenCV."""
from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.pipeline.process.mirroring import by_four_bytes, mirrored_image

IMAGE = np.random.default_rng(5).integers(0, 256, (71, 45, 3), np.uint8)


@pytest.mark.parametrize("size", [(71, 45), (64, 8), (1, 1), (33, 1), (2, 3)])
def test_four_bytes_a_pixel_give_the_same_image(size: tuple[int, int]) -> None:
    image = IMAGE[: size[0], : size[1]]
    assert np.array_equal(by_four_bytes(image), image[:, ::-1])


def test_a_view_of_a_larger_image_stays_as_it_is() -> None:
    image = IMAGE.copy()
    view = image[3:60:2, 5:40]
    assert np.array_equal(by_four_bytes(view), view[:, ::-1])
    assert np.array_equal(image, IMAGE)


@pytest.mark.parametrize("ipp", [True, False])
def test_the_build_of_opencv_makes_no_difference(monkeypatch: pytest.MonkeyPatch, ipp: bool) -> None:
    monkeypatch.setattr(cv2.ipp, "useIPP", lambda: ipp)
    assert np.array_equal(mirrored_image(IMAGE), IMAGE[:, ::-1])
