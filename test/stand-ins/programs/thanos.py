# Stands in for thanos 0.3x and 0.4x: each component with the flags of the real one, refusing what it refuses.
import datetime

# The real ones: 5 minutes, as often as the flag says.
SECONDS_BETWEEN_COMPACTIONS = 0.5
SECONDS_BETWEEN_EVALUATIONS = 0.5


class Store(Component):
    def start(self):
        self.bucket = bucket_flag(self.flags, required=True)
        os.makedirs(os.path.join(self.flags.get("data-dir", "./data"), "meta-syncer"), exist_ok=True)
        self.bucket.blocks()
        self.ready = True

    def labels(self):
        return [meta["thanos"]["labels"] for _, meta in self.bucket.blocks()]

    def select(self, matchers):
        return [(labels, value) for labels, value in self.bucket.series() if fits(labels, matchers)]


class Query(Component):
    def endpoints(self):
        return [*self.flags["endpoint"], *self.flags["endpoint-strict"]]

    def fan_out(self, path, warnings):
        for endpoint in self.endpoints():
            try:
                yield endpoint, asked(f"http://{endpoint}{path}")
            except OSError as error:
                warnings.append(f"fetch series from {endpoint}: {error}")

    def select(self, matchers, warnings=None):
        path = f"/select?{urllib.parse.urlencode({'query': selector_of(matchers)})}"
        return [(labels, value) for _, rows in self.fan_out(path, [] if warnings is None else warnings) for labels, value in rows]

    def merged(self, rows, replica_labels):
        """Series that differ in nothing but replica labels are one."""
        series = {}
        for labels, value in rows:
            kept = tuple(sorted((name, text) for name, text in labels.items() if name not in replica_labels))
            series.setdefault(kept, value)
        return [(dict(kept), value) for kept, value in series.items()]

    def api(self, request):
        form = {**request.query, **{name: values[-1] for name, values in parse_qs(request.body.decode()).items()}}
        if request.path == "/api/v1/stores":
            found = [(endpoint, info) for endpoint, info in self.fan_out("/info", [])]
            names = sorted({info["component"] for _, info in found})
            return Answer(200, {"status": "success", "data": {name: [{"name": endpoint, "labelSets": info["labels"]} for endpoint, info in found if info["component"] == name] for name in names}})
        if request.path != "/api/v1/query":
            return super().api(request)
        replicas = [label for text in self.flags["query.replica-label"] for label in text.split(",")]
        dedup = form.get("dedup", "true").lower() in ("1", "t", "true")
        warnings = []
        try:
            rows = evaluated(Parser(form.get("query", "")).parse(), lambda matchers: self.merged(self.select(matchers, warnings), replicas if dedup else []))
        except Refused as refusal:
            return Answer(400, {"status": "error", "errorType": "bad_data", "error": str(refusal)})
        result = [{"metric": labels, "value": [time.time(), f"{value:g}"]} for labels, value in rows]
        return Answer(200, {"status": "success", "data": {"resultType": "vector", "result": result}, **({"warnings": warnings} if warnings else {})})


class Compact(Component):
    def start(self):
        self.bucket = bucket_flag(self.flags, required=True)
        self.keep = {resolution: seconds_of(self.flags.get(f"retention.resolution-{name}", "0d")) for resolution, name in ((0, "raw"), (300000, "5m"), (3600000, "1h"))}
        os.makedirs(os.path.join(self.flags.get("data-dir", "./data"), "compact"), exist_ok=True)
        self.expire()
        if not self.flags.get("wait"):
            sys.exit(0)
        self.ready = True
        repeat(SECONDS_BETWEEN_COMPACTIONS, self.expire)

    def expire(self):
        for name, meta in self.bucket.blocks():
            keep = self.keep[meta["thanos"].get("downsample", {}).get("resolution", 0)]
            if keep and meta["maxTime"] / 1000 < time.time() - keep:
                log(f'level=info msg="applying retention: deleting block" id={name}')
                self.bucket.delete(name)


