"""The process thread: every frame becomes a composite, or nothing of it is shown."""
from __future__ import annotations

import logging
import threading
import time

import numpy as np

from app.errors import AppError
from app.pipeline.background.background import plain_dark
from app.pipeline.events import EngineFailed, EngineWorks
from app.pipeline.frame import Captured, Frame
from app.pipeline.latest_slot import LatestSlot
from app.pipeline.process.current_background import CurrentBackground
from app.pipeline.process.failures import ENGINE_ERRORS, FRAME_ERRORS
from app.pipeline.process.keeper import Keeper
from app.pipeline.process.matted_frame import mirrored_frame
from app.pipeline.process.retries import EngineRetries
from app.pipeline.process.stages import CompositeError, PersonState, Processed, process
from app.pipeline.process.view_extras import ViewExtras
from app.pipeline.process.worker_context import CompositeOutputs, WorkerContext
from app.pipeline.stats import Meter, Stopwatch
from app.pipeline.takes.kept_frame import KeptFrame
from app.settings import MirrorSettings, Settings
from sinet_core.compositing.canvases import Canvases
from sinet_core.inference.segmenter import Segmenter

TICK_S = 1 / 12  # interval of background-only frames while no source delivers
ENGINE_FAILED = (
    "The engine fails, so nobody can be found",
    "Only the background is shown while Backdrop tries again. If this persists, choose another engine.",
)
BROKEN = ("A frame could not be processed", "Only the background is shown. The log file has details.")

logger = logging.getLogger(__name__)


