"""The containers of a file or address: usually one, or one for each recording in it."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from app.pipeline.decode.address import is_url, media_address
from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.demux.pieces import pieces_of
from app.pipeline.decode.frames.sizes import Size, largest_size
from app.pipeline.decode.limits import MAX_PIXELS
from app.pipeline.decode.media import open_media, open_piece
from app.pipeline.decode.tracks import video_track


class Containers:
    """Attributes:
    first: open; the caller's to close.
    are_several: others follow.
    """

    def __init__(self, address: str, wanted: DecodeOptions) -> None:
        """Raises FFmpegError, OSError or PlaylistError as open_media."""
        self._address = address
        self._pieces = () if is_url(address) else pieces_of(Path(media_address(address)))
        self.are_several = bool(self._pieces)
        if self._pieces:
            self.first = open_piece(address, self._pieces[0])
        else:
            self.first = open_media(address, options=wanted.ffmpeg, timeout_s=wanted.timeout_s)
        _limit_pixels(self.first)

    def others(self) -> Iterator[Any]:
        """The further containers, each opened only when needed. Raises FFmpegError or OSError."""
        for piece in self._pieces[1:]:
            container = open_piece(self._address, piece)
            _limit_pixels(container)
            yield container

    def largest_size(self, track: Any) -> Size | None:
        """The size of the largest frame, as stored; for a connection, and for several, what the headers promise.

        A file is read through for it, packet by packet and once more than for its frames: the size of the output has
        to be known before its first frame.
        """
        own = track.codec_context.width, track.codec_context.height
        if is_url(self._address):
            return own
        with suppress(FFmpegError, OSError, ValueError):  # decoding reports the damage
            if not self._pieces:
                return largest_size(self._address, track.index)
            return max((own, *map(_promised_size, self.others())), key=lambda size: size[0] * size[1])
        return None


def _promised_size(container: Any) -> Size:
    with container:
        track = video_track(container)
        known = track.codec_context if track is not None else None
        return (0, 0) if known is None else (known.width, known.height)


def _limit_pixels(container: Any) -> None:
    """Frames that are too large, or become so on the way, are not decoded."""
    for track in container.streams.video:
        if track.codec_context is not None:
            track.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
