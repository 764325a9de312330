"""Bytes that are likely to be misread, as Hypothesis strategies: one for each target, and what broke something once."""

from __future__ import annotations

import gzip
import zlib
from typing import Final

import orjson
from hypothesis import strategies as st

from tests.support.document_strategies import body

Bytes = st.SearchStrategy[bytes]

ANY: Final = st.binary(max_size=300)
TEXT: Final = st.text(max_size=60).map(str.encode)
LITERALS: Final = st.sampled_from(
    [
        *(
            b"null",
            b"true",
            b"0",
            b"-0",
            b"-1",
            b"1e400",
            b"-1e400",
            b"1e-400",
            b"NaN",
            b"Infinity",
            b"01",
            b"1.",
            b"0x1",
        ),
        *(b"9" * 20, b"9" * 5000, b"1e99999999999", b'""', b'"\\ud800"', b'"\\udc00\\ud800"', b'"\xff"', b'"\\u0000"'),
        *(
            b'"0000-00-00"',
            b'"99999-01-01T00:00:00Z"',
            b'"2018-07-19T23:50:10.0000000Z\\u0000"',
            b'"0001-01-01T00:00+14:00"',
        ),
        *(b'"2018-07-19T23:50:10.' + b"1" * 500 + b'Z"', b"[" * 2000, b'{"a":' * 1100, b"[" * 900 + b"]" * 900),
        *(
            b'"0123456789abcdef-secret"',
            b'"https://store.example/f?X-Amz-Signature=s3cret"',
            b'"\\u001b[2J\\n"',
            b"{}",
            b"[]",
        ),
        b'"' + b"x" * 5000 + b'"',
    ]
)
KEYS: Final = st.sampled_from(
    [
        *(
            b"Items",
            b"Paging",
            b"TotalCount",
            b"SortBy",
            b"SubDirectories",
            b"Id",
            b"Name",
            b"DateCreated",
            b"Properties",
        ),
        *(
            b"Yields",
            b"DefaultProject",
            b"Size",
            b"ResponseStatus",
            b"ErrorCode",
            b"Message",
            b"ErrorMessage",
            b"RequestId",
        ),
        *(b"error", b"error_description", b"Response", b"access_token", b"device_code", b"user_code", b"interval"),
        *(b"expires_in", b"verification_uri", b"verification_with_code_uri", b"\\u0049d", b"x" * 3000, b""),
    ]
)


def _composed(inner: Bytes) -> Bytes:
    pair = st.tuples(KEYS, inner).map(lambda pair: b'"' + pair[0] + b'": ' + pair[1])
    listed = st.lists(inner, max_size=3).map(lambda items: b"[" + b",".join(items) + b"]")
    return listed | st.lists(pair, max_size=5).map(lambda pairs: b"{" + b", ".join(pairs) + b"}")


def _spoilt(made: Bytes) -> Bytes:
    """Some of them cut, with a byte that is another one, or with something before or behind them."""

    def spoil(parts: tuple[bytes, int, int, int]) -> bytes:
        data, kind, place, byte = parts
        at = place % (len(data) + 1)
        changes = (data, data[:at], data[:at] + bytes([byte]) + data[at + 1 :], b"\xef\xbb\xbf" + data, data + data)
        return changes[kind]

    return st.tuples(made, st.integers(0, 4), st.integers(0, 10_000), st.integers(0, 255)).map(spoil)


