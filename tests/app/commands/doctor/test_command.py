import json
from pathlib import Path

import pytest

from app.cli import main
from app.commands.doctor import devices as checks_devices
from app.commands.doctor import files as checks_files
from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.commands.doctor.command import CHECKS, examine
from app.errors import AppError
from app.pipeline.sources.camera_list import CameraInfo


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def only(checks: object) -> Check:
    (check,) = list(checks)  # type: ignore[call-overload]
    return check


def test_this_machine_has_what_is_essential(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    states = {check["name"]: check["state"] for check in answer["checks"]}
    assert answer["ok"] is True
    assert states["python"] == states["packages"] == states["engine auto"] == states["encoders"] == "ok"
    assert all(check["hint"] for check in answer["checks"] if check["state"] == "warn")


def test_for_people_each_line_has_its_state_and_its_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, lame = Check("a", "ok", "fine", "not shown"), Check("b", "warn", "lame", "rest")
    checks = [good, lame, Check("c", "fail", "dead", "bury")]
    monkeypatch.setattr("app.commands.doctor.command.CHECKS", (lambda: checks,))
    monkeypatch.setattr("app.commands.doctor.command.examine", lambda given: list(given[0]()))
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ok", "a", "fine"]
    assert lines[2].split() == ["->", "rest"]
    assert lines[4].split() == ["->", "bury"]


def test_a_check_that_breaks_is_a_result_too() -> None:
    def check_everything() -> list[Check]:
        raise RuntimeError("boom")

    check = only(examine([check_everything]))
    assert (check.name, check.state) == ("everything", "fail")
    assert "boom" in check.detail


def test_every_check_of_the_modules_is_asked() -> None:
    modules = (checks_devices, checks_files, checks_software)
    written = {getattr(m, name) for m in modules for name in vars(m) if name.startswith("check_")}
    assert written == set(CHECKS)


@pytest.mark.parametrize(("found", "state"), [((3, 10, 9), "fail"), ((3, 12, 0), "ok"), ((3, 14, 0), "warn")])
def test_python(monkeypatch: pytest.MonkeyPatch, found: tuple[int, int, int], state: str) -> None:
    monkeypatch.setattr("sys.version_info", found)
    assert only(checks_software.check_python()).state == state


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_software, "find_spec", lambda name: None if name in ("av", "PySide6") else object())
    states = {check.name: check.state for check in checks_software.check_packages()}
    assert states["av"] == "fail"
    assert states["PySide6-Essentials"] == "warn"


def test_an_engine_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object) -> object:
        raise AppError("No weights", "Install again.")

    monkeypatch.setattr(checks_software, "load_segmenter", fail)
    assert only(checks_software.check_engine()) == Check("engine auto", "fail", "No weights", "Install again.")


def test_missing_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libopus")
    assert only(checks_software.check_encoders()).state == "warn"
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libx264")
    assert only(checks_software.check_encoders()).state == "fail"


def test_weights_that_the_card_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_files, "weights_folder", lambda: tmp_path)
    assert only(checks_files.check_weights()).state == "fail"
    (tmp_path / "sinet.onnx").write_bytes(b"x")
    (tmp_path / "MODEL_CARD.md").write_text(f"sha256 `{'0' * 64}`")
    assert only(checks_files.check_weights()).state == "warn"
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (tmp_path / "MODEL_CARD.md").write_text(f"sha256 `{digest}`")
    assert only(checks_files.check_weights()).state == "ok"


def test_folders_that_cannot_be_written(home: Path) -> None:
    assert {check.state for check in checks_files.check_folders()} == {"ok"}
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folders should be")
    assert {check.state for check in checks_files.check_folders()} == {"warn"}


@pytest.mark.parametrize(("free", "state"), [(10**6, "warn"), (10**9, "warn"), (10**11, "ok")])
def test_the_disk(monkeypatch: pytest.MonkeyPatch, free: int, state: str) -> None:
    monkeypatch.setattr(checks_files, "free_bytes", lambda _: free)
    assert only(checks_files.check_disk()).state == state


def test_a_camera_that_may_not_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = CameraInfo("C920", "x@1", 0, 200, "/dev/video-that-is-not-there")
    monkeypatch.setattr(checks_devices, "list_cameras", lambda: [camera])
    check = only(checks_devices.check_cameras())
    assert check.state == "warn"
    assert "group" in check.hint or "usermod" in check.hint


@pytest.mark.parametrize("compiled", [True, False])
def test_openvino_may_be_missing_where_the_kernels_are(monkeypatch: pytest.MonkeyPatch, compiled: bool) -> None:
    found = checks_software.find_spec
    monkeypatch.setattr(checks_software, "find_spec", lambda name: None if name == "openvino" else found(name))
    monkeypatch.setattr(checks_software, "kernels", lambda: object() if compiled else None)
    states = {check.name: check.state for check in checks_software.check_packages()}
    assert states.get("openvino") == (None if compiled else "fail")
