// Adds to package-lock.json the optional packages of other platforms that npm leaves out when its registry does not
// serve them: `npm ci` refuses a lock without them, on every platform. They carry no checksum; npm fetches only those
// of its own platform. Run it after `npm install` wherever `npm ci` then says "Missing: ... from lock file".
import { readFile, writeFile } from 'node:fs/promises';

const platforms = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] !== undefined || lock.packages[`${path}/${place}`] !== undefined) continue;
    const version = /\d+\.\d+\.\d+[^\s|]*/.exec(range)?.[0];
    const words = name.split(/[/-]/);
    const os = platforms.filter((platform) => words.includes(platform));
    const cpu = processors.filter((processor) => words.includes(processor));
    if (version === undefined || os.length === 0) continue;
    const libc = words.includes('musl')
      ? { libc: ['musl'] }
      : words.includes('gnu')
        ? { libc: ['glibc'] }
        : {};
    lock.packages[place] = {
      version,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...libc,
      optional: true,
      os,
    };
    added.push(name);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
await writeFile('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length === 0 ? 'the lock is complete' : `added ${added.length} packages:\n  ${added.join('\n  ')}`,
);
