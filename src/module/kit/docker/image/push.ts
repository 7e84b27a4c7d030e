import type { Engine } from '../api.ts';
import { runEngine } from '../program.ts';

/** Sends an image to its registry; whether the registry got anything that it did not have. */
export async function pushImage(engine: Engine, name: string): Promise<boolean> {
  const { stdout } = await runEngine(engine, ['push', '--', name], {
    failure: `image ${name} cannot be pushed`,
  });
  return /: (?:Pushed|Mounted from .*)$/m.test(stdout) || !/: Layer already exists$/m.test(stdout);
}

/** The repository with its registry: a first part without a dot, a colon or `localhost` is one of Docker's own. */
export function registryOf(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  const isRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isRegistry ? repository : `docker.io/${repository}`;
}
