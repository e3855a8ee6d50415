#!/usr/bin/env python3
"""Single sign-on against the simulated server's own issuer: logins by browser and device, and refresh tokens.

    ARGOCDPP_BIN=/path/to/binary python3 tests/blackbox/single_sign_on_test.py
"""

from __future__ import annotations

import json
import re
import signal
import socket
import stat
import subprocess
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.binary_case import BinaryTest  # noqa: E402
from blackbox.harness import Result  # noqa: E402

# Stands for a person's browser: goes where it is sent, and keeps what it was shown last.
BROWSER = """#!{python}
import sys, urllib.error, urllib.request
try:
    page = urllib.request.urlopen(sys.argv[1], timeout=10).read()
except urllib.error.HTTPError as error:
    page = error.read()
open({shown!r}, "ab").write(page)
"""
ANY_PORT = ("--sso-port", "0")


def follow(url: str) -> tuple[int, str]:
    """As the browser does; the last page."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class Waiting:
    """A `login --sso` that waits for somebody to open the address that it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        self.lines = [process.stdout.readline(), process.stdout.readline()]
        self.url = self.lines[0].split()[-1] if self.lines[0] else ""
        self.query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.url).query))
        self.port = urllib.parse.urlsplit(self.query.get("redirect_uri", "")).port or 0

    def back(self, path: str = "/auth/callback", **query: str) -> tuple[int, str]:
        return follow(f"http://127.0.0.1:{self.port}{path}?{urllib.parse.urlencode(query)}")

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, "".join(self.lines) + out, err


