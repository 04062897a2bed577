from __future__ import annotations

import numpy as np
import pytest

from sinet_core.benchmark.cutouts import Cutout
from sinet_core.benchmark.placing import Place, draw_pair, draw_place, stand

BLOCK = np.zeros((100, 80), np.float32)
BLOCK[20:, 30:50] = 1
CUTOUT = Cutout("block", np.full((100, 80, 3), 90, np.uint8), BLOCK)


@pytest.mark.parametrize("height", [0.2, 0.6, 1.0])
def test_the_person_is_as_high_as_asked_and_stands_on_the_lower_border(height: float) -> None:
    image, alpha = stand(CUTOUT, Place(height, 0.25, 0.0, 0.0, mirrored=False), (320, 180))
    assert image.shape == (180, 320, 3)
    rows, columns = np.nonzero(alpha > 0.5)
    assert rows.max() == 179
    assert rows.min() == pytest.approx(180 * (1 - height) + 1, abs=1.5)
    assert columns.mean() == pytest.approx(0.25 * 320 - 0.5, abs=1)


def test_what_sinks_is_cut_off() -> None:
    _, alpha = stand(CUTOUT, Place(0.5, 0.5, 0.2, 0.0, mirrored=False), (320, 180))
    assert np.nonzero(alpha > 0.5)[0].min() == pytest.approx(180 - 90 * 0.8 + 1, abs=1.5)


@pytest.mark.parametrize("lean", [-6.0, 6.0])
def test_leaning_shows_no_cut_edge(lean: float) -> None:
    _, alpha = stand(CUTOUT, Place(0.8, 0.5, 0.0, lean, mirrored=False), (320, 180))
    covered = np.flatnonzero(alpha[-1] > 0.5)
    assert len(covered) >= 34
    assert (np.diff(covered) == 1).all()


def test_mirrored_changes_left_and_right() -> None:
    alpha = BLOCK.copy()
    alpha[50:60, 50:70] = 1  # an arm to the right
    arm = Cutout("arm", CUTOUT.image, alpha)
    plain, mirrored = (stand(arm, Place(0.8, 0.5, 0.0, 0.0, mirrored=m), (320, 180))[1] for m in (False, True))
    assert np.abs(plain[:, ::-1] - mirrored).mean() < 0.02
    assert np.abs(plain - mirrored).mean() > 0.01


def test_places_are_of_many_distances_and_a_pair_stands_side_by_side() -> None:
    rng = np.random.default_rng(1)
    heights = [draw_place(rng).height for _ in range(200)]
    assert min(heights) < 0.6
    assert max(heights) > 1.0
    for _ in range(20):
        front, behind = draw_pair(rng)
        assert abs(front.x - behind.x) > 0.25
        assert behind.height <= front.height
