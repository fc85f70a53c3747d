// The faults that are planted in TypeScript: which places of a file, by its syntax, and what stands there
// instead. All planted in one text: `mutant(id) ? changed : original`, so that one build has them all.
import ts from 'typescript';

const { SyntaxKind } = ts;

const boundaries = new Map([
  [SyntaxKind.LessThanToken, '<='],
  [SyntaxKind.LessThanEqualsToken, '<'],
  [SyntaxKind.GreaterThanToken, '>='],
  [SyntaxKind.GreaterThanEqualsToken, '>']
]);
const signs = new Map([
  [SyntaxKind.PlusToken, '-'],
  [SyntaxKind.MinusToken, '+']
]);
const factors = new Map([
  [SyntaxKind.AsteriskToken, '/'],
  [SyntaxKind.SlashToken, '*']
]);
const equalities = new Map([
  [SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken, '===']
]);
/** One call for another of the same arguments. */
const calls = new Map([
  ['Math.min', 'Math.max'],
  ['Math.max', 'Math.min'],
  ['Math.floor', 'Math.ceil'],
  ['Math.ceil', 'Math.floor']
]);
/** Calls of which the first argument is left: a factor, a sign, a share that is forgotten. */
const forgotten = new Set([
  ...['mul', 'div', 'sub', 'oneMinus', 'neg', 'exp', 'maximum'],
  ...['Math.sqrt', 'Math.exp', 'Math.log', 'Math.abs']
]);
const methods = new Map([
  ['mean', 'sum'],
  ['sub', 'add'],
  ['mul', 'div'],
  ['div', 'mul']
]);
/** Words of which one stands for the other. */
const words = new Map([
  ["'recurrent'", "'input'"],
  ["'input'", "'recurrent'"],
  ["'backward'", "'forward'"],
  ["'forward'", "'backward'"],
  ["'pre'", "'post'"],
  ["'post'", "'pre'"]
]);

const isNumber = (node, value) =>
  ts.isNumericLiteral(node) && Number(node.text) === value;
const isText = node =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateExpression(node) ||
  (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right)));

/** What a message says and what a type is are no arithmetic. */
const isIdle = node =>
  ts.isThrowStatement(node) ||
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isTemplateExpression(node);

/** `{ kind, change }` of each fault of a node, or nothing. */
function faultsOf(node, written) {
  if (ts.isBinaryExpression(node)) {
    return ofOperator(node, written);
  }
  if (ts.isCallExpression(node)) {
    return ofCall(node, written);
  }
  if (ts.isConditionalExpression(node)) {
    const condition = node.condition.getText();
    return /^!?\w*\.?(reverse|goBackwards|isBackward\w*)$/.test(condition)
      ? [
          {
            kind: 'time',
            to: `${written(node.condition)} ? ${written(node.whenFalse)} : ${written(node.whenTrue)}`
          }
        ]
      : [];
  }
  return [];
}

function ofOperator({ left, operatorToken, right, parent }, written) {
  const sides = to => `${written(left)} ${to} ${written(right)}`;
  const { kind: operator } = operatorToken;
  const fault = (kind, to) =>
    to === undefined ? [] : [{ kind, to: sides(to) }];
  // The end of a loop over an array is no boundary of the field.
  const ofLoop = ts.isForStatement(parent) && boundaries.has(operator);
  if (ofLoop || isText(left) || isText(right)) {
    return [];
  }
  if (boundaries.has(operator)) {
    return fault('boundaries', boundaries.get(operator));
  }
  if (signs.has(operator) && isNumber(right, 1)) {
    return [{ kind: 'time', to: written(left) }];
  }
  if (signs.has(operator)) {
    return fault('signs', signs.get(operator));
  }
  if (factors.has(operator)) {
    const isMean =
      operator === SyntaxKind.SlashToken &&
      /count|size|length|steps|rows|width|batch|total|\bn$/i.test(
        right.getText()
      );
    return fault(isMean ? 'means' : 'factors', factors.get(operator));
  }
  return isNumber(right, 0) ? fault('masks', equalities.get(operator)) : [];
}

function ofCall(node, written) {
  const { expression, arguments: given } = node;
  const name = expression.getText();
  const list = given.map(written).join(', ');
  if (calls.has(name)) {
    return [{ kind: 'boundaries', to: `${calls.get(name)}(${list})` }];
  }
  if (forgotten.has(name) && given.length > 0) {
    return [{ kind: 'factors', to: written(given[0]) }];
  }
  if (ts.isPropertyAccessExpression(expression)) {
    const other = methods.get(expression.name.text);
    if (other !== undefined) {
      const kind = other === 'sum' ? 'means' : 'factors';
      return [
        { kind, to: `${written(expression.expression)}.${other}(${list})` }
      ];
    }
  }
  // What a check calls an argument is a word of its message.
  return name.startsWith('require')
    ? []
    : given.flatMap((each, at) => {
        const other = words.get(each.getText());
        return other === undefined
          ? []
          : [
              {
                kind: 'words',
                to: `${written(expression)}(${given
                  .map((argument, index) =>
                    index === at ? other : written(argument)
                  )
                  .join(', ')})`
              }
            ];
      });
}

/**
 * A file with faults planted.
 *
 * @param path inside the project, for the name of a fault
 * @param wanted the number of a fault by its key; undefined leaves it out
 * @returns the text, and every fault that could be planted: `{ key, kind, path, line, from, to }`
 */
export function plant(path, text, wanted) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const faults = [];
  const seen = new Map();

  /** A node's text with the faults inside it. */
  function written(node) {
    if (isIdle(node)) {
      return text.slice(node.getStart(), node.end);
    }
    const pieces = [];
    let at = node.getStart();
    ts.forEachChild(node, child => {
      pieces.push(text.slice(at, child.getStart()), written(child));
      at = child.end;
    });
    let own = `${pieces.join('')}${text.slice(at, node.end)}`;
    for (const { kind, to } of faultsOf(node, written.plain)) {
      const from = node.getText();
      const shown = `${from} → ${to}`.replace(/\s+/g, ' ');
      const times = (seen.get(shown) ?? 0) + 1;
      seen.set(shown, times);
      const key = `${path}: ${shown}${times > 1 ? ` (${times})` : ''}`;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      faults.push({ key, kind, path, line: line + 1 });
      const id = wanted(key);
      if (id !== undefined) {
        own = `(globalThis.mutant(${id}) ? (${to}) : (${own}))`;
      }
    }
    return own;
  }
  written.plain = node => node.getText();
  return { text: written(source), faults };
}
