"""The papers of a bundle, on a small one made here."""
from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
METADATA = """Metadata-Version: 2.4
Name: {name}
Version: 1.2
License-Expression: {licence}
Project-URL: Changes, https://example.org/changes
Project-URL: Homepage, https://example.org
"""


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.syspath_prepend(str(PACKAGING))
    modules = {name: import_module(f"papers.{name}") for name in
               ("debian", "inventory", "notices", "passing_on", "sbom")}
    monkeypatch.setattr(modules["debian"], "debian_package", lambda name: "")  # the same on every system
    return SimpleNamespace(**modules)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    for name, licence in (("av", "BSD-3-Clause"), ("PySide6_Essentials", "LGPL-3.0-only OR GPL-3.0-only")):
        folder = tmp_path / f"{name}-1.2.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(METADATA.format(name=name, licence=licence), encoding="utf-8")
    (tmp_path / "av-1.2.dist-info" / "licenses").mkdir()
    (tmp_path / "av-1.2.dist-info" / "licenses" / "LICENSE.txt").write_text("text of av", encoding="utf-8")
    for name in ("av/core.abi3.so", "av.libs/libx264-d6533a8d.so.165", "PySide6/Qt/lib/libQt6Core.so.6",
                 "PySide6/Qt/lib/libicudata.so.73", "sinet_core/kernels/native/_kernels.abi3.so"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "libx264-d6533a8d.so.165").symlink_to("av.libs/libx264-d6533a8d.so.165")
    return tmp_path


def named(components: Any) -> dict[str, Any]:
    return {component.name: component for component in components}


def test_every_binary_has_an_owner(papers: SimpleNamespace, bundle: Path) -> None:
    found = papers.inventory.take_inventory(bundle)
    owners = {file: component.name for component in found.components for file in component.files}
    assert owners == {
        "av/core.abi3.so": "av",
        "av.libs/libx264-d6533a8d.so.165": "x264",
        "PySide6/Qt/lib/libQt6Core.so.6": "PySide6_Essentials",
        "PySide6/Qt/lib/libicudata.so.73": "ICU",
        "sinet_core/kernels/native/_kernels.abi3.so": "Backdrop",
    }
    assert found.unknown == ()


def test_a_library_that_nobody_knows_is_named(papers: SimpleNamespace, bundle: Path) -> None:
    (bundle / "av.libs" / "libmystery-12345678.so.1").touch()
    (bundle / "libnobody.so.2").touch()
    found = papers.inventory.take_inventory(bundle)
    assert set(found.unknown) == {"av.libs/libmystery-12345678.so.1", "libnobody.so.2"}


def test_a_version_with_a_letter_hides_nothing(papers: SimpleNamespace, bundle: Path) -> None:
    (bundle / "opencv.libs").mkdir()
    (bundle / "opencv.libs" / "libssl-81259c47.so.1.1.1k").touch()
    (bundle / "opencv-python-headless-1.2.dist-info").mkdir()
    (bundle / "opencv-python-headless-1.2.dist-info" / "METADATA").write_text(
        METADATA.format(name="opencv-python-headless", licence="Apache-2.0"), encoding="utf-8")
    found = named(papers.inventory.take_inventory(bundle).libraries)
    assert (found["OpenSSL 1.1"].version, found["OpenSSL 1.1"].licence) == ("ABI 1.1.1k", "OpenSSL")


def test_libavif_is_not_ffmpeg(papers: SimpleNamespace, bundle: Path) -> None:
    (bundle / "av.libs" / "libavif-43e630fc.so.16.4.2").touch()
    (bundle / "av.libs" / "libavcodec-5e6b81c2.so.62.28.102").touch()
    found = named(papers.inventory.take_inventory(bundle).libraries)
    assert found["libavif"].files == ("av.libs/libavif-43e630fc.so.16.4.2",)
    assert found["FFmpeg"].files == ("av.libs/libavcodec-5e6b81c2.so.62.28.102",)


