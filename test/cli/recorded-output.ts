import { readFileSync } from 'node:fs';

/** What Ansible's program printed for a command line. */
export interface RecordedOutput {
  readonly options: string;
  readonly output: string;
  readonly code: number;
}

/** Reads a recording: `$ OPTIONS`, what was printed, and the exit code as `[0]`, again and again. */
export function recordedOutputs(file: string): readonly RecordedOutput[] {
  return readFileSync(file, 'utf8')
    .split(/^\$ /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      const [, output = '', code = ''] = /^([\s\S]*?)\[(\d+)\]\n$/.exec(section.slice(end + 1)) ?? [];
      return { options: section.slice(0, end), output, code: Number(code) };
    });
}
