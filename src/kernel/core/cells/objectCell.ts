import * as ts from 'typescript';

/**
 * A cell that is nothing but an object in braces means the object, though the language reads a
 * block: `{a: 1, b: 2}`. Anything else is given back as it is.
 */
export function asExpression(source: string): string {
  const trimmed = source.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) {
    return source;
  }
  const wrapped = source.replace(/^(\s*)([\s\S]*?)(\s*)$/, '$1($2)$3');
  const file = ts.createSourceFile(
    'cell.ts',
    wrapped,
    ts.ScriptTarget.Latest
  ) as ts.SourceFile & { parseDiagnostics: readonly ts.Diagnostic[] };
  const [statement] = file.statements;
  const isObject =
    file.parseDiagnostics.length === 0 &&
    file.statements.length === 1 &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression) &&
    ts.isObjectLiteralExpression(statement.expression.expression);
  return isObject ? wrapped : source;
}
