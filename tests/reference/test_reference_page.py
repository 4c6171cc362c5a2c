"""The page of reference: all is in it, nothing acts in it, and nothing is loaded for it."""

import re
import sys
from base64 import b64encode
from collections.abc import Generator
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from golden_cases import CASES, Case, made
from project import Run, stand_in

from bothends import pipeline
from bothends.document import read
from bothends.mend import mend

HOSTILE = """\
openapi: 3.1.0
info:
  title: "</title><script>harm()</script>"
  version: "1"
  description: |
    <script>harm()</script> <img src=x onerror=harm()> ![x](https://evil.example/x.png)
    [js](javascript:harm()) [data](data:text/html,<script>harm()</script>) [ok](https://ok.example)
    "\u202e" {{ 7 * 7 }}

    | a | b |
    |---|---|
    | <b onclick="harm()">c</b> | d |
paths:
  "/<script>harm()</script>/{id}":
    get:
      operationId: getIt
      summary: '"><script>harm()</script>'
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, description: "<iframe src=//evil.example>"}
      responses:
        "200":
          description: "`</code><script>harm()</script>`"
          content: {application/json: {schema: {$ref: "#/components/schemas/It"}}}
components:
  schemas:
    It:
      type: object
      description: "</style><script>harm()</script>"
      properties:
        kind: {type: string, pattern: "</code><script>", default: "</code><script>"}
"""


@dataclass
class Page(HTMLParser):
    """What is in a page."""

    text: str
    ids: set[str] = field(default_factory=set[str])
    links: list[str] = field(default_factory=list[str])
    elements: dict[str, int] = field(default_factory=dict[str, int])
    attributes: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] = self.elements.get(tag, 0) + 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                assert value not in self.ids, f"{value} is there twice"
                self.ids.add(str(value))
            if name == "href":
                self.links.append(str(value))


def page_of(spec: Path, case: Case) -> str:
    document = mend(read(str(spec), lenient=True)).document
    return pipeline.reference_page(document, case.job)


CALLED = [case for case in CASES if "expected/client.py" in made(case)]


@pytest.mark.parametrize("case", CALLED, ids=lambda case: case.name)
def test_every_link_leads_somewhere_and_nothing_acts(case: Case) -> None:
    text = page_of(case.folder / "spec.yaml", case)
    page = Page(text)
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= page.ids
    assert_inert(page)


def assert_inert(page: Page) -> None:
    assert page.elements["script"] == page.elements["style"] == 1
    assert not page.elements.keys() & {
        "base",
        "form",
        "iframe",
        "img",
        "link",
        "object",
    }
    assert not [each for each in page.attributes if each.startswith("on")]
    assert not page.attributes & {"src", "srcset", "style"}
    for link in page.links:
        assert link.startswith(("#", "https://", "http://", "mailto:", "/")), link


def test_what_a_description_says_is_text(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    spec.write_text(HOSTILE, "utf-8")
    text = page_of(spec, CALLED[0])
    page = Page(text)
    assert_inert(page)
    assert "https://ok.example" in page.links
    assert "javascript:" not in "".join(page.links)
    assert "\u202e" not in text
    assert "{{ 7 * 7 }}" in text
    assert page.elements["table"] >= 1


def test_the_policy_allows_what_is_in_the_page_and_no_more() -> None:
    text = page_of(CALLED[0].folder / "spec.yaml", CALLED[0])
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src &#39;none&#39;;")
    for name in ("style", "script"):
        [inner] = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{name}-src &#39;sha256-{digest}&#39;" in policy


def test_operations_and_models_are_told_whole() -> None:
    [pets] = [case for case in CALLED if case.name == "pets"]
    text = page_of(pets.folder / "spec.yaml", pets)
    page = Page(text)
    assert {"create_pet", "get_pet", "model-NewPet", "model-Pet"} <= page.ids
    plain = re.sub(r"<[^>]*>", "", text)
    assert "body: NewPet," in plain
    assert ") -&gt; Pet" in plain
    assert "at most 20 long" in plain
    assert "MISSING" not in plain
    assert "in JSON bornOn" in plain
    assert "result = api.create_pet(NewPet(name=" in plain


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    yield from stand_in(tmp_path / "shop", monkeypatch)


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    assert project.is_dir()
    return Run(capsys)


def test_the_command_writes_the_same_page_each_time(run: Run) -> None:
    first = run("docs", "-o", "site")
    text = Path("site/index.html").read_text("utf-8")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith(f"{Path('site/index.html')}: ")
    assert run("docs", "spec/pets.yaml", "-o", "other").code == 0
    run("docs", "-o", "site")
    assert Path("site/index.html").read_text("utf-8") == text
    assert not Path("generated").exists()


def test_mistakes_are_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--output" in run("docs").err
    Path("file").write_text("")
    taken = run("docs", "-o", "file")
    assert taken.code == 2
    assert "cannot be written" in taken.err
    spec = Path("spec/pets.yaml")
    spec.write_text(spec.read_text().replace("in: path", "in: nowhere"))
    assert "spec/pets.yaml:8:" in run("docs", "-o", "site").err
    monkeypatch.setitem(sys.modules, "markdown_it", None)
    assert "pip install 'bothends[docs]'" in run("docs", "-o", "site").err
