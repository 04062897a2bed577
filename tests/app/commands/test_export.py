import json
from pathlib import Path

import av
import pytest

from app.cli import main
from app.settings import BackgroundSettings, MirrorSettings, Settings
from app.settings_file import write_settings
from tests.kept import make_take


@pytest.fixture
def take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))
    (tmp_path / "Videos").mkdir()
    return make_take(tmp_path / "Videos" / "My take.backdrop", 8)


def corner(path: Path) -> list[int]:
    """Red, green and blue of the first frame's corner."""
    with av.open(str(path)) as container:
        return [int(part) for part in next(container.decode(video=0)).to_ndarray(format="rgb24")[5, 5]]


def near(color: list[int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(part - of) < 12 for part, of in zip(color, wanted, strict=True))


def test_a_take_by_name_with_its_own_settings(
    take: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = take.read_bytes()
    out = tmp_path / "a.mp4"
    assert main(["export", "My take", "-o", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (answer["output"], answer["frames"]) == (str(out), 8)
    assert near(corner(out), (0x20, 0x60, 0xC0))
    assert take.read_bytes() == before


def test_the_best_quality_with_the_network_that_ships(
    take: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.mp4"
    assert main(["export", "My take", "-o", str(out), "--quality", "best", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["frames"] == 8
    assert near(corner(out), (0x20, 0x60, 0xC0))


def test_a_preset_and_a_background_on_top_of_it(take: Path, tmp_path: Path) -> None:
    preset, out = tmp_path / "preset.json", tmp_path / "a.mp4"
    red = BackgroundSettings("color", "#a01010")
    write_settings(preset, Settings(background=red, mirror=MirrorSettings(True, True)))
    assert main(["export", str(take), "-o", str(out), "--preset", str(preset)]) == 0
    assert near(corner(out), (0xA0, 0x10, 0x10))
    arguments = ["export", str(take), "-o", str(out), "--preset", str(preset), "--background", "#10a010"]
    assert main(arguments) == 0
    assert near(corner(out), (0x10, 0xA0, 0x10))


@pytest.mark.parametrize("arguments", [
    ["nothing", "-o", "{out}"],
    ["My take", "-o", "{gone}"],
    ["My take", "-o", "{out}", "--background", "no such thing"],
    ["My take", "-o", "{out}", "--preset", "{gone}"],
    ["My take", "-o", "{out}", "--background", "transparent"],
])  # fmt: skip
def test_bad_input_is_one_line(
    take: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    places = {"out": tmp_path / "a.mp4", "gone": tmp_path / "gone" / "a.mp4"}
    assert main(["export", *(text.format(**places) for text in arguments)]) == 2
    error = capsys.readouterr().err.strip().splitlines()
    assert len(error) == 1
    assert error[0].startswith("error: ")
    assert not (tmp_path / "a.mp4").exists()
