/** The page of the HTML report, in Nunjucks. Everything that comes from a run is escaped by the environment. */
export const PAGE = `{% macro head(task) %}{% for group in task.groups %}<span class="badge {{ group.status }}" title="{{ group.hosts | join(', ') }}">{{ group.status }} {{ group.hosts.length }}</span>{% endfor %}{{ task.name }}<span class="place">{{ task.action }}, {{ task.place }}</span>{% endmacro %}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
:root { color-scheme: light dark; --ok: #1a7f37; --changed: #9a6700; --failed: #cf222e; --quiet: #6e7781; --line: #8883; }
@media (prefers-color-scheme: dark) { :root { --ok: #4ac26b; --changed: #d4a72c; --failed: #ff7b72; --quiet: #9198a1; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .2rem 0; color: var(--quiet); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
details, .task { border-bottom: 1px solid var(--line); padding: .35rem 0; }
summary { cursor: pointer; }
.place { color: var(--quiet); font-size: .85em; margin-left: .6rem; overflow-wrap: anywhere; }
.badge { border: 1px solid currentColor; border-radius: 1em; padding: 0 .6em; font-size: .8em; margin-right: .4rem; white-space: nowrap; }
.ok { color: var(--ok); } .changed { color: var(--changed); } .skipped, .ignored { color: var(--quiet); }
.failed, .unreachable { color: var(--failed); }
.problem { font-weight: 600; }
pre { overflow-x: auto; padding: .6rem; margin: .3rem 0 .3rem 1rem; background: #8881; border-radius: .3rem; font-size: .85rem; }
h3 { font-size: .95rem; margin: .5rem 0 0 1rem; font-weight: 600; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ startedAt }}, {{ duration }}{% if mode %}, {{ mode }}{% endif %}, tsplay {{ version }}</p>
{% if not isComplete %}
<p class="failed problem">The run was broken off: what is missing here was not played.</p>
{% endif %}
<h2>Recap</h2>
<table>
<tr><th>Host</th><th>ok</th><th>changed</th><th>unreachable</th><th>failed</th><th>skipped</th><th>rescued</th><th>ignored</th></tr>
{% for host in hosts %}
<tr><td class="{{ host.verdict }}">{{ host.name }}</td><td>{{ host.ok }}</td><td>{{ host.changed }}</td><td>{{ host.unreachable }}</td><td>{{ host.failed }}</td><td>{{ host.skipped }}</td><td>{{ host.rescued }}</td><td>{{ host.ignored }}</td></tr>
{% endfor %}
</table>
{% for play in plays %}
<h2>{{ play.name or 'Play' }}</h2>
<p>{{ play.hostCount }} {{ 'host' if play.hostCount == 1 else 'hosts' }}</p>
{% for task in play.tasks %}
{% if task.outcomes.length %}
<details{% if task.isOpen %} open{% endif %}>
<summary>{{ head(task) }}</summary>
{% for outcome in task.outcomes %}
<h3 class="{{ outcome.shown }}">{{ outcome.label }}: {{ outcome.shown }}, {{ outcome.duration }}</h3>
{% if outcome.details %}<pre>{{ outcome.details }}</pre>
{% endif %}
{% if outcome.diff %}<pre>{{ outcome.diff }}</pre>
{% endif %}
{% for item in outcome.items %}
<h3 class="{{ item.status }}">{{ outcome.label }}, {{ item.label }}: {{ item.status }}</h3>
{% if item.details %}<pre>{{ item.details }}</pre>
{% endif %}
{% if item.diff %}<pre>{{ item.diff }}</pre>
{% endif %}
{% endfor %}
{% endfor %}
</details>
{% else %}
<div class="task">{{ head(task) }}</div>
{% endif %}
{% endfor %}
{% endfor %}
</body>
</html>
`;
