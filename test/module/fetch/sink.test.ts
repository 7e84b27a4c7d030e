import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDownloadSink } from '../../../src/module/fetch/sink.ts';
import { scratchEachTest } from '../local-context.ts';

const scratch = scratchEachTest();

describe('a sink for a download', () => {
  it('takes its first line off, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.nat(40)), (bytes, cuts) => {
        const content = Buffer.from(bytes);
        const stream = Buffer.concat([Buffer.from('content abc\n'), content]);
        const path = join(scratch.path, 'd', 'f');
        const sink = createDownloadSink(path);
        const edges = [0, ...cuts.filter((cut) => cut < stream.length).sort((a, b) => a - b), stream.length];
        edges.slice(1).forEach((end, index) => {
          sink.take(stream.subarray(edges[index], end));
        });
        expect(sink.header()).toBe('content abc');
        expect(sink.sums().sha1).toBe(createHash('sha1').update(content).digest('hex'));
        sink.keep();
        sink.close();
        expect(readFileSync(path).equals(content)).toBe(true);
        expect(readdirSync(join(scratch.path, 'd'))).toEqual(['f']);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves nothing of what is not kept, and makes no folder before content comes', () => {
    const sink = createDownloadSink(join(scratch.path, 'd', 'f'));
    sink.take(Buffer.from('same\n'));
    expect(existsSync(join(scratch.path, 'd'))).toBe(false);
    sink.take(Buffer.from('more'));
    sink.close();
    expect(readdirSync(join(scratch.path, 'd'))).toEqual([]);
  });
});
