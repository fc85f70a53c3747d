import { described } from '../base/described';
import { mul } from '../tensor/functions';
import { Tensor, asTensor, type TensorLike } from '../tensor/tensor';
import type { RunOfNetwork } from '../run/run';
import { finding, findingsOf, type HealthFinding } from './healthFindings';
import { LayerSums } from './healthSums';
import { Sequential } from './sequential';
import { lastOf } from './tracedSeries';
import { withFreshStates } from './withFreshStates';

/** What is wrong with a network: findings, the surest first, and how far back each layer feels. */
export class NetworkHealth {
  readonly findings: readonly HealthFinding[];

  /** @internal */
  constructor(
    findings: readonly HealthFinding[],
    /** By layer: over how many steps the last answer is felt, of how many. */
    readonly memory: readonly {
      readonly layer: string;
      readonly felt: number | null;
      readonly steps: number;
    }[],
    readonly sequences: number
  ) {
    const order = ['certain', 'likely', 'possible'];
    this.findings = findings.toSorted(
      (a, b) => order.indexOf(a.certainty) - order.indexOf(b.certainty)
    );
  }

  /** Whether nothing certain or likely was found. */
  get ok(): boolean {
    return this.findings.every(({ certainty }) => certainty === 'possible');
  }

  toString(): string {
    const count = this.findings.length;
    const what =
      count === 0
        ? 'Nothing wrong'
        : `${count} ${count === 1 ? 'finding' : 'findings'}`;
    const sequences = `${this.sequences} ${this.sequences === 1 ? 'sequence' : 'sequences'}`;
    return [
      `${what} in ${sequences}`,
      ...this.findings.flatMap((each, at) => [
        `${at + 1}. ${each.title}, ${each.certainty}: ${each.says}${unitsOf(each)}.`,
        `   Cause: ${each.cause}`,
        `   Cure: ${each.cure}`
      ]),
      ...this.memory
        .filter(({ felt }) => felt !== null)
        .map(
          ({ layer, felt, steps }) =>
            `  ${layer} feels ${felt} of ${steps} steps`
        )
    ].join('\n');
  }
}

function unitsOf({ units }: HealthFinding): string {
  if (units.length === 0) {
    return '';
  }
  const more = units.length > 8 ? ` and ${units.length - 8} more` : '';
  return ` (${units.length === 1 ? 'unit' : 'units'} ${units.slice(0, 8).join(', ')}${more})`;
}

/**
 * What is wrong with a model's recurrent layers, by layer, unit and number, with a cause and a cure: dead,
 * constant and copied units, gates that are stuck or saturated, states that run away, gradients that
 * vanish or explode, a short memory. Python's `gatescope.check` has the same findings and thresholds.
 *
 * @param model a sequential model
 * @param x examples `[B, T, I]`, or token ids `[B, T]`; as many sequences as you can wait for
 * @throws TypeError when the model is no sequential one or x has no sequences; Error when it has no
 *   recurrent layer
 * @example
 * ```ts
 * const model = sequential([layers.gru({ units: 4, inputShape: [12, 1] }), layers.dense({ units: 1 })], { seed: 1 });
 * const x = Array.from({ length: 4 }, (_, row) => Array.from({ length: 12 }, (_, t) => [Math.sin(row + t)]));
 * health(model, x).ok; // true
 * ```
 */
export function health(model: Sequential, x: TensorLike): NetworkHealth {
  const given: unknown = model;
  if (!(given instanceof Sequential)) {
    throw new TypeError(
      `health: model must be a sequential model, got ${described(given)}`
    );
  }
  const examples = asTensor(x, 'health: x');
  if (examples.rank < 2 || examples.shape[0] === 0) {
    throw new TypeError(
      `health: x must be examples [B, T, I] or token ids [B, T], got shape [${examples.shape.join(', ')}]`
    );
  }
  const layers = new Map<string, LayerSums>();
  for (let at = 0; at < examples.shape[0]; at++) {
    const run = withFreshStates(model, () =>
      model.trace(one(examples, at), { gradientsOf: lastAnswer })
    );
    if (run.layers.length === 0) {
      throw new Error('health: model has no recurrent layer');
    }
    const bad = notFinite(run, at);
    if (bad) {
      return new NetworkHealth([bad], [], at + 1);
    }
    for (const [number, layer] of run.layers.entries()) {
      const key = `${number} ${layer.name}`;
      const sums = layers.get(key) ?? new LayerSums(layer);
      layers.set(key, sums);
      sums.add(layer);
    }
  }
  const sums = [...layers.values()];
  return new NetworkHealth(
    sums.flatMap(findingsOf),
    sums.map(each => ({
      layer: each.layer.name,
      felt: each.memory,
      steps: each.steps
    })),
    examples.shape[0]
  );
}

function one(examples: Tensor, at: number): Tensor {
  const [, ...shape] = examples.shape;
  const size = shape.reduce((product, extent) => product * extent, 1);
  return new Tensor(examples.values.slice(at * size, (at + 1) * size), shape);
}

/**
 * The numbers of the last answer that is no padding, with signs of their own: their plain sum is constant
 * after a softmax.
 */
function lastAnswer(output: Tensor, mask?: Tensor): Tensor {
  const { shape } = output;
  const width = shape[shape.length - 1];
  const last = lastOf(mask, output.size / width);
  const weights = new Tensor(
    Float64Array.from(output.values, (_, at) =>
      Math.floor(at / width) === last
        ? ((at % width) * 5 + 3) % 7 < 4
          ? 1
          : -1
        : 0
    ),
    shape
  ).cast(output.dtype);
  return mul(output, weights).sum();
}

function notFinite(run: RunOfNetwork, sequence: number): HealthFinding | null {
  for (const layer of run.layers) {
    for (let step = 0; step < run.steps; step++) {
      for (const { channel } of layer.record.cell.equations) {
        const { values, shape } = layer.channels[channel];
        const width = shape[shape.length - 1];
        const row = values.slice(step * width, (step + 1) * width);
        const unit = row.findIndex(value => !Number.isFinite(value));
        if (unit >= 0) {
          return finding(
            'not-finite',
            'certain',
            { layer: layer.name, channel, units: [unit] },
            {
              what: Number.isNaN(row[unit]) ? 'NaN' : 'infinity',
              place: `${channel} of ${layer.name}, step ${step}, unit ${unit}, sequence ${sequence}`
            }
          );
        }
      }
    }
  }
  return null;
}
