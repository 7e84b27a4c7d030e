# Stands in for loki 3.x: a strict configuration, ready some time after its start, lines pushed and asked for.
import re
import time

# The real one takes about 17.
SECONDS_UNTIL_READY = 3
OLDEST_LINE = 7 * 24 * 3600
LIMITS = {
    **{key: str for key in (
        "retention_period", "max_query_length", "max_query_lookback", "reject_old_samples_max_age", "per_stream_rate_limit",
        "per_stream_rate_limit_burst", "split_queries_by_interval", "query_timeout", "max_cache_freshness_per_query",
        "creation_grace_period",
    )},
    **{key: bool for key in ("allow_structured_metadata", "volume_enabled", "reject_old_samples", "increment_duplicate_timestamp")},
    **{key: int for key in (
        "ingestion_burst_size_mb", "max_line_size", "max_streams_per_user", "max_global_streams_per_user",
        "max_label_names_per_series", "max_entries_limit_per_query", "max_query_parallelism", "max_query_series",
    )},
    "ingestion_rate_mb": (int, float),
    "retention_stream": [{"selector": str, "priority": int, "period": str}],
}
SHAPE = {
    "target": str,
    "auth_enabled": bool,
    "server": {
        "http_listen_address": str, "http_listen_port": int, "grpc_listen_address": str, "grpc_listen_port": int,
        "log_level": str, "log_format": str, "grpc_server_max_recv_msg_size": int, "grpc_server_max_send_msg_size": int,
    },
    "common": {
        "instance_addr": str, "path_prefix": str, "replication_factor": int, "storage": None,
        "ring": {"kvstore": {"store": str}},
    },
    "schema_config": {
        "configs": [{
            "from": str, "store": str, "object_store": str, "schema": str,
            "index": {"prefix": str, "period": str}, "chunks": {"prefix": str, "period": str},
        }],
    },
    "storage_config": {
        "filesystem": {"directory": str},
        "tsdb_shipper": {"active_index_directory": str, "cache_location": str, "cache_ttl": str},
        "aws": {key: None for key in (
            "s3", "bucketnames", "endpoint", "region", "access_key_id", "secret_access_key", "s3forcepathstyle", "insecure",
            "signature_version", "storage_class", "http_config", "sse",
        )},
    },
    "limits_config": LIMITS,
    "compactor": {
        "working_directory": str, "compaction_interval": str, "retention_enabled": bool, "retention_delete_delay": str,
        "retention_delete_worker_count": int, "delete_request_store": str,
    },
    "analytics": {"reporting_enabled": bool},
    **{key: None for key in (
        "ruler", "querier", "query_range", "query_scheduler", "frontend", "frontend_worker", "ingester", "ingester_client",
        "distributor", "index_gateway", "chunk_store_config", "table_manager", "memberlist", "tracing", "runtime_config",
        "pattern_ingester", "bloom_build", "bloom_gateway", "operational_config",
    )},
}
lock = threading.Lock()


def load(path):
    settings = settings_of(path, SHAPE)
    periods = (settings.get("schema_config") or {}).get("configs") or []
    if not periods:
        raise Refused("CONFIG ERROR: schema config must have at least one period")
    allows_metadata = (settings.get("limits_config") or {}).get("allow_structured_metadata", True)
    for period in periods:
        if period.get("store") != "tsdb":
            raise Refused(f"CONFIG ERROR: unsupported index store {period.get('store')!r}")
        if period.get("schema") != "v13" and allows_metadata:
            raise Refused("CONFIG ERROR: schema v13 is required to store Structured Metadata and use native OTLP ingestion")
        if (period.get("index") or {}).get("period") != "24h":
            raise Refused("CONFIG ERROR: tsdb must always have periodic config for index set to 24h")
    compactor = settings.get("compactor") or {}
    if compactor.get("retention_enabled") and not compactor.get("delete_request_store"):
        raise Refused("CONFIG ERROR: invalid compactor config: compactor.delete-request-store should be configured when retention is enabled")
    for stream in (settings.get("limits_config") or {}).get("retention_stream") or []:
        matchers_of(stream["selector"])
    return settings


MATCHER = re.compile(r'\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)\s*')


def text_of(quoted):
    return quoted[1:-1] if quoted.startswith("`") else json.loads(quoted)


