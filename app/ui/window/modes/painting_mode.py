"""The painting mode for keep and drop zones: from strokes on the picture to the settings."""
from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from app.settings import Settings
from app.ui.picture.picture_area import PictureArea
from app.ui.state.view_state import ViewState
from app.ui.window.modes.view_modes import PAINTING, ViewModes
from app.ui.zones.sketch import ZoneSketch, shares_of
from app.zone_masks import mask_of, pack, unpack, with_mask

KEYS = {"K": "keep", "D": "drop", "E": "erase"}
STEPS = {"[": -1, "]": 1}
WAITING = "Waiting for the camera"
ASKS = {"Ctrl+Z": "undo", "Ctrl+Shift+Z": "redo", "Ctrl+Y": "redo", "Return": "done", "Enter": "done"}


class Painting(QObject):
    """Signals:
    changed(ZoneSettings): the user painted.
    described(str): the current source's zones, in words.
    """

    changed = Signal(object)
    described = Signal(str)

    def __init__(self, stage: PictureArea, views: ViewModes, parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._views = stage, views
        self._canvas, self._bar = stage.canvas, stage.zone_bar
        self._settings = Settings()
        self._source = self._known = ""
        self._keys: list[QShortcut] = []
        self._canvas.painted.connect(self._tell)
        self._bar.brush_changed.connect(self._canvas.set_brush)
        self._bar.asked.connect(self._do)
        self._bar.room_wanted.connect(lambda on: views.choose("room" if on else "paint"))
        views.entered.connect(self._enter)
        views.changed.connect(self._arm_keys)
        self._bar.show_brush(self._canvas.brush)
        self._add_keys()

    def _add_keys(self) -> None:
        for key, tool in KEYS.items():
            self._key(key).activated.connect(lambda tool=tool: self._bar.choose(tool))
        for key, steps in STEPS.items():
            self._key(key).activated.connect(lambda steps=steps: self._bar.resize_brush(steps))
        for key, ask in ASKS.items():
            self._key(key).activated.connect(lambda ask=ask: self._do(ask))
        self._arm_keys()

    def _key(self, keys: str) -> QShortcut:
        """Handles a key while painting, also if a tool of the bar has the focus."""
        shortcut = QShortcut(QKeySequence(keys), self._stage)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._keys.append(shortcut)
        return shortcut

    @Slot()
    def _arm_keys(self) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(self._views.look in PAINTING)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        self._canvas.mirrored = settings.mirror.preview
        self._canvas.update()
        self._describe()

    @Slot(object)
    def show_state(self, state: ViewState) -> None:
        """Ends painting if the source changed: the strokes are not for the new one."""
        source = state.source_id if state.phase == "live" else ""
        if source != self._source:
            self._source = source
            self._known = source or self._known
            self._views.painting_ends()
            self._describe()
        self._views.allow_painting(bool(source))

    @Slot()
    def _enter(self) -> None:
        image = self._stage.preview.image
        size = (image.width(), image.height()) if image is not None else (16, 9)
        self._canvas.open(ZoneSketch(size, unpack(mask_of(self._settings.zones, self._source))))
        self._bar.show_sketch(self._canvas.sketch)

    @Slot(str)
    def _do(self, ask: str) -> None:
        if ask == "done":
            self._views.leave()
            return
        {"undo": self._canvas.sketch.undo, "redo": self._canvas.sketch.redo,
         "clear": self._canvas.sketch.clear}[ask]()
        self._canvas.refresh()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self._bar.show_sketch(self._canvas.sketch)
        self.changed.emit(with_mask(self._settings.zones, self._source, pack(self._canvas.sketch.labels)))

    def _describe(self) -> None:
        """Describes the zones of the current source, or of the last one if it is gone."""
        kept, dropped = shares_of(unpack(mask_of(self._settings.zones, self._known)))
        self.described.emit(describe(kept, dropped) if self._known else WAITING)


def describe(kept: float, dropped: float) -> str:
    """Describes the zones in words; the shares are 0..1 of the picture."""
    words = []
    if kept:
        words.append(f"{_percent(kept)} of your room always shows")
    if dropped:
        words.append(f"{_percent(dropped)} {'never' if kept else 'of the picture never shows'}")
    return ", ".join(words) or "Nothing painted for this camera"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if share >= 0.01 else "Less than 1%"
