import * as fc from 'fast-check';
import { gru, lstm, minLstm, rnn } from '../../../../src/engine';
import { layerTime } from '../../../../src/trace';
import { felt, FELT } from '../../../../src/widgets/whatIf/felt';
import { lstmTrace } from '../cells';

const cells = { rnn, lstm, gru, minLstm } as const;

describe('how far a change is felt', () => {
  it('counts the steps of what was computed since, never one before its cause', () => {
    fc.assert(
      fc.property(
        fc.record({
          cell: fc.constantFrom(
            ...(Object.keys(cells) as (keyof typeof cells)[])
          ),
          reverse: fc.boolean(),
          at: fc.nat(19),
          value: fc.constantFrom(0, 1, -3),
          seed: fc.nat(100)
        }),
        ({ cell, reverse, at, value, seed }) => {
          const x = Array.from({ length: 20 }, (_, step) => [
            Math.sin(seed + step)
          ]);
          // Where the input is nearly that value already, its end is lost in the noise of adding.
          fc.pre(Math.abs(x[at][0] - value) > 0.01);
          const run = cells[cell]({ inputSize: 1, units: 3, seed }).run(x, {
            reverse
          });
          const [before] = run.toBundle().layers;
          const [after] = run
            .recompute({ edits: [{ step: at, feature: 0, value }] } as never)
            .toBundle().layers;
          const state = cell === 'lstm' || cell === 'minLstm' ? 'c' : 'h';
          const name = before.channels.some(each => each.name === state)
            ? state
            : 'h';
          const found = felt(before, after, name);
          const own = layerTime(before, 20);
          expect(found).not.toBeNull();
          expect(found!.steps).toBeLessThanOrEqual(20 - own.placeOf(at));
          expect(own.placeOf(found!.most.step)).toBeGreaterThanOrEqual(
            own.placeOf(at)
          );
          // Counted again, number by number.
          const valuesOf = (layer: typeof before) =>
            layer.channels.find(each => each.name === name)!.array.values;
          const [was, is] = [valuesOf(before), valuesOf(after)];
          const most = Math.max(
            ...Array.from(is, (each, index) => Math.abs(each - was[index]))
          );
          expect(Math.abs(found!.most.value)).toBeCloseTo(most, 12);
          let steps = 0;
          for (let step = 0; step < 20; step += 1) {
            const moved = [0, 1, 2].some(
              unit =>
                Math.abs(is[step * 3 + unit] - was[step * 3 + unit]) >=
                FELT * most
            );
            steps += moved ? 1 : 0;
          }
          expect(found!.steps).toBe(steps);
        }
      ),
      { numRuns: 60 }
    );
  });

  it('is nothing where nothing differs, and where there is no such state', () => {
    const [layer] = lstmTrace().layers;
    expect(felt(layer, layer, 'c')).toBeNull();
    expect(felt(layer, layer, 'nothing')).toBeNull();
  });
});
