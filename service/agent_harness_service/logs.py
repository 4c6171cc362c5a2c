"""Logs: one JSON object a line, or text for people; each line with the id of its request."""

import logging
import sys

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from agent_harness.server import request_id
from agent_harness_service.settings import Settings

_TEXT = "%(asctime)s %(levelname)s [%(request_id)s] %(message)s"
_FIELDS = "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"


def configure(settings: Settings) -> None:
    """Send what every library logs to the standard error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(identified)
    handler.setFormatter(formatter(settings.log_format))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for quiet in ("httpcore2", "httpx2", "uvicorn.access", "alembic"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def formatter(name: str) -> logging.Formatter:
    """Make the formatter of a log format."""
    if name == "text":
        return logging.Formatter(_TEXT)
    return JsonFormatter(
        _FIELDS,
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        reserved_attrs=[*RESERVED_ATTRS, "color_message"],
    )


def identified(record: logging.LogRecord) -> bool:
    """Note the id of the request on a record (a filter that lets all through)."""
    record.request_id = request_id.get()
    return True
