"""A PNG from elsewhere takes memory in proportion to its size, and no more than a limit."""
from __future__ import annotations

import base64
import struct

import cv2
import numpy as np
import pytest

from app.pipeline.takes.alpha_packet import pack_alpha, unpack_alpha
from app.png import decode_png, png_size
from app.zone_masks import pack, unpack

PICTURE = np.arange(144, dtype=np.uint8).reshape(9, 16)
GOOD = pack_alpha(PICTURE, {})
PIXELS_AT = GOOD.index(b"IDAT") - 4
SIZE_AT = GOOD.index(b"IHDR") + 4


def with_number(data: bytes, place: int, number: int) -> bytes:
    return data[:place] + struct.pack(">I", number) + data[place + 4 :]


TOO_LONG = [with_number(GOOD, PIXELS_AT, length) for length in (len(GOOD), 0x74000011, 0xFFFFFFFF)]
TOO_LARGE = with_number(with_number(GOOD, SIZE_AT, 60_000), SIZE_AT + 4, 60_000)


@pytest.fixture
def opencv_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("OpenCV got it"))


def test_a_png_comes_back_as_it_was() -> None:
    assert png_size(GOOD) == (16, 9)
    assert np.array_equal(np.asarray(decode_png(GOOD, 144)), PICTURE)


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(40), GOOD[:8], GOOD[:8] + bytes(12), GOOD[:30]])
def test_anything_else_is_no_png(data: bytes) -> None:
    assert decode_png(data, 144) is None


@pytest.mark.usefixtures("opencv_is_not_asked")
@pytest.mark.parametrize("data", [*TOO_LONG, TOO_LARGE])
def test_lengths_and_sizes_that_lie_cost_no_memory(data: bytes) -> None:
    assert decode_png(data, 100_000_000) is None
    assert unpack(base64.b64encode(data).decode()) is None
    with pytest.raises(ValueError, match="damaged"):
        unpack_alpha(data)


@pytest.mark.usefixtures("opencv_is_not_asked")
def test_zones_larger_than_any_of_ours_are_refused_before_they_are_decoded() -> None:
    mask = pack(np.ones((9, 16), np.uint8))
    data = base64.b64decode(mask)
    large = with_number(data, data.index(b"IHDR") + 4, 1_000_000)
    assert unpack(base64.b64encode(large).decode()) is None
