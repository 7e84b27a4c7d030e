# What thanos' components have in common. They ask each other on their gRPC ports, over HTTP and JSON in place of gRPC:
# /info for the labels of what they have, /select for what a selector finds.
import time


def asked(url, data=None, kind="application/x-www-form-urlencoded", headers=None, tls=None):
    request = urllib.request.Request(url, data, {**({"Content-Type": kind} if data else {}), **(headers or {})})
    with urllib.request.urlopen(request, timeout=5, context=tls) as answer:
        return json.loads(answer.read() or b"null")


def repeat(seconds, do):
    """Does it again and again, in a thread of its own."""

    def forever():
        while True:
            try:
                do()
            except (OSError, Refused) as error:
                log(f'level=warn err="{error}"')
            time.sleep(seconds)

    threading.Thread(target=forever, daemon=True).start()


def bucket_flag(flags, required):
    if "objstore.config" in flags and "objstore.config-file" in flags:
        raise Refused("objstore.config and objstore.config-file are mutually exclusive")
    if "objstore.config-file" in flags:
        return bucket_of(flags["objstore.config-file"])
    if required:
        raise Misused("flag objstore.config-file or objstore.config is required for running this command")
    return None


class Component:
    """What all have in common; an own one says its labels and what a selector finds."""

    def __init__(self, name, flags):
        self.name, self.flags, self.ready = name, flags, False

    def labels(self):
        return [{}]

    def select(self, matchers):
        return []

    def api(self, request):
        return Answer(404, "404 page not found\n", "text/plain")

    def run(self):
        serve(self.flags.get("http-address", "0.0.0.0:10902"), self.http)
        if self.name != "compact":
            serve(self.flags.get("grpc-address", "0.0.0.0:10901"), self.store_api)
        self.start()
        wait_for_end()

    def start(self):
        self.ready = True

    def http(self, request):
        if request.path == "/-/healthy":
            return Answer(200, f"{self.name} is healthy\n", "text/plain")
        if request.path == "/-/ready":
            return Answer(200 if self.ready else 503, f"{self.name} is {'ready' if self.ready else 'not ready'}\n", "text/plain")
        if request.path == "/metrics":
            return Answer(200, f'thanos_status{{check="ready"}} {int(self.ready)}\n', "text/plain; version=0.0.4")
        return self.api(request)

    def store_api(self, request):
        if request.path == "/info":
            return Answer(200, {"component": self.name, "labels": self.labels()})
        matchers = Parser(request.query["query"]).parse()[1]
        return Answer(200, [[labels, value] for labels, value in self.select(matchers)])
