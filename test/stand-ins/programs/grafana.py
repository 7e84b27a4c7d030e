# Stands in for grafana server: provisions as strictly, or does not start, and tells over its API what it has.
import base64
import configparser
import glob
import hashlib
import re
import urllib.error
import urllib.request

DURATION = re.compile(r"(\d+(ms|[smhdwy]))+|0")
UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
BRACED = re.compile(r"\$(?:__env)?\{([^}]+)\}")
NAMED = re.compile(r"\$(\w+)")
SECRETS = {"url", "token", "password", "integrationKey", "apiToken"}


def expanded(value):
    """$NAME, ${NAME} and $__env{NAME}, and $$ for a $; what is not set is empty."""
    if isinstance(value, str):
        parts = [BRACED.sub(lambda match: os.environ.get(match[1], ""), part) for part in value.split("$$")]
        return "$".join(NAMED.sub(lambda match: os.environ.get(match[1], ""), part) for part in parts)
    if isinstance(value, list):
        return [expanded(item) for item in value]
    if isinstance(value, dict):
        return {key: expanded(item) for key, item in value.items()}
    return value


def need(table, names, what):
    for name in names:
        if table.get(name) in (None, "", [], {}):
            raise Refused(f"{what}: no {name} set")


def duration_seconds(text, what):
    if not DURATION.fullmatch(str(text)):
        raise Refused(f"{what}: not a valid duration string: {json.dumps(text)}")
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)(ms|[smhdwy])", str(text)))


class Settings:
    """grafana.ini, and over it the environment's GF_SECTION_KEY."""

    def __init__(self, path):
        self.parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#", ";"))
        try:
            with open(path) as file:
                self.parser.read_string("[DEFAULT]\n" + file.read())
        except (OSError, configparser.Error) as error:
            raise Refused(f"failed to parse {path!r}: {error}")

    def get(self, section, key, default=""):
        name = f"GF_{section}_{key}".upper().replace(".", "_").replace("-", "_")
        value = os.environ.get(name, self.parser.get(section, key, fallback=default))
        wrapped = re.fullmatch(r'"""(.*)"""', value)
        if wrapped is None and name not in os.environ:
            # What is not wrapped ends where a comment begins.
            value = re.split(r"\s*[#;]", value)[0]
        return BRACED.sub(lambda match: os.environ.get(match[1], ""), wrapped[1] if wrapped else value)


