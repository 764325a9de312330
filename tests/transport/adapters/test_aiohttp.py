"""What is particular to AiohttpTransport: proxies, certificate authorities, ownership, closing."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import ssl
import warnings
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
import trustme

from basespace_async.errors import ConfigurationError, ConnectionFailedError, ConnectionLostError
from basespace_async.transport import AiohttpTransport, HTTPRequest, Timeouts
from basespace_async.transport.adapters.environment import EnvironmentProxies, parse_proxy
from tests.support.transports import OK, TOKEN, answer_ok, assert_no_secret, failure_of, get, stalling_body, until

HOST = "api.example.test"
PASSWORD = TOKEN
CREDENTIALS = "Basic " + base64.b64encode(f"us:er:{PASSWORD}".encode()).decode()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def server_tls(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST, "127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def authority_file(authority, tmp_path_factory):
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
async def tls_server(raw_server, server_tls):
    return await raw_server(answer_ok, server_tls)


@pytest.fixture
async def proxy(raw_server):
    """A proxy that answers absolute requests itself and tunnels CONNECT to the port asked for on loopback."""
    pumps = []

    async def script(writer, head):
        if not head.startswith(b"CONNECT "):
            return await answer_ok(writer, head)
        port = int(head.split(b" ")[1].rpartition(b":")[2])
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        pumps.append(asyncio.create_task(pump(upstream_reader, writer)))
        await pump(server.readers[writer], upstream_writer)
        return None

    server = await raw_server(script)
    yield server
    for task in pumps:
        task.cancel()
    await asyncio.gather(*pumps, return_exceptions=True)


async def pump(reader, writer):
    try:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
    finally:
        writer.close()


class TestProxies:
    @pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
    async def test_plain_http_goes_to_the_proxy_with_its_whole_url(self, proxy, environment, variable):
        environment.setenv(variable, proxy.url.replace("//", f"//us%3Aer:{PASSWORD}@"))
        async with AiohttpTransport() as transport:
            for _ in range(2):
                assert (await transport.send(get(f"http://{HOST}/a%2Fb?x=a,b"))).status == 200
        assert proxy.heads[0].startswith(f"GET http://{HOST}/a%2Fb?x=a,b HTTP/1.1\r\n".encode())
        assert f"Proxy-Authorization: {CREDENTIALS}\r\n".encode() in proxy.heads[1]
        assert proxy.connections == 1

    @pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
    async def test_https_goes_through_a_tunnel_and_only_the_proxy_sees_its_credentials(
        self, proxy, tls_server, environment, authority_file, variable
    ):
        environment.setenv(variable, proxy.url.replace("//", f"//us%3Aer:{PASSWORD}@"))
        environment.setenv("SSL_CERT_FILE", str(authority_file))
        async with AiohttpTransport() as transport:
            for _ in range(2):
                response = await transport.send(
                    HTTPRequest("GET", f"https://{HOST}:{tls_server.port}/", {"x-access-token": "t"})
                )
                assert await response.read() == b"ok"
        assert len(proxy.heads) == 1
        assert proxy.heads[0].startswith(f"CONNECT {HOST}:{tls_server.port} HTTP/1.1\r\n".encode())
        assert f"Proxy-Authorization: {CREDENTIALS}\r\n".encode() in proxy.heads[0]
        assert b"x-access-token" not in proxy.heads[0]
        assert b"Proxy-Authorization" not in tls_server.heads[0]

    async def test_a_proxy_that_is_spoken_to_over_tls_works(self, raw_server, server_tls, environment, authority_file):
        server = await raw_server(answer_ok, server_tls)
        environment.setenv("SSL_CERT_FILE", str(authority_file))
        async with AiohttpTransport(proxy=server.url) as transport:
            assert (await transport.send(get(f"http://{HOST}/"))).status == 200
        assert server.heads[0].startswith(f"GET http://{HOST}/ HTTP".encode())

    async def test_an_explicit_proxy_is_used_for_everything(self, proxy, environment):
        environment.setenv("HTTP_PROXY", "http://unused.invalid")
        environment.setenv("NO_PROXY", "*")
        async with AiohttpTransport(proxy=f"127.0.0.1:{proxy.port}") as transport:
            await transport.send(get("http://localhost:1/"))
        assert proxy.heads[0].startswith(b"GET http://localhost:1/ ")
        assert b"Proxy-Authorization" not in proxy.heads[0]

    async def test_loopback_is_direct_whatever_the_environment(self, raw_server, environment):
        environment.setenv("ALL_PROXY", "http://proxy.invalid:1")
        server = await raw_server(answer_ok)
        async with AiohttpTransport() as transport:
            assert (await transport.send(get(server.url))).status == 200

    @pytest.mark.parametrize(
        ("no_proxy", "url", "direct"),
        [
            ("", f"https://{HOST}/", False),
            (HOST, f"https://{HOST}/", True),
            (HOST, f"https://{HOST.upper()}/", True),
            (".example.test", f"https://{HOST}/", True),
            ("example.test", f"https://{HOST}:8443/", True),
            (f"{HOST}:8443", f"https://{HOST}:8443/", True),
            (f"{HOST}:8443", f"https://{HOST}/", False),
            ("*", f"https://{HOST}/", True),
            ("ample.test", f"https://{HOST}/", False),
            ("", "http://localhost:8080/", True),
            ("", "http://files.localhost/", True),
            ("", "http://127.8.9.1/", True),
            ("", "http://[::1]:80/", True),
            ("", "http://128.0.0.1/", False),
        ],
    )
    def test_no_proxy_names_hosts_that_are_reached_directly(self, environment, no_proxy, url, direct):
        environment.setenv("all_proxy", "http://proxy.test:3128")
        environment.setenv("NO_PROXY", no_proxy)
        chosen = EnvironmentProxies().choose(aiohttp.client.URL(url, encoded=True))
        assert (chosen is None) == direct

    async def test_an_environment_that_is_not_trusted_is_not_read(self, environment):
        environment.setenv("HTTP_PROXY", "socks5://proxy.invalid:1")
        transport = AiohttpTransport(trust_env=False)
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            await failure_of(transport, get(f"http://127.0.0.1:{unused.getsockname()[1]}"), ConnectionFailedError)
        await transport.aclose()

    @pytest.mark.parametrize(
        ("value", "problem"),
        [
            (f"socks5://user:{PASSWORD}@proxy.test:1080", "SOCKS"),
            (f"ftp://user:{PASSWORD}@proxy.test", "not the URL of a proxy"),
            (f"http://user:{PASSWORD}@proxy.test:99999", "not the URL of a proxy"),
            (f"http://user:{PASSWORD}@/", "not the URL of a proxy"),
            (f"http://user:{PASSWORD}@[::1", "not the URL of a proxy"),
        ],
    )
    async def test_a_variable_that_is_no_proxy_is_named_and_not_quoted(self, environment, value, problem):
        environment.setenv("HTTPS_PROXY", value)
        async with AiohttpTransport() as transport:
            error = await failure_of(transport, get(f"https://{HOST}/"), ConfigurationError)
        assert "HTTPS_PROXY" in str(error)
        assert problem in str(error)

    async def test_a_proxy_that_refuses_the_tunnel_means_not_connected(self, raw_server, environment):
        async def script(writer, head):
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

        server = await raw_server(script)
        environment.setenv("HTTPS_PROXY", server.url.replace("//", f"//us:{PASSWORD}@"))
        async with AiohttpTransport() as transport:
            error = await failure_of(transport, get(f"https://{HOST}/?{TOKEN}"), ConnectionFailedError)
        assert "407" in str(error)

    @pytest.mark.parametrize("scheme", ["http", "https"])
    async def test_a_proxy_that_is_not_there_is_named_as_the_culprit(self, scheme):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
            async with AiohttpTransport(proxy=f"http://us:{PASSWORD}@127.0.0.1:{port}") as transport:
                error = await failure_of(transport, get(f"{scheme}://{HOST}/?{TOKEN}"), ConnectionFailedError)
        assert "the proxy" in str(error)

    def test_a_proxy_shows_no_credentials(self):
        proxy = parse_proxy(f"http://us:{PASSWORD}@proxy.test:3128", "the test")
        assert proxy.url == "http://proxy.test:3128"
        assert PASSWORD not in repr(proxy)
        assert proxy.authorization not in repr(proxy)


class TestCertificates:
    @pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    async def test_a_variable_names_the_authority_to_trust(self, tls_server, environment, authority_file, variable):
        environment.setenv(variable, str(authority_file))
        async with AiohttpTransport() as transport:
            assert (await transport.send(get(tls_server.url))).status == 200

    @pytest.mark.parametrize("variable", ["SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"])
    async def test_a_folder_of_hashed_certificates_works(
        self, tls_server, environment, authority, authority_file, tmp_path, variable
    ):
        # OpenSSL finds a certificate in a folder by the hash of its subject.
        process = await asyncio.create_subprocess_exec(
            "openssl", "x509", "-hash", "-noout", "-in", str(authority_file), stdout=asyncio.subprocess.PIPE
        )
        digest = (await process.communicate())[0].decode().strip()
        authority.cert_pem.write_to_path(tmp_path / f"{digest}.0")
        environment.setenv(variable, str(tmp_path))
        async with AiohttpTransport() as transport:
            assert (await transport.send(get(tls_server.url))).status == 200

    async def test_openssl_variables_go_before_bundles(self, tls_server, environment, authority_file):
        environment.setenv("SSL_CERT_FILE", str(authority_file))
        environment.setenv("REQUESTS_CA_BUNDLE", "/does/not/exist")
        async with AiohttpTransport() as transport:
            assert (await transport.send(get(tls_server.url))).status == 200

    async def test_an_unknown_authority_means_not_connected(self, tls_server):
        async with AiohttpTransport() as transport:
            error = await failure_of(transport, get(f"{tls_server.url}/?{TOKEN}"), ConnectionFailedError)
        assert "CERTIFICATE_VERIFY_FAILED" in str(error)
        assert isinstance(error.__cause__, ssl.SSLCertVerificationError)

    async def test_a_certificate_for_another_name_means_not_connected(self, raw_server, authority):
        server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("other.example.test").configure_cert(server_side)
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        server = await raw_server(answer_ok, server_side)
        async with AiohttpTransport(ssl_context=trusting) as transport:
            await failure_of(transport, get(server.url), ConnectionFailedError)

    @pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
    async def test_a_variable_that_names_nothing_is_named_with_what_to_do(self, environment, variable):
        environment.setenv(variable, "/does/not/exist")
        async with AiohttpTransport() as transport:
            error = await failure_of(transport, get(f"https://{HOST}/"), ConfigurationError)
        assert variable in str(error)
        assert "'/does/not/exist', which does not exist" in str(error)
        assert "unset it" in str(error)

    async def test_a_file_without_certificates_is_named(self, environment, tmp_path):
        (tmp_path / "empty.pem").write_text("nothing")
        environment.setenv("SSL_CERT_FILE", str(tmp_path / "empty.pem"))
        async with AiohttpTransport() as transport:
            error = await failure_of(transport, get(f"https://{HOST}/"), ConfigurationError)
        assert "SSL_CERT_FILE" in str(error)
        assert "cannot be used" in str(error)

    async def test_plain_http_reads_no_certificates(self, raw_server, environment):
        environment.setenv("SSL_CERT_FILE", "/does/not/exist")
        async with AiohttpTransport() as transport:
            assert (await transport.send(get((await raw_server(answer_ok)).url))).status == 200

    async def test_the_context_is_built_once_for_concurrent_requests(self, tls_server, authority, monkeypatch):
        made = []

        def make():
            context = ssl.create_default_context()
            authority.configure_trust(context)
            made.append(context)
            return context

        monkeypatch.setattr("basespace_async.transport.adapters.aiohttp.ssl_context_from_environment", make)
        async with AiohttpTransport() as transport:
            await asyncio.gather(*(transport.send(get(tls_server.url)) for _ in range(5)))
        assert len(made) == 1


class TestOwnership:
    async def test_a_borrowed_session_is_used_and_left_open(self, raw_server):
        server = await raw_server(answer_ok)
        async with aiohttp.ClientSession() as session:
            async with AiohttpTransport(session=session) as transport:
                assert (await transport.send(get(server.url))).status == 200
            assert not session.closed

    async def test_a_borrowed_session_does_not_repeat_requests(self, raw_server):
        async def script(writer, head):
            return None

        server = await raw_server(script)
        async with aiohttp.ClientSession() as session, AiohttpTransport(session=session) as transport:
            await failure_of(transport, get(server.url), ConnectionLostError)
        assert len(server.heads) == 1

    async def test_a_borrowed_session_brings_its_own_tls(self, tls_server, authority):
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        connector = aiohttp.TCPConnector(ssl=trusting)
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            AiohttpTransport(session=session) as transport,
        ):
            assert (await transport.send(get(tls_server.url))).status == 200

    async def test_a_borrowed_session_that_pins_another_certificate_means_not_connected(self, tls_server):
        connector = aiohttp.TCPConnector(ssl=aiohttp.Fingerprint(bytes(32)))
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            AiohttpTransport(session=session) as transport,
        ):
            error = await failure_of(transport, get(tls_server.url), ConnectionFailedError)
        assert "certificate" in str(error)

    async def test_a_borrowed_session_that_is_closed_is_refused(self):
        session = aiohttp.ClientSession()
        await session.close()
        transport = AiohttpTransport(session=session)
        await failure_of(transport, get("http://127.0.0.1"), ConfigurationError)
        await transport.aclose()

    @pytest.mark.parametrize("option", [{"proxy": "http://p:1"}, {"ssl_context": ssl.create_default_context()}])
    async def test_a_session_and_settings_that_it_brings_exclude_each_other(self, option):
        async with aiohttp.ClientSession() as session:
            with pytest.raises(ConfigurationError, match="session"):
                AiohttpTransport(session=session, **option)

    def test_it_is_made_outside_of_any_event_loop_and_used_in_one(self):
        transport = AiohttpTransport()

        async def use():
            server = await asyncio.start_server(serve_once, "127.0.0.1", 0)
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with server, transport:
                return (await transport.send(get(url))).status

        async def serve_once(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(OK)
            await reader.read()
            writer.close()

        assert asyncio.run(use()) == 200

    async def test_many_kinds_of_limits_and_hosts_do_not_pile_up(self, raw_server, monkeypatch):
        monkeypatch.setattr("basespace_async.transport.adapters.aiohttp._MAX_KEPT", 2)
        server = await raw_server(answer_ok)
        async with AiohttpTransport() as transport:
            for number in range(1, 6):
                timeouts = HTTPRequest("GET", "").timeouts.__class__(read=number)
                host = f"127.0.0.{number}"
                with suppress(ConnectionFailedError):
                    await transport.send(get(f"http://{host}:{server.port}", timeouts=timeouts))
            assert len(transport._routes) <= 2
            assert len(transport._timeouts) <= 2


class TestClosing:
    async def test_closing_while_others_wait_for_a_connection_fails_them(self, raw_server):
        server = await raw_server(stalling_body)
        transport = AiohttpTransport(max_connections=1)
        held = await transport.send(get(server.url, stream=True))
        waiting = asyncio.create_task(transport.send(get(f"{server.url}/?{TOKEN}")))
        await asyncio.sleep(0.01)
        await transport.aclose()
        with pytest.raises(ConnectionFailedError, match="closed") as caught:
            await waiting
        assert_no_secret(caught.value)
        assert caught.value.__context__ is None
        await held.aclose()

    async def test_closing_during_an_exchange_ends_it_with_an_error(self, raw_server):
        server = await raw_server(stalling_body)
        transport = AiohttpTransport()
        sending = asyncio.create_task(transport.send(get(server.url)))
        await until(lambda: server.heads)
        await asyncio.sleep(0.01)
        await transport.aclose()
        with pytest.raises(ConnectionLostError):
            await sending

    @pytest.mark.parametrize("borrowed", [False, True])
    async def test_closing_while_a_stream_is_read_ends_it_with_an_error(self, raw_server, borrowed):
        server = await raw_server(stalling_body)
        async with aiohttp.ClientSession() as session:
            transport = AiohttpTransport(session=session) if borrowed else AiohttpTransport()
            response = await transport.send(get(f"{server.url}/?{TOKEN}", stream=True))
            reading = asyncio.create_task(response.read())
            await asyncio.sleep(0.01)
            await transport.aclose()
            with pytest.raises(ConnectionLostError) as caught:
                await reading
            assert_no_secret(caught.value)
            await asyncio.wait_for(server.disconnected.wait(), 60)

    async def test_closing_from_another_loop_while_the_first_runs_is_refused(self, raw_server):
        transport = AiohttpTransport()
        await transport.send(get((await raw_server(answer_ok)).url))
        with pytest.raises(ConfigurationError, match="another event loop"):
            await asyncio.to_thread(lambda: asyncio.run(transport.aclose()))
        await transport.aclose()

    def test_closing_after_its_loop_has_ended_is_harmless(self):
        transport = AiohttpTransport()

        async def use():
            with socket.socket() as unused:
                unused.bind(("127.0.0.1", 0))
                await failure_of(transport, get(f"http://127.0.0.1:{unused.getsockname()[1]}"), ConnectionFailedError)

        asyncio.run(use())
        asyncio.run(transport.aclose())

    @pytest.mark.parametrize("ending", ["idle", "early close", "cancelled"])
    def test_tls_connections_end_with_the_loop_without_a_warning(self, authority, server_tls, ending):
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)

        async def serve(reader, writer):
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    await reader.readuntil(b"\r\n\r\n")
                    writer.write(OK if ending == "idle" else b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nfirst")
            writer.close()

        async def use():
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_tls)
            url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with AiohttpTransport(ssl_context=trusting) as transport:
                if ending == "cancelled":
                    with suppress(TimeoutError):
                        await asyncio.wait_for(transport.send(get(url)), 0.05)
                else:
                    response = await transport.send(get(url, stream=ending == "early close"))
                    await response.aclose()
            server.close()
            await asyncio.sleep(0.01)

        with warnings.catch_warnings():
            warnings.simplefilter("error")
            asyncio.run(use())


@pytest.mark.asyncio_loop  # uvloop's server closes its own connection as well
@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"], ids=["head", "body"])
@pytest.mark.parametrize("how", ["timeout", "cancelled"])
async def test_a_tls_connection_whose_peer_has_gone_silent_is_not_left_open(
    raw_server, server_tls, authority, how, head
):
    silent, ended = asyncio.Event(), asyncio.Event()

    async def fall_silent(writer, _):
        writer.write(head)
        await writer.drain()
        writer.transport.pause_reading()  # so that it does not answer the farewell of TLS
        silent.set()
        await ended.wait()
        writer.transport.abort()

    server = await raw_server(fall_silent, server_tls)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    before = open_sockets()
    async with AiohttpTransport(ssl_context=context) as transport:
        timeouts = Timeouts(read=0.2 if how == "timeout" else 30)
        request = HTTPRequest("GET", f"https://localhost:{server.port}/", timeouts=timeouts)
        sending = asyncio.create_task(transport.send(request))
        await silent.wait()
        if how == "cancelled":
            await asyncio.sleep(0.05)
            sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    left = open_sockets() - before
    ended.set()
    assert len(left) == 1, "the server's own, and nothing else"


def open_sockets():
    links = (Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd"))
    return {os.readlink(link) for link in links if link.is_socket()}


@pytest.mark.parametrize("mode", ["1", ""])
async def test_what_only_the_development_mode_refuses_is_told_with_what_to_do(raw_server, monkeypatch, mode):
    async def script(writer, head):
        writer.write(b"no HTTP at all\r\n\r\n")

    monkeypatch.setenv("PYTHONASYNCIODEBUG", mode)
    server = await raw_server(script)
    async with AiohttpTransport() as transport:
        error = await failure_of(transport, get(server.url), ConnectionLostError)
    assert ("HttpxTransport" in str(error)) is bool(mode)


async def test_bodies_of_one_host_that_are_read_slowly_do_not_hold_up_requests_to_another(raw_server):
    store, api = await raw_server(stalling_body), await raw_server(answer_ok)
    async with AiohttpTransport(max_connections=2) as transport:
        bodies = [await transport.send(get(store.url, stream=True)) for _ in range(2)]
        waiting = asyncio.create_task(transport.send(get(store.url)))
        response = await transport.send(get(api.url.replace("127.0.0.1", "localhost")))
        assert (response.status, waiting.done()) == (200, False)
        waiting.cancel()
        for body in bodies:
            await body.aclose()
