from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from app.ui.picture.layer_labels import name_places

SIZE = (640, 360)


@pytest.mark.parametrize(("taken", "width", "drawn"), [
    ((0, 0), 400, (True, True)), ((0, 0), 150, (False, False)), ((100, 0), 250, (False, True)),
    ((0, 100), 250, (True, False)), ((100, 100), 600, (True, True)),
])
def test_a_name_gives_way_to_what_lies_in_its_corner(
    taken: tuple[int, int], width: int, drawn: tuple[bool, bool]
) -> None:
    halves = QRectF(0, 0, width / 2, 200), QRectF(width / 2, 0, width / 2, 200)
    left, right = name_places(halves, (70.0, 60.0), taken)
    assert (left is not None, right is not None) == drawn
    assert left is None or left.left() > taken[0]
    assert right is None or right.right() < width - taken[1]
