import * as ts from 'typescript';

/**
 * In one program the compiler knows, line by line, what a variable holds by then: after
 * `best = run` a `Run | null` is a `Run`. Cut into notebook cells that knowledge would be lost at
 * every border. So each cell ends with a probe that reads its variables, and what the compiler knows
 * there is given to the next cell as an assignment that is checked but never run.
 */
export interface Narrowing {
  readonly name: string;
  /** The type that the variable has at the end of the cell. */
  readonly type: string;
  readonly isConst: boolean;
}

/** The statement that reads variables at the end of a cell; empty when there are none. */
export function probeOf(names: readonly string[]): string {
  return names.length === 0 ? '' : `\n;void [${names.join(', ')}];`;
}

/** Assignments that tell the compiler what variables hold at the start of a cell, on one line. */
export function preludeOf(narrowings: Iterable<Narrowing>): string {
  return [...narrowings]
    .map(({ name, type }) => `${name}=null!as ${onOneLine(type)};`)
    .join('');
}

function onOneLine(type: string): string {
  return type.replace(/\s*\n\s*/g, ' ');
}

/** Declares `var`s with what earlier cells left in them, on one line. */
export function preludeOfVars(types: ReadonlyMap<string, string>): string {
  return [...types]
    .map(([name, type]) => `var ${name}:${onOneLine(type)}=null!;`)
    .join('');
}

/** The variables of a cell, own or earlier, whose type may have changed on the way. */
export function namesToProbe(
  file: ts.SourceFile,
  isEarlierVariable: (name: string) => boolean
): string[] {
  const found = new Set<string>();
  const own = new Set<string>();
  const undetermined = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name, type, initializer } of statement.declarationList
        .declarations) {
        if (!ts.isIdentifier(name)) {
          continue;
        }
        // Their type evolves; to read it too early is an error of its own.
        const evolves =
          type === undefined &&
          (initializer === undefined ||
            (ts.isArrayLiteralExpression(initializer) &&
              initializer.elements.length === 0));
        (evolves ? undetermined : own).add(name.text);
      }
    }
  }
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      (own.has(node.text) || isEarlierVariable(node.text))
    ) {
      found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...found].filter(name => !undetermined.has(name));
}

/** What the compiler knows at the probe of a cell beyond the declared types. */
export function narrowingsAt(
  checker: ts.TypeChecker,
  file: ts.SourceFile,
  probeStart: number
): Narrowing[] {
  const narrowings: Narrowing[] = [];
  for (const statement of file.statements) {
    if (statement.end <= probeStart || !ts.isExpressionStatement(statement)) {
      continue;
    }
    statement.expression.forEachChild(list =>
      list.forEachChild(node => {
        const narrowing = ts.isIdentifier(node)
          ? narrowingOf(checker, node)
          : null;
        if (narrowing !== null) {
          narrowings.push(narrowing);
        }
      })
    );
  }
  return narrowings;
}

function narrowingOf(
  checker: ts.TypeChecker,
  node: ts.Identifier
): Narrowing | null {
  const symbol = checker.getSymbolAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  if (
    symbol === undefined ||
    declaration === undefined ||
    !ts.isVariableDeclaration(declaration)
  ) {
    return null;
  }
  const declared = checker.getTypeOfSymbol(symbol);
  const known = checker.getTypeAtLocation(node);
  // A single value (null, 'a', false) is no knowledge to build on: a function may change it unseen.
  const single = ts.TypeFlags.Unit | ts.TypeFlags.Never | ts.TypeFlags.Any;
  if (
    !declared.isUnion() ||
    known === declared ||
    (known.flags & single) !== 0 ||
    (known.isUnion() && known.types.every(type => (type.flags & single) !== 0))
  ) {
    return null;
  }
  const list = declaration.parent;
  return {
    name: node.text,
    type: checker.typeToString(
      known,
      undefined,
      ts.TypeFormatFlags.NoTruncation
    ),
    isConst:
      ts.isVariableDeclarationList(list) &&
      (list.flags & ts.NodeFlags.Const) !== 0
  };
}
