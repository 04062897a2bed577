from __future__ import annotations

import numpy as np
import pytest

from sinet_core.inference.preprocess import resize_for_network


def stripes(width: int, height: int, period: int) -> np.ndarray:
    """Vertical black and white lines, finer than a network can see."""
    row = np.where(np.arange(width) % period < period // 2, 0, 255).astype(np.uint8)
    return np.repeat(np.tile(row, (height, 1))[..., None], 3, axis=2)


@pytest.mark.parametrize("size", [(720, 1280), (1080, 1920), (480, 640), (719, 1283), (100, 90), (1, 1)])
def test_any_frame_becomes_network_size(size: tuple[int, int]) -> None:
    image = np.full((*size, 3), (10, 120, 250), np.uint8)
    shrunk = resize_for_network(image, (224, 160))
    assert shrunk.shape == (224, 160, 3)
    assert shrunk.dtype == np.uint8
    assert (shrunk == (10, 120, 250)).all()


@pytest.mark.parametrize("size", [(720, 1280), (1080, 1920), (2160, 3840)])
def test_fine_stripes_become_grey_instead_of_flickering(size: tuple[int, int]) -> None:
    shrunk = resize_for_network(stripes(size[1], size[0], 4), (224, 224)).astype(float)
    assert abs(shrunk.mean() - 127.5) < 2
    assert shrunk.std() < 16  # skipping pixels, as a single linear pass does, leaves 80 and more


def test_every_pixel_is_seen() -> None:
    image = np.zeros((720, 1280, 3), np.uint8)
    whole = resize_for_network(image, (224, 224)).astype(float).sum()
    rng = np.random.default_rng(0)
    for y, x in rng.integers(8, 700, (20, 2)):
        dotted = image.copy()
        dotted[y - 4 : y + 4, x - 4 : x + 4] = 255
        assert resize_for_network(dotted, (224, 224)).astype(float).sum() > whole + 3 * 255


def test_nothing_moves_when_a_frame_is_shrunk() -> None:
    image = np.zeros((720, 1280, 3), np.uint8)
    image[:, 640:] = 255
    image[360:] //= 2
    shrunk = resize_for_network(image, (90, 160)).astype(float)
    assert shrunk[:, :79].max() == 0
    assert shrunk[:44, 81:].min() == 255
    assert shrunk[46:, 81:].max() == 127


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (np.zeros((4, 4), np.uint8), "4x4 uint8"),
        (np.zeros((4, 4, 4), np.uint8), "4x4x4 uint8"),
        (np.zeros((4, 4, 3), np.float32), "4x4x3 float32"),
        (np.zeros((0, 4, 3), np.uint8), "0x4x3 uint8"),
    ],
)
def test_a_wrong_image_is_refused_with_both_values(image: np.ndarray, said: str) -> None:
    with pytest.raises(ValueError, match=f"HxWx3 uint8.*{said}"):
        resize_for_network(image, (4, 4))


def test_a_wrong_size_is_refused() -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    with pytest.raises(ValueError, match="0x4"):
        resize_for_network(image, (0, 4))
