import * as ts from 'typescript';
import { cellOf, replace, type Rewrite } from './rewrite';
import { removeExport } from './shareModules';

/** `class A {…}` → `Aː.v = class A {…};` Inside, its own name means this very class. */
export function visitClass(rewrite: Rewrite, node: ts.ClassDeclaration): void {
  removeExport(rewrite, node);
  const start = node.getStart(rewrite.file);
  if (node.name && rewrite.names.all.has(node.name.text)) {
    const keyword = rewrite.javascript.indexOf(
      'class',
      skipModifiers(node, start)
    );
    replace(
      rewrite,
      keyword,
      keyword,
      `;${cellOf(rewrite, node.name.text)} = `
    );
    ts.forEachChild(node, child => {
      if (child !== node.name) {
        rewrite.visit(child);
      }
    });
    replace(rewrite, node.end, node.end, ';');
    return;
  }
  if (!node.name) {
    visitUnnamed(rewrite, node);
    return;
  }
  ts.forEachChild(node, rewrite.visit);
}

/** `export default class {…}`: without its modifiers it must become an expression. */
export function visitUnnamed(
  rewrite: Rewrite,
  node: ts.ClassDeclaration | ts.FunctionDeclaration
): void {
  const start = node.getStart(rewrite.file);
  replace(rewrite, start, start, ';(');
  ts.forEachChild(node, rewrite.visit);
  replace(rewrite, node.end, node.end, ');');
}

function skipModifiers(node: ts.ClassDeclaration, start: number): number {
  return ts.getModifiers(node)?.at(-1)?.end ?? start;
}
