from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.arrays import Alpha
from sinet_core.datagen.boxes import box_agreement, read_boxes
from sinet_core.errors import DataError

LEFT, RIGHT = (0.0, 0.0, 0.4, 1.0), (0.6, 0.0, 1.0, 1.0)


def label(*columns: tuple[int, int], value: float = 1.0) -> Alpha:
    """100 columns, of which those from start to stop have that value."""
    alpha = np.zeros((100, 100), np.float32)
    for start, stop in columns:
        alpha[:, start:stop] = value
    return alpha


def test_boxes_and_polygons_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("0 0.5 0.5 0.2 0.4\n\n3 0.1 0.2 0.3 0.2 0.2 0.6\n")
    assert read_boxes(path) == [pytest.approx((0.4, 0.3, 0.6, 0.7)), pytest.approx((0.1, 0.2, 0.3, 0.6))]


@pytest.mark.parametrize("text", ["0 0.5 0.5 0.2", "0 a b c d", "0 0.1 0.2 0.3 0.4 0.5"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    for name in ("a.txt", "missing.txt"):
        with pytest.raises(DataError, match=name):
            read_boxes(tmp_path / name)


def test_a_label_of_everybody_in_a_box_agrees() -> None:
    assert box_agreement(label((5, 35), (65, 95)), [LEFT, RIGHT]) == 1
    assert box_agreement(label((0, 43)), [LEFT]) == 1, "a little beyond the box is allowed"


def test_whoever_was_missed_or_made_up_counts() -> None:
    assert box_agreement(label((5, 35)), [LEFT, RIGHT]) == 0, "the right one is missing"
    assert box_agreement(label((5, 35), (65, 95)), [LEFT]) == 0.5, "nobody is at the right"
    assert box_agreement(label(), [LEFT]) == 0
    assert box_agreement(label((5, 35)), [LEFT, (0.7, 0.7, 0.8, 0.9)]) == 1, "people far away may be missing"


def test_an_unsure_label_does_not_count() -> None:
    unsure = label((0, 25)) + label((25, 40), value=0.45)
    assert box_agreement(unsure, [LEFT]) == 0
