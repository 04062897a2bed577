from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.encode.held_file import HeldFile
from app.pipeline.frame import Image
from app.pipeline.render.task import doer_of
from app.pipeline.replay.export import ExportJob, export
from app.pipeline.replay.export_task import job_of, perform, tree_of
from app.pipeline.sound.chunk import Chunk
from app.pipeline.takes.take_file import TakeFile
from app.pipeline.takes.take_settings import TakeChanges
from app.settings import BackgroundSettings, EngineSettings, Settings
from sinet_core.matting.settings import MatteSettings
from tests.fakes import ConstantSegmenter
from tests.kept import GREEN, alone, live, make_take, write_take
from tests.room import TruthSegmenter, marker_share, person_share, raw_frame

RED = TakeChanges(background=BackgroundSettings("color", "#c02020"))


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_take(tmp_path_factory.mktemp("takes") / "My take.backdrop", 45)


def images_of(path: Path, pixels: str = "bgr24") -> list[tuple[float, Image]]:
    with av.open(str(path)) as container:
        return [(float(frame.time or 0), np.asarray(frame.to_ndarray(format=pixels), np.uint8))
                for frame in container.decode(video=0)]


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm", ".mov", ".gif"])
def test_a_take_becomes_a_file_of_every_format(tmp_path: Path, take: Path, suffix: str) -> None:
    before, told = take.read_bytes(), []
    report = export(ExportJob(take, tmp_path / f"a{suffix}", RED, end_s=0.5), lambda *told_: told.append(told_))
    shown = images_of(report.output)
    assert len(shown) == report.frames == len(told)
    assert told[-1] == (report.frames, report.frames)
    assert abs(shown[-1][1][5, 5].astype(int) - (0x20, 0x20, 0xC0)).max() < 16
    assert person_share(shown[-1][1]) > 0.01
    assert max(marker_share(image) for _, image in shown) < 0.001
    assert take.read_bytes() == before, "an export only reads"
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


def test_without_changes_it_is_what_was_live_up_to_the_encoder(tmp_path: Path, take: Path) -> None:
    expected = live([raw_frame(index) for index in range(45)], lambda _: Settings(background=GREEN))[0]
    shown = images_of(export(ExportJob(take, tmp_path / "a.mp4")).output)
    assert [time for time, _ in shown] == pytest.approx([index / 30 for index in range(45)], abs=0.002)
    assert max(np.abs(image.astype(int) - live_).mean() for (_, image), live_ in zip(shown, expected, strict=True)) < 3


def see_truth(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[int, int]]]:
    """Makes the best quality's network find the person exactly; collects its calls."""
    asked: list[tuple[str, tuple[int, int]]] = []

    def load(_engine: object, quality: str, size: tuple[int, int]) -> TruthSegmenter:
        asked.append((quality, size))
        return TruthSegmenter()

    monkeypatch.setattr("app.pipeline.replay.export.load_for_file", load)
    return asked


