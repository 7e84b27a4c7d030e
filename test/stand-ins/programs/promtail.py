# Stands in for promtail 3.x: a configuration as strictly read, logs followed, lines pushed, not ready without a log.
STAGE_NAMES = {
    "cri", "decolorize", "docker", "drop", "eventlogmessage", "geoip", "json", "labelallow", "labeldrop", "labels", "limit",
    "logfmt", "match", "metrics", "multiline", "output", "pack", "regex", "replace", "sampling", "static_labels",
    "structured_metadata", "template", "tenant", "timestamp",
}
SHAPE = {
    "global": None,
    "server": {
        "http_listen_address": str, "http_listen_port": int, "grpc_listen_address": str, "grpc_listen_port": int,
        "log_level": str, "log_format": str, "disable": bool, "enable_runtime_reload": bool,
    },
    "client": None,
    "clients": [{
        "url": str, "external_labels": dict, "tenant_id": str, "name": str, "batchwait": None, "batchsize": int,
        "timeout": None, "headers": dict, "tls_config": dict, "proxy_url": str, "bearer_token": str,
        "bearer_token_file": str, "backoff_config": None, "basic_auth": {"username": str, "password": str, "password_file": str},
    }],
    "positions": {"filename": str, "sync_period": None, "ignore_invalid_yaml": bool},
    "scrape_configs": [{
        "job_name": str, "static_configs": [{"targets": [str], "labels": dict}], "relabel_configs": None, "pipeline_stages": list,
        "journal": {"json": bool, "max_age": None, "labels": dict, "path": str, "matches": str},
        "file_sd_configs": None, "syslog": None, "encoding": str, "decompression": None, "loki_push_api": None,
    }],
    "limits_config": None,
    "target_config": None,
    "options": None,
    "tracing": None,
    "wal": None,
}


def load(path):
    settings = settings_of(path, SHAPE)
    if not settings.get("clients"):
        raise Refused("at least one client config must be provided")
    names = [job.get("job_name", "") for job in settings.get("scrape_configs") or []]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"found multiple scrape configs with job name {name!r}")
    for job in settings.get("scrape_configs") or []:
        check_stages(job.get("pipeline_stages") or [])
    return settings


def check_stages(stages):
    for stage in stages:
        if not isinstance(stage, dict) or len(stage) != 1:
            raise Refused("pipeline stage must contain only one key")
        [(name, options)] = stage.items()
        if name not in STAGE_NAMES:
            raise Refused(f"Unknown stage type: {name}")
        if name == "match":
            check_stages(options["stages"])


def pairs(stages):
    """[(name, options)], also inside of match."""
    found = [pair for stage in stages for pair in stage.items()]
    return [(name, {**options, "stages": pairs(options["stages"])} if name == "match" else options) for name, options in found]


def jobs_of(settings, positions):
    for job in settings.get("scrape_configs") or []:
        stages = pairs(job.get("pipeline_stages") or [])
        check_expressions(stages)
        if job.get("journal") is not None:
            relabel = [(rule["source_labels"][0], rule["target_label"]) for rule in job.get("relabel_configs") or []]
            yield JournalSource(job["journal"], relabel), stages
        for config in job.get("static_configs") or []:
            yield FileSource(config["labels"], positions), stages


def main(arguments):
    options = {}
    while arguments:
        name, _, value = arguments.pop(0).lstrip("-").partition("=")
        if name not in ("config.file", "check-syntax", "version", "config.expand-env", "dry-run", "inspect", "log.level"):
            raise Refused(f"flag provided but not defined: -{name}")
        options[name] = value or (arguments.pop(0) if name == "config.file" and arguments else "true")
    if "version" in options:
        return print_version("promtail, version")
    settings = load(options.get("config.file", ""))
    if "check-syntax" in options:
        print("Valid config file! No syntax issues found")
        return 0
    positions = Positions(settings["positions"]["filename"])
    positions.load()
    jobs = list(jobs_of(settings, positions))
    [wanted] = settings["clients"]
    auth = wanted.get("basic_auth") or {}
    client = Client(wanted["url"], wanted.get("external_labels") or {}, wanted.get("tenant_id"), auth.get("username"), auth.get("password_file"))

    def handle(request):
        if request.path != "/ready":
            return Answer(404, "404 page not found\n", "text/plain")
        if any(source.ready for source, _ in jobs):
            return Answer(200, "Ready\n", "text/plain")
        return Answer(500, "Not ready: Unable to find any logs to tail. Please verify permissions, volumes, scrape_config, etc.\n", "text/plain")

    server = settings["server"]
    serve(f"{server.get('http_listen_address', '')}:{server.get('http_listen_port', 80)}", handle)
    start_following(jobs, client, [positions])
    wait_for_end()
    return 0


run_program(main)
