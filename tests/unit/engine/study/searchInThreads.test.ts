import { pipeline, ridge, setHost } from '../../../../src/engine';
import { host } from '../../../../src/engine/base/host';
import type {
  SentTraining,
  ThreadHost
} from '../../../../src/engine/base/trainingThreads';
import { trainSent } from '../../../../src/engine/models/sentTraining';
import { optimizers } from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';
import { gathered, network, numbersOf, searchOf } from './searchThreads';

/** Threads in name only: what is sent is copied, and the last of those at work is done first. */
function pretended() {
  const seen = { sent: 0, atOnce: 0, mostAtOnce: 0, started: 0, ended: 0 };
  const stack: (() => Promise<void>)[] = [];
  const threads: ThreadHost = {
    cores: 3,
    start(count) {
      seen.started = count;
      return {
        train(job: SentTraining) {
          seen.sent++;
          seen.atOnce++;
          seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
          return new Promise(resolve =>
            stack.push(async () => {
              const outcome = await trainSent(structuredClone(job));
              seen.atOnce--;
              resolve(structuredClone(outcome));
            })
          );
        },
        async wait() {
          await stack.pop()?.();
          // Trainings that stay here go on by turns of the event loop.
          await new Promise(resolve => setTimeout(resolve));
        },
        end() {
          seen.ended++;
          stack.length = 0;
        }
      };
    }
  };
  return { seen, threads };
}

const before = { ...host() };
afterEach(() => setHost({ ...before, threads: undefined }));

