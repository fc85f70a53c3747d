import { expect, stopALoop, test } from './page';

const KERNEL = '/isolated/kernel/';
const LESSON =
  '/isolated/some/class/notebooks/index.html?path=03-inside-the-lstm.ipynb';

interface Driver {
  readonly ready: Promise<void>;
  run(code: string): Promise<{
    readonly status: string;
    readonly stdout: string;
    readonly error: { readonly evalue: string } | null;
  }>;
  interrupt(): void;
}
declare const driver: Driver;

// Behind the headers that isolate a page, it shares memory with its kernel.
test.describe('a page that is isolated', () => {
  for (const endless of [
    'for (;;) turns++;',
    'while (true) { await 0; turns++; }'
  ]) {
    test(`stops ${endless} with its variables, and asks nobody`, async ({
      page
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
      const stopped = await page.evaluate(async code => {
        await driver.ready;
        await driver.run('let turns = 0;');
        const running = driver.run(code);
        // Long enough that a kernel without shared memory would have asked.
        await new Promise(resolve => setTimeout(resolve, 1200));
        const begun = performance.now();
        driver.interrupt();
        const { status } = await running;
        return { status, milliseconds: performance.now() - begun };
      }, endless);
      expect(stopped.status).toBe('error');
      expect(stopped.milliseconds).toBeLessThan(1000);
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
