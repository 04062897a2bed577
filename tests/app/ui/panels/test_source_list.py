from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.settings import DEMO
from app.ui.panels.source_list import OPEN_FILE, OPEN_URL
from tests.app.ui.conftest import Desk


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
