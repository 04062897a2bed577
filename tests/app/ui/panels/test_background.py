from __future__ import annotations

from pathlib import Path

from app.errors import AppError
from app.pipeline.events import BackgroundFailed, BackgroundLoaded
from app.settings import BackgroundSettings
from tests.app.ui.conftest import Desk
from tests.app.ui.fakes import model_of


def titles(desk: Desk) -> list[str]:
    return [tile.title for tile in model_of(desk.window.panels.background.gallery).tiles]


def picture(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"x")
    return path


def test_blur_has_a_slider_and_a_colour_has_colours(desk: Desk) -> None:
    panel = desk.window.panels.background
    assert (panel.blur.isVisible(), panel.colors.isVisible()) == (True, False)
    panel.use_number(2)
    assert (panel.blur.isVisible(), panel.colors.isVisible()) == (False, True)
    panel.use_number(3)
    assert (panel.blur.isVisible(), panel.colors.isVisible()) == (False, False)


def test_the_blur_slider_sets_its_strength(desk: Desk) -> None:
    desk.window.panels.background.blur.slider.setValue(83)
    assert desk.session.applied[-1].background == BackgroundSettings("blur", "", 83)


def test_a_colour_is_chosen_typed_and_remembered(desk: Desk) -> None:
    panel = desk.window.panels.background
    panel.use_number(2)
    panel.colors.field.setText("A1B2C3")
    panel.colors.field.editingFinished.emit()
    assert desk.session.applied[-1].background.value == "#a1b2c3"
    panel.use_number(1)
    panel.use_number(2)
    assert desk.session.applied[-1].background == BackgroundSettings("color", "#a1b2c3")


def test_added_files_join_the_gallery_and_the_last_one_is_used(desk: Desk, tmp_path: Path) -> None:
    desk.dialogs.backgrounds = [picture(tmp_path, "beach.png"), picture(tmp_path, "rain.mp4")]
    desk.window.actions_.add_background.trigger()
    assert titles(desk)[-3:] == ["rain", "beach", "Add"]
    assert desk.session.applied[-1].background == BackgroundSettings("video", str(tmp_path / "rain.mp4"), 50)
    assert len(desk.controller.settings.window.gallery) == 2


def test_thinking_better_of_it_adds_nothing(desk: Desk) -> None:
    before = desk.controller.settings
    desk.window.actions_.add_background.trigger()
    assert desk.controller.settings == before


def test_removing_the_one_in_use_shows_no_more_of_the_room_and_keeps_the_file(desk: Desk, tmp_path: Path) -> None:
    path = picture(tmp_path, "beach.png")
    panel = desk.window.panels.background
    panel.add_files([path])
    panel.remove(model_of(panel.gallery).tiles[-2])
    assert desk.controller.settings.window.gallery == ()
    assert desk.controller.settings.background == BackgroundSettings("video", "waves", 50)
    assert path.exists()
    assert titles(desk)[-1] == "Add"
    assert panel.gallery.currentIndex().isValid()


def test_removing_another_one_changes_nothing_else(desk: Desk, tmp_path: Path) -> None:
    panel = desk.window.panels.background
    panel.add_files([picture(tmp_path, "beach.png"), picture(tmp_path, "rain.mp4")])
    before = desk.controller.settings.background
    panel.remove(model_of(panel.gallery).tiles[-2])
    assert desk.controller.settings.background == before
    assert titles(desk)[-2:] == ["rain", "Add"]


def test_what_was_removed_comes_back(desk: Desk, tmp_path: Path) -> None:
    panel = desk.window.panels.background
    panel.add_files([picture(tmp_path, "beach.png"), picture(tmp_path, "rain.mp4")])
    before = desk.controller.settings
    panel.remove(model_of(panel.gallery).tiles[-3])
    assert titles(desk)[-2:] == ["beach", "Add"]
    panel.add_files([picture(tmp_path, "hills.png")])
    assert panel.undo.isVisible()
    panel.undo.undo.click()
    assert titles(desk)[-4:] == ["hills", "rain", "beach", "Add"]
    assert desk.controller.settings.background == before.background
    assert not panel.undo.isVisible()


def test_a_background_that_cannot_be_read_is_not_the_one_in_use(desk: Desk, tmp_path: Path) -> None:
    panel = desk.window.panels.background
    panel.use_number(3)
    good = desk.controller.settings.background
    desk.session.tell(BackgroundLoaded(good))
    panel.add_files([picture(tmp_path, "broken.png")])
    assert desk.controller.settings.background != good
    desk.session.tell(BackgroundFailed(AppError("broken.png is damaged", "Choose another.")))
    assert desk.controller.settings.background == good
    assert desk.session.applied[-1].background == good
    assert titles(desk)[-2] == "broken"
    panel.remove(model_of(panel.gallery).tiles[-2])
    assert desk.controller.settings.background == good


def test_numbers_choose_and_the_last_tile_is_none(desk: Desk) -> None:
    panel = desk.window.panels.background
    desk.window.actions_.numbers[4].trigger()
    assert desk.controller.settings.background == BackgroundSettings("video", "waves", 50)
    before = desk.controller.settings
    panel.use_number(6)  # "Add"
    panel.use_number(9)
    assert desk.controller.settings == before