class Rule(Component):
    def start(self):
        self.external = dict(label_of(text) for text in self.flags["label"])
        if not self.flags["query"] and "query.config-file" not in self.flags:
            raise Refused("no query configuration parameter was given")
        if not self.external:
            raise Refused("no external labels configured for rule, uniquely identifying external labels must be configured")
        bucket_flag(self.flags, required=False)
        seconds_of(self.flags.get("eval-interval", "1m"))
        os.makedirs(os.path.join(self.flags.get("data-dir", "data/"), "wal"), exist_ok=True)
        self.rules = [rule for path in self.flags["rule-file"] or ["rules/"] for name in sorted(glob.glob(path)) for group in rules_in(name) for rule in group["rules"]]
        self.recorded, self.since, self.ready = [], {}, True
        repeat(SECONDS_BETWEEN_EVALUATIONS, self.evaluate)

    def labels(self):
        return [self.external]

    def select(self, matchers):
        return [(labels, value) for labels, value in self.recorded if fits(labels, matchers)]

    def api(self, request):
        if request.path == "/api/v1/rules":
            return Answer(200, {"status": "success", "data": {"groups": [{"name": "all", "rules": self.rules}]}})
        return super().api(request)

    def evaluate(self):
        recorded, alerts, firing = [], [], {}
        for rule in self.rules:
            try:
                data = urllib.parse.urlencode({"query": rule["expr"], "dedup": "true"}).encode()
                rows = asked(f"{self.flags['query'][0].rstrip('/')}/api/v1/query", data)["data"]["result"]
            except OSError as error:
                log(f'level=warn msg="evaluating rule failed" rule={rule.get("record") or rule.get("alert")} err="{error}"')
                continue
            for row in rows:
                labels = {**{name: text for name, text in row["metric"].items() if name != "__name__"}, **(rule.get("labels") or {}), **self.external}
                if "record" in rule:
                    recorded.append(({**labels, "__name__": rule["record"]}, float(row["value"][1])))
                else:
                    labels["alertname"] = rule["alert"]
                    key = json.dumps(labels, sort_keys=True)
                    firing[key] = self.since.get(key, time.time())
                    if time.time() - firing[key] >= seconds_of(rule.get("for", "0s")):
                        alerts.append({"labels": {name: text for name, text in labels.items() if name not in self.flags["alert.label-drop"]}, "annotations": {name: expanded(text, labels, row["value"][1]) for name, text in (rule.get("annotations") or {}).items()}})
        self.recorded, self.since = recorded, firing
        for url in self.flags["alertmanagers.url"] if alerts else []:
            starts = datetime.datetime.now(datetime.timezone.utc).isoformat()
            asked(f"{url.rstrip('/')}/api/v2/alerts", json.dumps([{**alert, "startsAt": starts} for alert in alerts]).encode(), "application/json")


def label_of(text):
    found = re.fullmatch(r'([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*")', text)
    if found is None:
        raise Refused(f"parse labels: unquote label value: invalid syntax in {text}")
    return found[1], json.loads(found[2])


def expanded(text, labels, value):
    text = re.sub(r"\{\{\s*\$labels\.(\w+)\s*\}\}", lambda found: labels.get(found[1], ""), str(text))
    return re.sub(r"\{\{\s*\$value\s*\}\}", value, text)


def use_bucket(flags):
    for name, _ in bucket_flag(flags, required=True).blocks():
        print(name)


COMPONENTS = {"sidecar": Sidecar, "store": Store, "query": Query, "compact": Compact, "rule": Rule}


def main(arguments):
    if arguments == ["--version"]:
        return print_version("thanos, version")
    command = next((name for name in FLAGS if arguments[: len(name.split())] == name.split()), None)
    try:
        if command is None:
            raise Misused(f"expected command but got {' '.join(arguments)!r}")
        flags = flags_of(arguments[len(command.split()) :], **FLAGS[command])
        if command in COMPONENTS:
            COMPONENTS[command](command, flags).run()
        elif command == "tools rules-check":
            check_rules(flags)
        else:
            use_bucket(flags)
    except Misused as misuse:
        log(f"error parsing commandline arguments: {misuse}")
        return 2
    return 0


run_program(main)
