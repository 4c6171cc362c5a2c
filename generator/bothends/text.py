"""Text from elsewhere, made visible: a description can't hide in it what it does."""


def visible(text: str) -> str:
    r"""Spell out what would act instead of being seen: `\x1b`, `\u202e`, `\n`.

    A description is input from elsewhere: escape sequences would let it rewrite a screen,
    and bidirectional controls let a line read as what it is not.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escape(each) for each in text)


def visible_lines(text: str) -> str:
    """Spell out what can't be seen in lines of prose; tabs and hard spaces become spaces."""
    lines = text.expandtabs(4).replace("\xa0", " ").splitlines()
    return "\n".join(lines if "".join(lines).isprintable() else map(visible, lines))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
