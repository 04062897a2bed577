from __future__ import annotations

from tests.app.ui.conftest import Desk


def test_a_network_camera_that_is_used_again_is_remembered_once_and_without_its_password(desk: Desk) -> None:
    for address in ("http://me:old@cam/v", "http://other/v", "http://me:new@cam/v"):
        desk.window.memory.remember_address(address)
    assert desk.window.memory.last_addresses() == ("http://me:***@cam/v", "http://other/v")
