"""Messages that are verified before anything else is done with them."""

from starlette.types import Message

from .incoming import Incoming
from .limits import Limits
from .problem import Refused, RequestProblem
from .signatures import WebhookSecrets, WebhookSignatureError


async def verified(
    request: Incoming, signatures: WebhookSecrets, limits: Limits
) -> Incoming:
    """Give a request that is signed, its body still to be read; raises `Refused`."""
    body = await request.whole(limits.body)
    try:
        signatures.verify(request.headers, body)
    except WebhookSignatureError as error:
        problem = RequestProblem(401, "unauthorized", str(error))
        raise Refused(problem) from error
    waiting: list[Message] = [{"type": "http.request", "body": body}]

    async def receive() -> Message:
        return waiting.pop() if waiting else await request.receive()

    return Incoming(request.scope, receive)
