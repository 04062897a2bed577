"""Makes small HEIC pictures: one HEVC picture in the boxes of ISO/IEC 23008-12."""
from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from numpy.typing import NDArray

PICTURE = 1  # the number of the only item


def write_heif(path: Path, image: NDArray[Any], numbers: tuple[int, int, int], *, quarter_turns: int = 0) -> Path:
    """Writes HxWx3 uint16 RGB with ten bits; returns path.

    numbers: primaries, curve and matrix of H.273. quarter_turns: counterclockwise, to be shown upright.
    """
    height, width = image.shape[:2]
    head, data = _hevc(image)
    colors = _box(b"colr", b"nclx" + b"".join(number.to_bytes(2, "big") for number in numbers) + b"\0")
    size = _box(b"ispe", bytes(4) + width.to_bytes(4, "big") + height.to_bytes(4, "big"))
    properties = [_box(b"hvcC", head), size, colors, _box(b"irot", bytes([quarter_turns]))]
    about = [
        _box(b"hdlr", bytes(8) + b"pict" + bytes(13)),
        _box(b"pitm", bytes(4) + PICTURE.to_bytes(2, "big")),
        _box(b"iinf", bytes(4) + (1).to_bytes(2, "big")
             + _box(b"infe", b"\2\0\0\0" + PICTURE.to_bytes(2, "big") + b"\0\0hvc1\0")),
        _box(b"iprp", _box(b"ipco", b"".join(properties))
             + _box(b"ipma", bytes(4) + (1).to_bytes(4, "big") + PICTURE.to_bytes(2, "big") + b"\4\x81\2\3\x84")),
    ]
    start = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    place = len(start) + len(_meta(about, 0, len(data))) + 8
    path.write_bytes(start + _meta(about, place, len(data)) + _box(b"mdat", data))
    return path


def _meta(about: list[bytes], place: int, length: int) -> bytes:
    location = _box(b"iloc", bytes(4) + b"\x44\0\0\1" + PICTURE.to_bytes(2, "big") + b"\0\0\0\1"
                    + place.to_bytes(4, "big") + length.to_bytes(4, "big"))
    return _box(b"meta", bytes(4) + b"".join((*about, location)))


def _box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def _hevc(image: NDArray[Any]) -> tuple[bytes, bytes]:
    """The decoder's configuration, and the one picture."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        options = {"crf": "4", "x265-params": "log-level=none:info=0:bframes=0"}
        stream = container.add_stream("libx265", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = image.shape[1], image.shape[0], "yuv420p10le"
        frame = av.VideoFrame.from_ndarray(image, format="rgb48le")
        frame = frame.reformat(format=stream.pix_fmt, dst_colorspace="BT2020")
        frame.pts, frame.time_base = 0, Fraction(1)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    content = file.getvalue()
    return _content(content, b"hvcC"), _content(content, b"mdat")


def _content(file: bytes, name: bytes) -> bytes:
    at = file.index(name)
    return file[at + 4 : at - 4 + int.from_bytes(file[at - 4 : at], "big")]
