"""What stands behind the person."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.settings import BackgroundSettings, Settings, WindowSettings
from app.ui.gallery.items import DEFAULT_COLOR, Bundled, Tile, added, background_of, chosen_index, tiles_of
from app.ui.gallery.model import GalleryModel
from app.ui.gallery.view import Gallery
from app.ui.widgets.card import Card
from app.ui.widgets.color_row import ColorRow
from app.ui.widgets.slider_row import SliderRow
from app.ui.widgets.undo_row import UndoRow


class BackgroundPanel(Card):
    """Signals:
    changed(BackgroundSettings or WindowSettings): another background, or other tiles in the gallery.
    """

    changed = Signal(object)

    def __init__(self, bundled: Sequence[Bundled], model: GalleryModel,
                 ask_files: Callable[[], Sequence[Path]], reveal: Callable[[Path], None],
                 parent: QWidget | None = None) -> None:
        super().__init__("Background", "image", parent)
        self._bundled = bundled
        self._background = BackgroundSettings()
        self._window = WindowSettings()
        self._color = DEFAULT_COLOR
        self._model = model
        self._ask_files = ask_files
        self._reveal = reveal
        self.gallery = Gallery(model)
        self.undo = UndoRow()
        self.blur = SliderRow("Blur", ("light", "strong"), default=BackgroundSettings().blur,
                              tip="How blurred your room is. A strong blur hides clutter.")
        self.colors = ColorRow()
        for widget in (self.gallery, self.undo, self.blur, self.colors):
            self.body.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.gallery.used.connect(self.use)
        self.gallery.removed.connect(self.remove)
        self.gallery.revealed.connect(lambda tile: self._reveal(tile.path))
        self.blur.moved.connect(lambda value: self._choose(replace(self._background, blur=value)))
        self.colors.chosen.connect(
            lambda color: self._choose(replace(self._background, kind="color", value=color)))

    def show_settings(self, settings: Settings) -> None:
        """Shows values without a signal."""
        self._background, self._window = settings.background, settings.window
        if self._background.kind == "color":
            self._color = self._background.value
        self._model.show_tiles(tiles_of(self._bundled, self._window.gallery))
        self._model.choose(chosen_index(self._model.tiles, self._background))
        self.gallery.set_color(self._color)
        self.colors.set_value(self._color)
        self.blur.set_value(self._background.blur)
        self.blur.setVisible(self._background.kind == "blur")
        self.colors.setVisible(self._background.kind == "color")

    @Slot(object)
    def use(self, tile: Tile) -> None:
        """Chooses a tile; the add tile asks for files."""
        if tile.kind == "add":
            self.ask_files()
        else:
            self._choose(background_of(tile, self._background, self._color))

    @Slot()
    def ask_files(self) -> None:
        """Asks for files and adds them."""
        self.add_files(self._ask_files())

    @Slot(int)
    def use_number(self, number: int) -> None:
        """Chooses the tile with that number, counted from 1; does nothing beyond the last one."""
        if number <= len(self._model.tiles) - 1:
            self.use(self._model.tiles[number - 1])

    def add_files(self, files: Sequence[Path]) -> None:
        """Puts the files into the gallery and chooses the last of them."""
        own = added(self._window.gallery, files)
        chosen = added((), files)
        if not chosen:
            return
        self.changed.emit(replace(self._window, gallery=own))
        row = next(row for row, tile in enumerate(self._model.tiles) if tile.value == chosen[-1])
        self.gallery.show_tile(row)
        self._choose(background_of(self._model.tiles[row], self._background, self._color))

    @Slot(object)
    def remove(self, tile: Tile) -> None:
        """Removes one of the user's backgrounds (its file stays). If it was in use, the previous one replaces it.

        Never with blur: tidying up must not show more of the room than before.
        """
        place = self._model.tiles.index(tile)
        self.undo.offer(f"{tile.title} removed", partial(self._bring_back, self._window.gallery, self._background))
        if tile.value == self._background.value:
            before = self._model.tiles[place - 1]
            follows = before if before.kind in ("picture", "video") else Tile("color", "Colour")
            self._choose(background_of(follows, self._background, self._color))
        own = tuple(path for path in self._window.gallery if path != tile.value)
        self.changed.emit(replace(self._window, gallery=own))
        self.gallery.setCurrentIndex(self._model.index(min(place, len(self._model.tiles) - 1), 0))

    def _bring_back(self, own: tuple[str, ...], background: BackgroundSettings) -> None:
        """Puts the removed background back in its place, and selects it again if it was in use."""
        since = tuple(path for path in self._window.gallery if path not in own)
        self.changed.emit(replace(self._window, gallery=own + since))
        self._choose(background)

    def _choose(self, background: BackgroundSettings) -> None:
        if background != self._background:
            self.changed.emit(background)
