from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.datagen.label_set import read_labels
from sinet_core.datagen.overlay import with_overlay
from sinet_core.datagen.sheet import GAP_PX, GROUND, MARKS, TILE_PX, UNREADABLE, contact_sheet
from sinet_core.errors import DataError
from sinet_core.sheet_file import write_sheet
from tests.sinet_core.datagen.labels import GREY, write_labels


def test_overlay_tints_the_person_only() -> None:
    image = np.full((40, 60, 3), GREY, np.uint8)
    mask = np.zeros((20, 30), np.uint8)
    mask[:, :15] = 255
    result = with_overlay(image, mask, (255, 0, 0))
    assert result[20, 10].tolist() == pytest.approx([0.55 * GREY + 0.45 * 255, 0.55 * GREY, 0.55 * GREY], abs=2)
    assert np.array_equal(result[:, 40:], image[:, 40:])
    assert result[20, 27:32].max() > 200, "the line where it ends"
    assert image.min() == image.max() == GREY


def test_sheet_has_every_label_in_its_place(tmp_path: Path) -> None:
    folder = write_labels(tmp_path, {"a": 0.1, "b": 0.2, "c": 0.3})
    (tmp_path / "pictures/b.png").write_bytes(b"broken")
    sheet = contact_sheet(read_labels(folder), {"c": "rejected"})
    columns = (sheet.shape[1] - GAP_PX) // (TILE_PX + GAP_PX)
    assert columns == 2

    def pixel(index: int, x: float, y: float) -> list[int]:
        left = GAP_PX + index % columns * (TILE_PX + GAP_PX)
        top = GAP_PX + index // columns * (TILE_PX + 20 + GAP_PX)
        return list(sheet[round(top + y * TILE_PX), round(left + x * TILE_PX)])

    assert pixel(0, 0.9, 0.5) == [GREY] * 3
    assert pixel(0, 0.2, 0.5) != [GREY] * 3
    assert pixel(1, 0.5, 0.5) == list(UNREADABLE)
    assert pixel(2, 0, 0.5) == list(MARKS["rejected"])
    assert tuple(sheet[2, 2]) == GROUND


def test_sheet_is_written_and_its_suffix_checked(tmp_path: Path) -> None:
    labels = read_labels(write_labels(tmp_path, {"a": 0.1}))
    write_sheet(contact_sheet(labels, {}), tmp_path / "new/sheet.png")
    assert cv2.imread(str(tmp_path / "new/sheet.png")) is not None
    with pytest.raises(DataError, match="Cannot write"):
        write_sheet(contact_sheet(labels, {}), tmp_path / "sheet.pages")
    assert not (tmp_path / "sheet.pages").exists()
