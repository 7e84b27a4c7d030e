# Stands in for telegraf: reads its configuration as strictly, measures the machine, and sends to InfluxDB 2.
import gzip
import re
import ssl
import subprocess
import time
import tomllib
import urllib.error
import urllib.request

AGENT = {
    "interval", "round_interval", "metric_batch_size", "metric_buffer_limit", "collection_jitter", "collection_offset",
    "flush_interval", "flush_jitter", "precision", "debug", "quiet", "log_with_timezone", "logtarget", "logfile",
    "logformat", "logfile_rotation_interval", "logfile_rotation_max_size", "logfile_rotation_max_archives", "hostname",
    "omit_hostname", "snmp_translator", "statefile", "always_include_local_tags", "always_include_global_tags",
    "skip_processors_after_aggregators", "buffer_strategy", "buffer_directory", "structured_log_message_key",
}
# What every plugin may be told.
COMMON = {
    "alias", "interval", "precision", "collection_jitter", "collection_offset", "name_override", "name_prefix",
    "name_suffix", "tags", "namepass", "namedrop", "fieldinclude", "fieldexclude", "fieldpass", "fielddrop", "tagpass",
    "tagdrop", "taginclude", "tagexclude", "metricpass", "log_level", "flush_interval", "flush_jitter",
    "metric_batch_size", "metric_buffer_limit", "startup_error_behavior",
}
TLS = {"tls_ca", "tls_cert", "tls_key", "tls_key_pwd", "tls_server_name", "insecure_skip_verify", "tls_enable"}
HTTP = TLS | {"username", "password", "headers", "timeout", "response_timeout", "http_proxy_url", "use_system_proxy"}
INPUTS = {
    "cpu": {"percpu", "totalcpu", "collect_cpu_time", "report_active", "core_tags"},
    "mem": {"collect_extended"},
    "swap": set(),
    "system": {"include"},
    "processes": {"use_sudo"},
    "kernel": {"collect"},
    "disk": {"mount_points", "ignore_fs", "ignore_mount_opts"},
    "diskio": {"devices", "device_tags", "name_templates", "skip_serial_number"},
    "net": {"interfaces", "ignore_protocol_stats"},
    "netstat": set(),
    "nginx": HTTP | {"urls"},
    "apache": HTTP | {"urls"},
    "http_response": HTTP | {
        "urls", "method", "follow_redirects", "body", "body_form", "response_body_field", "response_body_max_size",
        "response_string_match", "response_status_code", "http_header_tags", "interface", "bearer_token", "cookie_auth_url",
    },
    "ping": {"urls", "method", "count", "ping_interval", "timeout", "deadline", "interface", "percentiles", "binary", "arguments", "ipv4", "ipv6", "size"},
    "procstat": {
        "pid_file", "exe", "pattern", "user", "systemd_unit", "systemd_units", "systemd_all", "include_systemd_children",
        "cgroup", "process_name", "prefix", "cmdline_tag", "pid_finder", "pid_tag", "mode", "properties", "tag_with",
        "socket_protocols", "filter", "supervisor_unit", "win_service",
    },
    "mysql": TLS | {
        "servers", "metric_version", "gather_all_slave_channels", "gather_binary_logs", "gather_event_waits",
        "gather_file_events_stats", "gather_global_variables", "gather_index_io_waits", "gather_info_schema_auto_inc",
        "gather_innodb_metrics", "gather_perf_events_statements", "gather_process_list", "gather_replica_status",
        "gather_slave_status", "gather_table_io_waits", "gather_table_lock_waits", "gather_table_schema",
        "gather_user_statistics", "interval_slow", "mariadb_dialect", "table_schema_databases",
    },
    "postgresql": {"address", "outputaddress", "max_lifetime", "databases", "ignored_databases", "prepared_statements"},
    "mongodb": TLS | {"servers", "gather_cluster_status", "gather_perdb_stats", "gather_col_stats", "gather_top_stat", "col_stats_dbs", "disconnected_servers_behavior"},
    "redis": TLS | {"servers", "username", "password", "commands"},
    "systemd_units": {"pattern", "unittype", "scope", "timeout", "details", "collect_disabled_units"},
    "exec": {"commands", "timeout", "data_format", "environment", "name_suffix", "ignore_error", "log_stderr"},
    "filecount": {"directory", "directories", "name", "recursive", "regular_only", "follow_symlinks", "size", "mtime"},
    "prometheus": HTTP | {"urls", "metric_version"},
}
OUTPUTS = {
    "influxdb_v2": HTTP | {
        "urls", "token", "organization", "bucket", "bucket_tag", "exclude_bucket_tag", "http_headers", "http_proxy",
        "user_agent", "content_encoding", "influx_uint_support", "influx_omit_timestamp", "concurrent_writes", "local_address",
        "ping_timeout", "read_idle_timeout", "rate_limit", "rate_limit_period",
    },
    "file": {"files", "data_format", "rotation_interval", "rotation_max_size", "rotation_max_archives", "use_batch_format"},
    "health": {"service_address", "read_timeout", "write_timeout", "basic_username", "basic_password", "compares", "contains", "max_time_between_metrics", "default_status"},
    "discard": set(),
}
NEEDED = {"inputs.postgresql": ["address"], "outputs.influxdb_v2": ["bucket"]}
SECTIONS = {"inputs": INPUTS, "outputs": OUTPUTS, "processors": {}, "aggregators": {}}


