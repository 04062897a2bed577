"""The window of the queue. It opens beside the picture, not over it."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.pipeline.render.queue_item import QueueItem
from app.pipeline.tuning.choice import FileQuality
from app.ui.queue.row import QueueRow
from app.ui.queue.words import summary
from app.ui.widgets.segmented import Segmented
from app.ui.widgets.text import ElidedLabel, button, caption, label

SIZE_PX, MIN_PX = (620, 440), (440, 300)
QUALITIES: dict[FileQuality, str] = {"best": "Best", "live": "As live"}
LOOK = "Each file gets the background, edges and mirroring set in the window when you add it."
SLOWER = "Best looks ahead in the video: edges are steadier and finer, but it takes longer."
EMPTY = "Drop videos and pictures here, or add them."


class QueueWindow(QDialog):
    """Attributes:
    quality: of files added from now on.

    Signals:
        asked(list, str): ids of items, and what to do with them; see QueueRow.
        add_wanted(), folder_wanted(): ask the user for files, or for the results folder.
        took(list): paths that were dropped.
    """

    asked = Signal(list, str)
    add_wanted = Signal()
    folder_wanted = Signal()
    took = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Render files")
        self.setAcceptDrops(True)
        self.setMinimumSize(*MIN_PX)
        self.resize(*SIZE_PX)
        self.quality: FileQuality = "best"
        self._items: Sequence[QueueItem] = ()
        self.rows: dict[str, QueueRow] = {}
        self.qualities = Segmented("Quality", {str(key): text for key, text in QUALITIES.items()})
        self.folder = ElidedLabel()
        self.change_folder = button("Change…", "link")
        self.empty = label(EMPTY, "body")
        self.summary = caption("")
        self.add_files = button("Add files…", "primary")
        self.pause_all, self.clear = button("Pause all"), button("Clear finished")
        self._lay_out()
        self._connect()
        self.show_items(())

    def _lay_out(self) -> None:
        words = caption(LOOK)
        words.setWordWrap(True)
        choices = QHBoxLayout()
        choices.addWidget(caption("Quality"))
        choices.addWidget(self.qualities)
        choices.addSpacing(14)
        choices.addWidget(caption("Results in"))
        choices.addWidget(self.folder, 1)
        choices.addWidget(self.change_folder)
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        for each in (self.clear, self.pause_all, self.add_files):
            foot.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        column.addWidget(words)
        column.addLayout(choices)
        column.addWidget(self._list(), 1)
        column.addLayout(foot)

    def _list(self) -> QWidget:
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)  # the card shows through
        scroll.setAccessibleName("Files")
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2, 4, 2, 4)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        column.addWidget(scroll, 1)
        self._scroll = scroll
        return card

    def _connect(self) -> None:
        self.qualities.set_value(self.quality)
        self.qualities.setToolTip(SLOWER)
        self.qualities.chosen.connect(self._choose_quality)
        self.add_files.clicked.connect(self.add_wanted)
        self.change_folder.clicked.connect(self.folder_wanted)
        self.pause_all.clicked.connect(self._pause_all)
        self.clear.clicked.connect(lambda: self.asked.emit([each.id for each in self._items], "remove"))

    def show_folder(self, folder: Path) -> None:
        self.folder.set_text(str(folder))

    def show_items(self, items: Sequence[QueueItem]) -> None:
        """Shows the queue as it is now; rows that stay keep the focus."""
        self._items = items
        for id in self.rows.keys() - {item.id for item in items}:
            row = self.rows.pop(id)
            self._rows.removeWidget(row)
            row.deleteLater()
        for item in items:
            if item.id not in self.rows:
                self._add_row(item.id)
            self.rows[item.id].show_item(item)
        self.empty.setVisible(not items)
        self._scroll.setVisible(bool(items))
        self.summary.setText(summary(items))
        going = any(item.state in ("waiting", "running") for item in items)
        self.pause_all.setText("Pause all" if going or not any(item.unfinished for item in items) else "Resume all")
        self.pause_all.setEnabled(any(item.unfinished for item in items))
        self.clear.setEnabled(any(not item.unfinished for item in items))

    def _add_row(self, id: str) -> None:
        row = QueueRow(id)
        row.asked.connect(lambda id, what: self.asked.emit([id], what))
        self.rows[id] = row
        self._rows.insertWidget(self._rows.count() - 1, row)

    def _choose_quality(self, value: str) -> None:
        self.quality = "live" if value == "live" else "best"

    def _pause_all(self) -> None:
        what = "resume" if self.pause_all.text() == "Resume all" else "pause"
        self.asked.emit([item.id for item in self._items], what)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.took.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
