"""The command line of render around the pipeline: what it refuses beforehand, and what it reports afterwards."""
import json
from dataclasses import asdict
from pathlib import Path

import av
import numpy as np
import pytest

from app.cli import main
from app.pipeline.sinks.snapshot import write_png
from app.settings import Settings
from tests.media import plain, write_video
from tests.sync import Marked, write_marked


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clip(folder: Path) -> Path:
    return write_video(folder / "in.mp4", [plain((0, 0, 255))] * 5)


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["render", *map(str, arguments)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize(
    ("output", "background"),
    [("b.mp4", "b.mp4"), ("b.png", "b.png"), ("./b.png", "b.png"), ("row.png", "row-00002.png")],
)
def test_the_background_is_not_overwritten(
    clip: Path, folder: Path, capsys: pytest.CaptureFixture[str], output: str, background: str
) -> None:
    write_video(folder / "b.mp4", [plain((0, 255, 0))] * 3)
    write_png(plain((0, 255, 0)), folder / "b.png")
    write_png(plain((0, 255, 0)), folder / "row-00002.png")
    before = (folder / background).read_bytes()
    assert "The output is the background" in refused(capsys, clip, "-o", output, "--background", background)
    assert (folder / background).read_bytes() == before


def test_the_background_of_a_preset_and_the_preset_are_not_overwritten(
    clip: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    preset = json.dumps({**asdict(Settings()), "background": {"kind": "video", "value": "b.mp4"}})
    (folder / "p.mp4").write_text(preset)
    write_video(folder / "b.mp4", [plain((0, 255, 0))] * 3)
    assert "is the preset" in refused(capsys, clip, "-o", "p.mp4", "--preset", "p.mp4", "--background", "blur")
    assert "is the background" in refused(capsys, clip, "-o", "b.mp4", "--preset", "p.mp4")
    assert (folder / "p.mp4").read_text() == preset


@pytest.mark.parametrize("prefix", ["file://", "file://localhost", "FILE://"])
def test_an_input_given_as_a_url_of_a_file_is_that_file(
    clip: Path, folder: Path, capsys: pytest.CaptureFixture[str], prefix: str
) -> None:
    spaced = clip.rename(folder / "in put.mp4")
    url = spaced.as_uri().replace("file://", prefix)
    assert "is the input" in refused(capsys, url, "-o", spaced)
    assert main(["render", url, "-o", "out.mp4", "--background", "blur", "--limit", "1"]) == 0


def test_a_video_that_is_cut_off_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 255, (120, 160, 3), dtype=np.uint8) for _ in range(30)]
    path = write_video(folder / "cut.mkv", noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert main(["render", "cut.mkv", "-o", "out.mp4", "--background", "blur", "--json"]) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert answer["damaged"] is True
    assert answer["warnings"] == [captured.err.splitlines()[-1].removeprefix("warning: ")]
    assert f"{answer['frames_out']} of about 30" in answer["warnings"][0]


def test_a_healthy_video_is_not_warned_of(clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(clip), "-o", "out.mp4", "--background", "blur", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["damaged"], answer["warnings"]) == (False, [])


def test_one_sound_track_of_several_can_be_chosen(tmp_path: Path) -> None:
    source = write_marked(tmp_path / "in.mkv", Marked(sounds=("aac", "libopus"), seconds=0.4))
    assert main(["render", str(source), "-o", str(tmp_path / "out.mkv"), "--audio-track", "2"]) == 0
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert [track.codec_context.name for track in container.streams.audio] == ["opus"]
