import fc from 'fast-check';
import type { Contents } from '@jupyterlab/services';
import { isNotebook } from '../../../src/kernel/browser/isNotebook';
import { mendNotebooks } from '../../../src/site/mendNotebooks';

const good = () => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: '# A lesson' },
    {
      cell_type: 'code',
      id: 'b',
      metadata: {},
      source: '1',
      execution_count: null,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: '1' },
        { output_type: 'error', ename: 'E', evalue: 'e', traceback: ['E: e'] }
      ]
    }
  ]
});

/** A browser's store above what the site ships. */
function createFiles(
  stored: Record<string, unknown>,
  shipped: Record<string, unknown>
) {
  const kept = new Map(Object.entries(stored));
  const told: object[] = [];
  const contents = {
    get(path: string) {
      const content = kept.has(path) ? kept.get(path) : shipped[path];
      return content === undefined
        ? Promise.reject(new Error('404'))
        : Promise.resolve({
            path,
            type: path.endsWith('.ipynb') ? 'notebook' : 'file',
            content
          });
    },
    save(path: string, { content }: { content: unknown }) {
      kept.set(path, content);
      return Promise.resolve({});
    },
    delete(path: string) {
      kept.delete(path);
      return Promise.resolve();
    }
  } as unknown as Pick<Contents.IManager, 'get' | 'save' | 'delete'>;
  mendNotebooks(contents, {
    words: 'It could not be read.',
    tell: found => told.push(found)
  });
  return { contents, kept, told };
}

/** Notebooks in which one part is something else, or gone. */
const spoilt = fc
  .tuple(
    fc.constantFrom(
      ['nbformat'],
      ['metadata'],
      ['cells'],
      ['cells', 0],
      ['cells', 1, 'cell_type'],
      ['cells', 1, 'source'],
      ['cells', 1, 'metadata'],
      ['cells', 1, 'outputs'],
      ['cells', 1, 'outputs', 0],
      ['cells', 1, 'outputs', 0, 'text'],
      ['cells', 1, 'outputs', 1, 'traceback']
    ),
    fc.constantFrom<unknown>(undefined, null, true)
  )
  .map(([path, value]) => {
    const notebook = good();
    const parent = path
      .slice(0, -1)
      .reduce<unknown>(
        (part, name) => (part as Record<string, unknown>)[name],
        notebook
      ) as Record<string, unknown>;
    parent[String(path.at(-1))] = value;
    return JSON.parse(JSON.stringify(notebook)) as unknown;
  });

describe('a stored notebook that cannot be read', () => {
  it('opens as it ships, and its text is kept', async () => {
    const { contents, kept, told } = createFiles(
      { 'a.ipynb': { cells: 'mine' } },
      { 'a.ipynb': good() }
    );
    expect((await contents.get('a.ipynb')).content).toEqual(good());
    expect(kept.get('a.broken.txt')).toContain('mine');
    expect(told).toEqual([
      { path: 'a.ipynb', kept: 'a.broken.txt', shipped: true }
    ]);
  });

  it('opens with its text where the site ships nothing under its name', async () => {
    const { contents } = createFiles({ 'a.ipynb': 'half a note' }, {});
    const { content } = await contents.get('a.ipynb');
    expect(isNotebook(content)).toBe(true);
    expect(JSON.stringify(content)).toContain('half a note');
  });

  it('is never written over what an earlier one left', async () => {
    const { contents, kept } = createFiles(
      { 'a.ipynb': 'second', 'a.broken.txt': 'first' },
      { 'a.ipynb': good() }
    );
    await contents.get('a.ipynb');
    expect(kept.get('a.broken.txt')).toBe('first');
    expect(kept.get('a.broken-2.txt')).toBe('second');
  });

  it('is mended once, however many ask at a time', async () => {
    const { contents, told } = createFiles(
      { 'a.ipynb': null },
      { 'a.ipynb': good() }
    );
    await Promise.all([contents.get('a.ipynb'), contents.get('a.ipynb')]);
    expect(told).toHaveLength(1);
  });

  it('is found, whatever part of it is broken, and nothing of it is lost', async () => {
    await fc.assert(
      fc.asyncProperty(spoilt, async broken => {
        const { contents, kept } = createFiles({ 'a.ipynb': broken }, {});
        const { content } = await contents.get('a.ipynb');
        expect(isNotebook(content)).toBe(true);
        expect(kept.get('a.broken.txt')).toBe(JSON.stringify(broken, null, 1));
      })
    );
  });

  it('leaves a good one and other files alone', async () => {
    const { contents, kept } = createFiles(
      { 'a.ipynb': good(), 'b.txt': 'words' },
      {}
    );
    expect((await contents.get('a.ipynb')).content).toEqual(good());
    expect((await contents.get('b.txt')).content).toBe('words');
    expect([...kept.keys()]).toEqual(['a.ipynb', 'b.txt']);
  });
});
