"""Measures Jinja2 on the cases that come on stdin as JSON, in CPU time; test/bench/templates/bench.ts does the same."""

import gc
import json
import statistics
import sys
import time

import jinja2
from jinja2.runtime import Context, missing

SAMPLES = 15
SAMPLE_SECONDS = 0.02
WARM_UP_SECONDS = 1


class LazyContext(Context):
    """Variables whose text is a template are rendered when they are asked for, once a render."""

    def resolve_or_missing(self, key):
        value = super().resolve_or_missing(key)
        if not isinstance(value, str) or "{{" not in value:
            return value
        rendered = self.vars.get(key, missing)
        if rendered is missing:
            template = compiled.get(value)
            if template is None:
                template = compiled[value] = environment.from_string(value)
            rendered = self.vars[key] = "".join(template.root_render_func(self))
        return rendered


compiled = {}
environment = jinja2.Environment(trim_blocks=True, keep_trailing_newline=True, undefined=jinja2.StrictUndefined)


def lazy_render(template, variables):
    context = LazyContext(environment, variables, None, {})
    return "".join(template.root_render_func(context))


def median_seconds(work):
    """The median CPU time of one call, after a warm-up."""
    gc.collect()
    calls, start = 0, time.process_time()
    while time.process_time() - start < WARM_UP_SECONDS:
        work()
        calls += 1
    rounds = max(1, int(calls / WARM_UP_SECONDS * SAMPLE_SECONDS))
    samples = []
    for _ in range(SAMPLES):
        start = time.process_time()
        for _ in range(rounds):
            work()
        samples.append((time.process_time() - start) / rounds)
    return statistics.median(samples)


def compiler(case):
    """Never the same text twice: neither side may answer from a cache."""
    number = 0

    def compile_next():
        nonlocal number
        number += 1
        if case["kind"] == "template":
            return environment.from_string(case["source"] + "{# %d #}" % number)
        return environment.compile_expression(case["source"] + " or %d" % number)

    return compile_next


def renderer(case):
    variables = case["variables"]
    if case["kind"] == "template" and case.get("lazy"):
        template = environment.from_string(case["source"])
        return lambda: lazy_render(template, variables)
    if case["kind"] == "template":
        template = environment.from_string(case["source"])
        return lambda: template.render(variables)
    expression = environment.compile_expression(case["source"])
    return lambda: expression(variables)


def measure(case):
    render = renderer(case)
    return {
        "output": render(),
        "render": median_seconds(render),
        "compile": median_seconds(compiler(case)),
    }


json.dump({case["name"]: measure(case) for case in json.load(sys.stdin)}, sys.stdout)