class Provisioned:
    def __init__(self, folder):
        self.folder = folder
        self.datasources, self.providers, self.contact_points, self.policies, self.rules = [], [], [], [], []
        for document, name in self.documents("datasources"):
            self.datasources += [self.datasource(row, name) for row in document.get("datasources") or []]
        if sum(bool(row.get("isDefault")) for row in self.datasources) > 1:
            raise Refused("datasource provisioning error: only one datasource per organization can be marked as default")
        for document, name in self.documents("dashboards"):
            for provider in document.get("providers") or []:
                need(provider, ["name", "type"], f"{name}: dashboard provider")
                if not (provider.get("options") or {}).get("path"):
                    raise Refused(f"{name}: failed to load dashboards, path param is not a string")
                self.providers.append(expanded(provider))
        alerting = self.documents("alerting")
        for document, name in alerting:
            for point in document.get("contactPoints") or []:
                self.contact_points += self.receivers(point, name)
        for document, name in alerting:
            self.policies += [self.policy(expanded(row), name) for row in document.get("policies") or []]
            for group in document.get("groups") or []:
                self.rules += self.group(group, name)
        uids = [rule["uid"] for rule in self.rules]
        if len(set(uids)) < len(uids):
            raise Refused("conflicting alert rules found: rule UIDs must be unique")

    def documents(self, kind):
        found = []
        for path in sorted(glob.glob(f"{self.folder}/{kind}/*")):
            if not path.endswith((".yaml", ".yml", ".json")):
                if kind == "alerting":
                    raise Refused(f"file {path} has unsupported file extension")
                continue
            try:
                with open(path) as file:
                    found.append((yaml.load(file, StrictLoader) or {}, path))
            except (OSError, yaml.YAMLError) as error:
                raise Refused(f"failure to parse file {os.path.basename(path)}: {error}")
        return found

    def datasource(self, row, name):
        need(row, ["name", "type"], f"{name}: datasource")
        row = expanded(row)
        return {"readOnly": True, **row}

    def receivers(self, point, name):
        need(point, ["name", "receivers"], f"{name}: contact point")
        for receiver in point["receivers"]:
            need(receiver, ["uid", "type", "settings"], f"{name}: {point['name']}")
            if not UID.fullmatch(receiver["uid"]):
                raise Refused(f"{name}: invalid uid {receiver['uid']!r}")
        return [{"name": expanded(point["name"]), **receiver, "settings": expanded(receiver["settings"])} for receiver in point["receivers"]]

    def policy(self, row, name):
        need(row, ["receiver"], f"{name}: policy")
        known = {receiver["name"] for receiver in self.contact_points}
        for route in [row, *(row.get("routes") or [])]:
            if route.get("receiver", row["receiver"]) not in known:
                raise Refused(f"{name}: receiver {route['receiver']!r} does not exist")
            for key in ("group_wait", "group_interval", "repeat_interval"):
                if key in route:
                    duration_seconds(route[key], name)
        return row

    def group(self, group, name):
        need(group, ["name", "folder", "interval"], f"{name}: rule group")
        interval = duration_seconds(group["interval"], name)
        if interval == 0 or interval % 10:
            raise Refused(f"{name}: interval ({group['interval']}) should be non-zero and divided exactly by scheduler interval: 10")
        return [self.rule(rule, group, name) for rule in group.get("rules") or []]

    def rule(self, rule, group, name):
        what = f"{name}: rule {rule.get('title')!r} failed to parse"
        need(rule, ["title", "uid", "data", "condition"], what)
        if not UID.fullmatch(str(rule["uid"])):
            raise Refused(f"{what}: invalid uid")
        duration_seconds(rule.get("for", "0"), what)
        if rule.get("noDataState", "NoData") not in ("Alerting", "NoData", "OK", "KeepLast"):
            raise Refused(f"{what}: unknown NoData state option {rule['noDataState']}")
        if rule.get("execErrState", "Alerting") not in ("Alerting", "Error", "OK", "KeepLast"):
            raise Refused(f"{what}: unknown Error state option {rule['execErrState']}")
        for query in rule["data"]:
            need(query, ["refId", "datasourceUid", "model"], what)
            span = query.get("relativeTimeRange") or {}
            if query["datasourceUid"] != "__expr__" and not span.get("from", 0) > span.get("to", 0):
                raise Refused(f"{what}: invalid relative time range")
        if rule["condition"] not in [query["refId"] for query in rule["data"]]:
            raise Refused(f"{what}: condition {rule['condition']} does not exist")
        # Annotations and what is asked are not expanded.
        return {
            **rule, "title": expanded(rule["title"]), "labels": expanded(rule.get("labels") or {}),
            "folderUID": group["folder"], "ruleGroup": group["name"], "provenance": "file",
        }

    def dashboards(self):
        found = {}
        for provider in self.providers:
            for path in sorted(glob.glob(f"{provider['options']['path']}/*.json")):
                with open(path) as file:
                    dashboard = json.load(file)
                if not dashboard.get("title"):
                    log(f"level=error msg=\"failed to load dashboard from {path}\" error=\"Dashboard title cannot be empty\"")
                elif dashboard.get("uid") in found:
                    log(f"level=warn msg=\"the same UID is used more than once\" uid={dashboard['uid']}")
                else:
                    found[dashboard.get("uid")] = {"uid": dashboard.get("uid"), "title": dashboard["title"], "type": "dash-db", "tags": dashboard.get("tags", []), "folderTitle": provider.get("folder", "")}
        return list(found.values())


def hashed(password):
    return hashlib.sha256(password.encode()).hexdigest()


