# Flags as programs built on kingpin read them: each must be known, and only some may be given twice.


class Misused(Exception):
    """What kingpin refuses: said on stderr, and exit code 2."""


def flags_of(arguments, switches=(), values=(), lists=()):
    """{name: True, text or list of texts}, of `--name`, `--no-name`, `--name=text` and `--name text`."""
    flags = {name: [] for name in lists}
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if not argument.startswith("--"):
            raise Misused(f"unexpected {argument}")
        name, equals, text = argument[2:].partition("=")
        if not equals and name.removeprefix("no-") in switches:
            flags[name.removeprefix("no-")] = not name.startswith("no-")
        elif name not in (*values, *lists):
            raise Misused(f"unknown long flag '--{name}'")
        elif not equals and not rest:
            raise Misused(f"expected argument for flag '--{name}'")
        elif name in flags and name in values:
            raise Misused(f"flag '{name}' cannot be repeated")
        else:
            text = text if equals else rest.pop(0)
            flags[name] = [*flags[name], text] if name in lists else text
    return flags


def seconds_of(text):
    """Durations as Prometheus writes them: 1h30m, 0d, 5s."""
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}
    parts = re.findall(r"(\d+)(ms|[smhdwy])", text)
    if "".join(number + unit for number, unit in parts) != text or not parts:
        raise Misused(f"not a valid duration string: {text!r}")
    return sum(int(number) * units[unit] for number, unit in parts)
