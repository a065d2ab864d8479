"""Over https the certificate must be for the ally's name, though the connection goes to a pinned address."""

import asyncio
import datetime
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from federation.fetch import Fetcher, FetchFailed

pytestmark = pytest.mark.anyio


def a_certificate_for(name: str, folder) -> str:
    """A self-signed certificate and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(file)


async def ask(certified: str, *, asked_for: str, folder, trusted: bool = True) -> list[str | None]:
    """Fetch from a TLS server on loopback; gives the names it was asked for in the handshake (SNI)."""
    names: list[str | None] = []
    file = a_certificate_for(certified, folder)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(file)
    server_side.sni_callback = lambda _socket, name, _context: names.append(name)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
        await writer.drain()
        writer.close()

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_side)
    port = server.sockets[0].getsockname()[1]
    tls = ssl.create_default_context(cafile=file) if trusted else None
    fetcher = Fetcher(lambda origin: True, lab=True, resolve=resolve, tls=tls)
    try:
        assert await fetcher.get_bytes(f"https://{asked_for}:{port}/", signer=None) == b"hi"
    finally:
        await fetcher.aclose()
        server.close()
    return names


async def test_the_name_is_asked_for_and_its_certificate_accepted(tmp_path):
    assert await ask("ally.example", asked_for="ally.example", folder=tmp_path) == ["ally.example"]


async def test_a_certificate_for_somebody_else_is_refused(tmp_path):
    with pytest.raises(FetchFailed):
        await ask("evil.example", asked_for="ally.example", folder=tmp_path)


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path):
    with pytest.raises(FetchFailed):
        await ask("ally.example", asked_for="ally.example", folder=tmp_path, trusted=False)
