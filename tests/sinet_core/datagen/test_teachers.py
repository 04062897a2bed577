from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sinet_core.datagen.teachers import Ensemble, agreement


class Says:
    """A teacher with a fixed answer of its own size."""

    name, size = "says", (8, 8)

    def __init__(self, value: float, size: tuple[int, int] = (8, 8)) -> None:
        self._alpha = np.full(size, value, np.float32)

    def alpha(self, _image: np.ndarray) -> np.ndarray:
        return self._alpha


PICTURE = np.zeros((30, 40, 3), np.uint8)


def test_answers_of_any_size_are_averaged_by_weight() -> None:
    members: list[Any] = [Says(1.0), Says(0.0, (20, 4))]
    alpha, agreed = Ensemble(members, (16, 12), weights=[3, 1]).label(PICTURE)
    assert alpha.shape == (16, 12)
    assert alpha.dtype == np.float32
    np.testing.assert_allclose(alpha, 0.75)
    assert agreed == 0
    assert Ensemble(members).label(PICTURE)[0].mean() == pytest.approx(0.5)


def test_agreement_is_a_soft_intersection_over_union() -> None:
    half, most = np.full((10, 10), 0.4, np.float32), np.full((10, 10), 0.8, np.float32)
    assert agreement([half, most]) == pytest.approx(0.5)
    assert agreement([half]) == 1
    assert agreement([half * 0, half * 0]) == 1, "all see nobody"


@pytest.mark.parametrize(("count", "weights"), [(0, None), (2, [1.0]), (2, [1.0, 0.0]), (1, [-1.0])])
def test_impossible_ensembles_are_refused(count: int, weights: list[float] | None) -> None:
    members: list[Any] = [Says(1.0)] * count
    with pytest.raises(ValueError, match="ensemble"):
        Ensemble(members, weights=weights)
