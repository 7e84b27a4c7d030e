# Stands in for influxd 2.x: set up once, tokens checked, what is written can be asked for.
import gzip
import re
import secrets
import time
import tomllib

KEYS = {
    "bolt-path", "engine-path", "sqlite-path", "http-bind-address", "log-level", "reporting-disabled", "store",
    "http-idle-timeout", "http-read-timeout", "http-write-timeout", "http-read-header-timeout", "query-concurrency",
    "query-queue-size", "query-memory-bytes", "query-max-memory-bytes", "query-initial-memory-bytes",
    "session-length", "session-renew-disabled", "storage-cache-max-memory-size", "storage-cache-snapshot-memory-size",
    "storage-compact-throughput-burst", "storage-max-concurrent-compactions", "storage-retention-check-interval",
    "storage-shard-precreator-check-interval", "storage-wal-fsync-delay", "tls-cert", "tls-key", "tls-min-version",
    "ui-disabled", "metrics-disabled", "pprof-disabled", "no-tasks", "hardening-enabled", "flux-log-enabled",
}
lock = threading.RLock()


class Store:
    """What survives a restart: the metadata in the file of bolt-path, the points in a file below engine-path."""

    def __init__(self, bolt, engine):
        self.bolt = bolt
        os.makedirs(engine, exist_ok=True)
        self.points = os.path.join(engine, "points")
        self.data = {"setUp": False, "orgs": [], "users": [], "buckets": [], "authorizations": []}
        if os.path.exists(bolt):
            with open(bolt) as file:
                self.data = json.load(file)
        self.save()
        open(self.points, "a").close()

    def save(self):
        with open(self.bolt + ".new", "w") as file:
            json.dump(self.data, file)
        os.replace(self.bolt + ".new", self.bolt)


def failure(status, code, message):
    return Answer(status, {"code": code, "message": message})


def new_id():
    return secrets.token_hex(8)


def find(rows, **wanted):
    return next((row for row in rows if all(row[name] == value for name, value in wanted.items())), None)


def bucket_of(name, org, seconds):
    rules = [] if seconds == 0 else [{"type": "expire", "everySeconds": seconds}]
    return {"id": new_id(), "orgID": org["id"], "type": "user", "name": name, "description": "", "retentionRules": rules}


def whole_number(value):
    if not isinstance(value, int):
        raise failure(400, "invalid", f"json: cannot unmarshal {type(value).__name__} into a value of type int64")
    return value


def seconds_of(rules):
    if not rules:
        return 0
    seconds = whole_number(rules[0]["everySeconds"])
    if seconds != 0 and seconds < 3600:
        raise failure(422, "unprocessable entity", "retention policy duration must be at least 1h0m0s")
    return seconds


def set_up(store, request):
    data = store.data
    if request.method == "GET":
        return Answer(200, {"allowed": not data["setUp"]})
    if data["setUp"]:
        return failure(422, "conflict", "onboarding has already been completed")
    wanted = request.json()
    for name in ("username", "password", "org", "bucket"):
        if not wanted.get(name):
            return failure(422, "unprocessable entity", f"{name} is required")
    if not 8 <= len(wanted["password"].encode()) <= 72:
        return failure(422, "unprocessable entity", "passwords must be between 8 and 72 characters long")
    org = {"id": new_id(), "name": wanted["org"]}
    user = {"id": new_id(), "name": wanted["username"]}
    bucket = bucket_of(wanted["bucket"], org, whole_number(wanted.get("retentionPeriodSeconds", 0)))
    token = wanted.get("token") or secrets.token_urlsafe(64)
    everything = [{"action": action, "resource": {"type": "*"}} for action in ("read", "write")]
    data.update(setUp=True, orgs=[org], users=[user])
    data["buckets"] += [bucket, {**bucket_of("_monitoring", org, 604800), "type": "system"}]
    authorization = authorize(data, org, user, f"{user['name']}'s Token", everything, token)
    store.save()
    return Answer(201, {"user": user, "org": org, "bucket": bucket, "auth": authorization})


def authorize(data, org, user, description, permissions, token):
    authorization = {
        "id": new_id(), "orgID": org["id"], "org": org["name"], "userID": user["id"], "user": user["name"],
        "status": "active", "description": description, "permissions": permissions, "token": token,
    }
    data["authorizations"].append(authorization)
    return authorization


def authorization_of(store, request):
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    found = find(store.data["authorizations"], token=token.strip(), status="active") if scheme == "Token" else None
    if found is None:
        raise failure(401, "unauthorized", "unauthorized access")
    return found


def require(authorization, action, kind, identity=None):
    for permission in authorization["permissions"]:
        resource = permission["resource"]
        if permission["action"] == action and resource["type"] in ("*", kind) and resource.get("id") in (None, identity):
            return
    raise failure(401, "unauthorized", f"{action}:{kind}/{identity or ''} is unauthorized")


