import '../../nodeMachine';
import { inspect } from 'node:util';
import { lstm, sequential, layers, tensor } from '../../../../../src/engine';
import * as engine from '../../../../../src/engine';
import { printAsDescribed } from '../../../../../src/kernel/core/session/describedObjects';
import {
  displayMethod,
  valueBundle,
  valueText
} from '../../../../../src/kernel/core/session/valueBundle';

test.each([
  [1, '1'],
  ['text', "'text'"],
  [-0, '-0'],
  [new Map([['a', new Set([1])]]), "Map(1) { 'a' => Set(1) { 1 } }"],
  [new Float32Array([0.5]), 'Float32Array(1) [ 0.5 ]'],
  [10n, '10n'],
  [new Date(0), '1970-01-01T00:00:00.000Z']
])('%p is shown as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

test('what lies deep is not unfolded', () => {
  expect(valueText([[[[[[[6]]]]]]])).toContain('[Array]');
  expect(valueText([[[[[6]]]]])).not.toContain('[Array]');
});

test('a cycle is named', () => {
  const value: Record<string, unknown> = { n: 1 };
  value.self = value;
  expect(valueText(value)).toBe('<ref *1> { n: 1, self: [Circular *1] }');
});

test('what is large is cut and says how much more there is', () => {
  expect(valueText(Array.from({ length: 1000 }, () => 0))).toContain(
    '900 more items'
  );
  expect(valueText('x'.repeat(50_000))).toContain('40000 more characters');
  const wide = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`key${index}`, index])
  );
  expect(valueText(wide).length).toBeLessThan(21_000);
  expect(valueText(wide)).toMatch(/… \d+ more characters$/);
});

test('an object may draw itself', async () => {
  const draws = {
    [displayMethod]: () =>
      Promise.resolve({
        'text/html': '<b>x</b>',
        'application/json': { a: [1] }
      })
  };
  const { data, metadata } = await valueBundle(draws);
  expect(data).toMatchObject({
    'text/html': '<b>x</b>',
    'application/json': { a: [1] }
  });
  expect(metadata).toEqual({});
  // nbgrader and terminals read nothing but the text.
  expect(data['text/plain']).toContain('Jupyter.display');
  const withMetadata = {
    [displayMethod]: () => ({
      data: { 'text/plain': 'x' },
      metadata: { isolated: true }
    })
  };
  await expect(valueBundle(withMetadata)).resolves.toEqual({
    data: { 'text/plain': 'x' },
    metadata: { isolated: true }
  });
});

test.each([null, 5, undefined])(
  'an object that gives %p instead of a drawing is shown as it is',
  async given => {
    const { data } = await valueBundle({ [displayMethod]: () => given, a: 1 });
    expect(data['text/plain']).toContain('a: 1');
  }
);

test('text may be put into other words', async () => {
  const { data } = await valueBundle('a', text => text.toUpperCase());
  expect(data).toEqual({ 'text/plain': "'A'" });
});

describe('objects of the library', () => {
  beforeAll(() => printAsDescribed(engine));

  test('a tensor is its shape and its numbers', () => {
    expect(
      valueText(
        tensor([
          [1, 2],
          [3, 4]
        ])
      )
    ).toBe(
      tensor([
        [1, 2],
        [3, 4]
      ]).toString()
    );
    expect(
      valueText(
        tensor([
          [1, 2],
          [3, 4]
        ])
      )
    ).toMatch(/^Tensor \[2, 2\]\n/);
  });

  test('inside something else it takes one line', () => {
    const text = valueText({
      W: tensor([1, 2]),
      big: [tensor(Array.from({ length: 200 }, (_, i) => i))]
    });
    expect(text).toMatch(/W: Tensor \[2\] \[.*1.*2.*\]/);
    expect(text).toContain('Tensor [200]');
    expect(text).not.toContain('values');
  });

  test('cells and networks say what they are', () => {
    const cell = lstm({ inputSize: 1, units: 2, seed: 1 });
    const model = sequential([layers.dense({ units: 1, inputShape: [2] })], {
      seed: 1
    });
    expect(valueText(cell)).toBe(cell.toString());
    expect(valueText(model)).toBe(model.toString());
    expect(valueText([cell, model])).not.toContain('\u005bFunction');
    expect(inspect(cell.run([1, 0]), { depth: 2 })).toBe(
      cell.run([1, 0]).toString()
    );
  });

  test('a million numbers are not printed one by one', () => {
    expect(valueText(tensor(new Float64Array(100_000))).length).toBeLessThan(
      21_000
    );
  });
});
