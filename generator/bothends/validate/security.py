"""Security: that every requirement names a scheme, and scopes that the scheme has."""

from collections.abc import Iterator

from bothends.document import Json
from bothends.validate.findings import Finding
from bothends.validate.nearest import meant
from bothends.validate.objects import Kind, kind_at
from bothends.validate.outline import Outline
from bothends.validate.reading import mapping
from bothends.validate.targets import Found, Node


def undeclared_schemes(outline: Outline) -> Iterator[Finding]:
    """Find requirements of schemes that do not exist (OpenAPI 3.1 §4.8.30)."""
    schemes = _schemes(outline)
    missing: dict[str, list[Node]] = {}
    for requirement in outline.each(Kind.SECURITY_REQUIREMENT):
        for name in requirement.value:
            if name not in schemes and not _is_uri_of_scheme(outline, name):
                missing.setdefault(name, []).append(requirement)
    for name, requirements in missing.items():
        places = f", required in {len(requirements)} places" if requirements[1:] else ""
        yield Finding(
            (*requirements[0].pointer, name),
            "undeclared-security-scheme",
            f"There is no security scheme `{name}`{places}.",
            (
                "Point to a Security Scheme Object."
                if "/" in name
                else meant(
                    name,
                    schemes,
                    f"Define it as `#/components/securitySchemes/{name}`.",
                )
            ),
            key=True,
        )


def undeclared_scopes(outline: Outline) -> Iterator[Finding]:
    """Find scopes that no flow of an OAuth 2 scheme has (OpenAPI 3.1 §4.8.29)."""
    schemes = _schemes(outline)
    for requirement in outline.each(Kind.SECURITY_REQUIREMENT):
        for name in requirement.value.keys() & schemes.keys():
            pointer = ("components", "securitySchemes", name)
            scheme = outline.follow(pointer, schemes[name])
            if scheme is None or scheme.value.get("type") != "oauth2":
                continue
            known = _scopes(scheme)
            for entry, scope in outline.children(requirement, name):
                if isinstance(scope, str) and scope not in known:
                    yield Finding(
                        entry,
                        "undeclared-scope",
                        f"No flow of the security scheme `{name}` has the scope "
                        f"`{scope}`.",
                        meant(scope, known, "Add it to the `scopes` of a flow."),
                        severity="warning",
                    )


def _schemes(outline: Outline) -> dict[str, Json]:
    components = mapping(outline.root.get("components"))
    return mapping(components.get("securitySchemes"))


def _scopes(scheme: Node) -> list[str]:
    flows = mapping(scheme.value.get("flows")).values()
    return [scope for flow in flows for scope in mapping(mapping(flow).get("scopes"))]


def _is_uri_of_scheme(outline: Outline, name: str) -> bool:
    """Tell whether a name is a reference instead, which 3.2 allows (§4.30)."""
    if outline.version != "3.2":
        return False
    target = outline.resolve(name)
    return isinstance(target, Found) and (
        kind_at(target.pointer, outline.version) in (Kind.SECURITY_SCHEME, None)
    )
