"""Every command of the window, with its words and keys: one table for the menus and the key list."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

NUMBERED = 9
THEMES = {"system": "Follow &system", "light": "&Light", "dark": "&Dark"}


@dataclass(frozen=True)
class Command:
    """Attributes:
    name: of the attribute of Actions.
    keys: the first is shown, all of them work.
    follows_line: stands below a line in its menu.
    """

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    follows_line: bool = False


COMMANDS = (
    Command("add_background", "&File", "&Add background…", ("Ctrl+O",)),
    Command("snapshot", "&File", "&Take picture", ("Ctrl+S",)),
    Command("render_files", "&File", "&Render files…", ("Ctrl+Shift+R",), follows_line=True),
    Command("open_folder", "&File", "Open &recordings folder", ("Ctrl+Shift+O",), follows_line=True),
    Command("quit", "&File", "&Quit", ("Ctrl+Q",), follows_line=True),
    Command("refresh_cameras", "&Camera", "&Look for cameras", ("F5",)),
    Command("use_demo", "&Camera", "Use &demo clip", ("Ctrl+D",), follows_line=True),
    Command("open_file", "&Camera", "Use a video &file…", ("Ctrl+Shift+F",)),
    Command("pause", "&Camera", "&Pause video", ("Ctrl+P",), checkable=True),
    Command("open_url", "&Camera", "&Network camera…", ("Ctrl+Shift+N",)),
    Command("full_screen", "&View", "&Full screen", ("F11",), checkable=True),
    Command("panels", "&View", "&Panels", ("F9",), checkable=True),
    Command("mirror", "&View", "&Mirror my view", ("Ctrl+M",), checkable=True),
    Command("figures", "&View", "&Show statistics", checkable=True, follows_line=True),
    Command("split", "&View", "&Before and after", ("Ctrl+B",), checkable=True, follows_line=True),
    Command("xray", "&View", "&X-ray", ("Ctrl+Shift+X",), checkable=True),
    Command("zones", "&View", "Paint &keep and drop zones", ("Ctrl+K",), checkable=True, follows_line=True),
    Command("record", "&Record", "&Start recording", ("Ctrl+R",)),
    Command("pause_recording", "&Record", "&Pause recording", ("Ctrl+Shift+P",), checkable=True),
    Command("mute", "&Record", "&Mute the microphone", ("Ctrl+Shift+M",), checkable=True),
    Command("takes", "&Record", "&Takes", ("Ctrl+T",), checkable=True),
    Command("virtual_camera", "&Record", "&Use in calls", ("Ctrl+Shift+V",), checkable=True),
    Command("shortcuts", "&Help", "&Keyboard shortcuts", ("F1", "?")),
    Command("diagnostics", "&Help", "&Copy diagnostics", ("Ctrl+Shift+D",), follows_line=True),
    Command("about", "&Help", "&About Backdrop"),
)


class Actions:
    """One QAction for each command, enabled in the whole window.

    Attributes:
        themes: theme -> its checkable action.
        numbers: the actions that choose background 1 to 9.
        leave: Esc.
        cameras: the group of the actions that choose a camera; each has its source as data.
    """

    add_background: QAction
    snapshot: QAction
    render_files: QAction
    open_folder: QAction
    quit: QAction
    refresh_cameras: QAction
    use_demo: QAction
    open_file: QAction
    pause: QAction
    open_url: QAction
    full_screen: QAction
    panels: QAction
    mirror: QAction
    figures: QAction
    split: QAction
    xray: QAction
    zones: QAction
    record: QAction
    pause_recording: QAction
    mute: QAction
    takes: QAction
    virtual_camera: QAction
    shortcuts: QAction
    diagnostics: QAction
    about: QAction

    def __init__(self, window: QWidget) -> None:
        for command in COMMANDS:
            action = QAction(command.text, window)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.checkable)
            action.setMenuRole(_role(command.name))
            window.addAction(action)  # so that its keys work while the menu bar is hidden
            setattr(self, command.name, action)
        self.numbers = tuple(self._number(window, number) for number in range(1, NUMBERED + 1))
        self.leave = QAction("Cancel a countdown, exit a view or full screen", window)
        self.leave.setShortcut(QKeySequence("Esc"))
        window.addAction(self.leave)
        self.cameras = QActionGroup(window)
        group = QActionGroup(window)
        self.themes = {value: QAction(text, group) for value, text in THEMES.items()}
        for action in self.themes.values():
            action.setCheckable(True)

    def _number(self, window: QWidget, number: int) -> QAction:
        action = QAction(f"Background {number}", window)
        action.setShortcut(QKeySequence(str(number)))
        window.addAction(action)
        return action

    def fill(self, bar: QMenuBar) -> None:
        """Builds the menus in the order of the table."""
        menus = {title: bar.addMenu(title) for title in dict.fromkeys(command.menu for command in COMMANDS)}
        for command in COMMANDS:
            if command.follows_line:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(getattr(self, command.name))
        menus["&View"].addSeparator()
        menus["&View"].addMenu("&Theme").addActions(list(self.themes.values()))
        menus["&Record"].addAction(self.snapshot)
        self._camera_menu = menus["&Camera"]
        self._first_of_camera = self._camera_menu.actions()[0]

    def show_cameras(self, cameras: Sequence[tuple[str, str]], chosen: str) -> None:
        """Puts the cameras at the top of their menu.

        Args:
            cameras: (source, name) of each.
            chosen: the source that is in use.

        Does nothing while the window is being destroyed: its menus go first.
        """
        if not shiboken6.isValid(self._camera_menu):
            return
        for action in self.cameras.actions():
            self.cameras.removeAction(action)
            self._camera_menu.removeAction(action)
            action.deleteLater()
        for source, name in cameras:
            action = QAction(name.replace("&", "&&"), self.cameras)
            action.setData(source)
            action.setCheckable(True)
            action.setChecked(source == chosen)
            self._camera_menu.insertAction(self._first_of_camera, action)


def key_list() -> Iterator[tuple[str, str]]:
    """(text, keys) of every command that has keys, for display."""
    for command in COMMANDS:
        if command.keys:
            text = command.text.replace("&", "").rstrip("…")
            yield text, " or ".join(command.keys)
    yield "Background 1 to 9", "1 … 9"
    yield "Cancel a countdown, exit a view or full screen", "Esc"
    yield "Remove one of your backgrounds", "Delete"


def _role(name: str) -> QAction.MenuRole:
    roles = {"quit": QAction.MenuRole.QuitRole, "about": QAction.MenuRole.AboutRole}
    return roles.get(name, QAction.MenuRole.NoRole)
