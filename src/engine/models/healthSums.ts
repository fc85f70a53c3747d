import { findingFacts, statesReadBack } from '../../trace';
import { flowOfLayer } from '../analysis/flowOfLayer';
import { channelRole } from '../recurrence/channelNotes';
import type { LayerRun } from '../run/layerRun';

const bound = (name: keyof typeof findingFacts.thresholds) =>
  findingFacts.thresholds[name].value;

/** Sums over all values of one gate or state, by unit. */
export class ChannelSums {
  count = 0;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** Values within a hundredth of 0 or 1; beyond ±0.99; beyond the limit of a state. */
  readonly atEnds: Float64Array;
  readonly beyond: Float64Array;
  readonly far: Float64Array;

  constructor(
    readonly role: string,
    readonly units: number
  ) {
    const zeros = () => new Float64Array(units);
    [this.sum, this.squares, this.atEnds, this.beyond, this.far] = [
      zeros(),
      zeros(),
      zeros(),
      zeros(),
      zeros()
    ];
    this.least = zeros().fill(Infinity);
    this.most = zeros().fill(-Infinity);
  }

  add(values: ArrayLike<number>, from: number): void {
    const edge = bound('saturatedGate');
    this.count++;
    for (let unit = 0; unit < this.units; unit++) {
      const value = values[from + unit];
      this.sum[unit] += value;
      this.squares[unit] += value * value;
      this.least[unit] = Math.min(this.least[unit], value);
      this.most[unit] = Math.max(this.most[unit], value);
      this.atEnds[unit] += Number(value < edge || value > 1 - edge);
      this.beyond[unit] += Number(
        Math.abs(value) > bound('saturatedCandidate')
      );
      this.far[unit] += Number(Math.abs(value) > bound('runawayState'));
    }
  }

  mean(unit: number): number {
    return this.sum[unit] / this.count;
  }

  /** Standard deviation. */
  spread(unit: number): number {
    return Math.sqrt(
      Math.max(0, this.squares[unit] / this.count - this.mean(unit) ** 2)
    );
  }

  /** The largest size of a unit's value. */
  largest(unit: number): number {
    return Math.max(Math.abs(this.least[unit]), Math.abs(this.most[unit]));
  }

  /** The units for which something holds. */
  where(is: (unit: number) => boolean): number[] {
    return Array.from({ length: this.units }, (_, unit) => unit).filter(is);
  }
}

/** Sums over a state that a step reads of the one before, by unit. */
interface CarriedSums {
  /** Sizes in the second and in the last quarter of a sequence. */
  readonly second: Float64Array;
  readonly last: Float64Array;
  /** Squares of the gradient at the last step. */
  readonly feltLast: Float64Array;
  /** By steps back from the last answer: squares of the gradient, of all units. */
  readonly back: number[];
}

const carriedSums = (units: number): CarriedSums => ({
  second: new Float64Array(units),
  last: new Float64Array(units),
  feltLast: new Float64Array(units),
  back: []
});

/** Beside others' gradient at the last step, what is less than this share is rounding. */
const ROUNDING = 1e-5;

/** Sums over all sequences that one recurrent layer read, from which everything is judged. */
export class LayerSums {
  readonly channels: Readonly<Record<string, ChannelSums>>;
  /** Sums of products of two units of h, `[H, H]`. */
  readonly products: Float64Array;
  /** By steps back from the last answer: sequences. */
  readonly backCount: number[] = [];
  /** By state that carries: what is summed of each of its numbers. */
  readonly carried: Readonly<Record<string, CarriedSums>>;
  felt = 0;
  numbers = 0;
  steps = 0;

  constructor(readonly layer: LayerRun) {
    const { cell } = layer.record;
    this.channels = Object.fromEntries(
      cell.equations.map(equation => {
        const { shape } = layer.channels[equation.channel];
        return [
          equation.channel,
          new ChannelSums(
            channelRole(cell, equation.channel, equation),
            shape[shape.length - 1]
          )
        ];
      })
    );
    const units = this.channels[this.output].units;
    this.products = new Float64Array(units * units);
    const read = statesReadBack(cell.equations, cell.stateNames);
    this.carried = Object.fromEntries(
      // Of a step that could not be read, each state may carry.
      (read.length > 0 ? read : cell.stateNames)
        .filter(state => state in this.channels)
        .map(state => [state, carriedSums(this.channels[state].units)])
    );
  }

  get output(): string {
    return 'h' in this.channels
      ? 'h'
      : Object.keys(this.channels)[Object.keys(this.channels).length - 1];
  }

