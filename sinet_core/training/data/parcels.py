"""Splits a cache into parts of limited size, for a machine that only small files can be sent to.

Pictures are JPEG files there and labels PNG files, so that gigabytes become a few hundred megabytes. Pictures come
out with JPEG noise, labels unchanged.
"""
from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from sinet_core.errors import DataError
from sinet_core.training.data.cache import Cache, Record

Image = NDArray[np.uint8]
QUALITY = 95  # of the JPEG files
STAMP, INDEX, PIXELS, COUNT = "recipe.json", "index.json", "pixels.bin", "count"
BLOCK = tarfile.BLOCKSIZE


def pack_cache(cache: Path, out: Path, part_bytes: int) -> list[Path]:
    """Writes OUT/part-000.tar and so on, each of part_bytes at most; returns their paths.

    Raises:
        DataError: there is no finished cache, or a part cannot hold one picture.
    """
    if not (cache / STAMP).is_file():
        raise DataError(f"There is no finished cache in '{cache}'", "Give the --cache of a training.")
    out.mkdir(parents=True, exist_ok=True)
    parts: list[Path] = []
    group: list[tuple[str, bytes]] = []
    room = part_bytes - tarfile.RECORDSIZE
    for name, content in _files(cache):
        size = BLOCK + -(-len(content) // BLOCK) * BLOCK
        if size > part_bytes - tarfile.RECORDSIZE:
            raise DataError(f"A part of {part_bytes:,} bytes cannot hold a picture", "Allow larger parts.")
        if size > room:
            parts.append(_write_part(out, len(parts), group))
            group, room = [], part_bytes - tarfile.RECORDSIZE
        group.append((name, content))
        room -= size
    return [*parts, _write_part(out, len(parts), group)]


def unpack_cache(parts: Iterable[Path], cache: Path) -> int:
    """Makes the cache again from all its parts; returns the number of pictures.

    Raises:
        DataError: a part is missing or damaged.
    """
    cache.mkdir(parents=True, exist_ok=True)
    (cache / STAMP).unlink(missing_ok=True)  # after a kill before the end, the folder does not count as a cache
    waiting: dict[str, bytes] = {}
    rows: list[Record] = []
    offset = 0
    with (cache / PIXELS).open("wb") as stream:
        for name, content in _contents(sorted(parts)):
            waiting[name] = content
            number, _, kind = name.partition(".")
            if kind != "png":  # the last file of a picture
                continue
            record, image, alpha = _read(waiting, number)
            stream.write(image.tobytes() + alpha.tobytes())
            rows.append(replace(record, offset=offset))
            offset += image.size + alpha.size
    if str(len(rows)) != waiting.get(COUNT, b"").decode():
        raise DataError("Parts of the cache are missing", "Give all of them.")
    (cache / INDEX).write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    (cache / STAMP).write_bytes(waiting[STAMP])
    return len(rows)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The stamp, how many pictures there are, and three files for each."""
    cache = Cache(folder)
    records = [*cache.records, *cache.held_out]
    yield STAMP, (folder / STAMP).read_bytes()
    yield COUNT, str(len(records)).encode()
    for number, record in enumerate(records):
        image, alpha = cache.read(record)
        yield f"{number}.json", json.dumps(asdict(record)).encode()
        yield f"{number}.jpg", _encoded(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        yield f"{number}.png", _encoded(".png", alpha, [])


def _encoded(suffix: str, image: Image, parameters: list[int]) -> bytes:
    return bytes(cv2.imencode(suffix, image, parameters)[1])


def _write_part(out: Path, number: int, files: Iterable[tuple[str, bytes]]) -> Path:
    path = out / f"part-{number:03d}.tar"
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as part:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            part.addfile(entry, io.BytesIO(content))
    return path


def _contents(parts: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for path in parts:
        try:
            with tarfile.open(path) as part:
                for entry in part:
                    stream = part.extractfile(entry)
                    yield entry.name, stream.read() if stream else b""
        except (OSError, tarfile.TarError) as error:
            raise DataError(f"'{path}' is not a part of a cache", "Copy it again.") from error


def _read(files: dict[str, bytes], number: str) -> tuple[Record, Image, Image]:
    """Takes the three files of a picture. Raises DataError if one is missing or damaged."""
    try:
        row = json.loads(files.pop(f"{number}.json"))
        pair = [
            cv2.imdecode(np.frombuffer(files.pop(f"{number}.{kind}"), np.uint8), cv2.IMREAD_UNCHANGED)
            for kind in ("jpg", "png")
        ]
        record = Record(**{**row, "box": tuple(row["box"])})
    except (KeyError, ValueError, TypeError, cv2.error) as error:
        raise DataError("Parts of the cache are missing or damaged", "Copy all of them again.") from error
    if any(image is None or image.shape[:2] != (record.height, record.width) for image in pair):
        raise DataError("A part of the cache is damaged", "Copy all of them again.")
    return record, np.asarray(pair[0], np.uint8), np.asarray(pair[1], np.uint8)