def files_of(arguments):
    files, rest, index = [], [], 0
    while index < len(arguments):
        name, has_value, value = arguments[index].partition("=")
        if name.lstrip("-") in ("config", "config-directory") and name.startswith("-"):
            if not has_value:
                index += 1
                value = arguments[index]
            files += [value] if name.lstrip("-") == "config" else in_folder(value)
        else:
            rest.append(arguments[index])
        index += 1
    return files or ["/etc/telegraf/telegraf.conf"], rest


def in_folder(folder):
    return sorted(
        os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names if name.endswith(".conf")
    )


def load(files):
    """All plugins as [(section, name, options)], and the agent's settings and tags."""
    plugins, agent, tags = [], {}, {}
    for path in files:
        try:
            with open(path) as file:
                document = tomllib.loads(file.read())
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise Refused(f"loading config file {path} failed: {error}")
        unknown = unknown_keys(document, {"agent", "global_tags", "tags", "secretstores", *SECTIONS})
        if unknown:
            raise Refused(f"loading config file {path} failed: invalid configuration, error parsing field {unknown[0]!r}")
        unknown = unknown_keys(document.get("agent", {}), AGENT)
        if unknown:
            raise Refused(f"loading config file {path} failed: line 1: configuration specified the fields {unknown}, but they were not used")
        agent.update(document.get("agent", {}))
        tags.update(substituted(document.get("global_tags", {})))
        for section, known in SECTIONS.items():
            for name, instances in document.get(section, {}).items():
                if name not in known:
                    raise Refused(f"loading config file {path} failed: error parsing {section}: undefined but requested {section[:-1]}: {name}")
                for options in instances if isinstance(instances, list) else [instances]:
                    check_plugin(f"{section}.{name}", options, known[name])
                    plugins.append((section, name, substituted(options)))
    return plugins, agent, tags


def check_plugin(name, options, known):
    unknown = unknown_keys(options, COMMON | known)
    if unknown:
        raise Refused(f"plugin {name}: line 1: configuration specified the fields {json.dumps(unknown)}, but they were not used")
    for key in ("urls", "servers", "ignore_fs", "files"):
        if key in options and not (isinstance(options[key], list) and all(isinstance(item, str) for item in options[key])):
            raise Refused(f"plugin {name}: {key}: cannot unmarshal TOML into []string")
    for key in ("interval", "timeout", "response_timeout"):
        if key in options and not re.fullmatch(r"(\d+(\.\d+)?(ns|us|ms|s|m|h))+", str(options[key])):
            raise Refused(f"plugin {name}: {key}: time: invalid duration {str(options[key])!r}")
    for key in NEEDED.get(name, []):
        if not options.get(key):
            raise Refused(f"could not initialize {name}: {key} is required")


