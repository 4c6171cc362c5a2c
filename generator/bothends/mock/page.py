"""The page of a mock: it shows credentials of its own accord, as a mock takes any."""

import json
from typing import Any

from bothends.package import Subject
from bothends.tree import Tree, resolved

_ANY = "any"
_MARK = "});"
_AUTHORIZE = """\
  onComplete() {
    for (const [name, schema] of Object.entries(%s)) {
      if (schema.scheme === "basic") {
        window.ui.preauthorizeBasic(name, %s, %s);
      } else if (schema.type === "apiKey" || schema.type === "http") {
        window.ui.preauthorizeApiKey(name, %s);
      } else {
        const token = { access_token: %s, token_type: "Bearer" };
        window.ui.authActions.authorize({ [name]: { name, schema, token } });
      }
    }
  },
"""


def authorize(subject: Subject) -> None:
    """Let the page to try the API out begin with a credential for every scheme."""
    pages: Any = subject.part("_runtime.pages")
    head, mark, tail = pages.START.rpartition(_MARK)
    schemes = json.dumps(_schemes(subject.tree))
    given = json.dumps(_ANY)
    told = _AUTHORIZE % (schemes, given, given, given, given)
    pages.START = f"{head}{told}{mark}{tail}"


def _schemes(tree: Tree) -> dict[str, dict[str, str]]:
    nodes: dict[str, Tree] = tree.get("components", {}).get("securitySchemes", {})
    found: dict[str, dict[str, str]] = {}
    for name, node in nodes.items():
        scheme, _ = resolved(tree, node, ())
        found[name] = {
            "type": str(scheme.get("type")),
            "scheme": str(scheme.get("scheme", "")).lower(),
        }
    return found
