"""What a package holds besides its pages: the runtime and the description, as they are."""

import json

import pytest
from golden_cases import CASES, Case, made

from bothends.document import read
from bothends.mend import mend
from bothends.prune import prune
from bothends.resources import templates


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_rest_of_a_package_is_copied(case: Case) -> None:
    made(case)
    if not case.package.is_dir():
        return
    runtime = templates() / "runtime"
    copied = {
        path.name: path.read_text("utf-8")
        for path in case.package.glob("_runtime/*.py")
    }
    assert copied == {name: (runtime / name).read_text("utf-8") for name in copied}
    assert "model.py" in copied
    served = json.loads((case.package / "openapi.json").read_text("utf-8"))
    document = read(case.job.spec, lenient=case.job.lenient)
    document = mend(document).document if case.job.lenient else document
    assert served == prune(document.served, case.job)
    assert (case.package / "py.typed").read_bytes() == b""
