"""A running session: wires source, segmenter, background and sinks together in threads."""
from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.errors import AppError
from app.pipeline.background.background import Background
from app.pipeline.capture.supervisor import CaptureSupervisor
from app.pipeline.encode.take_containers import for_background
from app.pipeline.events import (
    BackgroundFailed,
    BackgroundLoaded,
    EngineFailed,
    EngineKept,
    EngineReady,
    EngineWorks,
    Event,
    SourceOpened,
)
from app.pipeline.frame import Captured, Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.loader import Loader
from app.pipeline.process.view import View
from app.pipeline.process.worker import Worker
from app.pipeline.process.worker_context import WorkerContext
from app.pipeline.session_parts import REAL_PARTS, SessionParts
from app.pipeline.sinks.outputs import Outputs
from app.pipeline.sinks.recorders import start_take
from app.pipeline.sound.desk import SoundDesk
from app.pipeline.sources.source import Source
from app.pipeline.stats import CpuShare, Meter, Stats
from app.pipeline.tuning.choice import EngineChoice
from app.pipeline.tuning.engine_label import EngineLabel
from app.pipeline.tuning.tuner import Tuner
from app.settings import DEMO, BackgroundSettings, CameraSettings, Settings
from sinet_core.inference.segmenter import Segmenter

PROCESS_JOIN_S = 5.0


