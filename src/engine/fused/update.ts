import { boundedNorm } from '../training/clipping';
import type { Clipping } from '../training/optimizer';
import type { Convention } from '../recurrence/weights';
import type { KernelFunctions } from '../kernels/kernels';
import type { TableGradient } from './stages/embeddingStage';
import type { KernelUpdateRule, UpdateStep } from './updateRule';

/** A stretch of the arena, counted in numbers. */
export interface ArenaRange {
  readonly start: number;
  readonly count: number;
}

/** One that learns. */
export interface LearningRange extends ArenaRange {
  /** Steps of the optimizer that it has not taken. */
  readonly behind: number;
}

/** What an update works on. Addresses in bytes. */
export interface UpdateTarget {
  readonly kernels: KernelFunctions;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly weights: number;
  readonly gradients: number;
  /** One arena for each of the rule's slots. */
  readonly slots: readonly number[];
  /** What is trained, besides the table. */
  readonly ranges: readonly LearningRange[];
  /** One for each weight that is trained, for clipping each by its own norm. */
  readonly variables: readonly ArenaRange[];
  /**
   * The embedding's table when it is trained: where it begins in the arena, its gradient, and the
   * address of u8 `[V]`, whether a row ever had a gradient.
   */
  readonly table: {
    readonly start: number;
    readonly behind: number;
    readonly of: TableGradient;
    readonly seen: number;
  } | null;
}

/** Clips and steps. Answers the norm of all gradients before clipping. */
export function update(target: UpdateTarget, step: UpdateStep): number {
  const { kernels, gradients, ranges, table } = target;
  const { clipping, rule } = step;
  const tableCount = table ? table.of.count() * table.of.width : 0;
  let squares = table ? kernels.squaredNorm(tableCount, table.of.gradient) : 0;
  const inTable = table
    ? [{ start: table.of.gradient >> 2, count: tableCount }]
    : [];
  for (const { start, count } of ranges) {
    squares += kernels.squaredNorm(count, gradients + start * 4);
  }
  const norm = Math.sqrt(squares);
  let scale = 1;
  let tableScale = 1;
  if (clipping.globalClipNorm !== undefined) {
    const whole =
      clipping.normType === 2
        ? norm
        : boundedBy(target, clipping, [
            ...ranges.map(range => inMemory(target, range)),
            ...inTable
          ]);
    scale = factor(whole, clipping.globalClipNorm, rule.convention);
    tableScale = scale;
  } else if (clipping.clipNorm !== undefined) {
    clipEach(target, clipping, rule.convention);
    tableScale = factor(
      boundedBy(target, clipping, inTable),
      clipping.clipNorm,
      rule.convention
    );
  } else if (clipping.clipValue !== undefined) {
    clipNumbers(target, clipping, tableCount);
  }
  if (rule.kind === 'uncompiled') {
    ranges.forEach(({ start, count }) =>
      kernels.scaleValues(count, gradients + start * 4, scale)
    );
    if (table) {
      kernels.scaleValues(tableCount, table.of.gradient, tableScale);
    }
    scale = 1;
    tableScale = 1;
  }
  for (const { start, count, behind } of ranges) {
    apply(
      target,
      { ...step, step: step.step - behind },
      count,
      target.weights + start * 4,
      gradients + start * 4,
      target.slots.map(slot => slot + start * 4),
      scale
    );
  }
  if (table) {
    updateTable(
      target,
      { ...step, step: step.step - table.behind },
      tableScale
    );
  }
  return norm;
}

/** Keras: `bound / max(norm, bound)`; PyTorch: `bound / (norm + 1e-6)`, at most 1. */
function factor(norm: number, bound: number, convention: Convention): number {
  return convention === 'pytorch'
    ? Math.min(bound / (norm + 1e-6), 1)
    : bound / Math.max(norm, bound);
}

/** A stretch of gradients, counted from where the memory begins. */
const inMemory = (
  { gradients }: UpdateTarget,
  { start, count }: ArenaRange
): ArenaRange => ({ start: (gradients >> 2) + start, count });

/** The norm of these stretches of memory together, of the type asked for. */
function boundedBy(
  { kernels, f32 }: UpdateTarget,
  { normType }: Clipping,
  stretches: readonly ArenaRange[]
): number {
  return normType === 1 || normType === 'infinity'
    ? boundedNorm(
        stretches.map(({ start, count }) => f32.subarray(start, start + count)),
        normType
      )
    : Math.sqrt(
        stretches.reduce(
          (sum, { start, count }) =>
            sum + kernels.squaredNorm(count, start * 4),
          0
        )
      );
}

