"""What the command line says of itself: its commands, and what each of them is for."""

from typing import Literal

Command = Literal["init", "generate", "check", "validate", "contract", "mock", "docs"]

ABOUT = """\
Make both ends of an API from its OpenAPI description: pydantic models,
a typed client and a typed server that agree with each other."""
MORE = """\
examples:
  bothends init                                  write a configuration
  bothends generate                              do every job that is configured
  bothends generate api.yaml -o src/petstore     make one package, without one
  bothends check                                 in CI: is the package up to date?
  bothends validate api.yaml --format github     in CI: is the specification sound?
  bothends contract src/petstore                 in CI: do both ends agree?
  bothends mock api.yaml                         a server that answers with examples
  bothends docs api.yaml -o site                 a page of reference

exit codes:
  0   all is well
  1   problems in the specification, a package that is not what it should be, or ends
      that do not agree
  2   the arguments, the configuration or a file that cannot be read or written
  70  a bug in bothends"""
HELP: dict[Command, tuple[str, str]] = {
    "init": (
        "write a configuration",
        """\
Write a configuration for a specification: a table in pyproject.toml if there is one,
or else a bothends.toml. What is there already is never changed.""",
    ),
    "generate": (
        "make the packages",
        """\
Make the package of every configured job, or of one SPEC. A package is replaced as a
whole, or not at all. Your own files in it stay. If you have edited a generated file,
nothing is written and you are told. If nothing has changed, nothing is touched.""",
    ),
    "check": (
        "tell what generate would change",
        """\
Print what `generate` would change, as a unified diff, and exit with 1 if that is
anything: a file that is missing, edited, out of date, or not generated any more.""",
    ),
    "validate": (
        "tell what is wrong with a specification",
        """\
Print every problem of each SPEC, or of the specification of every configured job.
Exits with 1 if any of them is an error, and with 0 if all are warnings.""",
    ),
    "contract": (
        "prove that both ends of a package agree",
        """\
Call every operation of a package, the generated client against the generated server,
with values drawn from the description: what is sent must arrive, each documented
response must come back, and what the description forbids must be refused. The same
seed draws the same values. Exits with 1 if anything is not so.""",
    ),
    "mock": (
        "serve an API that answers with examples",
        """\
Serve the API of SPEC, or of the configured job, on this machine: requests are checked
as the generated server checks them, and answered with the examples of the
specification, or with values drawn from its schemas. `Prefer: code=404` asks for another
answer, `Prefer: example=NAME` for an example. Nothing is kept. Ctrl-C ends it.""",
    ),
    "docs": (
        "write a page of reference",
        """\
Write DIR/index.html: how each operation of SPEC, or of the configured job, is called in
Python, and what its models are. The page needs nothing but itself.""",
    ),
}
