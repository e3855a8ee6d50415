"""What the server asks of an application before it takes it, and how it tidies the spec up.

The repository is the one the recordings were made with; what is unknown here (fields of a newer server) stays.
"""

from __future__ import annotations

import copy
import fnmatch
import json
import re
from typing import Any

from .recording import Snapshot
from .rpc_error import INVALID_ARGUMENT, UNKNOWN, RpcError

Spec = dict[str, Any]

REPOSITORY = "file:///srv/git/apps"
PATHS = {"configs", "degraded", "failing", "guestbook", "helm-guestbook", "hooks", "kustomize-guestbook", "progressing",
         "stuck-hook", "suspended", "waves"}
REVISIONS = {"", "HEAD", "master", "v1.0.0", "first", "main"}
_COMMIT = re.compile(r"[0-9a-f]{40}")
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_TYPES = (("kustomize", "Kustomize"), ("helm", "Helm"), ("directory", "Directory"), ("plugin", "Plugin"))
_MODIFIERS = {"forceCommonLabels", "forceCommonAnnotations", "commonAnnotationsEnvsubst", "labelWithoutSelector",
              "labelIncludeTemplates"}
# Members that are always written, and those whose inside is nobody's business.
_KEPT = {"repoURL", "project", "destination", "automated", "revisionHistoryLimit", "prune", "selfHeal", "allowEmpty",
         "enabled", "drySource", "syncSource", "source", "plugin", "retry", "helm", "kustomize", "directory"}
_OPAQUE = {"valuesObject", "ignoreDifferences", "managedNamespaceMetadata"}


def sources_of(spec: Spec) -> list[Spec]:
    if spec.get("sourceHydrator"):
        hydrator = spec["sourceHydrator"]
        sync, dry = hydrator.get("syncSource", {}), hydrator.get("drySource", {})
        return [{"repoURL": sync.get("repoURL") or dry.get("repoURL", ""), "path": sync.get("path", "")}]
    if spec.get("sources"):
        return list(spec["sources"])
    return [spec.get("source") or {}]


