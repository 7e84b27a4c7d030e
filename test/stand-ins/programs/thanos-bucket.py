# The bucket of Thanos: its configuration, as strictly read, and blocks in it, when it is a folder. In place of chunks and
# an index, which only the real one can read, a block of the tests has a file series.json: [[labels, value], ...].
import shutil
import urllib.error
import urllib.request

S3_KEYS = {
    "bucket": str, "endpoint": str, "region": str, "disable_dualstack": bool, "aws_sdk_auth": bool, "access_key": str,
    "insecure": bool, "signature_version2": bool, "secret_key": str, "session_token": str, "put_user_metadata": dict,
    "http_config": dict, "trace": {"enable": bool}, "list_objects_version": str, "bucket_lookup_type": str,
    "send_content_md5": bool, "disable_multipart": bool, "part_size": int, "sse_config": dict, "sts_endpoint": str,
    "max_retries": int,
}
BLOCK = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def bucket_of(path):
    settings = settings_of(path, {"type": str, "config": None, "prefix": str}) or {}
    kind, config = str(settings.get("type", "")).upper(), settings.get("config") or {}
    if kind == "FILESYSTEM":
        if not config.get("directory"):
            raise Refused("create FILESYSTEM client: missing directory for filesystem bucket")
        return FolderBucket(os.path.join(config["directory"], settings.get("prefix") or ""))
    if kind == "S3":
        checked("s3.Config", config, S3_KEYS)
        if not config.get("bucket"):
            raise Refused("create S3 client: no s3 bucket in config file")
        if not config.get("endpoint"):
            raise Refused("create S3 client: no s3 endpoint in config file")
        if bool(config.get("access_key")) != bool(config.get("secret_key")):
            raise Refused("create S3 client: no s3 access_key or secret_key specified while the other is present in config file")
        return S3Bucket(config)
    raise Refused(f"bucket with type {settings.get('type')} is not supported")


class FolderBucket:
    def __init__(self, folder):
        self.folder = folder

    def blocks(self):
        """[(ULID, meta.json)] of the blocks that are complete."""
        names = sorted(os.listdir(self.folder)) if os.path.isdir(self.folder) else []
        return [(name, meta) for name in names if BLOCK.fullmatch(name) and (meta := json_in(self.path(name, "meta.json")))]

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def series(self):
        for name, meta in self.blocks():
            for labels, value in json_in(self.path(name, "series.json")) or []:
                yield {**labels, **meta["thanos"]["labels"]}, float(value)

    def upload(self, block, folder, meta):
        os.makedirs(self.path(block), exist_ok=True)
        for name in os.listdir(folder):
            if os.path.isdir(os.path.join(folder, name)):
                shutil.copytree(os.path.join(folder, name), self.path(block, name), dirs_exist_ok=True, copy_function=shutil.copyfile)
            elif name != "meta.json":
                shutil.copyfile(os.path.join(folder, name), self.path(block, name))
        # The last one: without it, nobody takes it for a block.
        with open(self.path(block, "meta.json"), "w") as file:
            json.dump(meta, file)

    def delete(self, block):
        shutil.rmtree(self.path(block))


class S3Bucket:
    """Asked whether it lets the access key in, without a signature; a stand-in keeps nothing there."""

    def __init__(self, config):
        self.config = config

    def blocks(self):
        url = f"http{'' if self.config.get('insecure') else 's'}://{self.config['endpoint']}/{self.config['bucket']}/?list-type=2"
        credential = f"AWS4-HMAC-SHA256 Credential={self.config.get('access_key', '')}/stand-in, SignedHeaders=host, Signature=0"
        try:
            urllib.request.urlopen(urllib.request.Request(url, headers={"Authorization": credential}), timeout=5).close()
        except urllib.error.HTTPError as error:
            raise Refused(f"listing the bucket: {error.reason}")
        except OSError as error:
            raise Refused(f"listing the bucket: {error}")
        return []

    def series(self):
        return []

    def upload(self, block, folder, meta):
        raise Refused("a stand-in uploads nothing to S3")

    def delete(self, block):
        raise Refused("a stand-in deletes nothing in S3")


def json_in(path):
    try:
        with open(path) as file:
            return json.load(file)
    except FileNotFoundError:
        return None
