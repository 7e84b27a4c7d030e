import { readFile } from 'node:fs/promises';

/** Says what is wrong with a Flux program, by InfluxData's own parser and type checker; nothing when it is right. */
export type FluxCheck = (program: string) => Promise<readonly string[]>;

interface FluxModule {
  readonly connect: (exports: unknown) => void;
  readonly Lsp: new () => {
    onMessage(take: (message: string) => void): void;
    send(message: string): Promise<unknown>;
    run(): Promise<unknown>;
  };
}

/** The part of it that is needed here: Node's types name none of it. */
interface WebAssemblyApi {
  instantiate(
    program: Uint8Array,
    imports: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly instance: { readonly exports: unknown } }>;
}

interface Diagnostic {
  readonly severity: number;
  readonly message: string;
}

/** The language server protocol's number for it; what is more is advice. */
const ERROR = 1;

/** What Grafana sets before a query is sent. */
const prelude =
  'option v = {timeRangeStart: -1h, timeRangeStop: now(), windowPeriod: 10s, defaultBucket: "metrics", organization: "main"}\n';

/**
 * The package is made for bundlers: it imports its WebAssembly as if that were a module, which Node cannot. So its
 * text is given a variable instead, which is filled once the program is there.
 */
async function loadModule(): Promise<FluxModule> {
  const base = new URL(
    'flux-lsp-browser_bg',
    import.meta.resolve('@influxdata/flux-lsp-browser/flux-lsp-browser.js'),
  );
  const source = await readFile(new URL(`${base.href}.js`), 'utf8');
  const patched = source.replace(
    /^import \* as wasm from .*$/m,
    'let wasm = { memory: { buffer: new ArrayBuffer(0) } };\nexport const connect = (exports) => { wasm = exports; };',
  );
  const url = `data:text/javascript;base64,${Buffer.from(patched).toString('base64')}`;
  const module = await import(/* @vite-ignore */ url);
  const program = await readFile(new URL(`${base.href}.wasm`));
  const { WebAssembly: machine } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
  const { instance } = await machine.instantiate(program, { './flux-lsp-browser_bg.js': module });
  module.connect(instance.exports);
  return module;
}

/** A checker, ready for use. It throws for a program that is empty, which InfluxData's would let pass. */
export async function createFluxCheck(): Promise<FluxCheck> {
  const { Lsp } = await loadModule();
  const server = new Lsp();
  const waiting = new Map<string, (problems: readonly string[]) => void>();
  server.onMessage((text) => {
    const { method, params } = JSON.parse(text);
    if (method !== 'textDocument/publishDiagnostics') return;
    const problems = params.diagnostics.filter(({ severity }: Diagnostic) => severity === ERROR);
    waiting.get(params.uri)?.(problems.map(({ message }: Diagnostic) => message));
  });
  void server.run();
  const send = (message: object) => server.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  await send({ id: 1, method: 'initialize', params: { capabilities: {} } });
  await send({ method: 'initialized', params: {} });
  return (program) => {
    if (program.trim() === '') throw new Error('there is no query to check');
    // Programs of one folder would be one package to it.
    const uri = `file:///${waiting.size}/query.flux`;
    const text = withPrelude(program);
    return new Promise((resolve, reject) => {
      waiting.set(uri, resolve);
      const textDocument = { uri, languageId: 'flux', version: 1, text };
      send({ method: 'textDocument/didOpen', params: { textDocument } }).catch(reject);
    });
  };
}

/** Imports must come first. */
function withPrelude(program: string): string {
  const imports = /^(?:\s*import\s+"[^"]*"\s*\n)*/.exec(program)?.[0] ?? '';
  return imports + prelude + program.slice(imports.length);
}
