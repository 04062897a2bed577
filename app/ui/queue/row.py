"""One file of the queue: its name, its progress, and its buttons."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.pipeline.render.queue_item import QueueItem
from app.ui.queue.words import words_of
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.text import ElidedLabel, button, caption

SIDE_PX = 32
BAR_PX = 6


class QueueRow(QWidget):
    """Signals:
    asked(str, str): the id of the item, and "pause", "resume", "stop", "retry", "remove" or "show".
    """

    asked = Signal(str, str)

    def __init__(self, id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = id
        self.name, self.words = ElidedLabel(), caption("")
        self.name.setProperty("role", "title")
        self.words.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_PX)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.show_result = button("Show result", "link")
        self.pause = IconButton("pause", "Pause", side=SIDE_PX)
        self.resume = IconButton("play", "Go on", side=SIDE_PX)
        self.retry = IconButton("refresh", "Try again", side=SIDE_PX)
        self.stop = IconButton("stop", "Cancel", side=SIDE_PX)
        self.remove = IconButton("close", "Remove from the list", side=SIDE_PX)
        self._buttons = {"show": self.show_result, "pause": self.pause, "resume": self.resume, "retry": self.retry,
                         "stop": self.stop, "remove": self.remove}
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for part in (self.name, self.words, self.bar):
            texts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 8)
        row.setSpacing(2)
        row.addLayout(texts, 1)
        row.addSpacing(10)
        for what, each in self._buttons.items():
            each.clicked.connect(lambda _on=False, what=what: self.asked.emit(self._id, what))
            row.addWidget(each)

    def show_item(self, item: QueueItem) -> None:
        name = Path(item.name).name
        self.name.set_text(name)
        self.name.setToolTip(item.name)
        self.words.setText(words_of(item))
        self.bar.setVisible(item.state == "running" or (item.state == "paused" and item.done > 0))
        part = item.part_done
        self.bar.setRange(0, 0 if part is None and item.state == "running" else 1000)
        self.bar.setValue(round(1000 * (part or 0.0)))
        self.bar.setAccessibleName(f"Progress of {name}")
        offered = {
            "show": item.state == "done",
            "pause": item.state in ("waiting", "running"),
            "resume": item.state == "paused",
            "retry": item.state in ("failed", "stopped"),
            "stop": item.unfinished,
            "remove": not item.unfinished,
        }
        for what, each in self._buttons.items():
            each.setVisible(offered[what])
            said = self.show_result.text() if what == "show" else each.toolTip()
            each.setAccessibleName(f"{said}: {name}")
