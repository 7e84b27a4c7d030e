# Stands in for Grafana Alloy 1.x: its language, the components that send logs, references between them checked.
TOKEN = re.compile(
    r'(?P<space>(?:\s|//[^\n]*)+)|(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)'
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<mark>[{}\[\]=,()])"
)
STAGE_ARGUMENTS = {
    "cri": {"max_partial_lines", "max_partial_line_size", "max_partial_line_size_truncate"},
    "decolorize": set(),
    "docker": set(),
    "drop": {"drop_counter_reason", "expression", "longer_than", "older_than", "separator", "source", "value"},
    "json": {"expressions", "source", "drop_malformed"},
    "label_drop": {"values"},
    "label_keep": {"values"},
    "labels": {"values", "source_type"},
    "limit": {"rate", "burst", "by_label_name", "drop", "max_distinct_labels"},
    "logfmt": {"mapping", "source"},
    "match": {"selector", "action", "drop_counter_reason", "pipeline_name"},
    "multiline": {"firstline", "max_lines", "max_wait_time"},
    "output": {"source"},
    "pack": {"labels", "ingest_timestamp"},
    "regex": {"expression", "source", "labels_from_groups"},
    "replace": {"expression", "source", "replace"},
    "sampling": {"rate", "drop_counter_reason"},
    "static_labels": {"values"},
    "structured_metadata": {"values"},
    "template": {"source", "template"},
    "tenant": {"label", "source", "value"},
    "timestamp": {"source", "format", "location", "fallback_formats", "action_on_failure"},
}
STAGE_BLOCKS = {f"stage.{name}": (arguments, {}) for name, arguments in STAGE_ARGUMENTS.items()}
STAGE_BLOCKS["stage.match"] = (STAGE_ARGUMENTS["match"], STAGE_BLOCKS)
ENDPOINT = {
    "url", "name", "headers", "batch_wait", "batch_size", "remote_timeout", "tenant_id", "min_backoff_period",
    "max_backoff_period", "max_backoff_retries", "retry_on_http_429", "bearer_token", "bearer_token_file", "proxy_url",
}
RULE = {"source_labels", "separator", "target_label", "regex", "replacement", "action", "modulus"}
# Each with its arguments, those that must be there, and its blocks.
COMPONENTS = {
    "logging": ({"level", "format", "write_to"}, [], {}),
    "local.file_match": ({"path_targets", "sync_period", "ignore_older_than"}, ["path_targets"], {}),
    "loki.source.file": (
        {"targets", "forward_to", "encoding", "legacy_positions_file", "tail_from_end"},
        ["targets", "forward_to"],
        {"file_watch": ({"min_poll_frequency", "max_poll_frequency"}, {}), "decompression": ({"enabled", "format", "initial_delay"}, {})},
    ),
    "loki.source.journal": (
        {"forward_to", "format_as_json", "labels", "matches", "max_age", "path", "relabel_rules"}, ["forward_to"], {},
    ),
    "loki.relabel": ({"forward_to", "max_cache_size"}, ["forward_to"], {"rule": (RULE, {})}),
    "loki.process": ({"forward_to"}, ["forward_to"], STAGE_BLOCKS),
    "loki.write": (
        {"external_labels", "max_streams"},
        [],
        {"endpoint": (ENDPOINT, {"basic_auth": ({"username", "password", "password_file"}, {}), "tls_config": (None, {})}), "wal": (None, {})},
    ),
}
EXPORTS = {"local.file_match": "targets", "loki.relabel": "rules", "loki.process": "receiver", "loki.write": "receiver"}


class Reference(str):
    """A name in an expression: loki.write.default.receiver"""


class Block:
    def __init__(self, name, label):
        self.name, self.label, self.arguments, self.blocks = name, label, {}, []


def tokens_of(text):
    position, found = 0, []
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise Refused(f"{text.count(chr(10), 0, position) + 1}: illegal character {text[position]!r}")
        if match.lastgroup != "space":
            found.append((match.lastgroup, match[0], text.count("\n", 0, position) + 1))
        position = match.end()
    return found + [("end", "", text.count("\n") + 1)]


class Parser:
    def __init__(self, text):
        self.tokens = tokens_of(text)

    def take(self, *wanted):
        kind, text, line = self.tokens.pop(0)
        if wanted and kind not in wanted and text not in wanted:
            raise Refused(f"{line}: expected {' or '.join(wanted)}, got {text or 'end of file'!r}")
        return kind, text

    def body(self, block, end):
        while self.tokens[0][1] != end or self.tokens[0][0] != ("end" if end == "" else "mark"):
            line = self.tokens[0][2]
            name = self.take("name")[1]
            if self.tokens[0][1] == "=":
                self.take()
                if name in block.arguments:
                    raise Refused(f"{line}: attribute {name!r} may only be provided once")
                block.arguments[name] = self.value()
                continue
            label = json.loads(self.take()[1]) if self.tokens[0][0] == "text" else None
            inner = Block(name, label)
            self.take("{")
            self.body(inner, "}")
            self.take("}")
            block.blocks.append(inner)
        return block

    def value(self):
        kind, text = self.take("text", "number", "name", "{", "[")
        if kind == "text":
            return text[1:-1] if text.startswith("`") else json.loads(text)
        if kind == "number":
            return float(text)
        if kind == "name":
            return {"true": True, "false": False, "null": None}.get(text, Reference(text))
        return self.items("}" if text == "{" else "]")

    def items(self, end):
        is_object = end == "}"
        found = {} if is_object else []
        while self.tokens[0][1] != end:
            if is_object:
                kind, text = self.take("text", "name")
                self.take("=")
                found[json.loads(text) if kind == "text" else text] = self.value()
            else:
                found.append(self.value())
            if self.tokens[0][1] != end:
                self.take(",")
        self.take(end)
        return found


