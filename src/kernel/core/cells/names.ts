import * as ts from 'typescript';

/** The names that a notebook cell declares at its top level. */
export interface TopLevelNames {
  /** All of them, types too. */
  readonly all: ReadonlySet<string>;
  /** Those that the cell exports itself. */
  readonly exported: ReadonlySet<string>;
  /** Values that exist from the start of the cell: `var`, functions, and what blocks hoist. */
  readonly hoisted: ReadonlySet<string>;
  /** What `var` declares, in blocks and loops too. */
  readonly vars: ReadonlySet<string>;
  /** `var` in blocks and loops: declared for the cell, though not by a statement of its own. */
  readonly nestedVars: ReadonlySet<string>;
  /** Enums and namespaces, which start over when the cell runs again. */
  readonly reset: ReadonlySet<string>;
}

/** Finds the names that `source` declares at its top level. */
export function topLevelNames(source: ts.SourceFile): TopLevelNames {
  const all = new Set<string>();
  const exported = new Set<string>();
  const hoisted = new Set<string>();
  const vars = new Set<string>();
  const nestedVars = new Set<string>();
  const reset = new Set<string>();

  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts
        .getModifiers(statement)
        ?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword);
    const isDefault =
      ts.canHaveModifiers(statement) &&
      ts
        .getModifiers(statement)
        ?.some(modifier => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    const add = (name: string) => {
      all.add(name);
      if (isExported && !isDefault) {
        exported.add(name);
      }
    };
    if (ts.isVariableStatement(statement)) {
      const names = bindingNames(statement.declarationList);
      names.forEach(add);
      if ((statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0) {
        names.forEach(name => {
          hoisted.add(name);
          vars.add(name);
        });
      }
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isEnumDeclaration(statement)
    ) {
      if (statement.name) {
        add(statement.name.text);
        if (ts.isFunctionDeclaration(statement)) {
          hoisted.add(statement.name.text);
        }
        if (ts.isEnumDeclaration(statement)) {
          reset.add(statement.name.text);
        }
      }
    } else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name) && !isGlobalBlock(statement)) {
        add(statement.name.text);
        reset.add(statement.name.text);
      }
    } else if (ts.isImportDeclaration(statement)) {
      importedNames(statement).forEach(add);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      add(statement.name.text);
    } else if (
      ts.isExportDeclaration(statement) &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
    ) {
      for (const element of statement.exportClause.elements) {
        exported.add(element.name.text);
      }
    } else {
      collectNestedVars(statement, nestedVars);
    }
  }
  for (const name of nestedVars) {
    all.add(name);
    hoisted.add(name);
    vars.add(name);
  }
  // A function or class that a namespace adds to exists before it.
  for (const statement of source.statements) {
    if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement)) &&
      statement.name
    ) {
      reset.delete(statement.name.text);
    }
  }
  return { all, exported, hoisted, vars, nestedVars, reset };
}

function isGlobalBlock(statement: ts.ModuleDeclaration): boolean {
  return (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** The names that a variable declaration binds, those in patterns too. */
export function bindingNames(list: ts.VariableDeclarationList): string[] {
  const names: string[] = [];
  const visit = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) {
      names.push(name.text);
      return;
    }
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) {
        visit(element.name);
      }
    }
  };
  list.declarations.forEach(declaration => visit(declaration.name));
  return names;
}

/** The local names of an import declaration. */
export function importedNames(statement: ts.ImportDeclaration): string[] {
  const clause = statement.importClause;
  const names: string[] = [];
  if (clause?.name) {
    names.push(clause.name.text);
  }
  if (clause?.namedBindings) {
    if (ts.isNamespaceImport(clause.namedBindings)) {
      names.push(clause.namedBindings.name.text);
    } else {
      names.push(
        ...clause.namedBindings.elements.map(element => element.name.text)
      );
    }
  }
  return names;
}

function collectNestedVars(node: ts.Node, into: Set<string>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) {
    return;
  }
  if (
    ts.isVariableDeclarationList(node) &&
    (node.flags & ts.NodeFlags.BlockScoped) === 0
  ) {
    bindingNames(node).forEach(name => into.add(name));
  }
  ts.forEachChild(node, child => collectNestedVars(child, into));
}
