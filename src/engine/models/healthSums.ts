import { findingFacts } from '../../trace';
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

/** Sums over all sequences that one recurrent layer read, from which everything is judged. */
export class LayerSums {
  readonly channels: Readonly<Record<string, ChannelSums>>;
  /** Sums of products of two units of h, `[H, H]`. */
  readonly products: Float64Array;
  /** By steps back from the last answer: squares of the gradient, and sequences. */
  readonly back: number[] = [];
  readonly backCount: number[] = [];
  /** Mean size of each unit's state in the second and in the last quarter of a sequence. */
  readonly second: Float64Array;
  readonly last: Float64Array;
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
    const carried = this.channels[this.carried].units;
    this.second = new Float64Array(carried);
    this.last = new Float64Array(carried);
  }

  get output(): string {
    return 'h' in this.channels
      ? 'h'
      : Object.keys(this.channels)[Object.keys(this.channels).length - 1];
  }

  /** The state that carries the memory. */
  get carried(): string {
    return 'c' in this.channels ? 'c' : this.output;
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
    const { units } = this.channels[this.carried];
    const { values } = run.channels[this.carried];
    real.forEach((step, at) => {
      const quarter = Math.floor((4 * at) / real.length);
      const into =
        quarter === 1 ? this.second : quarter === 3 ? this.last : null;
      for (let unit = 0; into && unit < units; unit++) {
        into[unit] += Math.abs(values[step * units + unit]);
      }
    });
  }

  #addGradients(run: LayerRun, real: readonly number[]): void {
    const gradient = run.gradients[this.carried];
    if (!gradient) {
      return;
    }
    const { units } = this.channels[this.carried];
    real.toReversed().forEach((step, back) => {
      let squares = 0;
      for (let unit = 0; unit < units; unit++) {
        squares += gradient.values[step * units + unit] ** 2;
      }
      this.back[back] = (this.back[back] ?? 0) + squares;
      this.backCount[back] = (this.backCount[back] ?? 0) + 1;
    });
    const { values } = run.gradients[this.output];
    for (const value of values) {
      this.felt += value * value;
    }
    this.numbers += values.length;
  }

  /** How much a change so many steps back moves the last answer, as far as half of the sequences go. */
  get reach(): number[] {
    const most = Math.max(0, ...this.backCount);
    return this.back
      .map((squares, at) => Math.sqrt(squares / this.backCount[at]))
      .filter((_, at) => this.backCount[at] >= most / 2);
  }

  /** Over how many steps the last answer is felt; null where no gradient comes back. */
  get memory(): number | null {
    const { reach } = this;
    const near = reach[0] > 0 ? reach[0] : Math.max(0, ...reach);
    return near > 0
      ? reach.findLastIndex(size => size >= bound('memoryLeast') * near) + 1
      : null;
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
