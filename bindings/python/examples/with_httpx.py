"""Send through httpx: ``aboveboard.open(contract, sender=with_httpx.send)``."""

from __future__ import annotations

import httpx

import aboveboard


def send(request: aboveboard.Request) -> aboveboard.Response:
    """Send one request, once, with the core's headers and no others, and through no proxy.

    httpx bounds each step of an exchange and not the whole of it, so a receiver that drips may take longer.
    """
    timeout = httpx.Timeout(request.timeout_seconds, connect=request.connect_timeout_seconds)
    outgoing = httpx.Request(
        request.method,
        request.url,
        headers=list(request.headers),
        content=request.body,
        extensions={"timeout": timeout.as_dict()},
    )
    try:
        with httpx.Client(trust_env=False) as client:
            response = client.send(outgoing, stream=True, follow_redirects=False)
            # The head has been answered, and nobody needs the body.
            response.close()
    except httpx.TimeoutException as error:
        raise TimeoutError from error
    return aboveboard.Response(response.status_code, response.headers.get("Retry-After"))
