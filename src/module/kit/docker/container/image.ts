import { ModuleFailure } from '../../../result.ts';
import { callApi, found } from '../api.ts';
import { fullImageName, imagePath, isImageId, parseImageName } from '../image-name.ts';
import { recordIn, textIn } from '../json.ts';
import { pullImage } from '../pull.ts';
import { type Progress, step } from './progress.ts';
import type { Situation } from './situation.ts';

/**
 * Sees to it that the image that is asked for is there. A prediction does not ask the registry: it tells a pull only of
 * an image that is missing.
 */
export async function ensureImage(progress: Progress, situation: Situation): Promise<Situation> {
  const { engine, args } = progress;
  const name = args.image;
  if (name === undefined) return situation;
  if (isImageId(name)) {
    if (situation.image === undefined) throw new ModuleFailure(`image: there is no image ${name}`);
    return situation;
  }
  const isMissing = situation.image === undefined;
  if (!isMissing && (!args.pull || engine.context.checkMode)) return situation;
  const full = fullImageName(parseImageName(name));
  if (engine.context.checkMode) {
    await step(progress, { pulled_image: full }, async () => undefined);
    return situation;
  }
  await pullImage(engine, { name: full, platform: args.platform });
  const [answer] = await callApi(engine, [{ method: 'GET', path: imagePath(name) }]);
  const body = found(answer, `image ${full} cannot be looked at`);
  if (body === undefined) throw new ModuleFailure(`image ${full} is not there after it was pulled`);
  const image = recordIn(body);
  if (textIn(image, 'Id') !== textIn(situation.image, 'Id')) {
    await step(progress, { pulled_image: full }, async () => undefined);
  }
  return { ...situation, image };
}
