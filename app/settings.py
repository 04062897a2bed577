"""Everything a user can set: one tree of frozen dataclasses, without Qt and without behaviour.

The window makes a new tree with :func:`dataclasses.replace` and assigns it to the session; the
process thread reads it once a frame.
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
    """Where the pictures come from.

    Attributes:
        source: "" (first camera, else the demo), "demo", "camera:IDENTITY", a URL or a file's path.
            IDENTITY is stable over re-plugging; see app.pipeline.sources.camera_list.
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
        kind: which sort of background.
        value: a path or a bundled background's name (picture, video), or '#rrggbb' (color).
        blur: strength 0..100, used by kind "blur".
    """

    kind: BackgroundKind = "blur"
    value: str = ""
    blur: int = 50


@dataclass(frozen=True)
class MirrorSettings:
    """Left-right mirroring: of what the user sees, and of what others and files get.

    In output only the person is mirrored; a preview that differs from it is its mirror image, background and all
    (docs/decisions/0022).
    """

    preview: bool = True
    output: bool = False


@dataclass(frozen=True)
class SourceZones:
    """What a user painted over one source.

    Attributes:
        source: what CameraSettings.source says to open it; another source never gets these zones.
        mask: the painting as text; see app.zone_masks.
    """

    source: str = ""
    mask: str = ""


@dataclass(frozen=True)
class ZoneSettings:
    """What always belongs to the person (keep), and what never does (drop). Newest last."""

    sources: tuple[SourceZones, ...] = ()


@dataclass(frozen=True)
class RecordSettings:
    """How takes are kept.

    Attributes:
        folder: where recordings go; "" is the user's Videos folder.
        snapshot_folder: where snapshots go; "" is the user's Pictures folder.
        quality: of the pictures.
        container: of the file; "webm" and "mov" keep what is transparent, with codecs of their own.
        transparent_container: takes its place while the background is transparent.
        codec: of the pictures in "mp4" and "mkv".
        hardware: the graphics processor encodes where it can.
        countdown_s: from the press of the button to the first frame.
        split: when a take goes on in another file.
        stop_after_min: when it ends by itself; 0 is never.
        keep_camera: the camera's picture is kept instead of the composite, room and all, to be changed afterwards.
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
    """What is heard in a recording.

    Attributes:
        asked: the user has said whether there is to be sound.
        microphone: "" records no sound, else a name of app.pipeline.sound.devices.
        microphone_label: its name for people.
        gain_db: louder or quieter than the system gives it, dB.
        reduce_noise: takes steady noise out of it.
        computer: what the loudspeakers play is recorded, too, as a sound track of its own.
        delay_ms: sound that comes before its picture is made so much later, or earlier where it is negative.
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
        name: of the engine; "auto" is the quickest that was compiled or installed.
        effort: how large a picture the network sees; "auto" leaves that, and the threads, to the governor.
        threads: with an effort that was chosen by hand, and for files; 0 lets the engine choose.
        budget: "auto" uses no more of the processor than so many percent of one core, if it can.
        motion_gate: while nothing moves the network rests.
    """

    name: str = "auto"
    effort: Literal["auto", "fine", "full", "light", "least"] = "auto"
    threads: int = 1
    budget: int = 75
    motion_gate: bool = True


@dataclass(frozen=True)
class WindowSettings:
    """What the window remembers; geometry is base64 text (opaque to everyone but the window)."""

    theme: Theme = "system"
    geometry: str = ""
    gallery: tuple[str, ...] = ()  # the user's own backgrounds, as paths, newest last
    last_folder: str = ""
    addresses: tuple[str, ...] = ()  # of network cameras, the last used first
    show_panels: bool = True
    folded: tuple[str, ...] = ("Speed",)  # titles of the panels that show only their title
    show_figures: bool = False  # what is measured, in the line at the foot
    left_take: str = ""  # a recording that was finished since the system wanted the window closed, as a path


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
