import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.log import log_path, start_logging


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    hook = threading.excepthook
    yield tmp_path / "home"
    threading.excepthook = hook
    monkeypatch.undo()
    start_logging()


def test_what_is_logged_is_in_the_file() -> None:
    start_logging()
    logging.getLogger("app.somewhere").warning("the ü of it")
    assert "the ü of it" in log_path().read_text("utf-8")


def test_starting_twice_logs_once() -> None:
    start_logging()
    start_logging()
    logging.getLogger("app").warning("once")
    assert log_path().read_text("utf-8").count("once") == 1


def test_an_error_in_a_thread_is_in_the_file() -> None:
    start_logging()

    def fail() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "RuntimeError: in a thread" in log_path().read_text("utf-8")


def test_without_a_folder_warnings_go_to_stderr(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.write_text("a file where the folder should be")
    start_logging()
    logging.getLogger("app").warning("seen")
    assert "seen" in capsys.readouterr().err


def test_no_password_of_an_address_gets_into_the_log() -> None:
    start_logging()
    address = "rtsp://me:hunter2@cam/live?token=hunter3"
    log = logging.getLogger("app.somewhere")
    log.warning("cannot open %s", address)
    log.warning("cannot open %r", {"url": address})
    try:
        raise OSError(111, "Connection refused", address)
    except OSError:
        log.exception("reading failed")
    text = log_path().read_text("utf-8")
    assert text.count("rtsp://me:***@cam/live?token=***") == 3
    assert "hunter" not in text