describe('a search with threads', () => {
  it('finds to the last digit what it finds without, and tells it in the same order', async () => {
    const alone = gathered();
    const expected = await searchOf({ progress: alone.progress });
    const { seen, threads } = pretended();
    setHost({ threads });
    const together = gathered();
    const found = await searchOf({ progress: together.progress, threads: 3 });
    expect(numbersOf(found)).toEqual(numbersOf(expected));
    expect(together.told).toEqual(alone.told);
    expect(seen).toMatchObject({ sent: 12, started: 3, ended: 1 });
    expect(seen.mostAtOnce).toBeGreaterThan(1);
    expect(found.toString()).not.toContain('one after the other');
    found.cvResults.forEach(({ seconds }) =>
      expect(seconds).toBeGreaterThan(0)
    );
  });

  it('trains one after the other unless it is told otherwise', async () => {
    const { seen, threads } = pretended();
    setHost({ threads });
    expect((await searchOf()).toString()).not.toContain('trained');
    await searchOf({ threads: 1 });
    expect(seen.started).toBe(0);
  });

  it('starts no more threads than the machine has cores, and by itself one less', async () => {
    const { seen, threads } = pretended();
    setHost({ threads });
    const all = await searchOf({ threads: 50 });
    expect(seen.started).toBe(3);
    expect(all.toString()).toContain('trained in 3 threads');
    const most = await searchOf({ threads: 'auto' });
    expect(seen.started).toBe(2);
    expect(most.toString()).toContain('trained in 2 threads');
  });

  it('says why there are no threads, with the same scores', async () => {
    const expected = numbersOf(await searchOf());
    const { seen, threads } = pretended();
    const why = async (
      there: ThreadHost | undefined,
      count: number | 'auto'
    ) => {
      setHost({ threads: there });
      const found = await searchOf({ threads: count });
      expect(numbersOf(found)).toEqual(expected);
      return found.toString().split('\n').at(-1);
    };
    expect(await why(undefined, 4)).toBe(
      'trained one after the other: where this runs there are no threads'
    );
    expect(await why({ ...threads, cores: 1 }, 4)).toBe(
      'trained one after the other: this machine has one core'
    );
    expect(await why({ ...threads, cores: 2 }, 'auto')).toBe(
      "trained one after the other: 'auto' leaves one of this machine's 2 cores to the notebook"
    );
    expect(seen.started).toBe(0);
  });

  it('trains here what cannot be sent, with the same scores, and says why', async () => {
    let epochs = 0;
    const counting = {
      onEpochEnd: () => {
        epochs++;
      }
    };
    const expected = await searchOf({}, [counting]);
    const alone = epochs;
    const { seen, threads } = pretended();
    setHost({ threads });
    const found = await searchOf({ threads: 2 }, [counting]);
    expect(numbersOf(found)).toEqual(numbersOf(expected));
    expect(epochs).toBe(2 * alone);
    expect(seen.sent).toBe(0);
    expect(found.toString()).toContain(
      'trained one after the other: callbacks of fit cannot be sent to another thread'
    );
  });

  it('says which layer, loss or metric is the student’s own', async () => {
    const { threads } = pretended();
    setHost({ threads });
    const own = {
      name: 'own',
      of: (_: unknown, output: { square(): { mean(): never } }) =>
        output.square().mean()
    };
    const found = await searchOf({
      threads: 2,
      estimator: ({ units }: { units: number }, seed: number) => {
        const model = network(units, seed);
        model.compile({ loss: own as never });
        return pipeline({ model });
      }
    });
    expect(found.toString()).toContain(
      "trained one after the other: the loss 'own' is a function of your own"
    );
  });

  it('throws the error of the first attempt that fails, after what was told before it', async () => {
    const failing = {
      estimator: ({ units }: { units: number }, seed: number) =>
        pipeline({
          model: network(units, seed),
          fit: { epochs: 3, batchSize: units === 9 ? 8 : 0 }
        })
    };
    const run = async (count: number) => {
      const { told, progress } = gathered();
      const error = await searchOf({
        ...failing,
        progress,
        threads: count
      }).catch((thrown: unknown) => thrown);
      return { told, error };
    };
    const expected = await run(1);
    const { seen, threads } = pretended();
    setHost({ threads });
    const found = await run(3);
    expect(found).toEqual(expected);
    expect(found.error).toBeInstanceOf(Error);
    expect((found.error as Error).message).toContain('batchSize must be');
    expect(found.told).toHaveLength(4);
    expect(seen.ended).toBe(1);
  });

  it.each([
    ['in the middle', { epochs: 3, batchSize: 8 }],
    ['in the last step', { epochs: 1, batchSize: 64 }]
  ])(
    'goes on where trainings diverge %s, as without threads',
    async (_, fit) => {
      const diverging = {
        estimator: ({ units }: { units: number }, seed: number) =>
          pipeline({
            model: network(units, seed, units === 2 ? 1e300 : 0.01),
            fit
          })
      };
      const run = async (count: number) => {
        const { told, progress } = gathered();
        const found = await searchOf({
          ...diverging,
          progress,
          threads: count
        });
        const failures = found.cvResults.map(({ failure }) => failure);
        return { told, failures, numbers: numbersOf(found), found };
      };
      const { found: alone, ...expected } = await run(1);
      const { seen, threads } = pretended();
      setHost({ threads });
      const { found, ...together } = await run(3);
      expect(together).toEqual(expected);
      expect(seen).toMatchObject({ sent: 12, ended: 1 });
      expect(found.cvResults.map(({ rank }) => rank)[1]).toBe(3);
      expect(found.cvResults[1].scores).toEqual([NaN, NaN, NaN, NaN]);
      expect(found.cvResults[1].seconds).toBeGreaterThan(0);
      expect(String(found)).toContain('trained in 3 threads');
      expect(String(alone)).toContain(
        '1 of 3 combinations did not give a number'
      );
    }
  );

  it('keeps what diverged before its turn when it is interrupted', async () => {
    const { threads } = pretended();
    const { told, progress } = gathered();
    const files = memoryFiles();
    setHost({ threads, interrupted: () => told.length >= 1 });
    const options = {
      file: 'search.json',
      threads: 3,
      estimator: ({ units }: { units: number }, seed: number) =>
        pipeline({
          model: network(units, seed, seed === 2 ? 1e300 : 0.01),
          fit: { epochs: 3, batchSize: 8 }
        }),
      progress
    };
    await expect(searchOf(options)).rejects.toThrow('interrupted after');
    const { scores } = JSON.parse(
      new TextDecoder().decode(files.get('search.json'))
    ) as { scores: Record<string, { failure?: string }> };
    expect(
      Object.values(scores).some(({ failure }) =>
        failure?.startsWith('fit: the loss became')
      )
    ).toBe(true);
  });

  it('refuses one optimizer for two networks, as without threads', async () => {
    const shared = () => {
      const optimizer = optimizers.adam();
      return {
        estimator: ({ units }: { units: number }, seed: number) => {
          const model = network(units, seed);
          model.compile({ optimizer, loss: 'meanSquaredError' });
          return pipeline({ model });
        }
      };
    };
    const messageOf = (options: object) =>
      searchOf(options).catch((error: Error) => error.message);
    const expected = await messageOf(shared());
    setHost({ threads: pretended().threads });
    expect(await messageOf({ ...shared(), threads: 2 })).toBe(expected);
    expect(expected).toContain('has trained another model');
  });

  it('ends the threads when it is interrupted, keeps the scores, and goes on from them', async () => {
    const expected = numbersOf(await searchOf());
    const { seen, threads } = pretended();
    const { told, progress } = gathered();
    const files = memoryFiles();
    setHost({ threads, interrupted: () => told.length >= 5 });
    const options = { file: 'search.json', threads: 3 };
    const error: unknown = await searchOf({ ...options, progress }).catch(
      (thrown: unknown) => thrown
    );
    const { scores } = JSON.parse(
      new TextDecoder().decode(files.get('search.json'))
    ) as { scores: object };
    const kept = Object.keys(scores).length;
    // Those that were finished before their turn, too.
    expect(kept).toBeGreaterThan(told.length);
    expect(kept).toBeLessThan(12);
    expect((error as Error).message).toBe(
      `gridSearch: interrupted after ${kept} of 12 trainings; the scores are kept in search.json, the same search goes on from there`
    );
    expect(seen.ended).toBeGreaterThan(0);
    setHost({ interrupted: () => false });
    seen.sent = 0;
    const found = await searchOf(options);
    expect(numbersOf(found)).toEqual(expected);
    expect(seen.sent).toBe(12 - kept);
  });

  it('is interrupted while all threads are at work, too', async () => {
    const { seen, threads } = pretended();
    let waited = 0;
    setHost({
      threads: {
        ...threads,
        start: count => ({
          ...threads.start(count),
          wait: () => {
            waited++;
            return Promise.resolve();
          }
        })
      },
      interrupted: () => waited > 3
    });
    await expect(searchOf({ threads: 2 })).rejects.toThrow(
      'gridSearch: interrupted after 0 of 12 trainings'
    );
    expect(seen.ended).toBeGreaterThan(0);
  });

  it('starts nothing in a cell that was interrupted before', async () => {
    const { seen, threads } = pretended();
    setHost({ threads, interrupted: () => true });
    await expect(searchOf({ threads: 2 })).rejects.toThrow(
      'gridSearch: interrupted after 0 of 12 trainings'
    );
    expect(seen.sent).toBe(0);
  });

  it('fits models without a network where they are', async () => {
    const options = {
      estimator: ({ units }: { units: number }) =>
        pipeline({ model: ridge({ alpha: units }) }),
      x: Array.from({ length: 12 }, (_, at) => [at % 5]),
      y: Array.from({ length: 12 }, (_, at) => at),
      seeds: 1,
      refit: false
    };
    const expected = await searchOf(options);
    setHost({ threads: pretended().threads });
    const found = await searchOf({ ...options, threads: 2 });
    expect(numbersOf(found)).toEqual(numbersOf(expected));
    expect(found.toString()).toContain(
      'trained one after the other: only networks are trained in threads'
    );
  });

  it('trains here the few that cannot be sent, and says how many', async () => {
    const mixed = {
      estimator: ({ units }: { units: number }, seed: number) =>
        pipeline({
          model: network(units, seed),
          fit: {
            epochs: 1,
            ...(units === 2 && { callbacks: [{ onTrainEnd: () => undefined }] })
          }
        })
    };
    const expected = numbersOf(await searchOf(mixed));
    setHost({ threads: pretended().threads });
    const found = await searchOf({ ...mixed, threads: 2 });
    expect(numbersOf(found)).toEqual(expected);
    expect(found.toString()).toContain(
      'trained in 2 threads, 4 of them one after the other: callbacks of fit cannot be sent to another thread'
    );
  });

  it('names an option of fit that does not exist before anything is sent', async () => {
    setHost({ threads: pretended().threads });
    await expect(
      searchOf({ threads: 2, fit: { paience: () => 1 } as never })
    ).rejects.toThrow("gridSearch: fit: there is no option 'paience'");
  });

  it('ranks scores that are no numbers last, as without threads', async () => {
    const run = (threads: number, failing: number) => {
      let asked = 0;
      const of = () => (asked++ < failing ? NaN : asked);
      return searchOf({ scoring: { name: 'own', of }, threads });
    };
    const expected = await run(1, 3);
    const messageOf = (threads: number) =>
      run(threads, 12).catch((error: Error) => error.message);
    const message = await messageOf(1);
    setHost({ threads: pretended().threads });
    const found = await run(2, 3);
    expect(numbersOf(found)).toEqual(numbersOf(expected));
    expect(found.cvResults.map(({ rank }) => rank)).toEqual([3, 1, 2]);
    expect(found.cvResults[0]).toMatchObject({
      scores: [NaN, NaN, NaN, 4],
      mean: NaN,
      failure: 'the score is NaN'
    });
    expect(await messageOf(2)).toBe(message);
    expect(message).toContain(
      'gridSearch: none of the 3 combinations of settings gave a number on every split and seed. The first is {"units":9}: the score is NaN. Look at the learning rate'
    );
  });

  it('says how far it is in one line, once it takes long', async () => {
    let clock = 0;
    const shown: string[] = [];
    setHost({
      threads: pretended().threads,
      now: () => (clock += 100),
      showLine: (id, line) => shown.push(`${id.split('-')[0]} ${line}`)
    });
    memoryFiles();
    await searchOf({ threads: 2, file: 'search.json' });
    expect(shown[0]).toMatch(
      /^line gridSearch: \d+\.\d s, \d+ of 12 trainings/
    );
    expect(shown).toContainEqual(
      expect.stringMatching(
        / \d of 12 trainings in 2 threads, kept in search\.json; last units \d, seed \d: meanSquaredError [\d.]+$/
      )
    );
    expect(shown.at(-1)).toMatch(
      /^line gridSearch: \d+\.\d s, 12 of 12 trainings in 2 threads, kept in search\.json$/
    );
    shown.length = 0;
    await searchOf({ threads: 2, verbose: 0 });
    expect(shown).toEqual([]);
  });

  it('shows no line for a short search, unless threads were asked for in vain', async () => {
    const shown: string[] = [];
    setHost({ now: () => 0, showLine: (_, line) => shown.push(line) });
    await searchOf();
    expect(shown).toEqual([]);
    await searchOf({ threads: 2 });
    expect(shown).toEqual([
      expect.stringContaining('where this runs there are no threads')
    ]);
  });

  it('refuses a number of threads that is none', async () => {
    const none: readonly [unknown, string][] = [
      [0, 'the number 0'],
      [1.5, 'the number 1.5'],
      ['all', "the string 'all'"],
      [true, 'the boolean true']
    ];
    for (const [threads, came] of none) {
      await expect(searchOf({ threads: threads as number })).rejects.toThrow(
        `gridSearch: threads must be a whole number of at least 1, or 'auto' for the cores of the machine less one, got ${came}`
      );
    }
  });
});
