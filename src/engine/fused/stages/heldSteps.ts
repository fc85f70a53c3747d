import type { ClampsAt } from '../../recurrence/sequence';
import type { Floats } from '../../tensor/operation';
import type { Chunk } from '../chunks';
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
      const letters: readonly string[] = gateLetters[cell];
      const step: HeldStep = {
        f32,
        // Read for every unit: looked up once a step.
        held: Object.fromEntries(
          [...clamps].map(([letter, clamp]) => [
            letter,
            { is: clamp.held.values, at: clamp.values.values }
          ])
        ),
        gates: Object.fromEntries(
          letters.map((letter, at) => [letter, gates + at * pass.units])
        ),
        fromInput,
        rows: rowsOf(pass, t, steps, reverse)
      };
      const held = Array.from(clamps.values(), clamp => clamp.held.values);
      const again = recompute[cell];
      for (let unit = 0; unit < units; unit++) {
        if (held.some(is => is[unit] === 1)) {
          again(step, unit);
        }
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

/** One step of which some channels are held. */
interface HeldStep {
  readonly f32: Float32Array;
  /** By channel: 1 where a unit is held, and at what. */
  readonly held: Readonly<
    Record<string, { readonly is: Floats; readonly at: Floats } | undefined>
  >;
  /** Where a gate's row begins. */
  readonly gates: Readonly<Record<string, number>>;
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
    const { f32, rows } = step;
    const i = gate(step, 'i', unit);
    const f = gate(step, 'f', unit);
    const o = gate(step, 'o', unit);
    const g = gate(step, 'g', unit);
    // What holding o alone leaves as it is stays to the last bit as the kernels computed it.
    if (
      isHeld(step, 'i', unit) ||
      isHeld(step, 'f', unit) ||
      isHeld(step, 'g', unit) ||
      isHeld(step, 'c', unit)
    ) {
      const before = rows.memoryBefore < 0 ? 0 : f32[rows.memoryBefore + unit];
      const c = heldOr(step, 'c', unit, f * before + i * g);
      f32[rows.memory + unit] = c;
      f32[rows.squashed + unit] = Math.tanh(c);
      if (rows.finalMemory >= 0) {
        f32[rows.finalMemory + unit] = c;
      }
    }
    leave(step, unit, o * f32[rows.squashed + unit]);
  },
  gru(step, unit) {
    const { f32, rows } = step;
    const r = gate(step, 'r', unit);
    const z = gate(step, 'z', unit);
    const at = step.gates.n + unit;
    if (isHeld(step, 'r', unit)) {
      const q = f32[step.gates.q + unit];
      f32[at] = Math.tanh(step.fromInput[unit] + r * q);
    }
    const n = gate(step, 'n', unit);
    const before = rows.outputBefore < 0 ? 0 : f32[rows.outputBefore + unit];
    leave(step, unit, n + z * (before - n));
  }
};

function isHeld({ held }: HeldStep, letter: string, unit: number): boolean {
  return held[letter]?.is[unit] === 1;
}

/** The value at which a channel is held, or the computed one. */
function heldOr(
  { held }: HeldStep,
  letter: string,
  unit: number,
  computed: number
): number {
  const found = held[letter];
  return found?.is[unit] === 1 ? found.at[unit] : computed;
}

/** A gate of a unit, which then stands where the kernels read it on the way back. */
function gate(step: HeldStep, letter: string, unit: number): number {
  const at = step.gates[letter] + unit;
  step.f32[at] = heldOr(step, letter, unit, step.f32[at]);
  return step.f32[at];
}

/** Writes h where the next step, the next layer and the trace read it. */
function leave(step: HeldStep, unit: number, computed: number): void {
  const { f32, rows } = step;
  const h = heldOr(step, 'h', unit, computed);
  f32[rows.output + unit] = h;
  f32[rows.blocks + unit] = h;
  if (rows.finalHidden >= 0) {
    f32[rows.finalHidden + unit] = h;
  }
}
