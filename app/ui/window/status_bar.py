"""The line at the foot: measured figures, nothing else."""
from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.pipeline.stats import Stats
from app.ui.state.view_state import ViewState
from app.ui.style import theme

LEAST = 60  # px of a figure that is cut short


class FiguresBar(QStatusBar):
    """Attributes:
    source, fps, latency, dropped, cores, engine: the labels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.source, self.engine = Figure("Source", yields=True), Figure("Engine", yields=True)
        self.fps, self.latency = Figure("Frames a second"), Figure("Latency")
        self.dropped, self.cores = Figure("Dropped frames"), Figure("Processor")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 4)
        line.setSpacing(20)
        line.addWidget(self.source)
        line.addStretch(1)
        for figure in (self.fps, self.latency, self.dropped, self.cores, self.engine):
            line.addWidget(figure)
        self.addWidget(row, 1)
        self.show_stats(Stats())

    def show_state(self, state: ViewState) -> None:
        known = state.phase in ("live", "lost") and state.source_name
        facts = (state.source_name, state.source_size) if known else ()
        on_air = ("on the virtual camera",) if state.cast == "on" else ()
        self.source.show_value(" · ".join(filter(None, facts + on_air)))

    def show_stats(self, stats: Stats) -> None:
        self.fps.show_value(f"{stats.fps:.0f} fps" if stats.fps else "– fps")
        self.latency.show_value(f"{stats.latency_ms:.0f} ms" if stats.fps else "– ms")
        self.dropped.show_value(f"{stats.dropped} dropped")
        self.cores.show_value("" if stats.cores is None else f"{100 * stats.cores:.0f} % of a core")
        self.engine.show_value(" · ".join(filter(None, (stats.engine or "Loading the network…", stats.note))))
        stages = [f"{name}: {value:.1f} ms" for name, value in stats.stage_ms.items()]
        resting = [f"The network rested for {100 * stats.resting:.0f} % of them"] if stats.resting else []
        self.fps.setToolTip("\n".join(stages + resting) or "Pictures a second")
        self.latency.setToolTip(f"From camera to screen, 95 of 100 pictures: within {stats.screen_p95_ms:.0f} ms")
        self.dropped.setToolTip(
            f"{stats.dropped} pictures came too fast, {stats.unseen} were never painted, "
            f"{stats.repeated} stood too long")


class Figure(QLabel):
    """A measured value. Screen readers hear what it is and how much; where there is no room it ends in dots."""

    def __init__(self, name: str, *, yields: bool = False) -> None:
        """yields: it is the first to be cut short; its tip has all of it."""
        super().__init__()
        self._name, self._yields = name, yields
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(12, tabular=True))
        self.show_value("")

    def show_value(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(f"{self._name}: {text}" if text else self._name)
        if self._yields or not self.toolTip():
            self.setToolTip(self.accessibleName())

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(LEAST, whole.width()), whole.height()) if self._yields else whole

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        if shown == self.text():
            super().paintEvent(event)
            return
        self.style().drawItemText(QPainter(self), self.contentsRect(), self.alignment(), self.palette(),
                                  self.isEnabled(), shown, self.foregroundRole())
