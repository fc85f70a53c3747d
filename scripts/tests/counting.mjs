// What the tools report, as counts by test file: `files` has for each what passed and failed in it,
// `failures` names what failed and why, `skipped` why what was not run was not, `times` the seconds of each
// test.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How much of a reason stands behind the name of a test that failed, in characters. */
const LONGEST_REASON = 160;

const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

export function countJest({ root, report, name }) {
  const { testResults } = readJson(report);
  const counts = { files: {}, failures: [], skipped: [], times: [] };
  for (const {
    name: place,
    status,
    message,
    assertionResults
  } of testResults) {
    const file = relative(root, place);
    const failed = assertionResults.filter(test => test.status === 'failed');
    const where = `${name}: ${file}`;
    counts.skipped.push(
      ...assertionResults
        .filter(test => ['pending', 'skipped', 'todo'].includes(test.status))
        .map(({ fullName }) => `${where} › ${fullName}`)
    );
    // A file that does not load has no tests and counts as one failure.
    const isBroken = status === 'failed' && failed.length === 0;
    counts.files[file] = {
      passed: assertionResults.filter(test => test.status === 'passed').length,
      failed: isBroken ? 1 : failed.length
    };
    counts.failures.push(
      ...(isBroken ? [`${where}${because(message)}`] : []),
      ...failed.map(
        ({ fullName, failureMessages }) =>
          `${where} › ${fullName}${because(failureMessages[0])}`
      )
    );
    counts.times.push(
      ...assertionResults.map(({ fullName, duration }) => ({
        title: `${where} › ${fullName}`,
        seconds: (duration ?? 0) / 1000
      }))
    );
  }
  return counts;
}

/** Reads JUnit's table in the form that names the file of each test (`junit_family=xunit1`). */
export function countJunit({ report, name }) {
  const xml = readFileSync(report, 'utf8');
  const counts = { files: {}, failures: [], skipped: [], times: [] };
  const cases = /<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, attributes, inside = ''] of xml.matchAll(cases)) {
    const value = key =>
      unescaped(new RegExp(`(?:^| )${key}="([^"]*)"`).exec(attributes)?.[1]);
    // The one in which a run was stopped has no name.
    if (value('name') === undefined) {
      continue;
    }
    const title = `${name}: ${value('classname')} › ${value('name')}`;
    // A file that cannot be collected is a case without a file, of the file's name.
    const file = value('file') ?? `${value('name').replaceAll('.', '/')}.py`;
    const count = (counts.files[file] ??= { passed: 0, failed: 0 });
    const reason = /<(?:failure|error) message="([^"]*)"/.exec(inside);
    const skipped = /<skipped(?: [^>]*?message="([^"]*)")?/.exec(inside);
    if (reason !== null) {
      count.failed += 1;
      counts.failures.push(`${title}${because(unescaped(reason[1]))}`);
    } else if (skipped !== null) {
      counts.skipped.push(`${name}: ${unescaped(skipped[1]) ?? value('name')}`);
    } else {
      count.passed += 1;
    }
    counts.times.push({ title, seconds: Number(value('time')) });
  }
  return counts;
}

export function countPlaywright({ root, report, name }) {
  const { config, errors, suites } = readJson(report);
  const counts = {
    files: {},
    failures: [],
    skipped: [],
    times: []
  };
  const visit = ({ title, specs = [], suites: inner = [] }, before) => {
    const titles = [...before, title];
    for (const spec of specs) {
      const file = relative(root, path.join(config.rootDir, spec.file));
      const count = (counts.files[file] ??= { passed: 0, failed: 0 });
      for (const { status, results, annotations = [] } of spec.tests) {
        const words = `${name}: ${[...titles, spec.title].join(' › ')}`;
        const reason = because(results[0]?.error?.message);
        const said = annotations.find(({ type }) => type === 'skip');
        if (status === 'expected') {
          count.passed += 1;
        }
        if (status === 'unexpected') {
          count.failed += 1;
          counts.failures.push(words + reason);
        }
        if (status === 'skipped') {
          counts.skipped.push(`${name}: ${said?.description ?? spec.title}`);
        }
        const spent = results.reduce((sum, { duration }) => sum + duration, 0);
        counts.times.push({ title: words, seconds: spent / 1000 });
      }
    }
    inner.forEach(each => visit(each, titles));
  };
  suites.forEach(each => visit(each, []));
  for (const { message } of errors) {
    counts.failures.push(`${name}: ${message.split('\n')[0]}`);
  }
  if (errors.length > 0) {
    counts.files[name] = { passed: 0, failed: errors.length };
  }
  return counts;
}

function relative(root, file) {
  return path.relative(root, file).split(path.sep).join('/');
}

function unescaped(text) {
  const letters = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text?.replaceAll(/&(?:#(\d+)|(\w+));/g, (_all, code, name) =>
    code ? String.fromCodePoint(Number(code)) : letters[name]
  );
}

/** The first line of what a test that failed says, for the line that names it. */
function because(message = '') {
  const [first] = stripVTControlCharacters(message ?? '')
    .trim()
    .split('\n');
  return first === '' ? '' : ` (${first.slice(0, LONGEST_REASON)})`;
}
