/**
 * @jest-environment jsdom
 */
import { float64, TRACE_VERSION, type Search } from '../../../../src/trace';
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import {
  bestFirst,
  leadOfBest,
  spreadOf
} from '../../../../src/views/search/bestFirst';
import { layout } from '../../../../src/scene/layout';
import { dataTable } from '../../../../src/scene/table';
import { fileTheme } from '../../../../src/scene/fileTheme';
import { searchView } from '../../../../src/views/search/searchView';
import { createSearchView } from '../../../../src/widgets/search/createSearchView';
import { untranslated } from '../../../../src/scene/words/translate';
import { toCsv } from '../../../../src/scene/dataTable';
import { leadSentence } from '../../../../src/views/search/searchWords';
import { openView } from '../viewPage';

const row = (
  units: string,
  scores: number[],
  rank: number,
  fresh: number
): Search['rows'][number] => ({
  values: [units, 'gru'],
  scores: float64(scores, [scores.length]),
  mean: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  rank,
  fresh
});

const bundle: Search = {
  version: TRACE_VERSION,
  kind: 'search',
  id: 'search-1',
  metric: { name: 'mean error', unit: 'births', greaterIsBetter: false },
  parameters: ['units', 'cell'],
  rows: [
    row('4', [420, 440], 2, 400),
    row('8', [390, 410], 1, 410),
    row('16', [450, 470], 3, 420)
  ],
  baseline: { name: 'linear', value: 395 }
};

const page = (given: Search = bundle) => openView(createSearchView, given);
const sentence = (of: ReturnType<typeof page>) =>
  of.texts('.jp-gatescope-changed')[0];
const press = (of: ReturnType<typeof page>, key: string) =>
  of.element
    .querySelector('.jp-gatescope-picture')!
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

/** With a combination of which one training diverged, the other far off. */
const failing: Search = {
  ...bundle,
  rows: [{ ...row('32', [NaN, 1e30], 4, 0), fresh: undefined }, ...bundle.rows]
};

const nowOf = (of: Search) =>
  ({ bundle: of, chosen: {}, data: null, translate: untranslated }) as const;
const tableOf = (of: Search) => searchView.table(nowOf(of));

/** The scene at a width, seven pixels a letter, and its words row by row. */
function drawnAt(width: number, of = bundle) {
  const table = tableOf(of);
  const placed = layout(searchView.scene(nowOf(of), table), table, {
    width,
    measure: words => 7 * words.length,
    theme: fileTheme(),
    name: 'search'
  });
  const rows = placed.marks.filter(({ tag }) => tag === 'g');
  return {
    ...placed,
    heads: placed.marks.flatMap(({ tag, attributes, children }) =>
      tag === 'text' && attributes.y === 16 ? children : []
    ),
    lines: rows.map(row =>
      row.children.flatMap(each =>
        typeof each !== 'string' && each.tag === 'text' ? each.children : []
      )
    )
  };
}

describe('where the settings of a search stand', () => {
  it('is beside the scores where both have room', () => {
    const { heads, lines, panels, width } = drawnAt(400);
    expect(heads).toEqual(['units', 'cell']);
    expect(lines[0]).toEqual(['1', '8', 'gru']);
    const [{ box }] = panels;
    expect(box.x + box.width).toBeLessThan(width);
    expect(drawnAt(400, failing).lines[3]).toContain('did not give a number');
  });

  it('is above them on a phone, every name and number whole', () => {
    const { heads, lines, panels, width, height } = drawnAt(120);
    expect(lines).toEqual([
      ['1\u2002units 8', 'cell gru'],
      ['2\u2002units 4', 'cell gru'],
      ['3\u2002units 16', 'cell gru']
    ]);
    expect(heads).toEqual([]);
    expect(width).toBe(120);
    const [{ box, places }] = panels;
    expect(box.x + box.width).toBeLessThan(120);
    // Two lines and the scores.
    expect(places.column).toBe(52);
    expect(height).toBeGreaterThan(3 * 52);
    expect(drawnAt(120, failing).lines[3]).toContain('no number');
  });
});