class Worker:
    """Owns what only the process thread touches: temporal state, segmenter, background."""

    def __init__(
        self, pictures: LatestSlot[Captured], context: WorkerContext, outputs: CompositeOutputs, meter: Meter
    ) -> None:
        self._pictures = pictures
        self._context = context
        self._outputs = outputs
        self._meter = meter
        self._extras = ViewExtras(context.view)
        self._segmenter: Segmenter | None = None
        self._background = CurrentBackground(context.on_event)
        self._retries = EngineRetries()
        self._keeper = Keeper()
        self._state: PersonState | None = None
        self._canvases = Canvases()
        self._epoch = -1
        self._size: tuple[int, int] | None = None
        self._published = 0
        self._outputs_wait = False
        self._broken = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="process", daemon=True)

    @property
    def failed(self) -> int:
        """Frames on which inference failed, since the start."""
        return self._retries.failed

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Ends the thread. One that hangs in an engine is abandoned, and shows nothing any more."""
        self._stopping.set()
        self._pictures.close()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            captured = self._pictures.take(TICK_S)
            try:
                self.step(captured)
            except Exception:  # outermost frame of the thread, which must go on
                logger.exception("a frame could not be processed")
                self._state = None
                self._tell_broken()
                self._show_instead(captured)
        self._background.close()

    def _show_instead(self, captured: Captured | None) -> None:
        """Falls back to the background alone on every output."""
        settings = self._context.settings()
        size = captured.frame.size if captured else self._size or (settings.camera.width, settings.camera.height)
        try:
            self._show_background(captured.frame.time if captured else time.monotonic(), size)
        except Exception:  # the thread must still go on
            logger.exception("the background cannot be shown instead")

    def step(self, captured: Captured | None) -> None:
        """Processes one frame; None if none arrived within a tick."""
        now = time.monotonic()
        self._adopt(now)
        self._outputs_wait = self._outputs.fulfil_wishes()
        if self._keeper.follow(self._outputs.keeps_camera()):
            self._state = None
        if not (self._context.preview_visible() or self._outputs_wait):
            self._state = None  # later frames are unrelated to this one
            return
        settings = self._context.settings()
        if captured is None or captured.epoch != self._context.epoch():
            if not self._context.live():
                self._show_background(now, self._size or (settings.camera.width, settings.camera.height))
            return
        self._follow(captured)
        watch, fresh = Stopwatch(), self._state is None
        processed = self._process(captured, settings, watch)
        if processed is None:
            self._show_background(captured.frame.time, captured.frame.size)
            return
        self._state = processed.state
        kept = self._keeper.kept(captured, settings, self._background.settings, moved=processed.moved, fresh=fresh)
        self._write(processed.frame, kept, processed.cut_out)
        self._show(processed.frame, captured.frame, settings.mirror, watch)
        if self._broken:
            self._broken = False
            self._context.on_event(EngineWorks())
        now = time.monotonic()
        self._meter.add(now, captured.frame.time, watch.stage_ms, moved=processed.moved)
        self._context.measured(now)

    def _adopt(self, now: float) -> None:
        """Adopts what was loaded, and reloads an engine that failed."""
        segmenter = self._context.new_segmenter()
        if segmenter is not None:
            self._segmenter, self._state = segmenter, None
            self._retries.engine_loaded()
        background = self._context.new_background()
        if background is not None:
            self._background.replace(background, self._context.behind())
        if self._retries.due(now):
            self._context.reload_segmenter()

    def load_failed(self) -> bool:
        """Whether an engine runs although another one could not be loaded. Without one, it is tried again later."""
        if self._segmenter is not None:
            return True
        self._retries.load_failed(time.monotonic())
        return False

    def _follow(self, captured: Captured) -> None:
        """Forgets earlier frames if the source or the size has changed."""
        if captured.epoch != self._epoch or captured.frame.size != self._size:
            self._state = None
        self._epoch, self._size = captured.epoch, captured.frame.size

    def _process(self, captured: Captured, settings: Settings, watch: Stopwatch) -> Processed | None:
        """The composite; plain dark if only the background failed; None if the engine failed."""
        if self._segmenter is None:
            return None
        frame = captured.frame
        segmenter = self._keeper.segmenter(self._extras.segmenter(self._segmenter))
        try:
            processed = process(
                frame, self._state, source_id=captured.source_id, settings=settings, segmenter=segmenter,
                background=self._background.loaded,
                gated=settings.engine.motion_gate, cut=self._cuts(settings), canvases=self._canvases, watch=watch,
            )  # fmt: skip
        except CompositeError as error:
            if not isinstance(error.__cause__, FRAME_ERRORS):
                raise
            self._background.drop(error.__cause__)
            processed = Processed(frame.with_image(plain_dark(frame.size)), error.state, True)
        except ENGINE_ERRORS as error:
            self._count_failure(error)
            return None
        self._retries.frame_worked()
        return processed

    def _count_failure(self, error: Exception) -> None:
        self._state = None
        given_up = self._retries.frame_failed(time.monotonic())
        if self._retries.first_of_several:
            logger.warning("inference failed", exc_info=error)
        if given_up:
            self._segmenter = None
            self._context.on_event(EngineFailed(AppError(*ENGINE_FAILED)))

    def _cuts(self, settings: Settings) -> bool:
        return settings.background.kind == "transparent" and self._outputs_wait and self._outputs.wants_cut_out()

    def _write(self, composite: Frame, kept: KeptFrame | None, cut_out: Frame | None) -> None:
        """Writes to the outputs. A transparent output without a person is fully transparent."""
        if cut_out is None and self._cuts(self._context.settings()):
            cut_out = composite.with_image(np.zeros((*composite.image.shape[:2], 4), np.uint8))
        if self._outputs_wait:
            self._outputs.write(composite, kept, cut_out)

    def _show(self, composite: Frame, raw: Frame, mirror: MirrorSettings, watch: Stopwatch) -> None:
        """Shows the outputs' composite in the preview, as its mirror image if only one of them is mirrored.

        Extras of the view are added to the preview only; outputs receive plain composites.
        """
        if self._context.preview_visible():
            seen = _seen(composite, mirror)
            watch.lap("composite")
            self._publish(self._extras.shown(seen, raw.image, mirrored=mirror.preview))

    def _show_background(self, time_s: float, size: tuple[int, int]) -> None:
        """Shows the background alone on every output, made without the room."""
        image = self._background.alone(size, time_s)
        frame = Frame(plain_dark(size), time_s, self._published).with_image(image)
        settings = self._context.settings()
        self._publish(_seen(frame, settings.mirror))
        if self._size is not None:  # before the first frame, the file's size is unknown
            self._write(frame, self._keeper.alone(size, time_s, settings, self._background.settings), None)

    def _publish(self, frame: Frame) -> None:
        if not self._stopping.is_set():
            self._published += 1
            self._context.publish(frame)

    def _tell_broken(self) -> None:
        if not self._broken:
            self._broken = True
            self._context.on_event(EngineFailed(AppError(*BROKEN)))


def _seen(composite: Frame, mirror: MirrorSettings) -> Frame:
    """The output's composite as the preview shows it."""
    return mirrored_frame(composite) if mirror.preview != mirror.output else composite
