from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from sinet_core.kernels.parameters import (
    GATE,
    SMOOTHING,
    EdgeColors,
    IslandLimits,
    box_size,
    names_of,
    numbers_of,
    windows_of,
)


@pytest.mark.parametrize("changes", [{"least_cells": 15}, {"reach": -1}])
def test_motion_needs_room(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        replace(SMOOTHING, **changes)


@pytest.mark.parametrize("changes", [{"block": 0}, {"patch": 0}])
def test_blocks_have_cells(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        replace(GATE, **changes)


@pytest.mark.parametrize("table", [np.zeros(255, np.float32), np.zeros(256, np.float64)])
def test_a_table_of_another_kind_is_refused(table: np.ndarray) -> None:
    with pytest.raises(ValueError):
        EdgeColors(pure=table)


def test_numbers_follow_their_names() -> None:
    limits = IslandLimits(seen=0.3, ramp_high=7.0)
    assert " ".join(numbers_of(limits)) == names_of(IslandLimits)
    assert (numbers_of(limits)["seen"], numbers_of(limits)["ramp_high"]) == (0.3, 7.0)


def test_windows_of_every_size_are_odd() -> None:
    for size in product((1, 9, 240, 719, 2160), (1, 17, 1280, 4096)):
        assert all(side % 2 for side in (*windows_of(size, 8), box_size(size, 8)))
