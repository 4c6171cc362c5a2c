"""What is told of a request: its id, one line of the log, a span; never a token."""

import json
import logging
import re
from collections.abc import Generator

import pytest
from asking_by_hand import JSON, at, posted
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient
from tenants import token

from agent_harness_service import logs, tracing
from agent_harness_service.settings import Settings


@pytest.fixture
def http(fresh: Settings) -> Generator[TestClient]:
    """Open an application."""
    with at(fresh) as opened:
        yield opened


def test_an_id_is_minted_and_comes_back(http: TestClient) -> None:
    ids = {posted(http).headers["x-request-id"] for _ in range(10)}
    assert len(ids) == 10
    assert all(re.fullmatch(r"[0-9a-z]{26}", each) for each in ids)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-DEF_1.2", True),
        ("x" * 128, True),
        ("x" * 129, False),
        ("a b", False),
        ("a\\n", False),
        ("é", False),
    ],
)
def test_an_id_that_is_good_is_kept(http: TestClient, given: str, kept: bool) -> None:
    response = posted(http, headers={**JSON, "x-request-id": given})
    assert (response.headers["x-request-id"] == given) is kept


def test_one_line_for_each_request(
    http: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    key = token()
    response = posted(http, authorization=f"Bearer {key}")
    [record] = [each for each in caplog.records if each.name.endswith("observing")]
    logs.identified(record)
    line = json.loads(logs.formatter("json").format(record))
    assert line.pop("milliseconds") > 0
    assert line.pop("time")
    line.pop("request_id")
    assert line == {
        "level": "INFO",
        "logger": "agent_harness_service.observing",
        "message": "POST /acme/v1/agents/sessions 201",
        "method": "POST",
        "path": "/acme/v1/agents/sessions",
        "status": 201,
        "tenant": "acme",
        "subject": "user:ada",
    }
    assert response.status_code == 201
    assert key not in caplog.text


def test_a_path_makes_no_lines_of_its_own(
    http: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "agent_harness_service")
    http.get("/x%0A2026-01-01 INFO%1B[31m")
    for record in caplog.records:
        logs.identified(record)
        for kind in ("json", "text"):
            assert logs.formatter(kind).format(record).isprintable()


def test_no_line_tells_a_token(
    http: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for key in (token(), token("globex"), token(exp=1), token() + "x"):
        posted(http, authorization=f"Bearer {key}")
        http.post(f"/acme/v1/agents/sessions?token={key}", content=b"{")
        text = "".join(
            logs.formatter(kind).format(record)
            for record in caplog.records
            for kind in ("json", "text")
            if logs.identified(record)
            if record.name.startswith("agent_harness")
        )
        assert key not in text
        assert key.rpartition(".")[2] not in text


# Spans ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """Keep the spans of this process; this can be set up but once."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    return kept


def spans(exporter: InMemorySpanExporter) -> list[ReadableSpan]:
    """Take the spans that were kept since the last time."""
    found = [*exporter.get_finished_spans()]
    exporter.clear()
    return found


def test_a_span_for_each_request(
    http: TestClient, exporter: InMemorySpanExporter
) -> None:
    spans(exporter)
    posted(http)
    [span] = spans(exporter)
    assert span.name == "POST sessions"
    assert span.kind == trace.SpanKind.SERVER
    assert span.attributes == {
        "http.request.method": "POST",
        "url.path": "/acme/v1/agents/sessions",
        "http.response.status_code": 201,
    }


def test_a_span_is_a_child_of_the_callers(
    http: TestClient, exporter: InMemorySpanExporter
) -> None:
    spans(exporter)
    parent = f"00-{'1' * 32}-{'2' * 16}-01"
    posted(http, headers={**JSON, "traceparent": parent})
    [span] = spans(exporter)
    assert span.parent
    assert format(span.parent.trace_id, "x") == "1" * 32
    assert format(span.parent.span_id, "x") == "2" * 16


def test_without_opentelemetry_all_else_goes_on(
    http: TestClient, exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans(exporter)
    monkeypatch.setattr(tracing, "INSTALLED", False)
    assert posted(http).status_code == 201
    assert spans(exporter) == []
