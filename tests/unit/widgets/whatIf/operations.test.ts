import type { Clamp, Trace } from '../../../../src/trace';
import {
  changesOf,
  lastOperations,
  type WhatIfOperation
} from '../../../../src/views/whatIf/operation';
import {
  isOf,
  operationsCode,
  withOperation
} from '../../../../src/widgets/whatIf/operations';
import { verdicts } from '../../../../src/views/whatIf/difference';
import { difference, firstChanged } from '../../../../src/views/run/difference';
import { clampOf } from '../../../../src/widgets/whatIf/clampOf';
import { float32 } from '../../../../src/trace';
import { lstmTrace } from '../cells';

const clamp: Clamp = {
  layer: 'lstm',
  channel: 'f',
  value: 1,
  units: [0, 2],
  steps: [3]
};
const edit = (value: number, step = 1): WhatIfOperation => ({
  kind: 'edit',
  edit: { step, feature: 0, value }
});

describe('changes', () => {
  const trace = lstmTrace();

  it('are written with the sequence of the batch that they are of', () => {
    const third = { ...trace, batch: { sequence: 2, size: 3 } };
    const code = operationsCode(
      third,
      [edit(0.5), { kind: 'clamp', clamp: { ...clamp, units: [0] } }],
      'run'
    );
    expect(code).toContain('.edit({ steps: 1, value: 0.5, sequence: 2 })');
    expect(code.endsWith(',\n  { sequence: 2 }\n);')).toBe(true);
    const first = { ...trace, batch: { sequence: 0, size: 3 } };
    expect(operationsCode(first, [edit(0.5)], 'run')).toBe(
      operationsCode(trace, [edit(0.5)], 'run')
    );
  });

  it('of the input are of one sequence, of the gates of all', () => {
    const second = { ...trace, batch: { sequence: 1, size: 3 } };
    expect(isOf(second, { ...edit(1), sequence: 1 } as WhatIfOperation)).toBe(
      true
    );
    expect(isOf(second, { ...edit(1), sequence: 0 } as WhatIfOperation)).toBe(
      false
    );
    expect(isOf(second, { kind: 'clamp', clamp })).toBe(true);
    expect(isOf(trace, edit(1))).toBe(true);
  });

  it('are sent as whole lists, the last edit of a number counting', () => {
    const { edits, clamps } = changesOf(trace, [
      edit(5),
      { kind: 'clamp', clamp },
      edit(7)
    ]);
    expect(edits).toEqual([{ step: 1, feature: 0, value: 7 }]);
    expect(clamps).toEqual([clamp]);
  });

  it('come after those that the run had already', () => {
    const held = {
      ...trace,
      clamps: [clamp],
      edits: [{ step: 0, feature: 0, value: 9 }]
    };
    const changes = changesOf(held, [edit(1)]);
    expect(changes.clamps).toEqual([clamp]);
    expect(changes.edits).toHaveLength(2);
  });

  it('of one drag are one operation', () => {
    const once = withOperation([], edit(1), true);
    const twice = withOperation(once, edit(2), true);
    expect(twice).toEqual([edit(2)]);
    expect(withOperation(twice, edit(3), false)).toHaveLength(2);
    expect(withOperation(twice, edit(3, 4), true)).toHaveLength(2);
  });

  it('of the same units and steps stay apart to be undone, and the last of them counts', () => {
    const held = (value: number): WhatIfOperation => ({
      kind: 'clamp',
      clamp: { ...clamp, value }
    });
    const elsewhere: WhatIfOperation = {
      kind: 'clamp',
      clamp: { ...clamp, steps: [4] }
    };
    const all = [held(1), elsewhere, held(0)].reduce<
      readonly WhatIfOperation[]
    >((before, next) => withOperation(before, next, false), []);
    expect(all).toHaveLength(3);
    expect(lastOperations(all)).toEqual([elsewhere, held(0)]);
    expect(changesOf(trace, all).clamps.map(({ value }) => value)).toEqual([
      1, 0
    ]);
    expect(operationsCode(trace, [held(1), held(0)], 'run')).toBe(
      operationsCode(trace, [held(0)], 'run')
    );
  });

  it('are written as code that needs nothing but the run', () => {
    expect(operationsCode(trace, [{ kind: 'clamp', clamp }], 'weather')).toBe(
      "import { show } from 'gatescope';\nshow(weather.clamp({ channel: 'f', value: 1, units: [0, 2], steps: [3] }));"
    );
    const steps = Array.from({ length: 20 }, (_, k) => 21 + k);
    expect(
      operationsCode(
        trace,
        [edit(0.123456789), { kind: 'clamp', clamp: { ...clamp, steps } }],
        'run'
      )
    ).toBe(
      `import { show } from 'gatescope';
show(
  run
    .edit({ steps: 1, value: 0.123456789 })
    .clamp({ channel: 'f', value: 1, units: [0, 2], steps: { from: 21, to: 40 } })
);`
    );
  });

  it('leave out a list of all units or all steps', () => {
    const [layer] = trace.layers;
    expect(
      clampOf(
        { layer: 'lstm', channel: 'f', units: [0, 1, 2], steps: [5] },
        'mean',
        layer,
        12
      )
    ).toEqual({ layer: 'lstm', channel: 'f', value: 'mean', steps: [5] });
  });
});

describe('what a change did', () => {
  const before = lstmTrace({ steps: 6, units: 2 });
  const [layer] = before.layers;
  const h = layer.channels.find(({ name }) => name === 'h')!;

  it('starts at the first step that differs', () => {
    const values = Float32Array.from(h.array.values);
    values[3 * 2 + 1] += 0.25;
    values[4 * 2] -= 0.5;
    const found = difference(h, { ...h, array: { ...h.array, values } });
    expect(firstChanged(found, layer)).toBe(3);
    expect(firstChanged(found, { direction: 'backward' })).toBe(4);
    expect(found.largest).toMatchObject({ step: 4, unit: 0 });
    expect(found.largest.value).toBeCloseTo(-0.5, 6);
  });

  it('is nothing where only rounding differs', () => {
    const values = Float32Array.from(
      h.array.values,
      value => value * (1 + 1e-9)
    );
    expect(
      firstChanged(
        difference(h, { ...h, array: { ...h.array, values } }),
        layer
      )
    ).toBeNull();
  });

  it('makes an answer right, wrong, nearer or farther', () => {
    const answered = (value: number, target: number, unit?: string) => ({
      ...before,
      outputs: [
        {
          name: 'P',
          unit,
          values: float32([NaN, NaN, NaN, NaN, NaN, value], [6])
        }
      ],
      targets: [
        {
          name: 'label',
          unit,
          values: float32([NaN, NaN, NaN, NaN, NaN, target], [6])
        }
      ]
    });
    const verdict = (was: Trace, is: Trace) =>
      verdicts(was, is).map(each => each.verdict)[0];
    expect(verdict(answered(0.46, 1), answered(0.64, 1))).toBe('becomesRight');
    expect(verdict(answered(0.46, 0), answered(0.64, 0))).toBe('becomesWrong');
    expect(verdict(answered(0.8, 1), answered(0.64, 1))).toBe('staysRight');
    expect(verdict(answered(21, 24, '°C'), answered(23, 24, '°C'))).toBe(
      'nearer'
    );
    expect(verdict(before, before)).toBeUndefined();
  });
});
