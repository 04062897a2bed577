"""Reads a take that can be changed: each camera frame with its alpha and settings."""
from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from app.errors import AppError
from app.pipeline.decode.media import PlaylistError, open_media
from app.pipeline.encode.timeline import TICKS_PER_SECOND
from app.pipeline.frame import Image
from app.pipeline.takes.alpha_packet import unpack_alpha
from app.pipeline.takes.kept_frame import Verdict
from app.pipeline.takes.take_file import VERSION, VERSION_KEY
from app.pipeline.takes.take_settings import TakeSettings, from_json
from app.system.files import reason_of
from sinet_core.arrays import Alpha8, FrameSize

VERDICTS: dict[str, Verdict] = {"moved": "moved", "due": "due", "still": "still", "alone": "alone"}
DAMAGED = (av.error.FFmpegError, OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakeInfo:
    """Attributes:
    size: (width, height) px.
    seconds: its length.
    frames: how many there are; 0 if the file does not say.
    has_sound: whether it has a sound track.
    settings: at its start.
    pictures_s: the length of the camera's track; 0 if the file does not say.
    """

    path: Path
    size: FrameSize
    seconds: float
    frames: int
    has_sound: bool
    settings: TakeSettings
    pictures_s: float = 0.0


@dataclass(frozen=True, eq=False)
class TakeFrame:
    """A moment of a take. Deliberately not a Frame, since it shows the room.

    Attributes:
        pixels: HxWx3 uint8 BGR, as the camera saw it. Must never be shown.
        time: seconds from the start of the take.
        index: counts the frames read, from 0.
        alpha8: the network's latest alpha, hxw uint8, x 255.
        verdict, fresh, settings: as in a KeptFrame.
    """

    pixels: Image
    time: float
    index: int
    alpha8: Alpha8
    verdict: Verdict
    fresh: bool
    settings: TakeSettings

    @property
    def size(self) -> FrameSize:
        return FrameSize.of(self.pixels)


def open_take(path: Path) -> TakeInfo:
    """Describes a take. Reads its beginning.

    Raises:
        AppError: it is missing, not a take, from a newer version, or unreadable.
    """
    with _opened(path) as container:
        seconds = (container.duration or 0) / av.time_base
        sound = bool(container.streams.audio)
        frames = container.streams.video[0].frames
        pictures_s = float((container.streams.video[0].duration or 0) * container.streams.video[0].time_base)
    first = next(iter_take(path), None)
    if first is None:
        raise AppError(f"The take '{path.name}' is empty", "It was cut off before its first frame, and can be deleted.")
    return TakeInfo(path, first.size, seconds, frames, sound, first.settings, pictures_s)


def iter_take(path: Path, start_s: float = 0.0) -> Iterator[TakeFrame]:
    """The frames of a take from the last keyframe before start_s on, to its end or to the first damage.

    Raises:
        AppError: as open_take, except for an empty take.
    """
    with _opened(path) as pictures, _opened(path) as others:
        index = 0
        try:
            alphas = _Alphas(others)
            if start_s > 0:
                _seek(pictures, pictures.streams.video[0], start_s)
                _seek(others, others.streams.video[1], start_s)
            for frame in pictures.decode(pictures.streams.video[0]):
                ticks = round(frame.pts * frame.time_base * TICKS_PER_SECOND)
                if not alphas.advance(ticks):
                    continue
                if alphas.ended:
                    return
                yield alphas.frame(_bgr(frame), ticks, index)
                index += 1
        except DAMAGED as error:
            logger.warning("the take %s ends early: %s", path, error)


class _Alphas:
    """Follows the alpha track alongside the frames.

    Attributes:
        ended: whether there is no alpha at or after the current moment, which therefore must not be shown.
    """

    def __init__(self, container: Any) -> None:
        self.ended = False
        self._packets = (packet for packet in container.demux(container.streams.video[1]) if packet.pts is not None)
        self._next: tuple[int, bytes] | None = self._take()
        self._settings: TakeSettings | None = None
        self._size = (0, 0)
        self._alpha8: Alpha8 = np.zeros((1, 1), np.uint8)
        self._verdict: Verdict = "still"
        self._fresh = False

    def advance(self, ticks: int) -> bool:
        """Reads up to that moment; False before the first alpha."""
        self._verdict, self._fresh = "still", False
        self.ended = self._next is None
        while self._next is not None and self._next[0] <= ticks:
            at, data = self._next
            self._alpha8, changes = unpack_alpha(data)
            exact = at == ticks
            self._verdict = VERDICTS[changes.get("verdict", "moved")] if exact else "still"
            self._fresh = exact and changes.get("fresh") is True
            self._follow(changes)
            self._next = self._take()
        return self._settings is not None

    def frame(self, image: Image, ticks: int, index: int) -> TakeFrame:
        assert self._settings is not None
        width, height = self._size
        pixels = np.ascontiguousarray(image[:height, :width])
        pixels.flags.writeable = False
        return TakeFrame(
            pixels, ticks / TICKS_PER_SECOND, index, self._alpha8, self._verdict, self._fresh, self._settings)

    def _follow(self, changes: dict[str, Any]) -> None:
        if "settings" in changes:
            self._settings = from_json(changes["settings"])
        if "size" in changes:
            self._size = (int(changes["size"][0]), int(changes["size"][1]))

    def _take(self) -> tuple[int, bytes] | None:
        packet = next(self._packets, None)
        if packet is None:
            return None
        return round(packet.pts * packet.time_base * TICKS_PER_SECOND), bytes(packet)


def _opened(path: Path) -> Any:
    try:
        container = open_media(str(path.absolute()))
    except FileNotFoundError as error:
        raise AppError(f"There is no take '{path}'", "It was moved, renamed or deleted.") from error
    except (av.error.FFmpegError, OSError, PlaylistError) as error:
        hint = f"{reason_of(error)}. It is damaged, or was not copied to its end."
        raise AppError(f"The take '{path.name}' cannot be read", hint) from error
    version = container.metadata.get(VERSION_KEY, "")
    if not version.isdecimal() or len(container.streams.video) < 2:
        container.close()
        raise AppError(f"'{path.name}' is not a take with the camera's picture", "Only such takes can be changed.")
    if int(version) > VERSION:
        container.close()
        raise AppError(f"The take '{path.name}' is from a newer Backdrop", "Update Backdrop to open it.")
    return container


def _seek(container: Any, stream: Any, seconds: float) -> None:
    container.seek(int(seconds / stream.time_base), stream=stream)


def _bgr(frame: av.VideoFrame) -> Image:
    """The inverse of app.pipeline.encode.pixels.yuv420."""
    return np.asarray(cv2.cvtColor(frame.to_ndarray(format="yuv420p"), cv2.COLOR_YUV2BGR_I420), np.uint8)
