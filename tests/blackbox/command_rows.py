"""What every command does as it should, for somebody who may not, and with bad arguments: one row a command.

The texts were seen with the official CLI on an Argo CD 3.5.1.
"""

from __future__ import annotations

from dataclasses import dataclass

HELP = "the command's help"
NOTHING = "a list without rows"
ONESELF = "what everybody may"
NO_RIGHT = ""
"""Refused without telling what: not even whether it is there."""
ALONE = ("", 1, HELP)
"""Bad are no arguments at all."""


@dataclass(frozen=True)
class Row:
    path: str
    works: str
    """Its arguments, as for a shell."""
    says: str
    """What standard output contains; nothing at all where empty."""
    denied: str
    """What the server says is denied, or one of the above."""
    bad: tuple[str, int, str]
    """Bad arguments, the exit code, and the message, or HELP."""
    account: str = "nobody"
    """Who is denied: `nobody` may nothing, `reader` may look."""
    before: tuple[str, ...] = ()
    """What the administrator runs first."""
    denied_says: str = ""
    """What standard output holds in spite of the refusal."""
    told: str = "{}"
    """The message that the refusal becomes."""


def looks(path: str, works: str, says: str, denied: str, bad: tuple[str, int, str], *before: str) -> Row:
    return Row(path, works, says, denied, bad, "nobody", before)


def changes(path: str, works: str, says: str, denied: str, bad: tuple[str, int, str], *before: str,
            denied_says: str = "", told: str = "{}") -> Row:
    return Row(path, works, says, denied, bad, "reader", before, denied_says, told)


def project(path: str, works: str, says: str, bad: tuple[str, int, str], *before: str, **more: str) -> Row:
    """A change of the project `made`."""
    return changes(f"proj {path}", works, says, "projects, update, made", bad, MADE, *before, **more)


APP_URL = "file:///srv/git/apps"
HERE = "https://kubernetes.default.svc"
MADE = "proj create made --src first --dest https://k,ns --description first"
ROLE = "proj role create made ci"
WINDOW = "proj windows add made --kind allow --schedule '0 1 * * *' --duration 1h --applications a"
POLICY = "proj source-integrity git policies add made --gpg-mode head --repo-url x --gpg-key 3A23DE1B77C7E0C7"
POLICY_ROW = "ID  GPG-MODE  GPG-KEYS          REPO-URLS\n0   head      3A23DE1B77C7E0C7  y\n"
TOKEN = "proj role create-token made ci"
SET, REPOSITORY = "appset create set.yaml", f"repo add {APP_URL} --name one"
CREDENTIALS = "repocreds add https://x.invalid/ --username u --password p"
NOT_UPDATED = 'Error: failed updating project "made": {}'
CANCELLED = "edit cancelled, no valid changes were saved"
"""The reason stands in the file that the editor is given again; see edits_test.py."""
NO_KIND = 'Error: required flag(s) "kind" not set'
NO_BOOLEAN = 'Error: invalid argument "maybe" for "{}" flag: strconv.ParseBool: parsing "maybe": invalid syntax'
NO_NUMBER = 'strconv.Atoi: parsing "x": invalid syntax'
NO_ID = "Missing KEYID argument"
MULTI = "Application 'multi-source' updated successfully\n"
KEY = "3A23DE1B77C7E0C7"

