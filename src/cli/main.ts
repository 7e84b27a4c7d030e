import { Command, CommanderError, Help, Option } from 'commander';
import type { DocOptions } from './commands/doc.ts';
import type { ExecOptions } from './commands/exec.ts';
import { exitCodes } from './exit-codes.ts';
import {
  addEvalOptions,
  addInventoryOptions,
  addInventoryViewOptions,
  addPlayOptions,
  addRunOptions,
  type EvalOptions,
  type InventoryViewOptions,
  type PlaybookOptions,
} from './options.ts';
import { addVaultCommands } from './vault-program.ts';
import { version } from './version.ts';

/**
 * The program: parses argv and runs one verb, which is imported when it is called. Returns the exit code.
 *
 * @param argv without the interpreter and the script
 */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.ok;
  const program = createProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { reportError } = await import('./report-error.ts');
    return reportError(error);
  }
}

function createProgram(done: (code: number) => void): Command {
  const program = new Command('tsplay')
    .description('Plays Ansible playbooks over SSH, with nothing but /bin/sh on the machines')
    .version(version, '-V, --version')
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .showHelpAfterError('(tsplay --help, or tsplay COMMAND --help, shows what is accepted)')
    .enablePositionalOptions();

  addPlayOptions(
    addRunOptions(addInventoryOptions(program.command('run <playbook...>').description('play playbooks'))),
  ).action(async (playbooks: string[], options: PlaybookOptions) => {
    const { runCommand } = await import('./commands/run.ts');
    done(await runCommand(playbooks, options));
  });

  addPlayOptions(
    addRunOptions(
      addInventoryOptions(
        program
          .command('drift <playbook...>')
          .description(
            'say what differs from the playbooks, for CI: changes nothing; exit 0 in line, 2 drifted, 1 failed, 4 unreachable',
          ),
      ),
    ),
  ).action(async (playbooks: string[], options: PlaybookOptions) => {
    const { driftCommand } = await import('./commands/drift.ts');
    done(await driftCommand(playbooks, options));
  });

  addRunOptions(
    addInventoryOptions(
      program.command('exec <pattern>').description('call one module on the hosts of a pattern (ad-hoc)'),
    ),
  )
    .addOption(new Option('-m, --module-name <module>', 'the module to call').default('command'))
    .addOption(
      new Option('-a, --args <args>', "its arguments: key=value, free form or JSON ('{...}')").default(''),
    )
    .action(async (pattern: string, options: ExecOptions) => {
      const { execCommand } = await import('./commands/exec.ts');
      done(await execCommand(pattern, options));
    });

  addEvalOptions(
    program
      .command('eval <expression>')
      .description(
        'print what a template, an expression or a condition gives for a host; connects to nothing',
      ),
  ).action(async (expression: string, options: EvalOptions) => {
    const { evalCommand } = await import('./commands/eval.ts');
    done(await evalCommand(expression, options));
  });

  addVaultCommands(program, async (verb) => {
    const { runVaultVerb } = await import('./commands/vault/run-verb.ts');
    done(await runVaultVerb(verb));
  });

  addInventoryViewOptions(
    program.command('inventory [group]').description('show hosts, groups and their variables'),
  ).action(async (group: string | undefined, options: InventoryViewOptions) => {
    const { inventoryCommand } = await import('./commands/inventory.ts');
    done(await inventoryCommand(group, options));
  });

  program
    .command('doc [module...]')
    .description('show what modules take, refuse and return; without a name, list them')
    .addOption(new Option('--color', 'colours, also when the output is no terminal'))
    .addOption(new Option('--no-color', 'no colours'))
    .action(async (names: string[], options: DocOptions) => {
      const { docCommand } = await import('./commands/doc.ts');
      done(await docCommand(names, options));
    });

  program
    .command('quickstart')
    .description('play playbooks/quickstart.yml on a machine made up on loopback: changed, ok, then drift')
    .action(async () => {
      const { quickstartCommand } = await import('./commands/quickstart.ts');
      done(await quickstartCommand());
    });

  return program;
}

/** The default of an option that may be repeated is none at all, which needs no words; nor does an empty text. */
function describeOption(option: Option): string {
  const { defaultValue } = option;
  const isNone = defaultValue === '' || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return isNone ? option.description : new Help().optionDescription(option);
}
