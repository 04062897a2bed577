from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.app.ui.queue.rig import Rig


def test_a_row_shows_its_progress_and_offers_what_can_be_done(rig: Rig, clip: Path, qtbot: QtBot) -> None:
    rig.desk.add([clip])
    rig.until(lambda: any(words.startswith("25 %") for words in rig.said()))
    (row,) = rig.window.rows.values()
    assert row.bar.value() == 250
    assert not row.pause.isHidden()
    assert row.show_result.isHidden()
    qtbot.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    rig.until(lambda: rig.said() == ["Paused at 25 %"])
    assert rig.worker.paused
    assert rig.window.pause_all.text() == "Resume all"
    rig.window.pause_all.click()
    rig.until(lambda: not rig.worker.paused)
    row.stop.click()
    rig.until(lambda: rig.said() == ["Cancelled"])
    assert not row.retry.isHidden()
    row.remove.click()
    rig.until(lambda: not rig.window.rows)
    assert not rig.window.empty.isHidden()


def test_what_failed_says_why_and_what_is_done_can_be_shown(rig: Rig, clip: Path, tmp_path: Path) -> None:
    bad = clip.with_name("bad.mp4")
    bad.write_bytes(clip.read_bytes())
    shown: list[Path] = []
    rig.desk.revealed.connect(shown.append)
    rig.worker.free.set()
    rig.desk.add([bad, clip])
    rig.until(lambda: rig.said() == ["It is damaged. Choose another.", "Done."])
    assert rig.window.summary.text() == "2 finished, 1 failed"
    [*rig.window.rows.values()][1].show_result.click()
    assert shown == [tmp_path / "out" / "in.mp4"]
    rig.window.clear.click()
    rig.until(lambda: not rig.window.rows)
