import type { Clamp, InputEdit, Trace } from '../../trace';

/** One thing that the reader changed; the list of them can be undone from its end. */
export type WhatIfOperation =
  | { readonly kind: 'clamp'; readonly clamp: Clamp }
  | {
      readonly kind: 'edit';
      readonly edit: InputEdit;
      /** Which sequence of a batch, from 0; absent for a run of one. */
      readonly sequence?: number;
    };

/** What the bundle opens with, as if the reader had changed it. */
export const openingOperations = ({
  view,
  batch
}: Trace): WhatIfOperation[] => [
  ...(view?.edits ?? []).map(edit => ({
    kind: 'edit' as const,
    edit,
    ...(batch && { sequence: batch.sequence })
  })),
  ...(view?.clamps ?? []).map(clamp => ({ kind: 'clamp' as const, clamp }))
];

/** All edits and clamps, as the kernel is asked for them: those of the trace, then the reader's. */
export function changesOf(
  trace: Trace,
  all: readonly WhatIfOperation[]
): { readonly edits: readonly InputEdit[]; readonly clamps: readonly Clamp[] } {
  const edits = [...trace.edits];
  const clamps = [...trace.clamps];
  for (const operation of lastOperations(all)) {
    if (operation.kind === 'clamp') {
      clamps.push(operation.clamp);
    } else {
      const { edit } = operation;
      const at = edits.findIndex(
        ({ step, feature }) => step === edit.step && feature === edit.feature
      );
      if (at < 0) {
        edits.push(edit);
      } else {
        edits[at] = edit;
      }
    }
  }
  return { edits, clamps };
}

/** The operations that count: the last of those that change the same numbers. */
export function lastOperations(
  operations: readonly WhatIfOperation[]
): WhatIfOperation[] {
  return operations.filter(
    (each, at) =>
      !operations.slice(at + 1).some(later => samePlace(each, later))
  );
}

/** Whether two change the same numbers. */
export function samePlace(a: WhatIfOperation, b: WhatIfOperation): boolean {
  if (a.kind === 'edit' && b.kind === 'edit') {
    return a.edit.step === b.edit.step && a.edit.feature === b.edit.feature;
  }
  return (
    a.kind === 'clamp' &&
    b.kind === 'clamp' &&
    a.clamp.layer === b.clamp.layer &&
    a.clamp.channel === b.clamp.channel &&
    sameNumbers(a.clamp.units, b.clamp.units) &&
    sameNumbers(a.clamp.steps, b.clamp.steps)
  );
}

function sameNumbers(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined
): boolean {
  return a?.join() === b?.join();
}
