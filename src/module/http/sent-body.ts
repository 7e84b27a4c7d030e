import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { expandPath } from '../kit/paths.ts';
import { requestBody } from './body.ts';
import { multipartBody } from './multipart.ts';

/** What is sent: text, or a file of the target. */
export interface SentBody {
  readonly text?: string | undefined;
  readonly file?: string | undefined;
  /** The file was uploaded for this request. */
  readonly isOurs?: boolean;
  readonly contentType?: string | undefined;
}

/** Older curls read no longer lines than these from their configuration. */
const longestText = 64 * 1024;

/** Prepares what a request sends: what is long, or a file of the controller, is uploaded. Throws ModuleFailure. */
export async function sentBody(
  context: ModuleContext,
  args: {
    readonly body: Value | undefined;
    readonly body_format: 'form-multipart' | 'form-urlencoded' | 'json' | 'raw';
    readonly src: string | undefined;
    readonly remote_src: boolean;
  },
): Promise<SentBody | undefined> {
  const { target, files } = context;
  const uploaded = async (content: Uint8Array): Promise<SentBody> => ({
    file: await target.upload(content),
    isOurs: true,
  });
  if (args.src !== undefined) {
    return args.remote_src
      ? { file: await expandPath(context, args.src) }
      : uploaded(await files.read(await files.find(args.src, 'files')));
  }
  if (args.body === undefined) return undefined;
  if (args.body_format === 'form-multipart') {
    const { bytes, contentType } = await multipartBody(files, args.body);
    return { ...(await uploaded(bytes)), contentType };
  }
  const { text, contentType } = requestBody(args.body, args.body_format);
  return text.length > longestText
    ? { ...(await uploaded(Buffer.from(text))), contentType }
    : { text, contentType };
}
