import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Passage } from './wornWords';
import { STIFF, WORN, wornIn } from './wornWords';

const root = join(__dirname, '..', '..');

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Code, addresses and what is fenced are no prose. */
const prose = (markdown: string): string =>
  markdown
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`|\]\([^)]*\)|https?:\/\/\S+/g, '');

const lines = (place: string, text: string): Passage[] =>
  text
    .split('\n')
    .map((line, at) => ({ place: `${place}:${at + 1}`, text: line }));

const pages = ['README.md', 'CHANGELOG.md'];
const documents = readdirSync(join(root, 'docs'))
  // What the lessons claim, the scores and the planted faults are written from elsewhere.
  .filter(
    name =>
      name.endsWith('.md') &&
      !['claims.md', 'mutants.md', 'fault-cases.md'].includes(name)
  )
  .map(name => `docs/${name}`);

interface Notebook {
  readonly cells: readonly {
    readonly id: string;
    readonly cell_type: string;
    readonly source: readonly string[];
    readonly metadata: { readonly gatescope?: unknown };
  }[];
}

/** The strings of a value, wherever they are in it. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(stringsOf)
    : [];
}

/** What a student reads of a lesson: its text, and of its code the strings and the first line. */
function lessonPassages(path: string): Passage[] {
  const { cells } = JSON.parse(read(path)) as Notebook;
  return cells.flatMap(({ id, cell_type, source, metadata }) => {
    const code = source.join('');
    const said =
      cell_type === 'markdown'
        ? [prose(code)]
        : [
            ...(/^\/\/ .*/.exec(code) ?? []),
            ...[...code.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(
              ([, text]) => text
            )
          ];
    return [
      ...said,
      ...stringsOf(metadata.gatescope).filter(text => text.includes(' '))
    ].map(text => ({
      place: `${path} ${id}`,
      text
    }));
  });
}

const notebooks = ['notebooks', 'notebooks/examples', 'notebooks/python']
  .flatMap(folder =>
    readdirSync(join(root, folder)).map(name => `${folder}/${name}`)
  )
  .filter(path => path.endsWith('.ipynb'));

/** What a mistake is answered with, and what an exercise says of an answer: their literals. */
function answerPassages(folder: string): Passage[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.ts'))
    .flatMap(name =>
      [
        ...read(`${folder}/${name}`)
          .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
          .matchAll(
            /'((?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*)'|`([^`\n]* [^`\n]*)`/g
          )
      ].map(([, plain, template]) => ({
        place: `${folder}/${name}`,
        text: prose((plain ?? template).replace(/\$\{[^}]*\}/g, '…'))
      }))
    );
}

/** What an engineer reads: comments, and the names of the code in them and beside them. */
function commentPassages(folder: string): Passage[] {
  return readdirSync(join(root, folder), { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => lines(`${folder}/${name}`, read(`${folder}/${name}`)))
    .flatMap(({ place, text }) => {
      const comment = /(?:^\s*|\s)(?:\/\/|\/?\*) (.*)/.exec(text);
      return comment ? [{ place, text: comment[1] }] : [];
    });
}

describe('what a developer reads has no worn words', () => {
  // A clamp is what the calls of the library name it.
  const words = Object.fromEntries(
    Object.entries({ ...WORN, again: STIFF.again }).filter(
      ([better]) => better !== 'held'
    )
  );

  it('in the comments of src', () => {
    const passages = commentPassages('src');
    expect(passages.length).toBeGreaterThan(5000);
    expect(wornIn(passages, words)).toEqual([]);
  });

  it('nor another spelling in its names', () => {
    const spelling = { 'US spelling': WORN['US spelling'] };
    const names = readdirSync(join(root, 'src'), { recursive: true })
      .map(String)
      .filter(name => name.endsWith('.ts'))
      .flatMap(name => lines(name, read(`src/${name}`)))
      .map(({ place, text }) => ({
        place,
        // Titles and addresses of others are spelled as theirs are.
        text: text
          .replace(/'[^'\n]*'|https?:\S+|“[^”]*”/g, '')
          .replace(/([a-z])([A-Z])/g, '$1 $2')
      }));
    expect(names.length).toBeGreaterThan(100_000);
    expect(wornIn(names, spelling)).toEqual([]);
  });
});

describe('what a user reads has no worn words', () => {
  it.each([...pages, ...documents])('in %s', path => {
    expect(wornIn(lines(path, prose(read(path))), WORN)).toEqual([]);
  });

  it.each(pages)('nor stiff ones, in %s', path => {
    expect(wornIn(lines(path, prose(read(path))), STIFF)).toEqual([]);
  });

  it.each(notebooks)('nor stiff ones, in %s', path => {
    const passages = lessonPassages(path);
    expect(passages.length).toBeGreaterThan(10);
    expect(wornIn(passages, { ...WORN, ...STIFF })).toEqual([]);
  });

  it.each(['src/engine', 'src/exercises', 'src/kernel'])(
    'in the errors and replies of %s',
    folder => {
      const passages = answerPassages(folder);
      expect(passages.length).toBeGreaterThan(100);
      // Modules have names of their own.
      const said = passages.filter(
        ({ text }) => !/^\.{1,2}\/|address/.test(text)
      );
      expect(wornIn(said, WORN)).toEqual([]);
    }
  );

  it('finds one where there is one', () => {
    const planted = [{ place: 'here', text: 'Whoever forecasts, pays dear.' }];
    expect(wornIn(planted, WORN)).toHaveLength(2);
    expect(
      wornIn([{ place: 'here', text: 'The table stands below.' }], STIFF)
    ).toHaveLength(1);
  });
});
