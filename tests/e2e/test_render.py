"""render from the command line, with the shipped network, into files that are read back."""
import json
import signal
import subprocess
import sys
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.cli import main
from app.paths import assets_folder
from app.pipeline.frame import Image
from app.settings import BackgroundSettings, MirrorSettings, Settings
from app.settings_file import write_settings
from tests.commandline import MAIN, backdrop, environment
from tests.media import plain, write_video

GREEN = np.array([0, 255, 0])
STAGES = {"decode", "segment", "matte", "composite", "encode"}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def demo(home: Path) -> Path:
    """The first frames of the demo clip, smaller, with a sound."""
    images = []
    with av.open(str(assets_folder() / "demo" / "demo.mp4")) as container:
        for frame in container.decode(video=0):
            image = cv2.resize(frame.to_ndarray(format="bgr24"), (640, 360), interpolation=cv2.INTER_AREA)
            images.append(np.asarray(image, np.uint8))
            if len(images) == 12:
                break
    return write_video(home / "clip.mp4", images, sound="aac")


def frames(path: Path, pixels: str = "bgr24") -> list[Image]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format=pixels), np.uint8) for frame in container.decode(video=0)]


def test_the_person_is_kept_and_the_room_replaced(demo: Path, home: Path) -> None:
    """Compared with the demo clip's own truth, away from the edge."""
    assert main(["render", str(demo), "-o", "out.mp4", "--background", "#00ff00"]) == 0
    truth = cv2.imread(str(assets_folder() / "demo" / "demo_truth.png"), cv2.IMREAD_GRAYSCALE)
    assert truth is not None
    truth = cv2.resize(truth, (640, 360), interpolation=cv2.INTER_AREA)
    kernel = np.ones((31, 31), np.uint8)
    person, room = cv2.erode(truth, kernel) > 250, cv2.dilate(truth, kernel) < 5
    before, after = frames(demo)[0].astype(int), frames(home / "out.mp4")[0].astype(int)
    kept = np.abs(after - before).max(axis=2) < 40
    replaced = np.abs(after - GREEN).max(axis=2) < 60
    assert kept[person].mean() > 0.9
    assert replaced[room].mean() > 0.9


@pytest.mark.parametrize(
    ("output", "background"),
    [
        ("out.mp4", "blur:80"),
        ("out.mkv", "studio-grey"),
        ("out.webm", "transparent"),
        ("out.mov", "transparent"),
        ("out.gif", "#204060"),
        ("out.png", "bokeh-drift"),
    ],
)
def test_every_kind_of_output(
    demo: Path, home: Path, capsys: pytest.CaptureFixture[str], output: str, background: str
) -> None:
    assert main(["render", str(demo), "-o", output, "--background", background, "--json", "--limit", "5"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (answer["frames_in"], answer["frames_out"], answer["dropped"]) == (5, 5, 0)
    assert set(answer["stage_ms"]) == STAGES
    assert answer["seconds"] > 0
    assert answer["fps"] > 0
    first = Path(answer["output"])
    assert first.exists()
    if output == "out.png":
        assert len(list(home.glob("out-*.png"))) == 5
    else:
        assert len(frames(first)) == 5


def test_the_sound_comes_along(demo: Path, home: Path) -> None:
    assert main(["render", str(demo), "-o", "out.webm", "--background", "blur"]) == 0
    with av.open(str(home / "out.webm")) as container:
        assert [stream.codec_context.name for stream in container.streams.audio] == ["opus"]


def test_a_picture_in_a_picture_out(demo: Path, home: Path) -> None:
    cv2.imwrite(str(home / "in.png"), frames(demo)[0])
    assert main(["render", "in.png", "-o", "out.png", "--background", "transparent"]) == 0
    image = cv2.imread(str(home / "out.png"), cv2.IMREAD_UNCHANGED)
    assert image is not None
    assert image.shape == (360, 640, 4)
    assert 0.05 < (image[:, :, 3] > 127).mean() < 0.8
    assert (image[image[:, :, 3] == 0] == 0).all()


def test_a_preset_is_followed_and_the_command_line_wins(demo: Path, home: Path) -> None:
    preset = Settings(background=BackgroundSettings("color", "#ff0000"), mirror=MirrorSettings(output=True))
    write_settings(home / "p.json", preset)
    for arguments, color in (([], (0, 0, 255)), (["--background", "#00ff00"], (0, 255, 0))):
        command = ["render", str(demo), "-o", "out.mp4", "--preset", "p.json", "--limit", "2", *arguments]
        assert main(command) == 0
        corner = frames(home / "out.mp4")[0][:20, :20].reshape(-1, 3)
        assert np.abs(np.median(corner, axis=0) - color).max() < 20


def test_in_a_process_of_its_own(demo: Path, home: Path) -> None:
    """The contract of --json: one object on the last line of stdout, everything else on stderr."""
    result = backdrop(
        "render", demo, "-o", "out.mp4", "--background", "blur", "--engine", "openvino", "--json", cwd=home
    )
    assert result.status == 0
    assert result.json["frames_out"] == 12
    assert len(result.out.splitlines()) == 1
    assert "12/12" in result.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing(home: Path, sent: signal.Signals) -> None:
    clip = write_video(home / "long.mp4", [plain((i % 250, 90, 40), (160, 120)) for i in range(1500)])
    command = [sys.executable, str(MAIN), "render", str(clip), "-o", "out.mp4"]
    child = subprocess.Popen(
        command,
        cwd=home,
        env=environment(home / "home"),
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    assert child.stderr is not None
    with child.stderr:
        assert child.stderr.read(1)  # the progress bar: the first frame is done
        child.send_signal(sent)
        rest = child.stderr.read().decode()
    assert child.wait(60) == 130
    assert "error: Stopped. Nothing was left behind." in rest.splitlines()[-1]
    assert "Traceback" not in rest
    assert sorted(path.name for path in home.iterdir()) == ["home", "long.mp4"]


def test_without_a_display_the_demo_becomes_a_file(
    demo: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.pipeline.decode.video_file.demo_path", lambda: demo)
    monkeypatch.setattr("app.cli.no_window_reason", lambda: "There is no display")
    assert main([]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == f"The demo was saved as {home / 'backdrop-demo.mp4'}"
    assert captured.err.startswith("There is no display, so no window opens")
    assert len(frames(home / "backdrop-demo.mp4")) == 12


def test_the_demo_goes_to_the_videos_folder_where_the_current_one_cannot_be_written(
    demo: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("needs a folder that nobody can write to")
    monkeypatch.setattr("app.pipeline.decode.video_file.demo_path", lambda: demo)
    monkeypatch.setattr("app.cli.no_window_reason", lambda: "There is no display")
    monkeypatch.chdir("/proc/self")
    assert main([]) == 0
    assert (home / "home" / "Videos" / "backdrop-demo.mp4").exists()
