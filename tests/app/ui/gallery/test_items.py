from __future__ import annotations

from pathlib import Path

import pytest

from app.pipeline.bundled import BundledBackground
from app.settings import BackgroundSettings
from app.ui.gallery.items import Tile, added, background_of, chosen_index, is_background_file, tiles_of

BUNDLED = [BundledBackground("office", "Office", Path("a/office.jpg")),
           BundledBackground("waves", "Waves", Path("a/waves.mp4"))]
OWN = ("/home/me/Beach.png", "/home/me/Rain.gif")


def test_tiles_come_in_order_and_know_what_they_are() -> None:
    tiles = tiles_of(BUNDLED, OWN)
    assert [tile.title for tile in tiles] == [
        "Blur", "Colour", "Transparent", "Office", "Waves", "Rain", "Beach", "Add"]
    assert [tile.kind for tile in tiles] == [
        "blur", "color", "transparent", "picture", "video", "video", "picture", "add"]
    assert [tile.own for tile in tiles] == [False] * 5 + [True, True, False]


@pytest.mark.parametrize(("background", "index"), [
    (BackgroundSettings("blur"), 0),
    (BackgroundSettings("color", "#123456"), 1),
    (BackgroundSettings("picture", "office"), 3),
    (BackgroundSettings("video", "waves"), 4),
    (BackgroundSettings("video", OWN[1]), 5),
    (BackgroundSettings("picture", "gone"), -1),
    (BackgroundSettings("transparent"), 2),
])
def test_the_chosen_tile_is_found(background: BackgroundSettings, index: int) -> None:
    assert chosen_index(tiles_of(BUNDLED, OWN), background) == index


def test_every_tile_leads_back_to_itself() -> None:
    tiles = tiles_of(BUNDLED, OWN)
    for index, tile in enumerate(tiles[:-1]):
        background = background_of(tile, BackgroundSettings(blur=70), "#445566")
        assert chosen_index(tiles, background) == index
        assert background.blur == 70


def test_the_tile_that_adds_changes_nothing() -> None:
    now = BackgroundSettings("picture", "office")
    assert background_of(Tile("add", "Add"), now, "#445566") == now


def test_added_files_come_last_none_twice_and_what_is_added_again_is_the_newest(tmp_path: Path) -> None:
    files = [tmp_path / "New.JPG", Path(OWN[0]), tmp_path / "New.JPG"]
    assert added(OWN, files) == (OWN[1], str(tmp_path / "New.JPG"), OWN[0])


def test_what_can_be_a_background() -> None:
    assert is_background_file(Path("a.JPEG"))
    assert is_background_file(Path("a.webm"))
    assert not is_background_file(Path("a.pdf"))
