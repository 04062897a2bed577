"""Pictures with a colour profile come out as intended."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.pipeline.decode.stills.pictures import load_picture

LAB = ImageCms.createProfile("LAB")


def test_an_srgb_profile_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (4, 4), (200, 90, 40)).save(path, icc_profile=profile)
    assert load_picture(path)[0, 0].tolist() == [40, 90, 200]


@pytest.mark.parametrize("profile", [b"", b"no profile", ImageCms.ImageCmsProfile(LAB).tobytes()])
def test_an_invalid_profile_or_one_for_other_pixels_is_ignored(tmp_path: Path, profile: bytes) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (4, 4), (200, 90, 40)).save(path, icc_profile=profile)
    assert load_picture(path)[0, 0].tolist() == [40, 90, 200]


def wide_gamut_profile() -> bytes:
    """sRGB's profile with another tone curve: gamma 1.0 makes every middle tone darker than intended."""
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


def grey_profile() -> bytes:
    """A grey profile whose values are linear."""
    curve = b"curv" + bytes(8)  # no points
    name = b"desc" + bytes(4) + (2).to_bytes(4, "big") + b"x" + bytes(80)
    white = b"XYZ " + bytes(4) + b"".join(round(part * 65536).to_bytes(4, "big") for part in (0.9642, 1.0, 0.8249))
    tags = {b"desc": name, b"wtpt": white, b"kTRC": curve, b"cprt": b"text" + bytes(8)}
    table, body = len(tags).to_bytes(4, "big"), b""
    for tag, content in tags.items():
        content += bytes(-len(content) % 4)
        table += tag + (132 + 12 * len(tags) + len(body)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        body += content
    head = bytearray(128)
    head[8:12], head[12:24], head[36:40] = b"\2\x10\0\0", b"mntrGRAYXYZ ", b"acsp"
    head[68:80] = white[8:20]
    head[:4] = (len(head) + len(table) + len(body)).to_bytes(4, "big")
    return bytes(head) + table + body


@pytest.mark.parametrize(("mode", "name"), [
    ("L", "a.png"), ("L", "a.tif"), ("L", "a.jpg"), ("LA", "a.png"), ("LA", "a.tif"), ("I;16", "a.png"),
    ("I;16", "a.tif"),
])
def test_grey_has_a_profile_too(tmp_path: Path, mode: str, name: str) -> None:
    if mode == "I;16":
        Image.fromarray(np.full((4, 4), 14_135, np.uint16)).save(tmp_path / name, icc_profile=grey_profile())
    else:
        Image.new(mode, (4, 4), (55, 255)[: len(mode)] if mode == "LA" else 55).save(
            tmp_path / name, icc_profile=grey_profile())
    assert np.abs(load_picture(tmp_path / name)[0, 0].astype(int) - 128).max() <= 3


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_the_colours_of_a_palette_have_a_profile_too(tmp_path: Path, name: str) -> None:
    Image.new("RGB", (4, 4), (55, 55, 55)).quantize(4).save(tmp_path / name, icc_profile=wide_gamut_profile())
    assert np.abs(load_picture(tmp_path / name)[0, 0].astype(int) - 128).max() <= 3


def test_a_palette_that_is_seen_through_keeps_both(tmp_path: Path) -> None:
    picture = Image.new("P", (4, 2))
    picture.putpalette([55, 55, 55, 255, 0, 255])
    picture.paste(1, (2, 0, 4, 2))
    picture.save(tmp_path / "a.png", icc_profile=wide_gamut_profile(), transparency=1)
    image = load_picture(tmp_path / "a.png").astype(int)
    assert np.abs(image[0, 0] - 128).max() <= 3
    assert image[0, 3].tolist() == [128, 128, 128]


@pytest.mark.parametrize(("name", "options"), [
    ("a.png", {}), ("a.webp", {"lossless": True}), ("a.avif", {"quality": 100}), ("a.tif", {}),
    ("a.jpg", {"quality": 98}),
])  # fmt: skip
def test_every_format_with_a_profile(tmp_path: Path, name: str, options: dict[str, Any]) -> None:
    Image.new("RGB", (16, 16), (55, 55, 55)).save(tmp_path / name, icc_profile=wide_gamut_profile(), **options)
    assert np.abs(load_picture(tmp_path / name)[8, 8].astype(int) - 128).max() <= 4
