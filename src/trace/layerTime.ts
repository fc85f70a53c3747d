import type { Expression, LayerTrace } from './generated/types';

/** In which direction of the sequence a layer computes. */
export type LayerDirection = LayerTrace['direction'];

/**
 * A layer's own time: the order in which it computes the steps of a run. A backward layer begins at
 * the last step, so that what it computed before a step, and what it has from there on, lie to the
 * right of it. Everything that says *before*, *since*, *from … on* or *previous* asks here.
 */
export interface LayerTime {
  /** T. */
  readonly steps: number;
  readonly backward: boolean;
  /** By how much the step grows from one that is computed to the next. */
  readonly order: 1 | -1;
  /** The step that is computed first. */
  readonly first: number;
  /** The step that is computed last. */
  readonly last: number;
  /** The step that is computed so many steps later; it may lie outside of the run. */
  later(step: number, by?: number): number;
  /** The step that is computed just before; it lies outside of the run for the first. */
  before(step: number): number;
  /** How many steps are computed before this one. */
  placeOf(step: number): number;
}

/**
 * The time of a layer of a run of so many steps.
 *
 * @example
 * ```ts
 * layerTime({ direction: 'backward' }, 10).before(4); // 5
 * ```
 */
export function layerTime(
  { direction }: Pick<LayerTrace, 'direction'>,
  steps: number
): LayerTime {
  const backward = direction === 'backward';
  const order = orderOf(direction);
  const first = backward ? steps - 1 : 0;
  return {
    steps,
    backward,
    order,
    first,
    last: steps - 1 - first,
    later: (step, by = 1) => step + order * by,
    before: step => step - order,
    placeOf: step => (backward ? first - step : step)
  };
}

/** By how much the step grows from one that is computed to the next. */
export const orderOf = (direction: LayerDirection): 1 | -1 =>
  direction === 'backward' ? -1 : 1;

/** What stands below a letter, by how far the step lies from t in the sequence: `t−1`, `t`, `t+1`. */
export const stepSubscript = (offset: number): string =>
  offset === 0 ? 't' : `t${offset < 0 ? '−' : '+'}${Math.abs(offset)}`;

/**
 * An equation of a layer as a reader of the sequence writes it. The cell's own equations count in the
 * layer's time: the c that a backward layer read just before is c of step t + 1.
 *
 * @example
 * ```ts
 * expressionText(
 *   inSequence({ kind: 'symbol', name: 'c', role: 'state', lag: -1 }, 'backward')
 * ); // c[t+1]
 * ```
 */
export function inSequence(
  expression: Expression,
  direction: LayerDirection
): Expression {
  if (direction === 'forward' || expression.kind === 'number') {
    return expression;
  }
  return expression.kind === 'symbol'
    ? expression.lag
      ? { ...expression, lag: expression.lag * orderOf(direction) }
      : expression
    : {
        ...expression,
        args: expression.args.map(each => inSequence(each, direction))
      };
}