function clipEach(
  target: UpdateTarget,
  clipping: Clipping,
  convention: Convention
): void {
  const { kernels, variables } = target;
  for (const { start, count } of variables) {
    const stretch = inMemory(target, { start, count });
    const norm = boundedBy(target, clipping, [stretch]);
    const by = factor(norm, clipping.clipNorm!, convention);
    if (by !== 1) {
      kernels.scaleValues(count, stretch.start * 4, by);
    }
  }
}

function clipNumbers(
  { kernels, gradients, ranges, table }: UpdateTarget,
  { clipValue = Infinity }: Clipping,
  tableCount: number
): void {
  for (const { start, count } of ranges) {
    kernels.clipValues(count, gradients + start * 4, clipValue);
  }
  if (table) {
    kernels.clipValues(tableCount, table.of.gradient, clipValue);
  }
}

/** One stretch by the rule. */
function apply(
  { kernels, f32 }: UpdateTarget,
  { rule, learningRate, step }: UpdateStep,
  count: number,
  weight: number,
  gradient: number,
  slots: readonly number[],
  scale: number
): void {
  const pytorch = rule.convention === 'pytorch';
  switch (rule.kind) {
    case 'adam': {
      const { rate, root } = adamConstants(rule, learningRate, step);
      kernels.adam(
        count,
        weight,
        gradient,
        slots[0],
        slots[1],
        scale,
        1 - rule.beta1,
        1 - rule.beta2,
        rate,
        root,
        rule.epsilon,
        rule.decay * learningRate
      );
      return;
    }
    case 'sgd':
      kernels.sgd(
        count,
        weight,
        gradient,
        slots[0] ?? weight,
        rule.momentum === 0 ? 0 : (pytorch ? 3 : 1) + (rule.nesterov ? 1 : 0),
        scale,
        learningRate,
        rule.momentum
      );
      return;
    case 'rmsprop':
      kernels.rmsprop(
        count,
        weight,
        gradient,
        slots[0],
        rule.centered ? slots[2] : 0,
        rule.momentum > 0 ? slots[1] : 0,
        scale,
        rule.rho,
        learningRate,
        pytorch ? 0 : rule.epsilon,
        pytorch ? rule.epsilon : 0,
        rule.momentum,
        pytorch ? 1 : 0
      );
      return;
    case 'adagrad':
      kernels.adagrad(
        count,
        weight,
        gradient,
        slots[0],
        scale,
        learningRate,
        pytorch ? 0 : rule.epsilon,
        pytorch ? rule.epsilon : 0
      );
      return;
    case 'uncompiled': {
      const values = (address: number) =>
        f32.subarray(
          address >> 2,
          (address >> 2) + count
        ) as Float32Array<ArrayBuffer>;
      rule.update(
        values(weight),
        values(gradient),
        slots.map(values),
        learningRate,
        step
      );
    }
  }
}

function adamConstants(
  rule: Extract<KernelUpdateRule, { kind: 'adam' }>,
  learningRate: number,
  step: number
): { readonly rate: number; readonly root: number } {
  const pytorch = rule.convention === 'pytorch';
  // Keras keeps its constants as float32 here.
  const correction =
    1 - (pytorch ? rule.beta1 : Math.fround(rule.beta1)) ** step;
  const root = Math.sqrt(
    1 - (pytorch ? rule.beta2 : Math.fround(rule.beta2)) ** step
  );
  return pytorch
    ? { rate: learningRate / correction, root: 1 / root }
    : { rate: (learningRate * root) / correction, root: 1 };
}

/**
 * The table row by row: rows without a gradient only where the rule would still move them (its
 * moments live on). A table is updated as a whole in the frameworks; this gives the same numbers.
 */
function updateTable(
  target: UpdateTarget,
  { rule, ...step }: UpdateStep,
  scale: number
): void {
  const { kernels, i32, weights, slots } = target;
  const { start, of, seen } = target.table!;
  const { width, rows, gradient, index, zeros } = of;
  const weight = weights + start * 4;
  const memories = slots.map(slot => slot + start * 4);
  if (rule.kind === 'adam') {
    const { rate, root } = adamConstants(rule, step.learningRate, step.step);
    kernels.adamRows(
      rows,
      width,
      index,
      seen,
      weight,
      gradient,
      memories[0],
      memories[1],
      zeros,
      scale,
      1 - rule.beta1,
      1 - rule.beta2,
      rate,
      root,
      rule.epsilon,
      rule.decay * step.learningRate
    );
    return;
  }
  const rests =
    rule.kind === 'adagrad' || (rule.kind === 'sgd' && rule.momentum === 0);
  for (let row = 0; row < rows; row++) {
    const at = i32[(index >> 2) + row];
    if (at < 0 && rests) {
      continue;
    }
    const skip = row * width * 4;
    apply(
      target,
      { rule, ...step },
      width,
      weight + skip,
      at < 0 ? zeros : gradient + at * width * 4,
      memories.map(memory => memory + skip),
      scale
    );
  }
}
