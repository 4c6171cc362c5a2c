"""A generated package -> proof, by calling every operation, that its two ends agree."""

from bothends.contract.forms import as_json, as_junit
from bothends.contract.matrix import matrix
from bothends.contract.remote import Server
from bothends.contract.results import LIMIT, Contract, Result
from bothends.contract.run import Choice, contract, names

__all__ = [
    "LIMIT",
    "Choice",
    "Contract",
    "Result",
    "Server",
    "as_json",
    "as_junit",
    "contract",
    "matrix",
    "names",
]
