import type { Dense, FloatType } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { agree } from './checkAgainstTape';
import { compileStep } from './compiledStep';
import { differentiate } from './differentiate';
import type { AppliedFunction } from './functions';
import { computed, keyOfFunction, numbersOf } from './functions';
import type { StateOfGraph } from './graph';
import { Builder } from './graph';
import { planOf } from './plan';

/** Where functions have kinks and ends, in each precision. */
const specials: Readonly<Record<FloatType, readonly number[]>> = {
  f32: [0, 2 ** -149, 2 ** -126, 0.5, 1, 3, 88, 104, 3e38, Infinity],
  f64: [0, 2 ** -1074, 2 ** -1022, 0.5, 1, 3, 710, 746, 1e308, Infinity]
};

/** What was found to be right: it is the same for all cells. */
const right = new Set<string>();

/**
 * Compares each function of a step with the tape's, value and derivatives, at every pair of special values
 * and of its own numbers (the bounds of clip). What was compared once is not compared again.
 *
 * @returns null where they agree, else the name of one that does not
 */
export function checkFunctions(
  functions: readonly AppliedFunction[],
  dtype: FloatType
): string | null {
  const keyOf = (one: AppliedFunction) => `${dtype} ${keyOfFunction(one)}`;
  const open = functions.filter(one => !right.has(keyOf(one)));
  if (open.length === 0) {
    return null;
  }
  const values = [
    ...specials[dtype],
    ...open.flatMap(one => numbersOf(one.attributes))
  ]
    .flatMap(value => [value, -value])
    .concat(NaN);
  const count = values.length;
  const rows = count ** 2;
  const columns = [
    (at: number) => at % count,
    (at: number) => Math.floor(at / count),
    (at: number) => (7 * at) % count
  ].map(of => allocate(dtype, rows).map((_, at) => values[of(at)]));
  const inputsOf = ({ arity }: AppliedFunction) =>
    Array.from({ length: arity }, (_, at): Dense => {
      const column = columns[at % columns.length];
      return { values: column, shape: [rows, 1] };
    });

  const { graph, firsts } = graphOf(open);
  const compiled = compileStep(planOf(differentiate(graph), dtype))!;
  const all = open.flatMap(inputsOf).map(({ values: column }) => column);
  const input = {
    batch: rows,
    steps: 1,
    reverse: false,
    x: [],
    initial: all,
    matrices: [],
    vectors: []
  };
  const after = allocate(dtype, (1 + all.length) * rows);
  compiled.forward(input, after);
  const upstream = allocate(dtype, rows).map((_, at) => 1 + (at % 8) / 8);
  const arriving = after.map(() => 0);
  firsts.forEach(at => arriving.set(upstream, (1 + at) * rows));
  const { initial } = compiled.backward(input, arriving);
  const wrong = open.find((one, which) => {
    const { operation, attributes, arity } = one;
    const inputs = inputsOf(one);
    const result = operation.forward(inputs, attributes);
    const into = inputs.map(() => allocate(dtype, rows));
    operation.backward(upstream, into, inputs, result, attributes);
    const first = firsts[which];
    const own = [
      after.subarray((1 + first) * rows, (2 + first) * rows),
      ...initial.slice(first, first + arity)
    ];
    return [result.values, ...into].some(
      (tape, at) => !agree(own[at], tape, 1, dtype)
    );
  });
  open.filter(one => one !== wrong).forEach(one => right.add(keyOf(one)));
  return wrong?.operation.name ?? null;
}

/** A step whose states are what the functions are of; the first of each becomes the function's value. */
function graphOf(functions: readonly AppliedFunction[]) {
  const of = new Builder();
  const states: StateOfGraph[] = [];
  const firsts = functions.map(({ operation, attributes, arity }) => {
    const first = states.length;
    const ids = Array.from({ length: arity }, (_, at) =>
      of.given(`${first + at}`, 1)
    );
    const result = computed(of, operation.name, ids, attributes)!;
    ids.forEach((id, at) =>
      states.push({
        name: `${first + at}`,
        width: 1,
        after: at > 0 ? of.of('copy', id) : result
      })
    );
    return first;
  });
  const graph = {
    values: of.values,
    matrices: [],
    vectors: [],
    states,
    output: 0,
    channels: {}
  };
  return { graph, firsts };
}
