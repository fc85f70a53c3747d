import type { StepClamp } from '../../recurrence/clampedStep';
import type { ClampsAt } from '../../recurrence/sequence';
import type { Floats } from '../../tensor/operation';
import type { Chunk } from '../../kernels/chunks';
import { gateLetters } from '../gateLetters';
import type { RecurrentPass } from '../recurrentPass';
import type { FusedCell, RecurrentSpec } from '../spec';
import type { Machine } from '../stage';

/** The channels of one direction that are held at some steps of a single sequence without padding. */
export interface HeldSteps {
  /** The same chunks with each such step as one of its own. */
  cut(chunks: readonly Chunk[]): readonly Chunk[];
  /** What a step computes when this chunk's input is there; the kernels' own where nothing is held. */
  forward(chunk: Chunk, machine: Machine, compute: () => void): void;
  /** Back through a chunk: nothing passes a held channel. */
  backward(chunk: Chunk, machine: Machine, compute: () => void): void;
}

/**
 * Whether the kernels can hold what is held. What a held channel changes is its own unit's, which is
 * mended after the kernel's step; but a GRU that resets before the product multiplies U with r ⊙ h, so
 * that one unit's r is in every unit's candidate: its step would have to be computed twice. The tape does.
 */
export function canHold(
  { cell, resetAfter }: RecurrentSpec,
  clampsAt: ClampsAt,
  steps: number
): boolean {
  return (
    cell !== 'gru' ||
    resetAfter !== false ||
    Array.from({ length: steps }, (_, t) => clampsAt(t)).every(
      clamps => !clamps?.has('r')
    )
  );
}

/** @param steps of the sequence, @param reverse whether the pass goes from the last to the first */
export function heldSteps(
  pass: RecurrentPass,
  { cell, units }: RecurrentSpec,
  clampsAt: ClampsAt,
  steps: number,
  reverse: boolean
): HeldSteps {
  const clampsOf = (chunk: Chunk) =>
    chunk.rows === 1 ? clampsAt(chunk.first) : undefined;
  const free: Held = {
    is: new Float64Array(units),
    at: new Float64Array(units)
  };
  return {
    cut: chunks =>
      chunks.flatMap(chunk => {
        const parts: Chunk[] = [];
        let { first } = chunk;
        const close = (end: number) => {
          if (end > first) {
            parts.push({ first, end, offset: first, rows: end - first });
          }
          first = end;
        };
        for (let t = chunk.first; t < chunk.end; t++) {
          if (clampsAt(t)) {
            close(t);
            close(t + 1);
          }
        }
        close(chunk.end);
        return parts;
      }),
    forward(chunk, { f32 }, compute) {
      const clamps = clampsOf(chunk);
      if (!clamps) {
        compute();
        return;
      }
      const { first: t } = chunk;
      const gates = (pass.at('gates') + t * pass.gateRow) >> 2;
      // A GRU's candidate before r ⊙ q is added: the kernels write over it.
      const fromInput = f32.slice(gates, gates + units);
      compute();
      const gateAt = (letter: string): number =>
        gates +
        (gateLetters[cell] as readonly string[]).indexOf(letter) * pass.units;
      const heldAt = (letter: string): Held => {
        const clamp = clamps.get(letter);
        return clamp
          ? { is: clamp.held.values, at: clamp.values.values }
          : free;
      };
      const step: HeldStep = {
        f32,
        held: ofChannels(heldAt),
        gates: ofChannels(gateAt),
        fromInput,
        rows: rowsOf(pass, t, steps, reverse)
      };
      const again = recompute[cell];
      for (const unit of heldUnits(clamps, units)) {
        again(step, unit);
      }
    },
    backward(chunk, { i32 }, compute) {
      const clamps = clampsOf(chunk);
      if (!clamps) {
        compute();
        return;
      }
      const bits = pass.kept >> 2;
      const hidden = bits + pass.gateWidth;
      i32.fill(-1, bits, hidden + 2 * pass.units);
      for (const [letter, clamp] of clamps) {
        const gate = (gateLetters[cell] as readonly string[]).indexOf(letter);
        const start =
          letter === 'h'
            ? hidden
            : letter === 'c'
              ? hidden + pass.units
              : bits + gate * pass.units;
        clamp.held.values.forEach((is, unit) => {
          if (is === 1) {
            i32[start + unit] = 0;
          }
        });
      }
      pass.heed(i32, true);
      compute();
      pass.heed(i32, false);
    }
  };
}

/** Where a step's states stand, as indices; −1 where there is none before. */
interface StateRows {
  readonly output: number;
  readonly outputBefore: number;
  readonly memory: number;
  readonly memoryBefore: number;
  readonly squashed: number;
  readonly blocks: number;
  /** Of the states after the last step; −1 at another. */
  readonly finalHidden: number;
  readonly finalMemory: number;
}

