import fc from 'fast-check';
import {
  add,
  cell,
  deltaNet,
  linearAttention,
  matmul,
  minLstm,
  mLstm,
  mul,
  oneMinus,
  sigmoid,
  tanh
} from '../../../../src/engine';
import { expressionText } from '../../../../src/trace';
import type {
  Equation,
  Expression,
  LayerTrace,
  Trace
} from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { Circuit } from '../../../../src/views/cell/circuit';
import { circuitOf } from '../../../../src/views/cell/circuitOf';
import { wholeLayer } from '../../../../src/views/equations/wholeLayer';
import { layeredLayout } from '../../../../src/views/cell/layeredLayout';
import {
  before,
  call,
  channel,
  gruTrace,
  input,
  lstmEquations,
  lstmTrace,
  makeTrace,
  number,
  operation,
  parameter,
  rnnEquations
} from '../../widgets/cells';

const draw = (layer: LayerTrace, width = 694): Circuit =>
  circuitOf(layer, { width, translate: untranslated });

const carried = (circuit: Circuit): string[] =>
  circuit.wires.flatMap(({ carries }) =>
    carries ? [expressionText(carries)] : []
  );

const custom = (
  equations: readonly Equation[],
  channels: readonly string[]
): LayerTrace =>
  makeTrace(
    'custom',
    equations,
    Object.fromEntries(
      channels.map(name => [name, new Array<number>(36).fill(0.5)])
    ),
    {},
    {}
  ).layers[0];

