import json
from pathlib import Path

import cv2
import pytest
from PIL import Image

from app.cli import main
from app.commands.bench import command as bench
from app.commands.bench.frame import FRAME_SIZES, measure_frame, moving_clip
from app.commands.bench.networks import peer_files, time_in_turns
from app.commands.bench.report import _soak_line
from app.commands.bench.soak import Sample, growth, soak
from app.commands.bench.soak_plot import draw_soak, nice_ceiling
from app.errors import AppError
from app.system.machine import describe_machine, rss_bytes
from sinet_core.benchmark.recipes.obs_backgroundremoval import FOUR_CHANNELS_DB, SAME_DB

START = {"very_first_composite_s": 1.75, "first_composite_s": 1.25, "recording_rss_mb": 250.0}
PEERS = Path(__file__).parents[4] / ".." / "shared" / "peers"


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
    assert list(result["frame"]) == ["480p", "720p", "1080p", "4k", "720p fine"]
    for figures in result["frame"].values():
        assert set(figures["stages"]) == {"gate", "segment", "matte", "background", "composite"}
        assert figures["still"]["mean_ms"] > 0
        assert figures["median_ms"] > 0
    table = (home / "b.md").read_text("utf-8")
    assert "| openvino |" in table
    assert "| 1080p |" in table
    assert "1.25 s to the first composite, 1.75 s at the very first start, 250 MB" in table


def test_things_take_turns() -> None:
    calls: list[str] = []
    figures = time_in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 4)
    assert "".join(calls) == "ab" * 7  # three rounds are for warming up
    assert set(figures) == {"a", "b"}
    assert 0 <= figures["a"]["min_ms"] <= figures["a"]["median_ms"]


def test_ratios_are_to_the_default_engine() -> None:
    engines = {"openvino": {"median_ms": 4.0}, "torch": {"median_ms": 8.0}}
    assert bench._ratios(engines, "openvino") == {"torch/openvino": 2.0}


def test_still_and_growth_are_ratios() -> None:
    frame = {
        "720p": {"median_ms": 10.0, "still": {"mean_ms": 2.0}},
        "4k": {"median_ms": 50.0, "still": {"mean_ms": 20.0}},
    }
    assert bench._frame_ratios(frame) == {"720p still/moving": 0.2, "4k still/moving": 0.4, "4k/720p": 5.0}


@pytest.mark.parametrize("name", FRAME_SIZES)
def test_no_frame_of_the_moving_clip_is_so_like_the_one_before_that_others_would_skip_it(name: str) -> None:
    images = [frame.image for frame in moving_clip(FRAME_SIZES[name])]
    likeness = [cv2.PSNR(images[index - 1], image) + FOUR_CHANNELS_DB for index, image in enumerate(images)]
    assert len(images) >= 4
    assert max(likeness) < SAME_DB
    assert name == "4k" or len(images) > 12


def test_a_still_clip_rests() -> None:
    figures = measure_frame((320, 180), 30)
    assert figures["still"]["stages"]["segment"] < figures["stages"]["segment"] / 2


def test_peers_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    if not PEERS.is_dir():
        pytest.skip("needs the peers' networks beside the project")
    from app.commands.bench.networks import measure_networks

    _, peers = measure_networks(1, peer_files(PEERS), say=lambda _: None)
    assert set(peers) >= {path.stem for path in PEERS.glob("*.onnx")}
    assert all(figures["median_ms"] > 0 for figures in peers.values())


def test_a_damaged_peer_is_left_out_and_named(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from app.commands.bench.networks import measure_networks

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
    result, samples = soak(2.0, tmp_path, say=lambda _: None)
    assert result["recorded_frames"] > 0
    assert result["fps"] > 0
    assert result["rss_mb"] is not None
    assert len(samples) >= 3
    assert "since the first minute: MB of memory" in _soak_line(result)


def test_what_grew_after_the_first_minute() -> None:
    samples = [Sample(10.0 * i, 30.0, 20.0, 100.0 + min(i, 6) * 10 + i, 9 + i // 20, None) for i in range(31)]
    assert growth(samples) == {"rss_mb": 18.0, "threads": 1, "files": None}
    assert growth(samples[:5]) == {"rss_mb": 11.0, "threads": 0, "files": None}


def test_what_is_given_back_now_and_then_has_not_grown() -> None:
    samples = [Sample(5.0 * i, 30.0, 20.0, 240.0 if i % 5 == 4 else 200.0, 9, 20) for i in range(60)]
    assert samples[-1].rss_mb == 240.0
    assert growth(samples) == {"rss_mb": 0.0, "threads": 0, "files": 0}


def test_the_plot_shows_the_curves(tmp_path: Path) -> None:
    samples = [Sample(float(i), 30.0, 20.0 + i, None if i % 2 else 100.0 + i, 9, 20) for i in range(40)]
    draw_soak(samples, tmp_path / "soak.png")
    with Image.open(tmp_path / "soak.png") as picture:
        colors = {color for _, color in picture.convert("RGB").getcolors(1 << 20) or []}
    assert {(0x1F, 0x6F, 0xEB), (0xB3, 0x59, 0x00), (0x1A, 0x7F, 0x37)} <= colors


@pytest.mark.parametrize(("value", "ceiling"), [(0.3, 0.3), (1, 1), (7, 8), (9, 10), (31, 40), (214, 300), (800, 800)])
def test_the_axis_ends_at_a_round_number(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)
