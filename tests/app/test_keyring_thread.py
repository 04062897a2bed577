import queue
import threading

import pytest

from app.keyring_thread import Keyring, KeyringThread

WAIT_S = 30.0


class FakeKeyring:
    def read(self, name: str) -> str | None:
        return name

    def write(self, name: str, secret: str) -> None: ...

    def delete(self, name: str) -> None: ...


def test_errands_are_done_one_after_another_in_one_thread() -> None:
    done: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    opened: list[int] = []

    def open_keyring() -> Keyring:
        opened.append(threading.get_ident())
        return FakeKeyring()

    thread = KeyringThread(open_keyring)
    assert opened == [], "it is opened by the first errand"
    for number in range(5):
        thread.send(lambda keyring, number=number: done.put((number, threading.get_ident())))  # type: ignore[misc]
    results = [done.get(timeout=WAIT_S) for _ in range(5)]
    assert [number for number, _ in results] == [0, 1, 2, 3, 4]
    assert {ident for _, ident in results} == set(opened)
    assert threading.get_ident() not in opened


def test_the_sender_does_not_wait_for_the_user_to_unlock() -> None:
    unlocked: threading.Event = threading.Event()
    done: queue.SimpleQueue[Keyring | None] = queue.SimpleQueue()

    def open_keyring() -> Keyring:
        assert unlocked.wait(WAIT_S)
        return FakeKeyring()

    thread = KeyringThread(open_keyring)
    thread.send(done.put)
    assert done.empty()
    unlocked.set()
    assert done.get(timeout=WAIT_S) is not None


@pytest.mark.parametrize("error", [RuntimeError("no service"), OSError("no bus"), ImportError("no keyring")])
def test_without_a_keyring_errands_are_given_none(error: Exception) -> None:
    done: queue.SimpleQueue[Keyring | None] = queue.SimpleQueue()

    def fail() -> Keyring:
        raise error

    thread = KeyringThread(fail)
    thread.send(done.put)
    thread.send(done.put)
    assert [done.get(timeout=WAIT_S) for _ in range(2)] == [None, None]
