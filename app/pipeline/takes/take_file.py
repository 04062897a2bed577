"""Writes a take that can be changed afterwards: the camera's picture, the network's alpha, sound and settings.

A fragmented MP4, like a recording, so the file on disk plays whatever ends the writing (docs/decisions/0039). Its
first track is the camera's picture. The second is the alpha: each packet is a PNG, which also holds settings when
they change.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import av
import cv2
import numpy as np

from app.pipeline.encode.codecs.h264 import LOOKAHEAD_FRAMES, h264
from app.pipeline.encode.fragments import CRASH_SAFE, FragmentFile
from app.pipeline.encode.pixels import letterbox
from app.pipeline.encode.recording_file import KEY_S, RATE, RecordingFile
from app.pipeline.encode.take_format import TakeFormat
from app.pipeline.encode.timeline import TICKS_PER_SECOND, TIME_BASE
from app.pipeline.encode.video_track import VideoFormat, VideoTrack
from app.pipeline.frame import Image
from app.pipeline.takes.alpha_packet import pack_alpha
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_settings import SUFFIX
from sinet_core.arrays import Alpha8, FrameSize

VERSION = 1
VERSION_KEY = "backdrop_take"  # in the file's metadata
REPEAT_S = 0.2  # while nothing moves; frames after the last alpha are not read, so this limits what a kill loses
TAKE = TakeFormat(
    SUFFIX, "mp4", {**CRASH_SAFE, "movflags": f"{CRASH_SAFE['movflags']}+use_metadata_tags"},
    h264("ultrafast", 14, threads=1, lookahead=LOOKAHEAD_FRAMES),
)  # fmt: skip
NOBODY = np.zeros((1, 1), np.uint8)


class TakeFile(RecordingFile):
    """A RecordingFile of KeptFrames."""

    def __init__(self, descriptor: int, what: TakeFormat = TAKE, *, tracks: Sequence[str] = ()) -> None:
        super().__init__(descriptor, what, tracks=tracks)
        self._alphas: Any = None
        self._size = FrameSize(0, 0)
        self._told: dict[str, Any] = {}
        self._next_key = self._next_repeat = 0
        self._untold: tuple[KeptFrame, int] | None = None  # the last frame, if it has no packet yet

    def close(self) -> None:
        """Writes the frames that the encoder has buffered, and the index. Raises FFmpegError or OSError."""
        try:
            if self._video is not None and self._untold is not None:
                self._write_alpha(self._video, *self._untold, last=True)
        finally:
            super().close()

    def _new_track(self, pictures: VideoFormat, size: tuple[int, int]) -> VideoTrack:
        self._size = FrameSize(*size)
        track = _TimedTrack(self._file, pictures, self._size)
        track.container.metadata[VERSION_KEY] = str(VERSION)
        self._alphas = track.container.add_stream("png", rate=RATE)
        self._alphas.width, self._alphas.height, self._alphas.pix_fmt = 256, 144, "gray"  # each packet has its own size
        self._alphas.time_base = self._alphas.codec_context.time_base = TIME_BASE
        return track

    def _write_moment(self, video: VideoTrack, frame: KeptFrame, stamp: int) -> None:
        self._write_alpha(video, frame, stamp)
        video.write(self._picture(frame.pixels), stamp)

    def _write_alpha(self, video: VideoTrack, kept: KeptFrame, stamp: int, *, last: bool = False) -> None:
        """Writes nothing if nothing changed, and everything with each keyframe, where reading may begin."""
        key = stamp >= self._next_key
        if key:
            self._next_key, self._told = stamp + KEY_S * TICKS_PER_SECOND, {}
        changes = self._changes(kept)
        dull = kept.verdict == "still" and set(changes) == {"verdict"}
        self._untold = (kept, stamp) if dull and not (key or last or stamp >= self._next_repeat) else None
        if self._untold is not None:
            return
        self._next_repeat = stamp + round(REPEAT_S * TICKS_PER_SECOND)
        packet = av.Packet(pack_alpha(self._alpha(kept), changes))
        packet.stream, packet.time_base = self._alphas, TIME_BASE
        packet.pts = packet.dts = stamp
        packet.is_keyframe = key
        video.mux([packet])

    def _changes(self, kept: KeptFrame) -> dict[str, Any]:
        told = {"settings": kept.settings.as_json(), "size": list(self._size)}
        changes: dict[str, Any] = {name: value for name, value in told.items() if self._told.get(name) != value}
        self._told = told
        if kept.verdict != "moved":
            changes["verdict"] = kept.verdict
        if kept.fresh:
            changes["fresh"] = True
        return changes

    def _alpha(self, kept: KeptFrame) -> Alpha8:
        if kept.alpha8 is None:
            return NOBODY
        return kept.alpha8 if kept.size == self._size else _fitted(kept.alpha8, kept.size, self._size)

    def _picture(self, pixels: Image | None) -> Image:
        if pixels is None:
            return np.zeros((self._size.height, self._size.width, 3), np.uint8)
        return letterbox(pixels, self._size)


class _TimedTrack(VideoTrack):
    """Sets the true duration of each packet. Otherwise, the muxer would move the first packet of a fragment to the
    assumed end of the last one, and a frame would lose its alpha."""

    def __init__(self, target: FragmentFile, what: VideoFormat, size: FrameSize) -> None:
        super().__init__(target, what, size)
        self._held: dict[int, Any] = {}  # the last packet of each stream

    def mux(self, packets: list[Any]) -> None:
        for packet in packets:
            if packet.stream.type == "video":
                before = self._held.get(packet.stream.index)
                self._held[packet.stream.index] = packet
                if before is None:
                    continue
                before.duration = packet.dts - before.dts
                super().mux([before])
            else:
                super().mux([packet])

    def flush(self) -> None:
        super().flush()
        super().mux(list(self._held.values()))


def _fitted(alpha8: Alpha8, size: FrameSize, whole: FrameSize) -> Alpha8:
    """The alpha of a frame of another size, placed like the frame within the video; there is nobody around it."""
    scale = min(whole.width / size.width, whole.height / size.height)
    rows, columns = alpha8.shape
    inner = (
        max(1, round(columns * size.width * scale / whole.width)),
        max(1, round(rows * size.height * scale / whole.height)),
    )
    result = np.zeros_like(alpha8)
    top, left = (rows - inner[1]) // 2, (columns - inner[0]) // 2
    resized = cv2.resize(alpha8, inner, interpolation=cv2.INTER_AREA)
    result[top : top + inner[1], left : left + inner[0]] = resized
    return result