def require_org(data, name=None, identity=None):
    org = find(data["orgs"], id=identity) if identity else find(data["orgs"], name=name)
    if org is None:
        raise failure(404, "not found", f'organization name "{name}" not found')
    return org


def orgs(store, request, who):
    wanted = request.query.get("org")
    found = [org for org in store.data["orgs"] if wanted in (None, org["name"])]
    return Answer(200, {"orgs": found}) if found else failure(404, "not found", "organization not found")


def buckets(store, request, who, identity):
    data = store.data
    if request.method == "GET":
        require(who, "read", "buckets")
        name = request.query.get("name")
        limit = int(request.query.get("limit", 20))
        offset = int(request.query.get("offset", 0))
        found = [bucket for bucket in data["buckets"] if name in (None, bucket["name"])]
        return Answer(200, {"buckets": found[offset : offset + limit]})
    require(who, "write", "buckets", identity)
    wanted = request.json() if request.body else {}
    if request.method == "POST":
        org = require_org(data, identity=wanted.get("orgID", ""))
        if find(data["buckets"], name=wanted["name"]) is not None:
            return failure(422, "conflict", f"bucket with name {wanted['name']} already exists")
        bucket = bucket_of(wanted["name"], org, seconds_of(wanted.get("retentionRules", [])))
        data["buckets"].append(bucket)
        store.save()
        return Answer(201, bucket)
    bucket = find(data["buckets"], id=identity)
    if bucket is None:
        return failure(404, "not found", "bucket not found")
    if request.method == "DELETE":
        data["buckets"].remove(bucket)
        store.save()
        return Answer(204)
    if "retentionRules" in wanted:
        seconds = seconds_of(wanted["retentionRules"])
        bucket["retentionRules"] = [] if seconds == 0 else [{"type": "expire", "everySeconds": seconds}]
    store.save()
    return Answer(200, bucket)


def shown(authorization):
    # From 2.9 on only a hash of it is kept.
    return {**authorization, "token": "redacted" if version_at_least(2, 9) else authorization["token"]}


def authorizations(store, request, who, identity):
    data = store.data
    if request.method == "GET":
        require(who, "read", "authorizations")
        return Answer(200, {"authorizations": [shown(row) for row in data["authorizations"]]})
    require(who, "write", "authorizations", identity)
    if request.method == "DELETE":
        data["authorizations"] = [row for row in data["authorizations"] if row["id"] != identity]
        store.save()
        return Answer(204)
    wanted = request.json()
    if not wanted.get("permissions"):
        return failure(400, "invalid", "authorization must include permissions")
    org = require_org(data, identity=wanted.get("orgID", ""))
    user = find(data["users"], id=who["userID"])
    # A token cannot be chosen here: whatever the request says of one is not looked at.
    made = authorize(data, org, user, wanted.get("description", ""), wanted["permissions"], secrets.token_urlsafe(64))
    store.save()
    return Answer(201, made)


# measurement[,tag=value]... field=value[,field=value]... [time]; a backslash keeps what follows it from ending a name.
LINE = re.compile(r"((?:\\.|[^\\ ,])+)((?:,(?:\\.|[^\\ ,=])+=(?:\\.|[^\\ ,])+)*) ((?:\"(?:\\.|[^\"\\])*\"|\\.|[^\" ])+)(?: (-?\d+))?")
FIELD = re.compile(r"((?:\\.|[^\\,=])+)=(\"(?:\\.|[^\"\\])*\"|[^,]+)(?:,|$)")


def points_of(text, precision):
    points = []
    for line in text.split("\n"):
        if line.strip() == "" or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise failure(400, "invalid", f"unable to parse '{line}'")
        measurement, tags, fields, when = match.groups()
        named = [part.split("=", 1) for part in re.split(r"(?<!\\),", tags)[1:]]
        scale = {"ns": 10**9, "us": 10**6, "ms": 10**3, "s": 1}[precision]
        seconds = time.time() if when is None else int(when) / scale
        for field, value in FIELD.findall(fields):
            points.append({
                "_time": seconds, "_measurement": measurement, "_field": field, "_value": re.sub(r"^(-?\d+)i$", r"\1", value).strip('"'),
                **{plain(name): plain(tag) for name, tag in named},
            })
    return points


def plain(text):
    return re.sub(r"\\(.)", r"\1", text)


