from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel

from app.pipeline.events import SourceOpened
from app.settings import CameraSettings
from tests.app.ui.conftest import Desk


def test_size_rate_and_format(desk: Desk) -> None:
    panel = desk.window.panels.camera
    panel.resolution.setCurrentText("1920×1080")
    panel.resolution.activated.emit(panel.resolution.currentIndex())
    panel.rate.setCurrentText("60 fps")
    panel.rate.activated.emit(panel.rate.currentIndex())
    panel.format.setCurrentText("YUYV")
    panel.format.activated.emit(panel.format.currentIndex())
    assert desk.session.applied[-1].camera == CameraSettings("", 1920, 1080, 60, "YUYV")


def test_a_size_from_elsewhere_is_shown_as_it_is(desk: Desk) -> None:
    desk.controller.change(replace(CameraSettings(), width=1024, height=576))
    assert desk.window.panels.camera.resolution.currentText() == "1024×576"


def test_mirrors(desk: Desk) -> None:
    panel = desk.window.panels.camera
    panel.mirror_output.click()
    panel.mirror_preview.click()
    mirror = desk.session.applied[-1].mirror
    assert (mirror.preview, mirror.output) == (False, True)
    assert not desk.window.actions_.mirror.isChecked()


def test_every_box_has_a_name_beside_it(desk: Desk) -> None:
    panel = desk.window.panels.camera
    names = {found.buddy(): found.text() for found in panel.findChildren(QLabel) if found.buddy() is not None}
    assert names[panel.source] == "Source"
    assert names[panel.format] == "Format"


def test_what_the_camera_really_gives_is_reported_where_it_is_not_what_was_asked_for(desk: Desk) -> None:
    panel = desk.window.panels.camera
    desk.session.tell(SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    assert not panel.actual.isVisible()
    desk.session.tell(SourceOpened("BRIO", 640, 480, 15.0, source_id="camera:1"))
    assert panel.actual.isVisible()
    assert panel.actual.text() == "This camera delivers 640×480 · 15 fps."
    panel.choose("/videos/talk.mp4")
    desk.session.tell(SourceOpened("talk.mp4", 1920, 1080, 25.0, source_id="/videos/talk.mp4"))
    assert panel.actual.text() == "This source delivers 1920×1080 · 25 fps."
