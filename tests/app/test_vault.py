"""Passwords of network cameras: outside the settings, in the keyring if there is one, and never lost."""
from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.errors import AppError
from app.vault import Vault

TYPED = "http://me:hunter2@cam/video?token=t1"
PUBLIC = "http://me:***@cam/video?token=***"
LONG_S = 20.0  # reached only if a test fails


class FakeKeyring:
    """Attributes:
    kept: what it has; door: while it is not set, every call blocks, as while a keyring is locked.
    """

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept = kept if kept is not None else {}
        self.door = threading.Event()
        self.door.set()
        self.error: Exception | None = None
        self.asked = 0

    def read(self, name: str) -> str | None:
        self._enter()
        return self.kept.get(name)

    def write(self, name: str, secret: str) -> None:
        self._enter()
        self.kept[name] = secret

    def delete(self, name: str) -> None:
        self._enter()
        del self.kept[name]

    def _enter(self) -> None:
        self.asked += 1
        self.door.wait(LONG_S)
        if self.error is not None:
            raise self.error


@pytest.fixture
def keyring() -> Iterator[FakeKeyring]:
    keyring = FakeKeyring()
    yield keyring
    keyring.door.set()


def vault_of(keyring: FakeKeyring | None, timeout_s: float = LONG_S) -> Vault:
    return Vault(lambda: keyring, timeout_s=timeout_s)


def kept(vault: Vault) -> threading.Event:
    """Set as soon as the keyring has something new."""
    done = threading.Event()
    vault.on_kept = done.set
    return done


def test_what_has_no_secret_asks_no_keyring() -> None:
    def fail() -> None:
        raise AssertionError("nobody needs a keyring")

    vault = Vault(fail)
    for address in ("", "demo", "camera:1", "http://cam/video", "/a.mp4"):
        assert vault.conceal(address) == vault.learn(address) == vault.for_file(address) == address
        assert vault.reveal(address) == address


def test_a_typed_password_is_seen_nowhere_but_where_the_camera_is_opened(keyring: FakeKeyring) -> None:
    vault = vault_of(keyring)
    done = kept(vault)
    assert vault.conceal(TYPED) == PUBLIC
    assert vault.reveal(PUBLIC) == TYPED
    assert done.wait(LONG_S)
    assert vault.for_file(PUBLIC) == PUBLIC
    assert vault_of(keyring).reveal(PUBLIC) == TYPED  # the next start


def test_without_a_keyring_the_file_has_it_and_nothing_else() -> None:
    vault = vault_of(None)
    assert vault.conceal(TYPED) == PUBLIC
    assert vault.for_file(PUBLIC) == TYPED
    again = vault_of(None)
    assert again.learn(TYPED) == PUBLIC
    assert again.reveal(PUBLIC) == TYPED


def test_while_the_keyring_is_locked_nothing_blocks_and_the_file_keeps_it(keyring: FakeKeyring) -> None:
    keyring.door.clear()
    vault = vault_of(keyring)
    done = kept(vault)
    assert vault.conceal(TYPED) == PUBLIC
    assert vault.for_file(PUBLIC) == TYPED
    assert vault.reveal(PUBLIC) == TYPED
    keyring.door.set()
    assert done.wait(LONG_S)
    assert vault.for_file(PUBLIC) == PUBLIC


def test_a_password_of_an_earlier_version_moves_from_the_file_to_the_keyring(keyring: FakeKeyring) -> None:
    vault = vault_of(keyring)
    done = kept(vault)
    assert vault.learn(TYPED) == PUBLIC
    assert done.wait(LONG_S)
    assert vault.for_file(PUBLIC) == PUBLIC
    assert keyring.kept == {PUBLIC: '["hunter2", "t1"]'}


def test_a_locked_keyring_is_reported_and_asked_only_once(keyring: FakeKeyring) -> None:
    keyring.kept[PUBLIC] = '["hunter2", "t1"]'
    keyring.door.clear()
    vault = vault_of(keyring, timeout_s=0.01)
    for _ in range(3):
        with pytest.raises(AppError, match=r"cam is locked"):
            vault.reveal(PUBLIC)
    keyring.door.set()
    assert vault_of_same_after(vault) == TYPED
    assert keyring.asked == 1


def vault_of_same_after(vault: Vault) -> str:
    """What it reveals once the keyring answers."""
    vault.timeout_s = LONG_S
    return vault.reveal(PUBLIC)


@pytest.mark.parametrize("kept_text", [None, "", "{", "[1, 2]", '["only one"]', "null"])
def test_a_password_that_is_not_there_is_asked_for_again(kept_text: str | None) -> None:
    vault = vault_of(FakeKeyring({} if kept_text is None else {PUBLIC: kept_text}))
    with pytest.raises(AppError) as caught:
        vault.reveal(PUBLIC)
    assert "cam" in caught.value.title
    assert "again" in caught.value.hint


