import json
from pathlib import Path

import pytest

from app.cli import main
from app.commands import bench
from app.commands.bench_networks import peer_files, time_in_turns
from app.commands.machine import describe_machine, rss_bytes
from app.commands.soak import soak
from app.errors import AppError

PEERS = Path(__file__).parents[3] / ".." / "shared" / "peers"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    return tmp_path


def test_the_answer_has_the_agreed_shape(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--rounds", "1", "--json", "--markdown", str(home / "b.md")]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(result) == {"machine", "engines", "frame", "peers", "ratios"}
    assert {"median_ms", "min_ms"} == set(result["engines"]["openvino"])
    assert list(result["frame"]) == ["480p", "720p", "1080p"]
    for figures in result["frame"].values():
        assert set(figures["stages"]) == {"segment", "matte", "background", "composite"}
        assert figures["median_ms"] > 0
    table = (home / "b.md").read_text("utf-8")
    assert "| openvino |" in table
    assert "| 1080p |" in table


def test_things_take_turns() -> None:
    calls: list[str] = []
    figures = time_in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 4)
    assert "".join(calls) == "ab" * 7  # three rounds are for warming up
    assert set(figures) == {"a", "b"}
    assert 0 <= figures["a"]["min_ms"] <= figures["a"]["median_ms"]


def test_ratios_are_to_the_default_engine() -> None:
    engines = {"openvino": {"median_ms": 4.0}, "torch": {"median_ms": 8.0}}
    assert bench._ratios(engines, {"peer": {"median_ms": 2.0}}) == {"torch/openvino": 2.0, "peer/openvino": 0.5}


def test_peers_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    if not PEERS.is_dir():
        pytest.skip("needs the peers' networks beside the project")
    from app.commands.bench_networks import measure_networks

    _, peers = measure_networks(1, peer_files(PEERS), say=lambda _: None)
    assert set(peers) == {path.stem for path in PEERS.glob("*.onnx")}
    assert all(figures["median_ms"] > 0 for figures in peers.values())


def test_a_damaged_peer_is_left_out_and_named(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from app.commands.bench_networks import measure_networks

    (tmp_path / "broken.onnx").write_bytes(b"nothing")
    said: list[str] = []
    _, peers = measure_networks(1, peer_files(tmp_path), say=said.append)
    assert peers == {}
    assert any("broken.onnx is left out" in line for line in said)


def test_a_folder_without_networks_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(AppError):
            peer_files(folder)


def test_the_machine_is_described_without_names_of_users_and_folders() -> None:
    machine = describe_machine()
    assert machine["cpu"]
    assert str(Path.home()) not in json.dumps(machine)


def test_memory_is_known_here() -> None:
    rss = rss_bytes()
    assert rss is None or 5e6 < rss < 1e11


def test_soak_records_and_watches_memory(tmp_path: Path) -> None:
    result = soak(2.0, tmp_path, say=lambda _: None)
    assert result["recorded_frames"] > 0
    assert result["fps"] > 0
    assert result["rss_mb"] is not None
