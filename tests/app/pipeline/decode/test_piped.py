from __future__ import annotations

import io
import os
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.errors import AppError
from app.pipeline.decode.piped import STANDARD_NAME, is_piped, spooled


def stand_in(monkeypatch: pytest.MonkeyPatch, content: bytes, *, keyboard: bool = False) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: keyboard)
    monkeypatch.setattr("sys.stdin", given)


def test_standard_input_is_a_file_while_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, b"video")
    with spooled("-") as path:
        assert Path(path).name == STANDARD_NAME
        assert Path(path).read_bytes() == b"video"
        assert not is_piped(path)
    assert not Path(path).exists()
    assert not Path(path).parent.exists()


def test_the_keyboard_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, b"", keyboard=True)
    with pytest.raises(AppError, match="terminal") as caught, spooled("-"):
        pass
    assert "cat" in caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of Unix")
def test_a_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    assert is_piped(str(pipe))
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"much" * 100_000))
    writer.start()
    with spooled(str(pipe)) as path:
        assert Path(path).name == "pipe.mp4"
        assert Path(path).read_bytes() == b"much" * 100_000
    writer.join()


@pytest.mark.parametrize("address", ["demo", "camera:0", "http://127.0.0.1/a.mp4", "missing.mp4", "", "a\0b"])
def test_everything_else_is_left_as_it_is(address: str) -> None:
    with spooled(address) as same:
        assert same == address


def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    stand_in(monkeypatch, b"video")
    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(AppError, match=STANDARD_NAME) as caught, spooled("-"):
        pass
    assert "TMPDIR" in caught.value.hint
