import { layers, sequential } from '../../../../src/engine';
import type { Attention, ViewChoice } from '../../../../src/trace';
import { layout } from '../../../../src/scene/layout';
import type { Mark } from '../../../../src/scene/marks/mark';
import { pageTheme } from '../../../../src/scene/theme';
import { untranslated } from '../../../../src/scene/words/translate';
import { formatFixed } from '../../../../src/scene/words/format';
import { attentionView } from '../../../../src/views/attention/attentionView';
import { STAGES } from '../../../../src/views/attention/look';

const measure = (text: string): number => 6.5 * text.length;

function looking(
  count: number,
  keyDim: number,
  lookAt?: (at: number) => number
) {
  const words = Array.from({ length: count }, (_, at) => `w${at}`);
  const model = sequential(
    [
      layers.embedding({ inputDim: count, outputDim: 8 }),
      layers.selfAttention({ keyDim, heads: 2, causal: true, rotary: true })
    ],
    { seed: 5, dtype: 'f64' }
  );
  const view = model.attentionOf(
    words.map((_, at) => at),
    {
      tokens: words,
      ...(lookAt && {
        lookAt: (weights: readonly number[], step: number) =>
          weights.map((_, at) => Number(at === lookAt(step)))
      })
    }
  );
  return { view, bundle: view.toBundle() };
}

const nowOf = (bundle: Attention, chosen: ViewChoice) => ({
  ...{ bundle, data: null, lit: null, translate: untranslated },
  chosen: { look: 'off', layer: 'layer 1, head 2', ...chosen } as const
});

/** The words that are drawn of a look, with where they stand. */
function drawn(
  bundle: Attention,
  chosen: ViewChoice,
  step: number,
  width = 900
) {
  const now = nowOf(bundle, chosen);
  const table = attentionView.table(now);
  const surface = { width, measure, theme: pageTheme, name: 'attention' };
  const scene = attentionView.scene(now, table);
  const placed = layout(scene, table, surface);
  const flat = (mark: Mark): Mark[] => [
    mark,
    ...mark.children.flatMap(each =>
      typeof each === 'string' ? [] : flat(each)
    )
  ];
  const marks = scene.overlay!.marks!(step, placed, surface).flatMap(flat);
  const texts = marks.filter(({ tag }) => tag === 'text');
  const top = Number(
    // On a narrow page the last steps have no row of the query.
    texts.find(({ children }) =>
      ['q', 'softmax', '÷ √2'].includes(String(children[0]))
    )?.attributes.y ?? Infinity
  );
  const below = texts.filter(
    ({ attributes }) => Number(attributes.y) > top - 24
  );
  return {
    placed,
    marks,
    words: below.map(({ children }) => String(children[0])),
    texts: below.map(({ attributes: { x, y }, children }) => ({
      words: String(children[0]),
      ...{ x: Number(x), y: Number(y) }
    }))
  };
}

