from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sinet_core.errors import DataError
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import read_pairs
from sinet_core.training.examine import examine
from sinet_core.training.hands import HandsTally, read_boxes
from tests.sinet_core.training.pictures import write_pictures
from tests.sinet_core.training.test_evaluate import BlueIsPerson


def test_only_the_person_inside_the_boxes_counts() -> None:
    truth = np.zeros((10, 20), np.bool_)
    truth[:, 10:] = True
    predicted = truth.copy()
    predicted[:5, 10:12] = False  # a quarter of the person in the box
    predicted[8:, 18:] = False  # outside it
    predicted[:, :10] = True  # nobody there: another figure covers that
    tally = HandsTally({"a": [(80.0, 0.0, 140.0, 50.0)]})
    tally.add("a", (100, 200), predicted, truth)
    assert tally.share() == pytest.approx(1 - 10 / 20)
    tally.add("without a box", (100, 200), ~truth, truth)
    assert tally.share() == pytest.approx(1 - 10 / 20)


def test_boxes_are_measured_with_the_whole_pictures(tmp_path: Path) -> None:
    write_pictures(tmp_path, 4)
    folder = tmp_path / "discs"
    (folder / "boxes.json").write_text(json.dumps({str(i): [[0, 0, 90, 120]] for i in range(4)}))
    (result,) = examine([BlueIsPerson()], read_pairs(folder), boxes=read_boxes(folder))
    assert result.hands == pytest.approx(1.0, abs=0.05)
    with pytest.raises(ValueError, match="do not turn"):
        examine([BlueIsPerson()], read_pairs(folder), boxes=read_boxes(folder), turning=Turning(25))


@pytest.mark.parametrize("content", ["[]", "{", '{"a": [[1, 2, 3]]}', '{"a": [[5, 0, 5, 9]]}', '{"a": []}'])
def test_what_holds_no_boxes_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(DataError):
        read_boxes(tmp_path)
    (tmp_path / "boxes.json").write_text(content)
    with pytest.raises(DataError):
        read_boxes(tmp_path)