def substituted(value):
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda match: os.environ.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [substituted(item) for item in value]
    if isinstance(value, dict):
        return {key: substituted(item) for key, item in value.items()}
    return value


def read(path):
    with open(path) as file:
        return file.read()


def status_page(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


STATUS = {"Uptime": "uptime", "Threads_connected": "threads_connected", "Queries": "queries", "Slow_queries": "slow_queries"}


def mysql_status(server):
    """Asks the server with its own client: a stand-in does not speak its protocol."""
    who, where = re.fullmatch(r"([^:@]+)@unix\(([^)]+)\)/.*", server).groups()
    command = ["mariadb", "--no-defaults", f"--user={who}", f"--socket={where}", "--batch", "--skip-column-names", "--execute=SHOW GLOBAL STATUS"]
    asked = subprocess.run(command, capture_output=True, text=True)
    if asked.returncode != 0:
        raise OSError(asked.stderr.strip())
    rows = dict(line.split("\t", 1) for line in asked.stdout.splitlines())
    return where, {field: int(rows[name]) for name, field in STATUS.items()}


def http_response(url, skips_verification):
    """A server that is away is a measurement here, not an error."""
    trust = ssl._create_unverified_context() if skips_verification else None
    try:
        with urllib.request.urlopen(url, timeout=5, context=trust) as answer:
            return {"http_response_code": answer.status, "result_code": 0}
    except urllib.error.HTTPError as error:
        return {"http_response_code": error.code, "result_code": 0}
    except OSError:
        return {"result_code": 3}


def measure(name, options):
    """Points as (measurement, tags, fields); what a stand-in cannot measure is an error, as a server that is away is."""
    match name:
        case "cpu":
            numbers = [int(word) for word in read("/proc/stat").split("\n")[0].split()[1:]]
            yield "cpu", {"cpu": "cpu-total"}, {"usage_idle": 100.0 * numbers[3] / max(sum(numbers), 1)}
        case "mem" | "swap":
            sizes = {key: int(words.split()[0]) * 1024 for key, words in (line.split(":") for line in read("/proc/meminfo").splitlines())}
            if name == "swap":
                yield "swap", {}, {"total": sizes["SwapTotal"], "free": sizes["SwapFree"]}
                return
            available = 100.0 * sizes["MemAvailable"] / sizes["MemTotal"]
            yield "mem", {}, {"total": sizes["MemTotal"], "available": sizes["MemAvailable"], "available_percent": available, "used_percent": 100 - available}
        case "system":
            one, five, fifteen = os.getloadavg()
            yield "system", {}, {"load1": one, "load5": five, "load15": fifteen}
        case "processes":
            yield "processes", {}, {"total": sum(entry.isdigit() for entry in os.listdir("/proc"))}
        case "disk":
            usage = os.statvfs("/")
            yield "disk", {"path": "/"}, {"used_percent": 100.0 * (usage.f_blocks - usage.f_bfree) / max(usage.f_blocks, 1)}
        case "net":
            for line in read("/proc/net/dev").splitlines()[2:]:
                interface, numbers = line.split(":")
                yield "net", {"interface": interface.strip()}, {"bytes_recv": int(numbers.split()[0]), "bytes_sent": int(numbers.split()[8])}
        case "diskio":
            for line in read("/proc/diskstats").splitlines()[:1]:
                words = line.split()
                yield "diskio", {"name": words[2]}, {"reads": int(words[3]), "writes": int(words[7])}
        case "nginx":
            for url in options.get("urls", []):
                yield "nginx", {"server": url}, {"active": int(re.search(r"Active connections: (\d+)", status_page(url))[1])}
        case "apache":
            for url in options.get("urls", []):
                yield "apache", {"server": url}, {"BusyWorkers": float(re.search(r"BusyWorkers: (\d+)", status_page(url))[1])}
        case "mysql":
            for server in options.get("servers", []):
                socket_path, fields = mysql_status(server)
                yield "mysql", {"server": socket_path}, fields
        case "http_response":
            for url in options.get("urls", ["http://localhost"]):
                yield "http_response", {"server": url}, http_response(url, options.get("insecure_skip_verify", False))
        case "procstat":
            pattern = options.get("pattern") or options.get("exe") or "."
            found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, text=True).stdout.split()
            yield "procstat_lookup", {"pattern": pattern}, {"pid_count": len(found)}
        case _:
            raise OSError(f"a stand-in has no {name} to ask")


