# PromQL: all of its grammar that rules are written in is read, and some of it evaluated, at one moment.
import re
import urllib.parse

TOKEN = re.compile(r'''\s*(?:\#[^\n]*\n\s*)*(?:
    (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`) | (?P<range>\[[0-9a-z:]+\]) | (?P<duration>-?(?:\d+(?:ms|[smhdwy]))+)\b
  | (?P<number>(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?:inf|nan)\b)) | (?P<name>[A-Za-z_:][A-Za-z0-9_:]*)
  | (?P<sign>=~|!~|!=|==|>=|<=|[-+*/%^(){},=<>@])
)''', re.X | re.I)
AGGREGATIONS = {"sum", "count", "min", "max", "avg", "group", "stddev", "stdvar", "topk", "bottomk", "quantile", "count_values"}
OPERATORS = {"+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless", "atan2"}
COMPARE = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b, "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b,
}
MERGE = {"sum": sum, "count": len, "min": min, "max": max, "avg": lambda values: sum(values) / len(values), "group": lambda _: 1}


class Parser:
    """Nodes: ("number", x), ("select", matchers), ("aggregate", name, labels, node), ("binary", sign, left, right), or
    ("other", text) for what is read and not evaluated."""

    def __init__(self, text):
        self.tokens, at = [], 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            if found is None:
                raise Refused(f"could not parse expression: 1:{at + 1}: parse error: unexpected character {text[at:].strip()[0]!r}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.at = 0

    def parse(self):
        node = self.expression()
        if self.at < len(self.tokens):
            self.unexpected()
        return node

    def unexpected(self):
        seen = repr(self.tokens[self.at][1]) if self.at < len(self.tokens) else "end of input"
        raise Refused(f"could not parse expression: 1:{self.at + 1}: parse error: unexpected {seen}")

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else None

    def kind(self):
        return self.tokens[self.at][0] if self.at < len(self.tokens) else None

    def take(self, *wanted):
        if (self.peek() or "").lower() in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1].lower()
        return None

    def need(self, *wanted):
        return self.take(*wanted) or self.unexpected()

    def need_kind(self, *wanted):
        if self.kind() not in wanted:
            self.unexpected()
        self.at += 1
        return self.tokens[self.at - 1][1]

    def expression(self):
        node = self.operand()
        while sign := self.take(*OPERATORS):
            plain = not self.take("bool")
            while self.take("on", "ignoring", "group_left", "group_right"):
                plain = False
                if self.peek() == "(":
                    self.labels()
            right = self.operand()
            node = ("binary", sign, node, right) if plain else ("other", sign)
        return node

    def operand(self):
        if self.take("+", "-"):
            return ("other", "sign", self.operand())
        if self.take("("):
            node = self.expression()
            self.need(")")
        elif self.kind() == "number":
            return ("number", float(self.need_kind("number")))
        elif self.kind() == "string":
            return ("other", self.need_kind("string"))
        elif self.peek() == "{":
            node = ("select", self.matchers())
        else:
            node = self.named(self.need_kind("name"))
        return self.modified(node)

    def named(self, name):
        if name.lower() in AGGREGATIONS:
            grouped = self.grouping()
            arguments = self.arguments()
            by, labels = grouped or self.grouping() or ("by", [])
            return ("aggregate", name.lower(), labels, arguments[-1]) if by == "by" and len(arguments) == 1 else ("other", name)
        if name.lower() in OPERATORS:
            self.at -= 1
            self.unexpected()
        if self.peek() == "(":
            self.arguments()
            return ("other", name)
        return ("select", [("__name__", "=", name), *(self.matchers() if self.peek() == "{" else [])])

    def grouping(self):
        word = self.take("by", "without")
        return (word, self.labels()) if word else None

    def modified(self, node):
        while self.kind() == "range" or (self.peek() or "").lower() in ("offset", "@"):
            if self.kind() == "range":
                self.need_kind("range")
            elif self.take("offset"):
                self.take("-")
                self.need_kind("duration")
            else:
                self.need("@")
                self.need_kind("number", "name")
            node = ("other", "range")
        return node

    def labels(self):
        return self.between("(", ")", lambda: self.need_kind("name"))

    def arguments(self):
        return self.between("(", ")", self.expression)

    def matchers(self):
        return self.between("{", "}", lambda: (self.need_kind("name"), self.need("=", "!=", "=~", "!~"), unquoted(self.need_kind("string"))))

    def between(self, opening, closing, item):
        self.need(opening)
        items = []
        while not self.take(closing):
            items.append(item())
            if not self.take(","):
                self.need(closing)
                break
        return items


def unquoted(text):
    return text[1:-1] if text[0] == "`" else json.loads('"' + text[1:-1].replace("\\'", "'") + '"')


def fits(labels, matchers):
    for name, sign, wanted in matchers:
        value = labels.get(name, "")
        same = re.fullmatch(wanted, value) is not None if sign in ("=~", "!~") else value == wanted
        if same != (sign in ("=", "=~")):
            return False
    return True


def selector_of(matchers):
    return "{" + ",".join(f"{name}{sign}{json.dumps(value)}" for name, sign, value in matchers) + "}"


def evaluated(node, select):
    """[(labels, value)]; select(matchers) gives that of a selector."""
    match node:
        case ("select", matchers):
            return select(matchers)
        case ("aggregate", name, labels, inner) if name in MERGE:
            groups = {}
            for series, value in evaluated(inner, select):
                groups.setdefault(tuple((label, series[label]) for label in labels if label in series), []).append(value)
            return [(dict(group), float(MERGE[name](values))) for group, values in groups.items()]
        case ("binary", sign, left, ("number", right)) if sign in COMPARE:
            return [(series, value) for series, value in evaluated(left, select) if COMPARE[sign](value, right)]
        case _:
            raise Refused(f"a stand-in reads this expression, and cannot evaluate it: {node[1]}")
