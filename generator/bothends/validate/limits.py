"""What the keywords with a limit demand, in words."""

from collections.abc import Mapping
from typing import Final

from bothends.validate.faults import Fault
from bothends.validate.reading import shown

LIMITS: Final[Mapping[str, str]] = {
    "minItems": "must have at least {} entries",
    "maxItems": "must have at most {} entries",
    "minProperties": "must have at least {} entries",
    "maxProperties": "must have at most {} entries",
    "minLength": "must have at least {} characters",
    "maxLength": "must have at most {} characters",
    "minimum": "must be {} or more",
    "exclusiveMinimum": "must be more than {}",
    "maximum": "must be {} or less",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
}


def limit_of(fault: Fault) -> str:
    """End a sentence about a value that is beyond the limit of a keyword."""
    demand = LIMITS[fault.keyword].format(shown(fault.demand))
    if fault.demand == 1:
        demand = demand.replace("entries", "entry").replace("characters", "character")
    return (
        demand
        if isinstance(fault.value, dict | list)
        else f"{demand}; it is {shown(fault.value)}"
    )
