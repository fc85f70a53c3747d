import { createLessonShelf } from '../../../../src/lab/lessons/lessonShelf';
import { textDigest } from '../../../../src/lab/lessons/textDigest';
import type { FakeContents } from '../fakeContents';
import { createFakeContents } from '../fakeContents';

interface Notebook {
  cells: { cell_type: string; source: string; outputs?: unknown[] }[];
  metadata: { gatescope?: { lesson?: { id: string; digest: string } } };
}

/** A lesson as the build ships it: its own digest stands in its metadata. */
function lesson(id: string, text: string): Notebook {
  const cells = [
    { cell_type: 'markdown', source: `# ${id}` },
    { cell_type: 'code', source: text, outputs: [] }
  ];
  return {
    cells,
    metadata: { gatescope: { lesson: { id, digest: textDigest({ cells }) } } }
  };
}

function shipped(release: string, texts: Readonly<Record<string, string>>) {
  const notebooks = Object.entries(texts).map(([id, text]) => lesson(id, text));
  const index = {
    release,
    lessons: notebooks.map(({ metadata: { gatescope } }) => {
      const { id, digest } = gatescope?.lesson ?? { id: '', digest: '' };
      return { id, digest, file: `${id}.ipynb`, title: id, exercises: [] };
    })
  };
  return { index, notebooks };
}

function shelfOf(fake: FakeContents, release: ReturnType<typeof shipped>) {
  return createLessonShelf({
    contents: fake.contents,
    folder: () => 'gatescope-lessons',
    fetchStatic: file => {
      const at = release.index.lessons.findIndex(entry => entry.file === file);
      return file === 'index.json'
        ? Promise.resolve(release.index)
        : Promise.resolve(structuredClone(release.notebooks[at]));
    }
  });
}

async function open(fake: FakeContents, release: ReturnType<typeof shipped>) {
  const shelf = shelfOf(fake, release);
  return shelf.open((await shelf.index()).lessons[0]);
}

const first = shipped('0.1.0', { '01-a': 'let a = 1', '02-b': 'let b = 2' });
const second = shipped('0.2.0', { '01-a': 'let a = 3', '02-b': 'let b = 2' });
const path = 'gatescope-lessons/01-a.ipynb';

function textAt(fake: FakeContents, at: string): string | undefined {
  return (fake.files.get(at) as Notebook | undefined)?.cells[1].source;
}

test('the first opening makes the folder and copies every lesson into it', async () => {
  const fake = createFakeContents();
  await expect(open(fake, first)).resolves.toEqual({
    outcome: 'new',
    path,
    own: path
  });
  expect([...fake.files.keys()].sort()).toEqual([
    path,
    'gatescope-lessons/02-b.ipynb'
  ]);
});

test('a server that was started on the lessons uses its own folder', async () => {
  const fake = createFakeContents({ '02-b.ipynb': first.notebooks[1] });
  await expect(open(fake, first)).resolves.toMatchObject({
    own: '01-a.ipynb'
  });
  expect(fake.folders.has('gatescope-lessons')).toBe(false);
});

test('a copy of this release is opened as it stands, with all that was typed into it', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  (fake.files.get(path) as Notebook).cells[1].source = 'my answer';
  await expect(open(fake, first)).resolves.toMatchObject({ outcome: 'same' });
  expect(textAt(fake, path)).toBe('my answer');
});

test('an earlier release that nobody edited or ran is replaced', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  await expect(open(fake, second)).resolves.toMatchObject({
    outcome: 'updated'
  });
  expect(textAt(fake, path)).toBe('let a = 3');
});

test('an edited copy of an earlier release stays, and the new one is written beside it once', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  (fake.files.get(path) as Notebook).cells[1].source = 'my answer';
  const beside = 'gatescope-lessons/01-a (gatescope 0.2.0).ipynb';
  await expect(open(fake, second)).resolves.toEqual({
    outcome: 'beside',
    path: beside,
    own: path
  });
  expect(textAt(fake, path)).toBe('my answer');
  expect(textAt(fake, beside)).toBe('let a = 3');
  (fake.files.get(beside) as Notebook).cells[1].source = 'edited too';
  await expect(open(fake, second)).resolves.toMatchObject({ outcome: 'kept' });
  expect(textAt(fake, beside)).toBe('edited too');
});

test('a copy that was only run is work too: its outputs are not thrown away', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  (fake.files.get(path) as Notebook).cells[1].outputs = [{ text: '1' }];
  await expect(open(fake, second)).resolves.toMatchObject({
    outcome: 'beside'
  });
  expect(textAt(fake, path)).toBe('let a = 1');
});

test.each([
  ['text', 'no notebook at all'],
  ['an object', { cells: 'none' }],
  ['a notebook of another origin', { cells: [], metadata: {} }]
])(
  'a file of the same name that is %s is somebody’s and stays',
  async (_, content) => {
    const fake = createFakeContents({ [path]: content });
    await expect(open(fake, first)).resolves.toMatchObject({
      outcome: 'beside'
    });
    expect(fake.files.get(path)).toEqual(content);
  }
);

test('reset keeps the copy under the time’s name and puts the lesson back', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  (fake.files.get(path) as Notebook).cells[1].source = 'my answer';
  const shelf = shelfOf(fake, first);
  const backup = await shelf.reset(
    (await shelf.index()).lessons[0],
    path,
    new Date(2026, 10, 20, 8, 5, 9)
  );
  expect(backup).toBe(
    'gatescope-lessons/01-a (before reset 2026-11-20 08-05-09).ipynb'
  );
  expect(textAt(fake, backup)).toBe('my answer');
  expect(textAt(fake, path)).toBe('let a = 1');
});

test('nothing that is not there is asked for, so that the browser logs no error', async () => {
  const fake = createFakeContents();
  await open(fake, first);
  expect(fake.asked.filter(asked => asked.endsWith('.ipynb'))).toEqual([]);
});

test.each([
  [{}, 'expected {release, lessons}'],
  [{ release: '1', lessons: [{ id: 'x' }] }, 'lessons[0].file: expected text'],
  [
    {
      release: '1',
      lessons: [{ id: 'x', file: '../x.ipynb', title: 'x', digest: 'd' }]
    },
    'expected the name of a notebook, got "../x.ipynb"'
  ]
])('a broken index is refused by name: %j', async (index, message) => {
  const shelf = createLessonShelf({
    contents: createFakeContents().contents,
    folder: () => 'x',
    fetchStatic: () => Promise.resolve(index)
  });
  await expect(shelf.index()).rejects.toThrow(message);
});

test('a failed fetch of the index is tried again', async () => {
  let tries = 0;
  const shelf = createLessonShelf({
    contents: createFakeContents().contents,
    folder: () => 'x',
    fetchStatic: () =>
      ++tries === 1
        ? Promise.reject(new Error('offline'))
        : Promise.resolve(first.index)
  });
  await expect(shelf.index()).rejects.toThrow('offline');
  await expect(shelf.index()).resolves.toMatchObject({ release: '0.1.0' });
});