def test_the_best_quality_finds_the_person_again_and_looks_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The live result must not matter: there, nobody was found at all."""
    seen = [raw_frame(index) for index in range(30)]
    blind = live(seen, lambda _: Settings(background=GREEN), segmenter=ConstantSegmenter(0.0))[1]
    take = write_take(tmp_path / "a.backdrop", [*blind[:15], alone(blind[15]), *blind[16:]])
    asked = see_truth(monkeypatch)
    whole = images_of(export(ExportJob(take, tmp_path / "a.mp4", quality="best")).output)
    assert asked == [("best", (320, 180))]
    assert [time for time, _ in whole] == pytest.approx([index / 30 for index in range(30)], abs=0.002)
    for index, (_, image) in enumerate(whole):
        assert (person_share(image) > 0.03) == (index != 15), "of that moment nothing was kept"
        assert marker_share(image) < 0.001
    part = images_of(export(ExportJob(take, tmp_path / "b.mp4", start_s=0.2, end_s=0.8, quality="best")).output)
    assert len(part) == 18
    for (_, image), (_, same) in zip(part, whole[6:24], strict=True):
        assert np.abs(image.astype(int) - same).mean() < 3
    assert max(person_share(image) for _, image in images_of(export(ExportJob(take, tmp_path / "c.mp4")).output)) == 0


def test_the_best_quality_follows_settings_that_change_within_the_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = BackgroundSettings("color", "#c02020")
    seen = [raw_frame(index) for index in range(24)]
    kept = live(seen, lambda index: Settings(background=GREEN if index < 12 else red))[1]
    see_truth(monkeypatch)
    job = ExportJob(write_take(tmp_path / "a.backdrop", kept), tmp_path / "a.mp4", quality="best")
    shown = [image[5, 5].astype(int) for _, image in images_of(export(job).output)]
    assert [bool(abs(color - (0x20, 0x20, 0xC0)).max() < 16) for color in shown] == [index >= 12 for index in range(24)]


def test_a_transparent_export_has_the_person_alone(tmp_path: Path, take: Path) -> None:
    clear = TakeChanges(background=BackgroundSettings("transparent"))
    with pytest.raises(AppError, match="cannot be transparent"):
        export(ExportJob(take, tmp_path / "a.mp4", clear))
    shown = images_of(export(ExportJob(take, tmp_path / "a.mov", clear, end_s=0.2)).output, "bgra")
    assert shown[0][1][5, 5, 3] == 0
    assert shown[0][1][:, :, 3].max() == 255


def test_a_part_of_a_take_looks_as_it_does_in_the_whole(tmp_path: Path, take: Path) -> None:
    whole = images_of(export(ExportJob(take, tmp_path / "a.mp4")).output)
    part = images_of(export(ExportJob(take, tmp_path / "b.mp4", start_s=0.5, end_s=1.0)).output)
    assert part[0][0] == 0
    assert len(part) == 15
    for (_, image), (_, same) in zip(part, whole[15:30], strict=True):
        assert np.abs(image.astype(int) - same).mean() < 3


def take_with_sound(path: Path) -> Path:
    """Two seconds: silence, then a tone from 1 s on."""
    kept = live([raw_frame(index) for index in range(60)], lambda _: Settings(background=GREEN))[1]
    with HeldFile.create(path) as held, closing(TakeFile(held.descriptor, tracks=["Microphone"])) as file:
        for index, moment in enumerate(kept):
            file.write(moment, moment.time)
            samples = np.arange(1600) / 48_000
            wave = (0.5 * np.sin(2 * np.pi * 440 * samples) * (index >= 30)).astype(np.float32)
            file.write_sound(Chunk(np.stack([wave, wave]), moment.time))
    return path


def sound_of(path: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def test_the_sound_of_the_part_comes_along(tmp_path: Path) -> None:
    take = take_with_sound(tmp_path / "a.backdrop")
    report = export(ExportJob(take, tmp_path / "a.mp4", start_s=0.5, end_s=1.5))
    loud = np.abs(sound_of(report.output)) > 0.1
    assert np.argmax(loud) / 48_000 == pytest.approx(0.5, abs=0.06)
    assert len(loud) / 48_000 == pytest.approx(1.0, abs=0.1)


def test_what_cannot_be_exported_is_reported_and_leaves_nothing(tmp_path: Path, take: Path) -> None:
    linked = tmp_path / "linked.mp4"
    linked.hardlink_to(take)
    jobs = {
        "The output is the take": ExportJob(take, linked),
        "not an output format": ExportJob(take, tmp_path / "a.backdrop"),
        "There is no folder": ExportJob(take, tmp_path / "gone" / "a.mp4"),
        "no take": ExportJob(tmp_path / "gone.backdrop", tmp_path / "a.mp4"),
        "That part contains nothing of the take": ExportJob(take, tmp_path / "a.mp4", start_s=50),
        "There is no background": ExportJob(take, tmp_path / "a.mp4", TakeChanges(BackgroundSettings("picture", "x"))),
    }
    before = take.read_bytes()
    for title, job in jobs.items():
        with pytest.raises(AppError, match=title) as caught:
            export(job)
        assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["linked.mp4"]
    assert take.read_bytes() == before


def test_a_take_that_is_damaged_in_the_middle_is_exported_up_to_there_and_that_is_told(tmp_path: Path) -> None:
    good = make_take(tmp_path / "good.backdrop", 60).read_bytes()
    damaged = tmp_path / "damaged.backdrop"
    third = len(good) // 3
    damaged.write_bytes(good[:third] + bytes(third) + good[2 * third :])
    report = export(ExportJob(damaged, tmp_path / "a.mp4"))
    assert 0 < report.frames < 40
    assert ["damaged" in warning for warning in report.warnings] == [True]
    whole = export(ExportJob(damaged, tmp_path / "b.mp4", end_s=0.2))
    assert not whole.warnings, "the part that was asked for is whole"


def test_a_full_disk_is_reported_and_leaves_nothing(
    tmp_path: Path, take: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.pipeline.encode.video_writer.VideoWriter.write", full)
    with pytest.raises(AppError, match=r"No space left.*Free some space") as caught:
        export(ExportJob(take, tmp_path / "a.mp4"))
    assert caught.value.failed_running
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_export_leaves_nothing(tmp_path: Path, take: Path) -> None:
    def stop(done: int, total: int | None) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(ExportJob(take, tmp_path / "a.mp4"), stop)
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_a_task_of_the_queue(tmp_path: Path, take: Path) -> None:
    changes = TakeChanges(BackgroundSettings("blur", blur=9), MatteSettings(0.1, 0.2, 0.3, 0.4), True, "")
    job = ExportJob(take, tmp_path / "a.gif", changes, 0.1, 0.3)
    assert job_of(tree_of(job)) == job
    best = replace(job, quality="best", engine=EngineSettings("opencv", threads=2))
    assert job_of(tree_of(best)) == best
    plain = ExportJob(take, tmp_path / "a.gif")
    assert job_of(tree_of(plain)) == plain
    doer = doer_of("export")
    assert doer.perform(tree_of(job), lambda *_: None)["output"] == str(job.output)
    with pytest.raises(AppError, match="already exists"):
        perform(tree_of(replace(job, start_s=0.0)), lambda *_: None)
    with pytest.raises(AppError, match="has no name"):
        job_of({"take": 3})
