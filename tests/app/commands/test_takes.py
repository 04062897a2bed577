import json
from pathlib import Path

import pytest

from app.cli import main
from tests.kept import make_take


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    (tmp_path / "Videos").mkdir()
    return tmp_path / "Videos"


def test_no_takes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["takes"]) == 0
    assert "Keep the camera picture" in capsys.readouterr().out
    assert main(["takes", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": str(folder), "takes": []}


def test_takes_are_listed_with_what_is_wrong_with_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_take(folder / "Good.backdrop", 15)
    (folder / "Bad.backdrop").write_bytes(b"no take")
    assert main(["takes", "--json"]) == 0
    takes = {take["name"]: take for take in json.loads(capsys.readouterr().out.splitlines()[-1])["takes"]}
    assert takes["Good"]["path"] == str(path)
    assert takes["Good"]["seconds"] == pytest.approx(0.5, abs=0.05)
    assert (takes["Good"]["width"], takes["Good"]["height"], takes["Good"]["sound"]) == (320, 180, False)
    assert takes["Good"]["bytes"] == path.stat().st_size
    assert "cannot be read" in takes["Bad"]["error"]
    assert main(["takes"]) == 0
    out = capsys.readouterr().out
    assert "0.5 s, 320×180, no sound" in out
    assert "cannot be read" in out