def write(store, request, who):
    data = store.data
    require_org(data, name=request.query.get("org"))
    bucket = find(data["buckets"], name=request.query.get("bucket"))
    if bucket is None:
        return failure(404, "not found", f"bucket \"{request.query.get('bucket')}\" not found")
    require(who, "write", "buckets", bucket["id"])
    body = gzip.decompress(request.body) if request.headers.get("Content-Encoding") == "gzip" else request.body
    points = points_of(body.decode(), request.query.get("precision", "ns"))
    with open(store.points, "a") as file:
        file.writelines(json.dumps({"bucket": bucket["id"], **point}) + "\n" for point in points)
    return Answer(204)


UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def query(store, request, who):
    """Enough of Flux to see what was written: from, range with a relative start, filters by equality, last, limit."""
    text = request.json()["query"] if "json" in request.headers.get("Content-Type", "") else request.body.decode()
    source = re.search(r'from\(bucket:\s*"([^"]*)"\)', text)
    start = re.search(r"range\(start:\s*-(\d+)([smhdw])", text)
    if source is None or start is None:
        return failure(400, "invalid", "compilation failed: the stand-in wants from(bucket: \"...\") |> range(start: -...)")
    bucket = find(store.data["buckets"], name=source[1])
    if bucket is None:
        return failure(404, "not found", f'failed to initialize execute state: could not find bucket "{source[1]}"')
    require(who, "read", "buckets", bucket["id"])
    after = time.time() - int(start[1]) * UNITS[start[2]]
    wanted = re.findall(r'r(?:\.(\w+)|\["(\w+)"\])\s*==\s*"([^"]*)"', text)
    with open(store.points) as file:
        rows = [json.loads(line) for line in file]
    rows = [
        row for row in rows
        if row.pop("bucket") == bucket["id"] and row["_time"] >= after
        and all(row.get(dotted or quoted) == value for dotted, quoted, value in wanted)
    ]
    if re.search(r"\|>\s*last\(\)", text):
        rows = list({tuple((k, v) for k, v in row.items() if k not in ("_time", "_value")): row for row in rows}.values())
    limit = re.search(r"limit\(n:\s*(\d+)", text)
    return Answer(200, csv_of(rows[: int(limit[1])] if limit else rows), kind="text/csv; charset=utf-8")


def csv_of(rows):
    columns = sorted({column for row in rows for column in row})
    lines = [",".join(["", "result", "table", *columns])] if rows else []
    for row in rows:
        lines.append(",".join(["", "_result", "0", *(quoted(row.get(column, "")) for column in columns)]))
    return "\r\n".join([*lines, ""])


def quoted(value):
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(value)) if isinstance(value, float) else value
    return '"' + text.replace('"', '""') + '"' if re.search('[",]', text) else text


def route(store, request):
    with lock:
        match request.path.strip("/").split("/"):
            case ["health"]:
                return Answer(200, {"name": "influxdb", "message": "ready for queries and writes", "status": "pass", "checks": [], "version": VERSION, "commit": "stand-in"})
            case ["ready"]:
                return Answer(200, {"status": "ready"})
            case ["ping"]:
                return Answer(204, headers={"X-Influxdb-Version": VERSION, "X-Influxdb-Build": "OSS"})
            case ["api", "v2", "setup"]:
                return set_up(store, request)
            case ["api", "v2", "orgs"]:
                return orgs(store, request, authorization_of(store, request))
            case ["api", "v2", "buckets", *rest]:
                return buckets(store, request, authorization_of(store, request), rest[0] if rest else None)
            case ["api", "v2", "authorizations", *rest]:
                return authorizations(store, request, authorization_of(store, request), rest[0] if rest else None)
            case ["api", "v2", "write"]:
                return write(store, request, authorization_of(store, request))
            case ["api", "v2", "query"]:
                return query(store, request, authorization_of(store, request))
    return failure(404, "not found", "path not found")


def configuration():
    path = os.environ.get("INFLUXD_CONFIG_PATH", os.getcwd())
    if os.path.isdir(path):
        path = os.path.join(path, "config.toml")
    if not os.path.exists(path):
        return {}
    try:
        with open(path, "rb") as file:
            settings = tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"failed to load config file: {error}")
    unknown = unknown_keys(settings, KEYS)
    if unknown:
        raise Refused(f"unknown configuration keys: {', '.join(unknown)}")
    return settings


def main(arguments):
    if arguments[:1] in (["version"], ["--version"]):
        return print_version("InfluxDB")
    if arguments not in ([], ["run"]):
        raise Refused(f"unknown command {arguments[0]!r} for \"influxd\"")
    settings = configuration()
    home = os.environ.get("HOME", "/") + "/.influxdbv2"
    store = Store(settings.get("bolt-path", home + "/influxd.bolt"), settings.get("engine-path", home + "/engine"))
    serve(settings.get("http-bind-address", ":8086"), lambda request: route(store, request))
    log("ts=now lvl=info msg=Listening service=tcp-listener")
    wait_for_end()


run_program(main)