JSON: Final = _spoilt(st.recursive(LITERALS, _composed, max_leaves=12))
LISTS: Final = _spoilt(body("V2BiologicalSampleCompactList").map(orjson.dumps))
RESULTS: Final = _spoilt(
    (body("V2BiologicalSample") | body("V2AppSession") | body("V1pre3FileCompact")).map(orjson.dumps)
)
LINE: Final = st.one_of(
    st.sampled_from(
        [
            *(
                b"text/html; charset=unknown-8",
                b"text/html; charset=rot13",
                b"application/json; charset=zip",
                b"\xff;;==",
            ),
            *(
                b"0",
                b"-1",
                b"1e309",
                b"9" * 400,
                b"\xb2",
                b"Fri, 31 Dec 9999 23:59:59 -2359",
                b"Mon, 01 Jan 0001 0:0 +9999",
            ),
            *(b"0123456789abcdef-secret", b"\x1b[2J", b"\xed\xa0\x80"),
        ]
    ),
    st.text(st.characters(max_codepoint=255, exclude_characters="\n"), max_size=40).map(
        lambda text: text.encode("latin-1")
    ),
    st.from_regex(
        rb"(Mon|Fri), [0-9]{1,3} (Jan|Dec) [0-9]{1,6} [0-9]{2}:[0-9]{2}:[0-9]{2} (GMT|[+-][0-9]{1,6})", fullmatch=True
    ),
)
RANGES: Final = st.one_of(
    st.from_regex(rb"bytes ([0-9]{1,22}-[0-9]{0,22}|\*)/([0-9]{1,22}|\*)", fullmatch=True),
    st.sampled_from(
        [b"bytes 5-4/3", b"bytes 5-9/10000000000", b"bytes 5-9/5", b"http://[::1", b"//x", b"file:///etc/passwd"]
    ),
    st.sampled_from(
        [b"http://a:99999/", b"http://a:-1/", b"\xb2", b"bytes \xb2-\xb3/\xb9", b"https://h\xe9/%zz", b"?a=b"]
    ),
    LINE,
)
PROFILE_LINES: Final = st.sampled_from(
    [
        *(
            b"accessToken = abc%(x)s",
            b"apiServer = https://api.example.org",
            b"apiServer = ftp://x",
            b"[default]",
            b"[",
            b"=",
        ),
        *(
            b"  going on",
            b"\taccessToken = inner",
            b"",
            b" ",
            b"# note",
            b"; note",
            b"key",
            b"key : value",
            b"ACCESSTOKEN=x",
        ),
        *(
            b"\xff",
            b"\x00",
            b"\xef\xbb\xbf",
            b"accessToken",
            b"[default",
            b"a = \xe2\x80\xa8b",
            b"apiServer =",
            b"b = c\x0cd",
        ),
    ]
)
PROFILES: Final = (
    ANY | TEXT | st.lists(PROFILE_LINES, max_size=6).map(b"\n".join) | st.lists(PROFILE_LINES).map(b"\r\n".join)
)
SEGMENTS: Final = st.sampled_from(
    [
        *(
            "..",
            ".",
            "",
            "a",
            "A",
            "caf\u00e9",
            "cafe\u0301",
            "\u212a",
            "K",
            "\u1e9e",
            "SS",
            "con",
            "NUL.txt",
            "com\u00b9",
            "a ",
            "a.",
        ),
        *(
            "C:",
            "C:x",
            "\\\\host\\share",
            "a\\..\\..\\b",
            "\0",
            "\n",
            "\ud800",
            "\u202e",
            "~",
            ".x.part",
            ".x.part.journal",
        ),
        *("x" * 255, "\u00e9" * 200, "/" * 50, "a/" * 3000, "-rf", "*", "|", '"'),
    ]
)
PATHS: Final = st.lists(SEGMENTS | st.text(max_size=8), max_size=4).map("/".join) | st.text(max_size=30)
NAMES: Final = st.tuples(PATHS, PATHS).map(lambda pair: "\n".join(pair).encode(errors="surrogatepass")) | ANY
JOURNAL_LINES: Final = st.sampled_from(
    [
        *(
            b"0",
            b"1",
            b"3",
            b"4",
            b"-1",
            b"99999999999999999999",
            b"\xb2",
            b"",
            b"1.5",
            b'{"seen":"e"}',
            b'{"seen":5}',
            b"[" * 2000,
        ),
        *(
            b'{"version":1,"part_size":1,"file_id":"7","size":32,"etag":"e"}',
            b'{"version":1,"part_size":true}',
            b"null",
        ),
        b'{"version":1,"part_size":8,"file_id":"7","size":32,"etag":"e"}',
    ]
)
JOURNALS: Final = st.lists(JOURNAL_LINES | st.binary(max_size=6), max_size=6).map(b"\n".join) | ANY
PACKED: Final = _spoilt(
    st.one_of(
        st.binary(max_size=300).map(lambda data: gzip.compress(data, mtime=0)),
        st.lists(st.binary(max_size=50), max_size=3).map(
            lambda all_: b"".join(gzip.compress(each, mtime=0) for each in all_)
        ),
        st.binary(max_size=300).map(zlib.compress),
        st.binary(max_size=300).map(lambda data: zlib.compress(data, wbits=-15)),
        st.integers(0, 200_000).map(lambda size: zlib.compress(bytes(size))),
    )
)
XML: Final = st.lists(
    st.sampled_from(
        [
            *(
                b"<Error>",
                b"<Code>ExpiredToken</Code>",
                b"<Message>0123456789abcdef-secret &#27;[2J</Message>",
                b"</Error>",
            ),
            *(b"<Message>see https://store.example/f?X-Amz-Signature=s3cret</Message>", b"<Code>", b"\xff", b"<?xml?>"),
        ]
    ),
    max_size=6,
).map(b"".join)

