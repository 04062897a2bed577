"""Composites into an MP4 that plays even when the process is killed while it is written."""
from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import av

from app.errors import AppError
from app.paths import file_name_of, videos_folder
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.encode.recording_file import QUALITIES, RecordingFile
from app.pipeline.events import RecordingStopped, SoundLost
from app.pipeline.frame import Frame
from app.pipeline.sinks.microphone import Microphone
from app.pipeline.takes.kept_frame import KeptFrame
from app.pipeline.takes.take_file import TakeFile
from app.settings import Quality, RecordSettings
from app.system.files import (
    DISK_FULL_ERRORS,
    free_bytes,
    part_path,
    publish,
    reason_of,
    unique_path,
    unique_path_for,
)
from app.system.memory import give_back

QUEUE_FRAMES = 20  # two thirds of a second at 30 fps, 55 MB at 720p
START_FREE_BYTES = 200_000_000
STOP_FREE_BYTES = 100_000_000
CLOSE_TIMEOUT_S = 20.0
STALL_S = 5.0  # without headway while a recording is closed
TIDY_S = 20.0  # between two looks whether a queue that was long has left memory behind

logger = logging.getLogger(__name__)
FreeSpace = Callable[[Path], int]


def start_recording(
    settings: RecordSettings,
    on_event: Callable[[RecordingStopped | SoundLost], None],
    path: Path | None = None,
) -> Recorder:
    """A running recorder into path, or into a new file named by the time in the folder of the settings.

    on_event: see Recorder.

    Raises:
        AppError: the folder cannot be written, or its disk is full.
    """
    if path is None:
        folder = Path(settings.folder) if settings.folder else videos_folder()
        path = folder / f"{file_name_of(datetime.now())}.mp4"
    microphone = Microphone(settings.microphone) if settings.microphone else None
    try:
        return Recorder(path, on_event, quality=settings.quality, microphone=microphone)
    except AppError:
        if microphone is not None:
            microphone.close()
        raise


