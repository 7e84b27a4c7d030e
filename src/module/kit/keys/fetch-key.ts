import type { ModuleContext } from '../../context.ts';
import { download } from '../../http/download.ts';
import { quotePath } from '../paths.ts';
import { read } from '../reading.ts';

/** The content at a URL, fetched by the target as Ansible does: it is the target that can reach the server. */
export async function fetchKey(context: ModuleContext, url: string, validateCerts: boolean): Promise<Buffer> {
  const path = await context.target.upload(Buffer.alloc(0));
  const request = {
    ...{ url, headers: new Map<string, string>(), basicAuth: false, timeout: 30, validateCerts },
    ...{ useProxy: true, followRedirects: true, agent: 'tsplay' },
  };
  try {
    await download(context, request, path);
    const { content } = await read(context, {
      content: {
        script: `cat < ${quotePath(path)}`,
        inline: 'prints',
        parse: ({ stdout }) => stdout,
      },
    });
    return content;
  } finally {
    await context.target.run(`rm -f -- ${quotePath(path)}`, { signal: context.signal });
  }
}
