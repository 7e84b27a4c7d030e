import type { AnyModule } from '../../src/module/define.ts';
import {
  allArguments,
  argumentRemarks,
  code,
  codes,
  fullName,
  modeSentences,
  ruleSentences,
} from '../../src/module/describe.ts';
import { moduleNames } from '../../src/module/names.ts';
import { argumentRow } from './argument-rows.ts';
import type { Evidence } from './evidence.ts';
import { table } from './markdown.ts';
import { uncompared } from './uncompared.ts';

/** The page of one module, from its declaration and from what its tests are. */
export function modulePage(module: AnyModule, evidence: Evidence): string {
  const sections = [
    `# ${fullName(module)}`,
    `${module.summary}.`,
    `Names: ${codes(moduleNames(module))}.`,
    modeSentences(module).join(' '),
    argumentSection(module),
    refusedSection(module),
    returnSection(module),
    `## Example\n\n\`\`\`yaml\n${module.examples.trim()}\n\`\`\``,
    `## Tests\n\n${testSentence(module, evidence)}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function argumentSection(module: AnyModule): string {
  const accepted = allArguments(module.args).filter(
    ({ declaration }) => declaration.unsupported === undefined,
  );
  const remarks = argumentRemarks(module);
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

function testSentence({ name }: AnyModule, { cases, standIns }: Evidence): string {
  if (cases.length === 0) {
    const instead = uncompared[name];
    if (instead === undefined) throw new Error(`${name} has neither cases nor a sentence in uncompared.ts`);
    return `No case of its own compares it with the real module. ${instead}`;
  }
  const toolSentence =
    standIns.length === 0
      ? 'The tools it drives are the real ones.'
      : `**A stand-in, not the real tool:** ${standIns.join(' ')}`;
  return `Compared with recordings of the real Ansible on Debian hosts: ${links(cases)}. ${toolSentence}`;
}

function links(paths: readonly string[]): string {
  return paths.map((path) => `[${path}](../../${path})`).join(', ');
}
