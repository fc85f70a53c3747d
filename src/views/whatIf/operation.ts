import type { Clamp, InputEdit, Trace } from '../../trace';

/** One thing that the reader changed; the list of them can be undone from its end. */
export type Operation =
  | { readonly kind: 'clamp'; readonly clamp: Clamp }
  | {
      readonly kind: 'edit';
      readonly edit: InputEdit;
      /** Which sequence of a batch, from 0; absent for a run of one. */
      readonly sequence?: number;
    };

/** What the bundle opens with, as if the reader had changed it. */
export const openingOperations = ({ view, batch }: Trace): Operation[] => [
  ...(view?.edits ?? []).map(edit => ({
    kind: 'edit' as const,
    edit,
    ...(batch && { sequence: batch.sequence })
  })),
  ...(view?.clamps ?? []).map(clamp => ({ kind: 'clamp' as const, clamp }))
];
