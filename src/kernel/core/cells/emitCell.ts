import * as ts from 'typescript';
import type { CellProgram } from './cellProgram';
import type { TopLevelNames } from './names';
import type { TextEdit } from './rewrite';
import { isAnonymousFunction } from './javascriptSyntax';
import { LAST_VALUE } from './cellFrame';
import { shareNames } from './shareNames';

/** A compiled cell, ready to run. */
export interface CellEmit {
  readonly javascript: string;
  /** TypeScript's emit, before names were shared. */
  readonly emitted: string;
  /** The shared names that it uses, in the order of the reference cells that it takes. */
  readonly references: readonly string[];
  /** Text edits that were made after TypeScript's emit, in order. */
  readonly edits: readonly TextEdit[];
  /** Source map of TypeScript's emit, as JSON; lines count `PREFIX_LINES` too many. */
  readonly sourceMap: string;
  /** What the cell declares, as the text of a declaration file. */
  readonly declarations: string;
  /** Whether the last statement is an expression, whose value is shown. */
  readonly hasValue: boolean;
}

interface ForcedEmit extends ts.Program {
  emit(
    file?: ts.SourceFile,
    write?: ts.WriteFileCallback,
    token?: ts.CancellationToken,
    onlyDeclarations?: boolean,
    transformers?: ts.CustomTransformers,
    /** Writes declarations even where a type has no name that can be written. */
    forceDeclarations?: boolean
  ): ts.EmitResult;
}

/** Compiles the cell that `cells` holds at the moment. */
export function emitCell(
  cells: CellProgram,
  {
    names,
    known,
    lateBound,
    probe,
    stopPoints
  }: {
    readonly names: TopLevelNames;
    readonly known: (name: string) => boolean;
    readonly lateBound: ReadonlySet<string>;
    readonly probe: string;
    readonly stopPoints: boolean;
  }
): CellEmit {
  const program = cells.program() as ForcedEmit;
  const file = cells.source(cells.cellFile);
  let javascript = '';
  let declarations = '';
  let sourceMap = '{}';
  let hasValue = false;
  program.emit(
    file,
    (name, text) => {
      if (name.endsWith('.js')) {
        javascript = text.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
      } else if (name.endsWith('.js.map')) {
        sourceMap = text;
      } else if (name.endsWith('.d.ts')) {
        declarations = text;
      }
    },
    undefined,
    false,
    {
      before: [
        keepLastValue(
          {
            start: cells.prefix.length,
            end: file.text.length - probe.length
          },
          () => {
            hasValue = true;
          }
        )
      ]
    },
    true
  );
  const shared = shareNames(javascript, {
    names,
    isShared: name => known(name) || lateBound.has(name),
    stopPoints
  });
  return {
    javascript: shared.javascript,
    emitted: javascript,
    references: shared.references,
    edits: shared.edits,
    sourceMap,
    declarations:
      declarations + nestedDeclarations(program, file, names.nestedVars),
    hasValue
  };
}

/** Stores the value of the last statement, when it is an expression, and drops what is not the cell's. */
function keepLastValue(
  own: { readonly start: number; readonly end: number },
  found: () => void
): ts.TransformerFactory<ts.SourceFile> {
  return ({ factory }) =>
    source => {
      const statements = source.statements.filter(
        statement =>
          (!ts.isExpressionStatement(statement) &&
            !ts.isVariableStatement(statement)) ||
          (statement.end > own.start && statement.getStart(source) < own.end)
      );
      let last = statements.length - 1;
      while (
        last >= 0 &&
        (ts.isEmptyStatement(statements[last]) ||
          ts.isExportDeclaration(statements[last]))
      ) {
        last -= 1;
      }
      const statement = statements[last];
      if (statement === undefined || !ts.isExpressionStatement(statement)) {
        return factory.updateSourceFile(source, statements);
      }
      found();
      statements[last] = ts.setTextRange(
        factory.createExpressionStatement(
          factory.createAssignment(
            factory.createIdentifier(LAST_VALUE),
            nameless(factory, statement.expression)
          )
        ),
        statement
      );
      return factory.updateSourceFile(source, statements);
    };
}

/** A function without a name takes none from where its value is stored. */
function nameless(
  factory: ts.NodeFactory,
  expression: ts.Expression
): ts.Expression {
  return isAnonymousFunction(expression)
    ? factory.createComma(factory.createNumericLiteral(0), expression)
    : expression;
}

/** Declarations of `var`s that stand in blocks, which a declaration file leaves out. */
function nestedDeclarations(
  program: ts.Program,
  file: ts.SourceFile,
  nested: ReadonlySet<string>
): string {
  if (nested.size === 0) {
    return '';
  }
  const checker = program.getTypeChecker();
  return checker
    .getSymbolsInScope(
      file.statements[0],
      ts.SymbolFlags.FunctionScopedVariable
    )
    .filter(
      symbol =>
        nested.has(symbol.name) &&
        symbol.declarations?.some(
          ({ parent }) => parent.getSourceFile() === file
        )
    )
    .map(
      symbol =>
        `\ndeclare var ${symbol.name}: ${checker.typeToString(
          checker.getTypeOfSymbolAtLocation(symbol, file),
          file,
          ts.TypeFormatFlags.NoTruncation
        )};`
    )
    .join('');
}
