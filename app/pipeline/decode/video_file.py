"""Video files: what they hold, and every picture in turn."""
from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.bundled import DEMO_NAME, demo_path
from app.pipeline.decode.address import is_url, stream_name
from app.pipeline.decode.codecs import UnknownCodecError
from app.pipeline.decode.companions import Companions
from app.pipeline.decode.connection import connection_error
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.frames.conversion import shrinking
from app.pipeline.decode.media import PlaylistError
from app.pipeline.decode.stills.pictures import (
    DAMAGED,
    FILE_MAX_SIDE_PX,
    animation_length,
    is_animated,
    is_picture,
    iter_animation,
    load_picture,
    load_still,
    stored_size,
    too_large,
)
from app.pipeline.decode.tracks import TooLargeError
from app.pipeline.decode.truncation import is_cut_off
from app.pipeline.frame import Frame, Image
from app.settings import DEMO
from app.system.files import reason_of

OTHER_FILE = "Choose another file: MP4, MOV, MKV, WebM, AVI and GIF work."
URL_TIMEOUT_S = 15.0
DECODE_ERRORS = (FFmpegError, OSError, ValueError)


@dataclass(frozen=True)
class VideoInfo:
    """What is known of a video before it is read through.

    Attributes:
        width, height: px of the upright picture.
        fps: average pictures a second; 0 for a still picture.
        frames: how many, or None when the file does not say.
        seconds: duration; 0.0 when the file does not say, and for a still picture.
        has_audio: there is a sound track that can be decoded.
        unreadable_sound: what the sound is coded in where it cannot be, else "".
        endless: nobody knows of an end, as of a camera.
    """

    width: int
    height: int
    fps: float
    frames: int | None
    seconds: float
    has_audio: bool
    unreadable_sound: str = ""
    endless: bool = False


@dataclass(frozen=True)
class Damage:
    """What is wrong with a file that was read through.

    Attributes:
        pictures: how many could be read.
        expected: about how many there should be, or None when nobody knows.
    """

    pictures: int
    expected: int | None

    def __str__(self) -> str:
        if self.expected is None or self.pictures >= self.expected:
            return "The video is damaged: some of its frames could not be read."
        return f"The video is damaged or cut off: {self.pictures} of about {self.expected} frames could be read."


@dataclass(frozen=True)
class OpenedVideo:
    """Everything that one opening gives; to be closed when frames and companions were gone through.

    Attributes:
        info: what is known beforehand.
        frames: as iter_video has them.
        companions: sound and what else was asked for; None where there is none, and of a picture.
        sound_tracks: how many there are.
        close: safe to call twice.
    """

    info: VideoInfo
    frames: Iterator[Frame]
    companions: Companions | None
    sound_tracks: int
    close: Callable[[], None]


def open_video(
    path: str | Path, *, sound: int | None = None, on_damage: Callable[[Damage], None] = lambda _: None,
    on_note: Callable[[str], None] = lambda _: None,
) -> OpenedVideo:
    """Opens path once, for what is known of it, its pictures, all of one size, and its sound.

    sound: the number of a sound track, or tracks.ALL_SOUND; None: without. The rest is as in iter_video.

    Raises:
        AppError: it is missing, empty, damaged, unreachable, or neither picture nor video.
    """
    if _is_still(path):
        frames = iter_video(path, on_damage=on_damage, on_note=on_note)
        return OpenedVideo(_still_info(Path(path)), frames, None, 0, lambda: None)
    address = _address(path)
    decoder, first = open_checked(address, FILE_MAX_SIDE_PX, steady=True, sound=sound)
    info = VideoInfo(*first.size, decoder.fps, decoder.frames, decoder.seconds, decoder.has_audio,
                     decoder.unreadable_sound, decoder.endless)
    frames = _pictures(address, decoder, first, Told(on_damage, on_note))
    return OpenedVideo(info, frames, decoder.companions, decoder.sound_tracks, decoder.close)


def probe_video(path: str | Path) -> VideoInfo:
    """What path is: a video or picture file, a URL, or "demo". Raises AppError as open_video."""
    opened = open_video(path)
    opened.close()
    return opened.info


def _still_info(path: Path) -> VideoInfo:
    height, width = load_picture(path, max_side=FILE_MAX_SIDE_PX).shape[:2]
    if is_animated(path):
        count, shown = animation_length(path)
        return VideoInfo(width, height, 1 / shown, count, count * shown, False)
    return VideoInfo(width, height, 0.0, 1, 0.0, False)


def first_picture(path: Path) -> Image:
    """The first picture of a video file, HxWx3 uint8 BGR, read-only. Raises AppError as probe_video."""
    decoder, first = open_checked(str(path), at_pace=True)
    decoder.close()
    return first.image


