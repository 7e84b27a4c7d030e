import { type Command, Option } from 'commander';
import type { ConvertOptions, RekeyOptions } from './commands/vault/convert.ts';
import type { EncryptStringOptions } from './commands/vault/encrypt-string.ts';
import { addVaultOptions, collect } from './options.ts';
import type { Terminal } from './output.ts';
import type { VaultVerbOptions } from './vault/passwords.ts';

/** Runs a verb and says how it went. */
export type RunVerb = (verb: (terminal: Terminal) => Promise<void>) => Promise<void>;

const FILES = '[file...]';

/** `tsplay vault VERB`: what ansible-vault does, under its names. */
export function addVaultCommands(program: Command, run: RunVerb): void {
  const vault = program
    .command('vault')
    .description('encrypt and decrypt files and values as ansible-vault does')
    .enablePositionalOptions();
  const verb = (usage: string, description: string): Command =>
    addVaultOptions(vault.command(usage).description(description), { short: false });
  const output = (): Option => new Option('--output <file>', 'write there instead; - is stdout');
  const encryptId = (): Option =>
    new Option('--encrypt-vault-id <label>', 'encrypt with the password of this vault id');

  verb(`encrypt ${FILES}`, 'encrypt files in place, or stdin to stdout')
    .addOption(output())
    .addOption(encryptId())
    .action((files: string[], options: ConvertOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/convert.ts')).encryptCommand(files, options, terminal),
      ),
    );
  verb(`decrypt ${FILES}`, 'decrypt files in place, or stdin to stdout')
    .addOption(output())
    .action((files: string[], options: ConvertOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/convert.ts')).decryptCommand(files, options, terminal),
      ),
    );
  verb(`view ${FILES}`, 'print what files hold').action((files: string[], options: VaultVerbOptions) =>
    run(async (terminal) =>
      (await import('./commands/vault/convert.ts')).viewCommand(files, options, terminal),
    ),
  );
  verb('create <file>', 'write a new file in $EDITOR, and encrypt it')
    .addOption(encryptId())
    .action((file: string, options: VaultVerbOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/edit.ts')).createCommand(file, options, terminal),
      ),
    );
  verb('edit <file>', 'change what a file holds in $EDITOR')
    .addOption(encryptId())
    .action((file: string, options: VaultVerbOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/edit.ts')).editCommand(file, options, terminal),
      ),
    );
  verb('rekey <file...>', 'encrypt files with another password')
    .option('--new-vault-password-file <file>', 'read the new password from this file, or run it')
    .option('--new-vault-id <label@source>', 'the new vault id and where its password comes from')
    .action((files: string[], options: RekeyOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/convert.ts')).rekeyCommand(files, options, terminal),
      ),
    );
  verb('encrypt-string [string...]', 'print values for YAML files: of strings, of stdin (-), or asked for')
    .alias('encrypt_string')
    .addOption(output())
    .addOption(encryptId())
    .option('-n, --name <name>', 'the name of a string (repeatable, in their order)', collect, [])
    .option('--stdin-name <name>', 'the name of what comes through stdin')
    .option('-p, --prompt', 'ask for the string')
    .action((strings: string[], options: EncryptStringOptions) =>
      run(async (terminal) =>
        (await import('./commands/vault/encrypt-string.ts')).encryptStringCommand(strings, options, terminal),
      ),
    );
}
