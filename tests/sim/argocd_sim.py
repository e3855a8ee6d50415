#!/usr/bin/env python3
"""A simulated Argo CD 3.5.1 API server: its REST, its streams, its errors, and faults on demand.

    python3 tests/sim/argocd_sim.py [--speed 50] [--tls] [--apps 5000] [--exit-with-stdin] …

Reads are answered as recorded; applications can be created, changed, synced, rolled back and deleted, and their
resources patched, deleted and acted on; so can projects with their tokens, repositories, shared credentials,
certificates, clusters, application sets, GnuPG keys, and accounts with their tokens. Who may not is refused: see
access.py. Over gRPC-Web there are GetManifestsWithFiles, ServerSideDiff and ValidateAccess: see grpc_web_routes.py.

Binds 127.0.0.1 on a free port and prints one JSON line when ready:
    {"port": N, "tls": bool, "ca": path|null, "client_cert": path|null, "client_key": path|null,
     "token": "<JWT>", "control": "http://127.0.0.1:N/_sim/"}
`token` is the admin's (24 h). Login: admin / password. Ends on SIGTERM, and with --exit-with-stdin when stdin ends.
The applications are those of recordings/state.jsonl; a sync plays a history on a clock `--speed` times as fast.

Control, for tests only (JSON in, JSON out, no token needed; on the same port, so https with --tls):

    GET    /_sim/state        {connections, requests, open_streams, watchers (streams that tell of changes), syncs_started,
                                syncs, problems, faults, now, speed}
    GET    /_sim/requests     the log: [{method, path, headers (tokens as "present"), body, connection, at, fault}]
    DELETE /_sim/requests     forgets the log
    GET    /_sim/uploads      what GetManifestsWithFiles got: [{app, namespace, project, size, chunks, entries:
                              {name: "file" | "directory" | "-> target"}, files: {name: text}}]
    POST   /_sim/reset        everything as at the start (faults, log, connection count, applications, revocations)
    POST   /_sim/faults       adds a rule, or a list of rules: see faults.py
    DELETE /_sim/faults       forgets all rules
    POST   /_sim/options      {idle_close_ms, keep_alive_seconds, refresh_hangs, require_header: [name, value]|null,
                               password}; idle_close_ms closes a keep-alive connection idle for so long
    PUT    /_sim/apps         loads an application object, or a list of them, as they are
    GET    /_sim/apps/[NS/]NAME    the object
    PATCH  /_sim/apps/[NS/]NAME    a JSON merge patch on it, told to the watchers
    DELETE /_sim/apps/[NS/]NAME    it is gone at once; told to the watchers
    POST   /_sim/generate     {count}: replaces the applications by generated ones
    POST   /_sim/logs         {app, namespace, pod, container, lines: [[time, content], …]}: lines that a container writes
    POST   /_sim/pods         pods in a state, with their events and logs: see pod_states.py
    PUT    /_sim/events       {app, namespace, uid, events}: what is told of a resource, without a uid of the application
    PUT    /_sim/managed/[NS/]NAME {items} or {count, kilobytes, changed}: its managed resources from now on
    POST   /_sim/script       {app, namespace, script}: success | failing | never_ending | degraded | silent
    POST   /_sim/push         {app, commit, date, head: true}: a commit in the repository of this application, and its head,
                              with which the next refresh compares; automated applications are then synced to it
    POST   /_sim/case         a line of cli-mutate-op.jsonl, or a case of streams.jsonl (recording.stream_cases): loads
                              `before`; the next sync of each application is checked against the recorded
                              operation (differences: `problems`) and plays the recorded history
    POST   /_sim/clock        {speed} and / or {advance: seconds}
    PUT    /_sim/accounts     {name, password, role: admin | readonly | none}: one more local account
    POST   /_sim/tokens       {subject, expires_in: seconds|null, jti}: mints {token}; negative = expired already
    POST   /_sim/revocations  {token}
    *      /_sim/sso          single sign-on by an issuer on the same port: see open_id_routes.py
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sim import certificates, generated_applications  # noqa: E402
from sim.access import access_routes  # noqa: E402
from sim.account_routes import account_routes  # noqa: E402
from sim.application_routes import application_routes  # noqa: E402
from sim.application_set_routes import application_set_routes  # noqa: E402
from sim.application_write_routes import application_write_routes  # noqa: E402
from sim.certificate_routes import certificate_routes  # noqa: E402
from sim.clock import VirtualClock  # noqa: E402
from sim.cluster_routes import cluster_routes  # noqa: E402
from sim.connection import Connection  # noqa: E402
from sim.control_routes import control_routes  # noqa: E402
from sim.download_routes import download_routes, elf_looking  # noqa: E402
from sim.event_routes import event_routes  # noqa: E402
from sim.gpg_key_routes import gpg_key_routes  # noqa: E402
from sim.grpc_web_routes import grpc_web_routes  # noqa: E402
from sim.log_routes import log_routes  # noqa: E402
from sim.open_id_routes import open_id_routes  # noqa: E402
from sim.project_routes import project_routes  # noqa: E402
from sim.recorded_routes import recorded_routes  # noqa: E402
from sim.repository_routes import repository_routes  # noqa: E402
from sim.resource_routes import resource_routes  # noqa: E402
from sim.session_routes import session_routes  # noqa: E402
from sim.simulation import Simulation  # noqa: E402
from sim.stream_routes import stream_routes  # noqa: E402

HANDLERS = [control_routes, open_id_routes, access_routes, session_routes, account_routes, gpg_key_routes, stream_routes,
            log_routes, event_routes, resource_routes, application_write_routes, application_routes, project_routes,
            repository_routes, certificate_routes, cluster_routes, application_set_routes, recorded_routes, grpc_web_routes, download_routes]


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A simulated Argo CD API server")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the virtual clock runs")
    parser.add_argument("--epoch", type=float, help="the virtual clock's start, in seconds since 1970")
    parser.add_argument("--apps", type=int, help="serve so many generated applications instead of the recorded ones")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--san", default="DNS:localhost,IP:127.0.0.1", help="openssl's subjectAltName")
    parser.add_argument("--expired", action="store_true", help="the server's certificate has expired")
    parser.add_argument("--self-signed", action="store_true", help="the server's certificate is its own CA")
    parser.add_argument("--client-cert-required", action="store_true")
    parser.add_argument("--idle-close-ms", type=int, help="close keep-alive connections idle for so long")
    parser.add_argument("--keep-alive-seconds", type=float, help="between the keep-alives of event streams")
    parser.add_argument("--download", type=Path, help="the file behind /download/argocd-linux(-amd64)")
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when stdin ends")
    return parser.parse_args()


def accept_connections(sim: Simulation, listener: socket.socket) -> None:
    """One thread for each connection, until the listener is closed."""
    while True:
        try:
            sock, _ = listener.accept()
        except OSError:
            return
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sim, sock, sim.note_connection())
        threading.Thread(target=connection.serve, daemon=True).start()


def main() -> None:
    options = parse_options()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="argocd-sim-") as scratch:
        made = context = None
        if options.tls:
            made = certificates.make(Path(scratch), options.san, options.expired, options.self_signed)
            context = certificates.server_context(made, options.client_cert_required)
        sim = Simulation(VirtualClock(options.speed, options.epoch), context)
        sim.handlers = HANDLERS
        sim.idle_close = options.idle_close_ms / 1000 if options.idle_close_ms else None
        sim.keep_alive = options.keep_alive_seconds
        content = options.download.read_bytes() if options.download else elf_looking()
        sim.downloads = {"/download/argocd-linux": content, "/download/argocd-linux-amd64": content}
        if options.apps is not None:
            generated_applications.fill(sim.store, options.apps)
        listener = socket.create_server(("127.0.0.1", options.port), backlog=256)
        threading.Thread(target=accept_connections, args=(sim, listener), daemon=True).start()
        port = listener.getsockname()[1]
        scheme = "https" if made else "http"
        print(json.dumps({"port": port, "tls": bool(made), "ca": str(made.ca) if made else None,
                          "client_cert": str(made.client) if made else None,
                          "client_key": str(made.client_key) if made else None, "token": sim.tokens.mint(),
                          "control": f"{scheme}://127.0.0.1:{port}/_sim/"}), flush=True)
        if options.exit_with_stdin:
            threading.Thread(target=lambda: (sys.stdin.buffer.read(), ended.set()), daemon=True).start()
        ended.wait()
        sim.stopping.set()
        listener.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
