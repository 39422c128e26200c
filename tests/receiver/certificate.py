"""Certificates for the receiver, made when they are needed: no private key is kept anywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def can_be_made() -> bool:
    """Whether there is what makes them."""
    return shutil.which("openssl") is not None


def make(path: Path, name: str) -> Path:
    """Writes a certificate for `name` (such as `IP:127.0.0.1`) that only who is told to trusts, and its key.

    Gives the path of the certificate alone, for whoever is to trust it; the server reads both from `path`.
    """
    certificate, key = path.with_suffix(".trusted"), path.with_suffix(".key")
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    called = ["-subj", "/CN=receiver", "-addext", f"subjectAltName={name}"]
    subprocess.run(
        ["openssl", "req", *kind, *called, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    path.write_text(key.read_text() + certificate.read_text())
    key.unlink()
    path.chmod(0o600)
    return certificate
