import { loadNotebook, readNotebook } from '../../../src/read/notebook';
import type { Unkept } from '../../../src/read/journal';
import type { SiteFile, SiteFiles } from '../../../src/read/siteFiles';

const lesson = () => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    gatescope: {
      lesson: { id: '01-a', number: 1, title: 'A' },
      given: ['ask', 'answer']
    }
  },
  cells: [
    {
      id: 'ask',
      cell_type: 'code',
      source: ['// Asks\n', 'show(q);'],
      metadata: {
        gatescope: { prediction: { key: 'echo', title: 'Draw the echo' } }
      },
      outputs: [{ output_type: 'stream', name: 'stdout', text: 'it ships' }],
      execution_count: null
    },
    { id: 'text', cell_type: 'markdown', source: 'words', metadata: {} }
  ]
});

function opened() {
  const kept: string[] = [];
  const notebook = readNotebook(lesson(), lesson(), {
    write: content => Promise.resolve(kept.push(JSON.stringify(content))),
    failed: reason => {
      throw reason;
    }
  });
  return { notebook, kept };
}

describe('the notebook under a page', () => {
  it('is read as the lab reads it', () => {
    const { notebook } = opened();
    expect(notebook.metadata?.id).toBe('01-a');
    expect(notebook.given).toEqual(['ask', 'answer']);
    expect(notebook.source('ask')).toBe('// Asks\nshow(q);');
    expect(notebook.parts.predictions).toEqual([
      { key: 'echo', title: 'Draw the echo', cell: 'ask' }
    ]);
  });

  it('keeps what is written, told and shown, and only when something has changed', async () => {
    const { notebook, kept } = opened();
    const heard: string[] = [];
    notebook.onChange(() => heard.push('changed'));
    notebook.setSource('ask', '// Asks\nshow(q);');
    await notebook.keep();
    expect(kept).toEqual([]);

    notebook.setSource('ask', 'show(1);');
    notebook.memory('ask').set('predictions', { echo: { committed: true } });
    notebook.memory('ask').set('predictions', { echo: { committed: true } });
    notebook.setOutputs('ask', [{ output_type: 'stream', text: 'a' }], 3);
    await notebook.keep();
    expect(heard).toHaveLength(3);
    expect(kept).toHaveLength(1);
    const { cells } = JSON.parse(kept[0]) as ReturnType<typeof lesson>;
    expect(cells[0]).toMatchObject({
      source: 'show(1);',
      execution_count: 3,
      outputs: [{ text: 'a' }],
      metadata: {
        gatescope: {
          prediction: { key: 'echo' },
          predictions: { echo: { committed: true } }
        }
      }
    });
    await notebook.keep();
    expect(kept).toHaveLength(1);
  });

  it('knows whether a cell and what runs before it are as they ship', () => {
    const { notebook } = opened();
    expect(notebook.isAsShipped('ask')).toBe(true);
    expect(notebook.isAsShipped('text')).toBe(true);
    notebook.setSource('text', 'other words');
    expect(notebook.isAsShipped('text')).toBe(true);
    notebook.setSource('ask', 'show(1);');
    expect(notebook.isAsShipped('text')).toBe(false);
  });

  it('forgets one thing of a cell and nothing else', async () => {
    const { notebook, kept } = opened();
    notebook.memory('ask').set('answers', { a: 1 });
    notebook.memory('ask').delete('answers');
    notebook.memory('ask').delete('never');
    expect(notebook.memory('ask').get('answers')).toBeUndefined();
    expect(notebook.memory('ask').get('prediction')).toBeDefined();
    await notebook.keep();
    expect(kept).toHaveLength(1);
  });

  it('is kept while it goes on changing', () => {
    jest.useFakeTimers();
    try {
      const { notebook, kept } = opened();
      for (let change = 0; change < 20; change++) {
        notebook.memory('ask').set('place', change);
        jest.advanceTimersByTime(100);
      }
      return Promise.resolve().then(() =>
        expect(kept.length).toBeGreaterThan(0)
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('goes on where the browser keeps nothing, and says so', async () => {
    const reasons: unknown[] = [];
    const notebook = readNotebook(lesson(), lesson(), {
      write: () => Promise.reject(new Error('full')),
      failed: reason => reasons.push(reason)
    });
    notebook.setSource('ask', '2');
    await notebook.keep();
    expect(notebook.source('ask')).toBe('2');
    expect(reasons).toEqual([new Error('full')]);
  });
});

describe('the notebook that a reader has in this browser', () => {
  const address = new URL('https://a.site/files/a.ipynb');
  const asFile = (path: string, content: unknown, at: number): SiteFile => ({
    name: path,
    path,
    type: 'notebook',
    format: 'json',
    mimetype: 'application/x-ipynb+json',
    content,
    created: new Date(at).toISOString(),
    last_modified: new Date(at).toISOString(),
    size: 1,
    writable: true
  });
  /** Files in memory, each copied as the browser copies what it keeps. */
  function memory() {
    const kept = new Map<string, SiteFile>();
    let now = 0;
    const files: SiteFiles = {
      read: path => Promise.resolve(kept.get(path) ?? null),
      write(path, content) {
        const file = asFile(path, structuredClone(content), ++now);
        kept.set(path, file);
        return Promise.resolve(file);
      }
    };
    const sourceIn = (path: string) =>
      (kept.get(path)?.content as ReturnType<typeof lesson>).cells[0].source;
    return { kept, files, sourceIn };
  }
  const open = async (files: SiteFiles) => {
    const said: string[] = [];
    const notebook = await loadNotebook(files, 'a.ipynb', address, {
      nothingKept: () => said.push('nothing kept'),
      keptBeside: path => said.push(path),
      couldNotRead: path => said.push(`unreadable: ${path}`),
      cameBack: () => said.push('came back'),
      lessonChanged: path => said.push(`changed: ${path}`)
    });
    return { notebook, said };
  };
  beforeEach(() => {
    globalThis.fetch = () =>
      Promise.resolve({
        ok: true,
        json: () => Promise.resolve(lesson())
      } as Response);
  });

  it.each([
    ['no notebook', { cells: [], mine: 'a note of mine' }],
    ['cells that are none', { ...lesson(), cells: [7, 'a note of mine'] }],
    ['text', 'a note of mine']
  ])(
    'that holds %s opens as it ships, and what was stored is kept',
    async (_, content) => {
      const { files } = memory();
      await files.write('a.ipynb', content);
      const { notebook, said } = await open(files);
      expect(notebook.source('ask')).toBe('// Asks\nshow(q);');
      expect(said).toEqual(['unreadable: a.broken.txt']);
      expect((await files.read('a.broken.txt'))?.content).toContain(
        'a note of mine'
      );
      // From here on it is kept as any other.
      notebook.setSource('ask', 'mine');
      await notebook.keep();
      expect(said).toHaveLength(1);
      const again = await open(files);
      expect(again.notebook.source('ask')).toBe('mine');
      expect(again.said).toEqual([]);
    }
  );

  it.each([
    ['no ids, as before nbformat 4.5', undefined],
    ['equal ids', 'same']
  ])('whose cells have %s is read with those of the site', async (_, id) => {
    const { files } = memory();
    const cells = lesson().cells.map(cell => ({ ...cell, id }));
    cells[1].source = 'words of mine';
    const stored = { ...lesson(), nbformat_minor: 4, cells };
    await files.write('a.ipynb', stored);
    const { notebook, said } = await open(files);
    expect(said).toEqual([]);
    expect(notebook.source('text')).toBe('words of mine');
    notebook.setSource('ask', 'mine');
    await notebook.keep();
    expect((await files.read('a.ipynb'))?.content).toEqual({
      ...stored,
      nbformat_minor: 5,
      cells: [
        { ...cells[0], id: 'ask', source: 'mine' },
        { ...cells[1], id: 'text' }
      ]
    });
  });

  it('goes on when the lesson has changed since, and the new edition is kept beside it, once', async () => {
    const edition = (name: string, source: string) => {
      const { metadata, cells, ...rest } = lesson();
      cells[0].source = source;
      return {
        ...rest,
        metadata: { ...metadata, gatescope_edition: name },
        cells
      };
    };
    const ship = (content: unknown) => {
      globalThis.fetch = () =>
        Promise.resolve({
          ok: true,
          json: () => Promise.resolve(structuredClone(content))
        } as Response);
    };
    const { files, sourceIn } = memory();
    await files.write('a.ipynb', edition('first', 'mine'));
    ship(edition('first', 'as it ships'));
    expect((await open(files)).said).toEqual([]);
    const second = edition('second', 'new');
    second.cells.push({ ...second.cells[1], id: 'more' });
    ship(second);
    const { notebook, said } = await open(files);
    expect(said).toEqual(['changed: a-Copy1.ipynb']);
    expect([notebook.source('ask'), notebook.source('more')]).toEqual([
      'mine',
      'words'
    ]);
    expect(sourceIn('a.ipynb')).toBe('mine');
    expect(sourceIn('a-Copy1.ipynb')).toBe('new');
    notebook.setSource('ask', 'mine still');
    await notebook.keep();
    expect(sourceIn('a.ipynb')).toBe('mine still');
    expect((await open(files)).said).toEqual([]);
  });

  describe('when the page is left before it has written', () => {
    const journal = () => {
      let kept: string | null = null;
      return {
        read: () => JSON.parse(kept ?? 'null') as Unkept | null,
        write: (unkept: Unkept) => void (kept = JSON.stringify(unkept)),
        clear: () => void (kept = null)
      };
    };
    const silent = {
      nothingKept: () => undefined,
      keptBeside: () => undefined,
      couldNotRead: () => undefined,
      cameBack: () => undefined,
      lessonChanged: () => undefined
    };

    it('has the last words at the next visit', async () => {
      const { files } = memory();
      const left = journal();
      const first = await loadNotebook(files, 'a.ipynb', address, silent, left);
      first.leave();
      expect(left.read()).toBeNull();
      first.setSource('ask', 'last words');
      first.leave();
      const next = await loadNotebook(files, 'a.ipynb', address, silent, left);
      expect(next.source('ask')).toBe('last words');
      expect(left.read()).toBeNull();
      next.setSource('ask', 'kept in time');
      await next.keep();
      next.leave();
      expect(left.read()).toBeNull();
    });

    it('keeps them beside what another tab writes while the page opens', async () => {
      const { files, sourceIn } = memory();
      const left = journal();
      const first = await loadNotebook(files, 'a.ipynb', address, silent, left);
      first.setSource('ask', 'last words');
      first.leave();
      const content = lesson();
      content.cells[0].source = 'of another tab';
      let reads = 0;
      const later: SiteFiles = {
        ...files,
        async read(path) {
          const found = await files.read(path);
          reads += 1;
          if (reads === 1) {
            await files.write('a.ipynb', content);
          }
          return found;
        }
      };
      const next = await loadNotebook(later, 'a.ipynb', address, silent, left);
      expect(next.source('ask')).toBe('of another tab');
      expect(sourceIn('a-Copy1.ipynb')).toBe('last words');
    });

    it('keeps them beside what another tab has written since', async () => {
      const { files, sourceIn } = memory();
      const left = journal();
      const first = await loadNotebook(files, 'a.ipynb', address, silent, left);
      first.setSource('ask', 'last words');
      first.leave();
      const other = await open(files);
      other.notebook.setSource('ask', 'of another tab');
      await other.notebook.keep();
      const said: string[] = [];
      const next = await loadNotebook(
        files,
        'a.ipynb',
        address,
        { ...silent, keptBeside: path => said.push(path) },
        left
      );
      expect(next.source('ask')).toBe('of another tab');
      expect(said).toEqual(['a-Copy1.ipynb']);
      expect(sourceIn('a-Copy1.ipynb')).toBe('last words');
    });
  });

  it('is as it was left, whatever was shown in it', async () => {
    const { files } = memory();
    const first = await open(files);
    expect(first.notebook.source('ask')).toBe('// Asks\nshow(q);');
    // Nothing that a view or a report brings along hinders the keeping.
    first.notebook.memory('ask').set('report', { say: () => 'no data' });
    first.notebook.setSource('ask', 'mine');
    await first.notebook.keep();
    first.notebook.setSource('ask', 'mine, again');
    await first.notebook.keep();
    const second = await open(files);
    expect(second.notebook.source('ask')).toBe('mine, again');
    expect([...first.said, ...second.said]).toEqual([]);
  });

  it('knows what the reader has run from what the page came with', async () => {
    const { files } = memory();
    const ran = [{ output_type: 'stream', name: 'stdout', text: 'mine' }];
    const first = await open(files);
    first.notebook.setSource('ask', 'mine');
    await first.notebook.keep();
    const second = await open(files);
    expect(second.notebook.ownOutputs('ask')).toEqual([]);
    second.notebook.setOutputs('ask', ran, 1);
    await second.notebook.keep();
    expect(second.notebook.ownOutputs('ask')).toEqual(ran);
    const third = await open(files);
    expect(third.notebook.ownOutputs('ask')).toEqual(ran);
  });

  it('loses nothing that another tab has written since', async () => {
    const { files, sourceIn, kept } = memory();
    const [here, there] = [await open(files), await open(files)];
    there.notebook.setSource('ask', 'there');
    await there.notebook.keep();
    here.notebook.setSource('ask', 'here');
    await here.notebook.keep();
    expect(sourceIn('a.ipynb')).toBe('here');
    expect(sourceIn('a-Copy1.ipynb')).toBe('there');
    there.notebook.setSource('ask', 'there, again');
    await there.notebook.keep();
    expect(sourceIn('a-Copy2.ipynb')).toBe('here');
    expect(here.said).toEqual(['a-Copy1.ipynb']);
    expect(there.said).toEqual(['a-Copy2.ipynb']);
    expect(kept.size).toBe(3);
  });

  it('loses nothing where two tabs write at the same moment', async () => {
    // As the browser does, one after the other for each name.
    let turn: Promise<unknown> = Promise.resolve();
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', {
      configurable: true,
      value: {
        locks: {
          request: (_: string, work: () => Promise<unknown>) =>
            (turn = turn.then(work, work))
        }
      }
    });
    try {
      const { files, sourceIn, kept } = memory();
      const tabs = [await open(files), await open(files), await open(files)];
      tabs.forEach(({ notebook }, at) =>
        notebook.setSource('ask', `tab ${at}`)
      );
      await Promise.all(tabs.map(({ notebook }) => notebook.keep()));
      expect([...kept.keys()].map(sourceIn).sort()).toEqual([
        'tab 0',
        'tab 1',
        'tab 2'
      ]);
    } finally {
      if (before === undefined) {
        Reflect.deleteProperty(globalThis, 'navigator');
      } else {
        Object.defineProperty(globalThis, 'navigator', before);
      }
    }
  });

  it('that is unreadable is kept once, however often it is opened', async () => {
    const { files, kept } = memory();
    await files.write('a.ipynb', 'a note of mine');
    for (let visit = 0; visit < 3; visit++) {
      expect((await open(files)).said).toEqual(['unreadable: a.broken.txt']);
    }
    await files.write('a.ipynb', 'another note');
    expect((await open(files)).said).toEqual(['unreadable: a.broken-2.txt']);
    expect(kept.size).toBe(3);
  });

  it('is not written over where it could not be read', async () => {
    const { files, kept } = memory();
    const { notebook, said } = await open({
      ...files,
      read: () => Promise.reject(new Error('locked'))
    });
    notebook.setSource('ask', 'mine');
    await notebook.keep();
    expect(said).toEqual(['nothing kept']);
    expect(kept.size).toBe(0);
    expect(notebook.source('ask')).toBe('mine');
  });
});
