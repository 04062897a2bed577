"""Decodes the video track of a file or URL: upright BGR frames with their presentation times."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType

from av.container import Flags as ContainerFlags
from av.error import InvalidDataError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.pipeline.decode.companions import Companions, companions_of
from app.pipeline.decode.decode_options import PLAIN, DecodeOptions
from app.pipeline.decode.demux.containers import Containers
from app.pipeline.decode.demux.packets import Packets
from app.pipeline.decode.frames.conversion import Conversion
from app.pipeline.decode.frames.interlaced import Deinterlacer
from app.pipeline.decode.frames.picture_track import PictureTrack
from app.pipeline.decode.presentation import PresentationTimes
from app.pipeline.decode.tracks import readable_video
from app.pipeline.decode.truncation import IndexCheck
from app.pipeline.decode.video_info import info_of
from app.pipeline.frame import Frame

ORDERLESS = frozenset({"avi"})  # stores when a frame is decoded; FFmpeg guesses when it is shown
ONE_THREAD_PX = 1920 * 1088
MAX_DAMAGED_PACKETS = 500  # in a row; a stream of nothing but noise must come to an end


class VideoDecoder(Iterator[Frame]):
    """Every frame of a video in order of presentation, turned upright, with square pixels.

    Attributes:
        info: what the file says about itself; the size is as stored.
        companions: sound and subtitles that are read along, if asked for.
        damaged: whether part of the file could not be read; final only at its end.
    """

    def __init__(self, address: str, wanted: DecodeOptions = PLAIN) -> None:
        """Opens address.

        Raises:
            FFmpegError, OSError: it cannot be opened, or is not a media file.
            ValueError: it has no video track; UnknownCodecError if FFmpeg cannot decode it; TooLargeError.
        """
        self._frames: Iterator[VideoFrame] = iter(())
        self._demuxed: Iterator[Packet[VideoStream]] = iter(())
        self._packets: Packets | None = None
        self.companions: Companions | None = None
        self._skipped = self._closed = self.damaged = False
        containers = Containers(address, wanted)
        self._container = containers.first
        if self._container.format.name in ORDERLESS:
            self._container.flags &= ~ContainerFlags.gen_pts.value
        try:
            self._stream = readable_video(self._container, address)
        except ValueError:
            self.close()
            raise
        self._prepare_codec(wanted)
        info = info_of(self._container, self._stream, address)
        self.info = replace(info, frames=None, seconds=0.0) if containers.are_several else info
        largest = containers.largest_size(self._stream) if wanted.steady else None
        self._conversion = Conversion(wanted.max_side, largest)
        self._track = PictureTrack(self._stream)
        self._deinterlacer = Deinterlacer()
        self._times = PresentationTimes(self.info.fps)
        self._index = IndexCheck(self._container, self._stream)
        self._count = 0
        self._from_s = 0.0
        if wanted.sound is not None:
            self.companions = companions_of(containers, self._stream, wanted.sound, self._start_time)
        self._packets = self.companions.packets if self.companions else Packets(
            self._container, (self._stream,), containers.others())
        self._demuxed = self._packets.of(self._stream)
        self._frames = self._decode()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px as stored: before turning upright and squaring the pixels."""
        return self._stream.codec_context.width, self._stream.codec_context.height

    @property
    def notes(self) -> tuple[str, ...]:
        """Conversions of the frames so far that a user should know about, one sentence each."""
        return *self._deinterlacer.notes, *self._conversion.notes

    def __next__(self) -> Frame:
        """The next frame, read-only; its time is in seconds from the first one's.

        Raises:
            StopIteration: at the end.
            FFmpegError, OSError: the source broke off.
        """
        decoded = next(self._frames)
        time = self._times.next(decoded)
        while time < self._from_s - 0.5 / self.info.fps:
            decoded = next(self._frames)
            time = self._times.next(decoded)
        aspect, mirrored = self._stream.sample_aspect_ratio, self._track.mirrored
        image, opacity = self._conversion.image(decoded, aspect, mirrored=mirrored)
        frame = Frame(image, time, self._count, opacity)
        self._count += 1
        return frame

    def seek(self, seconds: float) -> None:
        """Continues with the frame shown at that time, in seconds from the first one's; one must have been read.

        Raises:
            FFmpegError, OSError: the file is not seekable.
        """
        base = self._stream.time_base
        if base:
            self._container.seek(int((self._times.start + seconds) / base), stream=self._stream)
        if self._packets is not None:
            self._packets.begin_anew()
        self._forget_frames()
        self._frames = self._decode()
        self._times.forget()
        self.skip_to(seconds)

    def skip_to(self, seconds: float) -> None:
        """Decodes everything before that time without handing it out."""
        self._from_s = seconds

    def skip(self) -> None:
        """Reads the next packet without decoding it; decoding resumes at the next keyframe.

        Raises:
            StopIteration: at the end.
            FFmpegError, OSError: the source broke off.
        """
        self._index.note(next(self._demuxed))
        self._forget_frames()
        self._skipped = True

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._frames = iter(())  # the generator refers to this object: only the cycle collector would free both
            self._demuxed = iter(())
            self.companions = None
            if self._packets is not None:
                self._packets.close()
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
            self._index.note(packet)
            if self._skipped and not packet.is_keyframe:
                continue
            self._skipped = False
            try:
                for frame in self._track.pictures(packet):
                    damaged = 0
                    self.damaged = self.damaged or frame.is_corrupt
                    yield from self._deinterlacer.through(frame)
            except InvalidDataError:
                # A damaged packet costs its own frames, not the rest of the video.
                self.damaged = True
                damaged += 1
                if damaged > MAX_DAMAGED_PACKETS:
                    raise
        yield from self._deinterlacer.rest()
        self.damaged = self.damaged or self._index.ends_early(self.info.fps)

    def _forget_frames(self) -> None:
        self._track.forget()
        self._deinterlacer.forget()

    def _start_time(self) -> float:
        """When the first frame is shown, on the clock of the sound.

        In an AVI, reordering delays the frames by a few places, but not the sound.
        """
        orderless = self._container.format.name in ORDERLESS
        places = self._stream.codec_context.reorder_depth if orderless else 0
        return self._times.start - places / self.info.fps

    def _prepare_codec(self, wanted: DecodeOptions) -> None:
        codec = self._stream.codec_context
        # Threads over frames hold frames back: fine for a file, not for a camera.
        self._stream.thread_type = "SLICE" if wanted.is_live else "AUTO"
        if wanted.at_pace and codec.width * codec.height <= ONE_THREAD_PX:
            codec.thread_count = 1
