"""The base class of every model."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """An object of the API.

    Absent, null and default are three things: an absent property is `MISSING`, a null one is
    `None`, and what is `MISSING` does not go over the wire. Properties that the API does not
    describe are kept, numbers that JSON has no text for are refused. Arguments are spelled as
    attributes, JSON as the API spells it.
    """

    model_config = ConfigDict(
        allow_inf_nan=False,
        defer_build=True,
        extra="allow",
        protected_namespaces=(),
        ser_json_inf_nan="constants",
        serialize_by_alias=True,
        validate_by_alias=True,
        validate_by_name=True,
        validate_default=True,
    )
