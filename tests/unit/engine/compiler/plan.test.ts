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
import { bytesFor, times } from '../../../../src/engine/compiler/layout';
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
      const {
        slots,
        stride,
        of: { values },
        dtype
      } = planned(...of);
      const end = Math.max(
        ...[...slots].map(([id, at]) => at + bytesFor(values[id].width, dtype))
      );
      expect((stride / 64) % 2).toBe(1);
      expect(stride - end).toBeGreaterThanOrEqual(0);
      expect(stride - end).toBeLessThan(128);
    }
  );

  it.each(cases)(
    'takes the room of its weights, tables and sums of products, each on lines of its own (%s, %s, %s)',
    (...of) => {
      const plan = planned(...of);
      const { values, graph } = plan.of;
      const number = plan.dtype === 'f32' ? 4 : 8;
      const lines = (bytes: number): number => 64 * Math.ceil(bytes / 64);
      const stages = times.flatMap(time => plan.stages[time]);
      const rooms = [
        64,
        ...[...stages.flatMap(({ runs }) => runs), ...plan.matrixSums].map(
          ({ k, n }) => k * n * number
        ),
        ...graph.vectors.map(width => bytesFor(width, plan.dtype)),
        ...stages
          .flatMap(({ loops }) => loops)
          .flatMap(loop =>
            'move' in loop ? [4 * values[loop.move].table!.length] : []
          )
      ];
      expect(emit(plan, { dtype: plan.dtype, fuses: false }).record).toBe(
        rooms.map(lines).reduce((a, b) => a + b)
      );
    }
  );

  it('keeps nothing for the way back that is computed again with less work than it is read', () => {
    const { of, slots, stages } = planOfCell(
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
    expect([slots.has(sum), again.includes(sum)]).toEqual([false, true]);
    expect([slots.has(bent), again.includes(bent)]).toEqual([true, false]);
  });
});
