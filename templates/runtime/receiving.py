"""Messages that are verified before anything else is done with them."""

from starlette.requests import Request
from starlette.types import Message

from .heads import header_of
from .limits import Limits, whole
from .problem import Refused, RequestProblem
from .signatures import WebhookSecrets, WebhookSignatureError


async def verified(
    request: Request, signatures: WebhookSecrets, limits: Limits
) -> Request:
    """Give a request that is signed, its body still to be read; raises `Refused`."""
    declared = header_of(request.scope, b"content-length") or ""
    body = await whole(request.stream(), declared, limits.body)
    try:
        signatures.verify(request.headers, body)
    except WebhookSignatureError as error:
        problem = RequestProblem(401, "unauthorized", str(error))
        raise Refused(problem) from error
    waiting: list[Message] = [{"type": "http.request", "body": body}]

    async def receive() -> Message:
        return waiting.pop() if waiting else await request.receive()

    return Request(request.scope, receive)
