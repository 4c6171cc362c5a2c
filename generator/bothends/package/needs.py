"""What somebody wants to do with a package needs more than the package: it is there, or missed by name."""

from importlib import import_module

from bothends.problems import Unusable


def require(who: str, extra: str, *modules: str) -> None:
    """Raise `Unusable` for the first module that is missing, with the extra that has it."""
    for name in modules:
        try:
            import_module(name)
        except ImportError as error:
            message = f"{who} needs {name}, which is not installed."
            hint = f"Install what it needs: `pip install 'bothends[{extra}]'`."
            raise Unusable(message, hint) from error
