# What every stand-in begins with. The tests put a line `VERSION = '1.2.3'` before it and the program after it, which
# makes one file that needs nothing but python3.
import json
import os
import signal
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Refused(Exception):
    """What the real program refuses: said on stderr, and exit code 1."""


def print_version(name):
    print(f"{name} {VERSION} (stand-in)")


def version_at_least(*wanted):
    return tuple(int(part) for part in VERSION.split(".")[: len(wanted)]) >= wanted


def unknown_keys(table, known):
    return sorted(key for key in table if key not in known)


def log(text):
    print(text, file=sys.stderr, flush=True)


def notify(state):
    """Tells systemd, when a unit of Type=notify asks for it."""
    path = os.environ.get("NOTIFY_SOCKET")
    if path is None:
        return
    address = "\0" + path[1:] if path.startswith("@") else path
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifier:
        notifier.sendto(state.encode(), address)


class Request:
    def __init__(self, handler, body):
        url = urlsplit(handler.path)
        self.method = handler.command
        self.path = url.path
        self.query = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        self.headers = handler.headers
        self.body = body

    def json(self):
        return json.loads(self.body)


class Answer(Exception):
    """What a request is answered with: returned, or raised from anywhere below the handler."""

    def __init__(self, status, body="", kind="application/json", headers=None):
        super().__init__(status)
        self.status = status
        self.body = json.dumps(body) if kind == "application/json" and body != "" else body
        self.kind = kind
        self.headers = headers or {}


def serve(address, handle):
    """Binds `host:port` (`:port` for all addresses) and answers each request with what `handle(request)` returns."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            try:
                answer = handle(Request(self, self.rfile.read(length)))
            except Answer as raised:
                answer = raised
            content = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if answer.status != 204:
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer

        def log_message(self, *_):
            pass

    host, _, port = address.rpartition(":")
    server = ThreadingHTTPServer((host, int(port)), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def wait_for_end():
    """Until systemd, or whoever, ends the program as the real one lets itself be ended."""
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    ended.wait()


def run_program(main):
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as refusal:
        log(f"Error: {refusal}")
        sys.exit(1)
