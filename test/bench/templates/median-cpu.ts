import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const SAMPLES = 15;
const SAMPLE_SECONDS = 0.02;
const WARM_UP_SECONDS = 1;

/** CPU seconds of this process, its compiler's and collector's threads included. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The median CPU time of one call in seconds, after a warm-up: what jinja2_bench.py measures on its side. */
export function medianCpuSeconds(work: () => unknown): number {
  // What was measured before has left garbage that is none of this one's.
  collectGarbage();
  let calls = 0;
  const begin = cpuSeconds();
  while (cpuSeconds() - begin < WARM_UP_SECONDS) {
    work();
    calls += 1;
  }
  const rounds = Math.max(1, Math.floor((calls / WARM_UP_SECONDS) * SAMPLE_SECONDS));
  const samples: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const start = cpuSeconds();
    for (let round = 0; round < rounds; round += 1) work();
    samples.push((cpuSeconds() - start) / rounds);
  }
  return samples.sort((a, b) => a - b)[SAMPLES >> 1] ?? Number.NaN;
}