class Session:
    """Owns the threads between a camera and its sinks. Knows no window.

    Attributes:
        preview: the latest composite to show, already mirrored as the settings say; a view.PreviewFrame if a
            view asks for more.
        sound: the microphone, for its meter and for recordings.
    """

    preview: LatestSlot[Frame]

    def __init__(
        self,
        settings: Settings,
        *,
        on_frame: Callable[[], None],
        on_event: Callable[[Event], None],
        parts: SessionParts = REAL_PARTS,
    ) -> None:
        """on_frame (a composite waits in preview) and on_event are called from worker threads."""
        self.preview = LatestSlot()
        self._settings = settings
        self._view = View()
        self._preview_visible = True
        self._on_frame = on_frame
        self._on_event = on_event
        self._engine = EngineLabel()
        self._parts = parts
        self._opened = settings.background  # what the latest background was opened for
        self._prepared = self._started = False
        self._stopped = False
        self._pictures: LatestSlot[Captured] = LatestSlot()
        self._meter = Meter()
        self._cpu = CpuShare()
        self._capture = CaptureSupervisor(
            settings.camera, self._pictures, self._tell_of_source, open_source=self._open_source,
            timeouts=parts.timeouts,
            wanted=lambda: self._started and (self._preview_visible or self._outputs.waiting()),
        )
        self._engines: Loader[EngineChoice, Segmenter] = Loader(
            "engine-loader", parts.open_segmenter, on_loaded=self._engine_loaded, on_failed=self._engine_failed
        )
        self._backgrounds: Loader[BackgroundSettings, Background] = Loader(
            "background-loader", self._open_background, dispose=_close, on_loaded=self._background_loaded,
            on_failed=self._background_failed,
        )
        self.sound = parts.sound or SoundDesk(settings.sound)
        open_recorder = parts.open_recorder or partial(start_take, open_sound=self.sound.record)
        self._outputs = Outputs(on_event, open_recorder, parts.save_snapshot, parts.open_camera)
        self._tuner = Tuner(
            settings, self._engines.wish, known=parts.machine_costs, keep=parts.keep_costs,
            busy=self._outputs.running,
        )
        self._worker = Worker(self._pictures, self._worker_context(), self._outputs, self._meter)

    def prepare(self) -> None:
        """Starts loading the network, the background and the source while the window is still being built.

        Of the source, only the first frame is read. Safe to call twice.
        """
        if self._prepared:
            return
        self._prepared = True
        self._engines.start()
        self._tuner.start()
        self._backgrounds.start()
        self._backgrounds.wish(self._settings.background)
        self._capture.start()

    def start(self) -> None:
        """Starts the threads and returns at once; anything not prepared loads in the background."""
        self.prepare()
        self._started = True
        self._worker.start()

    def stop(self) -> None:
        """Finishes a recording, stops the threads, closes the devices. Safe to call twice."""
        if self._stopped:
            return
        self._stopped = True
        self._capture.stop()
        self._worker.stop(PROCESS_JOIN_S)
        self._outputs.close()
        self.sound.close()
        self._engines.stop()
        self._backgrounds.stop()
        self.preview.close()

    def apply(self, settings: Settings) -> None:
        """Applies settings from the next frame on; opens another source or background if they name one."""
        old, self._settings = self._settings, settings
        if settings.camera != old.camera:
            self._capture.switch(settings.camera)
        if settings.background != old.background:
            self._backgrounds.wish(settings.background)
        self.sound.apply(settings.sound)
        self._tuner.apply(settings)

    def show_view(self, view: View) -> None:
        """Adds the view to the preview, and to nothing else, from the next frame on. Off at the start."""
        self._view = view

    def set_preview_visible(self, visible: bool) -> None:
        """Tells whether the preview is visible. While it is not, only recordings and outputs cause work.

        The camera stays open but undecoded, so that the picture returns at once.
        """
        self._preview_visible = visible

    def pause(self, paused: bool) -> None:
        """Pauses or resumes a video that is the source. A new source starts playing."""
        self._capture.playback.pause(paused)

    def seek(self, seconds: float) -> None:
        """Seeks in a video that is the source, even while it is paused."""
        self._capture.playback.seek(seconds)

    def reopen_source(self) -> None:
        """Reopens the settings' source, after SourceEnded or when a camera was plugged in."""
        self._capture.switch(self._settings.camera)

    def start_recording(self, path: Path | None = None) -> None:
        """Starts recording to path (default: date and time in the settings' folder); answers with an event."""
        self._outputs.start_recording(for_background(self._settings.record, self._settings.background), path)

    def stop_recording(self) -> None:
        """Finishes the recording; answers with an event."""
        self._outputs.stop_recording()

    def pause_recording(self, paused: bool) -> None:
        """Pauses or resumes the recording; answers with an event."""
        self._outputs.pause_recording(paused)

    def take_snapshot(self) -> None:
        """Writes the next composite as PNG; answers with an event."""
        self._outputs.take_snapshot(self._settings.record)

    def start_virtual_camera(self) -> None:
        """Shows the composites to other programs as a camera; answers with an event."""
        self._outputs.start_camera(self._settings.camera.fps)

    def stop_virtual_camera(self) -> None:
        """Stops the virtual camera; answers with an event."""
        self._outputs.stop_camera()

    def stats(self) -> Stats:
        """The current figures."""
        now = time.monotonic()
        pace = self._meter.read(now)
        recording = self._outputs.recording
        return Stats(
            fps=pace.fps,
            latency_ms=pace.latency_ms,
            latency_p95_ms=pace.latency_p95_ms,
            dropped=self._pictures.dropped,
            unseen=self.preview.dropped,
            repeated=pace.repeated,
            resting=pace.resting,
            stage_ms=dict(pace.stage_ms),
            engine=self._engine.text,
            note=self._tuner.note if self._engine.text else "",
            cores=self._cpu.read(now, time.process_time()),
            recording=recording.path if recording else None,
            recorded_seconds=recording.seconds if recording else 0.0,
            recorded_bytes=recording.bytes if recording else 0,
            failed=self._worker.failed,
            position_s=self._capture.playback.position_s,
        )

    def _worker_context(self) -> WorkerContext:
        return WorkerContext(
            settings=lambda: self._settings,
            view=lambda: self._view,
            epoch=lambda: self._capture.epoch,
            live=lambda: self._capture.live,
            new_segmenter=self._engines.take,
            new_background=self._backgrounds.take,
            reload_segmenter=self._tuner.again,
            publish=self._publish,
            on_event=self._tell_of_worker,
            behind=lambda: self._opened,
            preview_visible=lambda: self._preview_visible,
            measured=self._measured,
        )

    def _publish(self, frame: Frame) -> None:
        self.preview.put(frame)
        self._on_frame()

    def _measured(self, now: float) -> None:
        self._tuner.tick(now, lambda: self._meter.moving(now), self._pictures.dropped)

    def _tell_of_source(self, event: Event) -> None:
        if isinstance(event, SourceOpened):
            self._meter.interval_s = 1 / event.fps if event.fps > 0 else 0.0
            self._tuner.source_opened((event.width, event.height), event.fps)
        self._on_event(event)

    def _engine_loaded(self, segmenter: Segmenter) -> None:
        self._engine.loaded(segmenter)
        self._tuner.engine_loaded(segmenter.name)
        self._on_event(EngineReady(segmenter.name, self._engine.text))

    def _engine_failed(self, error: AppError) -> None:
        """An engine could not be loaded; the current one, if any, keeps running."""
        self._tuner.engine_failed()
        self._on_event(EngineKept(error) if self._worker.load_failed() else EngineFailed(error))

    def _tell_of_worker(self, event: Event) -> None:
        if isinstance(event, EngineFailed):
            self._engine.failed()
        elif isinstance(event, EngineWorks):
            self._engine.works()
        self._on_event(event)

    def _open_source(self, camera: CameraSettings) -> Source:
        """Called in the reading thread. The demo replaces a missing camera, but never during a take."""
        source = self._parts.open_source(camera)
        if source.info.is_demo and camera.source != DEMO and self._outputs.running():
            source.close()
            raise AppError("No camera is connected", "Plug one in.")
        return source

    def _open_background(self, chosen: BackgroundSettings) -> Background:
        opened = self._parts.open_background(chosen)
        self._opened = chosen  # before the process thread can take it
        return opened

    def _background_loaded(self, _background: Background) -> None:
        """Called in the loader's thread, right after opening."""
        self._on_event(BackgroundLoaded(self._opened))

    def _background_failed(self, error: AppError) -> None:
        self._on_event(BackgroundFailed(error))


def _close(background: Background) -> None:
    background.close()
