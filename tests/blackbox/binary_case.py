"""The ground of the black-box tests that are not recorded ones: a server, a home, and short ways to run."""

from __future__ import annotations

import unittest

from blackbox.harness import BINARY_VARIABLE, Home, Result, Sim, binary


class BinaryTest(unittest.TestCase):
    """One simulated server for a class, one home and a reset server for each test."""

    options: tuple[str, ...] = ("--speed", "50")
    sim: Sim
    home: Home

    @classmethod
    def setUpClass(cls) -> None:
        if binary() is None:
            raise unittest.SkipTest(f"{BINARY_VARIABLE} does not name a binary")
        cls.sim = Sim(*cls.options).__enter__()
        cls.addClassCleanup(cls.sim.__exit__, None, None, None)

    def setUp(self) -> None:
        self.sim.reset()
        self.home = Home().__enter__()
        self.addCleanup(self.home.__exit__, None, None, None)

    def argocd(self, *arguments: str, token: str | None = None, timeout: float = 30, stdin: str = "",
               **variables: str) -> Result:
        """A run that is logged in; it must end by itself, and not by a signal."""
        env = self.home.server_environment(self.sim, **variables)
        if token is not None:
            env["ARGOCD_AUTH_TOKEN"] = token
        result = self.home.run(*arguments, env=env, stdin=stdin, timeout=timeout)
        about = f"argocd {' '.join(arguments)}: {result.stdout[-800:]}\n{result.stderr[-800:]}"
        self.assertIsNotNone(result.exit, f"had to be killed after {timeout} s: {about}")
        self.assertGreaterEqual(result.exit or 0, 0, f"ended by a signal: {about}")
        return result

    def succeeds(self, *arguments: str, **how: object) -> Result:
        result = self.argocd(*arguments, **how)  # type: ignore[arg-type]
        self.assertEqual(result.exit, 0, f"{result.stdout[-800:]}\n{result.stderr[-800:]}")
        return result

    def fails(self, code: int | None, *arguments: str, **how: object) -> Result:
        """Ends with the code (None: with any but 0), and says why on stderr."""
        result = self.argocd(*arguments, **how)  # type: ignore[arg-type]
        about = f"{result.stdout[-800:]}\n{result.stderr[-800:]}"
        if code is None:
            self.assertNotEqual(result.exit, 0, about)
        else:
            self.assertEqual(result.exit, code, about)
        self.assertTrue(result.stderr.strip(), "failed without a word on stderr")
        return result

    def script(self, app: str, script: str) -> None:
        self.sim.control("POST", "script", {"app": app, "script": script})

    def sent(self, method: str, ending: str) -> int:
        """How many requests of this kind the server saw."""
        return sum(one["method"] == method and one["path"].partition("?")[0].endswith(ending)
                   for one in self.sim.requests())
