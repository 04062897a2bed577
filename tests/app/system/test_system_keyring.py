"""Which of the keyring library's back ends may keep a password."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keyring
import keyring.errors
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as Fail
from keyring.backends.null import Keyring as Null

from app.system.system_keyring import open_keyring


class Memory:
    """Stands for GNOME's or KDE's."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlainFile(Memory):
    """Like keyrings.alt: a file that anybody can read."""

    priority = 0.5


class Broken:
    @property
    def priority(self) -> float:
        raise RuntimeError("the daemon is neither running nor activatable")


class Chain:
    """Like ChainerBackend: several, best first."""

    priority = 10.0

    def __init__(self, *backends: Any) -> None:
        self.backends = list(backends)


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKDROP_HOME", raising=False)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Makes a back end the one that the library found."""
    return lambda backend: monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def test_a_keyring_keeps_and_tells_passwords_of_this_app(use: Callable[[Any], None]) -> None:
    backend = Memory()
    use(backend)
    found = open_keyring()
    assert found is not None
    found.write("http://me:***@cam", '["x"]')
    assert found.read("http://me:***@cam") == '["x"]'
    assert found.read("http://me:***@other") is None
    assert backend.kept == {("Backdrop", "http://me:***@cam"): '["x"]'}
    found.delete("http://me:***@cam")
    assert backend.kept == {}


@pytest.mark.parametrize("backend", [Fail(), Null(), PlainFile(), Broken(), Chain(), Chain(PlainFile())], ids=repr)
def test_a_keyring_that_would_lose_or_show_a_password_is_not_used(backend: Any, use: Callable[[Any], None]) -> None:
    use(backend)
    assert open_keyring() is None


def test_the_library_calls_the_links_of_a_chain_as_we_do() -> None:
    assert isinstance(ChainerBackend().backends, list)


def test_a_chain_with_one_good_keyring_is_that_one(use: Callable[[Any], None]) -> None:
    good = Memory()
    use(Chain(PlainFile(), good))
    found = open_keyring()
    assert found is not None
    found.write("a", "b")
    assert good.kept == {("Backdrop", "a"): "b"}


def test_a_portable_installation_leaves_nothing_in_the_keyring(
    monkeypatch: pytest.MonkeyPatch, use: Callable[[Any], None]
) -> None:
    use(Memory())
    monkeypatch.setenv("BACKDROP_HOME", "/stick")
    assert open_keyring() is None


def test_a_missing_or_failing_library_means_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise keyring.errors.InitError("no session bus")

    monkeypatch.setattr(keyring, "get_keyring", fail)
    assert open_keyring() is None
