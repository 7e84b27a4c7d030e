import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

export interface BlockingOptions<Input> {
  /**
   * Runs in a thread of its own, from its text: it may use nothing from outside of itself, and gets Node's modules by
   * `process.getBuiltinModule`.
   */
  readonly program: (input: Input) => Promise<unknown>;
  /** Cloned to the thread. */
  readonly input: Input;
  readonly deadlineMs: number;
}

export type BlockingResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/**
 * Waits for something asynchronous without giving way: templates are rendered in one go, and a few of their plugins
 * ask the network. The thread is ended at the deadline.
 */
export function runBlocking<Input>({ program, input, deadlineMs }: BlockingOptions<Input>): BlockingResult {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(threadSource(program), {
    eval: true,
    workerData: { input, signal, port: port2 },
    transferList: [port2],
    stdout: true,
    stderr: true,
  });
  try {
    const outcome = Atomics.wait(signal, 0, 0, deadlineMs);
    const received: unknown = receiveMessageOnPort(port1)?.message;
    if (outcome === 'timed-out' || !isResult(received)) {
      return { ok: false, reason: `no answer within ${deadlineMs / 1000} s` };
    }
    return received;
  } finally {
    port1.close();
    void worker.terminate();
  }
}

function isResult(value: unknown): value is BlockingResult {
  return typeof value === 'object' && value !== null && 'ok' in value;
}

function threadSource(program: (input: never) => Promise<unknown>): string {
  return `
    const { input, signal, port } = require('node:worker_threads').workerData;
    const answer = (result) => {
      port.postMessage(result);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    };
    Promise.resolve(input).then(${program.toString()}).then(
      (value) => answer({ ok: true, value }),
      (error) => answer({ ok: false, reason: error instanceof Error ? error.message : String(error) }),
    );`;
}
