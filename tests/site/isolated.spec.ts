import { expect, stopALoop, test } from './page';

const KERNEL = '/isolated/kernel/';
const LESSON =
  '/isolated/some/class/notebooks/index.html?path=03-inside-the-lstm.ipynb';

interface Result {
  readonly status: string;
  readonly stdout: string;
  readonly error: { readonly evalue: string } | null;
}
interface Driver {
  readonly ready: Promise<void>;
  run(code: string): Promise<Result>;
  interrupt(): void;
  /** What this test has begun and does not wait for. */
  running?: Promise<Result>;
}
declare const driver: Driver;

/** Runs in a page: begins a cell that does not end. */
async function begin(code: string): Promise<void> {
  await driver.ready;
  await driver.run('let turns = 0;');
  driver.running = driver.run(code);
}

// Behind the headers that isolate a page, it shares memory with its kernel.
test.describe('a page that is isolated', () => {
  for (const endless of [
    'for (;;) turns++;',
    'while (true) { await 0; turns++; }'
  ]) {
    test(`stops ${endless} with its variables, and asks nobody`, async ({
      page,
      context
    }) => {
      const asked: string[] = [];
      page.on('request', request => {
        if (request.url().includes('gatescope-interrupts')) {
          asked.push(request.url());
        }
      });
      await page.goto(KERNEL);
      await page.waitForFunction(() => 'driver' in globalThis);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await page.evaluate(begin, endless);
      // One without shared memory, which runs the same and began later, has asked meanwhile.
      const other = await context.newPage();
      await other.goto('/kernel/');
      await other.waitForFunction(() => 'driver' in globalThis);
      expect(await other.evaluate(() => crossOriginIsolated)).toBe(false);
      await other.evaluate(async code => {
        const questions = new BroadcastChannel('/sw-api.v1');
        const question = new Promise(resolve => {
          questions.onmessage = resolve;
        });
        await driver.ready;
        await driver.run('let turns = 0;');
        void driver.run(code);
        await question;
      }, endless);
      await other.close();
      const status = await page.evaluate(async () => {
        driver.interrupt();
        return (await driver.running!).status;
      });
      expect(status).toBe('error');
      expect(asked).toEqual([]);
      const { stdout } = await page.evaluate(() =>
        driver.run('console.log(turns > 0)')
      );
      expect(stdout).toBe('true\n');
    });
  }

  test('opens a lesson without a service worker, says that it needs a network alone, and stops a loop', async ({
    page
  }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
    });
    await page.goto(LESSON);
    const notice = page.locator('.Toastify__toast', {
      hasText: 'No service worker here'
    });
    await expect(notice).toBeVisible();
    await expect(notice).not.toContainText('loop');
    await stopALoop(page);
  });
});