def matchers_of(selector):
    """Selectors such as {job="nginx", status=~"5.."} as [(label, operator, value)]."""
    inner = re.fullmatch(r"\s*\{(.*)\}\s*", selector, re.S)
    rest = inner[1] if inner else None
    matchers = []
    while rest:
        found = MATCHER.match(rest)
        if found is None:
            rest = None
            break
        matchers.append((found[1], found[2], text_of(found[3])))
        rest = rest[found.end():].removeprefix(",")
    if rest is None or not matchers:
        raise Refused(f"parse error : syntax error in the selector {selector!r}")
    return matchers


def fits(labels, matchers):
    return all(fits_one(labels.get(name, ""), operator, value) for name, operator, value in matchers)


def fits_one(value, operator, wanted):
    match operator:
        case "=":
            return value == wanted
        case "!=":
            return value != wanted
        case "=~":
            return re.fullmatch(wanted, value) is not None
        case _:
            return re.fullmatch(wanted, value) is None


def query_of(text):
    """A selector and line filters |= and !=; a stand-in knows no more of LogQL."""
    found = re.fullmatch(r'(\{(?:[^}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\})((?:\s*(?:\|=|!=)\s*(?:"(?:[^"\\]|\\.)*"|`[^`]*`))*)\s*', text)
    if found is None:
        raise Refused(f"parse error : a stand-in cannot read {text!r}")
    filters = re.findall(r'(\|=|!=)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)', found[2])
    return matchers_of(found[1]), [(operator == "|=", text_of(value)) for operator, value in filters]


class Store:
    """Lines as one JSON each in a file below the storage's folder, so that they survive a restart."""

    def __init__(self, settings):
        folder = settings["storage_config"]["filesystem"]["directory"]
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, "lines")
        open(self.path, "a").close()

    def push(self, streams):
        now = time.time_ns()
        for stream in streams:
            for value in stream["values"]:
                if not re.fullmatch(r"\d+", value[0]):
                    raise Answer(400, f"loghttp.PushRequest.Streams: bad timestamp {value[0]!r}", "text/plain")
                if now - int(value[0]) > OLDEST_LINE * 10**9:
                    raise Answer(400, "entry has timestamp too old", "text/plain")
        with lock, open(self.path, "a") as file:
            for stream in streams:
                for value in stream["values"]:
                    file.write(json.dumps([stream["stream"], value[0], value[1]]) + "\n")

    def ask(self, text, limit):
        matchers, filters = query_of(text)
        streams = {}
        with lock, open(self.path) as file:
            lines = [json.loads(line) for line in file]
        for labels, stamp, line in lines[::-1]:
            if fits(labels, matchers) and all((part in line) == wanted for wanted, part in filters) and limit > 0:
                limit -= 1
                streams.setdefault(json.dumps(labels, sort_keys=True), []).append([stamp, line])
        return [{"stream": json.loads(labels), "values": values} for labels, values in streams.items()]


def handler(settings, store):
    ready_from = time.monotonic() + SECONDS_UNTIL_READY

    def handle(request):
        if request.path == "/ready":
            if time.monotonic() < ready_from:
                return Answer(503, "Ingester not ready: waiting for 15s after being ready\n", "text/plain")
            return Answer(200, "ready\n", "text/plain")
        if request.path == "/config":
            return Answer(200, yaml.safe_dump(settings), "text/plain")
        if settings.get("auth_enabled", True) and "X-Scope-OrgID" not in request.headers:
            return Answer(401, "no org id", "text/plain")
        if request.path == "/loki/api/v1/push" and request.method == "POST":
            store.push(request.json()["streams"])
            return Answer(204)
        if request.path == "/loki/api/v1/query_range":
            try:
                found = store.ask(request.query.get("query", ""), int(request.query.get("limit", 100)))
            except Refused as refusal:
                return Answer(400, str(refusal), "text/plain")
            return Answer(200, {"status": "success", "data": {"resultType": "streams", "result": found}})
        return Answer(404, "404 page not found\n", "text/plain")

    return handle


def main(arguments):
    options = {}
    while arguments:
        name, _, value = arguments.pop(0).lstrip("-").partition("=")
        if name not in ("config.file", "verify-config", "version", "config.expand-env", "target", "print-config-stderr"):
            raise Refused(f"flag provided but not defined: -{name}")
        options[name] = value or (arguments.pop(0) if name in ("config.file", "target") and arguments else "true")
    if "version" in options:
        return print_version("loki, version")
    settings = load(options.get("config.file", "config.yaml"))
    if "verify-config" in options:
        log("config is valid")
        return 0
    server = settings["server"]
    serve(f"{server.get('http_listen_address', '')}:{server.get('http_listen_port', 3100)}", handler(settings, Store(settings)))
    wait_for_end()
    return 0


run_program(main)
