import type { NamedMistake } from '../../exercises/metadata';
import type { CodeNode, CodeParser } from './codeTree';
import { childOf, childrenOf, nodesOf } from './codeTree';

/** Text that takes the place of what stands from one letter to another. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Writes named mistakes into each `check.close` of a test that calls the answer's function: each
 * becomes an entry of its `mistakes`, whose value is what the function would give if it were written
 * so. A wrong answer may pass one check and be met by the next. What says its faults by itself
 * (`check.step`) is left as it is.
 *
 * @param answer the notebook cell with the answer: a function with a body
 * @returns the test's new text; null when it has no place for them
 */
export function writeMistakes(
  test: string,
  answer: string,
  mistakes: readonly NamedMistake[],
  parser: CodeParser
): string | null {
  const form = functionOf(answer, parser);
  if (form === null) {
    return null;
  }
  const changes = [...nodesOf(parser.parse(test).topNode)]
    .map(call => mistakesOf(call, test, form, mistakes))
    .filter(change => change !== null);
  return changes.length === 0
    ? null
    : changes.reduceRight(
        (text, { from, to, text: put }) =>
          text.slice(0, from) + put + text.slice(to),
        test
      );
}

/** What puts the mistakes into one call; null when it is no check of the function, or has no place. */
function mistakesOf(
  call: CodeNode,
  test: string,
  form: FunctionForm,
  mistakes: readonly NamedMistake[]
): Change | null {
  const cut = (node: CodeNode): string => test.slice(node.from, node.to);
  const given = closeArguments(call, cut);
  if (given === null) {
    return null;
  }
  const [, got, expected] = given;
  const options = given.at(3);
  const reads = [...nodesOf(got)].filter(
    each => each.name === 'VariableName' && cut(each) === form.name
  );
  if (reads.length === 0) {
    return null;
  }
  const list = listText(
    mistakes.map(({ answer: body, message }) => ({
      value: replaced(test, got, reads, form.written(body)),
      message
    }))
  );
  const put = (from: number, text: string, to = from) => ({ from, to, text });
  if (options === undefined) {
    return put(expected.to, `, {\n  mistakes: ${list}\n}`);
  }
  const present = childrenOf(options).find(
    child =>
      child.name === 'Property' &&
      child.firstChild !== null &&
      cut(child.firstChild) === 'mistakes'
  );
  const array = present && childOf(present, 'ArrayExpression');
  if (array !== undefined) {
    return put(array.from, list, array.to);
  }
  if (options.name !== 'ObjectExpression' || present !== undefined) {
    return null;
  }
  const more = childOf(options, 'Property') === undefined ? '\n' : ',';
  return put(options.from + 1, `\n  mistakes: ${list}${more}`);
}

/** The arguments of `check.close(name, got, expected, options?)`. */
function closeArguments(
  call: CodeNode,
  cut: (node: CodeNode) => string
): CodeNode[] | null {
  if (call.name !== 'CallExpression' || call.firstChild === null) {
    return null;
  }
  const list = childOf(call, 'ArgList');
  if (cut(call.firstChild) !== 'check.close' || list === undefined) {
    return null;
  }
  const given = childrenOf(list).filter(
    ({ name }) => ![',', '(', ')'].includes(name) && !name.endsWith('Comment')
  );
  return given.length >= 3 ? given : null;
}

interface FunctionForm {
  readonly name: string;
  /** The function as an expression with another body. */
  written(body: string): string;
}

/** The first function with a name and a body that a text declares. */
function functionOf(source: string, parser: CodeParser): FunctionForm | null {
  const cut = (node: CodeNode | undefined): string =>
    node === undefined ? '' : source.slice(node.from, node.to);
  for (const node of nodesOf(parser.parse(source).topNode)) {
    const name = childOf(node, 'VariableDefinition');
    const declares =
      node.name === 'FunctionDeclaration' ||
      (node.name === 'VariableDeclaration' &&
        childOf(node, 'ArrowFunction') !== undefined);
    if (!declares || name === undefined) {
      continue;
    }
    const made =
      node.name === 'FunctionDeclaration'
        ? node
        : childOf(node, 'ArrowFunction');
    const parameters = made && childOf(made, 'ParamList');
    const type = made && childOf(made, 'TypeAnnotation');
    const before = source.slice(node.from, name.from).includes('async')
      ? 'async '
      : '';
    return {
      name: cut(name),
      written: body =>
        `(${before}${cut(parameters)}${cut(type)} => {\n${indented(body, '  ')}\n})`
    };
  }
  return null;
}

function replaced(
  test: string,
  got: CodeNode,
  places: readonly CodeNode[],
  by: string
): string {
  let text = '';
  let at = got.from;
  for (const place of places) {
    text += test.slice(at, place.from) + by;
    at = place.to;
  }
  return text + test.slice(at, got.to);
}

function listText(
  entries: readonly { readonly value: string; readonly message: string }[]
): string {
  if (entries.length === 0) {
    return '[]';
  }
  const items = entries.map(
    ({ value, message }) =>
      `    {\n      value: ${indented(value, '      ').trimStart()},\n      message: ${JSON.stringify(message)}\n    }`
  );
  return `[\n${items.join(',\n')}\n  ]`;
}

function indented(text: string, by: string): string {
  return text
    .split('\n')
    .map(line => (line === '' ? line : by + line))
    .join('\n');
}
