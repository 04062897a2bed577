"""Names a track's codec for messages if FFmpeg has no decoder for it."""
from __future__ import annotations

from pathlib import Path

NAMES = {"jpegxl": "JPEG XL", "svg": "SVG", "apac": "Apple spatial audio"}
SAMPLES = b"stsd"  # the box of an MP4 that names the codec of each track
SEARCHED_BYTES = 16 << 20
OF_VIDEO, OF_SOUND = b"vide", b"soun"


class UnknownCodecError(ValueError):
    """FFmpeg has no decoder for the track.

    Attributes:
        codec: its name for people, or "" if unknown.
    """

    def __init__(self, codec: str) -> None:
        super().__init__(codec or "unknown codec")
        self.codec = codec


def codec_name(container_format: str, path: Path, *, sound: bool = False) -> str:
    """The format of a file's first track, which FFmpeg cannot name without a decoder for it; "" if unknown.

    Args:
        container_format: FFmpeg's name for the container; for a still picture, the codec's own.
        path: the file. In an MP4, the four letters in its sample description are the name.
        sound: the first sound track, not the first video track.
    """
    if container_format.endswith("_pipe"):
        codec = container_format.removesuffix("_pipe").removesuffix("_anim")
        return NAMES.get(codec, codec.upper())
    if "mp4" in container_format:
        letters = _four_letters(path, OF_SOUND if sound else OF_VIDEO)
        return NAMES.get(letters, letters)
    return ""


def _four_letters(path: Path, of: bytes) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(SEARCHED_BYTES)
            file.seek(max(0, path.stat().st_size - SEARCHED_BYTES))
            content += file.read()
    except OSError:
        return ""
    handler = content.find(b"hdlr")
    while handler >= 0 and content[handler + 12 : handler + 16] != of:
        handler = content.find(b"hdlr", handler + 4)
    description = content.find(SAMPLES, handler) if handler >= 0 else -1
    letters = content[description + 16 : description + 20] if description >= 0 else b""
    return letters.decode("ascii", "replace").strip() if letters.isascii() else ""
