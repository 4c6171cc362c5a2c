"""Which models of a large API are in one module.

A module holds a model with those that only it uses, and those that it is in a cycle with. So
no import leads back, and to load a module is to load what its models need.
"""

from collections.abc import Iterator, Mapping, Sequence

Uses = Mapping[str, frozenset[str]]
"""Each model, and the others that it names."""


def homes(uses: Uses) -> dict[str, str]:
    """Find the model whose module each is in: that of its users, where they are in one."""
    cycles = list(_cycles(uses))
    first = {name: cycle[0] for cycle in cycles for name in cycle}
    users: dict[str, set[str]] = {}
    for name, used in uses.items():
        for each in used:
            if first[each] != first[name]:
                users.setdefault(first[each], set()).add(name)
    found: dict[str, str] = {}
    for cycle in reversed(cycles):
        above = {found[user] for user in users.get(cycle[0], ())}
        home = above.pop() if len(above) == 1 else cycle[0]
        found |= dict.fromkeys(cycle, home)
    return found


def _cycles(uses: Uses) -> Iterator[Sequence[str]]:
    """Give the models that use each other together, behind all that they use (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    unplaced: dict[str, None] = {}
    for root in uses:
        work = [] if root in number else [(root, iter(sorted(uses[root])))]
        while work:
            name, rest = work[-1]
            if name not in number:
                number[name] = lowest[name] = len(number)
                unplaced[name] = None
            following = next((each for each in rest if each not in number), None)
            if following is not None:
                work.append((following, iter(sorted(uses[following]))))
                continue
            work.pop()
            for each in uses[name] & unplaced.keys():
                lowest[name] = min(lowest[name], lowest[each])
            if lowest[name] == number[name]:
                yield sorted(_taken(unplaced, name))


def _taken(unplaced: dict[str, None], name: str) -> Iterator[str]:
    """Take what came since a model, and the model: they use each other."""
    last = ""
    while last != name:
        last, _ = unplaced.popitem()
        yield last
