import { isAction } from '../engine/actions/names.ts';
import { isSelected, type TagSelection } from '../engine/tags.ts';
import type { Host } from '../inventory/types.ts';
import type { Block, Play, Playbook, Step, Task } from '../project/ast.ts';
import { accumulatedTags } from '../project/inherit.ts';
import { repr, str } from '../values/printing.ts';
import { TemplateText } from '../values/template-text.ts';
import type { Value } from '../values/types.ts';

export interface Listing {
  readonly hosts: boolean;
  readonly tasks: boolean;
  readonly tags: boolean;
  readonly selection: TagSelection;
  /** The hosts of a play, after the limit. */
  readonly hostsOf: (play: Play) => readonly Host[];
  /** Renders the patterns of hosts and the tags of a play; what is not known yet stays as it is written. */
  readonly render: (text: TemplateText, play: Play) => string;
}

/** What `--list-hosts`, `--list-tasks` and `--list-tags` print, character for character as ansible-playbook. */
export function renderListing(playbooks: readonly Playbook[], listing: Listing): string {
  return playbooks
    .map((playbook) => {
      const plays = playbook.plays.map((play, index) => renderPlay(play, index + 1, listing));
      return `\nplaybook: ${playbook.file.path}\n${plays.join('')}`;
    })
    .join('');
}

function renderPlay(play: Play, number: number, listing: Listing): string {
  const pattern = play.keywords.get('hosts')?.value ?? '';
  const patterns = (Array.isArray(pattern) ? (pattern as readonly Value[]) : [pattern]).map((value) =>
    value instanceof TemplateText ? listing.render(value, play) : str(value),
  );
  const tagsOf = (task: Task): readonly string[] =>
    tagTexts(
      accumulatedTags(task).map((tag) => (tag instanceof TemplateText ? listing.render(tag, play) : tag)),
    );
  const name = play.keywords.get('name')?.value;
  const playTags = tagTexts(asList(play.keywords.get('tags')?.value));
  const title = name === undefined || name === null ? patterns.join(',') : written(name);
  const lines = [`\n  play #${number} (${patterns.join(',')}): ${title}\tTAGS: [${playTags.join(',')}]`];
  if (listing.hosts) {
    const hosts = listing.hostsOf(play);
    lines.push(`    pattern: ${repr(patterns)}`, `    hosts (${hosts.length}):`);
    lines.push(...hosts.map((host) => `      ${host.name}`));
  }
  if (listing.tasks || listing.tags) {
    const tasks = listedTasksOf(play).filter((task) => isSelected(tagsOf(task), listing.selection));
    if (listing.tasks) {
      lines.push('    tasks:');
      lines.push(
        ...tasks.map((task) => `      ${taskName(task)}\tTAGS: [${sorted(tagsOf(task)).join(', ')}]`),
      );
    }
    if (listing.tags)
      lines.push(`      TASK TAGS: [${sorted([...playTags, ...tasks.flatMap(tagsOf)]).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

/** Every task of a play in order of play, those of blocks and roles included, handlers left out. */
export function tasksOf(play: Play): readonly Task[] {
  return flatten(stepsOf(play), ({ block, rescue, always }) => [...block, ...rescue, ...always]);
}

/** As Ansible lists them: not those of `rescue` and `always`. */
function listedTasksOf(play: Play): readonly Task[] {
  return flatten(stepsOf(play), ({ block }) => block);
}

function stepsOf(play: Play): readonly Step[] {
  const roles = play.roles.flatMap((invocation) => [...invocation.tasks]);
  return [...play.preTasks, ...roles, ...play.tasks, ...play.postTasks];
}

function flatten(steps: readonly Step[], sections: (block: Block) => readonly Step[]): readonly Task[] {
  return steps.flatMap((step) => (step.kind === 'task' ? [step] : flatten(sections(step), sections)));
}

/** A task of a role goes by the role's name too, unless it has no name of its own or is an include_role. */
function taskName(task: Task): string {
  const name = task.keywords.get('name')?.value;
  if (name === undefined || name === null || name === '') return task.action.name;
  const isBare = task.role === undefined || isAction(task.action, 'include_role');
  return isBare ? written(name) : `${task.role.role.name} : ${written(name)}`;
}

function sorted(tags: readonly string[]): readonly string[] {
  return [...new Set(tags)].sort();
}

function tagTexts(tags: readonly Value[]): readonly string[] {
  return tags.flatMap((tag) =>
    written(tag)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
}

function asList(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

function written(value: Value): string {
  return value instanceof TemplateText ? value.text : str(value);
}
