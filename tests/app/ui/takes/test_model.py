from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.pipeline.takes.take_list import list_takes
from app.pipeline.takes.take_reader import open_take
from app.ui.state.jobs import Jobs
from app.ui.takes.model import BrokenRole, FactsRole, Looked, TakeModel, ThumbnailRole
from app.ui.takes.page import TakesPage
from tests.app.ui.conftest import Desk
from tests.app.ui.takes.pages import WAIT_MS, corner


def test_takes_are_shown_with_picture_and_facts_and_what_is_wrong_with_them(page: TakesPage, desk: Desk) -> None:
    good, bad = page._model.index(0, 0), page._model.index(1, 0)
    assert (good.data(), bad.data()) == ("Good", "Bad")
    assert corner(good.data(ThumbnailRole)) == (0x20, 0x60, 0xC0), "a composite, not the room"
    assert "· 0:01 ·" in good.data(FactsRole)
    assert isinstance(bad.data(BrokenRole), AppError)
    assert not desk.session.watched, "nobody sees the camera's picture now"
    page.list.view.setCurrentIndex(bad)
    assert not page.list.open.isEnabled()
    assert page.list.delete.isEnabled()


def test_a_take_is_renamed_in_its_place(page: TakesPage, folder: Path) -> None:
    index = page._model.index(0, 0)
    assert page._model.setData(index, "Holiday")
    assert (folder / "Holiday.backdrop").exists()
    assert index.data() == "Holiday"
    assert isinstance(index.data(ThumbnailRole), QImage)
    assert not page._model.setData(index, "Bad")
    assert page.tray.banner.isVisible()
    assert {take.name for take in list_takes(folder)} == {"Holiday", "Bad"}


def test_a_take_that_is_renamed_before_it_was_read_is_read_under_its_new_name(qtbot: QtBot, folder: Path) -> None:
    jobs = Jobs()
    read: list[str] = []

    def look(path: Path) -> Looked:
        read.append(path.name)
        return Looked(open_take(path), QImage(4, 4, QImage.Format.Format_RGB888))

    model = TakeModel(jobs, look=look)
    jobs.hold()
    model.show_takes([take for take in list_takes(folder) if take.name == "Good"])
    assert model.setData(model.index(0, 0), "Holiday")
    jobs.release()
    qtbot.waitUntil(lambda: not model._asked, timeout=WAIT_MS)
    jobs.stop()
    assert isinstance(model.index(0, 0).data(ThumbnailRole), QImage)
    assert "Holiday.backdrop" in read