HIDDEN = {"proj add-signature-key", "proj remove-signature-key"}
"""They are deprecated, and completed nowhere."""
ROWS = (
    looks("account can-i", "get projects '*'", "yes\n", ONESELF, ("get projects", 1, HELP)),
    changes("account delete-token", "--account ci one", "", "accounts, update, ci", ("--account ci", 1, HELP),
            "account generate-token --account ci --id one"),
    changes("account generate-token", "--account ci", "eyJ", "accounts, update, ci",
            ("--account ci -e 3q", 20, "invalid since format '3q', expected format <duration><unit> (e.g. 3h)")),
    looks("account get", "--account ci", "Name:               ci\n", "accounts, get, ci",
          ("-o foo", 20, "unknown output format: foo")),
    looks("account get-user-info", "", "Username: admin\n", ONESELF, ("x", 1, HELP)),
    looks("account list", "-o name", "ci\n", ONESELF, ("-o foo", 20, "unknown output format: foo")),
    changes("account update-password", "--account ci --current-password password --new-password 'long enough'",
            "Password updated\n", "accounts, update, ci", ("x", 1, HELP)),

    looks("app actions list", "guestbook --kind Deployment", "restart", NO_RIGHT, ALONE),
    changes("app actions run", "guestbook pause --kind Deployment", "", NO_RIGHT, ("guestbook", 1, NO_KIND)),
    changes("app add-source", f"multi-source --repo {APP_URL} --path waves", MULTI, NO_RIGHT, ALONE),
    changes("app confirm-deletion", "waves", "Application 'waves' updated successfully\n",
            "applications, update, default/waves", ALONE),
    changes("app create", f"new --repo {APP_URL} --path waves --dest-server {HERE} --dest-namespace x",
            "application 'new' created\n", "applications, create, default/new", ("one two", 1, HELP)),
    changes("app delete", "waves -y", "application 'waves' deleted\n", "applications, delete, default/waves", ALONE),
    changes("app delete-resource", "waves --kind ConfigMap --resource-name wave-1", "", NO_RIGHT,
            ("waves", 1, NO_KIND)),
    looks("app diagnose", "guestbook", "is as it should be\n", NO_RIGHT, ALONE),
    looks("app diff", "guestbook", "", NO_RIGHT, ("", 2, HELP)),
    changes("app edit", "waves", "", NO_RIGHT, ALONE, told=CANCELLED),
    looks("app get", "waves", "Name:               argocd/waves\n", NO_RIGHT, ALONE),
    looks("app get-resource", "waves --kind ConfigMap", "wave-1", NO_RIGHT, ("waves", 1, NO_KIND)),
    looks("app history", "waves", "ID", NO_RIGHT, ALONE),
    looks("app list", "-o name", "argocd/waves\n", NOTHING, ("-o foo", 20, "unknown output format: foo")),
    Row("app logs", "waves", "", NO_RIGHT, ALONE, told="stream read failed: {}"),
    looks("app manifests", "waves", "kind: ConfigMap\n", NO_RIGHT, ALONE),
    changes("app patch", """waves --patch '[{"op":"replace","path":"/spec/source/path","value":"configs"}]'""",
            "    path: configs\n",
            "applications, update, default/waves", ALONE),
    changes("app patch-resource", "guestbook --kind Deployment --patch '{\"spec\":{\"replicas\":7}}'", "", NO_RIGHT,
            ("guestbook", 1, 'Error: required flag(s) "kind", "patch" not set')),
    changes("app remove-source", "multi-source --source-position 1", MULTI, NO_RIGHT,
            ("multi-source", 20, "Value of source-position must be greater than 0")),
    looks("app resources", "waves", "ConfigMap", NO_RIGHT, ALONE),
    changes("app rollback", "guestbook", "Phase:              Succeeded\n", NO_RIGHT, ALONE),
    changes("app set", "waves --revision v1.0.0", "", NO_RIGHT, ALONE),
    changes("app sync", "waves", "Phase:              Succeeded\n", "applications, sync, default/waves", ALONE),
    changes("app terminate-op", "stuck", "Application 'stuck' operation terminating\n", NO_RIGHT, ALONE),
    changes("app unset", "helm-guestbook -p image.tag", "", NO_RIGHT, ALONE),
    looks("app wait", "waves --health", "Health Status:      Healthy\n", NO_RIGHT, ALONE),

    changes("appset create", "set.yaml", "Name:               argocd/made-set\n",
            "applicationsets, create, default/made-set", ALONE),
    changes("appset delete", "made-set", "applicationset 'made-set' deleted\n",
            "applicationsets, delete, default/made-set", ALONE, SET),
    changes("appset generate", "set.yaml", "made-one", "applicationsets, create, default/made-set", ALONE),
    looks("appset get", "made-set", "Name:               argocd/made-set\n", "applicationsets, get, default/made-set",
          ALONE, SET),
    looks("appset list", "-o name", "argocd/made-set\n", NOTHING, ("-o foo", 20, "unknown output format: foo"), SET),
    looks("appset wait", "made-empty", "applicationset 'made-empty' up to date, with 0 applications\n",
          "applicationsets, get, default/made-empty", ALONE, "appset create no-apps.yaml"),

    changes("cert add-ssh", "--batch --from hosts", "Successfully created 1 SSH known host entries\n",
            "certificates, create, ", ("", 20, "you need to specify --batch or specify --help for usage instructions"),
            denied_says="Reading SSH known hosts entries from file 'hosts'\n"),
    changes("cert add-tls", "--from cert.pem x.invalid", "with 1 unique PEM certificates\n", "certificates, create, ",
            ALONE, denied_says="Reading TLS certificate data in PEM format from 'cert.pem'\n"),
    looks("cert list", "", "github.com", "certificates, get, ", ("-o foo", 20, "unknown output format: foo")),
    changes("cert rm", "github.com", "Removed cert for 'github.com' of type 'ssh'", "certificates, delete, ", ALONE),

    looks("cluster get", "in-cluster", f"server: {HERE}\n", NO_RIGHT, ALONE),
    looks("cluster list", "-o server", HERE, NOTHING, ("-o foo", 20, "unknown output format: foo")),
    changes("cluster rm", "in-cluster -y", "Cluster 'in-cluster' removed\n", NO_RIGHT, ALONE),
    changes("cluster rotate-auth", "in-cluster", "Cluster 'in-cluster' rotated auth\n", NO_RIGHT, ALONE),
    changes("cluster set", "in-cluster --name x", "Cluster 'in-cluster' updated.\n", NO_RIGHT, ALONE),

    changes("gpg add", "--from key.asc", "Created 1 key(s) from input file.\n", "gpgkeys, create, ",
            ("", 20, "--from is mandatory")),
    looks("gpg get", KEY, "Key owner:       D Tester <d@d.invalid>\n", "gpgkeys, get, ", ("", 20, NO_ID),
            "gpg add -f key.asc"),
    looks("gpg list", "", KEY, "gpgkeys, get, ", ("-o foo", 20, "unknown output format: foo"), "gpg add -f key.asc"),
    changes("gpg rm", KEY, f"Deleted key with key ID {KEY}\n", "gpgkeys, delete, ", ("", 20, NO_ID),
            "gpg add -f key.asc"),

    project("add-destination", "made https://x ns", "", ("made https://x", 1, HELP)),
    project("add-destination-service-account", "made https://x ns sa", "", ("made https://x ns", 1, HELP)),
    project("add-orphaned-ignore", "made g K", "", ("made g", 1, HELP)),
    project("add-signature-key", "made D56C4FCA57A46444", "", ("made", 1, HELP)),
    project("add-source", "made second", "", ("made", 1, HELP)),
    project("add-source-namespace", "made ns1", "", ("made", 1, HELP)),
    project("allow-cluster-resource", "made apps Foo", "", ("made apps", 1, HELP)),
    project("allow-namespace-resource", "made apps Foo --list allow", "", ("made apps", 1, HELP)),
    changes("proj create", "new", "", "projects, create, new", ALONE),
    changes("proj delete", "made", "", "projects, delete, made", ALONE, MADE),
    project("deny-cluster-resource", "made apps Foo --list deny", "", ("made apps", 1, HELP)),
    project("deny-namespace-resource", "made apps Foo", "", ("made apps", 1, HELP)),
    project("edit", "made", "", ALONE, told=CANCELLED),
    looks("proj get", "made", "Name:                        made\n", "projects, get, made", ALONE, MADE),
    looks("proj list", "-o name", "made\n", NOTHING, ("-o foo", 20, "unknown output format: foo"), MADE),
    project("remove-destination", "made https://k ns", "", ("made https://k", 1, HELP)),
    project("remove-destination-service-account", "made https://x ns sa", "", ("made https://x ns", 1, HELP),
            "proj add-destination-service-account made https://x ns sa"),
    project("remove-orphaned-ignore", "made g K", "", ("made g", 1, HELP), "proj add-orphaned-ignore made g K"),
    project("remove-signature-key", "made D56C4FCA57A46444", "", ("made", 1, HELP),
            "proj add-signature-key made D56C4FCA57A46444"),
    project("remove-source", "made first", "", ("made", 1, HELP)),
    project("remove-source-namespace", "made ns1", "", ("made", 1, HELP), "proj add-source-namespace made ns1"),
    project("role add-group", "made ci g", "Group 'g' added to role 'ci'\n", ("made ci", 1, HELP), ROLE),
    project("role add-policy", "made ci -a get -o '*'", "", ("made ci -a get -o '*' -r foo", 1, HELP), ROLE),
    project("role create", "made new", "Role 'new' created\n", ("made", 1, HELP)),
    project("role create-token", "made ci -t", "eyJ", ("made", 1, HELP), ROLE),
    project("role delete", "made ci", "Role 'ci' deleted\n", ("made", 1, HELP), ROLE),
    project("role delete-token", "made ci 1", "", ("made ci", 1, HELP), ROLE),
    looks("proj role get", "made ci", "Role Name:     ci\n", "projects, get, made", ("made", 1, HELP), MADE, ROLE),
    looks("proj role list", "made -o name", "ci\n", "projects, get, made", ALONE, MADE, ROLE),
    looks("proj role list-tokens", "made ci", "EXPIRES AT\n", "projects, get, made", ("made", 1, HELP), MADE, ROLE,
            TOKEN),
    project("role remove-group", "made ci g", "Group 'g' removed from role 'ci'\n", ("made ci", 1, HELP), ROLE,
            "proj role add-group made ci g"),
    project("role remove-policy", "made ci -a get -o '*'", "", ("made", 1, HELP), ROLE,
            "proj role add-policy made ci -a get -o '*'"),
    project("set", "made --description d", "", ALONE),
    project("source-integrity git policies add", f"made --gpg-mode head --repo-url x --gpg-key {KEY}", "head",
            ("made --gpg-mode foo", 1, "Error: gpg-mode must be one of: strict, head, none"), told=NOT_UPDATED),
    project("source-integrity git policies delete", "made 0 -y", "", ("made", 1, HELP), POLICY, told=NOT_UPDATED),
    Row("proj source-integrity git policies list", "made", "head", "projects, get, made", ALONE,
        before=(MADE, POLICY), told="Error: failed getting project \"made\": {}"),
    project("source-integrity git policies update", "made 0 --repo-url y -y", POLICY_ROW,
            ("made", 1, HELP), POLICY, denied_says=POLICY_ROW, told=NOT_UPDATED),
    project("windows add", "made --kind deny --schedule '0 1 * * *' --duration 1h --applications a", "",
            ("made --kind maybe --schedule '0 1 * * *' --duration 1h --applications a", 20,
             "kind 'maybe' mismatch: can only be allow or deny")),
    project("windows delete", "made 0", "", ("made x", 20, NO_NUMBER), WINDOW),
    project("windows disable-manual-sync", "made 0", "", ("made x", 20, NO_NUMBER), WINDOW + " --manual-sync"),
    project("windows disable-sync-overrun", "made 0", "", ("made x", 20, NO_NUMBER), WINDOW + " --sync-overrun"),
    project("windows enable-manual-sync", "made 0", "", ("made x", 20, NO_NUMBER), WINDOW),
    project("windows enable-sync-overrun", "made 0", "", ("made x", 20, NO_NUMBER), WINDOW),
    looks("proj windows list", "made", "0 1 * * *", "projects, get, made", ALONE, MADE, WINDOW),
    project("windows update", "made 0 --duration 2h", "", ("made x", 20, NO_NUMBER), WINDOW),

    changes("repo add", APP_URL, f"Repository '{APP_URL}' added\n", f"repositories, create, {APP_URL}", ALONE),
    looks("repo get", APP_URL, "one", NO_RIGHT, ALONE, REPOSITORY),
    looks("repo list", "", "one", NOTHING,
          ("-o foo", 20, "unknown output format: foo. Supported formats: yaml|json|url|wide"), REPOSITORY),
    changes("repo rm", APP_URL, f"Repository '{APP_URL}' removed\n", f"repositories, delete, {APP_URL}", ALONE,
            REPOSITORY),
    changes("repocreds add", "https://y.invalid/ --username u --password p",
            "Repository credentials for 'https://y.invalid/' added\n", "repositories, create, https://y.invalid/",
            ALONE),
    looks("repocreds list", "", "https://x.invalid/", NOTHING, ("-o foo", 20, "unknown output format: foo"),
            CREDENTIALS),
    changes("repocreds rm", "https://x.invalid/", "Repository credentials for 'https://x.invalid/' removed\n",
            "repositories, delete, https://x.invalid/", ALONE, CREDENTIALS),
    looks("version", "", "argocd-server: v3.5.1", ONESELF, ("-o foo", 1, "unknown output format: foo")),
)

QUIET = {"account update-password", "app actions run", "app delete-resource", "app patch-resource", "appset generate",
         "cluster rotate-auth", "proj role delete-token"}
"""What they change shows in no list; the last takes away a token that is not there."""

OTHERS = {
    "account bcrypt": ("--password", 1, "Error: flag needs an argument: --password"),
    "account session-token": ("", 1, "No configuration found. Please login first with 'argocd login'"),
    "completion": ALONE,
    "configure": ("--prompts-enabled=maybe", 1, NO_BOOLEAN.format("--prompts-enabled")),
    "context": ("--delete=maybe", 1, NO_BOOLEAN.format("--delete")),
    "help": ("--bogus", 1, "Error: unknown flag: --bogus"),
    "login": ALONE,
    "logout": ALONE,
    "relogin": ("x", 1, HELP),
    "self-download": ("x", 1, HELP),
}
"""Commands that ask no server, or that nobody is denied, with bad arguments. What they do otherwise stands in session_test,
self_download_test, completion_test, and the account_test in C++."""