class Rules:
    """`wrapped` is what the call puts in front of errors that have no code of their own."""

    def __init__(self, snapshot: Snapshot, name: str, spec: Spec, wrapped: str) -> None:
        self.snapshot = snapshot
        self.name = name
        self.spec = spec
        self.wrapped = wrapped

    def check(self, project: dict[str, Any], validate: bool) -> None:
        self._source_names()
        self._destination()
        if validate:
            self._repository()
        self._permissions(project)

    def _invalid(self, condition: str) -> RpcError:
        return RpcError(INVALID_ARGUMENT, f"application spec for {self.name} is invalid: InvalidSpecError: {condition}")

    def _source_names(self) -> None:
        names = [source["name"] for source in self.spec.get("sources") or [] if source.get("name")]
        for name in names:
            if names.count(name) > 1:
                raise RpcError(UNKNOWN, f"{self.wrapped}application {self.name} has duplicate source name: {name}")

    def _clusters(self) -> list[dict[str, Any]]:
        return list(json.loads(self.snapshot.body("/api/v1/clusters") or b"{}").get("items") or [])

    def _destination(self) -> None:
        destination = self.spec.get("destination") or {}
        name, server = destination.get("name", ""), destination.get("server", "")
        fault = ""
        if name and server:
            fault = f"application destination can't have both name and server defined: {name} {server}"
        elif name and name not in [cluster["name"] for cluster in self._clusters()]:
            fault = f"there are no clusters with this name: {name}"
        elif not name and not server:
            fault = "Destination server missing from app spec"
        elif server and server not in [cluster["server"] for cluster in self._clusters()]:
            fault = (f'error getting cluster by server "{server}": rpc error: code = NotFound desc = '
                     f'cluster "{server}" not found')
        if fault:
            raise RpcError(INVALID_ARGUMENT, f"application destination spec for {self.name} is invalid: {fault}")

    def _repository(self) -> None:
        for source in sources_of(self.spec):
            self._required(source)
            repository = source.get("repoURL", "")
            if repository != REPOSITORY:
                raise self._invalid(
                    f'repository not accessible: repositories not accessible: &Repository{{Repo: "{repository}", '
                    'Type: "", Name: "", Project: ""}: repo client error while testing repository: rpc error: '
                    "code = Unknown desc = error testing repository connectivity: unable to ls-remote HEAD on "
                    "repository: failed to list refs: repository not found")
            types = [name for key, name in _TYPES if source.get(key) is not None]
            if len(types) > 1:
                raise RpcError(UNKNOWN, f"{self.wrapped}error validating the repo: error verifying source type: "
                               f"multiple application sources defined: {','.join(types)}")
            fault = _render_fault(source)
            if fault and not source.get("ref"):
                raise self._invalid(f"Unable to generate manifests in {source.get('path', '')}: "
                                    f"rpc error: code = Unknown desc = {fault}")

    def _required(self, source: Spec) -> None:
        if self.spec.get("sources") and not self.spec.get("sourceHydrator"):
            return
        if not source.get("path") and not source.get("chart"):
            raise self._invalid("spec.source.repoURL and either spec.source.path or spec.source.chart are required")

    def _permissions(self, project: dict[str, Any]) -> None:
        rules, name = project.get("spec") or {}, project["metadata"]["name"]
        for source in sources_of(self.spec):
            repository = source.get("repoURL", "")
            if not any(fnmatch.fnmatchcase(repository, allowed) for allowed in rules.get("sourceRepos") or []):
                raise self._invalid(f"application repo {repository} is not permitted in project '{name}'")
        destination = self.spec.get("destination") or {}
        shown = destination.get("name") or destination.get("server")
        cluster = next(one for one in self._clusters() if shown in (one["name"], one["server"]))
        namespace = destination.get("namespace", "")
        for allowed in rules.get("destinations") or []:
            if fnmatch.fnmatchcase(namespace, allowed.get("namespace", "")) and (
                    fnmatch.fnmatchcase(cluster["server"], allowed.get("server") or "\0")
                    or fnmatch.fnmatchcase(cluster["name"], allowed.get("name") or "\0")):
                return
        raise self._invalid(f"application destination server '{shown}' and namespace '{namespace}' do not match any of "
                            f"the allowed destinations in project '{name}'")


def _render_fault(source: Spec) -> str:
    revision, path = source.get("targetRevision", ""), source.get("path", "")
    if revision not in REVISIONS and not _COMMIT.fullmatch(revision):
        return f"unable to resolve '{revision}' to a commit SHA"
    if path not in PATHS:
        return f"{path}: app path does not exist"
    version = (source.get("kustomize") or {}).get("version")
    return f"error getting kustomize binary path: kustomize version {version} is not registered" if version else ""


def check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RpcError(INVALID_ARGUMENT, f'error creating application: Application.argoproj.io "{name}" is invalid: '
                       f'metadata.name: Invalid value: "{name}": a lowercase RFC 1123 subdomain must consist of lower '
                       "case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                       "(e.g. 'example.com', regex used for validation is "
                       "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")


def normal(spec: Spec) -> Spec:
    """The spec as it is kept: a project, and nothing that says nothing."""
    made: Spec = _tidied(copy.deepcopy(spec))
    made["project"] = made.get("project") or "default"
    made.setdefault("destination", {})
    source = made.get("source") or {}
    if not made.get("sources"):  # of several, each stays as it is
        for key, modifiers in (("kustomize", _MODIFIERS), ("helm", set()), ("directory", set())):
            if set(source.get(key) or {}) <= modifiers:
                source.pop(key, None)
    if not made.get("syncPolicy"):
        made.pop("syncPolicy", None)
    return made


def _tidied(value: Any, key: str = "") -> Any:
    if key in _OPAQUE:
        return value
    if isinstance(value, list):
        return [_tidied(item, "item") for item in value]
    if not isinstance(value, dict):
        return value
    tidy = {name: _tidied(member, name) for name, member in value.items()}
    wanted = {"name", "value", "count"} if key == "item" else set()
    return {name: member for name, member in tidy.items()
            if member not in ("", None, [], {}) and member is not False or name in _KEPT | wanted or member == 0
            and not isinstance(member, bool)}