def iter_video(
    path: str | Path, *, at_pace: bool = False, steady: bool = False,
    on_damage: Callable[[Damage], None] = lambda _: None, on_note: Callable[[str], None] = lambda _: None,
) -> Iterator[Frame]:
    """Every picture of path (a video or picture file, animated or not, a URL, or "demo") once, read-only, upright.

    Times are presentation times in seconds from the first picture's. The file is opened at once, not with the
    first step. Where a file breaks off the pictures end, and on_damage is told; a network that breaks off raises.
    on_note is told what was done to the pictures that a user should know, more than once if it was; steady is as in
    VideoDecoder.

    Raises:
        AppError: as probe_video, or (failed_running) the connection was lost on the way.
    """
    if _is_still(path):
        still = load_still(Path(path), max_side=FILE_MAX_SIDE_PX)
        _tell_shrinking(Path(path), still.image, on_note)
        return _animation(Path(path), on_damage) if is_animated(Path(path)) else iter([still])
    address = _address(path)
    decoder, first = open_checked(address, FILE_MAX_SIDE_PX, at_pace=at_pace, steady=steady)
    return _closing(decoder, _pictures(address, decoder, first, Told(on_damage, on_note)))


def _closing(decoder: VideoDecoder, frames: Iterator[Frame]) -> Iterator[Frame]:
    with decoder:
        yield from frames


@dataclass(frozen=True)
class Told:
    """Who hears of a video while it is gone through: damage at its end, notes as they arise."""

    damage: Callable[[Damage], None]
    note: Callable[[str], None]


def _tell_shrinking(path: Path, image: Image, on_note: Callable[[str], None]) -> None:
    height, width = image.shape[:2]
    stored = stored_size(path)
    if stored not in ((width, height), (height, width)):
        on_note(shrinking(stored, (width, height)))


def _pictures(address: str, decoder: VideoDecoder, first: Frame, told: Told) -> Iterator[Frame]:
    count, broke_off = 0, False
    frame: Frame | None = first
    while frame is not None:
        count += 1
        for note in decoder.notes:
            told.note(note)
        yield frame
        try:
            frame = next(decoder, None)
        except DECODE_ERRORS as error:
            if is_url(address):
                raise AppError(
                    f"The connection to {_shown(address)} was lost", "Check the network.", failed_running=True
                ) from error
            frame, broke_off = None, True
    if broke_off or decoder.damaged or (not is_url(address) and is_cut_off(Path(address))):
        told.damage(Damage(count, decoder.frames or round(decoder.seconds * decoder.fps) or None))


def _animation(path: Path, on_damage: Callable[[Damage], None]) -> Iterator[Frame]:
    count = 0
    try:
        for frame in iter_animation(path):
            count += 1
            yield frame
    except DAMAGED:
        on_damage(Damage(count, animation_length(path)[0]))


def _address(path: str | Path) -> str:
    return str(demo_path()) if path == DEMO else str(path)


def _is_still(path: str | Path) -> bool:
    """A network camera's address may well end in .jpg and yet be a stream."""
    return not is_url(str(path)) and is_picture(Path(path))


def _shown(address: str) -> str:
    """How an address is called in a message."""
    if address == str(demo_path()):
        return f"the {DEMO_NAME.lower()} clip"
    return f"'{stream_name(address) if is_url(address) else Path(address).name}'"


def open_checked(
    address: str, max_side: int | None = None, *, at_pace: bool = False, steady: bool = False, sound: int | None = None
) -> tuple[VideoDecoder, Frame]:
    """An open decoder and its first picture: only what decodes is a video."""
    _check_file(address)
    try:
        timeout_s = URL_TIMEOUT_S if is_url(address) else None
        decoder = VideoDecoder(
            address, timeout_s=timeout_s, max_side=max_side, at_pace=at_pace, steady=steady, sound=sound
        )
    except DECODE_ERRORS as error:
        raise _not_a_video(address, error) from error
    try:
        return decoder, next(decoder)
    except (StopIteration, *DECODE_ERRORS) as error:
        decoder.close()
        raise _not_a_video(address, error) from error


def _check_file(address: str) -> None:
    if is_url(address):
        return
    path = Path(address)
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise AppError(f"{_shown(address)} is a folder, not a video", "Choose a file in it.")
        if known.st_size == 0:
            raise AppError(f"The video {_shown(address)} is empty (0 bytes)", OTHER_FILE)
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(f"There is no file {_shown(address)}", f"Check the name: {path}") from error
    except PermissionError as error:
        raise AppError(f"No permission to read {_shown(address)}", "Check the permissions.") from error
    except (OSError, ValueError) as error:  # ValueError: a name that cannot be one
        raise AppError(f"Cannot read {_shown(address)}", f"{reason_of(error)}.") from error


def _not_a_video(address: str, error: BaseException) -> AppError:
    if isinstance(error, UnknownCodecError):
        codec = error.codec or "in a format"
        return AppError(f"Cannot read {_shown(address)}: {codec} cannot be decoded here", OTHER_FILE)
    if isinstance(error, PlaylistError):
        return AppError(f"{_shown(address)} is a list of other files, not a video", "Open the video that it names.")
    if isinstance(error, TooLargeError):
        return too_large(f"The video {_shown(address)}", error.size)
    if is_url(address):
        return connection_error(error, address, _shown(address))
    return AppError(f"Cannot read {_shown(address)}: it is damaged, cut off, or not a video", OTHER_FILE)
