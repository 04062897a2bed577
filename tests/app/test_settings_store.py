import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.settings import BackgroundSettings, CameraSettings, Settings, SoundSettings, WindowSettings
from app.settings_file import write_settings
from app.settings_store import SettingsStore, load_preset

CHANGED = Settings(
    camera=CameraSettings(source="demo", width=640, height=480),
    background=BackgroundSettings("color", "#102030"),
    window=WindowSettings(gallery=("/a.png", "/ü.mp4")),
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "config" / "settings.json")


def write(store: SettingsStore, text: str) -> None:
    store.path.parent.mkdir(parents=True, exist_ok=True)
    store.path.write_text(text, encoding="utf-8")


def test_without_a_file_the_defaults_hold(store: SettingsStore) -> None:
    loaded = store.load()
    assert loaded.settings == Settings()
    assert loaded.warning is None


def test_what_is_saved_is_loaded(store: SettingsStore) -> None:
    assert store.save(CHANGED) is None
    assert store.load().settings == CHANGED
    assert json.loads(store.path.read_text("utf-8"))["version"] == 3


def test_saving_leaves_no_temporary_file(store: SettingsStore) -> None:
    store.save(CHANGED)
    store.save(Settings())
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["settings.json", "settings.json.lock"]


def test_unknown_keys_are_ignored_and_missing_ones_keep_the_default(store: SettingsStore) -> None:
    write(store, '{"version": 99, "future": [1], "camera": {"width": 640, "lens": "wide"}}')
    loaded = store.load()
    assert loaded.settings == replace(Settings(), camera=CameraSettings(width=640))
    assert loaded.warning is None


@pytest.mark.parametrize(
    ("group", "key", "value"),
    [
        ("camera", "width", "wide"),
        ("camera", "width", True),
        ("camera", "width", -1),
        ("camera", "pixel_format", "RGB9"),
        ("background", "kind", ["blur"]),
        ("background", "blur", 101),
        ("matte", "coverage", "much"),
        ("matte", "coverage", 1.5),
        ("mirror", "output", 1),
        ("window", "gallery", [1, 2]),
        ("window", "gallery", "text"),
        ("engine", "threads", None),
    ],
)
def test_a_wrong_value_costs_only_itself(store: SettingsStore, group: str, key: str, value: object) -> None:
    write(store, json.dumps({group: {key: value}, "record": {"quality": "best"}}))
    settings = store.load().settings
    assert getattr(getattr(settings, group), key) == getattr(getattr(Settings(), group), key)
    assert settings.record.quality == "best"


def test_an_integer_serves_where_a_number_is_wanted(store: SettingsStore) -> None:
    write(store, '{"matte": {"coverage": 1}}')
    assert store.load().settings.matte.coverage == 1.0


def test_a_group_of_the_wrong_type_is_the_default(store: SettingsStore) -> None:
    write(store, '{"camera": 7, "engine": {"threads": 2}}')
    assert store.load().settings.camera == CameraSettings()
    assert store.load().settings.engine.threads == 2


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", "\x00\x01", "[" * 100_000])
def test_a_damaged_file_is_kept_aside_with_one_warning(store: SettingsStore, text: str) -> None:
    write(store, text)
    loaded = store.load()
    assert loaded.settings == Settings()
    assert loaded.warning is not None
    aside = next(store.path.parent.glob("settings.json.damaged-*"))
    assert aside.read_text("utf-8") == text
    assert aside.name in loaded.warning.hint
    assert store.load().warning is None


def test_bytes_that_are_not_text_are_damage_too(store: SettingsStore) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"\xff\xfe\x00{")
    assert store.load().warning is not None


def test_a_folder_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    store = SettingsStore(blocker / "settings.json")
    error = store.save(CHANGED)
    assert error is not None
    assert "Changes last until you quit" in error.hint
    assert store.load().settings == Settings()


def test_a_failed_save_keeps_the_old_file(store: SettingsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(CHANGED)

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert store.save(Settings()) is not None
    assert store.load().settings == CHANGED
    assert sorted(path.name for path in store.path.parent.iterdir()) == ["settings.json", "settings.json.lock"]


def test_a_preset_is_read(tmp_path: Path) -> None:
    write_settings(tmp_path / "preset.json", CHANGED)
    assert load_preset(tmp_path / "preset.json") == CHANGED


@pytest.mark.parametrize("text", [None, "", "{", "[]"])
def test_a_bad_preset_is_refused(tmp_path: Path, text: str | None) -> None:
    preset = tmp_path / "preset.json"
    if text is not None:
        preset.write_text(text)
    with pytest.raises(AppError) as caught:
        load_preset(preset)
    assert caught.value.exit_status == 2
    assert caught.value.hint


def test_a_microphone_that_an_older_version_kept_is_still_chosen_and_not_asked_for(store: SettingsStore) -> None:
    write(store, '{"version": 2, "record": {"quality": "best", "microphone": "pipewire"}}')
    settings = store.load().settings
    assert settings.sound == SoundSettings(asked=True, microphone="pipewire")
    assert settings.record.quality == "best"
    write(store, '{"version": 2, "record": {"microphone": ""}}')
    assert store.load().settings.sound == SoundSettings()
    write(store, '{"version": 3, "sound": {"delay_ms": 9000, "gain_db": 6}, "record": {"microphone": "pulse"}}')
    assert store.load().settings.sound == SoundSettings(gain_db=6)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"version": 1, "engine": {"name": "openvino", "budget": 50}}', "auto"),
        ('{"version": 1, "engine": {"name": "torch", "budget": 50}}', "torch"),
        ('{"version": 2, "engine": {"name": "openvino", "budget": 50}}', "openvino"),
        ('{"engine": {"name": "openvino", "budget": 50}}', "openvino"),
    ],
)
def test_the_engine_that_an_older_version_always_wrote_does_not_count_as_a_choice(
    store: SettingsStore, text: str, name: str
) -> None:
    write(store, text)
    engine = store.load().settings.engine
    assert (engine.name, engine.budget) == (name, 50)
