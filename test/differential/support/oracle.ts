import { execFile } from 'node:child_process';
import { argumentsOf, type LanguageCase, writeProject } from './language-case.ts';
import { type Outcome, outcomeOf, type PlayedDocument } from './outcome.ts';
import { inScratchFolder } from './scratch.ts';

/** Plays a case with the real Ansible. */
export function playWithAnsible(played: LanguageCase): Promise<Outcome> {
  return inScratchFolder(async (folder) => {
    writeProject(played, folder);
    const { code, stdout } = await ansiblePlaybook(argumentsOf(played), folder);
    return outcomeOf({ code, document: documentIn(stdout), folder, order: played.order });
  });
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
}

function ansiblePlaybook(args: readonly string[], cwd: string): Promise<Ran> {
  const env = {
    ...process.env,
    ANSIBLE_STDOUT_CALLBACK: 'json',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    ANSIBLE_RETRY_FILES_ENABLED: '0',
  };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'ansible-playbook',
      args,
      { cwd, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: child.exitCode ?? -1, stdout });
      },
    );
    child.stdin?.end();
  });
}

/** A run that broke off (a mistake in the project) prints no document. */
function documentIn(stdout: string): PlayedDocument | undefined {
  const start = stdout.indexOf('{\n');
  if (start < 0) return undefined;
  return JSON.parse(stdout.slice(start, stdout.lastIndexOf('}') + 1)) as PlayedDocument;
}
