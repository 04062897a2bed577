"""The format of a take's files: container, encoders, and how they survive a kill."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.pipeline.encode.codecs.codec import Codec
from app.pipeline.encode.codecs.hardware import hardware_codec
from app.pipeline.encode.codecs.software import prores_4444, software_codec, vp9_with_alpha
from app.pipeline.encode.take_containers import CONTAINERS
from app.settings import RecordSettings, VideoCodec

FindHardware = Callable[[VideoCodec], str]


@dataclass(frozen=True)
class TakeFormat:
    """How a take is written.

    Attributes:
        suffix: of the files' names.
        container: FFmpeg's name for the file format. options: the container's.
        codec: of the frames. sound_codec: of the sound.
        fallback: replaces the codec if that fails; None for software encoders, which do not.
        transparent: the frames keep their alpha.
    """

    suffix: str
    container: str
    options: Mapping[str, str]
    codec: Codec
    fallback: Codec | None = None
    sound_codec: str = "aac"
    transparent: bool = False


def take_format(settings: RecordSettings, find_hardware: FindHardware = lambda _codec: "") -> TakeFormat:
    """The format that the settings ask for.

    Args:
        find_hardware: returns the name of a hardware encoder that is known to work, or "".
    """
    container, options = CONTAINERS[settings.container]
    suffix, quality = f".{settings.container}", settings.quality
    if settings.container == "webm":
        codec = vp9_with_alpha(quality)
        return TakeFormat(suffix, container, options, codec, sound_codec="libopus", transparent=True)
    if settings.container == "mov":
        return TakeFormat(suffix, container, options, prores_4444(quality), transparent=True)
    software = software_codec(settings.codec, quality)
    name = find_hardware(settings.codec) if settings.hardware else ""
    if name:
        return TakeFormat(suffix, container, options, hardware_codec(name, quality), software)
    return TakeFormat(suffix, container, options, software)
