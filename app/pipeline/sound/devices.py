"""Which microphones there are, and how one is opened: by the system's sound server, else by FFmpeg."""
from __future__ import annotations

import collections
import logging
import platform

from app.pipeline.sound import ffmpeg_sound, system_sound
from app.pipeline.sound.device import COMPUTER, DEFAULT, Device, MicrophoneInfo, NotConnectedError
from app.pipeline.sound.system_sound import NoSoundServerError, SoundSystem, Source

logger = logging.getLogger(__name__)


def list_microphones(system: str = platform.system()) -> list[MicrophoneInfo]:
    """What the system offers to record sound from, the default first; [] where it cannot be told. Slow."""
    try:
        sound = SoundSystem(system)
    except NoSoundServerError as error:
        logger.debug("no sound server: %s", error)
        return ffmpeg_sound.list_containers(system)
    try:
        return named(sound.sources())
    except OSError as error:
        logger.info("no list of microphones: %s", error)
        return []
    finally:
        sound.close()


def named(sources: list[Source]) -> list[MicrophoneInfo]:
    """For people: what the default is, and a number for each one of several with the same name."""
    if not sources:
        return []
    default = system_sound.chosen(sources, DEFAULT) or sources[0]
    listed = [MicrophoneInfo(DEFAULT, f"System default ({default.label})")]
    seen: collections.Counter[str] = collections.Counter()
    for source in sources:
        seen[source.label] += 1
        number = f" ({seen[source.label]})" if seen[source.label] > 1 else ""
        listed.append(MicrophoneInfo(source.key, source.label + number))
    return listed


def open_device(name: str) -> Device:
    """The microphone of that name of SoundSettings, or COMPUTER.

    Raises:
        NotConnectedError: it is not there.
        OSError, FFmpegError: it is, and cannot be opened.
    """
    if ffmpeg_sound.CARDS.fullmatch(name):  # chosen when there was no sound server
        return ffmpeg_sound.open_container(name)
    try:
        device = system_sound.open_source(name)
    except NoSoundServerError as error:
        if name == COMPUTER:
            raise
        logger.info("no sound server: %s", error)
        return ffmpeg_sound.open_container(name)
    if device is None:
        raise NotConnectedError(name)
    return device
