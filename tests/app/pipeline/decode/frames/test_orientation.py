from __future__ import annotations

import struct
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pictures

from app.pipeline.decode.frames import orientation
from app.pipeline.decode.frames.orientation import exif_mirrors, square, upright

IMAGE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
ONE = 1 << 16


def shown_by(matrix: tuple[int, int, int, int], image: np.ndarray) -> np.ndarray:
    """Each stored pixel where the matrix (a b, c d) of FFmpeg puts it, brought back into the frame."""
    a, b, c, d = matrix
    height, width = image.shape[:2]
    places = {(a * x + c * y, b * x + d * y): image[y, x] for y in range(height) for x in range(width)}
    columns, rows = (sorted({place[index] for place in places}) for index in (0, 1))
    return np.array([[places[x, y] for x in columns] for y in rows], np.uint8)


@pytest.mark.parametrize("matrix", [
    (1, 0, 0, 1), (-1, 0, 0, 1), (1, 0, 0, -1), (-1, 0, 0, -1),
    (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, -1, 0), (0, -1, -1, 0),
])  # fmt: skip
def test_each_display_matrix_puts_every_pixel_in_its_place(
    monkeypatch: pytest.MonkeyPatch, matrix: tuple[int, int, int, int]
) -> None:
    a, b, c, d = (ONE * value for value in matrix)
    stored = struct.pack("=9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    monkeypatch.setattr(orientation, "side_data", lambda _picture, _name: stored)
    assert np.array_equal(upright(IMAGE, None), shown_by(matrix, IMAGE))  # type: ignore[arg-type]


@pytest.mark.parametrize(("turns", "mirrored"), [(n, m) for n in range(4) for m in (False, True)])
def test_the_angle_and_the_exif_stand_in_for_a_matrix_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, turns: int, mirrored: bool
) -> None:
    def refuse(_picture: object, _name: str) -> bytes:
        raise ValueError("unknown side data")

    monkeypatch.setattr(orientation, "side_data", refuse)
    picture: Any = SimpleNamespace(rotation=90 * turns - 360)
    found = upright(IMAGE, picture, mirrored=mirrored)
    turned = np.rot90(IMAGE, turns)
    assert found.shape == turned.shape
    if not mirrored:
        assert np.array_equal(found, turned)
    else:
        assert any(np.array_equal(found, np.flip(turned, axis)) for axis in (0, 1))


@pytest.mark.parametrize(("number", "mirrors"), [(n, n in (2, 4, 5, 7)) for n in range(1, 9)])
def test_exif_says_whether_a_jpeg_is_mirrored(number: int, mirrors: bool) -> None:
    exif = Pictures.Exif()
    exif[orientation.ORIENTATION] = number
    assert exif_mirrors(b"\xff\xd8\xff\xe1??" + exif.tobytes()) == mirrors


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_exif_that_is_missing_or_damaged_mirrors_nothing() -> None:
    assert not exif_mirrors(b"\xff\xd8")
    for damage in (b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\x05"):
        assert not exif_mirrors(b"\xff\xd8\xff\xe1??" + orientation.EXIF_HEAD + damage)


@pytest.mark.parametrize(("aspect", "width"), [
    (None, 3), (Fraction(1), 3), (Fraction(2), 6), (Fraction(16, 15), 3), (Fraction(1, 20), 3), (Fraction(0), 3),
])  # fmt: skip
def test_oblong_pixels_are_stretched_unless_they_are_absurd(aspect: Fraction | None, width: int) -> None:
    assert square(IMAGE, aspect).shape == (2, width, 3)