describe('one look, worked out below its map', () => {
  const { view, bundle } = looking(6, 4);
  const [, head] = view.decodings;
  const look = head.look!;
  const row = (of: keyof typeof look, at: number) =>
    [...look[of]!.at(at).values].map(value => formatFixed(value));

  it('has the numbers of the run in their columns, row by row', () => {
    const step = 3;
    const { texts } = drawn(bundle, { look: 'values' }, step);
    const rowWords = (y: number) =>
      texts
        .filter(each => Math.abs(each.y - y) < 1)
        .sort((a, b) => a.x - b.x)
        .map(({ words }) => words);
    const placeOf = (words: string) =>
      texts.find(each => each.words === words)!.y;
    expect(rowWords(placeOf('q'))).toEqual(['q', ...row('queries', step)]);
    expect(rowWords(placeOf('h'))).toEqual(['h', ...row('seen', step)]);
    const scores = look.scores.at(step).values;
    const weights = head.weights.at(step).values;
    for (let at = 0; at < 6; at++) {
      expect(rowWords(placeOf(`w${at}`))).toEqual([
        `w${at}`,
        ...row('keys', at),
        formatFixed(scores[at] * 2),
        formatFixed(scores[at]),
        ...(at > step ? ['−∞'] : []),
        formatFixed(weights[at]),
        ...row('values', at)
      ]);
    }
  });

  it('adds one thing at a time, in places that stay', () => {
    const seen = STAGES.map(stage => drawn(bundle, { look: stage }, 3).texts);
    seen.slice(1).forEach((texts, at) => {
      const key = ({ words, x, y }: (typeof texts)[0]) => `${words} ${x} ${y}`;
      const now = new Set(texts.map(key));
      expect(seen[at].every(each => now.has(key(each)))).toBe(true);
      expect(texts.length).toBeGreaterThan(seen[at].length);
    });
    expect(drawn(bundle, { look: 'off' }, 3).words).toEqual([]);
  });

  it('is of the head that is chosen, whose map alone stands above', () => {
    const { placed } = drawn(bundle, { look: 'keys' }, 3);
    expect(placed.panels.map(({ id }) => id)).toEqual(['layer 1, head 2']);
    expect(drawn(bundle, {}, 3).placed.panels).toHaveLength(2);
  });

  it.each([
    [6, 4],
    [12, 16],
    [40, 8]
  ])('keeps %i tokens of %i numbers within 340 px', (count, keyDim) => {
    const { marks, placed, words } = drawn(
      looking(count, keyDim).bundle,
      { look: 'values' },
      count - 2,
      340
    );
    marks
      .filter(({ tag }) => tag === 'rect')
      .forEach(({ attributes: { x, width, y, height } }) => {
        expect(Number(x) + Number(width)).toBeLessThanOrEqual(342);
        expect(Number(y) + Number(height)).toBeLessThanOrEqual(placed.height);
      });
    const left = words.find(each => each.includes('more tokens'));
    expect(left === undefined).toBe(count <= 24);
  });

  it.each(STAGES)(
    'has room for the numbers of %s on a page as narrow as a phone',
    look => {
      const { marks, words } = drawn(looking(5, 2).bundle, { look }, 3, 257);
      const cells = marks.filter(({ tag }) => tag === 'rect');
      const edge = Math.max(
        ...cells.map(
          ({ attributes: { x, width } }) => Number(x) + Number(width)
        )
      );
      expect(edge).toBeLessThanOrEqual(257 + 2);
      // Those of a column of scores are five, of a vector ten and what they are compared with or give.
      const numbers = words.filter(each => /^−?(\d\.\d\d|∞)$/.test(each));
      expect(numbers.length).toBeGreaterThanOrEqual(
        look === 'keys' ? 12 : look === 'values' ? 17 : 5
      );
    }
  );

  it('says in a sentence what each stage does, for the token that is looked at', () => {
    const step = 3;
    const said = STAGES.map(stage =>
      attentionView.words.below!(
        { ...nowOf(bundle, { look: stage }), lit: 1 },
        step
      )
    );
    const [q, k] = [look.queries.at(step).values, look.keys.at(1).values];
    const written = (value: number, isFirst: boolean) =>
      value < 0 && !isFirst ? `(${formatFixed(value)})` : formatFixed(value);
    const products = Array.from(
      q,
      (value, at) => `${written(value, at === 0)}·${written(k[at], false)}`
    ).join(' + ');
    const score = look.scores.at(step).values[1];
    const weight = head.weights.at(step).values[1];
    expect(said.slice(0, 5)).toEqual([
      'The query q of “w3” has 4 numbers; each token has a key k of as many.',
      `q of “w3” times k of “w1”: ${products} = ${formatFixed(2 * score)}.`,
      `${formatFixed(2 * score)} ÷ √4 = ${formatFixed(score)}: the score of “w1”.`,
      '“w3” may not look at 2 of 6 tokens: their scores become −∞.',
      `e to the power of ${formatFixed(score)}, as a share of the sum over all: “w1” gets ${formatFixed(weight)}.`
    ]);
    expect(said[5]).toMatch(
      /^h of “w3” = \d+\s% v\(“w\d”\) \+ .*: each value times its share, added up\.$/u
    );
    const spoken = attentionView.words.spoken!(
      { ...nowOf(bundle, { look: 'scores' }), lit: 1 },
      step
    );
    expect(spoken).toContain('the score of “w1”');
  });

  it('tells a look that was moved by hand from its own', () => {
    const moved = looking(6, 4, step => Math.max(0, step - 1)).bundle;
    const said = attentionView.words.below!(
      nowOf(moved, { look: 'softmax' }),
      3
    );
    expect(said).toBe(
      `Of its own, “w2” gets ${formatFixed(head.weights.at(3).values[2])}; it was moved to 1.00 by hand.`
    );
    const clamps = ({ marks }: ReturnType<typeof drawn>) =>
      marks.filter(({ attributes: { stroke } }) =>
        String(stroke).includes('clamp')
      ).length;
    expect(clamps(drawn(moved, { look: 'softmax' }, 3))).toBe(4);
    expect(clamps(drawn(bundle, { look: 'softmax' }, 3))).toBe(0);
  });

  it('has all of its numbers in tables', () => {
    const tables = attentionView.tables!.more(() =>
      nowOf(bundle, { look: 'keys' })
    );
    expect(tables.map(({ label }) => label)).toEqual([
      ...['scores', 'q', 'k', 'v', 'h']
    ]);
    const [scores, queries] = tables.map(({ make }) => make());
    expect(scores.columns.slice(-4)).toEqual([
      ...['q · k', 'q · k ÷ √4', 'mask', 'weight']
    ]);
    const [product, score, masked, weight] = scores.rows[3 * 6 + 1].slice(-4);
    expect(product).toBeCloseTo(2 * look.scores.at(3).values[1], 6);
    expect(score).toBeCloseTo(look.scores.at(3).values[1], 6);
    expect([masked, weight]).toEqual(['', head.weights.at(3).values[1]]);
    expect(scores.rows[3 * 6 + 4].slice(-2)).toEqual(['−∞', 0]);
    expect(queries.rows[3].slice(2)).toEqual([
      ...Float32Array.from(look.queries.at(3).values)
    ]);
    expect(attentionView.tables!.more(() => nowOf(bundle, {}))).toEqual([]);
  });
});
