import { webAssembly } from '../base/webAssembly';
import type { Kernels } from '../kernels/kernels';
import type { FloatType } from '../tensor/operation';
import { differentiate } from './differentiate';
import type { Program } from './emit';
import { emit } from './emit';
import type { Graph } from './graph';
import { graphText } from './graph';
import type { KernelCall, SumKernels } from './passGradients';
import type { Walks } from './passWalk';
import type { Plan, PlanOptions } from './plan';
import { planOf } from './plan';

/** Functions of a module, and those of the kernels in its precision. */
export type MachineFunctions = Walks &
  SumKernels &
  Readonly<Record<'gatherNumbers' | 'addNumbers', KernelCall>>;

/** A step as functions that work in the memory of the kernels and call their products. */
export interface MachineCode {
  readonly program: Program;
  readonly run: MachineFunctions;
}

/** Machine code for a plan. */
export function machineCode(plan: Plan, kernels: Kernels): MachineCode {
  const fuses = kernels.kind === 'relaxed SIMD';
  const program = emit(plan, { dtype: plan.dtype, fuses });
  const of =
    plan.dtype === 'f32'
      ? kernels
      : {
          multiplyRows: kernels.multiplyRowsInDoubles,
          multiplyTransposed: kernels.multiplyTransposedInDoubles,
          sumRows: kernels.sumRowsInDoubles,
          gatherNumbers: kernels.gatherNumbersInDoubles,
          addNumbers: kernels.addNumbersInDoubles
        };
  const host = webAssembly()!;
  const { exports } = new host.Instance(new host.Module(program.bytes), {
    env: { memory: kernels.memory, multiplyRows: of.multiplyRows }
  });
  const { multiplyTransposed, sumRows, gatherNumbers, addNumbers } = of;
  return {
    program,
    run: {
      ...(exports as unknown as Walks),
      multiplyTransposed,
      sumRows,
      gatherNumbers,
      addNumbers
    }
  };
}

/** So many steps are remembered: two networks of the same sizes share what was compiled. */
const MOST = 64;

const known = new WeakMap<Kernels, Map<string, MachineCode>>();

/** Machine code for a step, made once for equal steps. */
export function codeOf(
  graph: Graph,
  dtype: FloatType,
  options: PlanOptions,
  kernels: Kernels
): MachineCode {
  const all = known.get(kernels) ?? new Map<string, MachineCode>();
  known.set(kernels, all);
  const { isSeen = false, learnsInput = true } = options;
  const key = `${dtype} ${isSeen} ${learnsInput} ${graph.output} ${graphText(graph)}`;
  const found =
    all.get(key) ??
    machineCode(planOf(differentiate(graph, isSeen), dtype, options), kernels);
  // What was used last is forgotten last.
  all.delete(key);
  all.set(key, found);
  if (all.size > MOST) {
    all.delete(all.keys().next().value!);
  }
  return found;
}
