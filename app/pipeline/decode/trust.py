"""Verifies the other side of a TLS connection, which FFmpeg does only if told to.

The TLS library in its wheel looks for certificate authorities where the wheel was built, so on Linux it is told where
they are on this machine.
"""
from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

# Debian, Ubuntu, Arch; Fedora, Red Hat; openSUSE; Alpine.
AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
               "/etc/ssl/cert.pem")
VARIABLE = "SSL_CERT_FILE"  # the same as for OpenSSL, curl and Python
OWN_NETWORK = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost")


def verified() -> dict[str, str]:
    """FFmpeg's options for a connection that fails unless the other side proves who it is."""
    return {"tls_verify": "1", **_authorities()}


def camera_trust(address: str) -> dict[str, str]:
    """The options for an https, rtsps or other address; none for hosts in one's own network.

    Cameras there sign their own certificates, which nobody can verify.
    """
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("https", "rtsps") or in_own_network(parts.hostname or ""):
        return {}
    return verified()


def in_own_network(host: str) -> bool:
    """Whether a host name or address can only belong to a machine nearby."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host.rstrip(".") or host.lower().rstrip(".").endswith(OWN_NETWORK)


def _authorities() -> dict[str, str]:
    """The file of trusted certificates; on other systems the TLS library asks the system."""
    if chosen := os.environ.get(VARIABLE):
        return {"ca_file": chosen}
    known = AUTHORITIES if sys.platform == "linux" else ()
    found = next((name for name in known if Path(name).is_file()), None)
    return {"ca_file": found} if found else {}
