import type { CodeNode, CodeParser } from './codeTree';
import { childrenOf, nodesOf } from './codeTree';

/** The names of a text of TypeScript, as another notebook cell sees them. */
export interface Names {
  /** Declared or imported at its top level. */
  readonly declared: ReadonlySet<string>;
  /** Read, and declared nowhere in it around the place where they are read; types too. */
  readonly free: ReadonlySet<string>;
}

/** Nodes whose declarations end with them. */
const scopes: ReadonlySet<string> = new Set([
  'Block',
  'ArrowFunction',
  'FunctionDeclaration',
  'FunctionExpression',
  'MethodDeclaration',
  'ClassDeclaration',
  'ClassExpression',
  'ForStatement',
  'CatchClause',
  'TypeAliasDeclaration',
  'InterfaceDeclaration'
]);

/** Declarations whose own name belongs to what is around them. */
const named: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'ClassDeclaration',
  'TypeAliasDeclaration',
  'InterfaceDeclaration'
]);

interface Scope {
  readonly declared: Set<string>;
  readonly used: Set<string>;
}

/** Reads the names of a text. A function's parameters, and what a block declares, stay in it. */
export function namesOf(source: string, parser: CodeParser): Names {
  const text = (node: CodeNode): string => source.slice(node.from, node.to);
  const leave = (inner: Scope, outer: Scope): void => {
    for (const name of inner.used) {
      if (!inner.declared.has(name)) {
        outer.used.add(name);
      }
    }
  };

  function visit(node: CodeNode, scope: Scope): void {
    switch (node.name) {
      case 'VariableDefinition':
      case 'TypeDefinition':
        scope.declared.add(text(node));
        return;
      case 'VariableName':
      case 'TypeName':
        scope.used.add(text(node));
        return;
      case 'ImportDeclaration':
        // In `a as b` the first is a name of the module's, not of the notebook's.
        importedNames(node).forEach(name => scope.declared.add(text(name)));
        return;
      case 'Property': {
        const children = childrenOf(node);
        // `{ name }` reads the name.
        if (
          children.length === 1 &&
          children[0].name === 'PropertyDefinition'
        ) {
          scope.used.add(text(children[0]));
          return;
        }
      }
    }
    if (!scopes.has(node.name)) {
      childrenOf(node).forEach(child => visit(child, scope));
      return;
    }
    const inner: Scope = { declared: new Set(), used: new Set() };
    let ownName = named.has(node.name);
    for (const child of childrenOf(node)) {
      if (ownName && child.name.endsWith('Definition')) {
        ownName = false;
        scope.declared.add(text(child));
      } else {
        visit(child, inner);
      }
    }
    leave(inner, scope);
  }

  const top: Scope = { declared: new Set(), used: new Set() };
  visit(parser.parse(source).topNode, top);
  return {
    declared: top.declared,
    free: new Set([...top.used].filter(name => !top.declared.has(name)))
  };
}

/**
 * The same text with other names for its variables. What is a property, a word of a text or a comment stays.
 *
 * @param names from the old to the new
 */
export function renamed(
  source: string,
  names: ReadonlyMap<string, string>,
  parser: CodeParser
): string {
  const places = [...nodesOf(parser.parse(source).topNode)].filter(
    ({ name, from, to }) =>
      (name === 'VariableName' || name === 'VariableDefinition') &&
      names.has(source.slice(from, to))
  );
  let result = '';
  let end = 0;
  for (const { from, to } of places) {
    result += source.slice(end, from) + names.get(source.slice(from, to))!;
    end = to;
  }
  return result + source.slice(end);
}

function importedNames(node: CodeNode): CodeNode[] {
  return childrenOf(node).flatMap(child =>
    child.name === 'VariableDefinition'
      ? [child]
      : child.name === 'ImportGroup'
        ? importedNames(child)
        : []
  );
}
