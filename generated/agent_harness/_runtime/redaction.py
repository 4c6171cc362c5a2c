"""Secrets in queries do not show in what httpx2 writes down of its requests."""

import logging

import httpx2

_hidden: set[str] = set()


def hide(name: str) -> None:
    """Hide the values of a query parameter in the log of httpx2."""
    if name not in _hidden:
        _hidden.add(name)
        logging.getLogger("httpx2").addFilter(_hide)


def _hide(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(map(_redacted, record.args))
    return True


def _redacted(told: object) -> object:
    if isinstance(told, httpx2.URL):
        for name in _hidden.intersection(told.params):
            told = told.copy_set_param(name, "...")
    return told
