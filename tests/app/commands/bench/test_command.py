import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import main
from app.commands.bench import command as bench

START = {"very_first_composite_s": 1.75, "first_composite_s": 1.25, "recording_rss_mb": 250.0}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bench, "measure_start", lambda: START)
    sizes = {"480p": (85, 48), "720p": (128, 72), "1080p": (192, 108), "4k": (384, 216)}
    monkeypatch.setattr(bench, "FRAME_SIZES", sizes)
    return tmp_path


def test_the_answer_has_the_agreed_shape(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--rounds", "1", "--json", "--markdown", str(home / "b.md")]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    kinds = {"engines", "peers", "recipes", "ratios"}
    assert set(result) - {"all_threads"} == {"machine", "frame", "frame_ratios", "start", *kinds}
    if "all_threads" in result:
        assert set(result["all_threads"]) == {"threads", *kinds}
    assert {"median_ms", "min_ms"} == set(result["engines"]["openvino"])
    assert list(result["frame"]) == ["480p", "720p", "1080p", "4k", "720p fine", "720p finest", "720p best"]
    for figures in result["frame"].values():
        assert set(figures["stages"]) == {"gate", "segment", "matte", "background", "composite"}
        assert figures["still"]["mean_ms"] > 0
        assert figures["median_ms"] > 0
    table = (home / "b.md").read_text("utf-8")
    assert "| openvino |" in table
    assert "| 1080p |" in table
    assert "1.25 s to the first composite, 1.75 s at the first start ever, 250 MB" in table


def test_ratios_are_to_the_default_engine() -> None:
    engines = {"openvino": {"median_ms": 4.0}, "torch": {"median_ms": 8.0}}
    assert bench._ratios(engines, "openvino") == {"torch/openvino": 2.0}


def test_still_and_growth_are_ratios() -> None:
    frame = {
        "720p": {"median_ms": 10.0, "still": {"mean_ms": 2.0}},
        "4k": {"median_ms": 50.0, "still": {"mean_ms": 20.0}},
    }
    assert bench._frame_ratios(frame) == {"720p still/moving": 0.2, "4k still/moving": 0.4, "4k/720p": 5.0}


def test_what_cannot_be_measured_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_openvino(*_given: object, say: Callable[[str], None], **_named: object) -> tuple[object, object]:
        for _ in range(3):
            say("openvino is skipped")
        return {"native": {"median_ms": 2.0, "min_ms": 2.0}}, {}

    said: list[str] = []
    monkeypatch.setattr(bench, "measure_networks", without_openvino)
    monkeypatch.setattr(bench, "measure_start", lambda: None)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    result = bench.measure(1, [], say=said.append)
    assert said.count("openvino is skipped") == 1
    assert said[-1].startswith("the start is not measured")
    assert result["start"] == {}
