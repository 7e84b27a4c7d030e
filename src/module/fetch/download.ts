import type { ModuleContext } from '../context.ts';
import { checksumScript } from '../kit/checksum.ts';
import { quotePath } from '../kit/paths.ts';
import { createDownloadSink } from './sink.ts';

export interface DownloadRequest {
  /** On the target. */
  readonly source: string;
  /** On the controller: its folders are made. */
  readonly destination: string;
  /** SHA1 of what is there already. */
  readonly local: string | undefined;
  /** Do not keep what is not what the target said that it would be. */
  readonly validate: boolean;
}

export type Download =
  | { readonly kind: 'missing' | 'directory' | 'unreadable' }
  /** The controller has it already; or has not, in check mode. */
  | { readonly kind: 'same' | 'differs' }
  /** What came is not what the target said: the file changed meanwhile. Nothing was kept. */
  | { readonly kind: 'torn' }
  /** What was written to the controller, and the checksum that the target gave, if it can make one. */
  | {
      readonly kind: 'fetched';
      readonly sha1: string;
      readonly md5: string;
      readonly remoteSha1: string | undefined;
    };

/**
 * Gets a file of the target unless the controller has the same: one round trip, in which the content streams to the
 * disk (Node's memory holds a piece of it). It takes the place of what is there when all of it has come.
 */
export async function download(
  context: ModuleContext,
  { source, destination, local, validate }: DownloadRequest,
): Promise<Download> {
  const sink = createDownloadSink(destination);
  try {
    const { rc } = await context.target.run(downloadScript(source, local, context.checkMode), {
      signal: context.signal,
      onStdout: sink.take,
    });
    const [verdict = '', remoteSha1 = ''] = sink.header().split(' ');
    switch (verdict) {
      case 'missing':
      case 'directory':
      case 'same':
      case 'differs':
        return { kind: verdict };
      case 'content': {
        if (rc !== 0) return { kind: 'unreadable' };
        const sums = sink.sums();
        if (validate && remoteSha1 !== '' && remoteSha1 !== sums.sha1) return { kind: 'torn' };
        sink.keep();
        return { kind: 'fetched', ...sums, remoteSha1: remoteSha1 === '' ? undefined : remoteSha1 };
      }
      default:
        return { kind: 'unreadable' };
    }
  } finally {
    sink.close();
  }
}

/** Prints one line, the verdict and the checksum, and behind it the content if it is wanted. */
function downloadScript(source: string, local: string | undefined, checkMode: boolean): string {
  const p = quotePath(source);
  const same = local === undefined ? '' : `if [ "\${r%% *}" = ${local} ]; then echo same; exit 0; fi\n`;
  return `if [ -d ${p} ]; then echo directory; exit 0; fi
if [ ! -e ${p} ]; then echo missing; exit 0; fi
if [ ! -f ${p} ] || [ ! -r ${p} ]; then exit 1; fi
r=
${checksumScript(p, 'sha1')}
${same}${checkMode ? 'echo differs' : `echo "content \${r%% *}"\ncat < ${p}`}`;
}
