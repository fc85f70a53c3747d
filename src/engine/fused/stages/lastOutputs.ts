import type { Layout } from '../../kernels/layout';
import type { RecurrentPass } from '../recurrentPass';
import type { Batch, Machine, Port, Rows, WorkspaceSizes } from '../stage';

/** What a layer hands on that answers once for each sequence: its only direction's last state, or both. */
export interface LastOutputs extends Pick<Port, 'values' | 'gradient'> {
  bind(base: number): void;
  /** Puts both directions' last states side by side. */
  join(batch: Batch, machine: Machine): void;
  /** Hands each direction its part of the derivatives. */
  split(batch: Batch, machine: Machine): void;
}

/** @param width of both directions' outputs together, in numbers */
export function lastOutputs(
  passes: readonly RecurrentPass[],
  width: number,
  { batch, training }: WorkspaceSizes,
  plan: Layout
): LastOutputs {
  const [{ units, stateRow }] = passes;
  if (passes.length === 1) {
    const rows = (address: number): Rows => ({ address, row: stateRow });
    return {
      values: () => rows(passes[0].at('finalHidden')),
      gradient: () => (training ? rows(passes[0].at('hiddenGradient')) : null),
      bind() {
        // They lie in the pass itself.
      },
      join() {
        // There is only one.
      },
      split() {
        // There is only one.
      }
    };
  }
  const offsets = {
    values: plan.place(batch * width),
    gradient: training ? plan.place(batch * width) : 0
  };
  let base = 0;
  const row = width * 4;

  /** Each direction's state of each sequence, and where its part of the whole begins. */
  function eachState(
    field: 'finalHidden' | 'hiddenGradient',
    offset: number,
    { packed }: Batch,
    visit: (state: number, part: number) => void
  ): void {
    passes.forEach((pass, at) => {
      const states = pass.at(field) >> 2;
      const parts = (base + offset) >> 2;
      for (let b = 0; b < packed.batch; b++) {
        visit(states + (b * stateRow) / 4, parts + b * width + at * units);
      }
    });
  }

  return {
    values: () => ({ address: base + offsets.values, row }),
    gradient: () =>
      training ? { address: base + offsets.gradient, row } : null,
    bind(address) {
      base = address;
    },
    join(state, { f32 }) {
      eachState('finalHidden', offsets.values, state, (from, to) =>
        f32.copyWithin(to, from, from + units)
      );
    },
    split(state, { f32 }) {
      eachState('hiddenGradient', offsets.gradient, state, (to, from) =>
        f32.copyWithin(to, from, from + units)
      );
    }
  };
}
