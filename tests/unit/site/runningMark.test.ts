import { createRunningMark } from '../../../src/site/runningMark';

/** A browser's storage as an object of its keys, as `localStorage` is. */
function storage(): Storage {
  const methods = {
    getItem(this: Record<string, string>, key: string) {
      return this[key] ?? null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    }
  };
  return Object.create(methods) as Storage;
}

/** Locks of a browser with tabs that can be ended. */
function browser() {
  const kept = storage();
  const held = new Map<string, object>();
  return {
    kept,
    tab() {
      const owner = {};
      const page = new EventTarget();
      const request = async (
        name: string,
        ...rest: readonly unknown[]
      ): Promise<unknown> => {
        const take = rest.at(-1) as (lock: object | null) => unknown;
        if (held.has(name)) {
          return take(null);
        }
        held.set(name, owner);
        const value = await take({});
        held.delete(name);
        return value;
      };
      return {
        mark: createRunningMark({
          storage: kept,
          locks: { request } as unknown as LockManager,
          page
        }),
        leave: () => page.dispatchEvent(new Event('pagehide')),
        /** The browser gives back what a page held that is gone. */
        crash() {
          for (const [name, by] of held) {
            if (by === owner) {
              held.delete(name);
            }
          }
        }
      };
    }
  };
}

describe('what runs in a tab', () => {
  it('is told once to the next page when its own crashed', async () => {
    const { tab } = browser();
    const first = tab();
    first.mark.begins('03.ipynb');
    first.crash();
    const next = tab();
    expect(await next.mark.cutOff()).toEqual(['03.ipynb']);
    expect(await next.mark.cutOff()).toEqual([]);
  });

  it.each([
    [
      'ended',
      ({ mark }: ReturnType<ReturnType<typeof browser>['tab']>) => mark.ends()
    ],
    [
      'was left',
      ({ leave }: ReturnType<ReturnType<typeof browser>['tab']>) => leave()
    ]
  ])('is forgotten when it %s', async (_, finish) => {
    const { tab } = browser();
    const first = tab();
    first.mark.begins('03.ipynb');
    finish(first);
    first.crash();
    expect(await tab().mark.cutOff()).toEqual([]);
  });

  it('is no news while its tab lives', async () => {
    const { tab } = browser();
    const first = tab();
    first.mark.begins('03.ipynb');
    const second = tab();
    expect(await second.mark.cutOff()).toEqual([]);
    first.crash();
    expect(await second.mark.cutOff()).toEqual(['03.ipynb']);
  });

  it('is nobody’s concern where the browser keeps nothing, or its storage is full', async () => {
    const without = createRunningMark({
      storage: null,
      locks: undefined,
      page: new EventTarget()
    });
    without.begins('03.ipynb');
    expect(await without.cutOff()).toEqual([]);

    const { kept, tab } = browser();
    Object.setPrototypeOf(kept, {
      ...Object.getPrototypeOf(kept),
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      }
    });
    expect(() => tab().mark.begins('03.ipynb')).not.toThrow();
  });
});