function rowsOf(
  pass: RecurrentPass,
  t: number,
  steps: number,
  reverse: boolean
): StateRows {
  const before = reverse ? t + 1 : t - 1;
  const begins = before < 0 || before >= steps;
  const ends = reverse ? t === 0 : t === steps - 1;
  const { stateRow } = pass;
  const outputRow = pass.at('outputRow');
  return {
    output: (pass.at('output') + t * outputRow) >> 2,
    outputBefore: begins ? -1 : (pass.at('output') + before * outputRow) >> 2,
    memory: (pass.at('memory') + t * stateRow) >> 2,
    memoryBefore: begins ? -1 : (pass.at('memory') + before * stateRow) >> 2,
    squashed: (pass.at('squashed') + t * stateRow) >> 2,
    blocks: pass.at('hiddenBlocks') >> 2,
    finalHidden: ends ? pass.at('finalHidden') >> 2 : -1,
    finalMemory: ends ? pass.at('finalMemory') >> 2 : -1
  };
}

/** A channel's units at a step: 1 where one is held, and at what. */
interface Held {
  readonly is: Floats;
  readonly at: Floats;
}

/** Something of each channel that a cell may have: always all of them, so that reading one is quick. */
type OfChannels<T> = Readonly<
  Record<'i' | 'f' | 'o' | 'g' | 'n' | 'z' | 'r' | 'q' | 'c' | 'h', T>
>;

function ofChannels<T>(of: (letter: string) => T): OfChannels<T> {
  return {
    i: of('i'),
    f: of('f'),
    o: of('o'),
    g: of('g'),
    n: of('n'),
    z: of('z'),
    r: of('r'),
    q: of('q'),
    c: of('c'),
    h: of('h')
  };
}

/** The units of which some channel is held. */
function heldUnits(
  clamps: ReadonlyMap<string, StepClamp>,
  units: number
): number[] {
  const masks = Array.from(clamps.values(), ({ held }) => held.values);
  const found: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    for (const mask of masks) {
      if (mask[unit] === 1) {
        found.push(unit);
        break;
      }
    }
  }
  return found;
}

/** One step of which some channels are held. */
interface HeldStep {
  readonly f32: Float32Array;
  readonly held: OfChannels<Held>;
  /** Where a gate's row begins. */
  readonly gates: OfChannels<number>;
  readonly fromInput: Float32Array;
  readonly rows: StateRows;
}

/** What a held channel changes of its unit's others; all of it within the unit. */
const recompute: Readonly<
  Record<FusedCell, (step: HeldStep, unit: number) => void>
> = {
  rnn(step, unit) {
    leave(step, unit, step.f32[step.rows.output + unit]);
  },
  lstm(step, unit) {
    const { f32, held, gates, rows } = step;
    const i = gate(f32, gates.i, held.i, unit);
    const f = gate(f32, gates.f, held.f, unit);
    const o = gate(f32, gates.o, held.o, unit);
    const g = gate(f32, gates.g, held.g, unit);
    // What holding o alone leaves as it is stays to the last bit as the kernels computed it.
    if (
      isHeld(held.i, unit) ||
      isHeld(held.f, unit) ||
      isHeld(held.g, unit) ||
      isHeld(held.c, unit)
    ) {
      const before = rows.memoryBefore < 0 ? 0 : f32[rows.memoryBefore + unit];
      const c = heldOr(held.c, unit, f * before + i * g);
      f32[rows.memory + unit] = c;
      f32[rows.squashed + unit] = Math.tanh(c);
      if (rows.finalMemory >= 0) {
        f32[rows.finalMemory + unit] = c;
      }
    }
    leave(step, unit, o * f32[rows.squashed + unit]);
  },
  gru(step, unit) {
    const { f32, held, gates, rows } = step;
    const r = gate(f32, gates.r, held.r, unit);
    const z = gate(f32, gates.z, held.z, unit);
    if (isHeld(held.r, unit)) {
      const q = f32[gates.q + unit];
      f32[gates.n + unit] = Math.tanh(step.fromInput[unit] + r * q);
    }
    const n = gate(f32, gates.n, held.n, unit);
    const before = rows.outputBefore < 0 ? 0 : f32[rows.outputBefore + unit];
    leave(step, unit, n + z * (before - n));
  }
};

function isHeld(held: Held, unit: number): boolean {
  return held.is[unit] === 1;
}

/** The value at which a channel is held, or the computed one. */
function heldOr(held: Held, unit: number, computed: number): number {
  return held.is[unit] === 1 ? held.at[unit] : computed;
}

/** A gate of a unit, which then stands where the kernels read it on the way back. */
function gate(
  f32: Float32Array,
  row: number,
  held: Held,
  unit: number
): number {
  const at = row + unit;
  if (held.is[unit] === 1) {
    f32[at] = held.at[unit];
  }
  return f32[at];
}

/** Writes h where the next step, the next layer and the trace read it. */
function leave(
  { f32, held, rows }: HeldStep,
  unit: number,
  computed: number
): void {
  const h = heldOr(held.h, unit, computed);
  f32[rows.output + unit] = h;
  f32[rows.blocks + unit] = h;
  if (rows.finalHidden >= 0) {
    f32[rows.finalHidden + unit] = h;
  }
}
