import { expect, test, type Page } from '@playwright/test';
import type { CellResult } from './driver';

interface Driver {
  readonly ready: Promise<void>;
  run(code: string): Promise<CellResult>;
  ask(
    type: string,
    content: Record<string, unknown>
  ): Promise<Record<string, unknown>>;
  interrupt(): void;
  stuck(): number;
}
declare const driver: Driver;

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await page.goto('/kernel/');
  await page.waitForFunction(() => 'driver' in window);
  await page.evaluate(() => driver.ready);
});
test.afterAll(() => page.close());

const run = (code: string) => page.evaluate(given => driver.run(given), code);
/** What a cell says, without colours. */
const told = ({ error }: CellResult) =>
  error?.traceback.join('\n').replaceAll(/\u001b\[\d+m/g, '') ?? '';

test('cells are one program', async () => {
  expect((await run('let n = 0; function bump() { n++; }')).status).toBe('ok');
  expect((await run('n = 5; bump(); n')).value).toBe('6');
  expect((await run('const { a, ...rest } = { a: 1, b: 2 }; rest')).value).toBe(
    '{ b: 2 }'
  );
  expect((await run('for await (const x of [1, 2]) { n += x } n')).value).toBe(
    '9'
  );
});

test('what is printed comes in order, as Node prints it', async () => {
  const { stdout, stderr, types } = await run(
    "console.log([1, 2], { deep: { a: 'x' } }); console.error('%d of %s', 1, 'two');\n" +
      'await new Promise(resolve => setTimeout(resolve, 30)); console.log(new Map([[1, 2]]));'
  );
  expect(stdout).toBe("[ 1, 2 ] { deep: { a: 'x' } }\nMap(1) { 1 => 2 }\n");
  expect(stderr).toBe('1 of two\n');
  expect(types[0]).toBe('status');
  expect(types.at(-1)).toBe('status');
});

test('a type error names line and column, an error its line in the cell', async () => {
  const refused = await run('const good = 1;\nconst bad: string = good;');
  expect(refused.error?.ename).toBe('TypeError');
  expect(told(refused)).toContain('line 2, column 7');
  const thrown = await run(
    "function deep() {\n  throw new RangeError('far');\n}\n\ndeep();"
  );
  expect(told(thrown)).toMatch(
    /RangeError: far[\s\S]*line 2, in deep[\s\S]*line 5/
  );
  expect((await run('good')).status).toBe('error');
});

test('an LSTM is trained and shown', async () => {
  const { data, error } = await run(
    "import { lstm, show } from 'gatescope';\nshow(lstm({ inputSize: 1, units: 4, seed: 7 }).run([[0.2], [0.9], [-0.4], [0.1]]));"
  );
  expect(error).toBeNull();
  expect(Object.keys(data[0])).toEqual(
    expect.arrayContaining(['text/plain', 'image/svg+xml'])
  );
});

test('the data that ship with the site are read', async () => {
  const { value, error } = await run(
    "import { data } from 'gatescope';\n(await data.weather()).length > 100"
  );
  expect(error?.evalue ?? null).toBeNull();
  expect(value).toBe('true');
});

test('a data set is shown with its pictures, source and licence', async () => {
  const { data, error } = await run(
    "import { data, show } from 'gatescope';\nshow(await data.weather());\nshow(data);"
  );
  expect(error?.evalue ?? null).toBeNull();
  expect(data.map(each => Object.keys(each).sort())).toEqual(
    Array(2).fill(['text/html', 'text/plain'])
  );
  const [days, all] = data.map(each => String(each['text/html']));
  expect(days.match(/<img alt="[^"]+"/g)).toHaveLength(4);
  expect(days).toContain('>public domain</a>');
  expect(all).toContain('<code>data.vowels()</code>');
});

test('names are completed and explained', async () => {
  const completed = await page.evaluate(() =>
    driver.ask('complete_request', { code: 'Math.sq', cursor_pos: 7 })
  );
  expect(completed.matches).toContain('sqrt');
  await run("import { lstm } from 'gatescope';");
  const inspected = await page.evaluate(() =>
    driver.ask('inspect_request', { code: 'lstm({', cursor_pos: 2 })
  );
  expect(JSON.stringify(inspected.data)).toContain('lstm');
});

test('a cell that awaits is interrupted, with its variables kept', async () => {
  await run('let kept = 42;');
  const stopped = await page.evaluate(async () => {
    const running = driver.run(
      'while (true) { kept++; await new Promise(resolve => setTimeout(resolve, 5)); }'
    );
    await new Promise(resolve => setTimeout(resolve, 200));
    driver.interrupt();
    return running;
  });
  expect(stopped.error?.ename).toBe('Interrupted');
  expect(Number((await run('kept')).value)).toBeGreaterThan(42);
});

/** Runs a cell, interrupts it once it is at work, and gives what became of it. */
const stopped = (code: string) =>
  page.evaluate(async given => {
    const running = driver.run(given);
    await new Promise(resolve => setTimeout(resolve, 400));
    driver.interrupt();
    return running;
  }, code);

for (const [name, code] of [
  ['a loop without an end', 'while (true) { n++; }'],
  ['one in a function', 'function spin() { for (;;) n++; }\nspin();'],
  [
    'one that catches all that is thrown',
    'while (true) { try { while (true) n++; } catch { n = -1; break; } }\nwhile (true) n++;'
  ],
  [
    'a generator that never ends',
    'function* g() { for (;;) yield n++; }\nfor (const x of g());'
  ],
  [
    'slow turns',
    'for (let k = 0; k < 1e9; k++) { for (let i = 0; i < 1e6; i++) n += i; }'
  ],
  ['a loop after an await', 'await null;\nwhile (true) n++;']
]) {
  test(`${name} is stopped, with its variables kept`, async () => {
    await run('let n = 0; let kept = 42;');
    const result = await stopped(code);
    expect(result.error?.ename).toBe('Interrupted');
    expect((await run('kept')).value).toBe('42');
    expect(await page.evaluate(() => driver.stuck())).toBe(0);
  });
}

test('an error stops the cells behind it, and only those', async () => {
  const [first, second] = await page.evaluate(() =>
    Promise.all([
      driver.ask('execute_request', { code: "throw new Error('stop')" }),
      driver.ask('execute_request', { code: '1' })
    ])
  );
  expect([first.status, second.status]).toEqual(['error', 'aborted']);
  expect((await run("'again'")).value).toBe("'again'");
});

test('a cell is told what a page does not have', async () => {
  expect(told(await run("import { readFileSync } from 'node:fs';"))).toContain(
    'node:fs'
  );
  expect(told(await run('process.cwd()'))).toContain('process');
});
