import { TsplayError } from '../../../errors.ts';
import { encrypt, type VaultSecret } from '../../../vault/vault.ts';
import { askSecret } from '../../ask-secret.ts';
import { type Terminal, writeBytes } from '../../output.ts';
import { replaceFile } from '../../replace-file.ts';
import { PIPE, readStdin } from '../../vault/input.ts';
import { readPasswords, type VaultVerbOptions } from '../../vault/passwords.ts';

export interface EncryptStringOptions extends VaultVerbOptions {
  readonly output?: string;
  /** For the strings of the command line, in their order. */
  readonly name: readonly string[];
  readonly stdinName?: string;
  readonly prompt?: boolean;
}

interface NamedText {
  readonly name: string | undefined;
  readonly text: Buffer;
}

/** `tsplay vault encrypt-string`: values to paste into YAML, each with its name and the tag `!vault`. */
export async function encryptStringCommand(
  strings: readonly string[],
  options: EncryptStringOptions,
  terminal: Terminal,
): Promise<void> {
  const texts = await readTexts(strings, options);
  const secret = await (await readPasswords(options, terminal)).encrypting();
  const output = Buffer.from(texts.map((text) => yamlEntry(text, secret)).join(''));
  if (options.output === undefined || options.output === PIPE) writeBytes(output);
  else await replaceFile(options.output, output);
}

/** What was asked for, then the pipe, then the command line; the pipe alone when nothing else is given. */
async function readTexts(
  strings: readonly string[],
  { name: names, stdinName, prompt = false }: EncryptStringOptions,
): Promise<readonly NamedText[]> {
  const words = strings.filter((word) => word !== PIPE);
  const named = words.map((word, index) => ({ name: names[index], text: Buffer.from(word) }));
  const usesPipe =
    stdinName !== undefined || words.length < strings.length || (!prompt && words.length === 0);
  const texts: NamedText[] = [];
  if (prompt) texts.push({ name: names[words.length], text: await askText() });
  if (usesPipe) texts.push({ name: stdinName ?? names[words.length], text: requireText(await readStdin()) });
  return [...texts, ...named];
}

async function askText(): Promise<Buffer> {
  return requireText(Buffer.from((await askSecret('String to encrypt: ')).reveal()));
}

function requireText(text: Buffer): Buffer {
  if (text.length > 0) return text;
  throw new TsplayError({
    code: 'vault-nothing-to-encrypt',
    message: 'there is nothing to encrypt: the string is empty',
  });
}

function yamlEntry({ name, text }: NamedText, secret: VaultSecret): string {
  const key = name === undefined ? '' : `${/^[A-Za-z_][\w .-]*$/.test(name) ? name : JSON.stringify(name)}: `;
  const lines = encrypt(text, secret).trimEnd().split('\n');
  return `${key}!vault |\n${lines.map((line) => `          ${line}\n`).join('')}`;
}
