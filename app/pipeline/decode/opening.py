"""Opens a video, and explains to the user why a file or address is not one."""
from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.bundled import DEMO_NAME, demo_path
from app.pipeline.decode.address import is_url, stream_name
from app.pipeline.decode.codecs import UnknownCodecError
from app.pipeline.decode.connection import connection_error
from app.pipeline.decode.decode_options import PLAIN, DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.limits import too_large
from app.pipeline.decode.media import PlaylistError
from app.pipeline.decode.tracks import TooLargeError
from app.pipeline.frame import Frame
from app.system.files import reason_of

OTHER_FILE = "Choose another file: MP4, MOV, MKV, WebM, AVI and GIF work."
URL_TIMEOUT_S = 15.0
DECODE_ERRORS = (FFmpegError, OSError, ValueError)


def open_checked(address: str, wanted: DecodeOptions = PLAIN) -> tuple[VideoDecoder, Frame]:
    """An open decoder and its first frame, since only what decodes is a video.

    Raises:
        AppError: it is missing, empty, damaged, unreachable, or not a video.
    """
    _check_file(address)
    try:
        decoder = VideoDecoder(address, replace(wanted, timeout_s=URL_TIMEOUT_S if is_url(address) else None))
    except DECODE_ERRORS as error:
        raise _not_a_video(address, error) from error
    try:
        return decoder, next(decoder)
    except (StopIteration, *DECODE_ERRORS) as error:
        decoder.close()
        raise _not_a_video(address, error) from error


def shown_address(address: str) -> str:
    """An address as messages show it."""
    if address == str(demo_path()):
        return f"the {DEMO_NAME.lower()} clip"
    return f"'{stream_name(address) if is_url(address) else Path(address).name}'"


def _check_file(address: str) -> None:
    if is_url(address):
        return
    path, shown = Path(address), shown_address(address)
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise AppError(f"{shown} is a folder, not a video", "Choose a file in it.")
        if known.st_size == 0:
            raise AppError(f"The video {shown} is empty (0 bytes)", OTHER_FILE)
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(f"There is no file {shown}", f"Check the name: {path}") from error
    except PermissionError as error:
        raise AppError(f"No permission to read {shown}", "Check the permissions.") from error
    except (OSError, ValueError) as error:  # ValueError: an impossible file name
        raise AppError(f"Cannot read {shown}", f"{reason_of(error)}.") from error


def _not_a_video(address: str, error: BaseException) -> AppError:
    shown = shown_address(address)
    if isinstance(error, UnknownCodecError):
        codec = error.codec or "in a format"
        return AppError(f"Cannot read {shown}: {codec} cannot be decoded here", OTHER_FILE)
    if isinstance(error, PlaylistError):
        return AppError(f"{shown} is a list of other files, not a video", "Open the video that it names.")
    if isinstance(error, TooLargeError):
        return too_large(f"The video {shown}", error.size)
    if is_url(address):
        return connection_error(error, address, shown)
    return AppError(f"Cannot read {shown}: it is damaged, cut off, or not a video", OTHER_FILE)