INPUTS: Final[dict[str, Bytes]] = {
    "content_head": RANGES | ANY,
    "decoder": JSON | RESULTS | ANY,
    "error_body": st.tuples(LINE, JSON | XML | ANY | TEXT).map(b"\n".join),
    "inflating": PACKED | ANY,
    "journal": JOURNALS,
    "names": NAMES,
    "oauth": JSON | ANY,
    "pages": JSON | LISTS | ANY,
    "profile": PROFILES,
    "retry_after": LINE | ANY,
    "settings": st.tuples(RANGES | TEXT, RANGES | TEXT).map(b"\n".join) | ANY,
}

SECRET: Final = b"0123456789abcdef-secret"
BROKE_ONCE: Final[dict[str, list[bytes]]] = {
    "decoder": [b'"2018-07-19T23:50:10.0000000Z\\u0000"', b'{"DateCreated": "2018-07-19T23:50:10.0000000Z\\u0000"}'],
    "error_body": [
        b'\n{"ResponseStatus": {"ErrorCode": "' + SECRET + b'", "Message": "no"}}',
        b'\n{"ErrorCode": "x", "ErrorMessage": "' + b"x" * 490 + SECRET + b'"}',
        b'\n{"ErrorCode": "x", "RequestId": "' + SECRET + b'"}',
        b'\n{"ResponseStatus": {"Message": "see https://store.example/f?X-Amz-Signature=s3cret for more"}}',
        b'\n{"ResponseStatus": {"Message": "gone\\n\\u001b[2J"}}',
        SECRET + b"\n<html>",
        b"x" * 8000 + b"\n",
    ],
    "names": [
        b"..\n..",
        b"\n..",
        b"\nCON",
        b"\n\xed\xa0\x80",
        b"\xed\xa0\x80\n7",
        b"x\n" + b"1" * 300,
        b"x\na.",
        b"a/" * 1_000_000,
    ],
    "oauth": [
        b'{"error": "' + SECRET + b'"}',
        b'{"error": "' + b"x" * 10_000 + b'"}',
        b'{"error": "x", "error_description": "' + b"x" * 290 + SECRET + b'"}',
        b'{"device_code": "d", "user_code": "u", "expires_in": 1e300, "interval": 1e300}',
        b'{"device_code": "d", "user_code": "u", "interval": true, "verification_uri": "file:///etc/passwd"}',
        b'{"device_code": "d", "user_code": "u", "verification_with_code_uri": {"a": "\\u001b[2J"}}',
    ],
    "profile": [
        b"  going on",
        b"accessToken = a\n  going on\nother = 1",
        b"key",
        b"a = 1\n\n  b\naccessToken=c",
        b"x" * 2_000_000,
    ],
    "retry_after": [
        b"1" * 20,
        b"0" * 5000,
        b"1000000000",
        b"Fri, 31 Dec 9999 23:59:59 GMT",
        "Wed, 21 Oct 2026 ٣:28:00 GMT".encode(),
    ],
    "settings": [b"x" * 10_000, b"https://" + b"x" * 10_000, b"Https://x"],
}