  /** Adds a run over one sequence, all of whose numbers are finite. */
  add(run: LayerRun): void {
    const { mask } = run.record;
    const real: number[] = [];
    const length = run.channels[this.output].shape[0];
    for (let step = 0; step < length; step++) {
      if (mask?.values[step] !== 0) {
        real.push(step);
      }
    }
    this.steps = Math.max(this.steps, real.length);
    for (const [name, sums] of Object.entries(this.channels)) {
      const { values } = run.channels[name];
      real.forEach(step => sums.add(values, step * sums.units));
    }
    this.#addProducts(run, real);
    const ordered = run.direction === 'backward' ? real.toReversed() : real;
    this.#addQuarters(run, ordered);
    this.#addGradients(run, ordered);
  }

  #addProducts(run: LayerRun, real: readonly number[]): void {
    const { units } = this.channels[this.output];
    const { values } = run.channels[this.output];
    for (const step of real) {
      for (let a = 0; a < units; a++) {
        for (let b = a + 1; b < units; b++) {
          this.products[a * units + b] +=
            values[step * units + a] * values[step * units + b];
        }
      }
    }
  }

  #addQuarters(run: LayerRun, real: readonly number[]): void {
    for (const [state, sums] of Object.entries(this.carried)) {
      const { units } = this.channels[state];
      const { values } = run.channels[state];
      real.forEach((step, at) => {
        const quarter = Math.floor((4 * at) / real.length);
        const into =
          quarter === 1 ? sums.second : quarter === 3 ? sums.last : null;
        for (let unit = 0; into && unit < units; unit++) {
          into[unit] += Math.abs(values[step * units + unit]);
        }
      });
    }
  }

  #addGradients(run: LayerRun, real: readonly number[]): void {
    const { gradients } = run;
    if (!(this.output in gradients)) {
      return;
    }
    real.toReversed().forEach((step, at) => {
      for (const [state, { feltLast, back }] of Object.entries(this.carried)) {
        const { units } = this.channels[state];
        let squares = 0;
        for (let unit = 0; unit < units; unit++) {
          const square = gradients[state].values[step * units + unit] ** 2;
          squares += square;
          feltLast[unit] += at === 0 ? square : 0;
        }
        back[at] = (back[at] ?? 0) + squares;
      }
      this.backCount[at] = (this.backCount[at] ?? 0) + 1;
    });
    const { values } = gradients[this.output];
    for (const value of values) {
      this.felt += value * value;
    }
    this.numbers += values.length;
  }

  /** The gradient of what is carried so many steps back, as far as half of the sequences go, by state. */
  get #sizes(): number[][] {
    const most = Math.max(0, ...this.backCount);
    return Object.values(this.carried).map(({ back }) =>
      back
        .map((squares, at) => Math.sqrt(squares / this.backCount[at]))
        .filter((_, at) => this.backCount[at] >= most / 2)
    );
  }

  /** The gradient of all that is carried together, by steps back. */
  get whole(): number[] {
    const sizes = this.#sizes;
    return (sizes[0] ?? []).map((_, at) =>
      Math.hypot(...sizes.map(of => of[at]))
    );
  }

  /**
   * How much a change so many steps back moves the last answer, beside one at the last step, by the state
   * that is felt longest: as long as one of them carries, nothing is forgotten.
   */
  get reach(): number[] {
    const { whole } = this;
    const felt = this.#sizes.filter(([last]) => last > ROUNDING * whole[0]);
    return felt.length === 0
      ? whole
      : whole.map((_, at) => Math.max(...felt.map(of => of[at] / of[0])));
  }

  /** Over how many steps the last answer is felt; null where no gradient comes back. */
  get memory(): number | null {
    const { reach } = this;
    const near = reach[0] > 0 ? reach[0] : Math.max(0, ...reach);
    return near > 0
      ? reach.findLastIndex(size => size >= bound('memoryLeast') * near) + 1
      : null;
  }

  /** How much the layer's own steps stretch a change on its way to the last one, in the first sequence. */
  get stretch(): number {
    const { record, gradients } = this.layer;
    const { product } = flowOfLayer(record, gradients, {
      lossStep:
        this.layer.direction === 'backward' ? 0 : record.steps.length - 1,
      threshold: bound('memoryLeast'),
      sequence: 0
    });
    return product.reduce((most, size) => (size > most ? size : most), 0);
  }

  /** Pairs of these units that move alike, or as each other's mirror image. */
  copies(units: readonly number[]): [number, number][] {
    const sums = this.channels[this.output];
    return units.flatMap((a, at) =>
      units
        .slice(at + 1)
        .filter(b => {
          const shared =
            this.products[a * sums.units + b] / sums.count -
            sums.mean(a) * sums.mean(b);
          const scale = (sums.spread(a) ** 2 + sums.spread(b) ** 2) / 2;
          return (
            2 * scale - 2 * Math.abs(shared) < bound('copyDistance') * scale
          );
        })
        .map((b): [number, number] => [a, b])
    );
  }
}
