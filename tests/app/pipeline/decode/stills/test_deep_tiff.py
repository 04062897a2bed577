"""TIFF with other numbers than bytes, planar or not: read correctly, or refused by name."""
from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import AppError
from app.pipeline.decode.stills.deep_tiff import eight_bits
from app.pipeline.decode.stills.pictures import load_picture

LEFT_RGB, RIGHT_RGB = (0.8, 0.1, 0.05), (0.1, 0.2, 0.9)
WHITE: dict[str, float] = {"u1": 255, "u2": 65535, "u4": 2**32 - 1, "i2": 32767, "f2": 1, "f4": 1, "f8": 1}
RIGHT = ["u1", "u2", "f4"]  # planar or not
RIGHT_TOGETHER = [*RIGHT, "u4", "f8"]


def halves(channels: int = 3) -> NDArray[np.float64]:
    image = np.ones((24, 32, channels))
    image[:, :16, :3], image[:, 16:, :3] = LEFT_RGB[:channels], RIGHT_RGB[:channels]
    return image


def tiff(path: Path, kind: str, *, planes: bool = False, big_endian: bool = False, channels: int = 3,
         tags: dict[int, int] | None = None) -> Path:
    """Encodes halves as an uncompressed TIFF."""
    order: Literal[">", "<"] = ">" if big_endian else "<"
    values: NDArray[Any] = (halves(channels) * WHITE[kind]).astype(np.dtype(kind).newbyteorder(order))
    parts = [np.ascontiguousarray(values[..., i]) for i in range(channels)] if planes and channels > 1 else [values]
    body, places = b"", []
    for part in parts:
        places.append(8 + len(body))
        body += part.tobytes()
    lists: dict[int, tuple[str, list[int]]] = {
        256: ("I", [32]), 257: ("I", [24]), 258: ("H", [8 * values.itemsize] * channels), 259: ("H", [1]),
        262: ("H", [2 if channels >= 3 else 1]), 273: ("I", places), 277: ("H", [channels]), 278: ("I", [24]),
        279: ("I", [part.nbytes for part in parts]), 284: ("H", [2 if planes else 1]),
        339: ("H", [{"u": 1, "i": 2, "f": 3}[kind[0]]] * channels),
        **({338: ("H", [2])} if channels == 4 else {}), **{tag: ("H", [value]) for tag, value in (tags or {}).items()},
    }  # fmt: skip
    entries = b""
    for tag, (letter, numbers) in sorted(lists.items()):
        data = struct.pack(order + letter * len(numbers), *numbers)
        if len(data) > 4:
            body, data = body + data, struct.pack(order + "I", 8 + len(body))
        entries += struct.pack(order + "HHI", tag, 3 if letter == "H" else 4, len(numbers)) + data.ljust(4, b"\0")
    head = (b"MM\0*" if big_endian else b"II*\0") + struct.pack(order + "I", 8 + len(body))
    path.write_bytes(head + body + struct.pack(order + "H", len(lists)) + entries + bytes(4))
    return path


def check(path: Path, left: tuple[float, ...] = LEFT_RGB, right: tuple[float, ...] = RIGHT_RGB) -> None:
    image = load_picture(path)
    assert image.shape == (24, 32, 3)
    for pixel, color in ((image[5, 5], left), (image[5, 25], right)):
        assert np.abs(pixel[::-1] - 255 * np.array(color)).max() <= 1


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", RIGHT)
def test_planes(tmp_path: Path, kind: str, channels: int, big_endian: bool) -> None:
    check(tiff(tmp_path / "a.tif", kind, planes=True, channels=channels, big_endian=big_endian))


@pytest.mark.parametrize("big_endian", [False, True])
@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("kind", RIGHT_TOGETHER)
def test_together(tmp_path: Path, kind: str, channels: int, big_endian: bool) -> None:
    check(tiff(tmp_path / "a.tif", kind, channels=channels, big_endian=big_endian))


@pytest.mark.parametrize("kind", RIGHT_TOGETHER)
def test_grey(tmp_path: Path, kind: str) -> None:
    check(tiff(tmp_path / "a.tif", kind, channels=1), (0.8,) * 3, (0.1,) * 3)


@pytest.mark.parametrize(("kind", "planes", "told"), [
    ("f2", False, "floating point of 16 bits"), ("f2", True, "floating point of 16 bits in planes"),
    ("i2", False, "signed numbers of 16 bits"), ("f8", True, "floating point of 64 bits in planes"),
    ("u4", True, "numbers of 32 bits in planes"),
])  # fmt: skip
def test_what_nobody_reads_is_refused_by_name(tmp_path: Path, kind: str, planes: bool, told: str) -> None:
    with pytest.raises(AppError, match=told) as caught:
        load_picture(tiff(tmp_path / "a.tif", kind, planes=planes))
    assert "16 bits" in caught.value.hint


def test_it_is_turned_as_it_says(tmp_path: Path) -> None:
    upside_down = tiff(tmp_path / "a.tif", "u2", planes=True, tags={274: 3})
    check(upside_down, RIGHT_RGB, LEFT_RGB)


def test_a_huge_one_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tiff(tmp_path / "a.tif", "f4")
    monkeypatch.setattr("app.pipeline.decode.stills.pictures.MAX_PIXELS", 24 * 32 - 1)
    monkeypatch.setattr("app.pipeline.decode.stills.deep_tiff.open_deep_tiff", lambda _: pytest.fail("it was read"))
    with pytest.raises(AppError, match="too large") as caught:
        load_picture(path)
    assert "32×24" in caught.value.hint


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
@pytest.mark.parametrize(("kind", "planes"), [("u2", True), ("f4", True), ("f4", False)])
def test_cut_off(tmp_path: Path, kind: str, planes: bool, share: float) -> None:
    path = tiff(tmp_path / "a.tif", kind, planes=planes)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(AppError) as caught:
        load_picture(path)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("kind", ["u2", "f4"])
def test_a_large_picture_is_scaled_band_by_band_as_in_one_piece(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).integers(0, 65536, (23, 17)).astype(kind)
    values[0, 0] = 65535
    monkeypatch.setattr("app.pipeline.decode.stills.deep_tiff.BAND_VALUES", 40)
    np.testing.assert_array_equal(eight_bits(values), np.round(values.astype(np.float64) / 257))
