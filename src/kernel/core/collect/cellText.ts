import * as ts from 'typescript';
import { unwritten } from '../../../exercises/metadata/studentVersion';
import { bindingNames, topLevelNames } from '../cells/names';
import { rememberedReading } from './createReads';
import {
  assignedIn,
  isFunction,
  isReading,
  memberOf,
  rootOf,
  targetsOf
} from './targets';

/** What a notebook cell says of itself, read from its syntax alone. */
export interface CellText {
  readonly source: string;
  /** The text is no whole program: run, it would do nothing. */
  readonly isBroken: boolean;
  /** Nothing but blanks and comments. */
  readonly isEmpty: boolean;
  /** Still throws what stands where an answer is to be written. */
  readonly isUnwritten: boolean;
  /** What it declares, imports aside. */
  readonly declares: ReadonlySet<string>;
  /** What it gives a value: of these what no stub stands in any more, and what it assigns to others. */
  readonly written: ReadonlySet<string>;
  /** What it imports: a statement that imports it alone, by its name in the cell. */
  readonly imports: ReadonlyMap<string, string>;
  /** Names of things in which it writes, or of which it calls methods: `list` of `list.push(3)`. */
  readonly touches: ReadonlySet<string>;
  /** Of other names of things, or of parts of them, the things' own: `list` of `const same = list`. */
  readonly aliases: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the name of what it calls, the names of things that it hands over: `list` of `fill(list)`. */
  readonly passes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that it says, members aside. */
  readonly mentions: ReadonlySet<string>;
  /** By the name of each function and class that it declares, what happens where that is used. */
  readonly effects: ReadonlyMap<string, Effect>;
  /** Of things that it extends the names of what they get: `last` of `Array.prototype.last = …`. */
  readonly extends: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of members that it reads: `last` of `values.last()`. */
  readonly members: ReadonlySet<string>;
}

/** What a function touches when it is used, and the names that it says, which may touch more. */
export interface Effect {
  readonly touches: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
}

/** Reads a notebook cell. What cannot be read as a program is read as far as it goes. */
export const readCellText = rememberedReading<CellText>(read, source => ({
  source,
  isBroken: true,
  isEmpty: false,
  isUnwritten: false,
  declares: new Set(),
  written: new Set(),
  imports: new Map(),
  touches: new Set(),
  aliases: new Map(),
  passes: new Map(),
  mentions: new Set(),
  effects: new Map(),
  extends: new Map(),
  members: new Set()
}));

function read(source: string): CellText {
  const file = ts.createSourceFile(
    'cell.ts',
    source,
    ts.ScriptTarget.Latest,
    true
  ) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
  const imports = new Map<string, string>();
  const touches = new Set<string>();
  const mentions = new Set<string>();
  const effects = new Map<string, Effect>();
  const passes = new Map<string, Set<string>>();
  const aliases = new Map<string, Set<string>>();
  const extended = new Map<string, Set<string>>();
  const members = new Set<string>();

  let effect = noEffect();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      importStatements(node).forEach(([name, text]) => imports.set(name, text));
      return;
    }
    if (ts.isPropertyAccessExpression(node)) {
      members.add(node.name.text);
    }
    if (ts.isIdentifier(node) && !isMemberName(node)) {
      mentions.add(node.text);
      effect.mentions.add(node.text);
    }
    if (ts.isParameter(node) || ts.isVariableDeclaration(node)) {
      boundNames(node.name).forEach(name => effect.locals.add(name));
    }
    for (const target of targetsOf(node)) {
      const root = rootOf(target);
      if (root !== null) {
        touches.add(root);
        // A function that only reads a list leaves it as it is, and so does its caller.
        if (!isReading(target)) {
          effect.touches.add(root);
        }
        const member = memberOf(target);
        if (member !== null) {
          put(extended, root, member);
        }
      }
    }
    for (const [name, root] of aliasesIn(node)) {
      put(aliases, name, root);
    }
    for (const [callee, root] of passedIn(node)) {
      put(passes, callee, root);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of file.statements) {
    effect = noEffect();
    visit(statement);
    const outer = outside(effect);
    functionsOf(statement).forEach(name => effects.set(name, outer));
  }

  const { all } = topLevelNames(file);
  const declares = new Set([...all].filter(name => !imports.has(name)));
  const unwrittenNames = new Set([
    ...file.statements.filter(hasStub).flatMap(namesOf),
    ...file.statements
      .flatMap(barelyDeclared)
      .filter(name => !touches.has(name))
  ]);
  const given = [...declares, ...file.statements.flatMap(assignedName)];
  return {
    source,
    isBroken: file.parseDiagnostics.length > 0,
    isEmpty: file.statements.length === 0,
    isUnwritten: file.statements.some(hasStub),
    declares,
    written: new Set(given.filter(name => !unwrittenNames.has(name))),
    imports,
    touches,
    aliases,
    passes,
    mentions,
    effects,
    extends: extended,
    members
  };
}

