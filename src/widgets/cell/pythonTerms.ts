import type { CodeRange } from './codeRange';

/** A part of a line of Python, what it computes (see `shapeOf` of code terms), and where it stands. */
interface CodePart extends CodeRange {
  readonly shape: string;
}

/** Writes the shape of a call or an operation; the order of operands that commute is left out. */
export type WriteShape = (name: string, args: readonly string[]) => string;

/**
 * Every part of a line of Python with operators: `f * c`, `U_f @ h`, `sigmoid(…)`, sums of several
 * summands as one. Empty for what is no such expression.
 */
export function pythonParts(
  line: string,
  write: WriteShape
): readonly CodePart[] {
  const assigned = /^\s*[A-Za-z_]\w*\s*=(?!=)/.exec(line);
  const tokens = tokensOf(line, assigned ? assigned[0].length : 0);
  const parts: CodePart[] = [];
  let at = 0;

  const keep = (part: CodePart): CodePart => {
    parts.push(part);
    return part;
  };
  const next = (text: string): boolean => tokens[at]?.text === text;

  function sum(): CodePart | null {
    const first = product();
    if (!first) {
      return null;
    }
    const added = [first];
    let all = first;
    while (next('+') || next('-')) {
      const minus = tokens[at++].text === '-';
      const term = product();
      if (!term) {
        return null;
      }
      const shape = minus
        ? write('subtract', [all.shape, term.shape])
        : write(
            'add',
            [...added, term].map(each => each.shape)
          );
      added.push(term);
      all = { shape, start: first.start, end: term.end };
      if (minus) {
        added.splice(0, added.length, all);
      }
    }
    return added.length > 1 || all !== first ? keep(all) : all;
  }

  function product(): CodePart | null {
    let left = unary();
    while (left && (next('*') || next('@') || next('/'))) {
      const name = { '*': 'multiply', '@': 'matmul', '/': 'divide' }[
        tokens[at++].text as '*' | '@' | '/'
      ];
      const right = unary();
      if (!right) {
        return null;
      }
      left = keep({
        shape: write(name, [left.shape, right.shape]),
        start: left.start,
        end: right.end
      });
    }
    return left;
  }

  function unary(): CodePart | null {
    if (next('-')) {
      const { start } = tokens[at++];
      const inner = unary();
      return (
        inner &&
        keep({ shape: write('negate', [inner.shape]), start, end: inner.end })
      );
    }
    return atom();
  }

  function atom(): CodePart | null {
    const token = tokens[at++];
    if (token?.text === '(') {
      const inner = sum();
      if (!inner || !next(')')) {
        return null;
      }
      return { ...inner, start: token.start, end: tokens[at++].end };
    }
    if (!token || !/^[\w]/.test(token.text)) {
      return null;
    }
    if (!next('(')) {
      return keep({ ...token, shape: token.text.replace('_', '') });
    }
    at++;
    const args: string[] = [];
    while (!next(')')) {
      const argument = sum();
      if (!argument) {
        return null;
      }
      args.push(argument.shape);
      if (next(',')) {
        at++;
      } else if (!next(')')) {
        return null;
      }
    }
    const { end } = tokens[at++];
    return keep({ shape: write(token.text, args), start: token.start, end });
  }

  sum();
  return parts;
}

function tokensOf(
  line: string,
  from: number
): readonly (CodeRange & { readonly text: string })[] {
  return [
    ...line.slice(from).matchAll(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*@/(),]/g)
  ].map(({ 0: text, index }) => ({
    text,
    start: from + index,
    end: from + index + text.length
  }));
}
