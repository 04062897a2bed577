"""The sound desk: opens a microphone for the meter and for recordings."""
from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.errors import AppError
from app.pipeline.sound.chunk import Chunk, Treat
from app.pipeline.sound.device import COMPUTER
from app.pipeline.sound.level import Level
from app.pipeline.sound.treatment import Treatment
from app.settings import SoundSettings

if TYPE_CHECKING:
    from app.pipeline.sound.microphone import Microphone

COMPUTER_LABEL = "the computer's own sound"


@dataclass(frozen=True)
class Mixed:
    """What a recording records; it closes both. None: not recorded."""

    microphone: Tap | None = None
    computer: Tap | None = None

    def close(self) -> None:
        for tap in (self.microphone, self.computer):
            if tap is not None:
                tap.close()


OpenMicrophone = Callable[[str, str, Treat], "Microphone"]


def open_microphone(name: str, label: str, treat: Treat) -> Microphone:
    """A microphone of this computer."""
    from app.pipeline.sound.microphone import Microphone  # loaded on demand, with FFmpeg

    return Microphone(name, label=label, treat=treat)


class SoundDesk:
    """Opens a microphone once for meter and recording, and only when either needs it.

    Its methods return at once and can be called from any thread.
    """

    def __init__(self, settings: SoundSettings, open_microphone: OpenMicrophone = open_microphone) -> None:
        self._settings = settings
        self._open = open_microphone
        self._lock = threading.RLock()
        self._treatment = Treatment(settings)
        self._trial: tuple[str, str] | None = None
        self._watched = self._closed = False
        self._microphone: Microphone | None = None
        self._name = ""
        self._tap: Tap | None = None

    def apply(self, settings: SoundSettings) -> None:
        """Applies settings from now on; another microphone is used only after the recording."""
        with self._lock:
            self._settings = self._treatment.settings = settings
            self._see_to()

    def watch(self, on: bool) -> None:
        """Tells whether the meter is visible."""
        with self._lock:
            self._watched = on
            self._see_to()

    def try_out(self, name: str | None, label: str = "") -> None:
        """Listens to a microphone other than that of the settings, or to none (""), until called with None."""
        with self._lock:
            self._trial = None if name is None else (name, label)
            self._see_to()

    def mute(self, on: bool) -> None:
        self._treatment.muted = on

    def level(self) -> Level | None:
        """The current level; None if no microphone is open, or it is silent."""
        with self._lock:
            microphone = self._microphone
        return microphone.level() if microphone is not None and microphone.error is None else None

    def trouble(self) -> AppError | None:
        """Why the open microphone delivers nothing; None if it does."""
        with self._lock:
            return self._microphone.trouble() if self._microphone is not None else None

    def record(self) -> Mixed:
        """The sources of a recording that starts now, as the settings say."""
        with self._lock:
            if self._closed:
                return Mixed()
            microphone = computer = None
            if self._settings.microphone:
                self._trial = None
                self._tap = None
                self._see_to(wanted=True)
                assert self._microphone is not None
                self._microphone.take()  # discards earlier sound
                microphone = self._tap = Tap(self._microphone, self._delay, self._release, self._is_current)
            if self._settings.computer:
                own = self._open(COMPUTER, COMPUTER_LABEL, lambda chunk: chunk)
                computer = Tap(own, self._delay, lambda _: own.close(), lambda _: True)
            return Mixed(microphone, computer)

    def close(self) -> None:
        """Opens nothing from now on. A running recording keeps its microphone until it closes it."""
        with self._lock:
            self._closed = True
            self._see_to()

    def _see_to(self, *, wanted: bool = False) -> None:
        """Opens and closes what is needed now."""
        if self._tap is not None:
            return
        name, label = self._trial or (self._settings.microphone, self._settings.microphone_label)
        wanted = (wanted or self._watched or self._trial is not None) and not self._closed and bool(name)
        if self._microphone is not None and (not wanted or name != self._name):
            self._microphone.stop()
            self._microphone = None
        if wanted and self._microphone is None:
            self._treatment = replace_treatment(self._treatment)
            self._microphone, self._name = self._open(name, label, self._treatment), name

    def _delay(self) -> float:
        return self._settings.delay_ms / 1000

    def _is_current(self, tap: Tap) -> bool:
        return self._tap is tap

    def _release(self, tap: Tap) -> None:
        with self._lock:
            if self._tap is tap:
                self._tap = None
                self._see_to()


class Tap:
    """One recording's view of a microphone; see Microphone."""

    def __init__(self, microphone: Microphone, delay: Callable[[], float], release: Callable[[Tap], None],
                 is_current: Callable[[Tap], bool]) -> None:
        """delay: seconds to delay the sound by."""
        self._microphone, self._delay = microphone, delay
        self._release, self._is_current = release, is_current

    @property
    def error(self) -> AppError | None:
        return self._microphone.error

    def take(self) -> list[Chunk]:
        """The chunks since the last call, oldest first; none once another recording listens."""
        if not self._is_current(self):
            return []
        delay = self._delay()
        return [replace(chunk, time=chunk.time + delay) for chunk in self._microphone.take()]

    def trouble(self) -> AppError | None:
        return self._microphone.trouble()

    def close(self) -> None:
        self._release(self)


def replace_treatment(before: Treatment) -> Treatment:
    """Starts again for another microphone, with other noise."""
    return Treatment(before.settings, muted=before.muted)
