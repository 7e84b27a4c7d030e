# Settings in YAML, read as strictly as Go programs read them. Needs python3-yaml.
import yaml


class StrictLoader(yaml.SafeLoader):
    """Refuses a key that is there twice."""


def mapping_without_doubles(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.YAMLError(f"line {node.start_mark.line + 1}: key {key!r} already set in map")
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping_without_doubles)
# A date stays text, as Go's reader has it.
StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def settings_of(path, shape):
    """The settings of a file, when all of its keys are known; see checked()."""
    try:
        with open(path) as file:
            settings = yaml.load(file, StrictLoader)
    except (OSError, yaml.YAMLError) as error:
        raise Refused(f"unable to parse config: {error}")
    checked("config", settings, shape)
    return settings


def checked(name, value, shape):
    """A shape: a type, a dictionary of shapes by key, a list with the shape of its items, or None for anything."""
    if shape is None or value is None:
        return
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Refused(f"failed parsing config: cannot unmarshal {value!r} into {name}")
        for key in unknown_keys(value, shape):
            raise Refused(f"failed parsing config: field {key} not found in type {name}")
        for key, part in value.items():
            checked(f"{name}.{key}", part, shape[key])
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise Refused(f"failed parsing config: cannot unmarshal {value!r} into {name}")
        for part in value:
            checked(name, part, shape[0])
    elif not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        raise Refused(f"failed parsing config: cannot unmarshal {value!r} into {name}")
