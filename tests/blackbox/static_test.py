"""The static program in an empty root: nothing of a machine but what its user put there.

The program is that of ARGOCDPP_STATIC (scripts/build --static). Only root may change roots, and answer at port 53.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blackbox.harness import Sim  # noqa: E402

STATIC = os.environ.get("ARGOCDPP_STATIC")
NAME_SERVER = "127.0.53.53"  # nobody else's, and still loopback
BY_HOSTS, BY_DNS, UNKNOWN = "argocd.hosts.test", "argocd.dns.test", "argocd.nowhere.test"
LARGEST = 10_000_000


class NameServer:
    """Knows one name."""

    def __enter__(self) -> "NameServer":
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((NAME_SERVER, 53))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.sendto(b"", (NAME_SERVER, 53))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while (asked := self._socket.recvfrom(512))[0]:
            self._socket.sendto(self._answer(asked[0]), asked[1])

    @staticmethod
    def _answer(query: bytes) -> bytes:
        end = query.index(b"\0", 12) + 5
        kind, = struct.unpack(">H", query[end - 4:end - 2])
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        is_known = ".".join(labels) == BY_DNS
        has_answer = is_known and kind == 1
        head = query[:2] + struct.pack(">HHHHH", 0x8180 if is_known else 0x8183, 1, int(has_answer), 0, 0)
        record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton("127.0.0.1")
        return head + query[12:end] + (record if has_answer else b"")


@unittest.skipUnless(STATIC, "ARGOCDPP_STATIC does not name a program")
class Static(unittest.TestCase):
    def setUp(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="argocd-root-"))
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copy(str(STATIC), self.root / "argocdpp")

    def run_there(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        def enter() -> None:
            os.chroot(self.root)
            os.chdir("/")
        return subprocess.run(["/argocdpp", *words], env=variables, preexec_fn=enter, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=30)

    def test_is_at_most_ten_megabytes(self) -> None:
        self.assertLessEqual(Path(str(STATIC)).stat().st_size, LARGEST)

    @unittest.skipUnless(os.geteuid() == 0, "only root may change roots")
    def test_runs_with_nothing_else_there(self) -> None:
        ran = self.run_there("version", "--client", "--short")
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        self.assertTrue(ran.stdout.startswith("argocdpp: v"), ran.stdout)

    @unittest.skipUnless(os.geteuid() == 0, "only root may change roots")
    def test_finds_servers_by_files_and_by_dns_and_trusts_the_bundle(self) -> None:
        etc = self.root / "etc"
        (etc / "ssl/certs").mkdir(parents=True)
        (etc / "hosts").write_text(f"127.0.0.1 {BY_HOSTS}\n")
        (etc / "resolv.conf").write_text(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n")
        # Would send the C library for a library of the machine, were it asked.
        (etc / "nsswitch.conf").write_text("hosts: nis\n")
        with Sim("--tls", "--san", f"DNS:{BY_HOSTS},DNS:{BY_DNS}") as sim, NameServer():
            def listed(host: str) -> subprocess.CompletedProcess[str]:
                return self.run_there("app", "list", "-o", "name", ARGOCD_SERVER=f"{host}:{sim.port}",
                                      ARGOCD_AUTH_TOKEN=sim.token)
            distrusted = listed(BY_HOSTS)
            self.assertEqual(distrusted.returncode, 1, distrusted.stderr)
            self.assertIn("unknown authority", distrusted.stderr)

            shutil.copy(str(sim.ca), etc / "ssl/certs/ca-certificates.crt")
            for host in (BY_HOSTS, BY_DNS):
                ran = listed(host)
                self.assertEqual((ran.returncode, ran.stderr), (0, ""), host)
                self.assertIn("argocd/waves\n", ran.stdout)
            unknown = listed(UNKNOWN)
            self.assertEqual(unknown.returncode, 1, unknown.stderr)
            self.assertIn(f"lookup {UNKNOWN}: no such host", unknown.stderr)


if __name__ == "__main__":
    unittest.main()
