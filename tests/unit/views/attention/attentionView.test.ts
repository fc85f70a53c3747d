/** @jest-environment jsdom */
import {
  floats,
  float64,
  TRACE_VERSION,
  type Attention
} from '../../../../src/trace';
import { layout } from '../../../../src/scene/layout';
import { dataTable, type Table } from '../../../../src/scene/table';
import { pageTheme } from '../../../../src/scene/theme';
import { untranslated } from '../../../../src/scene/words/translate';
import { attentionView } from '../../../../src/views/attention/attentionView';
import { createAttentionView } from '../../../../src/widgets/attention/createAttentionView';
import { openView } from '../../widgets/viewPage';

const weights = float64([0.8, 0.1, 0.1, 0.2, 0.3, 0.5], [2, 3]);
const words = {
  version: TRACE_VERSION,
  kind: 'attention',
  id: 'attention',
  score: 'softmax',
  source: ['the', 'cat', 'sat']
} as const;
const joined: Attention = {
  ...words,
  decodings: [
    {
      name: 'decoder.rnn',
      target: ['chat', 'assis'],
      weights,
      sourceStates: floats([0.5, -0.25, 0.125, 0, -1, 1], [3, 2]),
      targetStates: floats([0.75, 0.25, -0.5, -0.5, 0, 0.5], [2, 3])
    }
  ]
};
const alone: Attention = {
  ...words,
  decodings: [{ name: 'decoder.rnn', target: ['chat', 'assis'], weights }]
};
const nowOf = (bundle: Attention) => ({
  ...{ bundle, chosen: { look: 'off', layer: '' } as const, data: null },
  translate: untranslated
});
const tableOf = (bundle: Attention): Table =>
  attentionView.table(nowOf(bundle));
const placedAt = (bundle: Attention, width: number) => {
  const table = tableOf(bundle);
  const measure = (text: string): number => 7 * text.length;
  const surface = { width, measure, theme: pageTheme, name: 'attention' };
  return layout(attentionView.scene(nowOf(bundle), table), table, surface);
};

describe('the table of attention', () => {
  it('has what was written, or for a sequence that looks at itself where it looks from', () => {
    const expected = ['chat', 'debout', '.'];
    const [decoding] = alone.decodings;
    const other = dataTable(
      tableOf({ ...alone, decodings: [{ ...decoding, expected }] })
    );
    expect(other.columns).toEqual([
      ...['decoding', 'step', 'written', 'expected', 'probability'],
      ...words.source
    ]);
    expect(other.rows[1]).toEqual([
      'decoder.rnn',
      1,
      ...['assis', 'debout', '–', 0.2, 0.3, 0.5]
    ]);
    const { target } = decoding;
    const own = dataTable(tableOf({ ...alone, source: target }));
    expect(own.columns).toEqual(['head', 'step', 'looks from', ...target]);
  });

  it('has two decodings side by side, and no number where one has ended', () => {
    const [decoding] = alone.decodings;
    const short = { name: 'free', target: ['chat'], weights };
    const { columns, rows } = dataTable(
      tableOf({ ...alone, decodings: [decoding, short] })
    );
    expect(columns.slice(-2)).toEqual(['free: cat', 'free: sat']);
    expect(rows[1].slice(-7)).toEqual(['free', '–', '–', '–', '', '', '']);
  });
});

describe('the picture of attention', () => {
  it('has what encoder and decoder held below the columns and right of the rows of the weights', () => {
    const { maps } = placedAt(joined, 500);
    const [map, encoder, decoder] = maps;
    expect(encoder).toMatchObject({ x: map.x, width: map.width });
    expect(encoder.y).toBeGreaterThan(map.y + map.height);
    expect(decoder).toMatchObject({ y: map.y, height: map.height });
    expect(decoder.x).toBeGreaterThan(map.x + map.width);
  });

  it('keeps long sequences inside its width, in thin rows', () => {
    const [sources, targets] = [120, 150];
    const token = Array.from({ length: sources }, (_, at) => `word ${at}`);
    const target = Array.from({ length: targets }, (_, at) => `mot ${at}`);
    const [map] = placedAt(
      {
        ...alone,
        source: token,
        decodings: [
          {
            ...{ name: 'long', target },
            weights: float64(new Array(sources * targets), [targets, sources])
          }
        ]
      },
      420
    ).maps;
    expect(map.x + map.width).toBeLessThanOrEqual(420);
    expect(map.height).toBeLessThan(461);
  });

  it('says where the pointer is: a token that was written, and one that was read', () => {
    const placed = placedAt(alone, 500);
    const [{ x, y, width, height }] = placed.maps;
    const hit = placed.hit(x + 0.5 * width, y + 0.75 * height);
    expect(hit).toMatchObject({ row: 1, column: 1 });
    expect(placed.hit(x - 1, y)).toBeNull();
  });
});

describe('what encoder and decoder held', () => {
  it('has tables of a row a step, and none where it is not held', () => {
    const tablesOf = (bundle: Attention) =>
      attentionView.tables!.more(() => nowOf(bundle));
    const [encoder, decoder] = tablesOf(joined);
    expect(encoder.make().rows).toEqual([
      [0, 'the', 0.5, -0.25],
      [1, 'cat', 0.125, 0],
      [2, 'sat', -1, 1]
    ]);
    expect(decoder.make().rows[1]).toEqual([1, 'assis', -0.5, 0, 0.5]);
    expect(tablesOf(alone)).toEqual([]);
  });

  it('is said in the view that has it, and in no other', () => {
    const said = (bundle: Attention): string =>
      openView(createAttentionView, bundle).element.textContent ?? '';
    expect(said(joined)).toContain('what the encoder held there');
    expect(said(joined)).toContain('± 0.75');
    expect(said(alone)).not.toContain('held');
  });
});
