# What the agents that send logs have in common: files and the journal followed, stages, lines pushed to Loki.
import base64
import glob
import re
import subprocess
import time
import urllib.error
import urllib.request

# The real ones look for new files every ten seconds, and for new lines four times a second.
SECONDS_BETWEEN_LOOKS = 0.25
PRIORITIES = ["emerg", "alert", "crit", "error", "warning", "notice", "info", "debug"]


class Drop(Exception):
    """The line goes no further."""


def check_expressions(stages):
    for name, options in stages:
        if name not in STAGES:
            raise Refused(f"a stand-in cannot do the stage {name}")
        for key in ("expression", "firstline") if isinstance(options, dict) else ():
            try:
                re.compile(options.get(key) or "")
            except re.error as error:
                raise Refused(f"could not compile regular expression: {error}")
        if name == "match":
            check_expressions(options["stages"])


def do_regex(options, labels, extracted, line):
    found = re.search(options["expression"], extracted.get(options["source"], "") if options.get("source") else line)
    extracted.update(found.groupdict(default="") if found else {})
    return line


def do_json(options, labels, extracted, line):
    try:
        document = json.loads(line)
    except ValueError:
        return line
    for name, path in options["expressions"].items():
        if (path or name) in document:
            extracted[name] = str(document[path or name])
    return line


def do_labels(options, labels, extracted, line):
    for name, source in options.items():
        if extracted.get(source or name):
            labels[name] = extracted[source or name]
    return line


def do_static_labels(options, labels, extracted, line):
    labels.update(options)
    return line


def do_labeldrop(options, labels, extracted, line):
    for name in options:
        labels.pop(name, None)
    return line


def do_drop(options, labels, extracted, line):
    if re.search(options["expression"], extracted.get(options["source"], "") if options.get("source") else line):
        raise Drop
    return line


def do_output(options, labels, extracted, line):
    return extracted.get(options["source"], line)


def do_multiline(options, labels, extracted, line):
    """joined() has done it before all stages."""
    return line


def do_match(options, labels, extracted, line):
    wanted = re.findall(r'(\w+)\s*=\s*"([^"]*)"', options["selector"])
    return staged(options["stages"], labels, extracted, line) if all(labels.get(name) == value for name, value in wanted) else line


STAGES = {
    "regex": do_regex, "json": do_json, "labels": do_labels, "static_labels": do_static_labels, "labeldrop": do_labeldrop,
    "drop": do_drop, "output": do_output, "match": do_match, "multiline": do_multiline,
}


def staged(stages, labels, extracted, line):
    for name, options in stages:
        line = STAGES[name](options, labels, extracted, line)
    return line


def joined(lines, stages):
    """Lines that do not begin anew belong to the one before: of one look, where the real ones wait some seconds."""
    firstline = next((options["firstline"] for name, options in stages if name == "multiline"), "")
    block = None
    for labels, line, stamp in lines:
        if block and labels == block[0] and not re.search(firstline, line):
            block = (labels, f"{block[1]}\n{line}", block[2])
            continue
        if block:
            yield block
        block = (labels, line, stamp)
    if block:
        yield block


