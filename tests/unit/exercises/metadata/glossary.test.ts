import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  markedIn,
  meaningOf,
  studentSource,
  terms,
  termsIn,
  withTerms,
  type NotebookCell,
  type TermName
} from '../../../../src/exercises/metadata';

const seed = '<span class="jp-gatescope-term-seed">seed</span>';

describe('the glossary', () => {
  it('marks a term where it stands first, in either case, and nowhere else', () => {
    expect(withTerms(['One Seed.', 'Another seed, two seeds.'])).toEqual([
      'One <span class="jp-gatescope-term-seed">Seed</span>.',
      'Another seed, two seeds.'
    ]);
  });

  it('takes the longest term', () => {
    expect(termsIn('its forget gate').map(({ name }) => name)).toEqual([
      'forgetGate'
    ]);
  });

  it('reads symbols and names in code as they stand', () => {
    expect(withTerms(['with $n$ and `dense`, $N$'])).toEqual([
      'with <span class="jp-gatescope-term-n">$n$</span> and <span class="jp-gatescope-term-dense">`dense`</span>, $N$'
    ]);
  });

  it('passes over headings, code, folds, formulas, links and other senses', () => {
    const texts = [
      '## The seed',
      '```python\nseed = 1\n```',
      '<details><summary>seed</summary>seed</details>',
      '$$\n\\text{seed}\n$$',
      '[a seed](seed.ipynb)',
      '`seed + 1`'
    ];
    expect(withTerms(texts)).toEqual(texts);
    expect(termsIn('Run the notebook cell.')).toEqual([]);
  });

  it('leaves a text alone in which the term is marked by hand', () => {
    expect(withTerms([`A ${seed}.`, 'a seed'])).toEqual([
      `A ${seed}.`,
      'a seed'
    ]);
  });

  it('knows no name that is not its own', () => {
    expect(meaningOf('constructor')).toBeNull();
    expect(meaningOf('seed')).toBe(terms.seed.meaning);
    expect(
      markedIn('<span class="jp-gatescope-term-toString">x</span>')
    ).toEqual([]);
  });
});

const folder = join(__dirname, '..', '..', '..', '..', 'notebooks');
const lessons = readdirSync(folder)
  .filter(name => name.endsWith('.ipynb'))
  .map(name => {
    const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      cells: {
        id: string;
        cell_type: 'code' | 'markdown';
        source: string | string[];
        metadata: object;
      }[];
    };
    const texts = cells
      .map(({ id, cell_type, source, metadata }): NotebookCell => ({
        id,
        type: cell_type,
        source: typeof source === 'string' ? source : source.join(''),
        metadata
      }))
      .filter(({ type }) => type === 'markdown')
      .map(studentSource);
    return { name, texts };
  });

describe.each(lessons)('the lesson $name as students get it', ({ texts }) => {
  const marked = withTerms(texts);

  it('has each of its terms marked once, before any other use', () => {
    const used = new Set(texts.flatMap(termsIn).map(({ name }) => name));
    expect(used.size).toBeGreaterThan(3);
    const all = marked.join('\n\n');
    const marks = markedIn(all);
    expect([...marks].sort()).toEqual([...used].sort());
    for (const name of used) {
      const before = all.slice(
        0,
        all.indexOf(`<span class="jp-gatescope-term-${name}">`)
      );
      expect(termsIn(before).map(each => each.name)).not.toContain(name);
    }
  });

  it('says the same without the marks', () => {
    expect(
      marked.map(text =>
        text.replace(/<span class="jp-gatescope-term-\w+">(.*?)<\/span>/g, '$1')
      )
    ).toEqual(texts);
  });
});

it('explains no term that no lesson uses', () => {
  const used = new Set<TermName>(
    lessons.flatMap(({ texts }) =>
      texts.flatMap(termsIn).map(({ name }) => name)
    )
  );
  expect(
    Object.keys(terms).filter(name => !used.has(name as TermName))
  ).toEqual([]);
});

/** The terms that a text sets in bold, as lessons do where they explain one. */
const explainedIn = (text: string): TermName[] =>
  [...text.matchAll(/\*\*([^*\n]+)\*\*/g)].flatMap(([, bold]) =>
    termsIn(bold).flatMap(({ name, length }) =>
      length === bold.length ? [name] : []
    )
  );

/** The lessons that one says it needs, by their numbers. */
const namedIn = (text: string): string[] =>
  [
    ...(
      /You need lessons? ([^.]+?)(?:,? or |[.])/.exec(text)?.[1] ?? ''
    ).matchAll(/(\d\d)(?: to (\d\d))?/g)
  ].flatMap(([, from, to = from]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) =>
      String(Number(from) + at).padStart(2, '0')
    )
  );

const numbered = lessons
  .filter(({ name }) => /^\d\d-/.test(name))
  .map(({ name, texts }) => ({ number: name.slice(0, 2), texts }));

/** Those, and those that these need. */
function needsOf(number: string, known = new Set<string>()): Set<string> {
  const own = numbered.find(each => each.number === number);
  for (const each of namedIn(own?.texts[0] ?? '')) {
    if (!known.has(each)) {
      needsOf(each, known.add(each));
    }
  }
  return known;
}

/** The first lesson that explains each term; a word that none explains is one that readers bring along. */
const explainedBy = new Map<TermName, string>();
for (const { number, texts } of numbered) {
  for (const name of texts.flatMap(explainedIn)) {
    explainedBy.set(name, explainedBy.get(name) ?? number);
  }
}

describe.each(numbered)('what lesson $number needs', ({ number, texts }) => {
  it('comes before it', () => {
    const needs = [...needsOf(number)];
    expect(needs.length > 0).toBe(number !== '01');
    expect(needs.filter(each => each >= number)).toEqual([]);
  });

  it('explains the terms that it uses and does not explain itself', () => {
    const own = new Set(texts.flatMap(explainedIn));
    const needs = needsOf(number);
    // The first text says what is to come, the last names the next lesson.
    const lacking = texts
      .slice(1, -1)
      .flatMap(termsIn)
      .map(({ name }) => ({ name, by: explainedBy.get(name) ?? number }))
      .filter(
        ({ name, by }) => by !== number && !own.has(name) && !needs.has(by)
      );
    expect(lacking).toEqual([]);
  });
});

it('finds most terms of the field explained in bold', () => {
  expect(explainedBy.size).toBeGreaterThan(40);
});
