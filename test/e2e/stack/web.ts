import { expect, test } from 'vitest';
import { snapshot } from '../support/files.ts';
import { extra, type Stack } from '../support/stack-plays.ts';

const nginx = ['--tags', 'nginx', '--limit', 'web1'];

export function servesSites(stack: Stack): void {
  test('the page comes over TLS, port 80 leads there, and the metrics are served', async () => {
    const page = await stack.onHost(
      'web1',
      'curl -sS --cacert /etc/nginx/tls/www.example.test.crt --resolve www.example.test:443:127.0.0.1 https://www.example.test/',
    );
    expect(page).toContain('Served by web1 (Debian 12)');
    const redirect = await stack.onHost('web1', 'curl -sSI -H "Host: www.example.test" http://127.0.0.1/');
    expect(redirect).toMatch(/301 Moved Permanently[\s\S]*Location: https:\/\/www\.example\.test\//);
    const metrics = await (await fetch(`http://${stack.host('db1').address}:9100/metrics`)).text();
    expect(metrics).toContain('node_site_info{host="db1",site="main"} 1');
    expect(metrics).toContain('node_load1 ');
  });

  test('a site that nginx refuses never goes live', async () => {
    const before = await snapshot(stack.host('web1'), ['/etc/nginx']);
    const broken = {
      server_name: 'www.example.test',
      root: '/var/www/main',
      extra_parameters: 'nonsense on;',
    };
    const { stdout, code } = await stack.run(...nginx, ...extra({ nginx_vhosts: [broken] }));
    expect(code).toBe(2);
    expect(stdout).toContain('unknown directive \\"nonsense\\"');
    expect(await snapshot(stack.host('web1'), ['/etc/nginx'])).toEqual(before);
  });

  test('--tags and --limit play one role on one host', async () => {
    const { tasks, changed } = await stack.playWell(...nginx);
    expect(changed).toEqual([]);
    expect(tasks.every((line) => line.includes('| web1:'))).toBe(true);
    // Arguments are validated whatever is selected, as with Ansible.
    const others = tasks.filter(
      (line) => !line.startsWith('nginx') && !line.includes('Validating arguments'),
    );
    expect(others.filter((line) => /^(node_exporter|telegraf|promtail)/.test(line))).toEqual([]);
  });
}
