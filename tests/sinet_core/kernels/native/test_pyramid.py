from __future__ import annotations

import numpy as np
import pytest

from sinet_core.grid import to_grid
from sinet_core.pyramid import sizes_of
from tests.sinet_core.backends import REFERENCE, native, path

SIZES = [(720, 1280), (1080, 1920), (480, 854), (2160, 3840), (4320, 7680), (719, 1283), (1283, 719), (359, 641),
         (90, 160), (200, 400), (9, 17), (2, 2), (1, 1), (3, 2001), (16, 2000), (15, 2000)]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_both_sizes_are_the_references_to_the_byte(variant: str, size: tuple[int, int]) -> None:
    frame = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    with path(REFERENCE):
        wanted = sizes_of(frame)
    with path(variant):
        sizes = sizes_of(frame)
    assert (sizes.size, sizes.step) == (wanted.size, wanted.step)
    assert np.array_equal(sizes.fine, wanted.fine)
    assert np.array_equal(sizes.grid, wanted.grid)
    if sizes.half is None or wanted.half is None:
        assert sizes.half is wanted.half
    else:
        assert np.array_equal(sizes.half, wanted.half)
    assert np.array_equal(sizes.grid, to_grid(wanted.fine, wanted.cell))


def test_views_are_the_same_as_copies_and_nothing_else_is_written(variant: str) -> None:
    frame = np.random.default_rng(2).integers(0, 256, (360, 640, 3), np.uint8)
    kept = frame.copy()
    frame.flags.writeable = False
    view = frame[:, ::-1]
    from_view, from_copy = (native(variant).shrink(image) for image in (view, view.copy()))
    for name in ("fine", "half", "grid"):
        assert np.array_equal(getattr(from_view, name), getattr(from_copy, name))
    assert np.array_equal(frame, kept)


@pytest.mark.parametrize("wrong", [np.zeros((600, 900, 3), np.float32), np.zeros((600, 900), np.uint8)])
def test_anything_but_a_frame_is_refused(variant: str, wrong: np.ndarray) -> None:
    with pytest.raises(ValueError):
        native(variant).shrink(wrong)