def load(path):
    """The components by NAME.LABEL, all of them checked."""
    try:
        with open(path) as file:
            document = Parser(file.read()).body(Block("", None), "")
    except OSError as error:
        raise Refused(str(error))
    components = {}
    for block in document.blocks:
        if block.name not in COMPONENTS:
            raise Refused(f"cannot find the definition of component name {block.name!r}")
        if (block.label is None) != (block.name == "logging"):
            raise Refused(f"component {block.name!r} must have a label" if block.label is None else f"block {block.name!r} takes no label")
        if block.label is not None and not re.fullmatch(r"[A-Za-z_]\w*", block.label):
            raise Refused(f"expected block label to be a valid identifier, but got {block.label!r}")
        key = f"{block.name}.{block.label}"
        if key in components:
            raise Refused(f"block {key} already declared")
        arguments, needed, blocks = COMPONENTS[block.name]
        check_block(key, block, arguments, blocks)
        for name in needed:
            if name not in block.arguments:
                raise Refused(f"{key}: missing required attribute {name!r}")
        components[key] = block
    exported = {f"{key}.{EXPORTS[block.name]}" for key, block in components.items() if block.name in EXPORTS}
    for key, block in components.items():
        for reference in references(block):
            if reference not in exported:
                raise Refused(f"{key}: component {reference!r} does not exist or is out of scope")
    return components


def check_block(key, block, arguments, blocks):
    for name in block.arguments:
        if arguments is not None and name not in arguments:
            raise Refused(f"{key}: unrecognized attribute name {name!r}")
    for inner in block.blocks:
        if inner.name not in blocks:
            raise Refused(f"{key}: unrecognized block name {inner.name!r}")
        check_block(f"{key}.{inner.name}", inner, *blocks[inner.name])


def references(value):
    if isinstance(value, Reference):
        return [value]
    if isinstance(value, Block):
        return [found for part in [*value.arguments.values(), *value.blocks] for found in references(part)]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [found for part in parts for found in references(part)]


def stages_of(block):
    """As the pipeline has them: [(name, options)]."""
    names = {"label_drop": "labeldrop"}
    found = []
    for stage in block.blocks:
        name = stage.name.removeprefix("stage.")
        options = {**stage.arguments, **({"stages": stages_of(stage)} if name == "match" else {})}
        found.append((names.get(name, name), options["values"] if name in ("labels", "static_labels", "label_drop") else options))
    return found


def jobs_of(components, storage):
    """The sources with their stages, and where each keeps how far it has read."""
    positions = []
    jobs = []
    for key, block in components.items():
        if not key.startswith("loki.source."):
            continue
        [receiver] = block.arguments["forward_to"]
        process = components[receiver.removesuffix(".receiver")]
        stages = stages_of(process) if process.name == "loki.process" else []
        check_expressions(stages)
        if block.name == "loki.source.journal":
            rules = components[block.arguments["relabel_rules"].removesuffix(".rules")].blocks if "relabel_rules" in block.arguments else []
            jobs.append((JournalSource(block.arguments, [(rule.arguments["source_labels"][0], rule.arguments["target_label"]) for rule in rules]), stages))
            continue
        positions.append(positions_of(key, block.arguments.get("legacy_positions_file"), storage))
        for target in components[block.arguments["targets"].removesuffix(".targets")].arguments["path_targets"]:
            jobs.append((FileSource(target, positions[-1]), stages))
    return jobs, positions


def positions_of(key, legacy, storage):
    """A legacy file is taken over once, when there is none yet, and then removed."""
    folder = os.path.join(storage, key)
    os.makedirs(folder, exist_ok=True)
    positions = Positions(os.path.join(folder, "positions.yml"))
    if not positions.load() and legacy and positions.load(legacy):
        positions.save()
        os.remove(legacy)
    return positions


def main(arguments):
    if arguments[:1] in (["--version"], ["version"]):
        return print_version("alloy, version")
    if arguments[:1] not in (["run"], ["validate"]):
        raise Refused(f"unknown command {' '.join(arguments[:1])!r} for \"alloy\"")
    known = {"stability.level", "feature.community-components.enabled", "config.format"}
    if arguments[0] == "run":
        known |= {"server.http.listen-addr", "storage.path", "disable-reporting"}
    options = {}
    paths = []
    for word in arguments[1:]:
        name, _, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            paths.append(word)
        elif name not in known:
            raise Refused(f"unknown flag: --{name}")
        else:
            options[name] = value
    if len(paths) != 1:
        raise Refused(f"accepts 1 arg(s), received {len(paths)}")
    components = load(paths[0])
    return 0 if arguments[0] == "validate" else run_until_ended(components, options)


def run_until_ended(components, options):
    jobs, positions = jobs_of(components, options.get("storage.path", "data-alloy"))
    [write] = [block for block in components.values() if block.name == "loki.write"]
    [endpoint] = write.blocks
    auth = endpoint.blocks[0].arguments if endpoint.blocks else {}
    client = Client(
        endpoint.arguments["url"], write.arguments.get("external_labels", {}), endpoint.arguments.get("tenant_id"),
        auth.get("username"), auth.get("password_file"),
    )

    def handle(request):
        if request.path == "/-/ready":
            return Answer(200, "Alloy is ready.\n", "text/plain")
        return Answer(404, "404 page not found\n", "text/plain")

    serve(options.get("server.http.listen-addr", "127.0.0.1:12345"), handle)
    start_following(jobs, client, positions)
    wait_for_end()
    return 0


run_program(main)
