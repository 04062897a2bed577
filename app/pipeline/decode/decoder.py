"""Decodes the video track of a file or URL: upright BGR pictures with their presentation times."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import av
from av.container import Flags as ContainerFlags
from av.error import FFmpegError, InvalidDataError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.pipeline.decode.address import is_url
from app.pipeline.decode.codecs import codec_name
from app.pipeline.decode.companions import Companions, companions_of
from app.pipeline.decode.frames.conversion import Conversion
from app.pipeline.decode.frames.interlaced import Deinterlacer
from app.pipeline.decode.frames.picture_track import PictureTrack
from app.pipeline.decode.frames.sizes import largest_size
from app.pipeline.decode.media import open_media
from app.pipeline.decode.packets import Packets
from app.pipeline.decode.stills.pictures import MAX_PIXELS
from app.pipeline.decode.tracks import readable_video, sound_tracks
from app.pipeline.frame import Frame

DEFAULT_FPS = 25.0
ORDERLESS = frozenset({"avi"})  # they say when a picture is decoded, and FFmpeg makes up when it is shown
ONE_THREAD_PX = 1920 * 1088
SPARE_PICTURES = 1.5
CATCHING_UP = 0.25  # of the time that a picture usually is shown
MAX_DAMAGED_PACKETS = 500  # in a row; a stream that is nothing but noise must come to an end


class VideoDecoder(Iterator[Frame]):
    """Every frame of a video in order of presentation, turned upright, with square pixels.

    Attributes:
        fps: average pictures a second; DEFAULT_FPS when the file does not say.
        frames: how many pictures, or None when the file does not say.
        seconds: duration; 0.0 when the file does not say.
        endless: nobody knows of an end: a connection that says neither how long it lasts nor how much it sends.
        sound_tracks: how many the file has.
        has_audio: there is a sound track that can be decoded.
        unreadable_sound: what the sound is coded in where it cannot be decoded, else "".
        companions: what else is read along, where it was asked for.
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
        steady: bool = False,
        sound: int | None = None,
    ) -> None:
        """Opens address; timeout_s holds for opening and for each read.

        sound: the number of the sound track that is read along, with subtitles, or tracks.ALL_SOUND; None: pictures
        alone.

        at_pace: its pictures are wanted at their own speed only, which one thread keeps up with to full HD;
        each further one holds pictures of its own, 15 MB in all at 720p.

        steady: all pictures have one size, that of the largest, which a file is read through for once beforehand.

        A picture whose longer side has more px than max_side is shrunk to it.

        Raises:
            FFmpegError, OSError: it cannot be opened, or is no media.
            ValueError: it has no video track; UnknownCodecError: one that FFmpeg cannot decode; TooLargeError.
        """
        self._pictures: Iterator[VideoFrame] = iter(())
        self._demuxed: Iterator[Packet[VideoStream]] = iter(())
        self._read: Packets | None = None
        self.companions: Companions | None = None
        self._skipped = False
        self._container = open_media(address, options=options, timeout_s=timeout_s)
        if self._container.format.name in ORDERLESS:
            self._container.flags &= ~ContainerFlags.gen_pts.value
        self._closed = False
        self.damaged = False
        try:
            self._stream = readable_video(self._container, address)
        except ValueError:
            self.close()
            raise
        self._stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}  # and no larger ones on the way
        # Threads over frames hold pictures back: fine for a file, not for a camera.
        self._stream.thread_type = "SLICE" if is_live else "AUTO"
        if at_pace and self.size[0] * self.size[1] <= ONE_THREAD_PX:
            self._stream.codec_context.thread_count = 1
        self.fps = float(self._stream.average_rate or self._stream.guessed_rate or DEFAULT_FPS)
        self.frames = self._stream.frames or None
        self.seconds = self._duration()
        self.endless = is_url(address) and not self.seconds and not self.frames and self._container.size <= 0
        self.sound_tracks = len(self._container.streams.audio)
        self.has_audio = bool(sound_tracks(self._container))
        self.unreadable_sound = ""
        if self.sound_tracks and not self.has_audio:
            self.unreadable_sound = codec_name(self._container.format.name, Path(address), sound=True) or "unknown"
        self._conversion = Conversion(max_side, self._largest_size(address) if steady else None)
        self._track = PictureTrack(self._stream)
        self._deinterlacer = Deinterlacer()
        self._count = 0
        self._packets = 0
        self._end = 0.0
        self._start: float | None = None
        self._last_time = -1.0 / self.fps
        self._given: float | None = None
        self._from = 0.0
        if sound is not None:
            self.companions = companions_of(self._container, self._stream, sound, self._start_time)
        self._read = self.companions.packets if self.companions else Packets(self._container, (self._stream,))
        self._demuxed = self._read.of(self._stream)
        self._pictures = self._decode()

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) px as stored: before turning upright and squaring the pixels."""
        return self._stream.codec_context.width, self._stream.codec_context.height

    @property
    def notes(self) -> tuple[str, ...]:
        """Conversions of the frames so far that a user should know about, one sentence each."""
        return *self._deinterlacer.notes, *self._conversion.notes

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
        aspect, mirrored = self._stream.sample_aspect_ratio, self._track.mirrored
        image, opacity = self._conversion.image(picture, aspect, mirrored=mirrored)
        frame = Frame(image, time, self._count, opacity)
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
        if self._read is not None:
            self._read.begin_anew()
        self._forget_pictures()
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
        self._forget_pictures()
        self._skipped = True

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._pictures = iter(())  # they hold this object, which else only the collector of cycles would free
            self._demuxed = iter(())
            self.companions = None
            if self._read is not None:
                self._read.close()
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
                for picture in self._track.pictures(packet):
                    damaged = 0
                    self.damaged = self.damaged or picture.is_corrupt
                    yield from self._deinterlacer.through(picture)
            except InvalidDataError:
                # One damaged packet costs its pictures, not the rest of the video.
                self.damaged = True
                damaged += 1
                if damaged > MAX_DAMAGED_PACKETS:
                    raise
        yield from self._deinterlacer.rest()
        self.damaged = self.damaged or self._ends_early()

    def _forget_pictures(self) -> None:
        self._track.forget()
        self._deinterlacer.forget()

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

    def _start_time(self) -> float:
        """When the first picture is shown, on the clock of the sound.

        The sound of an AVI is not delayed by the places that its pictures are put back by to change their order.
        """
        orderless = self._container.format.name in ORDERLESS
        places = self._stream.codec_context.reorder_depth if orderless else 0
        return (self._start or 0.0) - places / self.fps

    def _time_of(self, picture: VideoFrame) -> float:
        """Presentation time from 0, always growing.

        A missing stamp, and one that stands still or goes back, becomes one picture after the last. Where a joined
        piece overlaps the one before, its pictures follow each other faster until they are at their time again.
        """
        stamp = picture.pts if picture.pts is not None else picture.dts
        given = None if stamp is None or picture.time_base is None else float(stamp * picture.time_base)
        if given is not None and self._start is None:
            self._start = given
        time = self._last_time + 1.0 / self.fps if given is None else given - (self._start or 0.0)
        if time <= self._last_time:
            grows = given is not None and self._given is not None and given > self._given
            time = self._last_time + (CATCHING_UP if grows else 1.0) / self.fps
        self._given = given
        self._last_time = time
        return time

    def _largest_size(self, address: str) -> tuple[int, int] | None:
        """Of a connection what its header promises."""
        if is_url(address):
            return self.size
        with suppress(FFmpegError, OSError, ValueError):  # that it is damaged is told where it is decoded
            return largest_size(address, self._stream.index)
        return None

    def _duration(self) -> float:
        if self._stream.duration and self._stream.time_base:
            return float(self._stream.duration * self._stream.time_base)
        return self._container.duration / av.time_base if self._container.duration else 0.0
