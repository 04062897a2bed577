"""Writes composites as PNG: a single picture, or a numbered sequence."""
from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np

from app.pipeline.encode.writer import Writer
from app.pipeline.frame import Frame

HEADER_BYTES = 33  # the signature, and IHDR


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


MARK = _chunk(b"tEXt", b"Software\0Backdrop render")


class PngWriter(Writer):
    """One picture as NAME.png, several as NAME-00001.png and so on.

    If a longer sequence with the same name existed, its tail is removed. Only pictures with our mark are removed; the
    user is told about any others.
    """

    def __init__(self, path: Path, *, live: bool = False) -> None:
        super().__init__(path, live=live)
        self._count = 0

    def write(self, frame: Frame) -> None:
        self._temporary.mkdir(exist_ok=True)
        done, data = cv2.imencode(".png", frame.image)
        if not done:
            raise OSError(f"cannot encode {frame.image.shape} as PNG")
        (self._temporary / self._name(self._count + 1)).write_bytes(_marked(np.asarray(data).tobytes()))
        self._count += 1  # only now, since on a full disk the last one is incomplete

    def _name(self, number: int) -> str:
        return f"{self.path.stem}-{number:05d}{self.path.suffix}"

    def _finish(self) -> None:
        """Nothing to do: each picture is complete."""

    def _abort(self) -> None:
        """Nothing to do: the folder is removed anyway."""

    def _publish(self) -> Path:
        if self._count == 1:
            (self._temporary / self._name(1)).replace(self._final)
            return self.path
        for number in range(1, self._count + 1):
            (self._temporary / self._name(number)).replace(self.path.with_name(self._name(number)))
        self._remove_tail()
        return self.path.with_name(self._name(1))

    def _remove_tail(self) -> None:
        foreign = []
        for path in sorted(self.path.parent.iterdir()):
            if (row_number(self.path, path) or 0) > self._count:
                if _is_ours(path):
                    path.unlink()
                else:
                    foreign.append(path.name)
        if foreign:
            named = foreign[0] if len(foreign) == 1 else f"{foreign[0]} to {foreign[-1]}"
            self.warnings.append(f"Left unchanged, since not part of this sequence: {named}.")


def _marked(png: bytes) -> bytes:
    """Adds a text with our mark after the header, where it is found without decoding."""
    return png[:HEADER_BYTES] + MARK + png[HEADER_BYTES:]


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(HEADER_BYTES + len(MARK)).endswith(MARK)
    except OSError:
        return False


def row_number(path: Path, other: Path) -> int | None:
    """The picture's number in the sequence of path if other is part of it, else None."""
    if path.suffix.lower() != ".png":
        return None
    found = re.fullmatch(rf"{re.escape(path.stem)}-([0-9]{{5,}}){re.escape(path.suffix)}", other.name)
    return int(found[1]) if found else None