const noEffect = () => ({
  touches: new Set<string>(),
  mentions: new Set<string>(),
  locals: new Set<string>()
});

/** Of what stands in a function, what is not its own. */
function outside({
  touches,
  mentions,
  locals
}: ReturnType<typeof noEffect>): Effect {
  const isOuter = (name: string) => !locals.has(name);
  return {
    touches: new Set([...touches].filter(isOuter)),
    mentions: new Set([...mentions].filter(isOuter))
  };
}

function put(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set<string>()).add(value));
}

/** `[one, all]` of `const one = all[0];` and of `for (const one of all)`. */
function aliasesIn(node: ts.Node): [string, string][] {
  const [declared, of] =
    ts.isVariableDeclaration(node) && node.initializer
      ? [[node], node.initializer]
      : ts.isForOfStatement(node) &&
          ts.isVariableDeclarationList(node.initializer)
        ? [node.initializer.declarations, node.expression]
        : [[], null];
  if (of === null) {
    return [];
  }
  // `all.at(-1)` and `all.find(…)` give a part of it.
  const part =
    ts.isCallExpression(of) && !ts.isIdentifier(of.expression)
      ? of.expression
      : of;
  const root = rootOf(part);
  return root === null
    ? []
    : declared
        .flatMap(({ name }) => boundNames(name))
        .map(name => [name, root]);
}

function boundNames(name: ts.BindingName): string[] {
  return ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap(element =>
        ts.isBindingElement(element) ? boundNames(element.name) : []
      );
}

/** `[fill, list]` of `fill(list)`, of `new Filler(list)` and of `helpers.fill(list)`. */
function passedIn(node: ts.Node): [string, string][] {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) {
    return [];
  }
  const callee = rootOf(node.expression);
  return callee === null
    ? []
    : [...(node.arguments ?? [])]
        .map(each => rootOf(ts.isSpreadElement(each) ? each.expression : each))
        .filter(root => root !== null)
        .map(root => [callee, root]);
}

/** The names that one statement declares. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return bindingNames(statement.declarationList);
  }
  return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
    ? statement.name
      ? [statement.name.text]
      : []
    : [];
}

/** The names of the functions and classes that one statement declares. */
function functionsOf(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement)) {
    return namesOf(statement);
  }
  return statement.declarationList.declarations.flatMap(
    ({ name, initializer }) =>
      ts.isIdentifier(name) &&
      initializer !== undefined &&
      (isFunction(initializer) || ts.isClassExpression(initializer))
        ? [name.text]
        : []
  );
}

/** What a statement declares and leaves to another cell to fill: `let double: Step;`. */
function barelyDeclared(statement: ts.Statement): string[] {
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations
        .filter(({ initializer }) => initializer === undefined)
        .map(({ name }) => name.getText())
    : [];
}

/** `double` of `double = x => 2 * x;` or `[double] = …`, which another cell declares. */
function assignedName(statement: ts.Statement): string[] {
  if (!ts.isExpressionStatement(statement)) {
    return [];
  }
  const whole = ts.isParenthesizedExpression(statement.expression)
    ? statement.expression.expression
    : statement.expression;
  return ts.isBinaryExpression(whole) &&
    whole.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? assignedIn(whole.left)
        .filter(ts.isIdentifier)
        .map(({ text }) => text)
    : [];
}

/** Whether what stands where an answer is to be written would be thrown; below a `return` it is not. */
function hasStub(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) {
    return node.expression.getText().includes(unwritten) && !isBehindEnd(node);
  }
  return ts.forEachChild(node, child => hasStub(child) || undefined) ?? false;
}

function isBehindEnd(statement: ts.Statement): boolean {
  const { parent } = statement;
  const beside =
    ts.isBlock(parent) || ts.isSourceFile(parent) ? parent.statements : [];
  return beside.some(
    other =>
      other.pos < statement.pos &&
      (ts.isReturnStatement(other) || ts.isThrowStatement(other))
  );
}

/** One statement for each name of an import. */
function importStatements(
  declaration: ts.ImportDeclaration
): [string, string][] {
  const { importClause: clause, moduleSpecifier } = declaration;
  // A text that does not end, or has no module, imports nothing.
  if (clause === undefined || !ts.isStringLiteral(moduleSpecifier)) {
    return [];
  }
  const from = `from ${moduleSpecifier.getText()};`;
  const type = clause.isTypeOnly ? 'type ' : '';
  const found: [string, string][] = [];
  if (clause.name) {
    const { text } = clause.name;
    found.push([text, `import ${type}${text} ${from}`]);
  }
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    const { text } = bindings.name;
    found.push([text, `import ${type}* as ${text} ${from}`]);
  } else if (bindings) {
    for (const element of bindings.elements) {
      found.push([
        element.name.text,
        `import ${type}{ ${element.getText()} } ${from}`
      ]);
    }
  }
  return found;
}

/** `push` of `list.push` and `last` of `{ last: 1 }`, which are names of no things of their own. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isPropertyAssignment(parent)) &&
    parent.name === node
  );
}
