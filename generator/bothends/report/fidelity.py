"""The fidelity report: what the types of a package do not say of its description.

json    an object: `version` (1), `spec`, `checked` and `lost` (how many), and `entries`, a
        list of objects with `file`, `line`, `column` (both from 1), `pointer` (RFC 6901),
        `keyword`, `treatment`, `reason` and `hint`. What is "checked" the server checks at run
        time, and so does a strict client; what is "lost" nothing does.
        fidelity.schema.json is the JSON Schema of it.
text    `FILE:LINE:COLUMN: TREATMENT[KEYWORD]: REASON` and a hint
"""

import json
from collections.abc import Sequence

from bothends.problems import Deviation
from bothends.text import visible


def fidelity_json(spec: str, deviations: Sequence[Deviation]) -> str:
    """Write the report as JSON, in the order of the files."""
    content = {
        "version": 1,
        "spec": spec,
        **counts(deviations),
        "entries": [_entry(each) for each in sorted(deviations)],
    }
    return json.dumps(content, indent=2) + "\n"


def fidelity_text(deviations: Sequence[Deviation]) -> str:
    """Write the report for a person."""
    return "".join(
        f"{visible(f'{each.position}: {each.treatment}[{each.keyword}]: {each.reason}')}\n"
        + (f"  = hint: {visible(each.hint)}\n" if each.hint else "")
        for each in sorted(deviations)
    )


def counts(deviations: Sequence[Deviation]) -> dict[str, int]:
    """Count what is checked and what is lost."""
    treatments = [each.treatment for each in deviations]
    return {each: treatments.count(each) for each in ("checked", "lost")}


def _entry(deviation: Deviation) -> dict[str, object]:
    position = deviation.position
    return {
        "file": position.file,
        "line": position.line,
        "column": position.column,
        "pointer": deviation.pointer,
        "keyword": deviation.keyword,
        "treatment": deviation.treatment,
        "reason": deviation.reason,
        "hint": deviation.hint,
    }
