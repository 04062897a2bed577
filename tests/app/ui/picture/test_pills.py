from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.pipeline import events
from app.settings import BackgroundSettings
from tests.app.ui.conftest import Desk


def test_the_demo_has_its_badge_as_long_as_it_is_the_source(desk: Desk) -> None:
    badge = desk.window.stage.demo
    assert not badge.isVisible()
    desk.session.start()
    assert badge.isVisible()
    assert desk.window.stage.preview.geometry().contains(badge.geometry())
    desk.session.tell(events.SourceOpened("BRIO", 1280, 720, 30.0, source_id="camera:1"))
    assert not badge.isVisible()


def test_a_background_that_takes_long_shows_that_it_is_loading(desk: Desk, qtbot: QtBot) -> None:
    pill = desk.window.stage.loading
    large = BackgroundSettings("picture", "/pictures/large.jpg")
    desk.session.start()
    desk.controller.change(large)
    assert not pill.isVisible(), "most are there before anybody wonders"
    qtbot.waitUntil(pill.isVisible)
    desk.session.tell(events.BackgroundLoaded(BackgroundSettings("picture", "/pictures/before.jpg")))
    assert pill.isVisible()
    desk.session.tell(events.BackgroundLoaded(large))
    assert not pill.isVisible()
    desk.controller.change(BackgroundSettings("color", "#112233"))
    assert not desk.controller.state.loading
