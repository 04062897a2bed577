from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from app.pipeline.decode.frames.grading import PQ
from app.pipeline.decode.stills.hdr_pictures import EXIF_ORIENTATION, _numbers, in_screen_range

BT709, BT2020, SRGB = 1, 9, 13
IHDR_END = 8 + 25


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def declared(path: Path, picture: Pictures.Image, primaries: int, curve: int, *, at_end: bool = False) -> Path:
    """A PNG that declares its colours, before or after its pixels."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", exif=picture.getexif())
    data, numbers = stream.getvalue(), chunk(b"cICP", bytes((primaries, curve, 0, 1)))
    place = len(data) - 12 if at_end else IHDR_END
    path.write_bytes(data[:place] + numbers + data[place:])
    return path


def grey(mode: str = "RGB") -> Pictures.Image:
    values = (150, 150, 150, 77) if mode == "RGBA" else 150
    return Pictures.new(mode, (8, 6), values if mode != "RGB" else (150, 150, 150))


@pytest.mark.parametrize(("kind", "at_end", "expected"), [
    ("PNG", False, (BT2020, PQ)), ("PNG", True, (0, 0)), ("JPEG", False, (0, 0)), ("AVIF", False, (0, 0)),
])  # fmt: skip
def test_only_a_declaration_where_it_may_stand_counts(
    tmp_path: Path, kind: str, at_end: bool, expected: tuple[int, int]
) -> None:
    path = declared(tmp_path / "a.png", grey(), BT2020, PQ, at_end=at_end)
    assert _numbers(kind, path) == expected


@pytest.mark.parametrize("length", [0, 4, 8])
def test_a_declaration_that_is_cut_off_says_nothing(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.avif"
    path.write_bytes(b"....colrnclx" + struct.pack(">HHH", BT2020, PQ, 9)[:length])
    assert _numbers("AVIF", path) == ((BT2020, PQ) if length >= 6 else (0, 0))


def test_a_picture_that_a_screen_shows_as_it_is_stays_the_same_object(tmp_path: Path) -> None:
    path = declared(tmp_path / "a.png", grey(), BT709, SRGB)
    with Pictures.open(path) as picture:
        assert in_screen_range(picture, path) is picture
    path = declared(tmp_path / "b.png", grey("L"), BT2020, PQ)
    with Pictures.open(path) as picture:
        assert in_screen_range(picture, path) is picture, "only colours are graded"


def test_alpha_and_orientation_stay(tmp_path: Path) -> None:
    source = grey("RGBA")
    source.getexif()[EXIF_ORIENTATION] = 6
    path = declared(tmp_path / "a.png", source, BT2020, PQ)
    with Pictures.open(path) as picture:
        graded = in_screen_range(picture, path)
    assert graded.mode == "RGBA"
    assert graded.getexif()[EXIF_ORIENTATION] == 6
    assert set(np.unique(np.asarray(graded)[..., 3])) == {77}
    assert np.asarray(graded)[..., 0].max() > 170, "PQ is decoded"
