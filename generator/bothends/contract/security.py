"""Credentials: made up for every scheme, and each alternative let in by its own alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bothends.contract.bench import Bench, Outcome
from bothends.contract.results import Cell
from bothends.contract.slots import Slots, arguments_of
from bothends.package import Operation, Scheme, Use

Credential = str | tuple[str, str]


def schemes_of(operations: Iterable[Operation]) -> dict[str, Scheme]:
    """Give the security schemes of operations by their keys."""
    return {
        use.scheme.key: use.scheme
        for operation in operations
        for uses in operation.security
        for use in uses
    }


def made_up(operations: Iterable[Operation]) -> dict[str, tuple[Scheme, Credential]]:
    """Make up a credential for each scheme, by its key; a certificate is none."""
    operations = tuple(operations)
    tokens = _shared_tokens(operations)
    found: dict[str, tuple[Scheme, Credential]] = {}
    for key, scheme in schemes_of(operations).items():
        match type(scheme).__name__:
            case "MutualTls":
                continue
            case "Basic":
                found[key] = scheme, (f"user of {key}", f"pässword: {key}")
            case _:
                found[key] = scheme, f"credential-of-{tokens.get(key, key)}"
    return found


def _shared_tokens(operations: Iterable[Operation]) -> dict[str, str]:
    """Give the scheme whose token each is to take that is asked for together with others.

    One header holds one token, which all of them may take for right.
    """
    found: dict[str, str] = {}
    alternatives = (uses for operation in operations for uses in operation.security)
    for uses in alternatives:
        first, *others = [use.scheme.key for use in uses if _is_bearer(use)] or [""]
        for key in others:
            old, new = found.get(key, key), found.get(first, first)
            found |= {each: new for each, of in found.items() if of == old} | {key: new}
    return found


def accepted(
    made: Mapping[str, tuple[Scheme, Credential]],
) -> dict[str, tuple[str, ...]]:
    """Say what each method of an `Auth` is to take for right."""
    return {
        scheme.method: credential if isinstance(credential, tuple) else (credential,)
        for scheme, credential in made.values()
    }


def security_cells(
    bench: Bench, operation: Operation, slots: Slots, answer: Any
) -> Iterator[Cell]:
    """Call an operation with the credentials of each alternative, and no others."""
    for uses in operation.security:
        keys = frozenset(use.scheme.key for use in uses)
        cell = Cell("request", f"credentials: {' and '.join(sorted(keys)) or 'none'}")
        if share_a_header(uses):
            cell.skipped = "one header cannot hold the credentials of all these schemes"
            yield cell
            continue
        outcome = bench.call(
            operation,
            arguments_of(slots.least),
            sync=len(keys) % 2 == 0,
            answer=answer,
            holding=keys,
        )
        complaint = _complaint(_chosen(operation, keys), outcome)
        if complaint:
            cell.fail(complaint, *outcome.details)
        else:
            cell.passed += 1
        yield cell


def needs_nothing(uses: Sequence[Use]) -> bool:
    """Tell whether an alternative lets in whoever comes: a certificate is no matter here."""
    return all(map(_is_certificate, uses))


def share_a_header(uses: Sequence[Use]) -> bool:
    """Tell whether an alternative asks for more credentials than its header can hold.

    Of bearer tokens it holds one, which can be that of several schemes.
    """
    others = [use for use in uses if _is_authorization(use) and not _is_bearer(use)]
    return len(others) + any(map(_is_bearer, uses)) > 1


def _chosen(operation: Operation, keys: frozenset[str]) -> Sequence[Use]:
    """Find the alternative that a client with these credentials goes by: the anonymous last."""
    for uses in sorted(operation.security, key=lambda uses: not uses):
        if all(use.scheme.key in keys or _is_certificate(use) for use in uses):
            return uses
    return ()


def _complaint(uses: Sequence[Use], outcome: Outcome) -> str:
    if not outcome.arrivals:
        return "it did not reach the handler"
    for use in uses:
        scheme = use.scheme
        if _is_certificate(use):
            continue
        if scheme.method not in outcome.scopes:
            return f"the credential of `{scheme.key}` was not asked for"
        if outcome.scopes[scheme.method] != use.scopes:
            return f"`{scheme.key}` was asked for {outcome.scopes[scheme.method]}"
    return ""


def _is_certificate(use: Use) -> bool:
    return type(use.scheme).__name__ == "MutualTls"


def _is_bearer(use: Use) -> bool:
    return type(use.scheme).__name__ == "Bearer"


def _is_authorization(use: Use) -> bool:
    """Tell whether a scheme has its credential in the Authorization header."""
    if type(use.scheme).__name__ == "ApiKey":
        place, name = getattr(use.scheme, "place", ""), getattr(use.scheme, "name", "")
        return place == "header" and name.lower() == "authorization"
    return not _is_certificate(use)
