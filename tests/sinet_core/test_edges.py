from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.arrays import alpha_bytes
from sinet_core.composite import composite
from sinet_core.edges import edge_blocks, local_colors
from sinet_core.grid import step_of
from tests.sinet_core.scenes import person_alpha, scene, textured


@pytest.mark.parametrize("size", [(360, 640), (363, 645), (719, 1283), (9, 2001), (3, 5), (1, 1)])
def test_blocks_cover_every_mixed_pixel(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    share = np.zeros(size, np.uint8)
    places = rng.random(size) > 0.999
    places[-1, -1] = places[0, 0] = True
    share[places] = rng.integers(1, 255, int(places.sum()))
    covered = np.zeros(size, np.bool_)
    for block in edge_blocks(share):
        covered[block.rows, block.columns] = True
    assert covered[places].all()


def test_nothing_mixed_no_block() -> None:
    assert edge_blocks(np.full((360, 640), 255, np.uint8)) == []


def test_eight_bits_are_within_a_few_levels_of_floating_point() -> None:
    frame, alpha = scene()
    background = textured((30, 160, 90), seed=7).astype(np.uint8)
    share = alpha_bytes(alpha)
    person, room = (
        cv2.resize(field, frame.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        for field in local_colors(frame, share, step_of(share.shape))
    )
    part = share[..., None] / 255.0
    color = np.clip(person + part * (frame - part * person - (1 - part) * room), 0, 255)
    exact = color * part + background * (1 - part)
    error = np.abs(composite(frame, person_alpha(), background) - exact)
    assert error.max() <= 3
    assert error.mean() < 0.2
