"""A camera's password and the settings file."""
from __future__ import annotations

import os
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from app.errors import AppError
from app.settings import CameraSettings, Settings, SourceZones, ZoneSettings
from app.settings_store import SettingsStore, load_preset
from app.vault import Vault

SECRET = "hunter2"
TYPED = f"http://me:{SECRET}@cam/video"
PUBLIC = "http://me:***@cam/video"
LONG_S = 20.0

posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


class FakeKeyring:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self.kept[name] = secret

    def delete(self, name: str) -> None:
        del self.kept[name]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def settings_of(source: str) -> Settings:
    """With a camera that has zones, too."""
    zones = ZoneSettings((SourceZones(source, "mask"),))
    return Settings(camera=CameraSettings(source=source), zones=zones)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_only_the_user_may_read_the_settings(path: Path) -> None:
    SettingsStore(path).save(Settings())
    assert (mode_of(path), mode_of(path.parent)) == (0o600, 0o700)


@posix
def test_settings_of_an_earlier_version_are_closed_at_the_next_start(path: Path) -> None:
    SettingsStore(path).save(Settings())
    path.chmod(0o644)
    assert SettingsStore(path).load().settings == Settings()
    assert mode_of(path) == 0o600


@posix
def test_a_file_is_never_open_to_others_even_while_it_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    sync = os.fsync

    def look(number: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(number).st_mode))
        sync(number)

    monkeypatch.setattr("os.fsync", look)
    SettingsStore(path).save(Settings())
    assert modes == [0o600]


def test_with_a_keyring_the_file_has_no_password(path: Path) -> None:
    keyring, done = FakeKeyring(), threading.Event()
    vault = Vault(lambda: keyring)
    store = SettingsStore(path, vault=vault)
    store.load()
    vault.on_kept = done.set
    public = vault.conceal(TYPED)
    assert done.wait(LONG_S)
    store.save(settings_of(public))
    text = path.read_text("utf-8")
    assert SECRET not in text
    assert text.count(PUBLIC) == 2
    again = SettingsStore(path, vault=Vault(lambda: keyring, timeout_s=LONG_S))
    assert again.load().settings == settings_of(PUBLIC)
    assert again.vault.reveal(PUBLIC) == TYPED
    assert load_preset(path).camera.source == PUBLIC


def test_without_a_keyring_the_file_keeps_it_and_the_settings_do_not(path: Path) -> None:
    store = SettingsStore(path)
    store.load()
    store.save(settings_of(store.vault.conceal(TYPED)))
    assert path.read_text("utf-8").count(TYPED) == 2
    again = SettingsStore(path)
    assert again.load().settings == settings_of(PUBLIC)
    assert again.vault.reveal(PUBLIC) == TYPED
    again.save(replace(settings_of(PUBLIC), mirror=replace(Settings().mirror, output=True)))
    assert path.read_text("utf-8").count(TYPED) == 2


def test_a_password_leaves_the_file_as_soon_as_the_keyring_has_it(path: Path) -> None:
    SettingsStore(path).save(settings_of(TYPED))
    assert SECRET in path.read_text("utf-8")
    opened, gone = threading.Event(), threading.Event()

    def open_keyring() -> FakeKeyring:
        opened.wait(LONG_S)
        return FakeKeyring()

    vault = Vault(open_keyring)
    store = SettingsStore(path, vault=vault)
    seal = vault.on_kept

    def sealed() -> None:
        seal()
        gone.set()

    vault.on_kept = sealed
    assert store.load().settings == settings_of(PUBLIC)
    assert SECRET in path.read_text("utf-8")
    opened.set()
    assert gone.wait(LONG_S)
    assert SECRET not in path.read_text("utf-8")
    assert store.load().settings == settings_of(PUBLIC)


def test_sealing_waits_for_the_next_save_when_another_window_is_saving(path: Path) -> None:
    SettingsStore(path).save(settings_of(TYPED))
    keyring = FakeKeyring()
    vault, done = Vault(lambda: keyring), threading.Event()
    store = SettingsStore(path, vault=vault, timeout_s=0.01)
    seal = vault.on_kept

    def sealed() -> None:
        seal()
        done.set()

    vault.on_kept = sealed
    with FileLock(path.with_name("settings.json.lock")):
        store.load()
        assert done.wait(LONG_S)
    assert SECRET in path.read_text("utf-8")
    assert store.save(settings_of(PUBLIC)) is None
    assert SECRET not in path.read_text("utf-8")


def test_two_windows_without_a_keyring_keep_each_others_passwords(path: Path) -> None:
    first, second = SettingsStore(path), SettingsStore(path)
    mine, theirs = first.load().settings, second.load().settings
    first.save(replace(mine, camera=CameraSettings(source=first.vault.conceal(TYPED))))
    second.save(replace(theirs, mirror=replace(theirs.mirror, output=True)))
    third = SettingsStore(path)
    assert third.load().settings.camera.source == PUBLIC
    assert third.vault.reveal(PUBLIC) == TYPED


def test_an_address_that_was_changed_behind_its_marks_is_whole_in_the_file_too(path: Path) -> None:
    store = SettingsStore(path)
    store.load()
    store.save(settings_of(store.vault.conceal(TYPED)))
    changed = "http://me:***@cam/other"
    store.save(settings_of(store.vault.conceal(changed)))
    assert store.vault.reveal(changed) == f"http://me:{SECRET}@cam/other"
    assert f"http://me:{SECRET}@cam/other" in path.read_text("utf-8")


def test_what_is_damaged_is_logged_without_passwords(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_text(f'{{"camera": {{"fps": "{TYPED}"}}}}', encoding="utf-8")
    SettingsStore(path).load()
    assert "fps" in caplog.text
    assert SECRET not in caplog.text


def test_the_keyring_forgets_a_camera_when_the_last_setting_that_names_it_goes(path: Path) -> None:
    keyring = FakeKeyring()
    keyring.kept = {PUBLIC: '["hunter2"]'}
    other = SettingsStore(path)
    other.save(settings_of(PUBLIC))
    store = SettingsStore(path, vault=Vault(lambda: keyring, timeout_s=LONG_S))
    settings = store.load().settings
    store.save(replace(settings, camera=CameraSettings(source="demo")))  # its zones still name it

    def kept_after(another: str) -> dict[str, str]:
        with pytest.raises(AppError):  # queued behind the earlier requests
            store.vault.reveal(f"http://you:***@{another}")
        return keyring.kept

    assert PUBLIC in kept_after("first")
    store.save(replace(settings, camera=CameraSettings(source="demo"), zones=ZoneSettings()))
    assert kept_after("second") == {}
