"""The files for desktops and shells, as installed."""
from __future__ import annotations

import configparser
import gzip
import os
import shutil
import subprocess
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from app import __version__
from app.commands.registry import COMMANDS

LINUX = Path(__file__).parents[2] / "packaging" / "linux"


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    usr = tmp_path_factory.mktemp("usr")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(LINUX.parent))
        import_module("linux.desktop_files").write_desktop_files(usr)
    return usr / "share"


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / "backdrop.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def metainfo() -> ElementTree.Element:
    (path,) = LINUX.glob("*.metainfo.xml")
    return ElementTree.parse(path).getroot()


def test_the_menu_and_the_software_centre_say_the_same() -> None:
    types = [node.text for node in metainfo().findall("provides/mediatype")]
    assert entry()["MimeType"].rstrip(";").split(";") == types
    categories = [node.text for node in metainfo().findall("categories/category")]
    assert entry()["Categories"].rstrip(";").split(";") == categories
    assert entry()["Exec"] == "backdrop %f"
    assert metainfo().findtext("launchable") == "backdrop.desktop"


def test_the_newest_release_is_this_version() -> None:
    release = metainfo().find("releases/release")
    assert release is not None
    assert release.get("version") == __version__


def test_one_identifier_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(LINUX.parent))
    identifier = metainfo().findtext("id")
    assert identifier == import_module("macos.info_plist").IDENTIFIER
    (flatpak,) = LINUX.parent.glob("flatpak/*.yml")
    assert flatpak.stem == identifier
    assert f"id: {identifier}\n" in flatpak.read_text("utf-8")


def test_icons_have_their_sizes(share: Path) -> None:
    icons = list((share / "icons" / "hicolor").glob("*x*/apps/backdrop.png"))
    assert len(icons) == 8
    for path in icons:
        with Image.open(path) as icon:
            assert f"{icon.width}x{icon.height}" == path.parents[1].name


def test_the_manual_and_the_completions_know_every_command(share: Path) -> None:
    texts = [gzip.decompress((share / "man/man1/backdrop.1.gz").read_bytes()).decode()]
    texts += [path.read_text("utf-8") for path in (
        share / "bash-completion/completions/backdrop", share / "zsh/vendor-completions/_backdrop",
        share / "fish/vendor_completions.d/backdrop.fish")]
    for text in texts:
        assert all(name in text for name in [*COMMANDS, "background"])


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_completes_commands(share: Path) -> None:
    script = f"""source '{share / "bash-completion/completions/backdrop"}'
COMP_WORDS=(backdrop re); COMP_CWORD=1
_shtab_backdrop backdrop re backdrop
printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.stdout.split() == ["render"], done.stderr


@pytest.mark.parametrize(("tool", "arguments"), [
    ("desktop-file-validate", ["applications/backdrop.desktop"]),
    ("appstreamcli", ["validate", "--no-net", "metainfo/local.backdrop.Backdrop.metainfo.xml"]),
])
def test_the_desktops_own_tools_accept_it(share: Path, tool: str, arguments: list[str]) -> None:
    if not shutil.which(tool):
        pytest.skip(f"no {tool}")
    done = subprocess.run([tool, *arguments], cwd=share, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
