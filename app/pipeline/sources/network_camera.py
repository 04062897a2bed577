"""A camera on the network: MJPEG over HTTP, RTSP and whatever else FFmpeg reads from a URL."""
from __future__ import annotations

import time
from collections.abc import Callable

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.decode.address import stream_name
from app.pipeline.decode.connection import REACH, connection_error
from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.frame import Frame
from app.pipeline.sources.source import SourceInfo

# Little buffering: frames are wanted now rather than smoothly.
LOW_DELAY = {"fflags": "nobuffer", "rtsp_transport": "tcp", "fpsprobesize": "0"}
TIMEOUT_S = 5.0
MAX_SIDE_PX = 1920


class StreamSource:
    """Frames as they arrive, each stamped with its time of arrival."""

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S, reveal: Callable[[str], str] = str) -> None:
        """Connects; waits at most timeout_s for an answer.

        reveal: turns url, by which the source is known, into the address with its password.

        Raises:
            AppError: there is no answer, or it is not a video.
        """
        self._name = stream_name(url)
        self._index = 0
        address = reveal(url)
        try:
            self._decoder = VideoDecoder(
                address, DecodeOptions(ffmpeg=LOW_DELAY, timeout_s=timeout_s, max_side=MAX_SIDE_PX, is_live=True)
            )
        except (FFmpegError, OSError, ValueError) as error:
            raise connection_error(error, url, self._name) from error
        width, height = self._decoder.size
        self.info = SourceInfo(
            self._name, url, width, height, is_live=True, silence_s=timeout_s + 1.0
        )

    def read(self) -> Frame | None:
        try:
            image = next(self._decoder, None)
        except (FFmpegError, OSError) as error:
            raise AppError(f"The network camera {self._name} no longer answers", REACH) from error
        if image is None:
            raise AppError(f"The network camera {self._name} closed the connection", REACH)
        self._index += 1
        return Frame(image.image, time.monotonic(), self._index - 1)

    def skip(self) -> None:
        """Reads without decoding; see VideoDecoder.skip."""
        try:
            self._decoder.skip()
        except StopIteration:
            raise AppError(f"The network camera {self._name} closed the connection", REACH) from None
        except (FFmpegError, OSError) as error:
            raise AppError(f"The network camera {self._name} no longer answers", REACH) from error

    def close(self) -> None:
        self._decoder.close()
