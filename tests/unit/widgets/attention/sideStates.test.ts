/** @jest-environment jsdom */
import {
  floats,
  float64,
  TRACE_VERSION,
  type Attention
} from '../../../../src/trace';
import { alignmentLayout } from '../../../../src/widgets/attention/alignment';
import { createAttentionView } from '../../../../src/widgets/attention/createAttentionView';
import {
  createSideStates,
  stateTables
} from '../../../../src/widgets/attention/sideStates';
import { openView } from '../viewPage';

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
const plain = (text: string, ...values: readonly unknown[]): string =>
  values.reduce<string>(
    (found, value, at) => found.replace(`%${at + 1}`, String(value)),
    text
  );

describe('what encoder and decoder held', () => {
  it('stands below the columns and right of the rows of the weights', () => {
    const layout = alignmentLayout(500, 3, 2, 30, 40, 80);
    const base = layout.top + layout.height + 82;
    const [encoder, decoder] = createSideStates(
      joined.decodings[0],
      layout,
      base,
      plain
    ).elements;
    expect(encoder.style.left).toBe(`${layout.left}px`);
    expect(encoder.style.width).toBe(`${layout.width}px`);
    expect(parseFloat(encoder.style.top)).toBeGreaterThan(base);
    expect(decoder.style.top).toBe(`${layout.top}px`);
    expect(decoder.style.height).toBe(`${layout.height}px`);
    expect(parseFloat(decoder.style.left)).toBeGreaterThan(
      layout.left + layout.width
    );
  });

  it('has tables of a row a step, and none where it is not held', () => {
    const [encoder, decoder] = stateTables(joined, () => joined, plain);
    expect(encoder.make().rows).toEqual([
      [0, 'the', 0.5, -0.25],
      [1, 'cat', 0.125, 0],
      [2, 'sat', -1, 1]
    ]);
    expect(decoder.make().rows[1]).toEqual([1, 'assis', -0.5, 0, 0.5]);
    expect(stateTables(alone, () => alone, plain)).toEqual([]);
  });

  it('is said in the view that has it, and in no other', () => {
    const said = (bundle: Attention): string =>
      openView(createAttentionView, bundle).element.textContent ?? '';
    expect(said(joined)).toContain('what the encoder held there');
    expect(said(joined)).toContain('± 0.75');
    expect(said(alone)).not.toContain('held');
  });
});
