from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.pipeline.sources import camera_list
from app.pipeline.sources.camera_list import CameraInfo, Listed, find_camera, list_cameras


@dataclass
class Entry:
    """One line of the enumeration library."""

    index: int
    name: str
    path: str | None = None
    vid: int | None = None
    pid: int | None = None
    backend: int = 200


def listing(entries: list[Entry]) -> Callable[[int], Iterable[Listed]]:
    return lambda backend: [entry for entry in entries if entry.backend == backend]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the system that the test plays, and its back ends."""

    def play(system: str, *backends: int) -> None:
        monkeypatch.setattr(camera_list.platform, "system", lambda: system)
        monkeypatch.setitem(camera_list.BACKENDS, system, backends)

    return play


def test_this_machine_can_be_asked() -> None:
    assert isinstance(list_cameras(), list)


def test_names_and_identities(on: Callable[..., None]) -> None:
    on("Darwin", 1200)
    cameras = list_cameras(
        listing([Entry(1, "C920", "0x1420", 0x046D, 0x082D, 1200), Entry(0, "FaceTime", "AB-12", backend=1200)])
    )
    assert [(camera.index, camera.name, camera.identity) for camera in cameras] == [
        (0, "FaceTime", "FaceTime@AB-12"),
        (1, "C920", "046d:082d@0x1420"),
    ]
    assert cameras[1].model == "046d:082d"


def test_two_of_the_same_model_are_told_apart(on: Callable[..., None]) -> None:
    on("Darwin", 1200)
    cameras = list_cameras(
        listing([Entry(0, "C920", "left", 1, 2, 1200), Entry(1, "C920", "right", 1, 2, 1200)])
    )
    assert [camera.name for camera in cameras] == ["C920", "C920 (2)"]
    assert find_camera("0001:0002@right", cameras) is cameras[1]
    assert find_camera("0001:0002@elsewhere", cameras) is None, "it could be either"


def test_one_that_moved_to_another_port_is_found(on: Callable[..., None]) -> None:
    on("Darwin", 1200)
    cameras = list_cameras(listing([Entry(0, "C920", "right", 1, 2, 1200), Entry(1, "Other", "x", 3, 4, 1200)]))
    assert find_camera("0001:0002@left", cameras) is cameras[0]
    assert find_camera("0009:0009@left", cameras) is None


def test_several_pictures_from_one_plug(on: Callable[..., None]) -> None:
    """Colour and infrared of a notebook camera, told apart only by their order."""
    on("Darwin", 1200)
    cameras = list_cameras(listing([Entry(2, "IR", "a", 1, 2, 1200), Entry(0, "Colour", "a", 1, 2, 1200)]))
    assert [camera.identity for camera in cameras] == ["0001:0002@a", "0001:0002@a#2"]


def test_windows_lists_a_camera_once_over_both_back_ends(on: Callable[..., None]) -> None:
    on("Windows", 700, 1400)
    path = r"\\?\usb#vid_046d&pid_0825&mi_00#7&2a3c&0&0000#{65e8773d-8f56-11d0-a3b9-00a0c9223196}\global"
    other = path.replace("65e8773d", "e5323777")
    only_there = path.replace("7&2a3c&0&0000", "6&77&0&0000")
    cameras = list_cameras(
        listing(
            [
                Entry(0, "C270", path, 0x046D, 0x0825, 700),
                Entry(0, "C270", other, 0x046D, 0x0825, 1400),
                Entry(1, "C270", only_there, 0x046D, 0x0825, 1400),
            ]
        )
    )
    assert [(camera.backend, camera.identity) for camera in cameras] == [
        (700, "046d:0825@7&2a3c&0&0000"),
        (1400, "046d:0825@6&77&0&0000"),
    ]


def test_linux_reads_serial_and_port(
    on: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    interface = tmp_path / "1-2" / "1-2:1.0"
    interface.mkdir(parents=True)
    (tmp_path / "1-2" / "serial").write_text("A1B2C3\n")
    monkeypatch.setattr(camera_list, "_usb_device", lambda _: interface)
    on("Linux", 200)
    (camera,) = list_cameras(listing([Entry(0, "BRIO", "/dev/video0", 0x046D, 0x085E)]))
    assert camera == CameraInfo("BRIO", "046d:085e:A1B2C3@1-2:1.0", 0, 200, "/dev/video0")


def test_a_camera_without_anything_known(on: Callable[..., None]) -> None:
    on("Linux", 200)
    (camera,) = list_cameras(listing([Entry(3, "", None)]))
    assert camera.name == "Camera 3"
    assert find_camera(camera.identity, [camera]) is camera


def test_a_loopback_made_for_backdrop_is_not_listed_as_a_camera(
    on: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("Linux", 200)
    monkeypatch.setattr(camera_list, "VIRTUAL", tmp_path)
    for name in ("video10", "video11"):
        (tmp_path / name).mkdir()
    cameras = list_cameras(listing([
        Entry(0, "Backdrop", "/dev/video0"),  # hardware that happens to have that name
        Entry(10, "Backdrop", "/dev/video10"),
        Entry(11, "Droidcam", "/dev/video11"),
    ]))  # fmt: skip
    assert [camera.index for camera in cameras] == [0, 11]