class Server:
    def __init__(self, settings, provisioned):
        self.settings = settings
        self.provisioned = provisioned
        self.database = os.path.join(settings.get("paths", "data"), "grafana.db")
        if not os.path.exists(self.database):
            # Only the first start sets it.
            password = settings.get("security", "admin_password", "admin")
            try:
                with open(self.database, "w") as file:
                    json.dump({"user": settings.get("security", "admin_user", "admin"), "password": hashed(password)}, file)
            except OSError as error:
                raise Refused(f"failed to connect to database: {error}")
        with open(self.database) as file:
            self.admin = json.load(file)

    def authorize(self, request):
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic":
            raise Answer(401, {"message": "Unauthorized"})
        user, _, password = base64.b64decode(given).decode().partition(":")
        if user != self.admin["user"] or hashed(password) != self.admin["password"]:
            raise Answer(401, {"message": "Invalid username or password"})

    def handle(self, request):
        if request.path == "/api/health":
            return Answer(200, {"commit": "stand-in", "database": "ok", "version": VERSION})
        if request.path == "/login":
            return Answer(200, "<!doctype html><title>Grafana</title>\n", kind="text/html; charset=utf-8")
        if request.path == "/api/live/ws":
            return self.live(request)
        self.authorize(request)
        match request.path.strip("/").split("/"):
            case ["api", "datasources"]:
                return Answer(200, [{key: value for key, value in row.items() if key != "secureJsonData"} for row in self.provisioned.datasources])
            case ["api", "datasources", "uid", uid, "health"]:
                return self.ask(uid)
            case ["api", "v1", "provisioning", "alert-rules"]:
                return Answer(200, self.provisioned.rules)
            case ["api", "v1", "provisioning", "contact-points"]:
                return Answer(200, [{**row, "settings": {key: "[REDACTED]" if key in SECRETS else value for key, value in row["settings"].items()}} for row in self.provisioned.contact_points])
            case ["api", "v1", "provisioning", "contact-points", "export"] if request.query.get("decrypt") == "true":
                return Answer(200, {"apiVersion": 1, "contactPoints": self.provisioned.contact_points})
            case ["api", "v1", "provisioning", "policies"]:
                return Answer(200, self.provisioned.policies[0] if self.provisioned.policies else {"receiver": "grafana-default-email"})
            case ["api", "search"]:
                return Answer(200, self.provisioned.dashboards())
        return Answer(404, {"message": "Not found"})

    def live(self, request):
        if request.headers.get("Upgrade", "").lower() != "websocket" or "upgrade" not in request.headers.get("Connection", "").lower():
            return Answer(400, {"message": "Bad Request"})
        # A browser on another site must not be served: its origin has to be the host that was asked.
        if urlsplit(request.headers.get("Origin", "")).netloc != request.headers.get("Host"):
            return Answer(403, {"message": "Forbidden"})
        return Answer(101, "", headers={"Upgrade": "websocket", "Connection": "Upgrade"})

    def ask(self, uid):
        """Whether the data source answers, with the token that was provisioned."""
        source = next((row for row in self.provisioned.datasources if row.get("uid") == uid), None)
        if source is None or source["type"] != "influxdb":
            return Answer(404, {"message": "Plugin not found"})
        settings = source["jsonData"]
        query = f'from(bucket: "{settings["defaultBucket"]}") |> range(start: -1h) |> limit(n: 1)'
        asked = urllib.request.Request(
            f"{source['url']}/api/v2/query?org={settings['organization']}", query.encode(),
            {"Authorization": f"Token {source['secureJsonData']['token']}", "Content-Type": "application/vnd.flux"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=5):
                return Answer(200, {"status": "OK", "message": "datasource is working"})
        except urllib.error.URLError as error:
            return Answer(400, {"status": "ERROR", "message": f"error performing flux query: {error}"})


def main(arguments):
    if arguments[:1] in (["--version"], ["-v"]):
        return print_version("grafana version")
    if arguments[:1] != ["server"]:
        raise Refused(f"No help topic for {' '.join(arguments)!r}")
    options = dict(zip(arguments[1::2], arguments[2::2]))
    unknown = unknown_keys({name.lstrip("-"): value for name, value in options.items()}, {"config", "homepath", "pidfile", "packaging"})
    if unknown:
        raise Refused(f"flag provided but not defined: -{unknown[0]}")
    home = options.get("--homepath", os.getcwd())
    if not os.path.exists(f"{home}/conf/defaults.ini"):
        raise Refused("Could not find config defaults, make sure homepath command line parameter is set or working directory is homepath")
    settings = Settings(options.get("--config", f"{home}/conf/custom.ini"))
    provisioned = Provisioned(settings.get("paths", "provisioning", f"{home}/conf/provisioning"))
    server = Server(settings, provisioned)
    serve(f"{settings.get('server', 'http_addr')}:{settings.get('server', 'http_port', '3000')}", server.handle)
    log("logger=http.server msg=\"HTTP Server Listen\"")
    wait_for_end()


run_program(main)
