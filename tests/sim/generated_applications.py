"""Many generated applications, each with 30 resources and about 9 KB of JSON, for measurements.

They are as alike as those that the official CLI was measured with: 45 MB of JSON pack to half a megabyte.
"""

from __future__ import annotations

import functools
from typing import Any

from . import gojson
from .application_store import ApplicationStore

_TEAMS = ("web", "data", "a", "b")
_KINDS = (("apps", "Deployment"), ("", "Service"), ("", "ConfigMap"), ("batch", "CronJob"), ("", "Secret"))


_REVISION = "faf0510e37bc709d89693659157465e80794afaf"


def _name(number: int) -> str:
    return f"app-{number:05d}"


def generated_application(number: int) -> dict[str, Any]:
    name = _name(number)
    synced, healthy = number % 7 != 0, number % 11 != 0
    resources = []
    for index in range(30):
        group, kind = _KINDS[index % len(_KINDS)]
        resource: dict[str, Any] = {"group": group} if group else {}
        resource |= {"version": "v1", "kind": kind, "namespace": f"ns-{number % 50}",
                     "name": f"{name}-{kind.lower()}-{index}",
                     "status": "Synced" if synced or index else "OutOfSync"}
        resources.append(resource)
    source = {"repoURL": f"https://git.example.org/team-{number % 20}/deploy.git", "path": f"envs/prod/{name}",
              "targetRevision": "master"}
    operation = {"sync": {"revision": _REVISION, "syncStrategy": {"hook": {}}, "source": source},
                 "initiatedBy": {"username": "admin"}, "retry": {}}
    results = [{**{key: resource.get(key, "") for key in ("group", "version", "kind", "namespace", "name")},
                "status": "Synced", "message": f"{resource['kind'].lower()}/{resource['name']} unchanged",
                "hookPhase": "Running", "syncPhase": "Sync"} for resource in resources[:12]]
    history = [{"revision": _REVISION, "deployedAt": "2026-11-24T00:28:45Z", "id": entry, "source": source,
                "deployStartedAt": "2026-11-24T00:28:44Z", "initiatedBy": {"username": "admin"}}
               for entry in range(7)]
    return {
        "metadata": {"name": name, "namespace": "argocd", "uid": f"00000000-0000-4000-8000-{number:012d}",
                     "resourceVersion": str(1000 + number), "generation": 7,
                     "creationTimestamp": "2026-11-24T00:28:41Z", "labels": {"team": _TEAMS[number % len(_TEAMS)]}},
        "spec": {"source": source, "destination": {"server": "https://kubernetes.default.svc",
                                                   "namespace": f"ns-{number % 50}"}, "project": "default"},
        "status": {"resources": resources,
                   "sync": {"status": "Synced" if synced else "OutOfSync",
                            "comparedTo": {"source": source, "destination": {"server": "https://kubernetes.default.svc",
                                                                             "namespace": f"ns-{number % 50}"}},
                            "revision": _REVISION},
                   "health": {"status": "Healthy" if healthy else "Degraded",
                              "lastTransitionTime": "2026-11-24T00:28:53Z"},
                   "history": history, "reconciledAt": "2026-11-24T00:29:43Z",
                   "operationState": {"operation": operation, "phase": "Succeeded",
                                      "message": "successfully synced (all tasks run)",
                                      "syncResult": {"resources": results, "revision": _REVISION, "source": source},
                                      "startedAt": "2026-11-24T00:28:44Z", "finishedAt": "2026-11-24T00:28:45Z"},
                   "sourceType": "Directory", "summary": {"images": [f"registry.example.org/{name}:1.2.{number % 30}"]},
                   "controllerNamespace": "argocd", "sourceHydrator": {}},
    }


def _config_map(number: int, kilobytes: int, changed: bool) -> str:
    """Texts of three lines; where it has changed, every fortieth of them is another."""
    data = {f"key-{key:04d}.conf": f"server_{key} = host-{number}-{key}.example.org:8080\n"
            f"level = {'debug' if changed and key % 40 == 0 else 'info'}\nnote = {key * 7919 % 1000}"
            for key in range(12 * kilobytes)}
    return gojson.dumps({"apiVersion": "v1", "data": data, "kind": "ConfigMap",
                         "metadata": {"name": f"config-{number:04d}", "namespace": "default"}}).decode()


def managed_config_maps(count: int, kilobytes: int, changed: int) -> list[dict[str, Any]]:
    """Managed resources of about that size each, so many of them changed."""
    items = []
    for number in range(count):
        live, target = (_config_map(number, kilobytes, new) for new in (False, number < changed))
        items.append({"kind": "ConfigMap", "namespace": "default", "name": f"config-{number:04d}",
                      "targetState": target, "liveState": live, "normalizedLiveState": live,
                      "predictedLiveState": target, **({"modified": True} if number < changed else {})})
    return items


def fill(store: ApplicationStore, count: int) -> None:
    """Only these applications: the recorded ones go."""
    store.clear()
    for number in range(count):
        store.load_made(("argocd", _name(number)), functools.partial(generated_application, number), 1000 + number)
