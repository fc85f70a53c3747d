import * as ts from 'typescript';
import {
  AWAITED,
  IMPORT_BINDINGS,
  LOADING,
  REFERENCE_MARK,
  RESUMED,
  RUN
} from './cellFrame';
import { blank, replace, type Rewrite } from './rewrite';

/** Imports happen before anything else in the cell, as in a module. */
export function visitImport(
  rewrite: Rewrite,
  node: ts.ImportDeclaration
): void {
  const clause = node.importClause;
  const bindings: string[] = [];
  const bind = (local: string, key: string) => {
    rewrite.references.add(local);
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
  loadFirst(rewrite, node, node.moduleSpecifier, bindings);
}

/** What a cell exports is shared anyway; `export … from` still loads its module. */
export function visitExport(
  rewrite: Rewrite,
  node: ts.ExportDeclaration
): void {
  if (node.moduleSpecifier) {
    loadFirst(rewrite, node, node.moduleSpecifier, []);
  } else {
    blank(rewrite, node);
  }
}

/** The cell waits for a module only where the module itself waits at its top level. */
function loadFirst(
  rewrite: Rewrite,
  statement: ts.Statement,
  from: ts.Expression,
  bindings: readonly string[]
): void {
  const load = [from.getText(rewrite.file), ...bindings].join(', ');
  rewrite.first.push(
    `{const ${LOADING}=${IMPORT_BINDINGS}(${load});if(${LOADING})${RESUMED}(${RUN}(),await ${AWAITED}(${LOADING}));}`
  );
  blank(rewrite, statement);
}

/** Takes `export` and `default` from a statement. */
export function removeExport(rewrite: Rewrite, node: ts.HasModifiers): void {
  for (const modifier of ts.getModifiers(node) ?? []) {
    if (
      modifier.kind === ts.SyntaxKind.ExportKeyword ||
      modifier.kind === ts.SyntaxKind.DefaultKeyword
    ) {
      replace(rewrite, modifier.getStart(rewrite.file), modifier.end, '');
    }
  }
}
