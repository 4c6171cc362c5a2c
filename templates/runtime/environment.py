"""Credentials as a client takes them; from the environment, where it is given none."""

import os
from collections.abc import Awaitable, Callable
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Secret: TypeAlias = T | Callable[[], T]
"""A credential, or a function that gives it for each request."""
AsyncSecret: TypeAlias = T | Callable[[], T | Awaitable[T]]
"""A credential, or a function that gives it for each request, to be awaited or not."""


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
