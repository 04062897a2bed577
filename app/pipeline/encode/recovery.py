"""Turns recordings that a crash left behind into ordinary files at the next start."""
from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import av

from app.pipeline.decode.media import open_media
from app.pipeline.encode.held_file import HeldFile
from app.system.files import publish, unique_path_for

logger = logging.getLogger(__name__)
CONTAINERS = {".mp4": "mp4", ".mkv": "matroska", ".webm": "webm", ".mov": "mov"}


def recover_recordings(folder: Path) -> list[Path]:
    """Finishes every leftover recording in folder; returns the finished files, sorted by name.

    Leaves files alone that another process is still writing, or that cannot be finished. Nothing is deleted before
    its content is complete under the final name.
    """
    try:
        parts = sorted(path for suffix in CONTAINERS for path in folder.glob(f"*.part{suffix}"))
    except OSError as error:
        logger.warning("cannot look for recordings in %s: %s", folder, error)
        return []
    return [path for part in parts if (path := _recover(part)) is not None]


def _recover(part: Path) -> Path | None:
    try:
        held = HeldFile.take_over(part)
        if held is None:
            return None
        with held:
            path = _remuxed(part) if part.stat().st_size else None
        if path is not None:
            part.unlink()
        return path
    except (av.error.FFmpegError, OSError, ValueError) as error:
        logger.warning("cannot recover %s: %s", part, error)
        return None


def _remuxed(part: Path) -> Path | None:
    fresh = part.with_name(f".{part.name}.recovering")
    try:
        written = _remux(part, fresh)
        if not written:
            return None
        path = publish(fresh, unique_path_for(part))
    finally:
        fresh.unlink(missing_ok=True)
    logger.info("recovered %s, %d packets", path, written)
    return path


def _remux(part: Path, fresh: Path) -> int:
    """Copies every readable packet into an ordinary file of the same kind; returns how many."""
    with open_media(str(part)) as source, av.open(str(fresh), "w", format=CONTAINERS[part.suffix]) as target:
        streams = {stream.index: target.add_stream_from_template(stream, opaque=True) for stream in _media(source)}
        written = 0
        try:
            for packet in source.demux():
                if packet.dts is None or packet.stream.index not in streams or not packet.size:
                    continue
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
                written += 1
        except av.error.InvalidDataError as error:
            logger.info("%s ends in the middle of a packet: %s", part, error)
    return written


def _media(container: Any) -> list[Any]:
    """The tracks that can be copied; the codec of a damaged one may be unknown."""
    known = [stream for stream in container.streams if stream.codec_context is not None]
    return [stream for stream in known if stream.type in ("video", "audio")]
