"""The bill of materials in CycloneDX, for tools that check vulnerabilities and licences."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Listed
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from .component import Component
from .inventory import Inventory, sha256_of
from .notices import COMBINED


def write_sbom(inventory: Inventory, inside: Path, version: str, target: Path) -> None:
    """Writes target (.cdx.json): every component with its licence, each binary with its SHA-256."""
    program = Listed(name="Backdrop", version=version, type=ComponentType.APPLICATION, bom_ref="backdrop",
                     licenses=[LicenseExpression(COMBINED)])
    bom = Bom()
    bom.metadata.component = program
    listed = [entry_of(component, inside) for component in inventory.components]
    for entry in listed:
        bom.components.add(entry)
    bom.register_dependency(program, listed)
    target.write_text(JsonV1Dot6(bom).output_as_string(indent=1), encoding="utf-8")


def entry_of(component: Component, inside: Path) -> Listed:
    references = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(component.home))]
    return Listed(
        name=component.name,
        version=component.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=component.purl,
        purl=PackageURL.from_string(component.purl),
        licenses=[licence_of(component.licence)],
        copyright=component.copyright or None,
        external_references=references if component.home else [],
        components=list(files_of(component, inside)),
    )


def files_of(component: Component, inside: Path) -> Iterator[Listed]:
    for name in component.files:
        digest = HashType(alg=HashAlgorithm.SHA_256, content=sha256_of(inside / name))
        yield Listed(name=name, type=ComponentType.FILE, bom_ref=f"file:{name}", hashes=[digest])


def licence_of(text: str) -> LicenseExpression | DisjunctiveLicense:
    """An SPDX expression, if it is one; Debian's lists of names are not."""
    if "," in text or text.startswith("see "):
        return DisjunctiveLicense(name=text)
    return LicenseExpression(text)
