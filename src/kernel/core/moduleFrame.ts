import type { Place } from './place';

/** One place in a module of the student's own that an error passed through. */
export interface ModuleFrame extends Place {
  /** The file as the student calls it: from the notebook's folder on. */
  readonly file: string;
  readonly source: string;
  /** The function; empty at the top of the module. */
  readonly name: string;
}
