"""The matrix for programs: JSON, and the XML of JUnit that CI systems show.

json   an object: `version` (1), `package`, `server` (null: in process), `seed`, `limit`,
       `passed` (bool), `operations`: a list of objects with `name`, `method`, `path`, `tag`,
       `passed`, `repeat` (a command) and `cells`, a list of objects with `part` ("package",
       "request", "response" or "refusal"), `label`, `verdict` ("passed", "failed" or
       "skipped"), `passed`, `declined` (how many the client itself refused), `skipped` (why,
       or null), `cause` (of what was skipped: "description", it allows nothing of the kind;
       "drawing", it may, but no value was found; "failure", something before it failed;
       "server", no request was answered so, or none could be sent; or null) and `failures`, a
       list of objects with `what` and `details` (an object).
junit  a test suite for each operation, a test case for each cell; the `type` of a `skipped` is
       its cause
"""

import json
import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bothends.contract.results import Cell, Contract, Failure, Result

_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot say (§2.2)."""


def as_json(contracts: Sequence[Contract]) -> str:
    """Write contracts as JSON: one object, or a list where there is not one."""
    objects = [_object(contract) for contract in contracts]
    content = objects[0] if len(objects) == 1 else objects
    return json.dumps(content, indent=2) + "\n"


def as_junit(contracts: Sequence[Contract]) -> str:
    """Write contracts as JUnit's XML."""
    root = Element("testsuites", name="bothends contract")
    for contract in contracts:
        for result in contract.results:
            _suite(root, contract, result)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _object(contract: Contract) -> dict[str, Any]:
    return {
        "version": 1,
        "package": contract.package,
        "server": contract.server or None,
        "seed": contract.seed,
        "limit": contract.limit,
        "passed": not contract.failed,
        "operations": [
            {
                "name": result.name,
                "method": result.method,
                "path": result.path,
                "tag": result.tag,
                "passed": not result.failed,
                "repeat": contract.repeat(result),
                "cells": [_cell(cell) for cell in result.cells],
            }
            for result in contract.results
        ],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "part": cell.part,
        "label": cell.label,
        "verdict": cell.verdict,
        "passed": cell.passed,
        "declined": cell.declined,
        "skipped": cell.skipped or None,
        "cause": cell.cause if cell.verdict == "skipped" else None,
        "failures": [
            {"what": failure.what, "details": _details(failure)}
            for failure in cell.failures
        ],
    }


def _details(failure: Failure) -> dict[str, str]:
    """Join texts that have one label, such as two lines of a log."""
    details: dict[str, str] = {}
    for label, text in failure.details:
        details[label] = f"{details[label]}\n{text}" if label in details else text
    return details


def _suite(root: Element, contract: Contract, result: Result) -> None:
    verdicts = [cell.verdict for cell in result.cells]
    suite = SubElement(
        root,
        "testsuite",
        name=_said(f"{contract.package}.{result.name}"),
        tests=str(len(verdicts)),
        failures=str(verdicts.count("failed")),
        skipped=str(verdicts.count("skipped")),
        errors="0",
    )
    for cell in result.cells:
        case = SubElement(
            suite,
            "testcase",
            classname=_said(f"{contract.package}.{result.name}"),
            name=_said(f"{cell.part}: {cell.label}"),
        )
        if cell.verdict == "skipped":
            said = {"message": _said(cell.skipped), "type": cell.cause}
            SubElement(case, "skipped", said)
        if cell.failures:
            what = _said(cell.failures[0].what)
            failure = SubElement(case, "failure", message=what, type=cell.part)
            failure.text = _said(told(cell.failures, contract.repeat(result)))


def told(failures: Sequence[Failure], repeat: str) -> str:
    """Tell failures in full, and how to see them again."""
    lines: list[str] = []
    for failure in failures:
        lines.append(failure.what)
        lines += [f"  {label}: {text}" for label, text in failure.details]
    return "\n".join([*lines, f"again: {repeat}"])


def _said(text: str) -> str:
    """Spell out what XML cannot say."""
    return _UNSPEAKABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
