import type { Channel, LayerTrace, Trace } from '../../trace';
import { freshId, type Showable } from '../base/showable';
import { requireName, requirePath } from '../base/check';
import { host } from '../base/host';
import { readRunFile } from '../files/runFile';
import type { Channels, Named } from '../recurrence/definition';
import { Tensor } from '../tensor/tensor';

/** One recurrent layer of a saved run. */
export interface SavedLayer {
  readonly name: string;
  readonly direction: 'forward' | 'backward';
  /** Gates and states by name, `[T, H]`. */
  readonly channels: Channels;
  /** dL/d of states by name, `[T, H]`; empty when there was no loss. */
  readonly gradients: Named;
}

/**
 * A run from a file: it shows as it was. It cannot be run again with changes, since its network is not
 * in the file. Made by `loadRun`.
 */
export class SavedRun implements Showable<Trace> {
  readonly id = freshId('run');
  readonly layers: readonly SavedLayer[];
  readonly #trace: Trace;

  /** @internal */
  constructor(trace: Trace) {
    // The object that was live when it was written is not here.
    this.#trace = { ...trace, id: this.id, live: undefined };
    this.layers = trace.layers.map(savedLayer);
  }

  /** False: the kernel offers no changes. */
  readonly recomputable = false;

  get title(): string | undefined {
    return this.#trace.title;
  }

  /** T, the number of steps. */
  get steps(): number {
    return this.#trace.time.steps;
  }

  /** The number that was differentiated, or null when there was none. */
  get loss(): number | null {
    return this.#trace.loss?.value ?? null;
  }

  /**
   * One recurrent layer by its name.
   *
   * @throws RangeError that lists the names there are
   * @example
   * ```ts
   * await lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).save('run.json');
   * (await loadRun('run.json')).layer('lstm').channels.f.shape; // [3, 2]
   * ```
   */
  layer(name: string): SavedLayer {
    const names = this.layers.map(layer => layer.name);
    requireName('run.layer', 'layer', name, names);
    return this.layers[names.indexOf(name)];
  }

  /** What the views read. */
  toBundle(): Trace {
    return this.#trace;
  }

  /** What `JSON.stringify` writes: what the views read. */
  toJSON(): Trace {
    return this.#trace;
  }

  toString(): string {
    const layers = this.#trace.layers.map(
      ({ name, cellName, units, direction, channels }) =>
        `${name}: ${cellName}, ${units} units, ${this.steps} steps${direction === 'backward' ? ', backward' : ''}: ${channels
          .filter(isValue)
          .map(channel => channel.name)
          .join(', ')}`
    );
    const loss = this.#trace.loss
      ? [`${this.#trace.loss.name} = ${this.#trace.loss.value.toPrecision(4)}`]
      : [];
    return ['a saved run', ...layers, ...loss].join('\n');
  }
}

/**
 * The run in a file that `run.save` wrote, in a notebook of gatescope or in Python.
 *
 * @throws TypeError when path is no name of a file; Error when it cannot be read; RangeError when it
 *   holds no run, is damaged, or was written by a later version
 * @example
 * ```ts
 * const run = gru({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]);
 * await run.save('run.json');
 * const saved = await loadRun('run.json');
 * saved.layers[0].channels.z.shape; // [3, 2]
 * ```
 */
export async function loadRun(path: string): Promise<SavedRun> {
  const who = 'loadRun';
  const bytes = await host().readFile(requirePath(who, path));
  return new SavedRun(readRunFile(bytes, who));
}

/** Neither a derivative nor a summand of one. */
function isValue({ role }: Channel): boolean {
  return role !== 'gradient' && role !== 'term';
}

function savedLayer({ name, direction, channels }: LayerTrace): SavedLayer {
  const named = (some: readonly Channel[], of: (channel: Channel) => string) =>
    Object.fromEntries(
      some.map(channel => {
        const { values, shape } = channel.array;
        return [of(channel), new Tensor(Float64Array.from(values), shape)];
      })
    );
  return {
    name,
    direction,
    channels: named(channels.filter(isValue), channel => channel.name),
    gradients: named(
      channels.filter(({ role }) => role === 'gradient'),
      channel => channel.of ?? channel.name
    )
  };
}