class Positions:
    """How far each file was read, in a file of the agent's: `positions:` and a line `path: "offset"` each."""

    def __init__(self, path):
        self.path = path
        self.offsets = {}

    def load(self, path=None):
        try:
            with open(path or self.path) as file:
                self.offsets = {name: int(offset) for name, offset in re.findall(r'^  (\S.*): "(\d+)"$', file.read(), re.M)}
        except FileNotFoundError:
            return False
        return True

    def save(self):
        with open(os.open(self.path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("positions:\n" + "".join(f'  {name}: "{offset}"\n' for name, offset in self.offsets.items()))
        os.replace(self.path + ".new", self.path)


class FileSource:
    """Lines of all files that fit a pattern, from where they were left."""

    def __init__(self, target, positions):
        self.pattern, self.exclude = target["__path__"], target.get("__path_exclude__")
        self.labels = {name: value for name, value in target.items() if not name.startswith("__")}
        self.positions = positions
        self.complained = set()
        self.ready = False

    def lines(self):
        for path in sorted(glob.glob(self.pattern, recursive=True)):
            if os.path.isfile(path) and not (self.exclude and path in glob.glob(self.exclude, recursive=True)):
                yield from self.lines_of(path)

    def lines_of(self, path):
        offset = self.positions.offsets.get(path, 0)
        try:
            with open(path, "rb") as file:
                self.ready = True
                file.seek(offset if offset <= os.fstat(file.fileno()).st_size else 0)
                while (line := file.readline()).endswith(b"\n"):
                    self.positions.offsets[path] = file.tell()
                    yield {**self.labels, "filename": path}, line.decode(errors="replace").rstrip("\n"), time.time_ns()
        except OSError as error:
            if path not in self.complained:
                log(f'level=error msg="failed to start tailer" error="{error}"')
            self.complained.add(path)


class JournalSource:
    """Entries of the journal, as journalctl gives them to the agent's account; `relabel` is [(source, label)]."""

    def __init__(self, options, relabel):
        self.options, self.relabel = options, relabel
        self.cursor = None
        self.ready = True

    def lines(self):
        hours = re.fullmatch(r"(\d+)h", self.options.get("max_age") or "7h")
        since = [f"--after-cursor={self.cursor}"] if self.cursor else [f"--since=-{hours[1] if hours else 7}h"]
        command = ["journalctl", "--quiet", "--output=json", *since, *(self.options.get("matches") or "").split()]
        for entry in subprocess.run(command, capture_output=True, text=True).stdout.splitlines():
            fields = json.loads(entry)
            self.cursor = fields["__CURSOR"]
            yield self.labels_of(fields), str(fields.get("MESSAGE", "")), int(fields["__REALTIME_TIMESTAMP"]) * 1000

    def labels_of(self, fields):
        internal = {f"__journal_{name.lower()}": value for name, value in fields.items() if isinstance(value, str)}
        if "PRIORITY" in fields:
            internal["__journal_priority_keyword"] = PRIORITIES[int(fields["PRIORITY"])]
        named = {label: internal[source] for source, label in self.relabel if source in internal}
        return {**(self.options.get("labels") or {}), **named}


class Client:
    def __init__(self, url, external, tenant=None, user=None, password_file=None):
        self.url, self.external = url, external
        self.headers = {"Content-Type": "application/json", **({"X-Scope-OrgID": tenant} if tenant else {})}
        if user:
            with open(password_file) as file:
                self.headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{file.read()}".encode()).decode()

    def push(self, entries):
        streams = [{"stream": {**labels, **self.external}, "values": [[str(stamp), line]]} for labels, line, stamp in entries]
        while streams:
            try:
                urllib.request.urlopen(urllib.request.Request(self.url, json.dumps({"streams": streams}).encode(), self.headers), timeout=5).close()
                return
            except urllib.error.HTTPError as error:
                if error.code < 500 and error.code != 429:
                    log(f'level=error msg="final error sending batch" status={error.code} error="{error.read().decode()}"')
                    return
            except OSError as error:
                log(f'level=warn msg="error sending batch, will retry" error="{error}"')
            time.sleep(1)


def follow(jobs, client, all_positions):
    """jobs: [(source, stages)]; for ever, in a thread of its own."""
    while True:
        for source, stages in jobs:
            entries = []
            for labels, line, stamp in joined(source.lines(), stages):
                try:
                    entries.append((labels, staged(stages, labels, {}, line), stamp))
                except Drop:
                    pass
            if entries:
                client.push(entries)
                for positions in all_positions:
                    positions.save()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def start_following(jobs, client, all_positions):
    threading.Thread(target=follow, args=(jobs, client, all_positions), daemon=True).start()
