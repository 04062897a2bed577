"""A network camera on loopback is unplugged and plugged in again; the session recovers by itself."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.pipeline.capture.timeouts import Timeouts
from app.pipeline.decode.video_file import iter_video
from app.pipeline.events import RecordingStarted, RecordingStopped, SourceLost, SourceOpened
from app.pipeline.session import Session
from app.pipeline.session_parts import SessionParts
from app.settings import BackgroundSettings, CameraSettings, MirrorSettings, Settings
from tests.fakes import CollectingSink, EventLog, MjpegCamera
from tests.room import SIZE, TruthSegmenter, marker_share, person_share, raw_frame

TIMEOUTS = Timeouts(poll_s=0.02, retry_s=0.05, retry_max_s=0.2)
BLUE = BackgroundSettings("color", "#143cc8")


@pytest.fixture
def camera() -> Iterator[MjpegCamera]:
    made = MjpegCamera(raw_frame)
    made.plug()
    yield made
    made.unplug()


def test_unplugged_and_plugged_in_again_while_recording(camera: MjpegCamera, tmp_path: Path) -> None:
    """Real stream, real background, real recorder: only the engine is a fake."""
    preview, events = CollectingSink(), EventLog()

    def show() -> None:
        frame = session.preview.take()
        assert frame is not None
        preview.write(frame)

    session = Session(
        Settings(camera=CameraSettings(camera.url), background=BLUE, mirror=MirrorSettings(False, False)),
        on_frame=show,
        on_event=events,
        parts=SessionParts(open_segmenter=lambda _: TruthSegmenter(), timeouts=TIMEOUTS),
    )
    session.start()
    try:
        opened = events.wait_for(SourceOpened)
        assert (opened.width, opened.height) == SIZE
        preview.wait_for(lambda frame: person_share(frame.image) > 0.01)
        session.start_recording(tmp_path / "take.mp4")
        events.wait_for(RecordingStarted)

        camera.unplug()
        lost = events.wait_for(SourceLost)
        assert lost.error.title
        assert lost.error.hint
        gone = len(preview.frames)
        preview.wait_for_more(5)
        assert all(person_share(frame.image) == 0 for frame in preview.frames[gone + 1 :])

        before = len(events.events)
        camera.plug()
        events.wait_for(SourceOpened, after=before)
        preview.wait_for(lambda frame: person_share(frame.image) > 0.01, after=len(preview.frames))
        preview.wait_for_more(5)
        session.stop_recording()
        stopped = events.wait_for(RecordingStopped)
    finally:
        session.stop()

    assert stopped.error is None
    assert events.count(RecordingStopped) == 1
    assert max(marker_share(frame.image) for frame in preview.frames) == 0.0
    recorded = list(iter_video(stopped.path))
    persons = [person_share(frame.image) > 0.01 for frame in recorded]
    assert persons[0]
    assert persons[-1]
    assert not all(persons), "the time without a camera is missing in the file"
    assert all(earlier.time < later.time for earlier, later in pairwise(recorded))
    assert max(marker_share(frame.image) for frame in recorded) == 0.0
    assert np.abs(recorded[-1].image[2, 2].astype(int) - (200, 60, 20)).max() < 12


def test_a_camera_that_is_not_there_yet(camera: MjpegCamera) -> None:
    """Started without it: reported once, background only, and frames appear once the camera does."""
    camera.unplug()
    preview, events = CollectingSink(), EventLog()

    def show() -> None:
        frame = session.preview.take()
        assert frame is not None
        preview.write(frame)

    session = Session(
        Settings(camera=CameraSettings(camera.url), background=BLUE),
        on_frame=show,
        on_event=events,
        parts=SessionParts(open_segmenter=lambda _: TruthSegmenter(), timeouts=TIMEOUTS),
    )
    session.start()
    try:
        assert events.wait_for(SourceLost).source_id == camera.url
        preview.wait_for_more(3)
        camera.plug()
        events.wait_for(SourceOpened)
        preview.wait_for(lambda frame: person_share(frame.image) > 0.01)
    finally:
        session.stop()
    assert events.count(SourceLost) == 1
    assert max(marker_share(frame.image) for frame in preview.frames) == 0.0
