import type { Trace } from '../../trace';

/** Whether the title says no more than which sequence this is. */
export function isTitledBySequence({ title, batch }: Trace): boolean {
  return (
    batch !== undefined &&
    title === `sequence ${batch.sequence + 1} of ${batch.size}`
  );
}
