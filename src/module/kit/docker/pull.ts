import type { Engine } from './api.ts';
import { runEngine } from './program.ts';

export interface Pull {
  /** With its tag or digest. */
  readonly name: string;
  readonly platform: string | undefined;
}

/**
 * Pulls an image with the program rather than by the API: it knows the registries that somebody has logged in to, and
 * has their passwords.
 */
export async function pullImage(engine: Engine, { name, platform }: Pull): Promise<void> {
  const options = platform === undefined ? [] : ['--platform', platform];
  await runEngine(engine, ['pull', '--quiet', ...options, '--', name], {
    failure: `image ${name} cannot be pulled`,
  });
}
