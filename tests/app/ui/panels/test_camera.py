from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.pipeline.events import SourceOpened
from app.settings import DEMO, CameraSettings
from app.ui.panels.source_list import OPEN_FILE, OPEN_URL
from tests.app.ui.conftest import CAMERAS, Desk


def listed(desk: Desk) -> list[str]:
    box = desk.window.panels.camera.source
    return [box.itemText(index) for index in range(box.count()) if box.itemText(index)]


def choose(desk: Desk, data: object) -> None:
    box = desk.window.panels.camera.source
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_cameras_come_first_then_other_ways(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "BRIO" in listed(desk))
    assert listed(desk) == ["BRIO", "Integrated camera", "Demo clip", "Use a video file…", "Network camera…"]
    assert desk.window.panels.camera.source.currentText() == "BRIO"


def test_a_camera_is_chosen_by_its_identity(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "BRIO" in listed(desk))
    choose(desk, "camera:0c45:6366@2")
    assert desk.session.applied[-1].camera.source == "camera:0c45:6366@2"


def test_a_camera_that_is_gone_stays_chosen_and_says_so(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "BRIO" in listed(desk))
    choose(desk, "camera:046d:085e@1")
    desk.cameras.pop(0)
    desk.conductor.list_cameras()
    qtbot.waitUntil(lambda: "BRIO" not in listed(desk))
    assert desk.window.panels.camera.source.currentText() == "Camera (not connected)"
    assert desk.controller.settings.camera.source == "camera:046d:085e@1"


def test_a_file_and_a_network_camera_are_asked_for(desk: Desk) -> None:
    desk.dialogs.source_file = "/videos/talk.mp4"
    choose(desk, OPEN_FILE)
    assert desk.session.applied[-1].camera.source == "/videos/talk.mp4"
    assert desk.window.panels.camera.source.currentText() == "talk.mp4"
    assert not desk.window.panels.camera.resolution.isEnabled()
    desk.dialogs.url = "http://cam.local/video"
    choose(desk, OPEN_URL)
    assert desk.session.applied[-1].camera.source == "http://cam.local/video"


def test_thinking_better_of_it_keeps_the_source(desk: Desk) -> None:
    choose(desk, DEMO)
    choose(desk, OPEN_URL)
    assert desk.controller.settings.camera.source == DEMO
    assert desk.window.panels.camera.source.currentText() == "Demo clip"


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


def test_cameras_stand_in_their_menu_with_the_one_in_use_marked(desk: Desk) -> None:
    desk.window.panels.camera.show_cameras(CAMERAS)
    actions = desk.window.actions_.cameras.actions()
    assert [action.text() for action in actions] == ["BRIO", "Integrated camera"]
    assert [action.isChecked() for action in actions] == [True, False]
    actions[1].trigger()
    assert desk.controller.settings.camera.source == "camera:0c45:6366@2"
    assert [action.isChecked() for action in desk.window.actions_.cameras.actions()] == [False, True]


def test_what_the_camera_really_gives_is_told_where_it_is_not_what_was_asked_for(desk: Desk) -> None:
    panel = desk.window.panels.camera
    desk.session.tell(SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    assert not panel.actual.isVisible()
    desk.session.tell(SourceOpened("BRIO", 640, 480, 15.0, source_id="camera:1"))
    assert panel.actual.isVisible()
    assert panel.actual.text() == "This camera delivers 640×480 · 15 fps."
    panel.choose("/videos/talk.mp4")
    desk.session.tell(SourceOpened("talk.mp4", 1920, 1080, 25.0, source_id="/videos/talk.mp4"))
    assert panel.actual.text() == "This source delivers 1920×1080 · 25 fps."
