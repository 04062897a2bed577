"""Decodes the first video track of a file or URL: upright BGR pictures with their presentation times."""
from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import av
import cv2
import numpy as np
from av.error import InvalidDataError
from av.packet import Packet
from av.sidedata.sidedata import SideDataContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream

from app.pipeline.decode.codecs import UnknownCodecError, codec_name
from app.pipeline.decode.media import open_media
from app.pipeline.frame import Frame, Image

DEFAULT_FPS = 25.0
ONE_THREAD_PX = 1920 * 1088
DISPLAY_MATRIX = "DISPLAYMATRIX"
HD_HEIGHT = 720
IDENTITY = (1, 0, 0, 1)
MATRICES = {90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}  # of PyAV's rotation, counterclockwise
UNSPECIFIED = 2  # of ITU-T H.273
SPARE_PICTURES = 1.5
MAX_DAMAGED_PACKETS = 500  # in a row; a stream that is nothing but noise must come to an end


class VideoDecoder(Iterator[Frame]):
    """Every picture of a video in order of presentation, turned upright, with square pixels.

    Attributes:
        fps: average pictures a second; DEFAULT_FPS when the file does not say.
        frames: how many pictures, or None when the file does not say.
        seconds: duration; 0.0 when the file does not say.
        has_audio: there is a sound track that can be decoded.
        unreadable_sound: what the sound is coded in where it cannot be decoded, else "".
        damaged: something of the file could not be read; known for certain at its end only.
    """

    def __init__(
        self,
        address: str,
        *,
        options: dict[str, str] | None = None,
        timeout_s: float | None = None,
        max_side: int | None = None,
        is_live: bool = False,
        at_pace: bool = False,
    ) -> None:
        """Opens address; timeout_s holds for opening and for each read.

        at_pace: its pictures are wanted at their own speed only, which one thread keeps up with to full HD;
        each further one holds pictures of its own, 15 MB in all at 720p.

        A picture whose longer side has more px than max_side is shrunk to it.

        Raises:
            FFmpegError, OSError: it cannot be opened, or is no media.
            ValueError: it has no video track; UnknownCodecError: one that FFmpeg cannot decode.
        """
        self._pictures: Iterator[VideoFrame] = iter(())
        self._demuxed: Iterator[Packet[VideoStream]] = iter(())
        self._skipped = False
        self._container = open_media(address, options=options, timeout_s=timeout_s)
        self._closed = False
        self.damaged = False
        # The cover of a music file is a video track to FFmpeg, but not to anybody else.
        tracks = [t for t in self._container.streams.video if not t.disposition & Disposition.attached_pic]
        if not tracks:
            self.close()
            raise ValueError("no video track")
        self._stream = tracks[0]
        if self._stream.codec_context is None:
            container_format = self._container.format.name
            self.close()
            raise UnknownCodecError(codec_name(container_format, Path(address)))
        # Threads over frames hold pictures back: fine for a file, not for a camera.
        self._stream.thread_type = "SLICE" if is_live else "AUTO"
        if at_pace and self.size[0] * self.size[1] <= ONE_THREAD_PX:
            self._stream.codec_context.thread_count = 1
        self.fps = float(self._stream.average_rate or self._stream.guessed_rate or DEFAULT_FPS)
        self.frames = self._stream.frames or None
        self.seconds = self._duration()
        sounds = self._container.streams.audio
        self.has_audio = any(track.codec_context is not None for track in sounds)
        self.unreadable_sound = ""
        if sounds and not self.has_audio:
            self.unreadable_sound = codec_name(self._container.format.name, Path(address), sound=True) or "unknown"
        self._decoded_size = _within(self.size, max_side)
        self._scaler = VideoReformatter()  # one for all: each starts threads
        self._count = 0
        self._packets = 0
        self._end = 0.0
        self._start: float | None = None
        self._last_time = -1.0 / self.fps
        self._from = 0.0
        self._demuxed = self._container.demux(self._stream)
        self._pictures = self._decode()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px as stored: before turning upright and squaring the pixels."""
        return self._stream.codec_context.width, self._stream.codec_context.height

    def __next__(self) -> Frame:
        """The next picture, read-only; time is in seconds from the first one's.

        Raises:
            StopIteration: at the end.
            FFmpegError, OSError: the source broke off.
        """
        picture = next(self._pictures)
        time = self._time_of(picture)
        while time < self._from - 0.5 / self.fps:
            picture = next(self._pictures)
            time = self._time_of(picture)
        width, height = self._decoded_size or (picture.width, picture.height)
        matrix = Colorspace.ITU709 if _is_untagged_hd(picture) else None
        scaled = self._scaler.reformat(picture, width, height, "bgr24", src_colorspace=matrix)
        decoded = np.asarray(scaled.to_ndarray(), np.uint8)
        image = _square(decoded, self._stream.sample_aspect_ratio)
        image = _upright(image, picture)
        image.flags.writeable = False
        frame = Frame(image, time, self._count)
        self._count += 1
        return frame

    def seek(self, seconds: float) -> None:
        """The next picture is the one of that time, in seconds from the first one's; one must have been read.

        Raises:
            FFmpegError, OSError: the file cannot be sought in.
        """
        base = self._stream.time_base
        if base:
            self._container.seek(int(((self._start or 0.0) + seconds) / base), stream=self._stream)
        self._demuxed = self._container.demux(self._stream)
        self._pictures = self._decode()
        self._last_time = -1.0 / self.fps
        self.skip_to(seconds)

    def skip_to(self, seconds: float) -> None:
        """What comes before that time is decoded and not handed out."""
        self._from = seconds

    def skip(self) -> None:
        """Reads the next packet and does not decode it; afterwards pictures come from the next keyframe on.

        Raises:
            StopIteration: at the end.
            FFmpegError, OSError: the source broke off.
        """
        self._note(next(self._demuxed))
        self._skipped = True

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._pictures = iter(())  # they hold this object, which else only the collector of cycles would free
            self._demuxed = iter(())
            self._container.close()

    def __enter__(self) -> VideoDecoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _decode(self) -> Iterator[VideoFrame]:
        damaged = 0
        for packet in self._demuxed:
            self._note(packet)
            if self._skipped and not packet.is_keyframe:
                continue
            self._skipped = False
            try:
                for picture in packet.decode():
                    damaged = 0
                    self.damaged = self.damaged or picture.is_corrupt
                    yield picture
            except InvalidDataError:
                # One damaged packet costs its pictures, not the rest of the video.
                self.damaged = True
                damaged += 1
                if damaged > MAX_DAMAGED_PACKETS:
                    raise
        self.damaged = self.damaged or self._ends_early()

    def _note(self, packet: Packet[VideoStream]) -> None:
        self._packets += packet.size > 0
        if packet.pts is not None and packet.time_base is not None:
            self._end = max(self._end, float((packet.pts + (packet.duration or 0)) * packet.time_base))

    def _ends_early(self) -> bool:
        """Neither as many packets nor as long as the index of an MP4 says.

        Both, since either alone is so for healthy videos, too: one that was trimmed has samples that are not played.
        cut_off knows of other formats.
        """
        stream = self._stream
        if "mp4" not in self._container.format.name or not stream.frames or not stream.duration or not stream.time_base:
            return False
        end = float(((stream.start_time or 0) + stream.duration) * stream.time_base)
        return self._packets < stream.frames and self._end < end - SPARE_PICTURES / self.fps

    def _time_of(self, picture: VideoFrame) -> float:
        """Presentation time from 0; a missing or backward stamp becomes one picture after the last."""
        time = picture.time
        if time is not None and self._start is None:
            self._start = time
        time = self._last_time + 1.0 / self.fps if time is None else time - (self._start or 0.0)
        if time <= self._last_time:
            time = self._last_time + 1.0 / self.fps
        self._last_time = time
        return time

    def _duration(self) -> float:
        if self._stream.duration and self._stream.time_base:
            return float(self._stream.duration * self._stream.time_base)
        return self._container.duration / av.time_base if self._container.duration else 0.0


def _within(size: tuple[int, int], max_side: int | None) -> tuple[int, int] | None:
    """The size to shrink to, or None where nothing is to be shrunk."""
    longer = max(size)
    if max_side is None or longer <= max_side:
        return None
    return max(1, round(size[0] * max_side / longer)), max(1, round(size[1] * max_side / longer))


def _is_untagged_hd(picture: VideoFrame) -> bool:
    """Players take such a video for BT.709, FFmpeg for BT.601, in which reds and greens come out wrong."""
    return picture.colorspace == UNSPECIFIED and picture.height >= HD_HEIGHT and not picture.format.is_rgb


def _upright(image: Image, picture: VideoFrame) -> Image:
    """Turns and mirrors it as phones write beside the pictures, instead of doing so themselves.

    Of the matrix (a b u, c d v, x y w), which takes stored places to shown ones, only the signs count: the picture is
    either shown as it lies or with rows for columns, and then mirrored or not. The angle alone does not tell that.
    """
    a, b, c, d = _display_matrix(picture)
    if abs(b) + abs(c) > abs(a) + abs(d):
        image = np.asarray(cv2.transpose(image), np.uint8)
        a, d = c, b
    if a < 0 or d < 0:
        image = np.asarray(cv2.flip(image, -1 if a < 0 and d < 0 else 1 if a < 0 else 0), np.uint8)
    return image


def _display_matrix(picture: VideoFrame) -> tuple[int, int, int, int]:
    """(a, b, c, d) of it; where nothing is to be turned, those of the identity.

    picture.side_data would keep the container in the picture, which the container holds: a cycle, so that every
    picture with its buffers would wait for the collector. PyAV has no names for some kinds of side data (EXIF) and
    then hands out none; the angle it tells all the same.
    """
    try:
        matrix = SideDataContainer(picture).get(DISPLAY_MATRIX)  # type: ignore[call-arg]
    except ValueError:
        return MATRICES.get(picture.rotation % 360, IDENTITY)
    if matrix is None:
        return IDENTITY
    a, b, _, c, d = struct.unpack("=5i", bytes(cast(Any, matrix))[:20])
    return a, b, c, d


def _square(image: Image, aspect: Fraction | None) -> Image:
    """Stretches oblong pixels (DV, some DVDs) to square ones."""
    if not aspect or not 0.1 < aspect < 10 or aspect == 1:
        return image
    height, width = image.shape[:2]
    return np.asarray(cv2.resize(image, (max(1, round(width * aspect)), height)), np.uint8)
