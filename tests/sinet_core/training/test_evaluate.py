from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Alpha, Image
from sinet_core.errors import DataError
from sinet_core.inference.segmenter import open_segmenter
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import evaluate, false_alarm, read_pairs
from tests.shared import EG1800, PUBLISHED, needs_shared
from tests.sinet_core.training.pictures import write_pictures


class BlueIsPerson:
    """Correct on the discs of tests.sinet_core.training.pictures."""

    name = "blue"
    size = (224, 224)

    def alpha(self, image: Image) -> Alpha:
        return (image[..., 0].astype(int) - image[..., 2] > 70).astype(np.float32)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    write_pictures(tmp_path, 6)
    return tmp_path


def test_a_right_answer_scores_high_and_its_opposite_low(pictures: Path) -> None:
    class NeverRight(BlueIsPerson):
        def alpha(self, image: Image) -> Alpha:
            return 1 - super().alpha(image)

    right, wrong = (evaluate(s, read_pairs(pictures / "discs")) for s in (BlueIsPerson(), NeverRight()))
    assert right.images == 6
    assert right.miou > 97
    assert right.boundary_f1 > 0.9
    assert wrong.miou < 3
    assert right.worst[0][0] <= right.per_image_iou


def test_mask_turns_with_the_picture(pictures: Path) -> None:
    assert evaluate(BlueIsPerson(), read_pairs(pictures / "discs"), turning=Turning(25)).miou > 95


def test_the_two_means_differ_as_they_are_defined(tmp_path: Path) -> None:
    """One picture correct, one with half of its small person missed: computed by hand."""
    for name, found in (("whole", 64), ("half", 4)):
        for folder in ("images", "masks"):
            (tmp_path / folder).mkdir(exist_ok=True)
        mask = np.zeros((224, 224), np.uint8)
        mask[: 64 if name == "whole" else 8] = 255
        image = np.zeros((224, 224, 3), np.uint8)
        image[:found, :, 0] = 255
        cv2.imwrite(str(tmp_path / "images" / f"{name}.png"), image)
        cv2.imwrite(str(tmp_path / "masks" / f"{name}.png"), mask)
    score = evaluate(BlueIsPerson(), read_pairs(tmp_path))
    assert score.per_image_iou == pytest.approx((100 + 50) / 2)
    person, room = 68 / 72, (2 * 224 - 72) / (2 * 224 - 68)
    assert score.foreground_iou == pytest.approx(100 * person)
    assert score.miou == pytest.approx(50 * (person + room))


def test_split_takes_only_its_names(pictures: Path) -> None:
    (pictures / "discs" / "few.txt").write_text("1\n3\n")
    assert [pair.name for pair in read_pairs(pictures / "discs", "few")] == ["1", "3"]


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_split_of_an_editor_with_a_mark_is_read(pictures: Path, bom: str) -> None:
    (pictures / "discs" / "few.txt").write_text(f"{bom}1\r\n3\r\n", encoding="utf-8")
    assert [pair.name for pair in read_pairs(pictures / "discs", "few")] == ["1", "3"]


def test_names_of_a_split_without_a_picture_are_reported(pictures: Path) -> None:
    (pictures / "discs" / "few.txt").write_text("1\nnobody\n3\nghost\n")
    with pytest.raises(DataError, match=r"2 of the 4 names in 'few\.txt'") as caught:
        read_pairs(pictures / "discs", "few")
    assert "ghost, nobody" in str(caught.value)


def test_only_the_first_missing_names_are_reported(pictures: Path) -> None:
    (pictures / "discs" / "many.txt").write_text("\n".join(f"none{i}" for i in range(500)))
    with pytest.raises(DataError, match="none0") as caught:
        read_pairs(pictures / "discs", "many")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("content", [b"\xff\xfe1\x00", b"", b" \n"])
def test_a_split_that_is_not_a_list_is_one_clear_error(pictures: Path, content: bytes) -> None:
    (pictures / "discs" / "few.txt").write_bytes(content)
    with pytest.raises(DataError, match=r"few\.txt") as caught:
        read_pairs(pictures / "discs", "few")
    assert caught.value.hint


def test_rooms_count_false_alarms(pictures: Path) -> None:
    assert false_alarm(BlueIsPerson(), pictures / "rooms") == (6, 0.0)
    images, share = false_alarm(BlueIsPerson(), pictures / "discs" / "images")
    assert images == 6
    assert share > 5


@pytest.mark.parametrize("folder", ["nowhere", "rooms"])
def test_a_folder_without_pairs_is_one_clear_error(pictures: Path, folder: str) -> None:
    with pytest.raises(DataError) as caught:
        list(read_pairs(pictures / folder))
    assert caught.value.hint


def test_a_damaged_picture_is_named(pictures: Path) -> None:
    (pictures / "discs/images/2.png").write_bytes(b"nothing")
    with pytest.raises(DataError, match=r"2\.png"):
        list(read_pairs(pictures / "discs"))


@needs_shared
def test_the_published_network_has_its_published_figures() -> None:
    """Proves that this network is the paper's, by the paper's measure (94.81 there) and by the stricter one."""
    cv2.setNumThreads(1)
    score = evaluate(open_segmenter("openvino", PUBLISHED), read_pairs(EG1800, "test"))
    assert score.images == 264
    assert score.per_image_iou == pytest.approx(94.989, abs=0.02)
    assert score.miou == pytest.approx(93.705, abs=0.02)
    assert score.boundary_f1 == pytest.approx(0.890, abs=0.001)
