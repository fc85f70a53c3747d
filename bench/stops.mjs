// How long a press of Stop takes until the page shows it, while epochs are so short that their
// snapshots are many.

/** A fit whose epochs last about a millisecond; it would go on for minutes. */
export const shortEpochs = `import { layers, random, sequential } from 'gatescope';
const noise = random(3);
const x = Array.from({ length: 16 }, () => Array.from({ length: 30 }, () => [noise.uniform()]));
const y = x.map(sequence => [sequence.reduce((sum, [value]) => sum + value, 0) / 30]);
const model = sequential([layers.lstm({ units: 8, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 1 });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 400000, batchSize: 16, snapshots: { x: x[0] } });`;

/** Seconds of training before each press: few kept epochs, and as many as a history keeps. */
const SECONDS = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 10];

/**
 * Runs the notebook once for each of `SECONDS` and presses Stop after so long.
 *
 * @returns Milliseconds of each press until a frame says that the training is stopping (`said`), and
 *   until one says that it was stopped (`shown`).
 */
export async function stopTimes(page, run) {
  const times = [];
  for (const seconds of SECONDS) {
    const ended = run();
    await page.locator('[data-tool="stop"]').waitFor();
    await page.waitForTimeout(seconds * 1000);
    times.push(
      await page.evaluate(async () => {
        const tool = id => document.querySelector(`[data-tool="${id}"]`);
        const before = tool('stop').textContent;
        const begun = performance.now();
        const painted = async is => {
          while (!is()) {
            await new Promise(requestAnimationFrame);
          }
          // The frame in which it is painted ends before whatever is posted to its end.
          await new Promise(requestAnimationFrame);
          await new Promise(resolve => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = resolve;
            port2.postMessage(null);
          });
          return performance.now() - begun;
        };
        tool('stop').click();
        const [said, shown] = await Promise.all([
          painted(() => tool('stop')?.textContent !== before),
          painted(() => tool('resume') !== null)
        ]);
        return { said, shown };
      })
    );
    await ended;
  }
  return times;
}
