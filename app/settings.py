"""Everything a user can set: one tree of frozen dataclasses, without Qt or behaviour.

The window makes a new tree with :func:`dataclasses.replace` and assigns it to the session; the
process thread reads it once per frame.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sinet_core.matting.settings import MatteSettings

PixelFormat = Literal["MJPG", "YUYV", "auto"]
Theme = Literal["system", "light", "dark"]
Quality = Literal["standard", "high", "best"]
Container = Literal["mp4", "mkv", "webm", "mov"]
VideoCodec = Literal["h264", "h265", "av1"]
Split = Literal["off", "4gb", "10min", "30min", "60min"]
BackgroundKind = Literal["picture", "video", "color", "blur", "transparent"]

DEMO = "demo"


@dataclass(frozen=True)
class CameraSettings:
    """The source.

    Attributes:
        source: "" (first camera, else the demo), "demo", "camera:IDENTITY", a URL or a file's path.
            IDENTITY survives replugging; see app.pipeline.sources.camera_list.
        width, height: wanted frame size, px.
        fps: wanted frame rate.
        pixel_format: wanted transfer format; MJPG first, since USB 2 cannot carry raw 720p30.
    """

    source: str = ""
    width: int = 1280
    height: int = 720
    fps: int = 30
    pixel_format: PixelFormat = "MJPG"


@dataclass(frozen=True)
class BackgroundSettings:
    """What stands behind the person.

    Attributes:
        kind: of background.
        value: a path or a bundled background's name (picture, video), or '#rrggbb' (color).
        blur: strength 0..100, used by kind "blur".
    """

    kind: BackgroundKind = "blur"
    value: str = ""
    blur: int = 50


@dataclass(frozen=True)
class MirrorSettings:
    """Left-right mirroring: of what the user sees, and of what others and files get.

    In output only the person is mirrored; a preview that differs from it is its mirror image, including the background
    (docs/decisions/0022).
    """

    preview: bool = True
    output: bool = False


@dataclass(frozen=True)
class SourceZones:
    """The zones that a user painted over one source.

    Attributes:
        source: the CameraSettings.source that opens it; no other source gets these zones.
        mask: the painting as text; see app.zone_masks.
    """

    source: str = ""
    mask: str = ""


@dataclass(frozen=True)
class ZoneSettings:
    """What always belongs to the person (keep), and what never does (drop). Latest last."""

    sources: tuple[SourceZones, ...] = ()


@dataclass(frozen=True)
class RecordSettings:
    """How takes are recorded.

    Attributes:
        folder: for recordings; "" means the user's Videos folder.
        snapshot_folder: for snapshots; "" means the user's Pictures folder.
        quality: of the video.
        container: of the file; "webm" and "mov" keep transparency, with their own codecs.
        transparent_container: replaces it while the background is transparent.
        codec: of the video in "mp4" and "mkv".
        hardware: whether a graphics processor encodes, if possible.
        countdown_s: from the press of the button to the first frame.
        split: when a take continues in another file.
        stop_after_min: when it ends automatically; 0 means never.
        keep_camera: record the camera's picture, room included, so that the take can be changed afterwards.
    """

    folder: str = ""
    snapshot_folder: str = ""
    quality: Quality = "high"
    container: Container = "mp4"
    transparent_container: Container = "webm"
    codec: VideoCodec = "h264"
    hardware: bool = True
    countdown_s: int = 0
    split: Split = "off"
    stop_after_min: int = 0
    keep_camera: bool = False


@dataclass(frozen=True)
class SoundSettings:
    """The sound of a recording.

    Attributes:
        asked: whether the user has been asked about sound.
        microphone: "" records no sound, else a name of app.pipeline.sound.devices.
        microphone_label: its name for people.
        gain_db: added to the system's level, dB.
        reduce_noise: whether to remove steady noise.
        computer: whether to record what the loudspeakers play, as a second sound track.
        delay_ms: shifts the sound to match the frames; positive delays it, negative advances it.
    """

    asked: bool = False
    microphone: str = ""
    microphone_label: str = ""
    gain_db: int = 0
    reduce_noise: bool = False
    computer: bool = False
    delay_ms: int = 0


@dataclass(frozen=True)
class EngineSettings:
    """How the network runs.

    Attributes:
        name: of the engine; "auto" is the fastest one compiled or installed.
        effort: which networks look, and at what sizes; "auto" leaves these and threads to the governor.
        threads: for a manual effort, and for files; 0 lets the engine choose.
        budget: target CPU use in automatic mode, percent of one core.
        motion_gate: whether the network rests while nothing moves.
    """

    name: str = "auto"
    effort: Literal["auto", "best", "finest", "fine", "full", "light", "least"] = "auto"
    threads: int = 1
    budget: int = 75
    motion_gate: bool = True


@dataclass(frozen=True)
class WindowSettings:
    """What the window remembers; geometry is base64 text, opaque to all but the window."""

    theme: Theme = "system"
    geometry: str = ""
    gallery: tuple[str, ...] = ()  # the user's own backgrounds, as paths, newest last
    last_folder: str = ""
    addresses: tuple[str, ...] = ()  # of network cameras, most recently used first
    show_panels: bool = True
    folded: tuple[str, ...] = ("Speed",)  # titles of collapsed panels
    show_figures: bool = False  # whether the status line shows figures
    left_take: str = ""  # path of a recording finished because the system closed the window


@dataclass(frozen=True)
class Settings:
    camera: CameraSettings = field(default_factory=CameraSettings)
    background: BackgroundSettings = field(default_factory=BackgroundSettings)
    matte: MatteSettings = field(default_factory=MatteSettings)
    zones: ZoneSettings = field(default_factory=ZoneSettings)
    mirror: MirrorSettings = field(default_factory=MirrorSettings)
    record: RecordSettings = field(default_factory=RecordSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
