import * as ts from 'typescript';

/** The things in which a node writes. */
export function targetsOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
    return assignedIn(node.left);
  }
  if (
    (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
    !ts.isVariableDeclarationList(node.initializer)
  ) {
    return assignedIn(node.initializer);
  }
  if (ts.isExpressionStatement(node) && ts.isSourceFile(node.parent)) {
    // `setBy(2);`: a function that is called for what it changes of its own cell.
    const call = withoutAwait(node.expression);
    return ts.isCallExpression(call) && ts.isIdentifier(call.expression)
      ? [call.expression]
      : [];
  }
  if (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken ||
      node.operator === ts.SyntaxKind.MinusMinusToken)
  ) {
    return [node.operand];
  }
  if (ts.isDeleteExpression(node)) {
    return [node.expression];
  }
  if (
    ts.isCallExpression(node) &&
    (ts.isPropertyAccessExpression(node.expression) ||
      ts.isElementAccessExpression(node.expression))
  ) {
    const { expression: object } = node.expression;
    const called = memberOf(node.expression);
    if (called === 'call' || called === 'apply') {
      // `Array.prototype.push.call(list, 2)`
      return [object, ...node.arguments.slice(0, 1)];
    }
    if (node.arguments.some(isFunction)) {
      // `values.reduce((list, value) => …, list)`: what it hands over, its function may change.
      return [object, ...node.arguments.filter(each => !isFunction(each))];
    }
    // Object.assign(Thing.prototype, …), Object.defineProperty(Array.prototype, 'last', …)
    return ts.isIdentifier(object) &&
      (object.text === 'Object' || object.text === 'Reflect')
      ? node.arguments.slice(0, 1)
      : [object];
  }
  return [];
}

/** Methods of lists and maps that change neither them nor what is in them. */
const READING = new Set(
  ['at', 'concat', 'entries', 'every', 'filter', 'find', 'findIndex'].concat(
    ['flat', 'flatMap', 'get', 'has', 'includes', 'indexOf', 'join', 'keys'],
    ['map', 'reduce', 'slice', 'some', 'toString', 'values']
  )
);

/** Whether a target is a thing of which a method is called that only reads: `list` of `list.slice(1)`. */
export function isReading(target: ts.Expression): boolean {
  const { parent } = target;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === target &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent &&
    READING.has(parent.name.text)
  );
}

export function isFunction(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** The parts of what stands left of an assignment: `by` and `more` of `[by, { at: more }] = …`. */
export function assignedIn(target: ts.Expression): readonly ts.Expression[] {
  if (ts.isParenthesizedExpression(target)) {
    return assignedIn(target.expression);
  }
  if (ts.isArrayLiteralExpression(target)) {
    return target.elements.flatMap(assignedIn);
  }
  if (ts.isObjectLiteralExpression(target)) {
    return target.properties.flatMap(property =>
      ts.isPropertyAssignment(property)
        ? assignedIn(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? [property.name]
          : ts.isSpreadAssignment(property)
            ? assignedIn(property.expression)
            : []
    );
  }
  if (ts.isSpreadElement(target)) {
    return assignedIn(target.expression);
  }
  // With what it is where nothing comes: `by = 2`.
  return ts.isBinaryExpression(target) ? assignedIn(target.left) : [target];
}

function withoutAwait(expression: ts.Expression): ts.Expression {
  return ts.isAwaitExpression(expression) ? expression.expression : expression;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind >= ts.SyntaxKind.FirstAssignment &&
    kind <= ts.SyntaxKind.LastAssignment
  );
}

/** `list` of `list[0].next`, `(list as any).next`. */
export function rootOf(expression: ts.Expression): string | null {
  let at = expression;
  for (;;) {
    if (ts.isIdentifier(at)) {
      return at.text;
    }
    if (
      ts.isPropertyAccessExpression(at) ||
      ts.isElementAccessExpression(at) ||
      ts.isParenthesizedExpression(at) ||
      ts.isAsExpression(at) ||
      ts.isSatisfiesExpression(at) ||
      ts.isNonNullExpression(at) ||
      ts.isTypeAssertionExpression(at)
    ) {
      at = at.expression;
    } else {
      return null;
    }
  }
}

/** The last name of what is written: `last` of `Array.prototype.last`. */
export function memberOf(expression: ts.Expression): string | null {
  return ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : null;
}
