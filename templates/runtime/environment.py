"""Credentials from the environment, for a client that is given none."""

import os
from typing import TypeVar

T = TypeVar("T")


def given(credential: T | None, variable: str) -> T | str | None:
    """Give a credential, or else what the variable says; an empty one says nothing."""
    return os.environ.get(variable) or None if credential is None else credential


def given_pair(credential: T | None, variable: str) -> T | tuple[str, str] | None:
    """Give a credential, or else the name and the password that the variable says.

    Raises ValueError for a variable without a colon.
    """
    if credential is not None:
        return credential
    text = os.environ.get(variable)
    if not text:
        return None
    name, colon, password = text.partition(":")
    if not colon:
        message = f"{variable} is no name and password with a colon between"
        raise ValueError(message)
    return name, password
