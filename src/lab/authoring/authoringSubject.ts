import type { AuthoringDesk } from './authoringDesk';

/** Where the author is. */
export interface AuthoringSubject {
  readonly desk: AuthoringDesk;
  /** Id of the active notebook cell. */
  readonly cell: string | null;
  /** The lines that are selected in it. */
  readonly lines: () => { readonly from: number; readonly to: number } | null;
  readonly goTo: (cell: string) => void;
}
