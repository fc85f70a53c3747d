import * as ts from 'typescript';
import {
  REFERENCE_MARK,
  IMPORT_FUNCTION,
  IMPORT_META,
  AWAITED,
  RESUMED,
  RUN,
  READABLE
} from './cellFrame';
import {
  applyEdits,
  cellOf as cellOfName,
  replace as replaceText,
  type TextEdit,
  type Rewrite
} from './rewrite';
import {
  insideOwnClass,
  isCalled,
  isImportKeyword,
  isNamingAssignment,
  isReference,
  isWritten,
  parse
} from './javascriptSyntax';
import type { TopLevelNames } from './names';
import { visitClass, visitUnnamed } from './shareClasses';
import { visitLoop } from './shareLoops';
import { removeExport, visitExport, visitImport } from './shareModules';
import { declaresShared, visitNamed, visitVariables } from './shareVariables';

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
  { names, isShared, stopPoints = false }: ShareOptions
): SharedNames {
  const { file, checker } = parse(javascript);
  const edits: TextEdit[] = [];
  const references = new Set<string>();
  const first: string[] = [];

  const rewrite: Rewrite = {
    javascript,
    file,
    names,
    edits,
    references,
    first,
    visit
  };
  const replace = (start: number, end: number, text: string) =>
    replaceText(rewrite, start, end, text);
  const cellOf = (name: string) => cellOfName(rewrite, name);

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
    const local = file.locals?.get(ts.escapeLeadingUnderscores(name));
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
      visitImport(rewrite, node);
      return;
    }
    if (ts.isExportDeclaration(node)) {
      visitExport(rewrite, node);
      return;
    }
    if (ts.isExportAssignment(node)) {
      replace(node.getStart(file), node.expression.getStart(file), ';(');
      visit(node.expression);
      replace(node.expression.end, node.expression.end, ')');
      return;
    }
    if (ts.isVariableDeclarationList(node) && declaresShared(rewrite, node)) {
      visitVariables(rewrite, node);
      return;
    }
    if (ts.isFunctionDeclaration(node) && node.parent === file) {
      removeExport(rewrite, node);
      if (node.name === undefined) {
        visitUnnamed(rewrite, node);
        return;
      }
      if (names.all.has(node.name.text)) {
        first.push(`${cellOf(node.name.text)} = ${node.name.text};`);
      }
    } else if (ts.isClassDeclaration(node) && node.parent === file) {
      visitClass(rewrite, node);
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
      replace(node.getStart(file), node.getStart(file), `${RESUMED}(${RUN}(),`);
      replace(value, value, `${AWAITED}(`);
      visit(node.expression);
      replace(node.end, node.end, '))');
      return;
    } else if (ts.isIterationStatement(node, false)) {
      visitLoop(rewrite, node, stopPoints);
      return;
    } else if (isNamingAssignment(node)) {
      visit(node.left);
      visitNamed(rewrite, node.left.text, node.right, shared(node.left));
      return;
    }
    ts.forEachChild(node, visit);
  }

  /**
   * Whether the name may be read before its declaration has run: in a function that stands above
   * it. Then the read checks, which costs a little; all others do not.
   */
  function mayBeEarly(node: ts.Identifier): boolean {
    const declaration = file.locals?.get(ts.escapeLeadingUnderscores(node.text))
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

  visit(file);
  for (const name of names.reset) {
    if (references.has(name)) {
      first.unshift(`${cellOf(name)} = undefined;`);
    }
  }
  return {
    ...applyEdits(javascript, edits, first.join(' ')),
    references: [...references]
  };
}

export interface ShareOptions {
  readonly names: TopLevelNames;
  /** Whether a name that the cell does not declare belongs to an earlier (or later) cell. */
  readonly isShared: (name: string) => boolean;
  /** Whether loops pass points where they can be stopped. */
  readonly stopPoints?: boolean;
}

export interface SharedNames {
  readonly javascript: string;
  /** The names whose reference cells the text takes, as parameters `nameː`. */
  readonly references: readonly string[];
  /** In order of position; the first one inserts what goes before the first line. */
  readonly edits: readonly TextEdit[];
}
