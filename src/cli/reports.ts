import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvent } from '../engine/events.ts';
import { TsplayError } from '../errors.ts';
import type { ReportFormat, RunReport } from '../reporters/report/types.ts';
import { replaceFile } from './replace-file.ts';
import { version } from './version.ts';

/** The formats by the ends of their files' names. Each is loaded when a run asks for it. */
const FORMATS: Readonly<Record<string, () => Promise<ReportFormat>>> = {
  '.html': async () => (await import('../reporters/report/html.ts')).htmlReport,
  '.xml': async () => (await import('../reporters/report/junit.ts')).junitReport,
};

/** The reports that a run was asked for. Diffs are the user's own affair: a new file is its owner's alone. */
export interface Reports {
  readonly observe: (event: RunEvent) => void;
  /** Writes them, whatever became of the run. */
  readonly write: () => Promise<void>;
}

/**
 * Opens the reports before anything is played: a name of no known format, or a folder that cannot be written to, is
 * refused while nothing is lost. Undefined when none is wanted. @throws TsplayError `report-format`, `report-folder`
 */
export async function openReports(files: readonly string[] = []): Promise<Reports | undefined> {
  if (files.length === 0) return undefined;
  await Promise.all(files.map(checkFolder));
  const targets = await Promise.all(files.map(async (file) => ({ file, format: await formatOf(file) })));
  const { ReportCollector } = await import('../reporters/report/collector.ts');
  const collector = new ReportCollector();
  const startedAt = new Date();
  return {
    observe: (event) => collector.add(event),
    write: async () => {
      const report: RunReport = collector.report();
      const frame = { startedAt, finishedAt: new Date(), version };
      for (const { file, format } of targets) await replaceFile(file, Buffer.from(format(report, frame)));
    },
  };
}

async function formatOf(file: string): Promise<ReportFormat> {
  const load = FORMATS[path.extname(file).toLowerCase()];
  if (load === undefined) {
    throw new TsplayError({
      code: 'report-format',
      message: `--report ${file}: the format is that of the file's name; accepted: ${Object.keys(FORMATS).join(', ')}`,
      hint: '--report run.html is a page for people, --report run.xml is JUnit for CI',
    });
  }
  return load();
}

async function checkFolder(file: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  try {
    await access(folder, constants.W_OK);
    const status = await stat(file).catch(() => undefined);
    if (status?.isDirectory() === true) throw new Error(`${file} is a folder`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TsplayError({
      code: 'report-folder',
      message: `--report ${file}: it could not be written: ${reason}`,
      hint: `make the folder ${folder}, or name another file`,
      cause: error,
    });
  }
}
