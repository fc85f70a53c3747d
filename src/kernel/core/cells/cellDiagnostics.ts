import * as ts from 'typescript';

/** What TypeScript has against a cell, less what running it will settle. */
export interface CellDiagnostics {
  readonly diagnostics: readonly ts.Diagnostic[];
  /**
   * Names that no cell has declared so far, used only inside functions: a later cell may declare
   * them before the function is called, as two functions of one file may call each other.
   */
  readonly lateBound: ReadonlySet<string>;
}

const CANNOT_FIND_NAME = 2304;
/** Inside a function a later cell may still assign the variable before the call. */
const USED_BEFORE_ASSIGNED = 2454;

/** Top-level `await` needs no `export` beside it here, and a module may lie outside the notebook's folder. */
const SETTLED = new Set([1375, 1378, 1431, 1432, 6059]);

/** The syntax errors of the files or, when there are none, their type errors. */
export function cellDiagnostics(
  program: ts.Program,
  files: readonly ts.SourceFile[],
  /** The cell's own text within the first file; around it stands what the student never wrote. */
  own: { readonly start: number; readonly end: number }
): CellDiagnostics {
  const lateBound = new Set<string>();
  const diagnostics: ts.Diagnostic[] = [];
  for (const file of files) {
    const syntactic = program.getSyntacticDiagnostics(file);
    const all =
      syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(file);
    for (const diagnostic of all) {
      const { start = own.start } = diagnostic;
      if (
        diagnostic.category !== ts.DiagnosticCategory.Error ||
        SETTLED.has(diagnostic.code) ||
        (file === files[0] && (start < own.start || start > own.end))
      ) {
        continue;
      }
      const name = lateName(diagnostic);
      if (name !== null) {
        lateBound.add(name);
      } else if (
        diagnostic.code !== USED_BEFORE_ASSIGNED ||
        !isDeferred(diagnostic)
      ) {
        diagnostics.push(diagnostic);
      }
    }
  }
  return { diagnostics, lateBound };
}

/** The name, when the diagnostic is about an unknown value used where it is not needed yet. */
function lateName(diagnostic: ts.Diagnostic): string | null {
  const { code, file, start } = diagnostic;
  if (code !== CANNOT_FIND_NAME || file === undefined || start === undefined) {
    return null;
  }
  const node = nodeAt(file, start);
  return ts.isIdentifier(node) &&
    !ts.isPartOfTypeNode(node) &&
    isDeferred(diagnostic)
    ? node.text
    : null;
}

/** Whether the diagnostic is about code inside a function that is not called at once. */
function isDeferred({ file, start }: ts.Diagnostic): boolean {
  if (file === undefined || start === undefined) {
    return false;
  }
  const node = nodeAt(file, start);
  for (let at: ts.Node = node; at.parent && at !== file; at = at.parent) {
    if (
      ts.isFunctionLike(at) &&
      !isCalledAtOnce(at) &&
      'body' in at &&
      at.body !== undefined
    ) {
      return true;
    }
  }
  return false;
}

function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart(file) <= position && position < node.end) {
      found = node;
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(file, visit);
  return found;
}

/** A function that is an argument or the callee of a call is most likely called right away. */
function isCalledAtOnce(node: ts.Node): boolean {
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) {
    outer = outer.parent;
  }
  return ts.isCallExpression(outer) || ts.isNewExpression(outer);
}
