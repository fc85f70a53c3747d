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
