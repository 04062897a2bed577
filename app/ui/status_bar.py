"""The line at the foot: measured figures, nothing else."""
from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from app.pipeline.stats import Stats
from app.ui import theme
from app.ui.view_state import ViewState
from app.ui.widgets.text import caption


class FiguresBar(QStatusBar):
    """Attributes:
    source, fps, latency, dropped, engine: the labels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.source, self.engine = _figure("Source"), _figure("Engine")
        self.fps, self.latency = _figure("Frames a second"), _figure("Latency")
        self.dropped = _figure("Dropped frames")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 0, 10, 4)
        line.setSpacing(20)
        line.addWidget(self.source)
        line.addStretch(1)
        for figure in (self.fps, self.latency, self.dropped, self.engine):
            line.addWidget(figure)
        self.addWidget(row, 1)
        self.show_stats(Stats())

    def show_state(self, state: ViewState) -> None:
        known = state.phase in ("live", "lost") and state.source
        self.source.setText(f"{state.source} · {state.source_size}" if known else "")

    def show_stats(self, stats: Stats) -> None:
        self.fps.setText(f"{stats.fps:.0f} fps" if stats.fps else "– fps")
        self.latency.setText(f"{stats.latency_ms:.0f} ms" if stats.fps else "– ms")
        self.dropped.setText(f"{stats.dropped} dropped")
        self.engine.setText(stats.engine or "Loading the network…")
        stages = "\n".join(f"{name}: {value:.1f} ms" for name, value in stats.stage_ms.items())
        self.fps.setToolTip(stages or "Pictures a second")


def _figure(name: str) -> QLabel:
    figure = caption("")
    figure.setAccessibleName(name)
    figure.setToolTip(name)
    figure.setFont(theme.font(12, tabular=True))
    return figure