class SignOnCase(BinaryTest):
    def setUp(self) -> None:
        super().setUp()
        self.shown = self.home.path / "shown"
        browser = self.home.path / "bin" / "xdg-open"
        browser.write_text(BROWSER.format(python=sys.executable, shown=str(self.shown)))
        browser.chmod(0o755)

    @property
    def config(self) -> Path:
        return self.home.config_dir / "config"

    def issuer(self, **details: Any) -> str:
        return str(self.sim.control("POST", "sso", details)["issuer"])

    def bare(self, *arguments: str, **variables: str) -> Result:
        return self.home.run(*arguments, env=self.home.environment(**variables))

    def login(self, *more: str, **variables: str) -> Result:
        return self.bare("login", self.sim.address, "--plaintext", "--sso", *ANY_PORT, *more, **variables)

    def begin(self, *more: str) -> Waiting:
        process = subprocess.Popen(
            [str(self.home.argocd), "login", self.sim.address, "--plaintext", "--sso", "--sso-launch-browser=false",
             *ANY_PORT, *more], env=self.home.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return Waiting(process)

    def stored(self, name: str) -> str:
        found = re.search(rf"(?m)^[- ]+{name}: (\S+)$", self.config.read_text())
        return found.group(1) if found else ""

    def store(self, lifetime: float, **more: Any) -> dict[str, str]:
        """A config as after a login whose token has so many seconds left."""
        tokens = self.sim.control("POST", "sso/tokens", {"lifetime": lifetime, **more})
        name = self.sim.address
        self.config.write_text(
            f"contexts:\n- name: {name}\n  server: {name}\n  user: {name}\ncurrent-context: {name}\nservers:\n"
            f"- grpc-web-root-path: \"\"\n  plain-text: true\n  server: {name}\nusers:\n"
            f"- auth-token: {tokens['id_token']}\n  name: {name}\n  refresh-token: {tokens['refresh_token']}\n")
        self.config.chmod(0o600)
        return dict(tokens)

    def refreshes(self) -> int:
        return int(self.sim.control("GET", "sso")["refreshes"])

    def says(self, result: Result | tuple[int, str, str], code: int, message: str) -> None:
        if isinstance(result, tuple):
            result = Result(*result, 0)
        self.assertEqual(result.exit, code, result.stderr)
        self.assertEqual([line["msg"] for line in result.log()], [message])


class LoginTest(SignOnCase):
    def test_a_browser_comes_back_with_a_code(self) -> None:
        issuer = self.issuer()
        result = self.login()
        self.assertEqual((result.exit, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertTrue(lines[0].startswith(f"Performing authorization_code flow login: {issuer}/authorize?"), lines)
        self.assertEqual(lines[1:], ["Opening system default browser for authentication", "Authentication successful",
                                     "'ada@example.com' logged in successfully",
                                     f"Context '{self.sim.address}' updated"])
        self.assertEqual(stat.S_IMODE(self.config.stat().st_mode), 0o600)
        self.assertIn(self.stored("refresh-token"), self.sim.control("GET", "sso")["refresh_tokens"])
        info = self.bare("account", "get-user-info")
        self.assertEqual(info.stdout, f"Logged In: true\nUsername: ada@example.com\nIssuer: {issuer}\nGroups: team-a\n")

    def test_the_address_holds_what_the_official_cli_sends(self) -> None:
        self.issuer(client_id="web", cli_client_id="cli-id", scopes=["openid", "groups"],
                    claims={"groups": {"essential": True}})
        waiting = self.begin()
        query = waiting.query
        self.assertEqual(waiting.lines[1], "To authenticate, copy-and-paste the following URL into your preferred "
                                           f"browser: {waiting.url}\n")
        self.assertEqual((query["client_id"], query["response_type"], query["code_challenge_method"],
                          query["access_type"]), ("cli-id", "code", "S256", "offline"))
        self.assertEqual(query["scope"], "openid groups offline_access")
        self.assertEqual(json.loads(query["claims"]), {"id_token": {"groups": {"essential": True}}})
        self.assertEqual(query["redirect_uri"], f"http://localhost:{waiting.port}/auth/callback")
        self.assertGreaterEqual(min(len(query["state"]), len(query["nonce"]), len(query["code_challenge"])), 43)
        status, page = follow(waiting.url)
        self.assertEqual(status, 200)
        self.assertIn("Authentication successful", page)
        self.assertEqual(waiting.end()[0], 0)

    def test_dex(self) -> None:
        self.issuer(dex=True, refresh=False)
        waiting = self.begin()
        self.assertEqual(waiting.query["client_id"], "argo-cd-cli")
        self.assertEqual(waiting.query["scope"], "openid profile email groups federated:id")
        follow(waiting.url)
        self.assertEqual(waiting.end()[0], 0)
        self.assertNotIn("refresh-token", self.config.read_text())

    def test_tokens_that_are_not_to_be_trusted(self) -> None:
        reasons = {"nonce": "its nonce is not the one of this login", "expired": "it has expired",
                   "signature": "its signature is wrong",
                   "unknown_kid": "it is signed with a key that the issuer does not have",
                   "none": "its signature (none) is none that the issuer's public keys can prove",
                   "hmac": "its signature (HS256) is none that the issuer's public keys can prove",
                   "audience": "it is not meant for the client cli"}
        for kind, reason in reasons.items():
            with self.subTest(kind):
                self.issuer(misbehave=kind)
                self.says(self.login(), 1, f"the issuer's token is refused: {reason}")
                self.assertFalse(self.config.exists())
        issuer = self.issuer(misbehave="issuer")
        self.says(self.login(), 1, "the issuer's token is refused: it was issued by "
                                   f"{issuer}/evil, not by {issuer}")

    def test_what_else_an_issuer_may_answer(self) -> None:
        self.issuer(misbehave="state")
        self.says(self.login(), 1, "Unknown state nonce")
        self.issuer(misbehave="denied")
        self.says(self.login(), 1, "access_denied: not today")
        self.issuer(misbehave="no_id_token")
        self.says(self.login(), 1, "no id_token in token response")
        issuer = self.issuer(misbehave="configuration")
        self.says(self.login(), 20, f'failed to query provider "{issuer}": oidc: issuer URL provided to client '
                                    f'("{issuer}") did not match the issuer URL returned by provider '
                                    f'("{issuer}/other")')
        self.issuer(misbehave="implicit")
        result = self.login()
        self.assertEqual(result.exit, 20)
        self.assertIn("implicit flow only", result.log()[-1]["msg"])
        self.assertFalse(self.config.exists())

    def test_elliptic_keys(self) -> None:
        self.issuer(key="EC")
        self.assertEqual(self.login().exit, 0)

    def test_a_server_without_single_sign_on(self) -> None:
        self.says(self.login(), 20, f"{self.sim.address} is not configured with SSO")

    def test_an_issuer_that_is_not_there(self) -> None:
        self.issuer()
        self.sim.fault("status", path="/issuer/.well-known/openid-configuration", status=404, times=1)
        result = self.login()
        self.assertEqual(result.exit, 20)
        self.assertRegex(result.log()[-1]["msg"], '^failed to query provider "http://.*/issuer": 404')

    def test_the_issuer_gets_neither_token_nor_headers(self) -> None:
        self.issuer()
        self.assertEqual(self.login(ARGOCD_AUTH_TOKEN=self.sim.token).exit, 0)
        self.assertEqual(self.login().exit, 0)
        asked = [one for one in self.sim.requests() if one["path"].startswith("/issuer/")]
        self.assertGreaterEqual(len(asked), 8)
        self.assertFalse([one for one in asked if "authorization" in one["headers"]])

    def test_strangers_on_the_port_change_nothing(self) -> None:
        self.issuer()
        waiting = self.begin()
        silent = [socket.create_connection(("127.0.0.1", waiting.port)) for _ in range(5)]
        silent[0].sendall(b"GET /auth/callback")
        for one in silent:
            self.addCleanup(one.close)
        self.assertEqual(waiting.back("/favicon.ico")[0], 404)
        self.assertEqual(waiting.back()[0], 400)
        with socket.create_connection(("127.0.0.1", waiting.port)) as other:
            other.sendall(b"POST /auth/callback?state=x HTTP/1.1\r\n\r\n")
            self.assertIn(b" 405 ", other.recv(100))
        self.assertIsNone(waiting.process.poll())
        self.assertEqual(follow(waiting.url)[0], 200)
        self.assertEqual(waiting.end()[0], 0)

    def test_a_forged_callback_ends_the_login(self) -> None:
        self.issuer()
        waiting = self.begin()
        status, page = waiting.back(code="stolen", state="forged")
        self.assertEqual(status, 400)
        self.assertIn("Unknown state nonce", page)
        self.says(waiting.end(), 1, "Unknown state nonce")
        self.assertEqual(self.sent("POST", "/token"), 0)

    def test_what_a_stranger_says_is_shown_as_text(self) -> None:
        self.issuer()
        waiting = self.begin()
        _, page = waiting.back(error="<script>\x1b[2J", error_description="x", state=waiting.query["state"])
        self.assertNotIn("<script>", page)
        self.says(waiting.end(), 1, "<script> [2J: x")

    def test_a_port_that_is_taken(self) -> None:
        self.issuer()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.says(self.login("--sso-port", str(port)), 1,
                      f"Temporary HTTP server failed: listen tcp 127.0.0.1:{port}: bind: address already in use")

    def test_ctrl_c(self) -> None:
        self.issuer()
        waiting = self.begin()
        waiting.process.send_signal(signal.SIGINT)
        self.assertEqual(waiting.end()[0], 130)
        self.assertFalse(self.config.exists())

    def test_a_callback_of_one_s_own(self) -> None:
        self.issuer()
        waiting = self.begin("--callback", "https://proxy.example.com:8443")
        self.assertEqual(waiting.query["redirect_uri"], "https://proxy.example.com:8443/auth/callback")

    def test_without_a_browser_the_address_is_printed(self) -> None:
        self.issuer()
        (self.home.path / "bin" / "xdg-open").unlink()
        process = subprocess.Popen(
            [str(self.home.argocd), "login", self.sim.address, "--plaintext", "--sso", *ANY_PORT],
            env=self.home.environment(PATH=str(self.home.argocd.parent)), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        waiting = Waiting(process)
        self.assertIn("copy-and-paste the following URL", waiting.lines[1])
        follow(waiting.url)
        self.assertEqual(waiting.end()[0], 0)

    def test_the_browser_of_the_environment(self) -> None:
        self.issuer()
        (self.home.path / "bin" / "xdg-open").rename(self.home.path / "bin" / "my-browser")
        self.assertEqual(self.login(BROWSER="no-such:my-browser").exit, 0)

    def test_no_secret_is_logged(self) -> None:
        self.issuer()
        result = self.login("--loglevel", "debug")
        self.assertEqual(result.exit, 0)
        for secret in (self.stored("auth-token"), self.stored("refresh-token")):
            self.assertGreater(len(secret), 10)
            self.assertNotIn(secret, result.stdout + result.stderr)

    def test_relogin_goes_the_same_way(self) -> None:
        self.issuer()
        self.store(-60)
        before = self.stored("auth-token")
        result = self.bare("relogin", *ANY_PORT)
        self.assertEqual(result.exit, 0, result.stderr)
        lines = result.stdout.splitlines()
        self.assertEqual((lines[0], lines[2:]), ("Reinitiating SSO login", [
            "Opening system default browser for authentication", "Authentication successful",
            f"Context '{self.sim.address}' updated"]))
        self.assertNotEqual(self.stored("auth-token"), before)
        self.assertEqual(self.refreshes(), 0)


class DeviceTest(SignOnCase):
    def test_a_code_for_another_device(self) -> None:
        issuer = self.issuer(device=True, pending=["authorization_pending"])
        result = self.login("--sso-device")
        self.assertEqual((result.exit, result.stderr), (0, ""))
        self.assertEqual(result.stdout.splitlines(), [
            f"Performing device_code flow login: {issuer}/activate?user_code=WDJB-MJHT",
            f"To authenticate, open {issuer}/activate on any device and enter the code WDJB-MJHT",
            "Authentication successful", "'ada@example.com' logged in successfully",
            f"Context '{self.sim.address}' updated"])
        self.assertTrue(self.stored("refresh-token"))
        self.assertFalse(self.shown.exists())

    def test_where_no_browser_is(self) -> None:
        self.issuer(device=True)
        (self.home.path / "bin" / "xdg-open").unlink()
        result = self.login(PATH=str(self.home.argocd.parent))
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertIn("enter the code WDJB-MJHT", result.stdout)

    def test_a_refusal(self) -> None:
        self.issuer(device=True, pending=["access_denied"])
        self.says(self.login("--sso-device"), 1, 'oauth2: "access_denied"')

    def test_an_issuer_without_it(self) -> None:
        issuer = self.issuer()
        self.says(self.login("--sso-device"), 20, f"the issuer {issuer} offers no login on another device")


class RefreshTest(SignOnCase):
    def info(self, **variables: str) -> Result:
        return self.bare("account", "get-user-info", **variables)

    def test_an_expired_token_is_renewed_and_kept(self) -> None:
        self.issuer()
        for lifetime in (-60, 20):
            with self.subTest(lifetime):
                before = self.store(lifetime)
                count = self.refreshes()
                for _ in range(2):
                    result = self.info()
                    self.assertEqual((result.exit, result.stderr), (0, ""))
                    self.assertIn("Username: ada@example.com", result.stdout)
                self.assertEqual(self.refreshes() - count, 1)
                self.assertNotEqual(self.stored("auth-token"), before["id_token"])
                self.assertNotEqual(self.stored("refresh-token"), before["refresh_token"])
                self.assertEqual(stat.S_IMODE(self.config.stat().st_mode), 0o600)

    def test_a_token_that_lasts_is_left_alone(self) -> None:
        self.issuer()
        self.store(120)
        before = self.config.read_text()
        self.assertEqual(self.info().exit, 0)
        self.assertEqual((self.refreshes(), self.config.read_text()), (0, before))

    def test_an_issuer_that_gives_no_new_refresh_token(self) -> None:
        self.issuer(rotates=False)
        before = self.store(-60)
        self.assertEqual(self.info().exit, 0)
        self.assertEqual(self.stored("refresh-token"), before["refresh_token"])

    def test_processes_at_once_renew_once(self) -> None:
        self.issuer()
        self.store(-60)
        with ThreadPoolExecutor(5) as pool:
            results = list(pool.map(lambda _: self.info(), range(5)))
        self.assertEqual([result.exit for result in results], [0] * 5, [result.stderr for result in results])
        self.assertTrue(all("ada@example.com" in result.stdout for result in results))
        self.assertEqual(self.refreshes(), 1)

    def test_a_refused_renewal(self) -> None:
        self.issuer()
        self.store(-60)
        before = self.config.read_text()
        self.sim.control("PATCH", "sso", {"forget_refresh_tokens": True})
        self.says(self.info(), 1, 'oauth2: "invalid_grant" "the refresh token has been used or revoked"')
        self.assertEqual(self.config.read_text(), before)

    def test_a_renewal_that_is_not_to_be_trusted(self) -> None:
        for kind, reason in (("signature", "its signature is wrong"), ("subject", "it is somebody else's")):
            with self.subTest(kind):
                self.issuer()
                self.store(-60)
                before = self.config.read_text()
                self.sim.control("PATCH", "sso", {"misbehave": kind})
                self.says(self.info(), 1, f"the issuer's token is refused: {reason}")
                self.assertEqual(self.config.read_text(), before)

    def test_a_refresh_token_only_goes_where_it_came_from(self) -> None:
        self.issuer()
        self.store(-60)
        self.issuer(issuer_path="/other")
        result = self.info()
        self.assertEqual(result.exit, 1)
        self.assertIn("the stored token is of another issuer", result.log()[-1]["msg"])
        self.assertEqual(self.sent("POST", "/token"), 0)

    def test_a_token_that_was_given_is_never_renewed(self) -> None:
        self.issuer()
        expired = self.store(-60)["id_token"]
        before = self.config.read_text()
        self.assertIn("Username: other", self.info(ARGOCD_AUTH_TOKEN=self.sim.mint(subject="other:login")).stdout)
        self.assertEqual(self.info(ARGOCD_AUTH_TOKEN=expired).stdout, "Logged In: false\n")
        self.assertEqual(self.bare("app", "list", "--auth-token", expired).exit, 20)
        self.assertEqual((self.refreshes(), self.config.read_text()), (0, before))

    def test_a_token_that_the_server_refuses_is_renewed(self) -> None:
        self.issuer()
        self.store(3600)
        self.sim.control("PATCH", "sso", {"forget_tokens": True})
        result = self.bare("app", "list", "-o", "name")
        self.assertEqual((result.exit, len(result.stdout.split())), (0, 15), result.stderr)
        self.assertEqual(self.refreshes(), 1)

    def test_a_config_that_can_t_be_written(self) -> None:
        self.issuer()
        self.store(-60)
        self.config.chmod(0o400)
        result = self.info()
        self.assertEqual(result.exit, 0, result.stderr)

    def test_session_token_prints_the_new_one(self) -> None:
        self.issuer()
        before = self.store(-60)
        result = self.bare("account", "session-token")
        self.assertEqual(result.exit, 0, result.stderr)
        self.assertEqual(result.stdout, self.stored("auth-token") + "\n")
        self.assertNotEqual(self.stored("auth-token"), before["id_token"])

    def test_a_wait_outlives_its_token(self) -> None:
        """Tokens here last 32 s, so each is renewed after 2 s."""
        self.issuer(lifetime=32)
        self.store(-60)
        self.sim.control("PATCH", "apps/guestbook", {"status": {"health": {"status": "Degraded"}}})
        result = self.bare("app", "wait", "guestbook", "--health", "--timeout", "7")
        self.assertEqual(result.exit, 20, result.stderr)
        self.assertIn("timed out", result.stderr)
        self.assertGreaterEqual(self.refreshes(), 2)


if __name__ == "__main__":
    unittest.main()
