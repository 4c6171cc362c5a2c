"""What a security scheme wants, in words for people who hold its credentials or check them."""

from bothends.ir import (
    ApiKey,
    Authorization,
    Basic,
    Bearer,
    MutualTls,
    OAuth2,
    SecurityScheme,
)


def credential(scheme: SecurityScheme) -> str:
    """Say what the credential of a scheme is, with what the description adds to it."""
    return f"{_kind(scheme)} {scheme.description}".strip()


def _kind(scheme: SecurityScheme) -> str:
    match scheme:
        case Bearer() | OAuth2():
            return f"The bearer token of `{scheme.key}`."
        case Basic():
            return f"The user name and password of `{scheme.key}`."
        case Authorization():
            return f"What follows `{scheme.scheme}` in the Authorization header (`{scheme.key}`)."
        case ApiKey():
            return f"The secret in the {scheme.place} `{scheme.name}` (`{scheme.key}`)."
        case MutualTls():
            return f"The certificate of the connection (`{scheme.key}`)."
