import type { TranspiledCell } from './converter';
import type { Evaluator } from './evaluator';
import { namespaceOf, readBinding } from './modules';
import { createPositions, type Positions } from './positions';
import { createScope, readable, type Scope } from './scope';
import {
  AWAITED,
  IMPORT_BINDINGS,
  IMPORT_FUNCTION,
  IMPORT_META,
  LAST_VALUE,
  READABLE,
  REFERENCE_MARK,
  RESUMED,
  RUN,
  TURNED
} from './cellFrame';

/** Runs compiled cells, one program's worth. */
export interface Runner {
  readonly scope: Scope;
  /** Starts a cell at once. Rejects with what it throws. */
  run(cell: TranspiledCell, script: string): Promise<CellResult>;
  /** Where the text of a cell's script comes from. */
  positions(cell: TranspiledCell): Positions;
}

export interface CellResult {
  /** The value of the last expression; absent when there is none. */
  readonly value?: unknown;
}

/** What the text of a cell finds under `ːcell` in what it is called with. */
interface CellFrame {
  readonly refs: readonly object[];
  readonly [IMPORT_FUNCTION]: (id: string) => Promise<unknown>;
  readonly [IMPORT_META]: object;
  readonly [READABLE]: typeof readable;
  readonly [AWAITED]: (value: unknown) => unknown;
  readonly [RUN]: () => unknown;
  readonly [RESUMED]: (run?: unknown, value?: unknown) => unknown;
  readonly [TURNED]: () => void;
  readonly [IMPORT_BINDINGS]: (
    id: string,
    ...bindings: readonly (readonly [object, string])[]
  ) => Promise<void> | undefined;
  value?: unknown;
}

const FRAME = 'ːcell';

/** What the `await`s and loops of cells pass, so that an interrupted run ends. */
export interface StopGuard {
  /** The run at work, for machines that do not follow it across an `await`. */
  run(): unknown;
  /** Given what is to be awaited; gives it back, or what never comes. */
  awaited(value: unknown): unknown;
  /** Called when code goes on after an `await`; throws when its run was interrupted. */
  resumed(run: unknown): void;
  /** Called at the turns of loops; throws when the run was interrupted meanwhile. */
  turned(): void;
}

const noGuard: StopGuard = {
  run: () => undefined,
  awaited: value => value,
  resumed: () => undefined,
  turned: () => undefined
};

/** A runner of one notebook's cells. */
export function createRunner(
  evaluator: Evaluator,
  guard: StopGuard = noGuard
): Runner {
  const scope = createScope();
  const meta = Object.freeze({ ...evaluator.meta });

  function resumed(run?: unknown, value?: unknown): unknown {
    guard.resumed(run);
    return value;
  }

  async function run(
    cell: TranspiledCell,
    script: string
  ): Promise<CellResult> {
    const { emit, names } = cell;
    scope.declare(
      emit.references.filter(name => names.all.has(name)),
      { hoisted: names.hoisted }
    );
    const frame: CellFrame = {
      refs: emit.references.map(name => scope.reference(name)),
      async [IMPORT_FUNCTION](id) {
        let module: unknown;
        await evaluator.load(id, found => {
          module = found;
        });
        return namespaceOf(module);
      },
      [IMPORT_META]: meta,
      [RUN]: guard.run,
      [AWAITED]: guard.awaited,
      [RESUMED]: resumed,
      [READABLE]: readable,
      [TURNED]: guard.turned,
      [IMPORT_BINDINGS]: (id, ...bindings) =>
        evaluator.load(id, module => {
          for (const [reference, key] of bindings) {
            const at = frame.refs.indexOf(reference);
            const name = emit.references[at];
            if (readBinding.isFixed(id)) {
              (reference as { v: unknown }).v = readBinding(module, key);
            } else {
              scope.follow(name, () => readBinding(module, key));
            }
          }
        })
    };
    const text = `${opening(cell)}${emit.javascript}\n;${FRAME}.value=${LAST_VALUE};\n//# sourceURL=${script}`;
    try {
      await evaluator.evaluate(text, { [FRAME]: frame }, cell.modules);
    } catch (error) {
      scope.seal(emit.references);
      throw error;
    }
    return emit.hasValue ? { value: frame.value } : {};
  }

  return {
    scope,
    run,
    positions: cell =>
      createPositions({
        emit: cell.emit,
        shift: evaluator.shift + opening(cell).length
      })
  };
}

/**
 * What stands before the text of a cell, on its first line. By its place and not by the name `exports`: a
 * function of the cell that is called so is there before the first line.
 */
function opening({ emit }: TranspiledCell): string {
  const references = emit.references
    .map(name => `${name}${REFERENCE_MARK}`)
    .join(',');
  return `"use strict";const ${FRAME}=arguments[0].${FRAME},{${IMPORT_FUNCTION},${IMPORT_META},${IMPORT_BINDINGS},${RUN},${AWAITED},${RESUMED},${TURNED},${READABLE},refs:[${references}]}=${FRAME};delete arguments[0].${FRAME};const{dirname:__dirname,filename:__filename}=${IMPORT_META};let ${LAST_VALUE};`;
}
