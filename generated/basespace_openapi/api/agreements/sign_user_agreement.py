from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.sign_agreement_request import SignAgreementRequest
    from ...models.user_agreement_compact import UserAgreementCompact


def request(*, body: SignAgreementRequest) -> Request[UserAgreementCompact]:
    """The request that `send` sends."""
    return Request(
        operation="signUserAgreement", method="POST", path="/useragreements", result="UserAgreementCompact", body=body
    )


async def send(client: Client, *, body: SignAgreementRequest) -> UserAgreementCompact:
    """Sign an agreement: `POST /useragreements`.

    Signs an agreement. An app cannot be launched before its agreement is signed.
    """
    return await client.call(request(body=body))
