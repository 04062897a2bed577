"""Video and picture files of any kind: what they hold, and every frame in turn."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import AppError
from app.pipeline.bundled import demo_path
from app.pipeline.decode.address import is_url
from app.pipeline.decode.companions import Companions
from app.pipeline.decode.damage import NOBODY, Damage, Listeners
from app.pipeline.decode.decode_options import DecodeOptions
from app.pipeline.decode.decoder import VideoDecoder
from app.pipeline.decode.kinds import is_picture
from app.pipeline.decode.limits import FILE_MAX_SIDE_PX
from app.pipeline.decode.opening import DECODE_ERRORS, open_checked, shown_address
from app.pipeline.decode.truncation import is_cut_off
from app.pipeline.decode.video_info import VideoInfo
from app.pipeline.frame import Frame, Image
from app.settings import DEMO


@dataclass(frozen=True)
class OpenedVideo:
    """Everything from one opening of a file; close it when frames and companions have been read.

    Attributes:
        info: what is known before reading; the size is that of the upright frames.
        frames: as from iter_video.
        companions: the sound and subtitles that were asked for; None if there are none, and for a picture.
        close: safe to call twice.
    """

    info: VideoInfo
    frames: Iterator[Frame]
    companions: Companions | None
    close: Callable[[], None]


def open_video(path: str | Path, *, sound: int | None = None, told: Listeners = NOBODY) -> OpenedVideo:
    """Opens path once for its facts, its frames, all of one size, and its sound.

    sound: the number of a sound track, or tracks.ALL_SOUND; None: without. The rest is as in iter_video.

    Raises:
        AppError: it is missing, empty, damaged, unreachable, or neither picture nor video.
    """
    if _is_still(path):
        from app.pipeline.decode.stills.picture_as_video import iter_picture, picture_info  # on demand: loads Pillow

        frames = iter_picture(Path(path), told)
        return OpenedVideo(picture_info(Path(path)), frames, None, lambda: None)
    address = _address(path)
    decoder, first = open_checked(address, DecodeOptions(max_side=FILE_MAX_SIDE_PX, steady=True, sound=sound))
    info = replace(decoder.info, width=first.size[0], height=first.size[1])
    return OpenedVideo(info, _frames(address, decoder, first, told), decoder.companions, decoder.close)


def first_image(path: Path) -> Image:
    """The first frame of a video file, HxWx3 uint8 BGR, read-only. Raises AppError as open_video."""
    decoder, first = open_checked(str(path), DecodeOptions(at_pace=True))
    decoder.close()
    return first.image


def iter_video(
    path: str | Path, *, at_pace: bool = False, steady: bool = False, told: Listeners = NOBODY
) -> Iterator[Frame]:
    """Every frame of path (a video or picture file, animated or not, a URL, or "demo") once, read-only, upright.

    Times are presentation times in seconds from the first frame's. The file is opened at once, not with the
    first step. A truncated file ends early, which is reported to the listener; a lost connection raises. at_pace
    and steady are as in DecodeOptions.

    Raises:
        AppError: as open_video, or (failed_running) the connection was lost on the way.
    """
    if _is_still(path):
        from app.pipeline.decode.stills.picture_as_video import iter_picture  # loaded on demand, with Pillow

        return iter_picture(Path(path), told)
    address = _address(path)
    decoder, first = open_checked(address, DecodeOptions(max_side=FILE_MAX_SIDE_PX, at_pace=at_pace, steady=steady))
    return _closing(decoder, _frames(address, decoder, first, told))


def _closing(decoder: VideoDecoder, frames: Iterator[Frame]) -> Iterator[Frame]:
    with decoder:
        yield from frames


def _frames(address: str, decoder: VideoDecoder, first: Frame, told: Listeners) -> Iterator[Frame]:
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
                    f"The connection to {shown_address(address)} was lost", "Check the network.", failed_running=True
                ) from error
            frame, broke_off = None, True
    if broke_off or decoder.damaged or (not is_url(address) and is_cut_off(Path(address))):
        info = decoder.info
        told.damage(Damage(count, info.frames or round(info.seconds * info.fps) or None))


def _address(path: str | Path) -> str:
    return str(demo_path()) if path == DEMO else str(path)


def _is_still(path: str | Path) -> bool:
    """A network camera's address may well end in .jpg and yet be a stream."""
    return not is_url(str(path)) and is_picture(Path(path))
