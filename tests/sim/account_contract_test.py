#!/usr/bin/env python3
"""Does the simulated server keep accounts and GnuPG keys, and refuse who may not, as the real one did?

    python3 tests/sim/account_contract_test.py

The answers were seen on an Argo CD 3.5.1 on 2026-11-24.
"""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim  # noqa: E402
from support.gpg_samples import KEYS  # noqa: E402

EMPTY = {"metadata": {}, "items": None}
KEY, KEY_ID = KEYS[0].text, KEYS[0].identifier


class AccountContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.sim = Sim().__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def setUp(self) -> None:
        self.sim.reset()
        for role in ("readonly", "none", "admin"):
            self.sim.control("PUT", "accounts", {"name": f"d-{role}", "role": role})

    def call(self, method: str, path: str, body: Any = None, account: str = "admin") -> tuple[int, dict[str, Any]]:
        token = self.sim.mint(subject=f"{account}:login")
        status, _, answer = self.sim.exchange(method, f"/api/v1/{path}", body,
                                              {"Authorization": f"Bearer {token}"}, authenticated=False)
        return status, json.loads(answer)

    def assert_refused(self, answer: tuple[int, dict[str, Any]], status: int, words: str) -> None:
        self.assertEqual(answer[0], status, answer)
        self.assertRegex(answer[1]["message"], f"^{words}$")

    def denied(self, words: str, account: str, method: str, path: str, body: Any = None) -> None:
        told = rf": {words}, sub: {account}, iat: 2\d{{3}}-\d\d-\d\dT\d\d:\d\d:\d\dZ" if words else ""
        with self.subTest(method=method, path=path, account=account):
            self.assert_refused(self.call(method, path, body, account), 403, "permission denied" + told)

    def test_who_may_only_look(self) -> None:
        for words, method, path, body in (
                ("accounts, update, admin", "POST", "account/admin/token", {"name": "admin"}),
                ("accounts, update, admin", "PUT", "account/password", {"name": "admin", "newPassword": "x"}),
                ("applications, sync, default/waves", "POST", "applications/waves/sync", {}),
                ("applications, delete, default/waves", "DELETE", "applications/waves", None),
                ("", "PUT", "applications/waves/spec", {}), ("", "POST", "applications/waves/rollback", {}),
                ("", "DELETE", "applications/waves/operation", None),
                ("", "DELETE", "clusters/in-cluster?id.type=name", None),
                ("applications, create, default/d-x", "POST", "applications",
                 {"metadata": {"name": "d-x"}, "spec": {"project": "default"}}),
                ("applicationsets, create, default/d-set", "POST", "applicationsets",
                 {"metadata": {"name": "d-set"}, "spec": {"template": {"spec": {"project": "default"}}}}),
                ("certificates, create, ", "POST", "certificates", {"items": []}),
                ("gpgkeys, delete, ", "DELETE", "gpgkeys?keyID=ABCD", None),
                ("projects, delete, team-a", "DELETE", "projects/team-a", None),
                ("repositories, create, team-a/file:///x", "POST", "repositories",
                 {"repo": "file:///x", "project": "team-a"}),
                ("repositories, delete, https://x.invalid/", "DELETE", "repocreds/https%3A%2F%2Fx.invalid%2F", None)):
            self.denied(words, "d-readonly", method, path, body)
        self.assertEqual(self.call("GET", "applications/waves", account="d-readonly")[0], 200)

    def test_who_may_not_even_look(self) -> None:
        for words, path in (("accounts, get, admin", "account/admin"), ("", "applications/waves"),
                            ("", "applications/waves/logs"), ("certificates, get, ", "certificates"),
                            ("", "clusters/in-cluster?id.type=name"), ("gpgkeys, get, ", "gpgkeys"),
                            ("projects, get, team-a", "projects/team-a/detailed")):
            if path.endswith("logs"):
                self.assertEqual(self.call("GET", path, account="d-none"), (403, {"error": {
                    "grpc_code": 7, "http_code": 403, "message": "permission denied", "http_status": "Forbidden"}}))
            else:
                self.denied(words, "d-none", "GET", path)
        for path in ("applications", "applicationsets", "clusters", "projects", "repositories", "repocreds"):
            self.assertEqual(self.call("GET", path, account="d-none"), (200, EMPTY), path)

    def test_accounts_see_themselves(self) -> None:
        alone = {"name": "d-none", "enabled": True, "capabilities": ["apiKey", "login"]}
        self.assertEqual(self.call("GET", "account", account="d-none"), (200, {"items": [alone]}))
        names = [one["name"] for one in self.call("GET", "account")[1]["items"]]
        self.assertEqual(names, ["admin", "d-admin", "d-none", "d-readonly"])
        self.assertEqual(self.call("GET", "account/can-i/projects/get/*", account="d-none"), (200, {"value": "no"}))
        self.assertEqual(self.call("GET", "account/can-i/projects/get/*"), (200, {"value": "yes"}))
        self.assert_refused(self.call("GET", "account/can-i/projects/foo/*"), 400,
                            r"\[get create .* invoke\] does not contain foo")

    def test_tokens_of_accounts(self) -> None:
        path, asked = "account/d-none/token", {"name": "d-none", "id": "one", "expiresIn": 60}
        token = self.call("POST", path, asked)[1]["token"]
        shown = self.call("GET", "account/d-none")[1]["tokens"][0]
        self.assertEqual((shown["id"], shown["expiresAt"] - shown["issuedAt"]), ("one", 60))
        self.assert_refused(self.call("POST", path, asked), 500, "failed to update account with new token: account "
                                                                 "already has token with id 'one'")
        self.assert_refused(self.call("POST", "account/admin/token", {}), 500,
                            "failed to update account with new token: account 'admin' does not have apiKey capability")
        self.assert_refused(self.call("DELETE", path + "/two"), 404, "token with id 'two' does not exist")
        self.assertEqual(self.call("DELETE", path + "/one"), (200, {}))
        self.assertNotIn("tokens", self.call("GET", "account/d-none")[1])
        refused = self.sim.exchange("GET", "/api/v1/projects", headers={"Authorization": f"Bearer {token}"},
                                    authenticated=False)
        self.assertEqual(refused[0], 401)
        for method, below in (("GET", ""), ("POST", "/token"), ("DELETE", "/token/x")):
            self.assert_refused(self.call(method, "account/nosuch" + below), 404, "account 'nosuch' does not exist")

    def test_passwords(self) -> None:
        asked = {"name": "d-none", "currentPassword": "password", "newPassword": "long enough"}
        self.assert_refused(self.call("PUT", "account/password", asked | {"currentPassword": "x"}), 400,
                            "current password does not match")
        self.assert_refused(self.call("PUT", "account/password", asked | {"newPassword": "x"}), 500,
                            r"new password does not match the following expression: \^\.\{8,32\}\$")
        self.assertEqual(self.call("PUT", "account/password", asked), (200, {}))
        self.assertEqual(self.call("POST", "session", {"username": "d-none", "password": "long enough"})[0], 200)

    def test_keys(self) -> None:
        added = self.call("POST", "gpgkeys", {"keyData": KEY})[1]
        self.assertNotIn("skipped", added)
        self.assertEqual(self.call("POST", "gpgkeys", {"keyData": KEY})[1],
                         {"created": {"metadata": {}, "items": None}, "skipped": [KEY_ID]})
        shown = {"keyID": KEY_ID, "fingerprint": "A403B5ABECD8A8F4C73B45CE3A23DE1B77C7E0C7",
                 "owner": "D Tester <d@d.invalid>", "trust": "unknown", "subType": "ed25519"}
        self.assertEqual(self.call("GET", "gpgkeys"), (200, {"metadata": {}, "items": [shown]}))
        self.assertEqual(self.call("GET", f"gpgkeys/{KEY_ID}")[1]["owner"], shown["owner"])
        self.assert_refused(self.call("GET", f"gpgkeys/{KEY_ID.lower()}"), 500, f"no such key: {KEY_ID.lower()}")
        self.assert_refused(self.call("GET", "gpgkeys/ABCD"), 500, "'ABCD' is not a valid GnuPG key ID")
        self.assert_refused(self.call("DELETE", "gpgkeys?keyID=ABCD"), 500, "no such key configured: ABCD")
        self.assertEqual(self.call("DELETE", f"gpgkeys?keyID={KEY_ID}"), (200, {}))
        self.assertEqual(self.call("GET", "gpgkeys")[1]["items"], None)
        self.assert_refused(self.call("GET", f"gpgkeys/{KEY_ID}"), 500, f"no such key: {KEY_ID}")
        self.assert_refused(self.call("POST", "gpgkeys", {"keyData": " "}), 500, "submitted key data is empty")


if __name__ == "__main__":
    unittest.main()
