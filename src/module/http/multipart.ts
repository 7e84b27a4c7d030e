import { randomBytes } from 'node:crypto';
import { str } from '../../values/printing.ts';
import { typeName } from '../../values/type-name.ts';
import type { Value } from '../../values/types.ts';
import type { ModuleContext } from '../context.ts';
import { baseName } from '../kit/paths.ts';
import { ModuleFailure } from '../result.ts';

export interface MultipartBody {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/**
 * A form as multipart/form-data, its fields in the order of their names: text as it is, files of the controller in
 * base64, as Ansible sends them. Throws ModuleFailure for what is no field.
 */
export async function multipartBody(files: ModuleContext['files'], body: Value): Promise<MultipartBody> {
  if (!(body instanceof Map)) throw new ModuleFailure('a form of parts is a dictionary of fields');
  const boundary = `tsplay-${randomBytes(16).toString('hex')}`;
  const fields = [...body]
    .map(([name, value]) => [str(name), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const parts: string[] = [];
  for (const [name, value] of fields) {
    const { headers, text } = await partOf(files, name, value);
    parts.push(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${text}\r\n`);
  }
  return {
    bytes: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
    contentType: `multipart/form-data; boundary="${boundary}"`,
  };
}

interface Part {
  readonly headers: readonly string[];
  readonly text: string;
}

async function partOf(files: ModuleContext['files'], name: string, value: Value): Promise<Part> {
  if (typeof value === 'string') return textPart(name, { text: value, type: 'text/plain' });
  if (!(value instanceof Map))
    throw new ModuleFailure(
      `the field '${name}' is a ${typeName(value)}; a text or a dictionary makes a part`,
    );
  const [content, filename, mimeType] = ['content', 'filename', 'mime_type'].map((key) => {
    const found = value.get(key);
    return found === undefined || found === null ? undefined : str(found);
  });
  if (content === undefined && filename === undefined)
    throw new ModuleFailure(`the field '${name}' has neither content nor filename`);
  const file = filename === undefined ? undefined : baseName(filename);
  const type = mimeType ?? typeOfName(file);
  if (content !== undefined) return textPart(name, { text: content, type, file });
  const bytes = Buffer.from(await files.read(await files.find(filename ?? '', 'files')));
  return {
    headers: ['Content-Transfer-Encoding: base64', ...partHeaders(name, { type, file })],
    text: bytes.toString('base64').replaceAll(/.{1,76}/g, '$&\r\n'),
  };
}

interface PartKind {
  readonly type: string;
  readonly file?: string | undefined;
}

function textPart(name: string, { text, ...kind }: PartKind & { readonly text: string }): Part {
  return { headers: partHeaders(name, kind), text: text.replaceAll(/\r?\n/g, '\r\n') };
}

function partHeaders(name: string, { type, file }: PartKind): readonly string[] {
  const disposition = [
    'form-data',
    parameter('name', name),
    ...(file === undefined ? [] : [parameter('filename', file)]),
  ];
  return [`Content-Type: ${type}`, `Content-Disposition: ${disposition.join('; ')}`].map((line) => {
    if (/[\r\n\0]/.test(line))
      throw new ModuleFailure(`the field '${name}' has a line end in its description`);
    return line;
  });
}

/** A parameter of a header; what is not ASCII as RFC 2231 writes it. */
function parameter(key: string, text: string): string {
  return /^[\x20-\x7e]*$/.test(text)
    ? `${key}="${text.replaceAll(/["\\]/g, '\\$&')}"`
    : `${key}*=utf-8''${encodeURIComponent(text)}`;
}

/** Of the names that such forms usually send. */
const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  htm: 'text/html',
  html: 'text/html',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  txt: 'text/plain',
  xml: 'text/xml',
  zip: 'application/zip',
};

function typeOfName(name: string | undefined): string {
  const extension = /\.([^.]+)$/.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(types, extension) ? types[extension] : undefined) ?? 'application/octet-stream';
}
