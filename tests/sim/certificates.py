"""TLS material made on the spot with the `openssl` command line: a CA, a server and a client certificate."""

from __future__ import annotations

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Certificates:
    ca: Path
    server: Path
    server_key: Path
    client: Path
    client_key: Path


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, stdin=subprocess.DEVNULL, capture_output=True)


def make(directory: Path, sans: str = "DNS:localhost,IP:127.0.0.1", expired: bool = False,
         self_signed: bool = False) -> Certificates:
    """`sans` is openssl's subjectAltName value. `self_signed`: the server's certificate is its own CA."""
    ca, ca_key = directory / "ca.pem", directory / "ca.key"
    server, server_key = directory / "server.pem", directory / "server.key"
    client, client_key = directory / "client.pem", directory / "client.key"
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
             "-subj", "/CN=argocd sim CA", "-keyout", str(ca_key), "-out", str(ca),
             "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    _issue(directory, "server", "argocd-server", f"subjectAltName={sans}\nextendedKeyUsage=serverAuth\n",
           expired, None if self_signed else (ca, ca_key))
    _issue(directory, "client", "argocd-client", "extendedKeyUsage=clientAuth\n", False, (ca, ca_key))
    return Certificates(server if self_signed else ca, server, server_key, client, client_key)


def make_chain(directory: Path) -> tuple[Certificates, Path]:
    """As `make`, with an authority between the CA and the server; the whole chain's file comes second."""
    made = make(directory)
    _issue(directory, "between", "argocd sim intermediate",
           "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n", False, (made.ca, directory / "ca.key"))
    between = directory / "between.pem"
    _issue(directory, "server", "argocd-server", "subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n", False,
           (between, directory / "between.key"))
    chain = directory / "chain.pem"
    chain.write_bytes(made.server.read_bytes() + between.read_bytes())
    return made, chain


def _issue(directory: Path, stem: str, common_name: str, extensions: str, expired: bool,
           issuer: tuple[Path, Path] | None) -> None:
    key, request, certificate = (directory / f"{stem}{ending}" for ending in (".key", ".csr", ".pem"))
    extension_file = directory / f"{stem}.ext"
    extension_file.write_text(extensions)
    _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-subj", f"/CN={common_name}", "-keyout", str(key), "-out", str(request))
    if expired:
        _issue_expired(directory, request, certificate, extension_file, issuer, key)
        return
    signer = ["-CA", str(issuer[0]), "-CAkey", str(issuer[1]), "-CAcreateserial"] if issuer else ["-signkey", str(key)]
    _openssl("x509", "-req", "-in", str(request), "-days", "30", "-extfile", str(extension_file),
             "-out", str(certificate), *signer)


def _issue_expired(directory: Path, request: Path, certificate: Path, extension_file: Path,
                   issuer: tuple[Path, Path] | None, key: Path) -> None:
    """`openssl x509` cannot date back in older releases, `openssl ca` can."""
    database = directory / "index.txt"
    database.write_text("")
    (directory / "serial").write_text("01\n")
    settings = directory / "ca.cnf"
    settings.write_text("[ca]\ndefault_ca=sim\n[sim]\n"
                        f"database={database}\nserial={directory / 'serial'}\nnew_certs_dir={directory}\n"
                        "default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
    signer = ["-cert", str(issuer[0]), "-keyfile", str(issuer[1])] if issuer else ["-selfsign", "-keyfile", str(key)]
    _openssl("ca", "-batch", "-notext", "-config", str(settings), "-in", str(request), "-out", str(certificate),
             "-startdate", "20200101000000Z", "-enddate", "20200201000000Z", "-extfile", str(extension_file), *signer)


def server_context(certificates: Certificates, client_certificate_required: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server, certificates.server_key)
    context.set_alpn_protocols(["http/1.1"])
    if client_certificate_required:
        context.load_verify_locations(certificates.ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context
