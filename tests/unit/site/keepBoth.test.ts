import fc from 'fast-check';
import type { Contents } from '@jupyterlab/services';
import {
  keepBoth,
  type KeptVersion,
  type OpenDocument
} from '../../../src/site/keepBoth';
import { versionsOf } from '../../../src/site/versionsOf';

const notebook = (...sources: string[]) => ({
  cells: sources.map((source, at) => ({ id: `c${at}`, source, outputs: [] }))
});

/** A store and one tab that has its notebook open since `known`. */
function open({
  here,
  there,
  known = 1,
  saved = 2,
  choice = 'here'
}: {
  here: object;
  there: object | null;
  known?: number;
  saved?: number;
  choice?: KeptVersion;
}) {
  const files = new Map<string, object>(there ? [['a.ipynb', there]] : []);
  const asked: unknown[] = [];
  const told: string[] = [];
  let shown = here;
  const time = (at: number) => new Date(at * 1000).toISOString();
  const contents = {
    get: (path: string) =>
      files.has(path)
        ? Promise.resolve({
            content: files.get(path),
            last_modified: time(saved)
          })
        : Promise.reject(new Error('404')),
    copy(path: string) {
      files.set('a-Copy1.ipynb', files.get(path) ?? {});
      return Promise.resolve({ path: 'a-Copy1.ipynb' });
    },
    save(path: string, { content }: { content: object }) {
      files.set(path, content);
      return Promise.resolve({});
    }
  } as unknown as Pick<Contents.IManager, 'get' | 'copy' | 'save'>;
  const context = {
    path: 'a.ipynb',
    contentsModel: { last_modified: time(known) },
    lastModifiedCheckMargin: 500,
    model: { toJSON: () => shown },
    revert() {
      shown = files.get('a.ipynb') ?? {};
      return Promise.resolve();
    }
  };
  const mayBegin = keepBoth(context as unknown as OpenDocument, {
    contents,
    ask(_, differences) {
      asked.push(differences);
      return Promise.resolve(choice);
    },
    tell: path => told.push(path)
  });
  return { files, asked, told, mayBegin, shown: () => shown };
}

describe('a notebook that another tab saved meanwhile', () => {
  it('is saved without a question when it did not change', async () => {
    const tab = open({
      here: notebook('mine'),
      there: notebook('x'),
      saved: 1
    });
    expect(await tab.mayBegin()).toBe(true);
    expect(tab.asked).toEqual([]);
  });

  it('is saved when nothing is stored that could be lost', async () => {
    expect(await open({ here: notebook('a'), there: null }).mayBegin()).toBe(
      true
    );
  });

  it('is saved without a question when both say the same', async () => {
    const tab = open({ here: notebook('same'), there: notebook('same') });
    expect(await tab.mayBegin()).toBe(true);
    expect([tab.asked, tab.told]).toEqual([[], []]);
  });

  it('keeps other outputs without a question', async () => {
    const there = notebook('same');
    there.cells[0].outputs.push({ text: '42' } as never);
    const tab = open({ here: notebook('same'), there });
    expect(await tab.mayBegin()).toBe(true);
    expect(tab.asked).toEqual([]);
    expect(tab.files.get('a-Copy1.ipynb')).toEqual(there);
  });

  it('keeps both, whatever either has and whatever is answered', async () => {
    const any = fc.array(fc.string(), { maxLength: 4 });
    const choices = fc.constantFrom<KeptVersion>('here', 'there');
    await fc.assert(
      fc.asyncProperty(any, any, choices, async (mine, theirs, choice) => {
        const here = notebook(...mine);
        const there = notebook(...theirs);
        const tab = open({ here, there, choice });
        if (await tab.mayBegin()) {
          tab.files.set('a.ipynb', here);
        }
        const kept = [...tab.files.values(), tab.shown()];
        expect(kept).toContainEqual(here);
        expect(kept).toContainEqual(there);
        expect(tab.shown()).toEqual(tab.files.get('a.ipynb'));
        expect([...tab.files.keys()].slice(1)).toEqual(tab.told);
      })
    );
  });
});

describe('versionsOf', () => {
  it('names the notebook cells that differ, with both texts', () => {
    expect(
      versionsOf(notebook('same', 'mine'), notebook('same', 'theirs', 'new'))
    ).toEqual({
      same: false,
      cells: [
        { here: 'mine', there: 'theirs' },
        { here: null, there: 'new' }
      ]
    });
  });

  it('takes a list of lines for the text that it is', () => {
    const lines = { cells: [{ id: 'c0', source: ['a\n', 'b'], outputs: [] }] };
    expect(versionsOf(lines, notebook('a\nb'))).toEqual({
      cells: [],
      same: true
    });
  });
});
