import { expect, test } from 'vitest';
import { snapshot } from '../support/files.ts';
import { poll } from '../support/poll.ts';
import type { StackHost } from '../support/stack.ts';
import { extra, type Stack } from '../support/stack-plays.ts';
import { predictsAndMends } from './drift.ts';

interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** One machine and its agent. */
const onWeb1 = ['--tags', 'logs', '--limit', 'web1'];
const alloy = extra({ log_agent: 'alloy' });

export function carriesLogs(stack: Stack): void {
  const asked = async (query: string): Promise<readonly Stream[]> => {
    const url = new URL(`http://${stack.host('monit1').address}:3100/loki/api/v1/query_range`);
    url.searchParams.set('query', query);
    const answer = (await (await fetch(url)).json()) as {
      readonly data: { readonly result: readonly Stream[] };
    };
    return answer.data.result;
  };
  /** The streams that a query gives; waits until there is one. */
  const found = (query: string) =>
    poll(query, async () => {
      const streams = await asked(query);
      return streams.length > 0 ? streams : undefined;
    });
  const logLine = (host: StackHost, file: string, line: string) =>
    stack.onHost(host, `printf '%s\\n' '${line}' >> ${file}`);

  test('a line in a log of root and adm is found by a query, read through the group alone', async () => {
    expect(await stack.onHost('web1', 'stat -c "%a %U:%G" /var/log/syslog')).toBe('640 root:adm');
    await logLine('web1', '/var/log/syslog', 'Nov 22 host app: it "works"');
    const [stream] = await found('{job="syslog", host="web1"} |= "works"');
    expect(stream?.values[0]?.[1]).toBe('Nov 22 host app: it "works"');
    expect(stream?.stream).toEqual({
      job: 'syslog',
      host: 'web1',
      site: 'main',
      filename: '/var/log/syslog',
    });
    expect(await stack.onHost('web1', `ps -o user= -p ${await stack.mainPid('web1', 'promtail')}`)).toBe(
      'promtail',
    );
    expect(await stack.onHost('web1', 'id -nG promtail')).toBe('monitoring');
  });

  test('the requests of a web server have their labels', async () => {
    await stack.onHost('web1', 'curl -s http://127.0.0.1:80/missing');
    await found('{job="nginx", type="access", host="web1", method="GET", status=~"[34].."} |= "/missing"');
  });

  test('without the group promtail is not ready, and the play says so', async () => {
    const refused = await stack.run(
      ...onWeb1,
      ...extra({ log_reader_groups: [], log_jobs_nginx: {}, promtail_start_timeout: 3 }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('Unable to find any logs to tail');
    await stack.playWell(...onWeb1);
  });

  test('what loki or promtail refuses never goes live, and the old ones go on', async () => {
    const before = await snapshot(stack.host('monit1'), ['/etc/loki', '/etc/promtail']);
    const running = [await stack.mainPid('monit1', 'loki'), await stack.mainPid('monit1', 'promtail')];
    const refusals = [
      {
        variables: { loki_config: { compactor: { shared_store: 's3' } } },
        says: 'field shared_store not found',
      },
      {
        variables: { log_jobs_more: { syslog: { paths: ['/var/log/more'] } } },
        says: 'multiple scrape configs',
      },
      {
        variables: { log_jobs_more: { more: { path: ['/var/log/more'] } } },
        says: 'the log job more must be',
      },
    ];
    for (const { variables, says } of refusals) {
      const refused = await stack.run('--tags', 'logs', '--limit', 'monit1', ...extra(variables));
      expect(refused.code, says).toBe(2);
      expect(refused.stdout).toContain(says);
    }
    expect(await snapshot(stack.host('monit1'), ['/etc/loki', '/etc/promtail'])).toEqual(before);
    expect([await stack.mainPid('monit1', 'loki'), await stack.mainPid('monit1', 'promtail')]).toEqual(
      running,
    );
    expect((await fetch(`http://${stack.host('monit1').address}:3100/ready`)).status).toBe(200);
  });

  test('what is logged while promtail is away is sent once', async () => {
    await stack.onHost('web1', 'systemctl stop promtail');
    await logLine('web1', '/var/log/syslog', 'while it was away');
    expect((await stack.playWell(...onWeb1)).changed).toEqual([
      'vendor_program : Start the program, now and at boot | web1',
    ]);
    const [stream] = await found('{job="syslog", host="web1"} |= "away"');
    expect(stream?.values).toHaveLength(1);
    const [works] = await asked('{job="syslog", host="web1"} |= "works"');
    expect(works?.values).toHaveLength(1);
  });

  test('alloy takes the place of promtail, goes on where it stopped, and sends with the same labels', async () => {
    const switched = await stack.playWell(...onWeb1, ...alloy);
    expect(switched.changed).toContain('log_agent : Stop the other agent, now and at boot | web1');
    expect((await stack.playWell(...onWeb1, ...alloy)).changed).toEqual([]);
    expect(
      await stack.onHost('web1', 'systemctl is-active promtail alloy; systemctl is-enabled promtail alloy'),
    ).toBe('inactive\nactive\ndisabled\nenabled');
    await logLine('web1', '/var/log/syslog', 'and so does alloy');
    await stack.onHost('web1', 'curl -s -X DELETE http://127.0.0.1:80/other');
    const [stream] = await found('{job="syslog", host="web1"} |= "so does alloy"');
    expect(stream?.stream).toEqual({
      job: 'syslog',
      host: 'web1',
      site: 'main',
      filename: '/var/log/syslog',
    });
    await found('{job="nginx", host="web1", method="DELETE"}');
    const [works] = await asked('{job="syslog", host="web1"} |= "works"');
    expect(works?.values).toHaveLength(1);
  });

  test("check mode finds an edit of alloy's configuration, and predicts exactly what the next play mends", () =>
    predictsAndMends(
      stack,
      [
        {
          role: 'alloy',
          host: 'web1',
          edit: 'sed -i s/3100/3101/ /etc/alloy/config.alloy',
          changes: [
            'vendor_program : Look for files that are newer than the running program',
            'alloy : Configure Alloy',
            'alloy : Restart alloy',
          ],
        },
      ],
      [...onWeb1, ...alloy],
    ));

  test('what alloy refuses never goes live', async () => {
    const before = await snapshot(stack.host('web1'), ['/etc/alloy']);
    const running = await stack.mainPid('web1', 'alloy');
    const refused = await stack.run(
      ...onWeb1,
      ...extra({ log_agent: 'alloy', alloy_components: 'nonsense "a" { }' }),
    );
    expect(refused.code).toBe(2);
    expect(refused.stdout).toContain('cannot find the definition of component');
    expect(await snapshot(stack.host('web1'), ['/etc/alloy'])).toEqual(before);
    expect(await stack.mainPid('web1', 'alloy')).toBe(running);
  });

  test('the journal is read with its units as labels, and every kind of stage is accepted', async () => {
    const variables = {
      log_system: 'journal',
      log_loki_username: 'sender',
      log_loki_password: 'p"a$s',
      log_jobs_more: {
        traces: { paths: ['/var/log/more/trace'], stages: [{ multiline: { firstline: '^[0-9]+ ' } }] },
        more: {
          paths: ['/var/log/more/*.log'],
          exclude: '/var/log/more/debug.log',
          labels: { quoted: 'a "b" \\c' },
          stages: [
            { json: { expressions: { level: null } } },
            { match: { selector: '{job="more"}', stages: [{ static_labels: { of: 'more' } }] } },
            { labeldrop: ['filename'] },
            { labels: { level: null } },
          ],
        },
      },
    };
    await stack.onHost(
      'web1',
      `mkdir -p /var/log/more && cd /var/log/more && printf '1 a\n  b\n2 c\n' > trace && echo '{"level":"warn"}' | tee debug.log > a.log`,
    );
    for (const agent of ['alloy', 'promtail']) {
      await stack.playWell(...onWeb1, ...extra({ ...variables, log_agent: agent }));
      expect(await stack.onHost('web1', `stat -c '%a %U' /etc/${agent}/password`)).toBe(`400 ${agent}`);
      await stack.onHost('web1', `logger -t told "by ${agent}"`);
      const [told] = await found(`{job="journal", host="web1"} |= "by ${agent}"`);
      expect(told?.stream).toMatchObject({ level: 'notice' });
      const [more] = await found('{job="more"}');
      expect(more).toMatchObject({ stream: { quoted: 'a "b" \\c', of: 'more', level: 'warn' } });
      expect(more?.stream).not.toHaveProperty('filename');
    }
    const [traces] = await found('{job="traces"} |= "1 a"');
    expect(traces?.values[0]?.[1]).toBe('1 a\n  b');
    const sent = await asked('{job="more"}');
    expect(sent.flatMap(({ values }) => values)).toHaveLength(2);
  });

  test('a request to Apache and what MariaDB says of its start are found as well', async () => {
    await stack.onHost('web2', 'curl -s http://127.0.0.1/missing');
    const [request] = await found('{job="apache", type="access", host="web2", status="404"}');
    expect(request?.stream).toMatchObject({ method: 'GET' });
    await stack.onHost('db1', 'systemctl restart mariadb');
    await found('{job="mariadb", host="db1"} |= "ready for connections"');
  });

  test('all go back to one agent, and nothing else changes', async () => {
    expect((await stack.playWell('--limit', 'web1')).changed).not.toEqual([]);
    expect((await stack.playWell('--limit', 'web1')).changed).toEqual([]);
  });
}
