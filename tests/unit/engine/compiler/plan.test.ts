import {
  add,
  cell,
  deltaNet,
  gru,
  lstm,
  matmul,
  minGru,
  mul,
  selectiveStateSpace,
  tanh,
  type Cell
} from '../../../../src/engine';
import { differentiate } from '../../../../src/engine/compiler/differentiate';
import { emit } from '../../../../src/engine/compiler/emit';
import {
  bytesFor,
  bytesPer,
  times
} from '../../../../src/engine/compiler/layout';
import { planOf, type Plan } from '../../../../src/engine/compiler/plan';
import { traceStep } from '../../../../src/engine/compiler/traceStep';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { requestOf } from './passes';

const cells = { lstm, gru, minGru, selectiveStateSpace, deltaNet } as const;
function planOfCell(of: Cell, dtype: FloatType): Plan {
  const { parameters } = requestOf(of, { batch: 1, steps: 1, dtype });
  const { step } = traceStep(of, { parameters, dtype });
  return planOf(differentiate(step!.graph), dtype);
}

const planned = (
  name: keyof typeof cells,
  units: number,
  dtype: FloatType
): Plan =>
  planOfCell(cells[name]({ inputSize: 3, units, dtype, seed: 1 }), dtype);

const cases = (Object.keys(cells) as (keyof typeof cells)[]).flatMap(name =>
  [1, 2, 5, 16, 33].flatMap(units =>
    (['f32', 'f64'] as const).map(dtype => [name, units, dtype] as const)
  )
);

describe('where a step lies in memory', () => {
  it.each(cases)(
    'has rows of as few lines as hold it, an odd number of them (%s, %s, %s)',
    (...of) => {
      const { places, strides, of: step, dtype } = planned(...of);
      for (const region of ['record', 'back'] as const) {
        const ends = [...places]
          .filter(([, place]) => place.region === region)
          .map(([id, { at }]) => at + bytesFor(step.values[id].width, dtype));
        const end = Math.max(0, ...ends);
        expect((strides[region] / 64) % 2).toBe(1);
        expect(strides[region] - end).toBeGreaterThanOrEqual(0);
        expect(strides[region] - end).toBeLessThan(128);
      }
    }
  );

  it.each(cases)(
    'takes the room of its weights, tables and sums, each on lines of its own (%s, %s, %s)',
    (...of) => {
      const plan = planned(...of);
      const { values, graph } = plan.of;
      const number = bytesPer(plan.dtype);
      const lines = (bytes: number): number => 64 * Math.ceil(bytes / 64);
      const stages = times.flatMap(time => plan.stages[time]);
      const rooms = [
        ...[...stages.flatMap(({ runs }) => runs), ...plan.matrixSums].map(
          ({ k, n }) => k * n * number
        ),
        ...plan.vectorSums.map(({ n }) => n * number),
        ...graph.vectors.map(width => bytesFor(width, plan.dtype)),
        ...stages
          .flatMap(({ loops }) => loops)
          .flatMap(loop =>
            'move' in loop ? [4 * values[loop.move].table!.length] : []
          )
      ];
      expect(emit(plan, { dtype: plan.dtype, fuses: false }).size).toBe(
        rooms.map(lines).reduce((a, b) => a + b)
      );
    }
  );

  it('lets gates take the place of their sums', () => {
    const { of, places } = planned('lstm', 8, 'f32');
    const gates = ['i', 'f', 'g', 'o'].map(name => {
      const gate = of.graph.channels[name];
      return [places.get(gate), places.get(of.values[gate].inputs[0])];
    });
    // Of a gate's sum with its bias nothing is kept.
    expect(gates.map(([gate, sum]) => [gate?.region, sum])).toEqual(
      gates.map(() => ['record', undefined])
    );
  });

  it('keeps nothing for the way back that is computed again with less work than it is read', () => {
    const { of, places, stages } = planOfCell(
      cell({
        name: 'own',
        inputSize: 3,
        units: 4,
        seed: 1,
        state: ['h'],
        parameters: ['W', 'U'],
        step({ x, h }, { W, U }) {
          const a = add(matmul(x, W), matmul(h, U));
          return { h: mul(tanh(mul(a, h)), add(a, h)) };
        }
      }),
      'f64'
    );
    const { values, forward } = of;
    const isForward = (op: string) => (value: { op: string }, id: number) =>
      id < forward && value.op === op;
    const sum = values.findLastIndex(isForward('add'));
    const bent = values.findIndex(isForward('tanh'));
    const again = stages.backward.flatMap(({ loops }) =>
      loops.flatMap(loop => ('move' in loop ? [] : loop.values))
    );
    expect([places.has(sum), again.includes(sum)]).toEqual([false, true]);
    expect([places.has(bent), again.includes(bent)]).toEqual([true, false]);
  });
});
