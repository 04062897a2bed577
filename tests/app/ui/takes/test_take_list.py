from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.takes import take_list
from app.ui.takes.page import TakesPage
from tests.app.ui.takes.pages import WAIT_MS


def test_a_take_goes_to_the_wastebasket_or_stays(
    page: TakesPage, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    monkeypatch.setattr(take_list, "to_wastebasket", lambda path: False)
    page.list.delete.click()
    assert (folder / "Good.backdrop").exists()
    assert page.tray.banner.isVisible()
    monkeypatch.setattr(take_list, "to_wastebasket", lambda path: path.rename(path.with_suffix(".gone")) is not None)
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.delete.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 1, timeout=WAIT_MS)


def test_a_take_that_is_gone_leaves_the_list(page: TakesPage, folder: Path, qtbot: QtBot) -> None:
    (folder / "Good.backdrop").unlink()
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.open.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "There is no take" in page.tray.banner.accessibleName(), timeout=WAIT_MS)
    page.tray.banner.closed.emit()
    (folder / "Bad.backdrop").unlink()
    page.list.view.setCurrentIndex(page._model.index(0, 0))
    page.list.delete.click()
    qtbot.waitUntil(lambda: page._model.rowCount() == 0, timeout=WAIT_MS)
    assert not page.tray.banner.isVisible(), "it is gone, as the user wanted"
