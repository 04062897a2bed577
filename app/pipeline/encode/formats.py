"""The file formats that render writes, and what each can hold; checked before any work starts."""
from __future__ import annotations

import errno
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import AppError
from app.pipeline.encode.codecs.codec import Codec
from app.pipeline.encode.codecs.h264 import LOOKAHEAD_FRAMES, h264
from app.pipeline.encode.fragments import CRASH_SAFE
from app.system.files import reason_of, temporary_path

OutputKind = Literal["video", "gif", "png"]


@dataclass(frozen=True)
class OutputFormat:
    """What a suffix stands for.

    Attributes:
        kind: a video, an animation, or still pictures.
        container: FFmpeg's name for the file format.
        codec: for opaque frames. transparent: the codec for frames with alpha; None if there is none.
        sound: codecs of the input's sound that are copied unchanged.
        sound_codec: what other sound is converted to; "" for formats without sound.
        keeps_pcm: uncompressed sound stays uncompressed.
        options: of the container. live_options: the same for live input, which cannot be read again.
        live_codec: codec for live input, which buffers few frames; None: the same codec.
    """

    kind: OutputKind
    container: str = ""
    codec: Codec | None = None
    transparent: Codec | None = None
    sound: frozenset[str] = frozenset()
    sound_codec: str = ""
    keeps_pcm: bool = False
    options: tuple[tuple[str, str], ...] = ()
    live_options: tuple[tuple[str, str], ...] = ()
    live_codec: Codec | None = None


OPAQUE = h264("veryfast", 18)
LIVE = h264("veryfast", 18, lookahead=LOOKAHEAD_FRAMES)
FRAGMENTS = tuple(CRASH_SAFE.items())
CLUSTERS = ("cluster_time_limit", "300"), ("flush_packets", "1")  # Matroska's fragments, in milliseconds
VP9 = {"crf": "28", "b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1"}
PNG = Codec("png", "bgra")
PCM = frozenset(f"pcm_{kind}" for kind in ("s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le"))
IN_MOV = frozenset({"aac", "mp3", "ac3", "alac"}) | PCM
IN_MKV = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "dts", "truehd", "flac", "alac", "opus", "vorbis"}) | PCM

FORMATS: dict[str, OutputFormat] = {
    ".mp4": OutputFormat(
        "video", "mp4", OPAQUE, None, frozenset({"aac", "mp3", "ac3", "eac3", "alac"}), "aac",
        False, (("movflags", "faststart"),), FRAGMENTS, LIVE,
    ),
    ".mkv": OutputFormat("video", "matroska", OPAQUE, None, IN_MKV, "aac", True, (), CLUSTERS, LIVE),
    ".mov": OutputFormat(
        "video", "mov", OPAQUE, Codec("prores_ks", "yuva444p10le", {"profile": "4444", "alpha_bits": "16"}),
        IN_MOV, "aac", True, (), FRAGMENTS, LIVE,
    ),
    ".webm": OutputFormat(
        "video", "webm", Codec("libvpx-vp9", "yuv420p", VP9),
        Codec("libvpx-vp9", "yuva420p", {**VP9, "auto-alt-ref": "0"}),
        frozenset({"opus", "vorbis"}), "libopus", False, (), CLUSTERS,
    ),
    ".gif": OutputFormat("gif", "gif"),
    ".png": OutputFormat("png", transparent=PNG),
}  # fmt: skip


def check_output(path: Path, *, transparent: bool) -> OutputFormat:
    """The format that path asks for; called before any work starts.

    Raises:
        AppError: an unknown suffix, a format without transparency, or a folder that cannot be written.
    """
    output = FORMATS.get(path.suffix.lower())
    if output is None:
        what = f"'{path.suffix}' is not an output format" if path.suffix else f"'{path.name}' has no format"
        raise AppError(what, f"Name the output {_names(lambda _: True)}.")
    if transparent and output.transparent is None:
        hint = f"Name the output {_names(lambda other: other.transparent is not None)}."
        raise AppError(f"{path.suffix.lower()} cannot be transparent", hint)
    _check_folder(path)
    return output


def _names(wanted: Callable[[OutputFormat], bool]) -> str:
    names = [suffix for suffix, output in FORMATS.items() if wanted(output)]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _check_folder(path: Path) -> None:
    """Tries to write, since permissions alone do not tell (read-only file systems, network folders)."""
    try:
        if _is_folder(path):
            raise AppError(f"'{path}' is a folder", "Add a file name, for example out.mp4.")
        if not _is_folder(path.parent):
            raise AppError(f"There is no folder '{path.parent}'", "Create it, or choose another output.")
        probe = temporary_path(path)
        probe.touch()
        probe.unlink()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise AppError("The name of the output is too long", "Choose a shorter one.") from error
        hint = f"Choose another folder for the output. {reason_of(error)}."
        raise AppError(f"Cannot write into '{path.parent}'", hint) from error


def _is_folder(path: Path) -> bool:
    """Raises OSError if it cannot be known. Path.is_dir then returns False or raises, depending on the version of
    Python."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
