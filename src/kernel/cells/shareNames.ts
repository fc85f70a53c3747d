import * as ts from 'typescript';
import {
  REFERENCE_MARK,
  IMPORT_FUNCTION,
  IMPORT_META,
  AWAITED,
  RESUMED,
  READABLE,
  IMPORT_BINDINGS
} from './cellFrame';
import { applyEdits, type Edit } from './edits';
import {
  insideOwnClass,
  isAnonymousFunction,
  isCalled,
  isImportKeyword,
  isNamingAssignment,
  isReference,
  isWritten,
  parse
} from './javascriptSyntax';
import type { TopLevelNames } from './names';

/**
 * Makes the top-level names of a notebook cell live in reference cells, `{v}`, that all notebook
 * cells share, so that many cells behave as one program. The rewrite works on the JavaScript that
 * TypeScript emitted and never moves a line:
 *
 *     let n = 0;                      nː.v = 0;
 *     function bump() { n++; }   →    function bump() { nː.v++; }
 *     bump();                         (0, bumpː.v)();
 *
 * One mechanism covers all kinds of declarations; what differs is only how each becomes an
 * assignment. Names that the compiler invents (helpers, temporaries) stay local.
 */
export function shareNames(
  javascript: string,
  { names, isShared }: ShareOptions
): SharedNames {
  const { file, checker } = parse(javascript);
  const edits: Edit[] = [];
  const references = new Set<string>();
  const early = new Set<string>();
  const first: string[] = [];

  const replace = (start: number, end: number, text: string) => {
    edits.push({ start, end, text });
  };
  const cellOf = (name: string) => {
    references.add(name);
    return `${name}${REFERENCE_MARK}.v`;
  };

  /** Whether the identifier, where it stands, means a name that cells share. */
  function shared(node: ts.Identifier): boolean {
    const name = node.text;
    if (!names.all.has(name) && !isShared(name)) {
      return false;
    }
    const symbol = checker.resolveName(
      name,
      node,
      ts.SymbolFlags.Value,
      /* excludeGlobals */ true
    );
    if (symbol === undefined) {
      return isShared(name);
    }
    const local = file.locals?.get(name as ts.__String);
    if (
      local === undefined ||
      (local !== symbol && local.exportSymbol !== symbol)
    ) {
      return false;
    }
    return names.all.has(name) && !insideOwnClass(node, name);
  }

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) {
      if (isReference(node) && shared(node)) {
        visitReference(node);
      }
      return;
    }
    if (ts.isImportDeclaration(node)) {
      visitImport(node);
      return;
    }
    if (ts.isExportDeclaration(node)) {
      visitExport(node);
      return;
    }
    if (ts.isExportAssignment(node)) {
      replace(node.getStart(file), node.expression.getStart(file), ';(');
      visit(node.expression);
      replace(node.expression.end, node.expression.end, ')');
      return;
    }
    if (ts.isVariableDeclarationList(node) && declaresShared(node)) {
      visitVariables(node);
      return;
    }
    if (ts.isFunctionDeclaration(node) && node.parent === file) {
      removeExport(node);
      if (node.name === undefined) {
        visitUnnamed(node);
        return;
      }
      if (names.all.has(node.name.text)) {
        first.push(`${cellOf(node.name.text)} = ${node.name.text};`);
      }
    } else if (ts.isClassDeclaration(node) && node.parent === file) {
      visitClass(node);
      return;
    } else if (ts.isCallExpression(node) && isImportKeyword(node.expression)) {
      replace(
        node.expression.getStart(file),
        node.expression.end,
        IMPORT_FUNCTION
      );
    } else if (
      ts.isMetaProperty(node) &&
      node.keywordToken === ts.SyntaxKind.ImportKeyword
    ) {
      replace(node.getStart(file), node.end, IMPORT_META);
      return;
    } else if (ts.isAwaitExpression(node)) {
      const value = node.expression.getStart(file);
      replace(node.getStart(file), node.getStart(file), `${RESUMED}(`);
      replace(value, value, `${AWAITED}(`);
      visit(node.expression);
      replace(node.end, node.end, '))');
      return;
    } else if (ts.isForOfStatement(node) && node.awaitModifier) {
      visit(node.initializer);
      visit(node.expression);
      const { statement } = node;
      const isBlock = ts.isBlock(statement);
      const start = statement.getStart(file) + (isBlock ? 1 : 0);
      replace(start, start, `${isBlock ? '' : '{'}${RESUMED}();`);
      visit(statement);
      replace(statement.end, statement.end, isBlock ? '' : '}');
      return;
    } else if (isNamingAssignment(node)) {
      visit(node.left);
      visitNamed(node.left.text, node.right, shared(node.left));
      return;
    }
    ts.forEachChild(node, visit);
  }

  /**
   * Whether the name may be read before its declaration has run: in a function that stands above
   * it. Then the read checks, which costs a little; all others do not.
   */
  function mayBeEarly(node: ts.Identifier): boolean {
    const declaration = file.locals?.get(node.text as ts.__String)
      ?.declarations?.[0];
    return (
      declaration !== undefined &&
      !names.hoisted.has(node.text) &&
      !names.reset.has(node.text) &&
      !ts.isImportClause(declaration) &&
      !ts.isImportSpecifier(declaration) &&
      !ts.isNamespaceImport(declaration) &&
      node.pos < declaration.end &&
      !isWritten(node)
    );
  }

  function visitReference(node: ts.Identifier): void {
    const { parent, text } = node;
    const [start, end] = [node.getStart(file), node.end];
    if (mayBeEarly(node)) {
      early.add(text);
      references.add(text);
      const read = `${READABLE}(${text}${REFERENCE_MARK}, "${text}").v`;
      replace(
        start,
        end,
        ts.isShorthandPropertyAssignment(parent) && parent.name === node
          ? `${text}: ${read}`
          : isCalled(node)
            ? `(0, ${read})`
            : ts.isNewExpression(parent) && parent.expression === node
              ? `(${read})`
              : read
      );
      return;
    }
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) {
      replace(start, end, `${text}: ${cellOf(text)}`);
    } else if (isCalled(node)) {
      // A plain call has no `this`.
      replace(start, end, `(0, ${cellOf(text)})`);
    } else {
      replace(start, end, cellOf(text));
    }
  }

  /** Whether the variables are those of the cell, not of a block or function in it. */
  function declaresShared(list: ts.VariableDeclarationList): boolean {
    if ((list.flags & ts.NodeFlags.BlockScoped) !== 0) {
      return (
        ts.isVariableStatement(list.parent) &&
        list.parent.parent === file &&
        anyNamed(list)
      );
    }
    for (let at: ts.Node = list; at !== file; at = at.parent) {
      if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at)) {
        return false;
      }
    }
    return anyNamed(list);
  }

  function anyNamed(list: ts.VariableDeclarationList): boolean {
    return list.declarations.some(({ name }) => anyBound(name));
  }

  function anyBound(name: ts.BindingName): boolean {
    return ts.isIdentifier(name)
      ? names.all.has(name.text)
      : name.elements.some(
          element => ts.isBindingElement(element) && anyBound(element.name)
        );
  }

  /** `let a = 1, {b} = c;` → `aː.v = 1, ({b: bː.v} = c);` */
  function visitVariables(list: ts.VariableDeclarationList): void {
    if (ts.isVariableStatement(list.parent)) {
      removeExport(list.parent);
    }
    const inLoop =
      ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
    const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
    const [firstOne] = list.declarations;
    // The keyword goes; a semicolon keeps what follows from continuing the statement before.
    const opening = ts.isVariableStatement(list.parent) ? ';' : '';
    replace(list.getStart(file), firstOne.getStart(file), opening);
    for (const { name, initializer } of list.declarations) {
      if (ts.isIdentifier(name)) {
        const start = name.getStart(file);
        if (!names.all.has(name.text)) {
          // A temporary of the compiler beside the cell's own names.
          first.push(`var ${name.text};`);
        } else if (initializer || inLoop || !isVar) {
          replace(start, name.end, cellOf(name.text));
        } else {
          replace(start, name.end, `void 0`);
        }
        if (initializer) {
          visitNamed(name.text, initializer, true);
        } else if (!inLoop && !isVar) {
          replace(name.end, name.end, ' = undefined');
        }
        continue;
      }
      if (!inLoop) {
        replace(name.getStart(file), name.getStart(file), '(');
      }
      visitPattern(name);
      if (initializer) {
        visit(initializer);
        replace(initializer.end, initializer.end, ')');
      }
    }
  }

  /** The names of a pattern that is now assigned to, not declared. */
  function visitPattern(pattern: ts.BindingPattern): void {
    for (const element of pattern.elements) {
      if (!ts.isBindingElement(element)) {
        continue;
      }
      const { name, propertyName, initializer, dotDotDotToken } = element;
      if (propertyName && ts.isComputedPropertyName(propertyName)) {
        visit(propertyName.expression);
      }
      if (ts.isIdentifier(name)) {
        const isShorthand =
          ts.isObjectBindingPattern(pattern) &&
          propertyName === undefined &&
          dotDotDotToken === undefined;
        replace(
          name.getStart(file),
          name.end,
          isShorthand ? `${name.text}: ${cellOf(name.text)}` : cellOf(name.text)
        );
        if (initializer) {
          visitNamed(name.text, initializer, true);
        }
      } else {
        visitPattern(name);
        if (initializer) {
          visit(initializer);
        }
      }
    }
  }

  /** A value that takes its name from the variable: assigned to `ref.v` it would have none. */
  function visitNamed(
    name: string,
    value: ts.Expression,
    isShared: boolean
  ): void {
    const naming = isShared && isAnonymousFunction(value);
    if (naming) {
      replace(value.getStart(file), value.getStart(file), `({ ["${name}"]: `);
    }
    visit(value);
    if (naming) {
      replace(value.end, value.end, ` })["${name}"]`);
    }
  }

  /** `class A {…}` → `Aː.v = class A {…};` Inside, its own name means this very class. */
  function visitClass(node: ts.ClassDeclaration): void {
    removeExport(node);
    const start = node.getStart(file);
    if (node.name && names.all.has(node.name.text)) {
      const keyword = javascript.indexOf('class', skipModifiers(node, start));
      replace(keyword, keyword, `;${cellOf(node.name.text)} = `);
      ts.forEachChild(node, child => {
        if (child !== node.name) {
          visit(child);
        }
      });
      replace(node.end, node.end, ';');
      return;
    }
    if (!node.name) {
      visitUnnamed(node);
      return;
    }
    ts.forEachChild(node, visit);
  }

  /** `export default class {…}`: without its modifiers it must become an expression. */
  function visitUnnamed(
    node: ts.ClassDeclaration | ts.FunctionDeclaration
  ): void {
    const start = node.getStart(file);
    replace(start, start, ';(');
    ts.forEachChild(node, visit);
    replace(node.end, node.end, ');');
  }

  function skipModifiers(node: ts.ClassDeclaration, start: number): number {
    return ts.getModifiers(node)?.at(-1)?.end ?? start;
  }

  /** Imports happen before anything else in the cell, as in a module. */
  function visitImport(node: ts.ImportDeclaration): void {
    const from = node.moduleSpecifier.getText(file);
    const clause = node.importClause;
    const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
    const bindings: string[] = [];
    const bind = (local: string, key: string) => {
      references.add(local);
      bindings.push(`[${local}${REFERENCE_MARK}, ${JSON.stringify(key)}]`);
    };
    if (clause?.name) {
      bind(clause.name.text, 'default');
    }
    if (clause?.namedBindings) {
      if (ts.isNamespaceImport(clause.namedBindings)) {
        bind(clause.namedBindings.name.text, '*');
      } else {
        for (const { name, propertyName } of clause.namedBindings.elements) {
          bind(name.text, (propertyName ?? name).text);
        }
      }
    }
    first.push(`${IMPORT_BINDINGS}(${from}, ${line}, ${bindings.join(', ')});`);
    blank(node);
  }

  /** What a cell exports is shared anyway; `export … from` still loads its module. */
  function visitExport(node: ts.ExportDeclaration): void {
    if (node.moduleSpecifier) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line;
      first.push(
        `${IMPORT_BINDINGS}(${node.moduleSpecifier.getText(file)}, ${line});`
      );
    }
    blank(node);
  }

  /** Removes a statement and keeps its lines. */
  function blank(node: ts.Node): void {
    const start = node.getStart(file);
    const lines = javascript.slice(start, node.end).split('\n').length - 1;
    replace(start, node.end, `;${'\n'.repeat(lines)}`);
  }

  function removeExport(node: ts.HasModifiers): void {
    for (const modifier of ts.getModifiers(node) ?? []) {
      if (
        modifier.kind === ts.SyntaxKind.ExportKeyword ||
        modifier.kind === ts.SyntaxKind.DefaultKeyword
      ) {
        replace(modifier.getStart(file), modifier.end, '');
      }
    }
  }

  visit(file);
  for (const name of names.reset) {
    if (references.has(name)) {
      first.unshift(`${cellOf(name)} = undefined;`);
    }
  }
  return {
    ...applyEdits(javascript, edits, first.join(' ')),
    references: [...references],
    early: [...early]
  };
}

export interface ShareOptions {
  readonly names: TopLevelNames;
  /** Whether a name that the cell does not declare belongs to an earlier (or later) cell. */
  readonly isShared: (name: string) => boolean;
}

export interface SharedNames {
  readonly javascript: string;
  /** The names whose reference cells the text takes, as parameters `nameː`. */
  readonly references: readonly string[];
  /** Names of the text that functions above their declaration read. */
  readonly early: readonly string[];
  /** In order of position; the first one inserts what goes before the first line. */
  readonly edits: readonly Edit[];
}
