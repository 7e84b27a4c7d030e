// Reads vitest's JSON report and says which suites ran, what was skipped and what failed. The last line is
// 'N passed, N failed'. Steps of the run that failed (the other arguments) count as failures, but for `npm test` when
// the report says which tests failed it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const [reportFile = '', ...failedSteps] = process.argv.slice(2);
const report = await readFile(reportFile, 'utf8').then(JSON.parse, () => undefined);

const areas = new Map();
const skipped = new Map();
const failures = [];
for (const file of report?.testResults ?? []) {
  const name = path.relative(process.cwd(), file.name);
  const area = path.dirname(name).split(path.sep).slice(0, 2).join('/');
  const counts = areas.get(area) ?? { passed: 0, failed: 0, skipped: 0 };
  areas.set(area, counts);
  for (const test of file.assertionResults) {
    if (test.status === 'passed') counts.passed += 1;
    else if (test.status === 'failed') {
      counts.failed += 1;
      failures.push(`${name}: ${test.fullName}`);
    } else {
      counts.skipped += 1;
      const suite = test.ancestorTitles.find((title) => title.includes('skipped:')) ?? test.fullName;
      skipped.set(`${name}: ${suite}`, (skipped.get(`${name}: ${suite}`) ?? 0) + 1);
    }
  }
  // A file that could not be loaded has no tests to count.
  if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
    counts.failed += 1;
    failures.push(`${name}: ${file.message.split('\n')[0]}`);
  }
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const [area, { passed, failed, skipped: skips }] of [...areas].sort(([left], [right]) =>
  left < right ? -1 : 1,
)) {
  console.log(`${area}: ${passed} passed, ${failed} failed, ${skips} skipped`);
  total.passed += passed;
  total.skipped += skips;
}
for (const [suite, count] of skipped) console.log(`skipped (${count}): ${suite}`);
for (const step of failedSteps) {
  if (step !== 'npm test' || failures.length === 0) failures.push(`step '${step}'`);
}
total.failed = failures.length;
for (const failure of failures) console.log(`FAILED: ${failure}`);
if (total.passed === 0 && total.failed === 0) {
  console.log('no test ran');
  total.failed = 1;
}
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
