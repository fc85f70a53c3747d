import * as ts from 'typescript';
import { RESUMED, TURNED } from './cellFrame';
import { replace, type Rewrite } from './rewrite';

/** What stands at the start of a loop's body, where it needs anything. */
export function visitLoop(
  rewrite: Rewrite,
  loop: ts.IterationStatement,
  stopPoints: boolean
): void {
  const calls = [
    ts.isForOfStatement(loop) && loop.awaitModifier ? `${RESUMED}();` : '',
    stopPoints && !isShortOfItself(loop) ? `${TURNED}();` : ''
  ].join('');
  const { statement } = loop;
  const isBlock = ts.isBlock(statement);
  const start = statement.getStart(rewrite.file) + (isBlock ? 1 : 0);
  if (calls !== '') {
    replace(rewrite, start, start, `${isBlock ? '' : '{'}${calls}`);
  }
  ts.forEachChild(loop, rewrite.visit);
  if (calls !== '' && !isBlock) {
    replace(rewrite, statement.end, statement.end, '}');
  }
}

/**
 * Whether a loop counts towards its end and does no more than arithmetic on the way: the inner loop of
 * a product, which a call at every turn would slow down several times.
 */
function isShortOfItself(loop: ts.IterationStatement): boolean {
  return (
    ts.isForStatement(loop) &&
    loop.condition !== undefined &&
    ts.isBinaryExpression(loop.condition) &&
    isComparison(loop.condition.operatorToken.kind) &&
    loop.incrementor !== undefined &&
    isArithmetic(loop.condition) &&
    isArithmetic(loop.statement)
  );
}

function isComparison(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.LessThanToken ||
    kind === ts.SyntaxKind.LessThanEqualsToken ||
    kind === ts.SyntaxKind.GreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanEqualsToken
  );
}

/** Whether nothing below a node is a loop of its own, or work that stands elsewhere. */
function isArithmetic(node: ts.Node): boolean {
  if (
    ts.isIterationStatement(node, /* lookInLabeledStatements */ false) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isSpreadElement(node)
  ) {
    return false;
  }
  return !ts.forEachChild(node, child => !isArithmetic(child));
}
