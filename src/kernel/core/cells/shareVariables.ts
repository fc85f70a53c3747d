import * as ts from 'typescript';
import { isAnonymousFunction } from './javascriptSyntax';
import { cellOf, replace, type Rewrite } from './rewrite';
import { removeExport } from './shareModules';

/** Whether the variables are those of the cell, not of a block or function in it. */
export function declaresShared(
  rewrite: Rewrite,
  list: ts.VariableDeclarationList
): boolean {
  if ((list.flags & ts.NodeFlags.BlockScoped) !== 0) {
    return (
      ts.isVariableStatement(list.parent) &&
      list.parent.parent === rewrite.file &&
      anyNamed(rewrite, list)
    );
  }
  for (let at: ts.Node = list; at !== rewrite.file; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at)) {
      return false;
    }
  }
  return anyNamed(rewrite, list);
}

function anyNamed(rewrite: Rewrite, list: ts.VariableDeclarationList): boolean {
  return list.declarations.some(({ name }) => anyBound(rewrite, name));
}

function anyBound(rewrite: Rewrite, name: ts.BindingName): boolean {
  return ts.isIdentifier(name)
    ? rewrite.names.all.has(name.text)
    : name.elements.some(
        element =>
          ts.isBindingElement(element) && anyBound(rewrite, element.name)
      );
}

/** `let a = 1, {b} = c;` → `aː.v = 1, ({b: bː.v} = c);` */
export function visitVariables(
  rewrite: Rewrite,
  list: ts.VariableDeclarationList
): void {
  if (ts.isVariableStatement(list.parent)) {
    removeExport(rewrite, list.parent);
  }
  const inLoop =
    ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  const [firstOne] = list.declarations;
  // The keyword goes; a semicolon keeps what follows from continuing the statement before.
  const opening = ts.isVariableStatement(list.parent) ? ';' : '';
  replace(
    rewrite,
    list.getStart(rewrite.file),
    firstOne.getStart(rewrite.file),
    opening
  );
  for (const { name, initializer } of list.declarations) {
    if (ts.isIdentifier(name)) {
      const start = name.getStart(rewrite.file);
      if (!rewrite.names.all.has(name.text)) {
        // A temporary of the compiler beside the cell's own rewrite.names.
        rewrite.first.push(`var ${name.text};`);
      } else if (initializer || inLoop || !isVar) {
        replace(rewrite, start, name.end, cellOf(rewrite, name.text));
      } else {
        replace(rewrite, start, name.end, `void 0`);
      }
      if (initializer) {
        visitNamed(rewrite, name.text, initializer, true);
      } else if (!inLoop && !isVar) {
        replace(rewrite, name.end, name.end, ' = undefined');
      }
      continue;
    }
    if (!inLoop) {
      replace(
        rewrite,
        name.getStart(rewrite.file),
        name.getStart(rewrite.file),
        '('
      );
    }
    visitPattern(rewrite, name);
    if (initializer) {
      rewrite.visit(initializer);
      replace(rewrite, initializer.end, initializer.end, ')');
    }
  }
}

/** The names of a pattern that is now assigned to, not declared. */
function visitPattern(rewrite: Rewrite, pattern: ts.BindingPattern): void {
  for (const element of pattern.elements) {
    if (!ts.isBindingElement(element)) {
      continue;
    }
    const { name, propertyName, initializer, dotDotDotToken } = element;
    if (propertyName && ts.isComputedPropertyName(propertyName)) {
      rewrite.visit(propertyName.expression);
    }
    if (ts.isIdentifier(name)) {
      const isShorthand =
        ts.isObjectBindingPattern(pattern) &&
        propertyName === undefined &&
        dotDotDotToken === undefined;
      replace(
        rewrite,
        name.getStart(rewrite.file),
        name.end,
        isShorthand
          ? `${name.text}: ${cellOf(rewrite, name.text)}`
          : cellOf(rewrite, name.text)
      );
      if (initializer) {
        visitNamed(rewrite, name.text, initializer, true);
      }
    } else {
      visitPattern(rewrite, name);
      if (initializer) {
        rewrite.visit(initializer);
      }
    }
  }
}

/** A value that takes its name from the variable: assigned to `ref.v` it would have none. */
export function visitNamed(
  rewrite: Rewrite,
  name: string,
  value: ts.Expression,
  isShared: boolean
): void {
  const naming = isShared && isAnonymousFunction(value);
  if (naming) {
    replace(
      rewrite,
      value.getStart(rewrite.file),
      value.getStart(rewrite.file),
      `({ ["${name}"]: `
    );
  }
  rewrite.visit(value);
  if (naming) {
    replace(rewrite, value.end, value.end, ` })["${name}"]`);
  }
}
