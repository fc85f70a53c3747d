import { soleEditor } from '../../../src/site/soleEditor';

/** Locks and lines of a browser with several tabs. */
function createBrowser() {
  const holders = new Map<string, (() => void)[]>();
  const lines = new Map<string, Set<(event: { data: string }) => void>>();
  const turn = () => new Promise(resolve => setTimeout(resolve));

  /** What one tab is given; it ends with the tab, whether it was closed or crashed. */
  const createTab = () => {
    const ends: (() => void)[] = [];
    const request = async (
      name: string,
      ...rest: [{ signal?: AbortSignal }, () => unknown] | [() => unknown]
    ) => {
      const options = rest.length === 2 ? rest[0] : {};
      const run = rest.at(-1) as () => unknown;
      const queue = holders.get(name) ?? [];
      holders.set(name, queue);
      await new Promise<void>((resolve, reject) => {
        options.signal?.addEventListener('abort', () =>
          reject(new Error('aborted'))
        );
        queue.push(resolve);
        if (queue.length === 1) {
          resolve();
        }
      });
      const done = () => {
        queue.shift();
        queue[0]?.();
      };
      const crashed = new Promise<void>(resolve => ends.push(resolve));
      await Promise.race([run(), crashed]);
      done();
    };
    const channel = (name: string) => {
      const all = lines.get(name) ?? new Set();
      lines.set(name, all);
      let listener: (event: { data: string }) => void = () => undefined;
      const close = () => all.delete(listener);
      ends.push(close);
      return {
        close,
        postMessage: (data: string) =>
          all.forEach(each => each !== listener && each({ data })),
        addEventListener(_: string, heard: typeof listener) {
          listener = heard;
          all.add(heard);
        }
      };
    };
    return {
      powers: { locks: { request }, channel } as unknown as NonNullable<
        Parameters<typeof soleEditor>[2]
      >,
      crash: () => ends.forEach(end => end())
    };
  };
  return { createTab, turn };
}

function openIn(browser: ReturnType<typeof createBrowser>, path = 'a.ipynb') {
  const tab = browser.createTab();
  const told: string[] = [];
  const close = soleEditor(
    path,
    { shared: () => told.push('shared'), alone: () => told.push('alone') },
    tab.powers
  );
  return { told, close, crash: tab.crash };
}

describe('a notebook in several tabs', () => {
  it('is told to all of them, also to the first', async () => {
    const browser = createBrowser();
    const first = openIn(browser);
    await browser.turn();
    expect(first.told).toEqual([]);
    const second = openIn(browser);
    await browser.turn();
    expect([first.told, second.told]).toEqual([['shared'], ['shared']]);
  });

  it.each(['close', 'crash'] as const)(
    'is told again when the last other one is gone (%s)',
    async ends => {
      const browser = createBrowser();
      const [first, second, third] = [1, 2, 3].map(() => openIn(browser));
      await browser.turn();
      second[ends]();
      await browser.turn();
      expect(first.told).toEqual(['shared']);
      third[ends]();
      await browser.turn();
      expect(first.told).toEqual(['shared', 'alone']);
    }
  );

  it('is another one under another path', async () => {
    const browser = createBrowser();
    const first = openIn(browser);
    openIn(browser, 'b.ipynb');
    await browser.turn();
    expect(first.told).toEqual([]);
  });

  it('is nobody’s concern where a browser has no locks', () => {
    const release = soleEditor(
      'a.ipynb',
      { shared: () => undefined, alone: () => undefined },
      { locks: undefined, channel: undefined }
    );
    expect(release).not.toThrow();
  });
});