def escaped(text):
    return re.sub(r"([ ,=\\])", r"\\\1", str(text))


def lines_of(plugins, tags):
    for section, name, options in plugins:
        if section != "inputs":
            continue
        try:
            for measurement, own, fields in measure(name, options):
                all_tags = {**tags, **own, **options.get("tags", {})}
                tag_text = "".join(f",{escaped(key)}={escaped(all_tags[key])}" for key in sorted(all_tags) if all_tags[key] != "")
                values = ",".join(f"{key}={value}i" if isinstance(value, int) else f"{key}={value}" for key, value in fields.items())
                yield f"{escaped(measurement)}{tag_text} {values} {time.time_ns()}"
        except (OSError, TypeError) as error:
            log(f"E! [inputs.{name}] Error in plugin: {error}")


def send(options, text):
    target = f"{options.get('urls', ['http://localhost:8086'])[0]}/api/v2/write?org={options.get('organization', '')}&bucket={options['bucket']}"
    headers = {"Authorization": f"Token {options.get('token', '')}", "Content-Encoding": "gzip"}
    urllib.request.urlopen(urllib.request.Request(target, gzip.compress(text.encode()), headers), timeout=5).close()


def deliver(plugins, buffered):
    """What is still to be sent: all of it when the server is away or refuses the token."""
    for section, name, options in plugins:
        if section == "outputs" and name == "influxdb_v2" and buffered:
            try:
                send(options, "\n".join(buffered) + "\n")
            except OSError as error:
                log(f"E! [agent] Error writing to outputs.influxdb_v2: failed to write metric: {error}")
                return buffered
    return []


def main(arguments):
    if arguments[:1] in (["version"], ["--version"]):
        return print_version("Telegraf")
    if arguments[:2] == ["config", "check"]:
        load(files_of(arguments[2:])[0])
        return 0
    files, rest = files_of(arguments)
    unknown = [word for word in rest if word.lstrip("-") not in ("test", "once", "debug", "quiet")]
    if unknown:
        raise Refused(f"flag provided but not defined: {unknown[0]}")
    plugins, agent, tags = load(files)
    tags = {**({} if agent.get("omit_hostname") else {"host": agent.get("hostname") or socket.gethostname()}), **tags}
    once = "--once" in rest
    if "--test" in rest:
        print("\n".join("> " + line for line in lines_of(plugins, tags)))
        return 0
    for section, word in (("outputs", "outputs"), ("inputs", "inputs")):
        if not any(kind == section for kind, _, _ in plugins):
            raise Refused(f"no {word} found, probably invalid config file provided")
    if once:
        return 1 if deliver(plugins, list(lines_of(plugins, tags))) else 0
    return run_until_ended(plugins, agent, tags, arguments)


def run_until_ended(plugins, agent, tags, arguments):
    asked = threading.Event()
    wishes = set()
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda number, _: (wishes.add(number), asked.set()))
    notify("READY=1")
    log("I! Loaded inputs: " + " ".join(name for section, name, _ in plugins if section == "inputs"))
    buffered = []
    interval = float(re.match(r"[\d.]+", str(agent.get("interval", "10s")))[0])
    while not asked.is_set():
        buffered = deliver(plugins, buffered + list(lines_of(plugins, tags)))
        asked.wait(interval)
    if signal.SIGHUP in wishes:
        os.execv(sys.argv[0], [sys.argv[0], *arguments])
    return 0


run_program(main)
