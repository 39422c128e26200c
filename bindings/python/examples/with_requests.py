"""Send through requests: ``aboveboard.open(contract, sender=with_requests.send)``."""

from __future__ import annotations

import requests
from urllib3.util import SKIP_HEADER

import aboveboard


def send(request: aboveboard.Request) -> aboveboard.Response:
    """Send one request, once, with the core's headers and no others, and through no proxy.

    requests bounds connecting and each wait for an answer, not the whole exchange, so a receiver that drips may take
    longer.
    """
    with requests.Session() as session:
        session.trust_env = False
        session.headers.clear()
        try:
            response = session.request(
                request.method,
                request.url,
                headers={**dict(request.headers), "Accept-Encoding": SKIP_HEADER},
                data=request.body,
                timeout=(request.connect_timeout_seconds, request.timeout_seconds),
                allow_redirects=False,
                stream=True,  # the head has been answered then, and nobody needs the body
            )
        except requests.Timeout as error:
            raise TimeoutError from error
        return aboveboard.Response(response.status_code, response.headers.get("Retry-After"))
