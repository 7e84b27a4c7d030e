import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Templar } from '../../../src/template/templar.ts';
import { TemplateEngine } from '../../../src/template/template-engine.ts';
import { TemplateText } from '../../../src/values/template-text.ts';
import type { Value } from '../../../src/values/types.ts';

/** The server runs in a thread of its own: while a lookup waits, this one does nothing else. */
const serverSource = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => {
    const { url, headers } = request;
    const send = (status, body, extra = {}) => response.writeHead(status, extra).end(body);
    if (url === '/lines') send(200, 'one\\ntwo\\n');
    else if (url === '/template') send(200, '{{ 7 * 7 }} {% x %}');
    else if (url === '/headers') send(200, JSON.stringify(headers));
    else if (url === '/moved') send(302, '', { location: '/headers' });
    else if (url === '/loop') send(302, '', { location: '/loop' });
    else if (url === '/slow') setTimeout(() => send(200, 'late'), 30000).unref();
    else if (url === '/latin') send(200, Buffer.from([0xe9]), { 'content-type': 'text/plain; charset=latin-1' });
    else if (url === '/binary') send(200, Buffer.from([0xff, 0xfe, 0xfd]));
    else if (url === '/private') {
      const isKnown = headers.authorization === 'Basic ' + Buffer.from('ann:s3cret').toString('base64');
      if (isKnown) send(200, 'in'); else send(401, '', { 'www-authenticate': 'Basic realm="x"' });
    } else send(404, 'nothing');
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`;

const engine = new TemplateEngine();
let server: Worker;
let base = '';

beforeAll(async () => {
  server = new Worker(serverSource, { eval: true });
  const [port] = (await once(server, 'message')) as [number];
  base = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await server.terminate();
});

function render(template: string): Value {
  const variables = new Map<string, Value>([
    ['base', base],
    ['host', base.slice('http://'.length)],
  ]);
  const scope = {
    get: (name: string) => variables.get(name),
    has: () => true,
    names: () => variables.keys(),
  };
  return new Templar({ engine, scope }).render(new TemplateText(template));
}

describe("the lookup 'url'", () => {
  it.each<readonly [string, string, Value]>([
    ['gives lines', "{{ query('url', base ~ '/lines') }}", ['one', 'two']],
    ['gives one text', "{{ lookup('url', base ~ '/lines', split_lines=false) }}", 'one\ntwo\n'],
    ['gives data', "{{ lookup('url', base ~ '/template') }}", '{{ 7 * 7 }} {% x %}'],
    ['asks for several', "{{ query('url', base ~ '/lines', base ~ '/template') | length }}", '3'],
    ['reads the charset', "{{ lookup('url', base ~ '/latin') }}", 'é'],
    [
      'sends headers',
      "{{ (lookup('url', base ~ '/headers', headers={'X-A': 'b'}) | from_json)['x-a'] }}",
      'b',
    ],
    [
      'says who asks',
      "{{ (lookup('url', base ~ '/headers', http_agent='me') | from_json)['user-agent'] }}",
      'me',
    ],
    [
      'forbids caches',
      "{{ (lookup('url', base ~ '/headers', force=true) | from_json)['cache-control'] }}",
      'no-cache',
    ],
    ['follows redirects', "{{ 'host' in (lookup('url', base ~ '/moved') | from_json) }}", true],
    [
      'takes no header along that it is told not to',
      "{{ 'x-a' in (lookup('url', base ~ '/moved', headers={'X-A': 'b'}, unredirected_headers=['X-A']) | from_json) }}",
      false,
    ],
    [
      'answers a challenge',
      "{{ lookup('url', base ~ '/private', username='ann', password='s3cret') }}",
      'in',
    ],
    ['takes credentials of the URL', "{{ lookup('url', 'http://ann:s3cret@' ~ host ~ '/private') }}", 'in'],
  ])('%s', (_what, template, expected) => {
    expect(render(template)).toEqual(expected);
  });

  it.each<readonly [string, string, RegExp]>([
    ['a status that is no success', "lookup('url', base ~ '/nope')", /answered 404/],
    [
      'redirects it must not follow',
      "lookup('url', base ~ '/moved', follow_redirects='none')",
      /answered 302/,
    ],
    ['redirects without end', "lookup('url', base ~ '/loop')", /more than 10 redirects/],
    ['a server that takes too long', "lookup('url', base ~ '/slow', timeout=0.2)", /nothing came for 0.2 s/],
    ['bytes that are no text', "lookup('url', base ~ '/binary')", /got no text/],
    ['an option it does not have', "lookup('url', base, verify=false)", /no option 'verify'/],
    ['other schemes', "lookup('url', 'file:///etc/passwd')", /is not http: or https:/],
    ['what is no URL', "lookup('url', 'nothing')", /is no URL/],
    ['GSSAPI', "lookup('url', base, use_gssapi=true)", /GSSAPI/],
  ])('refuses %s', (_what, expression, message) => {
    expect(() => render(`{{ ${expression} }}`)).toThrow(message);
  });

  it('keeps the password of a URL out of its messages', () => {
    expect(() => render("{{ lookup('url', 'http://ann:wrong@' ~ host ~ '/private') }}")).toThrow(
      /^(?!.*wrong).*answered 401/s,
    );
  });
});