describe('the view of a search', () => {
  it('puts the best first, with its settings', () => {
    expect(bestFirst(bundle).map(({ values }) => values[0])).toEqual([
      '8',
      '4',
      '16'
    ]);
    const opened = page();
    expect(opened.texts('.jp-gatescope-search-setting')).toEqual([
      '8',
      'gru',
      '4',
      'gru',
      '16',
      'gru'
    ]);
    expect(sentence(opened)).toBe(
      'Rank 1 of 3: units 8, cell gru. Mean of 2 scores 400 births, spread 10. On fresh data 410 births.'
    );
    opened.close();
  });

  it('has a dot for each score, a line for each mean, a diamond for each fresh score', () => {
    const opened = page();
    const count = (name: string) =>
      opened.element.querySelectorAll(`.jp-gatescope-search-${name}`).length;
    expect(['score', 'mean', 'fresh', 'baseline'].map(count)).toEqual([
      6, 3, 3, 1
    ]);
    const means = [
      ...opened.element.querySelectorAll('.jp-gatescope-search-mean')
    ].map(line => Number(line.getAttribute('x1')));
    expect(means).toEqual([...means].sort((a, b) => a - b));
    opened.close();
  });

  it('moves from row to row by keys, and no further', () => {
    const opened = page();
    press(opened, 'ArrowDown');
    expect(sentence(opened)).toContain('Rank 2 of 3: units 4');
    press(opened, 'End');
    press(opened, 'ArrowDown');
    expect(sentence(opened)).toContain('Rank 3 of 3: units 16');
    press(opened, 'Home');
    press(opened, 'ArrowUp');
    expect(sentence(opened)).toContain('Rank 1 of 3');
    opened.close();
  });

  it('counts one combination as one', () => {
    const meta = (rows: Search['rows']): string => {
      const opened = page({ ...bundle, rows });
      const words = opened.element.textContent;
      opened.close();
      return words;
    };
    expect(meta(bundle.rows)).toContain('3 combinations');
    expect(meta([row('4', [420, 440], 1, 400)])).toContain('1 combination');
    expect(meta([row('4', [420, 440], 1, 400)])).not.toContain('combinations');
  });

  it('says what is left of the lead on fresh data', () => {
    // Means 430, 400, 460: the best leads their mean by 30. Fresh 400, 410, 420: by 0.
    expect(leadOfBest(bundle)).toEqual({ chosen: 30, fresh: 0 });
    const higher = { ...bundle, metric: { name: 'r', greaterIsBetter: true } };
    expect(leadOfBest(higher).chosen).toBe(-30);
    const opened = page();
    expect(opened.texts('.jp-gatescope-asked')[0]).toContain(
      'On fresh data its lead is'
    );
    opened.close();
    expect(spreadOf(row('1', [5], 1, 5))).toBeNull();
  });

  it('has every number in its table', () => {
    const opened = page();
    press(opened, 't');
    expect(opened.texts('.jp-gatescope-table th[scope=col]')).toEqual([
      'rank',
      'units',
      'cell',
      'mean',
      'spread',
      'score 1',
      'score 2',
      'fresh'
    ]);
    opened.close();
  });

  it('says of a combination that it did not give a number, and draws none', () => {
    const opened = page(failing);
    const count = (name: string) =>
      opened.element.querySelectorAll(`.jp-gatescope-search-${name}`).length;
    // Those of the others; the axis is theirs, too.
    expect(['score', 'mean', 'fresh'].map(count)).toEqual([6, 3, 3]);
    expect(opened.element.innerHTML).not.toMatch(/NaN|10³⁰/);
    expect(opened.texts('[data-row="3"] text')).toContain(
      'did not give a number'
    );
    expect(opened.element.textContent).toContain(
      '1 combination did not give a number: its training diverged, or its score is not a number. It is ranked last.'
    );
    expect(opened.texts('.jp-gatescope-asked')[0]).toContain(
      'Where it was chosen, the best leads the mean of all that gave a number by 30 births. On fresh data its lead is 0 births.'
    );
    press(opened, 'End');
    expect(sentence(opened)).toBe(
      'Rank 4 of 4: units 32, cell gru. 1 of its 2 trainings did not give a number, so it has no mean.'
    );
    opened.close();
    const single = page({
      ...bundle,
      rows: [
        { ...row('4', [3], 1, 0), fresh: undefined },
        { ...row('8', [Infinity], 2, 0), fresh: undefined },
        { ...row('9', [NaN], 2, 0), fresh: undefined }
      ].map(each => ({
        ...each,
        mean: Number.isFinite(each.mean) ? each.mean : NaN
      }))
    });
    expect(single.element.textContent).toContain(
      '2 combinations did not give a number'
    );
    press(single, 'End');
    expect(sentence(single)).toBe(
      'Rank 2 of 3: units 9, cell gru. Its training did not give a number.'
    );
    single.close();
  });

  it('has words in the table where there is no number', () => {
    const { columns, rows } = dataTable(tableOf(failing));
    expect(rows.at(-1)).toEqual([
      4,
      '32',
      'gru',
      'did not give a number',
      '',
      'no number',
      1e30,
      ''
    ]);
    expect(toCsv({ columns, rows })).toContain(
      '4,32,gru,did not give a number,,no number,1e+30,'
    );
    expect(toCsv({ columns, rows })).not.toContain('NaN');
  });

  it('says of a search without any number that there is none', () => {
    const none: Search = {
      ...bundle,
      rows: [{ ...row('4', [NaN], 1, 0), fresh: undefined }]
    };
    expect(leadSentence(none, untranslated)).toBe(
      'None of these combinations gave a number.'
    );
    const opened = page({ ...none, baseline: undefined });
    expect(opened.element.innerHTML).not.toContain('NaN');
    opened.close();
  });

  it('has the words in its saved picture, too', () => {
    const picture = bundlePicture(failing);
    expect(picture).toContain('>did not give a number<');
    expect(picture).not.toMatch(/NaN|10³⁰/);
    expect(picture.match(/<circle/g)).toHaveLength(6);
    expect(picture.indexOf('>16<')).toBeLessThan(picture.indexOf('did not'));
  });

  it('has a saved picture with the same rows', () => {
    const picture = bundlePicture(bundle);
    expect(picture.match(/<circle/g)).toHaveLength(6);
    expect(picture.match(/<path/g)).toHaveLength(3);
    expect(picture).toContain('mean error, births');
    expect(picture.indexOf('>8<')).toBeLessThan(picture.indexOf('>16<'));
  });
});
