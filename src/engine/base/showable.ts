import type { Bundle } from '../../trace';

/** A result that `show` can draw. */
export interface Showable<B extends Bundle = Bundle> {
  /** Under this name the kernel keeps the object for edits and clamps. */
  readonly id: string;
  /** What the view reads, in the trace format. */
  toBundle(): B;
  /** What a terminal prints. */
  toString(): string;
}

let count = 0;

/** An id that no other result of this or another session has. */
export function freshId(kind: string): string {
  count++;
  const random = Math.random().toString(36).slice(2, 10);
  return `${kind}-${count.toString(36)}-${random}`;
}
