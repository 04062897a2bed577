"""What is fuzzed: valid files to start from, and the reader that receives the damaged ones."""
from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image as Pictures

from app.errors import AppError
from app.pipeline.decode.stills.pictures import DAMAGED, is_animated, iter_animation, load_picture
from app.pipeline.decode.video_file import iter_video
from app.pipeline.encode.recovery import recover_recordings
from app.pipeline.takes.take_reader import iter_take, open_take
from app.settings import Settings, SourceZones, ZoneSettings
from app.settings_store import SettingsStore, load_preset
from app.zone_masks import pack, unpack
from sinet_core.errors import CoreError
from sinet_core.inference.segmenter import WEIGHTS, open_segmenter
from tests.kept import make_take
from tests.media import shades, write_video

MAX_FRAMES = 40


@dataclass(frozen=True)
class Target:
    """Attributes:
    seeds: makes the good files, in a folder that it may use.
    read: gets a changed one; raises REFUSED where it must not be used.
    suffix: of the file's name.
    """

    seeds: Callable[[Path], list[bytes]]
    read: Callable[[Path], object]
    suffix: str


REFUSED = (AppError, CoreError)


def _pictures(_folder: Path) -> list[bytes]:
    colors = np.random.default_rng(0).integers(0, 256, (24, 32, 4), np.uint8)
    rgb, rgba = Pictures.fromarray(colors[..., :3].copy()), Pictures.fromarray(colors)
    deep = Pictures.fromarray(colors[..., 0].astype(np.uint16) * 257)
    made = [_saved(rgb, kind) for kind in ("PNG", "JPEG", "BMP", "TIFF", "WEBP", "GIF", "PPM", "TGA", "JPEG2000")]
    made += [_saved(rgba, kind) for kind in ("PNG", "WEBP", "TIFF")] + [_saved(deep, "PNG"), _saved(deep, "TIFF")]
    made += [_saved(rgb, kind, save_all=True, append_images=[rgb.rotate(90)]) for kind in ("GIF", "WEBP", "PNG")]
    if "AVIF" in Pictures.SAVE:
        made.append(_saved(rgb, "AVIF"))
    return made


def _saved(picture: Pictures.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def _read_picture(path: Path) -> None:
    load_picture(path)
    if is_animated(path):
        try:
            list(islice(iter_animation(path), MAX_FRAMES))
        except DAMAGED as error:
            raise AppError("damaged") from error


def _videos(folder: Path) -> list[bytes]:
    kinds = ((".mp4", "libx264", "aac"), (".mkv", "libx264", "libopus"), (".ts", "libx264", "aac"),
             (".avi", "mpeg4", None), (".webm", "libvpx", None), (".gif", "gif", None))
    return [write_video(folder / f"a{suffix}", shades(6), codec=codec, sound=sound).read_bytes()
            for suffix, codec, sound in kinds]


def _read_video(path: Path) -> None:
    for _ in islice(iter_video(path), MAX_FRAMES):
        pass


def _settings(_folder: Path) -> list[bytes]:
    zones = ZoneSettings(sources=(SourceZones("demo", pack(np.ones((9, 16), np.uint8))),))
    return [json.dumps(asdict(settings)).encode() for settings in (Settings(), Settings(zones=zones))]


def _read_settings(path: Path) -> None:
    SettingsStore(path).load()
    for zones in load_preset(path).zones.sources:
        unpack(zones.mask)


def _networks(_folder: Path) -> list[bytes]:
    return [(WEIGHTS / "sinet.onnx").read_bytes()]


def _read_network(path: Path) -> None:
    segmenter = open_segmenter("native", path, size=(64, 64), threads=1)
    segmenter.alpha(np.zeros((64, 64, 3), np.uint8))


def _recordings(folder: Path) -> list[bytes]:
    return [write_video(folder / f"{number}.mp4", shades(8), sound=sound).read_bytes()
            for number, sound in enumerate((None, "aac"))]


def _recover(path: Path) -> None:
    recover_recordings(path.parent)


def _takes(folder: Path) -> list[bytes]:
    return [make_take(folder / "a.backdrop", 6, Settings()).read_bytes()]


def _read_take(path: Path) -> None:
    info = open_take(path)
    for frame in islice(iter_take(path, info.seconds / 2), MAX_FRAMES):
        unpack(frame.settings.zones)


TARGETS = {
    "pictures": Target(_pictures, _read_picture, ".png"),
    "videos": Target(_videos, _read_video, ".mp4"),
    "settings": Target(_settings, _read_settings, ".json"),
    "networks": Target(_networks, _read_network, ".onnx"),
    "takes": Target(_takes, _read_take, ".backdrop"),
    "recordings": Target(_recordings, _recover, ".part.mp4"),
}
