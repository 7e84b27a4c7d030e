import { attributeScript, planAttributes } from '../kit/file-attributes.ts';
import { directoryOf, joinPath, quotePath } from '../kit/paths.ts';
import { quote } from '../kit/quote.ts';
import type { FileStatus } from '../kit/status.ts';
import { ModuleFailure } from '../result.ts';
import { attributeSides, currentState, type FileDecision, type FileTask } from './state.ts';

/** Where a link's target is looked for: relative targets are relative to the link's folder. */
export function linkSource(path: string, src: string): string {
  return src.startsWith('/') ? src : joinPath(directoryOf(path), src);
}

/** `state: link`. `source` is the status of what `src` names; undefined when there is nothing. */
export function decideLink(task: FileTask, source: FileStatus | undefined): FileDecision {
  const { path, current, force } = task;
  const target = task.src ?? current?.linkTarget;
  if (target === undefined) throw new ModuleFailure(`src is required: ${path} is no link yet`, { path });
  const isNew = current?.kind !== 'link' || current.linkTarget !== target;
  if (isNew && source === undefined && !force) {
    throw new ModuleFailure(
      `the link's target is not there: ${linkSource(path, target)}; force=true links all the same`,
      { path, src: target },
    );
  }
  if (current !== undefined && current.kind !== 'link' && !force) {
    throw new ModuleFailure(
      `${path} is there already as a ${currentState(current)}; force=true replaces it by the link`,
      { path },
    );
  }
  const attributes = linkAttributes(task, isNew ? undefined : current, isNew ? source : task.followed);
  const state = currentState(current);
  const previous = current?.kind === 'link' ? { src: current.linkTarget } : { state };
  const script = [isNew ? linkScript(path, target, current) : '', attributes.script]
    .filter((text) => text !== '')
    .join('\n');
  return {
    pathKey: 'dest',
    before: { ...(isNew ? previous : {}), ...attributes.before },
    after: {
      ...(isNew ? (current?.kind === 'link' ? { src: target } : { state: 'link' }) : {}),
      ...attributes.after,
    },
    script: script === '' ? undefined : script,
    extra: { src: target },
  };
}

/** With `follow` owner, group and mode are those of what the link leads to; without, owner and group of the link. */
function linkAttributes(task: FileTask, link: FileStatus | undefined, target: FileStatus | undefined) {
  const { wanted, ids, path } = task;
  const isLink = !task.follow || target === undefined;
  const plan = planAttributes({
    wanted,
    ids,
    current: isLink ? link : target,
    isDirectory: target?.kind === 'directory',
    isLink,
  });
  return { ...attributeSides(plan), script: attributeScript(plan, quotePath(path), { isLink }) };
}

/** Shell text that makes or moves a symbolic link. */
export function linkScript(path: string, target: string, current: FileStatus | undefined): string {
  const p = quotePath(path);
  if (current === undefined) return `ln -s -- ${quote(target)} ${p} || exit 1`;
  const makeRoom = current.kind === 'directory' ? `rmdir ${p} || exit 1\n` : '';
  const temporary = quotePath(joinPath(directoryOf(path), `.tsplay-link-${current.inode}`));
  // mv -T replaces in one step; where mv has no -T, ln removes the old one first.
  return `${makeRoom}ln -s -- ${quote(target)} ${temporary} || exit 1
mv -f -T ${temporary} ${p} 2>/dev/null || { rm -f ${temporary}; ln -s -f -n -- ${quote(target)} ${p}; } || exit 1`;
}

/** `state: hard`. */
export function decideHardLink(task: FileTask, source: FileStatus | undefined): FileDecision {
  const { path, src, current, force, wanted, ids } = task;
  if (src === undefined) throw new ModuleFailure('src is required to make a hard link', { path });
  if (source === undefined) throw new ModuleFailure(`there is nothing to link to at ${src}`, { path, src });
  const isSame = current !== undefined && current.inode === source.inode && current.device === source.device;
  if (!isSame && current !== undefined && (!force || current.kind === 'directory')) {
    throw new ModuleFailure(`${path} is there already as another ${currentState(current)}`, { path, src });
  }
  const plan = planAttributes({ wanted, ids, current: source, isDirectory: false });
  const temporary = quotePath(joinPath(directoryOf(path), `.tsplay-link-${source.inode}`));
  const make = isSame
    ? ''
    : `ln ${quotePath(src)} ${temporary} && mv -f ${temporary} ${quotePath(path)} || exit 1`;
  const script = [make, attributeScript(plan, quotePath(path))].filter((text) => text !== '').join('\n');
  const sides = attributeSides(plan);
  return {
    pathKey: 'dest',
    before: { ...sides.before, ...(isSame ? {} : { state: currentState(current) }) },
    after: { ...sides.after, ...(isSame ? {} : { state: 'hard' }) },
    script: script === '' ? undefined : script,
    extra: { src },
  };
}
