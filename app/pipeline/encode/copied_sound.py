"""The sound of the input, taken along into the output."""
from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from app.pipeline.decode.media import open_media
from app.pipeline.encode.formats import OutputFormat

logger = logging.getLogger(__name__)
TRANSCODED_RATE = 48_000
URL_TIMEOUT_S = 15.0


class SoundTrack:
    """Copies the first sound track packet by packet, or encodes it anew where the container wants that.

    Damaged sound ends early; it never ends the pictures.
    """

    def __init__(self, address: str, target: Any, output: OutputFormat, start_s: float = 0.0) -> None:
        """Adds a stream to target, which is not started yet. Raises FFmpegError when there is no sound.

        start_s: of the pictures' time; what is before it is left out.
        """
        timeout = URL_TIMEOUT_S if "://" in address else None
        self._source = open_media(address, timeout_s=timeout)
        self._target = target
        try:
            self._track = next(track for track in self._source.streams.audio if track.codec_context is not None)
            self._start = _picture_start(self._source) + Fraction(start_s)
            self._copied = bool(output.sound & {self._track.codec_context.name, "*"})
            self._stream = self._add_stream(output)
        except BaseException:
            self._source.close()
            raise
        self._packets = self._copy() if self._copied else self._encode()
        self._pending: tuple[float, Any] | None = None

    def advance(self, until: float) -> None:
        """Writes the sound up to until, seconds of the pictures' time."""
        while True:
            if self._pending is None:
                self._pending = next(self._packets, None)
            if self._pending is None or self._pending[0] > until:
                return
            self._mux(self._pending[1])
            self._pending = None

    def _mux(self, packets: Any) -> None:
        """Sound that the container does not take, with times that jump back for example, ends here."""
        try:
            self._target.mux(packets)
        except (av.error.FFmpegError, ValueError) as error:
            logger.warning("the sound ends early: %s", error)
            self._packets = iter(())

    def finish(self, until: float) -> None:
        """Writes the sound up to until, and closes the input."""
        self.advance(until)
        if not self._copied:
            self._mux(self._stream.encode(None))
        self._source.close()

    def close(self) -> None:
        self._source.close()

    def _add_stream(self, output: OutputFormat) -> Any:
        if self._copied:
            try:
                return self._target.add_stream_from_template(self._track)
            except ValueError:  # "any" codec is any that the container has a number for
                self._copied = False
        layout = "mono" if self._track.codec_context.channels == 1 else "stereo"
        return self._target.add_stream(output.sound_codec, rate=TRANSCODED_RATE, layout=layout)

    def _copy(self) -> Iterator[tuple[float, Any]]:
        try:
            for packet in self._source.demux(self._track):
                if packet.dts is None or packet.pts is None:
                    continue
                shift = round(self._start / packet.time_base)
                packet.pts -= shift
                packet.dts -= shift
                if packet.pts >= 0:
                    packet.stream = self._stream
                    yield float(packet.pts * packet.time_base), packet
        except av.error.FFmpegError as error:
            logger.warning("the sound ends early: %s", error)

    def _encode(self) -> Iterator[tuple[float, Any]]:
        try:
            for frame in self._source.decode(self._track):
                if frame.pts is None or frame.time_base is None:
                    continue
                frame.pts -= round(self._start / frame.time_base)
                if frame.pts >= 0:
                    time = float(frame.pts * frame.time_base)
                    yield from ((time, packet) for packet in self._stream.encode(frame))
        except av.error.FFmpegError as error:
            logger.warning("the sound ends early: %s", error)


def _picture_start(container: Any) -> Any:
    """When the pictures begin, seconds; their times are counted from there."""
    if not container.streams.video:
        return 0
    stream = container.streams.video[0]
    return (stream.start_time or 0) * stream.time_base
