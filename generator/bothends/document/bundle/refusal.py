"""Why a reference cannot be followed, before it is known where that is to be said."""


class RefusalError(Exception):
    """A rule, a message and a hint, for the place of the reference."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        self.rule = rule
        self.message = message
        self.hint = hint
        super().__init__(message)
