import type { AnyModule } from '../../src/module/define.ts';
import { moduleNames } from '../../src/module/names.ts';
import { allArguments, argumentRow, ruleSentences } from './argument-rows.ts';
import type { Evidence } from './evidence.ts';
import { code, codes, table } from './markdown.ts';

/** The page of one module, from its declaration and from what its tests are. */
export function modulePage(module: AnyModule, evidence: Evidence): string {
  const sections = [
    `# ${fullName(module)}`,
    `${module.summary}.`,
    `Names: ${codes(moduleNames(module))}.`,
    modes(module),
    argumentSection(module),
    refusedSection(module),
    returnSection(module),
    `## Example\n\n\`\`\`yaml\n${module.examples.trim()}\n\`\`\``,
    `## Tests\n\n${testSentence(evidence)}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

export function fullName({ collection, name }: AnyModule): string {
  return `${collection}.${name}`;
}

const checkSentences: Readonly<Record<AnyModule['check'], string>> = {
  full: 'Check mode predicts what the run would change.',
  partial: 'Check mode predicts where it can tell, and skips the task otherwise.',
  none: 'Check mode skips the task.',
};

function modes(module: AnyModule): string {
  return [
    checkSentences[module.check],
    module.diff ? '`--diff` shows what differs.' : 'There is no diff.',
    ...(module.async === 'none' ? ['`async` is refused.'] : []),
    ...(module.async === 'on-target' ? ['Under `async` it is a job on the target.'] : []),
    ...(module.controllerOnly === true ? ['It runs on the controller and never connects.'] : []),
    ...(module.oncePerBatch === true ? ['It runs once for all hosts.'] : []),
  ].join(' ');
}

function argumentSection(module: AnyModule): string {
  const accepted = allArguments(module.args).filter(
    ({ declaration }) => declaration.unsupported === undefined,
  );
  const remarks = [
    ...(module.freeForm === undefined ? [] : [`Text without names fills ${code(module.freeForm)}.`]),
    ...(module.anyArguments === true ? ['Any other name is taken as well.'] : []),
    ...(module.raw === undefined ? [] : [`Not rendered before the module sees it: ${codes(module.raw)}.`]),
  ];
  const rules = ruleSentences(module).map((sentence) => `- ${sentence}`);
  if (accepted.length === 0 && remarks.length === 0) return '## Arguments\n\nNone.';
  return [
    '## Arguments',
    ...(accepted.length === 0
      ? []
      : [table(['argument', 'type', 'default', 'meaning'], accepted.map(argumentRow))]),
    ...(remarks.length === 0 ? [] : [remarks.join(' ')]),
    ...(rules.length === 0 ? [] : [rules.join('\n')]),
  ].join('\n\n');
}

function refusedSection(module: AnyModule): string {
  const refused = allArguments(module.args).flatMap(({ path, declaration: { unsupported } }) =>
    unsupported === undefined ? [] : [[code(path), unsupported]],
  );
  return refused.length === 0
    ? ''
    : `## Refused\n\nAnsible's module has these; here they are an error, for the reason given.\n\n${table(['argument', 'because'], refused)}`;
}

function returnSection({ returns }: AnyModule): string {
  const rows = Object.entries(returns).map(([name, meaning]) => [code(name), meaning]);
  const common = 'Besides `changed`, `failed`, `msg` and the like:';
  return rows.length === 0
    ? '## Returns\n\nNothing besides `changed`, `failed`, `msg` and the like.'
    : `## Returns\n\n${common}\n\n${table(['key', 'meaning'], rows)}`;
}

function testSentence({ cases, standIns }: Evidence): string {
  if (cases.length === 0) return 'No case compares it with the real module: it has tests of its own.';
  const toolSentence =
    standIns.length === 0
      ? 'The tools it drives are the real ones.'
      : `**A stand-in, not the real tool:** ${standIns.join(' ')}`;
  return `Compared with recordings of the real Ansible on Debian hosts: ${links(cases)}. ${toolSentence}`;
}

function links(paths: readonly string[]): string {
  return paths.map((path) => `[${path}](../../${path})`).join(', ');
}
