import { expect, test } from 'vitest';
import {
  socketsOfKernel,
  socketsOfNetstat,
  socketsOfSs,
} from '../../../../src/module/kit/listening/sockets.ts';

const sshd = { protocol: 'tcp', address: '::', port: 22, state: 'LISTEN', pid: 66, name: 'sshd' };

test('ss: one socket for each process that holds it, none for what nobody holds', () => {
  const text = `Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
tcp   LISTEN 0      128             [::]:22            [::]:*     users:(("sshd",pid=66,fd=4))
tcp   ESTAB  0      0          127.0.0.1:7777     127.0.0.1:45562
udp   UNCONN 0      0            0.0.0.0:53         0.0.0.0:*     users:(("a b",pid=7,fd=3),("c",pid=8,fd=3))
`;
  expect(socketsOfSs(text)).toEqual([
    { ...sshd, foreignAddress: '[::]:*' },
    ...[
      { name: 'a b', pid: 7 },
      { name: 'c', pid: 8 },
    ].map((owner) => ({
      ...owner,
      protocol: 'udp',
      address: '0.0.0.0',
      port: 53,
      state: 'UNCONN',
      foreignAddress: '0.0.0.0:*',
    })),
  ]);
});

test('netstat: both families, programs with words, no state of what waits on UDP', () => {
  const text = `Active Internet connections (servers and established)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp6       0      0 :::22                   :::*                    LISTEN      66/sshd: /usr/sbin/
tcp        0      0 127.0.0.1:7777          127.0.0.1:45562         ESTABLISHED -
udp        0      0 0.0.0.0:7778            0.0.0.0:*                           1223/python3
`;
  expect(socketsOfNetstat(text)).toEqual([
    { ...sshd, foreignAddress: ':::*' },
    {
      protocol: 'tcp',
      address: '127.0.0.1',
      port: 7777,
      foreignAddress: '127.0.0.1:45562',
      state: 'ESTABLISHED',
      pid: 0,
      name: '',
    },
    {
      protocol: 'udp',
      address: '0.0.0.0',
      port: 7778,
      foreignAddress: '0.0.0.0:*',
      state: '',
      pid: 1223,
      name: 'python3',
    },
  ]);
});

test("the kernel's lists: addresses of both families and who holds the socket", () => {
  const lists = `tcp
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1E61 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41 1
tcp6
   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 42 1
   1: 00000000000000000000000001000000:1E63 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 43 1
`;
  expect(socketsOfKernel(lists, '41 9 one\n42 66 sshd\n42 66 sshd\n43 9 one\n')).toEqual([
    {
      protocol: 'tcp',
      address: '127.0.0.1',
      port: 7777,
      foreignAddress: '0.0.0.0:*',
      state: 'LISTEN',
      pid: 9,
      name: 'one',
    },
    { ...sshd, foreignAddress: '[::]:*' },
    {
      protocol: 'tcp',
      address: '::1',
      port: 7779,
      foreignAddress: '[::]:*',
      state: 'LISTEN',
      pid: 9,
      name: 'one',
    },
  ]);
});
