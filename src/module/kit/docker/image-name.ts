import { pathPart } from './api.ts';

/** A name of an image in its two halves. */
export interface ImageName {
  readonly repository: string;
  /** A tag, or a digest (`sha256:...`). */
  readonly tag: string;
}

/** `registry:5000/team/app:1.2`, `app@sha256:...`; without a tag it is `latest`, or the one that is given. */
export function parseImageName(name: string, defaultTag = 'latest'): ImageName {
  const at = name.indexOf('@');
  if (at >= 0) return { repository: name.slice(0, at), tag: name.slice(at + 1) };
  const colon = name.lastIndexOf(':');
  // A colon before a slash is that of a registry's port.
  if (colon < 0 || name.indexOf('/', colon) >= 0) return { repository: name, tag: defaultTag };
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

export function fullImageName({ repository, tag }: ImageName): string {
  return `${repository}${tag.includes(':') ? '@' : ':'}${tag}`;
}

/** Whether it is the ID of an image rather than a name. */
export function isImageId(name: string): boolean {
  return /^sha256:[0-9a-f]{64}$/i.test(name);
}

/** Where the API describes an image. */
export function imagePath(name: string): string {
  const full = isImageId(name) ? name : fullImageName(parseImageName(name));
  return `/images/${full.split('/').map(pathPart).join('/')}/json`;
}
