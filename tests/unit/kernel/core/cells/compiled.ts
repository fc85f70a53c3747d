import * as ts from 'typescript';
import { MODULE_PREFIX } from '../../../../../src/kernel/core/cells/cellFrame';
import type { CellEmit } from '../../../../../src/kernel/core/cells/emitCell';
import { topLevelNames } from '../../../../../src/kernel/core/cells/names';
import { shareNames } from '../../../../../src/kernel/core/cells/shareNames';

/** A cell without types checked, as it is when it runs; `known` are names of earlier cells. */
export function compiled(
  source: string,
  known: readonly string[] = []
): CellEmit {
  const text = MODULE_PREFIX + source;
  const { outputText, sourceMapText = '{}' } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true
    }
  });
  const emitted = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  const names = topLevelNames(
    ts.createSourceFile('cell.ts', text, ts.ScriptTarget.Latest)
  );
  const shared = shareNames(emitted, {
    names,
    isShared: name => known.includes(name)
  });
  return {
    ...shared,
    emitted,
    sourceMap: sourceMapText,
    declarations: '',
    hasValue: false
  };
}
