from __future__ import annotations

import numpy as np
import pytest

from sinet_core.paper.streets.confusion import ClassConfusion
from sinet_core.paper.streets.labels import IGNORE


def test_miou_over_classes_by_hand() -> None:
    truth = np.array([[0, 0, 1, 1, IGNORE]], np.uint8)
    found = ClassConfusion.of(3).add(np.array([[0, 1, 1, 1, 2]], np.uint8), truth)
    assert found.ious[:2].tolist() == pytest.approx([1 / 2, 2 / 3])
    assert np.isnan(found.ious[2])
    assert found.miou == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found.add(np.array([[2]], np.uint8), np.array([[0]], np.uint8)).ious[2] == 0
    assert ClassConfusion.of(3).miou == 0
    with pytest.raises(ValueError, match="same size"):
        found.add(truth, truth[:, :2])
    with pytest.raises(ValueError, match="below 3"):
        found.add(truth * 0, truth * 0 + 7)
