"""What every answer carries and every request has to keep to: headers, host names, sizes, rate.

No cookie is ever set, so there is no session to steal and nothing a foreign form could do in a reader's name.
"""

import ipaddress
import re
from collections.abc import Collection
from typing import Final

from flask import Flask, Response, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import SecurityError

from webapp.settings import Settings

MAX_BODY_BYTES: Final = 64 * 1024  # of pages that are sent no files
MAX_UPLOAD_BYTES: Final = 12 * 1024 * 1024  # of those that are: they raise the limit for their request
MAX_ADDRESS_BYTES: Final = 8 * 1024  # path and query; longer ones get lost on the way in browsers and proxies

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
CONTENT_SECURITY_POLICY: Final = "; ".join(f"{what} {whence}" for what, whence in _POLICY.items())
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_STRICT_TRANSPORT: Final = "max-age=31536000"
_UNLIMITED: Final = frozenset({"static", "machines.healthz"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:]+)(?::[0-9]+)?")


def protect(app: Flask, settings: Settings) -> None:
    """Put the rules of this module in force for all requests of `app`."""
    app.before_request(lambda: _refuse_foreign_host(settings.allowed_hosts))
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.before_request(_refuse_long_address)
    app.after_request(_add_headers)
    if settings.rate_limit_per_minute:
        _limit_rate(app, settings.rate_limit_per_minute)


def _refuse_foreign_host(allowed: Collection[str]) -> None:
    """Refuse requests addressed to another host. Flask's own TRUSTED_HOSTS knows no IPv6 addresses."""
    match = _HOST.fullmatch(request.host.lower())
    name = match[1] if match else ""
    if name not in allowed and not any(f".{name}".endswith(suffix) for suffix in allowed if suffix.startswith(".")):
        raise SecurityError


def _refuse_long_address() -> None:
    length = len(request.environ.get("PATH_INFO", "")) + len(request.environ.get("QUERY_STRING", ""))
    if length > MAX_ADDRESS_BYTES:
        abort(414)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
    return response


def _limit_rate(app: Flask, per_minute: int) -> None:
    """Limit requests by address. Addresses are those of the connection; forwarded ones could be forged."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        application_limits=[f"{per_minute} per minute"],
        headers_enabled=True,
        storage_uri="memory://",
    )
    limiter.request_filter(_is_unlimited)


def _is_unlimited() -> bool:
    if request.endpoint in _UNLIMITED:
        return True
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
