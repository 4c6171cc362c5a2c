"""Where documents come from: files, standard input and the network."""

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Thread

import pytest

from bothends.document import Limits, SourceFile, read
from bothends.problems import Rejected, Unusable

DATA = b"openapi: 3.1.0\n"


def test_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_bytes(DATA)
    document = read("api.yaml")
    assert document.location == "api.yaml"
    assert document.files == (SourceFile("api.yaml", sha256(DATA).hexdigest()),)
    assert document.position(()).file == "api.yaml"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(DATA)))
    assert read("-").files == (SourceFile("-", sha256(DATA).hexdigest()),)
    assert read("-", stdin=BytesIO(DATA)).location == "-"


@pytest.mark.parametrize(
    ("location", "message", "hint"),
    [
        (
            "nothing.yaml",
            "There is no file nothing.yaml.",
            "Relative paths count from the current directory.",
        ),
        (
            "",
            " is a directory.",
            "Name the file of the description in it.",
        ),
        (
            "folder",
            "folder is a directory.",
            "Name the file of the description in it.",
        ),
        (
            "api.yaml/more",
            "api.yaml/more cannot be read: Not a directory.",
            "Check the path.",
        ),
        (
            "a\0b",
            "a\0b cannot be read: embedded null byte.",
            "Check the path.",
        ),
        (
            "https://example.com/api.yaml",
            "https://example.com/api.yaml is on the network, which is not allowed.",
            "Add `--allow-network`, or download the file.",
        ),
        (
            "file:///etc/passwd",
            "file:///etc/passwd is neither a file nor an http or https URL.",
            "Name a file, an http or https URL, or `-`.",
        ),
    ],
)
def test_unusable(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    location: str,
    message: str,
    hint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api.yaml").write_bytes(DATA)
    Path("folder").mkdir()
    with pytest.raises(Unusable) as caught:
        read(location)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "api.yaml"
    path.write_bytes(DATA)

    # The tests may run as a user who may read everything.
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(Unusable) as caught:
        read(str(path))
    assert caught.value.message == f"{path} cannot be read: permission denied."
    assert caught.value.hint == "Check who owns the file and its mode."


class Answers(BaseHTTPRequestHandler):
    """Answers a few paths, each in its own way."""

    def do_GET(self) -> None:
        match self.path:
            case "/api.yaml":
                self.answer(200, DATA)
            case "/api.json?version=1":
                self.answer(200, b'{"openapi": "3.1.0",}')
            case "/moved":
                self.answer(302, b"", Location="/api.yaml")
            case "/to-file":
                self.answer(302, b"", Location="file:///etc/passwd")
            case "/to-ftp":
                self.answer(302, b"", Location="ftp://127.0.0.1/api.yaml")
            case "/short":
                self.answer(200, DATA, Content_Length="1000")
            case _:
                self.answer(404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/api.yaml", "/moved"])
def test_network(host: str, path: str) -> None:
    document = read(host + path, allow_network=True)
    assert document.files == (SourceFile(host + path, sha256(DATA).hexdigest()),)


def test_name_in_url(host: str) -> None:
    with pytest.raises(Rejected, match="invalid-json"):
        read(f"{host}/api.json?version=1", allow_network=True)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nothing", "Not Found"),
        ("/short", "it ends 985 bytes too early"),
        ("/to-ftp", "unknown url type: ftp"),
        ("/a b", "URL can't contain control characters"),
    ],
)
def test_network_failure(host: str, path: str, reason: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(host + path, allow_network=True)
    expected = f"{host}{path} cannot be downloaded: {reason}"
    assert caught.value.message.startswith(expected)
    assert caught.value.hint == "Check the address, or download the file."


@pytest.mark.parametrize("path", ["/to-file"])
def test_no_redirect_leaves_http(host: str, path: str) -> None:
    with pytest.raises(Unusable, match="is not allowed"):
        read(host + path, allow_network=True)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "https://127.0.0.1:1/"])
def test_no_host(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(Unusable, match="cannot be downloaded"):
        read(url, allow_network=True)


def test_download_takes_too_long(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock(monkeypatch, [0.0, 31.0]), pytest.raises(Unusable) as caught:
        read(f"{host}/api.yaml", allow_network=True)
    assert "it takes longer than 30 seconds" in caught.value.message


@contextmanager
def clock(monkeypatch: pytest.MonkeyPatch, times: list[float]) -> Generator[None]:
    with monkeypatch.context() as patched:
        patched.setattr("bothends.document.network.monotonic", lambda: times.pop(0))
        yield


def test_download_is_bounded(host: str) -> None:
    with pytest.raises(Rejected, match="max_bytes"):
        read(f"{host}/api.yaml", allow_network=True, limits=Limits(max_bytes=5))


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collector_is_left_as_found(*, enabled: bool) -> None:
    was_enabled = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        read("-", stdin=BytesIO(DATA))
        with pytest.raises(Rejected):
            read("-", stdin=BytesIO(b"["))
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was_enabled else gc.disable)()
