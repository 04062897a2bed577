from __future__ import annotations

import numpy as np
import pytest

from sinet_core.paper.streets.confusion import ClassConfusion
from sinet_core.paper.table6 import table6, table7


def test_table_6_has_our_network_beside_the_published_one() -> None:
    (row,) = table6().rows
    assert round(float(row["parameters_m"] or 0), 2) == row["paper_parameters_m"] == 0.12
    assert round(float(row["macs_g"] or 0), 1) == round(float(row["paper_macs_g"] or 0), 1) == 1.2
    assert (row["miou"], row["paper_miou_val"]) == (None, 68.22)
    found = ClassConfusion.of(19).add(np.zeros((2, 2), np.uint8), np.array([[0, 0], [0, 1]], np.uint8))
    trained = table6(found, "7 pictures")
    assert trained.rows[0]["miou"] == pytest.approx(100 * (3 / 4 + 0) / 2)
    assert "after 7 pictures: mIoU 37.50 %, by class: road 75.0, sidewalk 0.0" in " ".join(trained.notes)


def test_table_7_has_the_papers_sums() -> None:
    rows = {row["name"]: row for row in table7().rows}
    assert rows["encoder"]["parameters"] == 116_701
    assert rows["all of it"]["parameters"] == 116_701 + 2_717
    assert round(float(rows["encoder"]["macs_m"] or 0) / 1e3, 1) == 1.2
    assert rows["stem"]["output"] == "16x512x1024"
    boxes = [row for name, row in rows.items() if name not in ("encoder", "all of it")]
    assert sum(int(row["parameters"] or 0) for row in boxes) == rows["all of it"]["parameters"]
