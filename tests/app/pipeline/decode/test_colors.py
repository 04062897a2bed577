"""Pictures with a colour profile come out as they were meant."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.pipeline.decode.pictures import load_picture

LAB = ImageCms.createProfile("LAB")


def test_an_srgb_profile_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (4, 4), (200, 90, 40)).save(path, icc_profile=profile)
    assert load_picture(path)[0, 0].tolist() == [40, 90, 200]


@pytest.mark.parametrize("profile", [b"", b"no profile", ImageCms.ImageCmsProfile(LAB).tobytes()])
def test_a_profile_that_is_none_or_of_other_pixels_is_passed_over(tmp_path: Path, profile: bytes) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4), (200, 90, 40)).save(path, icc_profile=profile)
    assert load_picture(path)[0, 0].tolist() == [40, 90, 200]


def wide_gamut_profile() -> bytes:
    """sRGB's profile with the tone curve of another space: gamma 1.0 makes every middle tone darker than meant."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = int.from_bytes(content[128:132], "big")
    for index in range(tags):
        at = 132 + 12 * index
        if bytes(content[at : at + 4]) in (b"rTRC", b"gTRC", b"bTRC"):
            place = int.from_bytes(content[at + 4 : at + 8], "big")
            content[place : place + 12] = b"curv\0\0\0\0\0\0\0\0"  # no points: linear
            content[at + 8 : at + 12] = (12).to_bytes(4, "big")
        if content[at : at + 4] == b"desc":
            place = int.from_bytes(content[at + 4 : at + 8], "big")
            length = int.from_bytes(content[at + 8 : at + 12], "big")
            content[place : place + length] = content[place : place + length].replace(b"s\0R\0G\0B", b"l\0i\0n\0e")
    return bytes(content)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_another_tone_curve_is_converted(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "linear.png"
    color = (55, 55, 55, 255)[: len(mode)]
    Image.new(mode, (4, 4), color).save(path, icc_profile=wide_gamut_profile())
    value = load_picture(path)[0, 0].astype(int)
    assert np.abs(value - 128).max() <= 3, "0.216 linear is 0.5 of sRGB"
