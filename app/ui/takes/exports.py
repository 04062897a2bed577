"""The list of exports: progress, time left, and buttons for each."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.pipeline.render.queue_item import QueueItem
from app.ui.state.words import clock
from app.ui.widgets.text import ElidedLabel, button, caption

ROW_PX, MAX_ROWS = 34, 3
STATES = {"waiting": "Waiting", "running": "", "paused": "Paused", "done": "Done", "failed": "Failed",
          "stopped": "Cancelled"}


class ExportRow(QWidget):
    """Signals:
    asked(str, str): "stop", "retry", "remove" or "show", and the id of the item.
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self.name = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(120, 6)
        self.words = caption("")
        self.stop = button("Cancel", "link")
        self.retry = button("Try again", "link")
        self.show_file = button("Show file", "link")
        self.remove = button("Remove", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        for each in (self.words, self.bar, self.stop, self.retry, self.show_file, self.remove):
            row.addWidget(each)
        for what, each in (("stop", self.stop), ("retry", self.retry), ("show", self.show_file),
                           ("remove", self.remove)):
            each.clicked.connect(lambda _on=False, what=what: self.asked.emit(what, self._id))

    def show_item(self, item: QueueItem) -> None:
        self._id = item.id
        self.name.set_text(item.output.name)
        self.words.setText(words_of(item))
        self.words.setToolTip(f"{item.error}. {item.hint}" if item.error else " ".join(item.warnings))
        self.bar.setVisible(item.state in ("running", "paused"))
        self.bar.setRange(0, 100)
        self.bar.setValue(round(100 * (item.part_done or 0.0)))
        self.bar.setAccessibleName(f"Progress of {item.output.name}")
        self.stop.setVisible(item.unfinished)
        self.retry.setVisible(item.state in ("failed", "stopped"))
        self.show_file.setVisible(item.state == "done")
        self.remove.setVisible(not item.unfinished)
        for each, what in ((self.stop, "Cancel"), (self.retry, "Try again"), (self.show_file, "Show"),
                           (self.remove, "Remove from the list")):
            each.setAccessibleName(f"{what}: {item.output.name}")


class Exports(QFrame):
    """Hidden while there are none.

    Signals:
        asked(str, str): as of an ExportRow.
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Exports")
        self.rows: list[ExportRow] = []
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(14, 4, 14, 4)
        self._rows.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)  # setWidget turns it on
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self._scroll)
        self.hide()

    def show_items(self, items: Sequence[QueueItem]) -> None:
        while len(self.rows) < len(items):
            row = ExportRow()
            row.asked.connect(self.asked)
            self.rows.append(row)
            self._rows.addWidget(row)
        while len(self.rows) > len(items):
            gone = self.rows.pop()
            self._rows.removeWidget(gone)
            gone.deleteLater()
        for row, item in zip(self.rows, reversed(items), strict=True):  # the newest at the top
            row.show_item(item)
            row.setFixedHeight(ROW_PX)
        self.setFixedHeight(ROW_PX * min(MAX_ROWS, max(1, len(items))) + 20)
        self.setVisible(bool(items))


def words_of(item: QueueItem) -> str:
    """'Waiting', '42 %, 0:12 left', 'Failed: The disk is full'."""
    if item.state == "failed":
        return f"Failed: {item.error}"
    if item.warnings:
        return "Done, with a warning"
    if item.state != "running" or item.part_done is None:
        return STATES[item.state]
    left = f", {clock(max(1.0, item.left_s))} left" if item.left_s is not None else ""
    return f"{round(100 * item.part_done)} %{left}"
