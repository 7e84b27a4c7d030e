# The sidecar: what its Prometheus has, with the external labels that Prometheus says, and blocks to the bucket.
import base64
import ssl

# The real one: 30.
SECONDS_BETWEEN_UPLOADS = 0.5
CLIENT = {
    "basic_auth": {"username": str, "password": str, "password_file": str}, "bearer_token": str, "bearer_token_file": str,
    "proxy_url": str, "transport_config": dict,
    "tls_config": {"ca_file": str, "cert_file": str, "key_file": str, "server_name": str, "insecure_skip_verify": bool},
}


class Prometheus:
    """The one beside the sidecar, with what it is shown."""

    def __init__(self, flags):
        self.url = flags.get("prometheus.url", "http://localhost:9090").rstrip("/")
        client = settings_of(flags["prometheus.http-client-file"], CLIENT) if "prometheus.http-client-file" in flags else {}
        basic, tls = client.get("basic_auth"), client.get("tls_config") or {}
        self.headers = {"Authorization": "Basic " + base64.b64encode(f"{basic['username']}:{basic['password']}".encode()).decode()} if basic else {}
        self.tls = ssl.create_default_context(cafile=tls.get("ca_file"))
        if tls.get("insecure_skip_verify"):
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    def asked(self, path):
        return asked(self.url + path, headers=self.headers, tls=self.tls)["data"]


class Sidecar(Component):
    def start(self):
        self.external = {}
        self.prometheus = Prometheus(self.flags)
        self.bucket = bucket_flag(self.flags, required=False)
        if self.bucket is None:
            log('level=info msg="no supported bucket was configured, uploads will be disabled"')
        else:
            self.check_flags()
        while not self.ready:
            try:
                self.read_labels()
                self.ready = True
            except OSError as error:
                log(f'level=warn msg="failed to fetch initial external labels. Is Prometheus running? Retrying" err="{error}"')
                time.sleep(0.5)
        if not self.external:
            raise Refused("no external labels configured on Prometheus server, uniquely identifying external labels must be configured")
        repeat(5, self.read_labels)
        if self.bucket is not None:
            repeat(SECONDS_BETWEEN_UPLOADS, self.upload)

    def check_flags(self):
        while True:
            try:
                flags = self.prometheus.asked("/api/v1/status/flags")
                break
            except OSError as error:
                log(f'level=warn msg="failed to get Prometheus flags. Is Prometheus running? Retrying" err="{error}"')
                time.sleep(0.5)
        least, most = (flags[f"storage.tsdb.{name}-block-duration"] for name in ("min", "max"))
        if least != most:
            raise Refused(f"validate Prometheus flags: found that TSDB Max time is {most} and Min time is {least}. Compaction needs to be disabled (storage.tsdb.min-block-duration = storage.tsdb.max-block-duration)")

    def read_labels(self):
        settings = yaml.safe_load(self.prometheus.asked("/api/v1/status/config")["yaml"]) or {}
        labels = (settings.get("global") or {}).get("external_labels") or {}
        self.external = {name: str(value) for name, value in labels.items()}

    def labels(self):
        return [self.external]

    def select(self, matchers):
        if not fits(self.external, [matcher for matcher in matchers if matcher[0] in self.external]):
            return []
        inner = selector_of([matcher for matcher in matchers if matcher[0] not in self.external])
        found = self.prometheus.asked(f"/api/v1/query?{urllib.parse.urlencode({'query': inner})}")
        return [({**row["metric"], **self.external}, float(row["value"][1])) for row in found["result"]]

    def upload(self):
        """Blocks that Prometheus has made: through hard links beside them, as the real one does, then into the bucket."""
        folder = self.flags.get("tsdb.path", "./data")
        record = os.path.join(folder, self.flags.get("shipper.meta-file-name", "thanos.shipper.json"))
        uploaded = (json_in(record) or {}).get("uploaded", [])
        for name in sorted(os.listdir(folder)):
            meta = json_in(os.path.join(folder, name, "meta.json")) if BLOCK.fullmatch(name) else None
            if meta is None or name in uploaded or meta["compaction"]["level"] > 1:
                continue
            staged = os.path.join(folder, "thanos", "upload", name)
            shutil.rmtree(staged, ignore_errors=True)
            shutil.copytree(os.path.join(folder, name), staged, copy_function=os.link)
            self.bucket.upload(name, staged, {**meta, "thanos": {"labels": self.external, "downsample": {"resolution": 0}, "source": "sidecar"}})
            shutil.rmtree(staged)
            uploaded = [*uploaded, name]
            with open(record, "w") as file:
                json.dump({"version": 1, "uploaded": uploaded}, file)