def test_a_keyring_that_fails_loses_nothing(keyring: FakeKeyring) -> None:
    keyring.error = RuntimeError("the daemon went away with hunter2")
    vault = vault_of(keyring)
    vault.conceal(TYPED)
    with pytest.raises(AppError) as caught:
        vault.reveal("http://me:***@other/")
    assert "hunter2" not in str(caught.value)
    assert vault.for_file(PUBLIC) == TYPED
    asked = keyring.asked
    with pytest.raises(AppError):
        vault.reveal("http://me:***@other/")
    assert keyring.asked == asked, "the user was asked, said no, and is left alone for a while"


def test_a_keyring_that_cannot_be_opened_counts_as_missing() -> None:
    def fail() -> None:
        raise RuntimeError("no bus")

    vault = Vault(fail, timeout_s=LONG_S)
    vault.conceal(TYPED)
    with pytest.raises(AppError):
        vault.reveal("http://me:***@other/")
    assert vault.for_file(PUBLIC) == TYPED


def test_a_password_typed_here_is_newer_than_the_files_until_it_is_written() -> None:
    vault = vault_of(None)
    vault.learn("http://me:old@cam")
    vault.conceal("http://me:new@cam")
    vault.learn("http://me:old@cam")
    assert vault.for_file("http://me:***@cam") == "http://me:new@cam"
    vault.written()
    vault.learn("http://me:newest@cam")  # by another window
    assert vault.reveal("http://me:***@cam") == "http://me:newest@cam"


def test_a_new_password_for_the_same_address_is_kept_again(keyring: FakeKeyring) -> None:
    vault = vault_of(keyring)
    done = kept(vault)
    vault.conceal("http://me:old@cam")
    assert done.wait(LONG_S)
    keyring.door.clear()
    vault.conceal("http://me:new@cam")
    assert vault.for_file("http://me:***@cam") == "http://me:new@cam"
    keyring.door.set()
    assert vault_of(keyring).reveal("http://me:***@cam") in ("http://me:old@cam", "http://me:new@cam")


def test_an_address_that_is_shown_and_given_back_keeps_its_password() -> None:
    vault = vault_of(None)
    public = vault.conceal(TYPED)
    assert vault.conceal(public) == public
    assert vault.reveal(public) == TYPED


def test_a_camera_with_two_passwords_keeps_both(keyring: FakeKeyring) -> None:
    keyring.kept["http://me:***@cam/b"] = '["second"]'
    vault = vault_of(keyring)
    done = kept(vault)
    vault.conceal("http://me:first@cam/a")
    assert done.wait(LONG_S)
    for take in (vault.conceal, vault.learn):
        assert take("http://me:***@cam/b") == "http://me:***@cam/b"
    assert vault.reveal("http://me:***@cam/b") == "http://me:second@cam/b"
    assert keyring.kept["http://me:***@cam/b"] == '["second"]'


@pytest.mark.parametrize(
    ("changed", "whole"),
    [
        ("http://me:***@cam:81/other?token=***", "http://me:hunter2@cam:81/other?token=t1"),
        ("http://me:***@stranger/video?token=***", None),
        ("http://you:***@cam/video?token=***", None),
        ("http://me:***@cam/video", None),
    ],
)
def test_the_same_camera_at_another_path_needs_no_password_again(changed: str, whole: str | None) -> None:
    vault = vault_of(None)
    vault.conceal(TYPED)
    assert vault.conceal(changed) == changed
    if whole is not None:
        assert vault.reveal(changed) == whole
        assert vault.for_file(changed) == whole
    else:
        with pytest.raises(AppError):
            vault.reveal(changed)


def until_idle(vault: Vault) -> None:
    """Returns when the keyring has done everything requested of it."""
    with pytest.raises(AppError):
        vault.reveal("http://nobody:***@nowhere/")


def test_the_keyring_loses_what_the_settings_do_and_this_run_does_not(keyring: FakeKeyring) -> None:
    keyring.kept = {PUBLIC: '["hunter2", "t1"]', "http://me:***@other/": '["x"]'}
    vault = vault_of(keyring)
    assert vault.reveal(PUBLIC) == TYPED
    vault.drop([PUBLIC, "http://cam/video", "demo", "camera:1"])
    until_idle(vault)
    assert keyring.kept == {"http://me:***@other/": '["x"]'}
    assert vault.reveal("http://me:***@cam/moved?token=***") == "http://me:hunter2@cam/moved?token=t1"
    assert vault.for_file(PUBLIC) == TYPED, "if it comes back after all, it is not lost"


def test_a_camera_that_is_used_again_is_kept_again(keyring: FakeKeyring) -> None:
    keyring.door.clear()
    vault = vault_of(keyring)
    vault.conceal(TYPED)
    vault.drop([PUBLIC])
    vault.conceal(TYPED)
    keyring.door.set()
    until_idle(vault)
    assert keyring.kept == {PUBLIC: '["hunter2", "t1"]'}
    assert vault.for_file(PUBLIC) == PUBLIC


def test_deleting_from_an_empty_or_failing_keyring_is_not_an_error(keyring: FakeKeyring) -> None:
    vault = vault_of(keyring)
    vault.drop([PUBLIC])
    until_idle(vault)
    keyring.error = RuntimeError("the daemon went away")
    vault.drop([PUBLIC])
    until_idle(vault)
    vault_of(None).drop([PUBLIC])
