"""doctor's checks of what a window needs from the system. Imports only the standard library."""
from __future__ import annotations

import os
import platform
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.commands.doctor.check import Check
from app.system.display import no_display_reason, wanted_platforms
from app.system.installing import SystemPackages, system_line
from app.system.window_libraries import install_libraries_line, missing_libraries, plugin_folder, plugin_problem

SERVER_HINT = "Log in to a desktop, or use the command line: backdrop render --help"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".pfb"}
FONTS = SystemPackages("fonts-dejavu-core", "dejavu-sans-fonts", "dejavu-fonts", "ttf-dejavu")
SOUND = SystemPackages("pipewire-pulse wireplumber", "pipewire-pulseaudio wireplumber",
                       "pipewire-pulseaudio wireplumber", "pipewire-pulse wireplumber")  # fmt: skip
START_SOUND = "systemctl --user enable --now pipewire pipewire-pulse wireplumber"
CONNECT_TIMEOUT_S = 2.0
SOME = 3  # libraries to name; the line below installs all


def check_display() -> Iterator[Check]:
    reason = no_display_reason()
    if reason is None:
        yield Check("display", "ok", "there is one")
    else:
        yield Check("display", "warn", reason, SERVER_HINT)


def check_window_libraries(system: str = platform.system()) -> Iterator[Check]:
    """The libraries for the running session, or for X11 if there is none; without them Qt aborts the process."""
    if system != "Linux":
        return
    session = wanted_platforms(os.environ)
    problems = {name: missing_libraries(name) for name in session or ["xcb"]}
    missing = min(problems.values(), key=len)
    folder = plugin_folder()
    refused = [plugin_problem(name, folder) for name in session] if folder is not None else []
    if missing:
        state, hint = "fail" if session else "warn", install_libraries_line(missing)
        more = f" and {len(missing) - SOME} more" if len(missing) > SOME else ""
        detail = f"missing: {', '.join(missing[:SOME])}{more}"
        yield Check("window libraries", state, detail, hint)  # type: ignore[arg-type]
    elif refused and None not in refused and refused[0] is not None:
        yield Check("window libraries", "fail", refused[0].title, refused[0].hint)
    else:
        yield Check("window libraries", "ok", f"all there for {' and '.join(problems)}")


def check_fonts(system: str = platform.system(), folders: tuple[str, ...] = FONT_FOLDERS) -> Iterator[Check]:
    """Without fonts, a window shows no text."""
    if system != "Linux":
        return
    found = any(path.suffix.lower() in FONT_SUFFIXES for folder in folders for path in _below(folder))
    if found:
        yield Check("fonts", "ok", "installed")
    else:
        yield Check("fonts", "warn", "none found: the window would show no text", system_line(FONTS))


def check_sound(system: str = platform.system(), environment: Mapping[str, str] = os.environ) -> Iterator[Check]:
    """Microphones are recorded through PipeWire or PulseAudio."""
    if system != "Linux":
        return
    if _sound_server_answers(environment):
        yield Check("sound", "ok", "a sound server answers")
    else:
        hint = "\n".join(filter(None, (system_line(SOUND), START_SOUND)))
        yield Check("sound", "warn", "no sound server: a recording may be without sound", hint)


def _below(folder: str) -> Iterator[Path]:
    return Path(folder).expanduser().rglob("*")


def _sound_server_answers(environment: Mapping[str, str]) -> bool:
    if environment.get("PULSE_SERVER"):
        return True  # perhaps on another machine
    address = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), "pulse", "native")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(CONNECT_TIMEOUT_S)
        try:
            connection.connect(str(address))
        except OSError:
            return False
        return True
