import { createRequire } from 'node:module';
import { createExecutor } from 'tslab/dist/executor';
import type { Converter as TslabConverter } from 'tslab/dist/converter';
import type { CompiledCell } from './converter';
import { LAST_VALUE } from './emitCell';
import { importModule, readBinding } from './modules';
import { createPositions, type Positions } from './positions';
import { createScope, readable, type Scope } from './scope';
import {
  AWAITED,
  IMPORT_BINDINGS,
  IMPORT_FUNCTION,
  IMPORT_META,
  READABLE,
  REFERENCE_MARK,
  RESUMED
} from './cellFrame';

/** Runs compiled cells, one program's worth, through tslab's executor. */
export interface Runner {
  readonly scope: Scope;
  /** Starts a cell at once. Rejects with what it throws. */
  run(cell: CompiledCell, script: string): Promise<CellResult>;
  /** Where the text of a cell's script comes from. */
  positions(cell: CompiledCell): Positions;
}

export interface CellResult {
  /** The value of the last expression; absent when there is none. */
  readonly value?: unknown;
}

/** What the text of a cell finds under `exports.ːcell`. */
interface CellFrame {
  readonly refs: readonly object[];
  readonly [IMPORT_FUNCTION]: (id: string) => Promise<unknown>;
  readonly [IMPORT_META]: object;
  readonly [READABLE]: typeof readable;
  readonly [AWAITED]: (value: unknown) => unknown;
  readonly [RESUMED]: (value?: unknown) => unknown;
  readonly [IMPORT_BINDINGS]: (
    id: string,
    line: number,
    ...bindings: readonly (readonly [object, string])[]
  ) => void;
  value?: unknown;
}

const FRAME = 'ːcell';

/** What tslab's executor writes before the text of a cell. */
const EXECUTOR_PREFIX = '(async function(exports, require) { ';

/** What the `await`s of cells pass, so that an interrupted run ends. */
export interface AwaitGuard {
  /** Given what is to be awaited; gives it back, or what never comes. */
  awaited(value: unknown): unknown;
  /** Called when code goes on after an `await`; throws when its run was interrupted. */
  resumed(): void;
}

const noGuard: AwaitGuard = {
  awaited: value => value,
  resumed: () => undefined
};

/** A runner for notebooks in folder `cwd`. */
export function createRunner(cwd: string, guard: AwaitGuard = noGuard): Runner {
  const scope = createScope();
  let pending: { text: string; cell: CompiledCell } | null = null;
  let thrown: { error: unknown } | null = null;

  // tslab's executor asks for the conversion; it was made before, so that its errors could be told.
  const given = {
    convert() {
      const { text, cell } = pending as { text: string; cell: CompiledCell };
      return {
        output: text,
        declOutput: '',
        diagnostics: [],
        hasToplevelAwait: true,
        sideOutputs: [...cell.sideOutputs]
      };
    }
  } as unknown as TslabConverter;
  const executor = createExecutor(
    cwd,
    { node: given, browser: given, close: () => undefined },
    {
      log: () => undefined,
      error: (error: unknown) => {
        thrown = { error };
      }
    }
  );
  // tslab's own way to hand things to cells; whoever lists what is global need not see it.
  Object.defineProperty(globalThis, '__tslab__', { enumerable: false });
  const require = createRequire(`${cwd}/notebook.js`);
  const meta = Object.freeze({
    url: `file://${cwd}/notebook.ts`,
    dirname: cwd,
    filename: `${cwd}/notebook.ts`
  });

  function resumed(value?: unknown): unknown {
    guard.resumed();
    return value;
  }

  async function run(cell: CompiledCell, script: string): Promise<CellResult> {
    const { emit, names } = cell;
    scope.declare(
      emit.references.filter(name => names.all.has(name)),
      { hoisted: names.hoisted }
    );
    const load = sideRequire();
    const frame: CellFrame = {
      refs: emit.references.map(name => scope.reference(name)),
      [IMPORT_FUNCTION]: id => importModule(id, load, require),
      [IMPORT_META]: meta,
      [AWAITED]: guard.awaited,
      [RESUMED]: resumed,
      [READABLE]: readable,
      [IMPORT_BINDINGS](id, _line, ...bindings) {
        const module = load(id);
        for (const [reference, key] of bindings) {
          const at = frame.refs.indexOf(reference);
          const name = emit.references[at];
          if (readBinding.isFixed(id)) {
            (reference as { v: unknown }).v = readBinding(module, key);
          } else {
            scope.follow(name, () => readBinding(module, key));
          }
        }
      }
    };
    executor.locals[FRAME] = frame;
    pending = {
      text: `${opening(cell)}${emit.javascript}\n;${FRAME}.value=${LAST_VALUE};\n//# sourceURL=${script}`,
      cell
    };
    thrown = null;
    const settled = executor.execute('');
    pending = null;
    const done = await settled;
    // The executor races every cell against one promise that never settles, which would keep what
    // each of them left; settled and made anew it keeps nothing.
    executor.interrupt();
    if (!done) {
      const { error } = thrown as unknown as { error: unknown };
      scope.seal(emit.references);
      throw error;
    }
    return emit.hasValue ? { value: frame.value } : {};
  }

  /** `require` as cells see it: tslab's, which knows the modules beside the notebook. */
  function sideRequire(): (id: string) => unknown {
    const holder = globalThis as unknown as {
      __tslab__: { require: (id: string) => unknown };
    };
    return holder.__tslab__.require;
  }

  return {
    scope,
    run,
    positions: cell =>
      createPositions({
        emit: cell.emit,
        shift: EXECUTOR_PREFIX.length + opening(cell).length
      })
  };
}

/** What stands before the text of a cell, on its first line. */
function opening({ emit }: CompiledCell): string {
  const references = emit.references
    .map(name => `${name}${REFERENCE_MARK}`)
    .join(',');
  return `"use strict";const ${FRAME}=exports.${FRAME},{${IMPORT_FUNCTION},${IMPORT_META},${IMPORT_BINDINGS},${AWAITED},${RESUMED},${READABLE},refs:[${references}]}=${FRAME};delete exports.${FRAME};const{dirname:__dirname,filename:__filename}=${IMPORT_META};let ${LAST_VALUE};`;
}
