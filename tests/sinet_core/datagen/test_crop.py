from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from sinet_core.arrays import Image
from sinet_core.datagen.crop import Framing, crop_folder, portrait_box, portraits
from sinet_core.datagen.faces import Face
from sinet_core.datagen.label_set import read_labels
from sinet_core.errors import DataError

FRAMING = Framing(beside=1, above=1, below=2, side_px=20)
FACE = Face(80, 60, 20, 1.0)


class FixedFaces:
    """Finds the same faces everywhere, and counts its calls."""

    def __init__(self, *faces: Face) -> None:
        self._faces = faces
        self.asked = 0

    def faces(self, image: Image) -> list[Face]:
        self.asked += 1
        return list(self._faces)


def person() -> tuple[Image, Image]:
    """A picture 200 wide and 160 high whose pixels encode their position; a person of 40 columns below row 50."""
    image = np.zeros((160, 200, 3), np.uint8)
    image[..., 0], image[..., 1] = np.arange(200), np.arange(160)[:, None]
    mask = np.zeros((160, 200), np.uint8)
    mask[50:, 70:110] = 255
    return image, mask


def write(folder: Path, name: str, suffix: str = ".png") -> None:
    image, mask = person()
    for kind, array, end in (("images", image, suffix), ("masks", mask, ".png")):
        path = folder / kind / f"{name}{end}"
        path.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(path), array)


def test_box_is_the_face_enlarged_in_its_own_measure() -> None:
    assert portrait_box(FACE, (160, 200), FRAMING) == (60, 40, 120, 120)
    assert portrait_box(Face(40, 30, 10, 1.0), (160, 200), FRAMING) == (30, 20, 60, 60)


def test_box_ends_with_the_picture() -> None:
    assert portrait_box(Face(80, 100, 20, 1.0), (160, 200), FRAMING) == (60, 80, 120, 160)
    assert portrait_box(Face(5, 60, 20, 1.0), (160, 200), FRAMING) == (0, 40, 45, 120)


def test_too_little_picture_gives_no_box() -> None:
    assert portrait_box(Face(-5, 125, 20, 1.0), (160, 200), FRAMING) is None, "0.4 of the crop is there"
    assert portrait_box(Face(80, 60, 5, 1.0), (160, 200), FRAMING) is None, "15 px wide"


def test_picture_and_mask_are_cut_alike() -> None:
    image, mask = person()
    [(crop, crop_mask)] = portraits(image, mask, [FACE], FRAMING)
    assert crop.shape == (80, 60, 3)
    assert crop[0, 0].tolist() == [60, 40, 0]
    assert np.array_equal(crop_mask, mask[40:120, 60:120])


def test_a_face_that_the_mask_does_not_cover_is_left_out() -> None:
    image, mask = person()
    assert not list(portraits(image, mask, [Face(20, 60, 20, 1.0)], FRAMING)), "somebody else's mask"
    half = mask.copy()
    half[:70] = 0
    assert not list(portraits(image, half, [FACE], FRAMING))


def test_a_crop_without_room_or_nearly_without_person_is_left_out() -> None:
    image, mask = person()
    assert not list(portraits(image, np.full_like(mask, 255), [FACE], FRAMING))
    only_face = np.zeros_like(mask)
    only_face[60:80, 80:100] = 255
    assert not list(portraits(image, only_face, [FACE], FRAMING))


def test_folder_keeps_names_and_numbers_several_faces(tmp_path: Path) -> None:
    write(tmp_path / "in", "sub/a")
    detector = FixedFaces(FACE, Face(82, 62, 20, 0.5))
    assert crop_folder(tmp_path / "in/images", tmp_path / "in/masks", tmp_path / "out", detector, FRAMING) == 2
    labels = read_labels(tmp_path / "out")
    assert [label.name for label in labels] == ["sub/a-0", "sub/a-1"]
    crop, mask = cv2.imread(str(labels[0].picture)), cv2.imread(str(labels[0].mask), cv2.IMREAD_GRAYSCALE)
    assert crop is not None
    assert mask is not None
    assert np.array_equal(crop, person()[0][40:120, 60:120])
    assert np.array_equal(mask, person()[1][40:120, 60:120])


def test_one_face_keeps_the_name_and_small_masks_fit(tmp_path: Path) -> None:
    write(tmp_path / "in", "a", ".jpg")
    mask = tmp_path / "in/masks/a.png"
    cv2.imwrite(str(mask), cv2.resize(person()[1], (100, 80), interpolation=cv2.INTER_NEAREST))
    assert crop_folder(tmp_path / "in/images", mask.parent, tmp_path / "out", FixedFaces(FACE), FRAMING) == 1
    assert (tmp_path / "out/images/a.jpg").is_file()
    result = cv2.imread(str(tmp_path / "out/masks/a.png"), cv2.IMREAD_GRAYSCALE)
    assert result is not None
    assert result.shape == (80, 60)


def test_resumes_where_it_stopped_and_skips_what_is_broken(tmp_path: Path) -> None:
    write(tmp_path / "in", "a")
    detector = FixedFaces(FACE)
    where = tmp_path / "in/images", tmp_path / "in/masks", tmp_path / "out"
    crop_folder(*where, detector, FRAMING)
    write(tmp_path / "in", "b")
    write(tmp_path / "in", "c")
    (tmp_path / "in/images/c.png").write_bytes(b"no picture")
    (tmp_path / "in/images/without mask.png").write_bytes(b"")
    assert crop_folder(*where, detector, FRAMING) == 2
    assert detector.asked == 2


@pytest.mark.parametrize(("images", "masks"), [("nowhere", "in/masks"), ("in/images", "nowhere")])
def test_nothing_to_cut_is_said_and_nothing_is_written(tmp_path: Path, images: str, masks: str) -> None:
    write(tmp_path / "in", "a")
    with pytest.raises(DataError):
        crop_folder(tmp_path / images, tmp_path / masks, tmp_path / "out", FixedFaces(FACE))
    assert not (tmp_path / "out").exists()
