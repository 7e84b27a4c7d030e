# Files of rules, as strictly read as Thanos reads them.
import glob

RULES = {"groups": [{
    "name": str, "interval": str, "query_offset": str, "limit": int, "partial_response_strategy": str, "labels": dict,
    "rules": [{"record": str, "alert": str, "expr": (str, int, float), "for": str, "keep_firing_for": str, "labels": dict, "annotations": dict}],
}]}


def rules_in(path):
    groups = (settings_of(path, RULES) or {}).get("groups") or []
    names = [group.get("name") for group in groups]
    for group in groups:
        if not group.get("name"):
            raise Refused(f"{path}: Groupname must not be empty")
        if names.count(group["name"]) > 1:
            raise Refused(f'{path}: groupname: "{group["name"]}" is repeated in the same file')
        if group.get("partial_response_strategy", "abort").lower() not in ("abort", "warn"):
            raise Refused(f"{path}: failed to unmarshal {group['partial_response_strategy']!r} as 'partial_response_strategy'. Possible values are ABORT,WARN")
        for rule in group.get("rules") or []:
            check_rule(f"{path}: group {group['name']!r}", rule)
    return [{**group, "rules": [{**rule, "expr": str(rule["expr"])} for rule in group.get("rules") or []]} for group in groups]


def check_rule(where, rule):
    if ("record" in rule) == ("alert" in rule):
        raise Refused(f"{where}: {'only one of' if 'record' in rule else 'one of'} 'record' and 'alert' must be set")
    name = rule.get("record") or rule.get("alert")
    if "expr" not in rule:
        raise Refused(f"{where}, {name}: field 'expr' must be set in rule")
    if "record" in rule and not re.fullmatch(r"[A-Za-z_:][A-Za-z0-9_:]*", rule["record"]):
        raise Refused(f"{where}: invalid recording rule name: {rule['record']}")
    for key in ("annotations", "for") if "record" in rule else ():
        if key in rule:
            raise Refused(f"{where}, {name}: invalid field '{key}' in recording rule")
    try:
        seconds_of(rule.get("for", "0s"))
        Parser(str(rule["expr"])).parse()
    except (Misused, Refused) as error:
        raise Refused(f"{where}, {name}: {error}")


def check_rules(flags):
    if not flags["rules"]:
        raise Misused("required flag --rules not provided")
    for pattern in flags["rules"]:
        paths = glob.glob(pattern)
        if not paths:
            raise Refused("matching file not found")
        for path in paths:
            found = sum(len(group["rules"]) for group in rules_in(path))
            log(f'level=info result=SUCCESS "rules found"={found}')
