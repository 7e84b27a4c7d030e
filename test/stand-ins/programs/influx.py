# Stands in for the influx CLI 2.x: sets a server up, and wants a home to keep its configuration in.
import argparse
import urllib.error
import urllib.request


def main(arguments):
    if arguments[:1] in (["version"], ["--version"]):
        return print_version("Influx CLI")
    parser = argparse.ArgumentParser(prog="influx")
    commands = parser.add_subparsers(dest="command", required=True)
    ping = commands.add_parser("ping")
    setup = commands.add_parser("setup")
    for command in (ping, setup):
        command.add_argument("--host", default=os.environ.get("INFLUX_HOST", "http://localhost:8086"))
    for name in ("--username", "--password", "--org", "--bucket"):
        setup.add_argument(name, required=True)
    setup.add_argument("--token", default=os.environ.get("INFLUX_TOKEN"))
    setup.add_argument("--retention", default="0")
    setup.add_argument("--configs-path", default=os.environ.get("INFLUX_CONFIGS_PATH"))
    setup.add_argument("--force", action="store_true")
    wanted = parser.parse_args(arguments)
    if wanted.command == "ping":
        urllib.request.urlopen(f"{wanted.host}/health", timeout=5).close()
        print("OK")
        return 0
    return set_up(wanted)


def set_up(wanted):
    body = {name: getattr(wanted, name) for name in ("username", "password", "org", "bucket", "token")}
    request = urllib.request.Request(f"{wanted.host}/api/v2/setup", json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=5).close()
    except urllib.error.HTTPError as error:
        raise Refused(f"failed to setup instance: {error.code} {json.loads(error.read())['message']}")
    # As the real one: the server is set up by now, whatever becomes of this.
    path = wanted.configs_path or os.path.join(os.environ.get("HOME", ""), ".influxdbv2/configs")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(f'[default]\n  url = "{wanted.host}"\n  token = "{wanted.token}"\n  org = "{wanted.org}"\n  active = true\n')
    except OSError as error:
        raise Refused(f"setup succeeded, but failed to write new config to local path: {error}")
    return 0


run_program(main)
