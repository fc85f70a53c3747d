import type { CodeNode, CodeParser } from './codeTree';
import { childOf, nodesOf } from './codeTree';
import { wrapLines } from './regions';

/**
 * Marks the body of the first function of a text as its solution. Where there is no function whose
 * body has lines of its own the text stays as it is: all of it is then the solution.
 */
export function wrapBody(source: string, parser: CodeParser): string {
  const body = firstBody(parser.parse(source).topNode);
  if (body === undefined || source.includes('BEGIN SOLUTION')) {
    return source;
  }
  const lineOf = (place: number): number =>
    source.slice(0, place).split('\n').length - 1;
  const from = lineOf(body.from) + 1;
  const to = lineOf(body.to - 1) - 1;
  return from <= to ? wrapLines(source, { from, to }, 'SOLUTION') : source;
}

function firstBody(top: CodeNode): CodeNode | undefined {
  for (const node of nodesOf(top)) {
    if (
      node.name === 'FunctionDeclaration' ||
      node.name === 'ArrowFunction' ||
      node.name === 'FunctionExpression'
    ) {
      const body = childOf(node, 'Block');
      if (body !== undefined) {
        return body;
      }
    }
  }
  return undefined;
}
