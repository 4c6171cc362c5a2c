"""Mocks of small descriptions, behind sockets of this machine."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bothends.cli.served import MockServer, served

SPEC = """\
openapi: 3.2.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example/{stage}/api", variables: {stage: {default: v1}}}]
security: [{token: []}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getPet
      responses:
        "200":
          description: A pet.
          headers:
            X-Left: {schema: {type: integer}, example: 7}
            X-Drawn: {schema: {type: string, enum: [drawn]}}
            Content-Length: {schema: {type: integer}}
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
              examples:
                cat: {value: {name: Tom, kind: cat}}
                dog: {value: {name: Rex, kind: dog}}
        "404":
          description: No pet.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Trouble"}
              example: {message: There is no such pet.}
        5XX:
          description: Trouble.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Trouble"}}
    delete:
      operationId: deletePet
      responses: {"204": {description: Gone.}}
    put:
      operationId: putPet
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "200":
          description: The pet.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        default:
          description: Trouble.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Trouble"}}
  /odd:
    get:
      operationId: getOdd
      security: []
      responses:
        "200":
          description: An example that does not fit.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
              example: {name: 7, more: [1]}
  /default:
    get:
      operationId: getDefault
      security: []
      responses:
        "200":
          description: A default.
          content: {application/json: {schema: {type: object, default: {a: 1}}}}
  /kinds:
    get:
      operationId: getKinds
      security: []
      responses:
        "200":
          description: As you like it.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Pet"}}
            application/xml: {schema: {$ref: "#/components/schemas/Pet"}}
            text/plain: {schema: {type: string}, example: just text}
            image/*: {}
  /events:
    get:
      operationId: getEvents
      security: []
      responses:
        "200":
          description: Events.
          content:
            text/event-stream:
              itemSchema:
                type: object
                required: [data]
                properties:
                  data:
                    type: string
                    contentMediaType: application/json
                    contentSchema: {$ref: "#/components/schemas/Pet"}
  /lines:
    get:
      operationId: getLines
      security: []
      responses:
        "200":
          description: Lines.
          content:
            application/jsonl:
              itemSchema: {$ref: "#/components/schemas/Pet"}
  /nothing:
    get:
      operationId: getNothing
      security: []
      responses:
        "404":
          description: Only this is said.
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, examples: [Bello]}
        kind: {enum: [cat, dog]}
        age: {type: integer, minimum: 3}
    Trouble: {type: object, required: [message], properties: {message: {type: string}}}
"""


@contextmanager
def mock_of(
    folder: Path, *options: str, spec: str = SPEC
) -> Generator[tuple[MockServer, httpx2.Client]]:
    """Serve a mock; give it and a client that shows a token."""
    path = folder / "shop.yaml"
    path.write_text(spec)
    headers = {"authorization": "Bearer any"}
    with (
        served(str(path), *options) as server,
        httpx2.Client(base_url=server.base_url, headers=headers) as client,
    ):
        yield server, client
