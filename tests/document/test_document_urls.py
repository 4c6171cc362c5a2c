"""References to URLs: only with permission, and only to what was there before."""

import json
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bothends.document import Document, read
from bothends.job import Job
from bothends.pipeline import make

PAGES = {
    "/api.yaml": (
        "openapi: 3.1.0\n"
        "components: {schemas: {Pet: {$ref: 'types/pet.json?v=1#/Pet'}, A: {$ref: /a.json}}}\n"
    ),
    "/types/pet.json?v=1": '{"Pet": {"items": {"$ref": "../a.json"}}}',
    "/a.json": '{"type": "string"}',
    "/to-file.json": '{"$ref": "file:///etc/passwd"}',
    "/broken.json": "{",
    "/deep/down/api.yaml": (
        "openapi: 3.1.0\n"
        "info: {title: Beside, version: '1'}\n"
        "servers: [{url: ../v2}, {url: /root}, {url: here}, {url: 'http://else.test/x'}]\n"
        "paths: {/a: {get: {responses: {'204': {description: Done.}}}}}\n"
    ),
}


class Answers(BaseHTTPRequestHandler):
    """Answers with the page of a path."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        page = PAGES.get(self.path)
        self.send_response(404 if page is None else 200)
        body = (page or "").encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    monkeypatch.setattr(Answers, "asked", paths, raising=False)
    return paths


@pytest.fixture
def host(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    assert asked == []
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.chdir(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def document(*references: str, **options: Any) -> Document:
    """Read a description with these references."""
    schemas = {f"S{n}": {"$ref": text} for n, text in enumerate(references)}
    content = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    Path("root.json").write_text(json.dumps(content))
    return read("root.json", **options)


def test_a_description_behind_a_url_refers_to_its_neighbours(
    host: str, asked: list[str]
) -> None:
    found = read(f"{host}/api.yaml", allow_network=True)
    assert found.problems == ()
    assert asked == ["/api.yaml", "/types/pet.json?v=1", "/a.json"]
    assert [file.path for file in found.files] == [f"{host}{path}" for path in asked]
    assert found.source["components"] == {
        "schemas": {
            "Pet": {"items": {"$ref": "#/components/schemas/A"}},
            "A": {"type": "string"},
        }
    }


def test_a_file_may_refer_to_a_url(host: str) -> None:
    found = document(f"{host}/types/pet.json?v=1#/Pet", allow_network=True)
    assert found.problems == ()
    assert [file.path for file in found.files] == [
        "root.json",
        f"{host}/types/pet.json?v=1",
        f"{host}/a.json",
    ]


def test_nothing_is_asked_for_without_permission(host: str, asked: list[str]) -> None:
    [problem] = document(f"{host}/a.json").problems
    assert problem.rule == "network-reference"
    assert problem.hint.startswith("Add `--allow-network`")
    assert asked == []


def test_a_document_behind_a_url_reaches_no_file(host: str) -> None:
    found = document(f"{host}/to-file.json", allow_network=True)
    assert [problem.rule for problem in found.problems] == ["unsupported-reference"]
    assert len(found.files) == 2


@pytest.mark.parametrize(
    ("path", "rule"),
    [("/nothing", "unreadable-file"), ("/broken.json", "invalid-json")],
)
def test_what_cannot_be_read(host: str, path: str, rule: str) -> None:
    [problem] = document(f"{host}{path}", allow_network=True).problems
    assert problem.rule == rule


def test_what_has_changed_is_refused(host: str) -> None:
    url = f"{host}/a.json"
    same = {url: sha256(PAGES["/a.json"].encode()).hexdigest()}
    assert document(url, allow_network=True, locked=same).problems == ()
    [problem] = document(url, allow_network=True, locked={url: "0" * 64}).problems
    assert problem.rule == "changed-download"
    assert problem.position.file == "root.json"
    assert "--update-lock" in problem.hint


def test_the_document_that_is_named_is_not_locked(host: str) -> None:
    url = f"{host}/api.yaml"
    assert read(url, allow_network=True, locked={url: "0" * 64}).problems == ()


def test_a_schema_that_calls_itself_by_a_url_is_not_asked_for(
    host: str, asked: list[str]
) -> None:
    Path("pet.json").write_text(json.dumps({"$id": f"{host}/pet", "type": "object"}))
    found = document(f"{host}/pet", "pet.json", allow_network=True)
    assert found.problems == ()
    assert asked == []
    assert found.source["components"] == {
        "schemas": {
            "S0": {"$ref": "#/components/schemas/S1"},
            "S1": {"type": "object"},
        }
    }


def test_relative_servers_are_beside_the_description_that_was_read(host: str) -> None:
    document = read(f"{host}/deep/down/api.yaml", allow_network=True)
    job = Job("beside", f"{host}/deep/down/api.yaml", Path("beside"))
    package = make(document, job)
    (page,) = (each.text for each in package.files if str(each.path) == "client.py")
    for server in ("/deep/v2", "/root", "/deep/down/here"):
        assert f"{host}{server}" in page
    assert "http://else.test/x" in page
