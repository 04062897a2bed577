"""Two windows that keep their settings in one file: no change of either is lost."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from app.settings import Settings
from app.settings_store import SettingsStore

ROUNDS = 12
# A window that adds its own pictures one by one, saving after each, once the other window is ready.
WINDOW = """
import sys
from dataclasses import replace
from pathlib import Path
from app.settings_store import SettingsStore
path, name, other, rounds = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
store = SettingsStore(path)
settings = store.load().settings
(path.parent / name).touch()
while not (path.parent / other).exists():
    pass
for number in range(rounds):
    gallery = (*settings.window.gallery, f"/{name}{number}.png")
    settings = replace(settings, window=replace(settings.window, gallery=gallery))
    assert store.save(settings) is None
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def add_picture(name: str) -> Callable[[Settings], Settings]:
    def change(settings: Settings) -> Settings:
        return replace(settings, window=replace(settings.window, gallery=(*settings.window.gallery, name)))

    return change


def open_window(path: Path) -> tuple[SettingsStore, Settings]:
    store = SettingsStore(path)
    return store, store.load().settings


def test_a_gallery_survives_the_other_windows_last_save(path: Path) -> None:
    first, mine = open_window(path)
    second, theirs = open_window(path)
    first.save(add_picture("/mine.png")(mine))
    second.save(replace(theirs, window=replace(theirs.window, theme="dark")))
    window = SettingsStore(path).load().settings.window
    assert (window.gallery, window.theme) == (("/mine.png",), "dark")


def test_every_later_save_keeps_what_the_other_window_did_meanwhile(path: Path) -> None:
    first, mine = open_window(path)
    second, theirs = open_window(path)
    for number in range(3):
        mine = add_picture(f"/m{number}.png")(mine)
        theirs = add_picture(f"/t{number}.png")(theirs)
        first.save(mine)
        second.save(theirs)
    kept = SettingsStore(path).load().settings.window.gallery
    assert sorted(kept) == [f"/{side}{number}.png" for side in "mt" for number in range(3)]


def test_what_one_window_takes_out_stays_out(path: Path) -> None:
    SettingsStore(path).save(add_picture("/old.png")(Settings()))
    first, mine = open_window(path)
    second, theirs = open_window(path)
    first.save(replace(mine, window=replace(mine.window, gallery=())))
    second.save(replace(theirs, mirror=replace(theirs.mirror, output=True)))
    second.save(replace(theirs, mirror=replace(theirs.mirror, output=False)))
    assert SettingsStore(path).load().settings.window.gallery == ()


def test_two_processes_that_save_at_once_lose_nothing(path: Path) -> None:
    names = ("left", "right")
    windows = [
        subprocess.Popen([sys.executable, "-c", WINDOW, str(path), name, other, str(ROUNDS)])
        for name, other in (names, names[::-1])
    ]
    assert [window.wait(timeout=120) for window in windows] == [0, 0]
    kept = SettingsStore(path).load().settings.window.gallery
    for name in names:
        assert [item for item in kept if name in item] == [f"/{name}{number}.png" for number in range(ROUNDS)]


def test_a_lock_that_another_one_keeps_is_reported_and_nothing_is_written(path: Path) -> None:
    store = SettingsStore(path, timeout_s=0.05)
    store.save(Settings())
    before = path.read_bytes()
    with FileLock(path.with_name("settings.json.lock")):
        error = store.save(add_picture("/mine.png")(Settings()))
    assert error is not None
    assert "another window" in str(error).lower()
    assert path.read_bytes() == before
    assert store.save(add_picture("/mine.png")(Settings())) is None


def test_where_nothing_can_be_locked_settings_are_saved_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    store, settings = open_window(path)
    monkeypatch.setattr(FileLock, "acquire", refuse)
    assert store.save(add_picture("/mine.png")(settings)) is None
    assert SettingsStore(path).load().settings.window.gallery == ("/mine.png",)


def test_a_file_that_was_damaged_meanwhile_is_kept_aside(path: Path) -> None:
    store, settings = open_window(path)
    path.write_text("{")
    assert store.save(add_picture("/mine.png")(settings)) is None
    assert next(path.parent.glob("settings.json.damaged-*")).read_text() == "{"
    assert SettingsStore(path).load().settings.window.gallery == ("/mine.png",)


def test_a_file_that_was_taken_away_meanwhile_is_written_again(path: Path) -> None:
    SettingsStore(path).save(add_picture("/old.png")(Settings()))
    store, settings = open_window(path)
    path.unlink()
    store.save(replace(settings, mirror=replace(settings.mirror, output=True)))
    assert SettingsStore(path).load().settings.window.gallery == ("/old.png",)
