from __future__ import annotations

import numpy as np
import pytest

from sinet_core.kernels.parameters import SMOOTHING
from sinet_core.kernels.reference.smoothing import around, middle

pytestmark = pytest.mark.usefixtures("both_paths")


@pytest.mark.parametrize("place", [(0, 0), (45, 80), (89, 159), (0, 159)])
def test_motion_is_looked_for_around_what_moves_and_in_no_less_than_flow_needs(place: tuple[int, int]) -> None:
    motion = np.zeros((90, 160), np.float32)
    motion[place] = 0.1
    rows, columns = around(motion)
    assert rows.start <= place[0] < rows.stop <= 90
    assert columns.start <= place[1] < columns.stop <= 160
    assert min(rows.stop - rows.start, columns.stop - columns.start) >= SMOOTHING.least_cells
    assert max(rows.stop - rows.start, columns.stop - columns.start) < 40


def test_motion_everywhere_is_looked_for_everywhere() -> None:
    assert around(np.ones((90, 160), np.float32)) == (slice(0, 90), slice(0, 160))


def test_somebody_in_front_does_not_shift_the_middle() -> None:
    difference = np.full((90, 160, 4), (3, -2, 1, 0), np.float32)
    difference[30:, 50:110] = 80
    assert middle(difference).tolist() == [3, -2, 1, 0]
