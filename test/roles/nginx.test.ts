import { describe, expect, it } from 'vitest';
import { parseVariables, variablesOrThrow } from '../../src/inventory/variable-file.ts';
import type { Value } from '../../src/values/types.ts';
import { renderRole } from './render-role.ts';

/** The file of the first virtual host, without its indentation and comments. */
function site(yaml: string): readonly string[] {
  const given = variablesOrThrow(parseVariables({ path: 'group_vars/all.yml', text: yaml }));
  const text = renderRole('nginx', given as ReadonlyMap<string, Value>).template(
    'vhost.conf.j2',
    'nginx_present_vhosts[0]',
  );
  return text.split('\n').map((line) => line.trim());
}

const version = (number: string) => `nginx_version_shown: {stderr: "nginx version: nginx/${number}"}\n`;
const tls = 'nginx_vhosts: [{server_name: a.test, tls: true}]';

describe('the file of a virtual host', () => {
  it.each([
    ['1.22.1', 'listen 443 ssl http2;', false],
    ['1.25.0', 'listen 443 ssl http2;', false],
    ['1.25.1', 'listen 443 ssl;', true],
    ['1.26.3 (Debian)', 'listen 443 ssl;', true],
  ])('spells HTTP/2 as nginx %s does', (number, listen, byDirective) => {
    const lines = site(version(number) + tls);
    expect(lines).toContain(listen);
    expect(lines.includes('http2 on;')).toBe(byDirective);
  });

  it('goes by the distribution where nginx is not installed yet', () => {
    expect(site(tls)).toContain('listen 443 ssl http2;');
  });

  it('listens on both families for a port, and as it is said for anything else', () => {
    const listens = (listen: string) =>
      site(`nginx_vhosts: [{server_name: a.test, listen: "${listen}"}]`).filter((line) =>
        line.startsWith('listen'),
      );
    expect(listens('8080')).toEqual(['listen 8080;', 'listen [::]:8080;']);
    expect(listens('80 default_server')).toEqual([
      'listen 80 default_server;',
      'listen [::]:80 default_server;',
    ]);
    expect(listens('127.0.0.1:81')).toEqual(['listen 127.0.0.1:81;']);
    expect(listens('unix:/run/x')).toEqual(['listen unix:/run/x;']);
  });

  it('takes several names, of which the first names files, and leads another one there', () => {
    const lines = site(
      'nginx_vhosts: [{server_name: a.test b.test, server_aliases: [c.test], server_name_redirect: old.test, tls: true}]',
    );
    expect(lines).toContain('server_name a.test b.test c.test old.test;');
    expect(lines).toContain('return 301 https://a.test$request_uri;');
    expect(lines).toContain('server_name a.test b.test c.test;');
    expect(lines).toContain('ssl_certificate /etc/nginx/tls/a.test.crt;');
  });

  it('leaves out a header that is null, and lets websockets through where it is said', () => {
    const lines = site(`
nginx_vhosts:
  - server_name: a.test
    tls: true
    security_headers: {X-Frame-Options: null, X-More: yes please}
    proxy:
      /: http://127.0.0.1:3000
      /live/: {url: "http://127.0.0.1:3000", websocket: true}
`);
    expect(lines).toContain('add_header X-More "yes please" always;');
    expect(lines.join()).not.toContain('X-Frame-Options');
    expect(lines.filter((line) => line === 'proxy_set_header Host $http_host;')).toHaveLength(2);
    expect(lines.filter((line) => line === 'proxy_set_header Upgrade $http_upgrade;')).toHaveLength(1);
  });
});