class Recorder:
    """A sink that writes every frame in its own thread.

    Attributes:
        path: the file's final name; it appears when the recording is finished.
        dropped: frames that came faster than they could be written.
        seconds, bytes: what is in the file so far.
        stopped: set when the file is finished.
    """

    def __init__(
        self,
        path: Path,
        on_event: Callable[[RecordingStopped | SoundLost], None],
        *,
        quality: Quality = "high",
        microphone: Microphone | None = None,
        free_space: FreeSpace = free_bytes,
    ) -> None:
        """Starts the thread, from which on_event is called: with SoundLost at most once, then with RecordingStopped.

        microphone is the recorder's to close.

        Raises:
            AppError: the folder cannot be written, or its disk is full.
        """
        self._held = _create(path, free_space)
        self.path = unique_path_for(self._held.path)
        self.dropped = 0
        self.seconds = 0.0
        self.bytes = 0
        self._on_event = on_event
        self._codec = QUALITIES[quality]
        self._microphone = microphone
        self._sound_lost: AppError | None = None
        self._free_space = free_space
        self._queue: queue.Queue[tuple[Any, float]] = queue.Queue(QUEUE_FRAMES)
        self.stopped = threading.Event()
        self._closing = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def write(self, frame: Frame) -> None:
        """Takes a composite; returns at once. After close, or after a failure, it does nothing."""
        self._put(frame)

    def _put(self, frame: Frame | KeptFrame) -> None:
        if self._closing.is_set() or self._done.is_set():
            return
        try:
            self._queue.put_nowait((frame, time.monotonic()))
        except queue.Full:
            self.dropped += 1

    def stop(self) -> None:
        """Asks for the end and returns at once; RecordingStopped follows when the file is finished."""
        self._closing.set()

    def close(self) -> None:
        """Finishes the file and waits for it. Safe to call twice, from any thread but the recorder's.

        One that makes no headway is left behind: its folder does not answer. What is in the file plays.
        """
        self.stop()
        deadline = time.monotonic() + CLOSE_TIMEOUT_S
        while self._thread.is_alive() and time.monotonic() < deadline:
            before = (self.bytes, self._queue.qsize())
            self._thread.join(STALL_S)
            if self._thread.is_alive() and before == (self.bytes, self._queue.qsize()):
                logger.warning("the recording %s is left behind: its folder does not answer", self.path)
                return

    def _run(self) -> None:
        with_sound = self._microphone is not None
        take = self._new_file(with_sound=with_sound)
        error = self._guarded(lambda: self._write_frames(take))
        self._done.set()
        error = self._guarded(take.close) or error
        self._held.release()
        path, error = self._rename(take, error or self._close_microphone())
        if self.dropped:
            logger.warning("recording %s: %d frames dropped", path, self.dropped)
        self.stopped.set()
        self._on_event(RecordingStopped(path, take.seconds, take.bytes, error, self.dropped, not with_sound))

    def _new_file(self, *, with_sound: bool) -> RecordingFile | TakeFile:
        return RecordingFile(self._held.descriptor, self._codec, with_sound=with_sound)

    @staticmethod
    def _guarded(work: Callable[[], AppError | None]) -> AppError | None:
        """The outermost frame of the thread: whatever happens, the file must still be finished."""
        try:
            return work()
        except (av.error.FFmpegError, OSError) as problem:
            logger.exception("recording failed")
            return _write_error(problem)
        except Exception:
            logger.exception("recording failed")
            hint = "Everything up to now is saved. The log file has details."
            return AppError("The recording stopped", hint, failed_running=True)

    def _write_frames(self, take: RecordingFile | TakeFile) -> AppError | None:
        """Until close; earlier, with the reason, when the disk fills up."""
        next_check, next_tidy = 0.0, time.monotonic() + TIDY_S
        while True:
            try:
                frame, now = self._queue.get(timeout=0.1)
            except queue.Empty:
                if self._closing.is_set():
                    return None
                continue
            take.write(frame, now)
            for chunk in self._microphone.take() if self._microphone is not None else ():
                take.write_sound(chunk)
            self._tell_of_sound()
            self.seconds, self.bytes = take.seconds, take.bytes
            if now >= next_tidy and self._queue.empty():
                next_tidy = now + TIDY_S
                give_back()
            if now >= next_check:
                next_check = now + 1.0
                if self._is_full():
                    return _disk_full()

    def _tell_of_sound(self) -> None:
        if self._microphone is None or self._sound_lost is not None:
            return
        self._sound_lost = self._microphone.trouble()
        if self._sound_lost is not None:
            self._on_event(SoundLost(self._sound_lost))

    def _close_microphone(self) -> AppError | None:
        """What was wrong with the sound; the pictures are recorded all the same."""
        if self._microphone is None:
            return None
        error = self._sound_lost or self._microphone.trouble()
        self._microphone.close()
        error = error or self._microphone.error
        return error and AppError(f"Recorded without all of the sound: {error.title}", error.hint)

    def _is_full(self) -> bool:
        try:
            return self._free_space(self.path.parent) < STOP_FREE_BYTES
        except OSError as error:  # a network folder that does not answer is no reason to stop
            logger.warning("cannot tell what is free: %s", error)
            return False

    def _rename(self, take: RecordingFile | TakeFile, error: AppError | None) -> tuple[Path, AppError | None]:
        """Where the recording is in the end, and what there is to say about it."""
        part = self._held.path
        try:
            if not take.frames:
                part.unlink(missing_ok=True)
                hint = "No picture came while it was on. Check the camera, then record again."
                return self.path, error or AppError("Nothing was recorded", hint, failed_running=True)
            self.path = publish(part, unique_path_for(part))
        except OSError:
            logger.exception("cannot rename %s", part)
            hint = f"It is complete and plays under this name: {part}"
            return part, error or AppError("The recording could not be renamed", hint, failed_running=True)
        return self.path, error


def _create(path: Path, free_space: FreeSpace) -> HeldFile:
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if free_space(folder) < START_FREE_BYTES:
            need = f"{START_FREE_BYTES // 1_000_000} MB must be free in {folder}."
            title = "The disk is nearly full, so nothing was recorded"
            raise AppError(title, f"{need} Make room, or choose another folder.")
        return HeldFile.create(part_path(unique_path(folder, path.stem, path.suffix)))
    except (OSError, ValueError) as error:  # ValueError: a name that cannot be one
        hint = f"Choose another folder for recordings. {reason_of(error)}: {folder}"
        raise AppError("The recording cannot be written", hint) from error


def _disk_full() -> AppError:
    hint = "Everything up to now is saved. Make room, or choose another folder."
    return AppError("The disk is full, so the recording stopped", hint, failed_running=True)


def _write_error(error: Exception) -> AppError:
    if isinstance(error, OSError) and error.errno in DISK_FULL_ERRORS:
        return _disk_full()
    return AppError("The recording stopped", f"Everything up to now is saved. {error}", failed_running=True)
