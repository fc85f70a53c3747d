import type { SideModule } from './sideFiles';

/** How a machine runs the text of compiled cells. */
export interface Evaluator {
  /** Characters that it writes before the text, on its first line. */
  readonly shift: number;
  /** What `import.meta` is in a cell. */
  readonly meta: {
    readonly url: string;
    readonly dirname: string;
    readonly filename: string;
  };
  /**
   * Starts the text at once, as the body of an async function of the global scope that finds
   * `locals` in its first argument and can call `require`. Rejects with what it throws. `modules` can be
   * loaded from then on.
   */
  evaluate(
    text: string,
    locals: Readonly<Record<string, unknown>>,
    modules: readonly SideModule[]
  ): Promise<void>;
  /**
   * Gives `found` a module that a cell imports: at once, or, where that awaits at its top level, when the
   * promise that comes back settles.
   */
  load(id: string, found: (module: unknown) => void): Promise<void> | undefined;
}