def test_packages_are_reported_with_version_licence_home_and_text(papers: SimpleNamespace, bundle: Path) -> None:
    found = named(papers.inventory.take_inventory(bundle).packages)
    assert (found["av"].version, found["av"].licence, found["av"].home) == ("1.2", "BSD-3-Clause", "https://example.org")
    assert [path.name for path in found["av"].texts] == ["LICENSE.txt"]
    # Its wheel brings no text.
    assert [path.name for path in found["PySide6_Essentials"].texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]


def test_every_library_of_the_list_has_a_licence_with_a_text(papers: SimpleNamespace) -> None:
    rules = tomllib.loads((PACKAGING / "papers" / "libraries.toml").read_text(encoding="utf-8"))["library"]
    assert len(rules) > 25
    for rule in rules:
        if "texts_in" not in rule:
            component = papers.inventory.library(rule, [f"{rule['name']}.so.1"], {})
            assert component.texts, rule["name"]


def test_a_licence_without_a_text_is_refused(papers: SimpleNamespace) -> None:
    rule = {"name": "x", "licence": "Beerware", "home": "", "copyright": ""}
    with pytest.raises(ValueError, match="Beerware"):
        papers.inventory.library(rule, ["x.so"], {})


def test_the_notices_name_all_and_bring_the_texts(papers: SimpleNamespace, bundle: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    papers.notices.write_notices(papers.inventory.take_inventory(bundle), target)
    text = (target / "THIRD-PARTY.md").read_text(encoding="utf-8")
    assert "| x264 | ABI 165 | GPL-2.0-or-later |" in text
    assert "libx264.so.165" in text
    assert "GNU General Public License, version 3" in text
    assert (target / "licenses" / "av" / "LICENSE.txt").read_text(encoding="utf-8") == "text of av"
    assert (target / "licenses" / "GPL-2.0.txt").is_file()
    assert (target / "COPYING.txt").read_text(encoding="utf-8").lstrip().startswith("GNU GENERAL PUBLIC LICENSE")


def test_the_bill_of_materials_has_licences_and_checksums(
    papers: SimpleNamespace, bundle: Path, tmp_path: Path
) -> None:
    papers.sbom.write_sbom(papers.inventory.take_inventory(bundle), bundle, "1.0", tmp_path / "x.cdx.json")
    bom = json.loads((tmp_path / "x.cdx.json").read_text(encoding="utf-8"))
    assert (bom["bomFormat"], bom["metadata"]["component"]["name"]) == ("CycloneDX", "Backdrop")
    listed = {entry["name"]: entry for entry in bom["components"]}
    assert listed["x264"]["licenses"] == [{"expression": "GPL-2.0-or-later"}]
    assert listed["av"]["purl"] == "pkg:pypi/av@1.2"
    (file,) = listed["x264"]["components"]
    digest = hashlib.sha256((bundle / file["name"]).read_bytes()).hexdigest()
    assert file["hashes"] == [{"alg": "SHA-256", "content": digest}]


@pytest.fixture
def opencv(bundle: Path) -> Path:
    """A binary of OpenCV's wheel in the bundle, with IPP's mark in the middle."""
    folder = bundle / "opencv-python-headless-1.2.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        METADATA.format(name="opencv-python-headless", licence="Apache-2.0"), encoding="utf-8")
    (folder / "LICENSE-3RD-PARTY.txt").write_text("texts of OpenCV's", encoding="utf-8")
    binary = bundle / "cv2" / "cv2.abi3.so"
    binary.parent.mkdir()
    binary.write_bytes(bytes(5000) + b"3rdparty/ippicv/ippicv_lnx" + bytes(5000))
    return binary


def test_a_library_without_a_file_is_found_in_the_binary_that_has_it(
    papers: SimpleNamespace, bundle: Path, opencv: Path, tmp_path: Path
) -> None:
    found = papers.inventory.take_inventory(bundle)
    ipp = named(found.libraries)["Intel IPP"]
    assert (ipp.within, ipp.files) == (("cv2/cv2.abi3.so",), ())
    assert [path.name for path in ipp.texts] == ["LICENSE-3RD-PARTY.txt"]
    assert "| inside cv2.abi3.so |" in papers.notices.notices(found)
    papers.sbom.write_sbom(found, bundle, "1.0", tmp_path / "x.cdx.json")
    bom = json.loads((tmp_path / "x.cdx.json").read_text(encoding="utf-8"))
    assert "Intel IPP" in {entry["name"] for entry in bom["components"]}


def test_the_mark_tells_what_the_real_opencv_was_made_with(papers: SimpleNamespace) -> None:
    (rule,) = tomllib.loads((PACKAGING / "papers" / "libraries.toml").read_text(encoding="utf-8"))["linked"]
    (binary,) = [path for path in Path(cv2.__file__).parent.iterdir() if path.name.startswith("cv2.")]
    said = re.search(r"Intel IPP:\s+(\S+)", cv2.getBuildInformation())
    with_ipp = said is not None and said[1] != "NO"
    assert papers.inventory.contains(binary, rule["mark"].encode()) is with_ipp


def test_a_bundle_with_ipp_is_for_nobody_else(papers: SimpleNamespace, bundle: Path, opencv: Path) -> None:
    found = papers.inventory.take_inventory(bundle)
    (conflict,) = papers.passing_on.conflicts(found)
    assert conflict.startswith("Intel IPP is under")
    papers.notices.write_notices(found, bundle)
    text = (bundle / "THIRD-PARTY.md").read_text(encoding="utf-8")
    assert f"{papers.passing_on.PRIVATE} {conflict}" in text
    with pytest.raises(SystemExit, match="must not be passed on"):
        papers.passing_on.require_passable(bundle)


def test_a_bundle_without_it_may_be_passed_on(papers: SimpleNamespace, bundle: Path, opencv: Path) -> None:
    opencv.write_bytes(bytes(10_000))
    found = papers.inventory.take_inventory(bundle)
    assert papers.passing_on.conflicts(found) == []
    with pytest.raises(SystemExit, match="make package"):
        papers.passing_on.require_passable(bundle)
    papers.notices.write_notices(found, bundle)
    papers.passing_on.require_passable(bundle)


@pytest.mark.parametrize("script", ["deb", "single_file"])
def test_no_package_is_made_of_a_bundle_for_nobody_else(
    papers: SimpleNamespace, bundle: Path, opencv: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    module = import_module(script)
    monkeypatch.setattr(module, "DIST", bundle / "dist")
    inside = bundle / "dist" / "backdrop" / "_internal"
    inside.mkdir(parents=True)
    papers.notices.write_notices(papers.inventory.take_inventory(bundle), inside)
    with pytest.raises(SystemExit, match="must not be passed on"):
        module.main()


COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
License: MIT
License: GPL-2+
 text
License: MIT
"""


@pytest.mark.parametrize(("text", "licences"), [
    (COPYRIGHT, "MIT, GPL-2+"), ("free text", "see its copyright file"), ("", "see its copyright file"),
])
def test_debian_tells_licences(
    papers: SimpleNamespace, tmp_path: Path, text: str, licences: str
) -> None:
    (tmp_path / "copyright").write_text(text, encoding="utf-8")
    assert papers.debian.licences_in(tmp_path / "copyright") == licences


@pytest.mark.parametrize(("classifiers", "licence"), [
    (["Programming Language :: Python", "License :: OSI Approved :: MIT License"], "MIT"),
    (["License :: OSI Approved", "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)"],
     "Mozilla Public License 2.0 (MPL 2.0)"),
    ([], ""),
])
def test_a_licence_is_found_in_classifiers(papers: SimpleNamespace, classifiers: list[str], licence: str) -> None:
    assert papers.inventory.licence_of(classifiers) == licence
