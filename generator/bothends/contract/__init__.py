"""A generated package -> proof, by calling every operation, that its two ends agree."""

from bothends.contract.forms import as_json, as_junit, told
from bothends.contract.matrix import matrix
from bothends.contract.remote import Server
from bothends.contract.results import Contract, Result
from bothends.contract.run import Choice, Trial, contract
from bothends.package import Entry

__all__ = [
    "Choice",
    "Contract",
    "Entry",
    "Result",
    "Server",
    "Trial",
    "as_json",
    "as_junit",
    "contract",
    "matrix",
    "told",
]
