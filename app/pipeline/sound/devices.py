"""Lists and opens microphones: with the system's sound server, or else with FFmpeg."""
from __future__ import annotations

import collections
import logging
import platform

from app.pipeline.sound import ffmpeg_sound, system_sound
from app.pipeline.sound.device import COMPUTER, DEFAULT, Device, MicrophoneInfo, NotConnectedError
from app.pipeline.sound.system_sound import NoSoundServerError, SoundSystem, Source

logger = logging.getLogger(__name__)


def list_microphones(system: str = platform.system()) -> list[MicrophoneInfo]:
    """The microphones of the system, the default first; [] if unknown. Slow."""
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
    """Labels for people: names the default, and numbers microphones with the same name."""
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
    """Opens a microphone by its name in SoundSettings, or COMPUTER.

    Raises:
        NotConnectedError: it is not connected. OSError, FFmpegError: it cannot be opened.
    """
    if ffmpeg_sound.CARDS.fullmatch(name):  # chosen while there was no sound server
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
