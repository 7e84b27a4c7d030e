import type { ControllerJob } from '../module/context.ts';
import type { ResultData } from '../module/result.ts';
import type { Dict, Value } from '../values/types.ts';

interface Job {
  readonly host: string;
  /** For messages. */
  readonly title: string;
  readonly done: Promise<void>;
  result: Readonly<Record<string, ResultData>> | undefined;
}

/** The modules that run in the background of this run (`async` with `poll: 0`), until async_status asks for them. */
export class ControllerJobs {
  readonly #jobs = new Map<string, Job>();

  /** @param work never rejects: a failure is a result */
  start(id: string, { host, title }: Pick<Job, 'host' | 'title'>, work: Promise<Dict>): void {
    const job: Job = {
      host,
      title,
      result: undefined,
      done: work.then((result) => {
        job.result = plain(result);
      }),
    };
    this.#jobs.set(id, job);
  }

  /** A host's job: ids of other hosts are none of its business. */
  get(host: string, id: string): ControllerJob | undefined {
    const job = this.#jobs.get(id);
    if (job === undefined || job.host !== host) return undefined;
    return { result: job.result, forget: () => void this.#jobs.delete(id) };
  }

  /** Those that have not ended: `host: title`. */
  running(): readonly string[] {
    return [...this.#jobs.values()]
      .filter((job) => job.result === undefined)
      .map((job) => `${job.host}: ${job.title}`);
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.done));
  }
}

function plain(result: Dict): Readonly<Record<string, Value>> {
  const entries = [...result].filter((entry): entry is [string, Value] => typeof entry[0] === 'string');
  return Object.fromEntries(entries);
}