describe('circuitOf', () => {
  it.each([694, 360, 240, 200])(
    'has no two boxes that touch on a page of %d pixels',
    width => {
      for (const { layers } of [lstmTrace(), gruTrace()]) {
        const boxes = draw(layers[0], width).parts.filter(
          ({ kind }) => kind === 'box'
        );
        const touching = boxes.flatMap((one, at) =>
          boxes
            .slice(at + 1)
            .filter(
              other =>
                Math.abs(one.center.x - other.center.x) <
                  (one.width + other.width) / 2 &&
                Math.abs(one.center.y - other.center.y) <
                  (one.height + other.height) / 2
            )
        );
        expect(touching).toEqual([]);
      }
    }
  );

  it('draws an LSTM with every quantity of its equations on a wire', () => {
    const wires = carried(draw(lstmTrace().layers[0]));
    for (const text of [
      'c[t−1]',
      'f ⊙ c[t−1]',
      'i ⊙ g',
      'c',
      'f',
      'i',
      'g',
      'o',
      'tanh(c)',
      'h',
      'h[t−1]',
      'x'
    ]) {
      expect(wires).toContain(text);
    }
  });

  it('feeds each gate with its own matrix products', () => {
    const circuit = draw(lstmTrace().layers[0]);
    const feed = circuit.wires.find(
      ({ carries, channel: of }) => carries === null && of === 'i'
    );
    expect(feed?.lights).toEqual(['W_i x', 'U_i h[t−1]']);
  });

  it('lets the candidate of a GRU read h only through r', () => {
    const circuit = draw(gruTrace().layers[0]);
    expect(carried(circuit)).toContain('r ⊙ (U_n h[t−1] + b_hn)');
    const feed = circuit.wires.find(
      ({ carries, channel: of }) => carries === null && of === 'n'
    );
    expect(feed?.lights).toEqual(['W_n x']);
  });

  it('draws a plain RNN without a belt', () => {
    const circuit = draw(custom(rnnEquations, ['h']));
    expect(circuit.belts).toEqual([]);
    expect(carried(circuit)).toContain('U h[t−1]');
  });

  it('shrinks the spacing and stays inside the width', () => {
    for (const width of [360, 600, 694]) {
      for (const layer of [lstmTrace().layers[0], gruTrace().layers[0]]) {
        const circuit = draw(layer, width);
        expect(circuit.width).toBeLessThanOrEqual(width);
        for (const { points } of circuit.wires) {
          for (const { x } of points) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(width + 0.01);
          }
        }
      }
    }
  });

  it.each([694, 600, 587])(
    'keeps what is said of the belt inside the frame of %d pixels',
    width => {
      for (const layer of [lstmTrace().layers[0], gruTrace().layers[0]]) {
        const { captions, frame } = draw(layer, width);
        const notes = captions.filter(({ kind }) => kind === 'note');
        expect(notes.length).toBeGreaterThan(0);
        for (const { text, at } of notes) {
          // As wide as the letters of the picture are on average.
          const half = (text.length * 6) / 2;
          expect(at.x - half).toBeGreaterThan(frame.x);
          expect(at.x + half).toBeLessThan(frame.x + frame.width);
        }
      }
    }
  );

  it('does not draw an LSTM with peepholes as if it had none', () => {
    const peephole = operation('multiply', parameter('p'), before('c'));
    const layer = custom(
      lstmEquations.map(equation =>
        equation.channel === 'f'
          ? {
              channel: 'f',
              expression: call(
                'sigmoid',
                operation(
                  'add',
                  operation('matmul', parameter('W', 'f'), input),
                  peephole
                )
              )
            }
          : equation
      ),
      ['f', 'i', 'g', 'o', 'c', 'h']
    );
    expect(carried(draw(layer))).toContain('p ⊙ c[t−1]');
  });

  it.each([330, 360, 600, 694])(
    'keeps the letters of carried states clear of parts and wires at %d px',
    width => {
      const peephole = (name: string, state: Expression) => ({
        channel: name,
        expression: call(
          'sigmoid',
          operation(
            'add',
            operation('matmul', parameter('W', name), input),
            operation('multiply', parameter('p', name), state)
          )
        )
      });
      const layer = custom(
        lstmEquations.map(equation =>
          ['f', 'i'].includes(equation.channel)
            ? peephole(equation.channel, before('c'))
            : equation
        ),
        ['f', 'i', 'g', 'o', 'c', 'h']
      );
      const { captions, parts, wires } = draw(layer, width);
      const letters = captions.filter(({ kind }) => kind === 'state');
      expect(letters.map(({ text }) => text)).toContain('c');
      for (const { at } of letters) {
        const touches = (
          left: number,
          right: number,
          top: number,
          bottom: number
        ): boolean =>
          left <= at.x + 14 &&
          right >= at.x - 14 &&
          top <= at.y + 5 &&
          bottom >= at.y - 13;
        for (const { center, width: wide, height } of parts) {
          expect(
            touches(
              center.x - wide / 2,
              center.x + wide / 2,
              center.y - height / 2,
              center.y + height / 2
            )
          ).toBe(false);
        }
        for (const { points } of wires) {
          points.slice(1).forEach((point, index) => {
            const from = points[index];
            expect(
              touches(
                Math.min(point.x, from.x),
                Math.max(point.x, from.x),
                Math.min(point.y, from.y),
                Math.max(point.y, from.y)
              )
            ).toBe(false);
          });
        }
      }
    }
  );

  it('lays out a cell of its own from its equations', () => {
    const circuit = draw(
      custom(
        [
          {
            channel: 'n',
            expression: call('tanh', operation('matmul', parameter('W'), input))
          },
          {
            channel: 'h',
            expression: operation(
              'add',
              operation('multiply', number(0.9), before('h')),
              operation('multiply', number(0.1), channel('n'))
            )
          }
        ],
        ['n', 'h']
      )
    );
    expect(carried(circuit).sort()).toEqual([
      '0.1 ⊙ n',
      '0.9 ⊙ h[t−1]',
      'h',
      'h[t−1]',
      'n'
    ]);
    expect(circuit.parts.map(({ label }) => label)).toEqual([
      'tanh',
      '0.9 ⊙',
      '0.1 ⊙',
      '+'
    ]);
  });

  it.each([694, 400, 308])(
    'sets the letter of a gate on no box at %i pixels',
    width => {
      for (const trace of [lstmTrace(), gruTrace()]) {
        const { parts } = draw(trace.layers[0], width);
        for (const { letter } of parts) {
          const under = parts.filter(
            part =>
              letter &&
              Math.abs(part.center.x - letter.at.x) < part.width / 2 &&
              letter.at.y > part.center.y - part.height / 2 &&
              letter.at.y - 9 < part.center.y + part.height / 2
          );
          expect(under.map(({ label }) => label)).toEqual([]);
        }
      }
    }
  );

  it('keeps the wires of a long step inside its frame and its letters apart, or says that there is no room', () => {
    const sizes = { inputSize: 3, units: 3, keyDim: 2, seed: 7 };
    const x = [
      [1, 0, 0],
      [0, 1, 0.5]
    ];
    for (const each of [
      deltaNet(sizes),
      linearAttention(sizes),
      mLstm(sizes)
    ]) {
      const trace = each.run(x).toBundle();
      const layer = wholeLayer(trace, trace.layers[0]);
      for (const width of [358, 640, 694, 900]) {
        const { frame, wires, parts, captions, missing } = draw(layer, width);
        if (wires.length === 0) {
          expect(missing[0]).toMatch(/too many for/);
        }
        // Only the ends of a state that comes or goes lie outside.
        const corners = wires.flatMap(({ points }) => points.slice(1, -1));
        for (const { x, y } of corners) {
          expect(x).toBeGreaterThan(frame.x);
          expect(x).toBeLessThan(frame.x + frame.width);
          expect(y).toBeGreaterThan(frame.y);
          expect(y).toBeLessThan(frame.y + frame.height);
        }
        const letters = [
          ...parts.flatMap(({ letter }) => (letter ? [letter.at] : [])),
          ...captions.filter(({ kind }) => kind === 'state').map(({ at }) => at)
        ];
        letters.forEach((one, at) =>
          letters.slice(at + 1).forEach(other => {
            const apart =
              Math.abs(one.x - other.x) > 30 || Math.abs(one.y - other.y) > 16;
            expect(apart).toBe(true);
          })
        );
      }
    }
  });

  it('keeps every part inside the frame where no state comes in on a wire', () => {
    const late = cell({
      inputSize: 1,
      units: 2,
      name: 'late',
      state: ['h'],
      parameters: ['W', 'U'],
      step({ x, h }, { W, U }) {
        const s = tanh(add(matmul(x, W), matmul(h, U)));
        return { s, h: mul(s, 1e36) };
      }
    });
    const [layer] = late.run([1, 2]).toBundle().layers;
    for (const width of [340, 600, 694]) {
      const { parts, frame } = draw(layer, width);
      expect(parts.length).toBeGreaterThan(1);
      for (const { center, width: wide } of parts) {
        expect(center.x - wide / 2).toBeGreaterThan(frame.x + 4);
        expect(center.x + wide / 2).toBeLessThan(frame.x + frame.width - 4);
      }
      expect(parts.map(({ label }) => label)).toContain('10³⁶ ⊙');
    }
  });

  it('gives a cell of its own a belt where its state is carried on, straight from end to end', () => {
    const gated = cell({
      name: 'minimal gated unit',
      inputSize: 1,
      units: 2,
      seed: 1,
      state: ['h'],
      parameters: {
        Wf: ['inputSize', 'units'],
        Uf: ['units', 'units'],
        Wn: ['inputSize', 'units']
      },
      step({ x, h }, p) {
        const f = sigmoid(add(matmul(x, p.Wf), matmul(h, p.Uf)));
        const n = tanh(matmul(x, p.Wn));
        return { f, n, h: add(mul(oneMinus(f), h), mul(f, n)) };
      }
    }).run([[0.3], [-1]]);
    const [layer] = (gated.toBundle() as Trace).layers;
    const { belts, wires, width } = draw(layer);
    expect(belts).toHaveLength(1);
    const [{ from, to, hue }] = belts;
    expect([from.x, to.x, hue]).toEqual([0, width, 'hidden']);
    expect(from.y).toBe(to.y);
    const straight = wires.filter(({ points }) =>
      points.every(({ y }) => y === from.y)
    );
    expect(
      straight.flatMap(({ carries }) =>
        carries ? [expressionText(carries)] : []
      )
    ).toEqual(['h[t−1]', '(1 − f) ⊙ h[t−1]', 'h']);
    // All else stays below it.
    expect(
      wires
        .filter(wire => !straight.includes(wire))
        .every(({ points }) => points.every(({ y }) => y >= from.y))
    ).toBe(true);
    expect(draw(custom(rnnEquations, ['h'])).belts).toEqual([]);
  });

  it('names what a sum gives, and a state once, where it leaves the cell', () => {
    const [layer] = minLstm({ inputSize: 1, units: 2, seed: 1 })
      .run([[1], [0]])
      .toBundle().layers;
    const { parts, captions } = draw(layer);
    expect(
      parts.flatMap(({ letter }) => (letter ? [letter.name] : [])).sort()
    ).toEqual(['g', 'keep', 'logF', 'logI', 'write']);
    expect(
      captions.filter(({ kind, text }) => kind === 'state' && text === 'h')
    ).toHaveLength(2);
  });

  it('says which channel has no equation', () => {
    const circuit = draw(
      custom(
        [
          {
            channel: 'h',
            expression: operation('multiply', channel('m'), before('h'))
          }
        ],
        ['m', 'h']
      )
    );
    expect(circuit.missing[0]).toContain('No equation for m could be read');
  });

  it('says so when there is no equation at all', () => {
    const circuit = draw(custom([], ['h']));
    expect(circuit.wires).toEqual([]);
    expect(circuit.missing[0]).toContain('no wiring to draw');
  });

  it('says so when a cell is too large to draw', () => {
    const large = Array.from({ length: 70 }, (_, index): Equation => ({
      channel: `v${index}`,
      expression: call(
        'tanh',
        index === 0 ? before('h') : channel(`v${index - 1}`)
      )
    }));
    const circuit = draw(
      custom(
        large,
        large.map(({ channel: name }) => name)
      )
    );
    expect(circuit.parts).toEqual([]);
    expect(circuit.missing.join(' ')).toContain('too many for one picture');
  });
});

describe('layeredLayout', () => {
  it('puts every node to the right of what it reads, and none over another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(), { maxLength: 3 }), {
          minLength: 1,
          maxLength: 25
        }),
        reads => {
          const nodes = reads.map((list, id) => ({
            id,
            inputs: id === 0 ? [] : [...new Set(list.map(other => other % id))],
            above: 20,
            below: 20
          }));
          const layout = layeredLayout(nodes);
          for (const { id, inputs } of nodes) {
            for (const other of inputs) {
              expect(layout.placed.get(other)!.column).toBeLessThan(
                layout.placed.get(id)!.column
              );
            }
          }
          const columns = new Map<number, number[]>();
          for (const { column, y } of layout.placed.values()) {
            columns.set(column, [...(columns.get(column) ?? []), y]);
            expect(y).toBeGreaterThanOrEqual(20 - 1e-6);
            expect(y).toBeLessThanOrEqual(layout.height - 20 + 1e-6);
          }
          for (const heights of columns.values()) {
            heights.sort((a, b) => a - b);
            heights.forEach((y, index) => {
              if (index > 0) {
                expect(y - heights[index - 1]).toBeGreaterThanOrEqual(
                  40 - 1e-6
                );
              }
            });
          }
        }
      )
    );
  });
});
