"""Signatures of S3 (AWS Signature Version 4), made for links and checked in requests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, quote, urlsplit

from aiohttp import web

ALGORITHM = "AWS4-HMAC-SHA256"
REGION = "us-east-1"
UNSIGNED = "UNSIGNED-PAYLOAD"
ENCRYPTION = "AES256"
_SIGNED_IN_LINKS = "host;x-amz-server-side-encryption"


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def _canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    encoded = sorted((_quoted(name), _quoted(value)) for name, value in pairs if name != "X-Amz-Signature")
    return "&".join(f"{name}={value}" for name, value in encoded)


def sign(
    secret: str,
    *,
    method: str,
    path: str,
    query: Iterable[tuple[str, str]],
    headers: Mapping[str, str],
    payload: str,
    when: str,
    scope: str,
) -> str:
    """Return the signature of a request.

    Args:
        secret: Secret key.
        method: HTTP method.
        path: Path, not encoded.
        query: Query, not encoded; a signature in it is left out.
        headers: Headers that are signed, by names in lower case.
        payload: Hash of the body, or what stands for it.
        when: Time of the request, such as `20261128T101500Z`.
        scope: Date, region and service of the key.
    """
    names = sorted(headers)
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in names)
    request = "\n".join((method, quote(path, safe="/-_.~"), _canonical_query(query), lines, ";".join(names), payload))
    text = "\n".join((ALGORITHM, when, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def presigned(
    url: str, key_id: str, secret: str, *, now: datetime, seconds: int, query: Mapping[str, str]
) -> tuple[str, str, str]:
    """Return a link for a PUT with a place for the signature, the time and the signature.

    The template has the places `{date}`, `{datetime}` and `{signature}`; a part number in the query is `{part}` there.
    """
    when = f"{now:%Y%m%dT%H%M%SZ}"
    scope = f"{when[:8]}/{REGION}/s3/aws4_request"
    given = {
        **query,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{key_id}/{scope}",
        "X-Amz-Date": when,
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": _SIGNED_IN_LINKS,
    }
    address = urlsplit(url)
    headers = {"host": address.netloc, "x-amz-server-side-encryption": ENCRYPTION}
    signature = sign(
        secret,
        method="PUT",
        path=address.path,
        query=given.items(),
        headers=headers,
        payload=UNSIGNED,
        when=when,
        scope=scope,
    )
    places = {"X-Amz-Date": "{datetime}", "partNumber": "{part}"}
    parts = [f"{name}={places.get(name) or _quoted(value)}" for name, value in given.items()]
    template = "&".join(parts).replace(_quoted(f"{key_id}/{when[:8]}"), f"{_quoted(key_id)}%2F{{date}}")
    link = f"{address.scheme}://{address.netloc}{quote(address.path, safe='/-_.~')}?{template}"
    return f"{link}&X-Amz-Signature={{signature}}", when, signature


class SignedRequest:
    """What a request to S3 says of its signature, in its query or in its `Authorization`.

    Attributes:
        key_id: Id of the key that signed it; empty where nothing did.
        token: Session token; None without one.
        expires: Seconds after its time at which a link expires; None for a signature in a header.
    """

    def __init__(self, request: web.BaseRequest) -> None:
        self._request = request
        raw = request.rel_url.raw_query_string
        self.query = parse_qsl(raw, keep_blank_values=True)
        values = dict(self.query)
        self.in_link = "X-Amz-Signature" in values
        if self.in_link:
            credential, signed = values.get("X-Amz-Credential", ""), values.get("X-Amz-SignedHeaders", "")
            self._signature, self.when = values["X-Amz-Signature"], values.get("X-Amz-Date", "")
        else:
            scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
            fields = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
            credential = fields.get("Credential", "") if scheme == ALGORITHM else ""
            signed, self._signature = fields.get("SignedHeaders", ""), fields.get("Signature", "")
            self.when = request.headers.get("x-amz-date", "")
        self._signed = signed.split(";")
        self.key_id, _, self._scope = credential.partition("/")
        self.token = request.headers.get("x-amz-security-token") or values.get("X-Amz-Security-Token")
        seconds = values.get("X-Amz-Expires", "")
        self.expires = int(seconds) if self.in_link and seconds.isascii() and seconds.isdigit() else None
        self.payload = UNSIGNED if self.in_link else request.headers.get("x-amz-content-sha256", UNSIGNED)

    def is_signed_with(self, secret: str) -> bool:
        """Return whether the signature is that of a secret key."""
        headers = {name: self._request.headers.get(name, "") for name in self._signed if name}
        unsigned = [name.lower() for name in self._request.headers if name.lower().startswith("x-amz-")]
        if "host" not in headers or not set(unsigned) <= set(headers):
            return False
        expected = sign(
            secret,
            method=self._request.method,
            path=self._request.path,
            query=self.query,
            headers=headers,
            payload=self.payload,
            when=self.when,
            scope=self._scope,
        )
        return hmac.compare_digest(expected.encode(), self._signature.encode())
