import * as ts from 'typescript';
import { IMPORT_BINDINGS, REFERENCE_MARK } from './cellFrame';
import { blank, replace, type Rewrite } from './rewrite';

/** Imports happen before anything else in the cell, as in a module. */
export function visitImport(
  rewrite: Rewrite,
  node: ts.ImportDeclaration
): void {
  const from = node.moduleSpecifier.getText(rewrite.file);
  const clause = node.importClause;
  const line = rewrite.file.getLineAndCharacterOfPosition(
    node.getStart(rewrite.file)
  ).line;
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
  rewrite.first.push(
    `${IMPORT_BINDINGS}(${from}, ${line}, ${bindings.join(', ')});`
  );
  blank(rewrite, node);
}

/** What a cell exports is shared anyway; `export … from` still loads its module. */
export function visitExport(
  rewrite: Rewrite,
  node: ts.ExportDeclaration
): void {
  if (node.moduleSpecifier) {
    const line = rewrite.file.getLineAndCharacterOfPosition(
      node.getStart(rewrite.file)
    ).line;
    rewrite.first.push(
      `${IMPORT_BINDINGS}(${node.moduleSpecifier.getText(rewrite.file)}, ${line});`
    );
  }
  blank(rewrite, node);
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
