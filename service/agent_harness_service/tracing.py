"""Spans of OpenTelemetry, where it is installed; where not, nothing."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.util import find_spec

from starlette.datastructures import Headers
from starlette.types import Scope

Ending = Callable[[int], None]
"""Is told the status of the answer."""

INSTALLED = find_spec("opentelemetry") is not None


@contextmanager
def span(scope: Scope, headers: Headers) -> Generator[Ending]:
    """Keep a span while a request is answered: a child of the caller's, if it names one."""
    if not INSTALLED:
        yield _nobody_listens
        return
    from opentelemetry import propagate, trace

    method = str(scope["method"])
    with trace.get_tracer(__name__).start_as_current_span(
        f"{method} sessions" if scope["path"].endswith("/sessions") else method,
        context=propagate.extract(dict(headers)),
        kind=trace.SpanKind.SERVER,
        attributes={"http.request.method": method, "url.path": str(scope["path"])},
    ) as current:

        def ended(status: int) -> None:
            current.set_attribute("http.response.status_code", status)
            if status >= 500:
                current.set_status(trace.StatusCode.ERROR)

        yield ended


def _nobody_listens(_: int) -> None:
    return
