// Finds the texts that functions of a type can be called with, by way of the TypeScript compiler: a
// literal, a type that is a union of literals, a word of a table, or what other calls and object
// literals hand on to the place of the call.
import path from 'node:path';
import ts from 'typescript';

/** How many steps a text is followed from a call to where it is written. */
const MOST_STEPS = 8;

export function createTextFinder(root) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
  );
  const program = ts.createProgram(config.fileNames, config.options);
  const checker = program.getTypeChecker();
  const files = program
    .getSourceFiles()
    .filter(({ isDeclarationFile }) => !isDeclarationFile);
  /** Where each property is given a value, and each function is called, by name. */
  const given = new Map();
  const calls = new Map();
  const add = (map, name, node) =>
    map.set(name, [...(map.get(name) ?? []), node]);
  files.forEach(file => walk(file, index));

  function index(node) {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      add(given, node.name.text, node);
    } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      add(calls, node.expression.text, node);
    }
  }

  return { textsOf, textsIn };

  /** The texts that a function of the type `name` is called with in these folders, each with its files. */
  function textsOf(name, folders, tables) {
    const texts = new Map();
    const unknown = [];
    for (const file of files) {
      const place = path.relative(root, file.fileName).replaceAll('\\', '/');
      if (!folders.some(folder => place.startsWith(`${folder}/`))) {
        continue;
      }
      walk(file, node => {
        if (ts.isCallExpression(node) && isOfType(node.expression, name)) {
          const found = textOf(node.arguments[0], 0, new Set());
          if (found.length === 0 && !isKnown(node.arguments[0], tables)) {
            const { line } = file.getLineAndCharacterOfPosition(
              node.getStart(file)
            );
            unknown.push(
              `${place}:${line + 1} ${node.arguments[0].getText(file)}`
            );
          }
          for (const text of found.filter(each => each !== '')) {
            add(texts, text, place);
          }
        }
      });
    }
    return { texts, unknown };
  }

  /** By its type, or by its name where the type was written anew (`ViewContext['translate']`). */
  function isOfType(callee, name) {
    const type = checker.getTypeAtLocation(callee);
    const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    return (
      (type.aliasSymbol ?? type.symbol)?.name === name ||
      (ts.isIdentifier(called) &&
        called.text.toLowerCase() === name.toLowerCase())
    );
  }

  /** What an expression can be; empty where nobody can tell. */
  function textOf(node, steps, seen) {
    if (node === undefined || steps > MOST_STEPS || seen.has(node)) {
      return [];
    }
    seen.add(node);
    const type = checker.getTypeAtLocation(node);
    const types = type.isUnion() ? type.types : [type];
    if (types.every(each => each.isStringLiteral())) {
      return types.map(each => each.value);
    }
    const onward = next => textOf(next, steps + 1, seen);
    if (ts.isConditionalExpression(node)) {
      return [...onward(node.whenTrue), ...onward(node.whenFalse)];
    }
    if (ts.isBinaryExpression(node)) {
      return /^(\?\?|\|\|)$/.test(node.operatorToken.getText())
        ? [...onward(node.left), ...onward(node.right)]
        : [];
    }
    if (ts.isArrayLiteralExpression(node)) {
      return node.elements.flatMap(onward);
    }
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.flatMap(each =>
        ts.isPropertyAssignment(each) ? onward(each.initializer) : []
      );
    }
    if (ts.isElementAccessExpression(node)) {
      return onward(node.expression);
    }
    if (ts.isCallExpression(node)) {
      return returned(node).flatMap(onward);
    }
    if (ts.isPropertyAccessExpression(node)) {
      return ofProperty(checker.getSymbolAtLocation(node.name), onward);
    }
    return ts.isIdentifier(node)
      ? ofName(checker.getSymbolAtLocation(node), onward)
      : ts.isParenthesizedExpression(node) ||
          ts.isAsExpression(node) ||
          ts.isSatisfiesExpression?.(node) ||
          ts.isNonNullExpression(node) ||
          ts.isSpreadElement(node)
        ? onward(node.expression)
        : [];
  }

  /** Whether a word is of a bundle, which came with it, or of a table whose texts are taken whole. */
  function isKnown(node, tables) {
    const symbol = checker.getSymbolAtLocation(
      ts.isPropertyAccessExpression(node) ? node.name : node
    );
    const [declaration] = symbol?.declarations ?? [];
    if (declaration === undefined) {
      return false;
    }
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      return isKnown(declaration.initializer, tables);
    }
    const property = ts.isBindingElement(declaration)
      ? checker.getPropertyOfType(
          checker.getTypeAtLocation(declaration.parent),
          (declaration.propertyName ?? declaration.name).getText()
        )
      : symbol;
    return (property?.declarations ?? []).some(each =>
      ['src/trace/generated/types.ts', ...tables].some(file =>
        each.getSourceFile().fileName.endsWith(file)
      )
    );
  }

  /** Every text that the tables of a file hold. */
  function textsIn(name) {
    const file = program.getSourceFile(path.join(root, name));
    const found = new Set();
    walk(file, node => {
      if (
        ts.isPropertyAssignment(node) &&
        ts.isStringLiteral(node.initializer)
      ) {
        found.add(node.initializer.text);
      }
    });
    return found;
  }

  function ofName(symbol, onward) {
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias
        ? checker.getAliasedSymbol(symbol)
        : symbol;
    return (target?.declarations ?? []).flatMap(declaration => {
      if (ts.isVariableDeclaration(declaration)) {
        return onward(declaration.initializer ?? iterated(declaration));
      }
      if (ts.isBindingElement(declaration)) {
        return ofBinding(declaration, onward);
      }
      return ts.isParameter(declaration)
        ? handedTo(declaration).flatMap(onward)
        : [];
    });
  }

  /** A name taken out of an object, or out of the rows of a table. */
  function ofBinding(element, onward) {
    if (ts.isObjectBindingPattern(element.parent)) {
      const name = (element.propertyName ?? element.name).getText();
      const type = checker.getTypeAtLocation(element.parent);
      return ofProperty(checker.getPropertyOfType(type, name), onward);
    }
    let holder = element.parent.parent;
    while (ts.isBindingElement(holder)) {
      holder = holder.parent.parent;
    }
    return ts.isParameter(holder)
      ? handedTo(holder).flatMap(onward)
      : onward(holder.initializer ?? iterated(holder));
  }

  /** What a property is given wherever an object of its type is written. */
  function ofProperty(symbol, onward) {
    const declarations = new Set(symbol?.declarations ?? []);
    return (given.get(symbol?.name) ?? [])
      .filter(assignment => {
        if (declarations.has(assignment)) {
          return true;
        }
        const type = checker.getContextualType(assignment.parent);
        const types =
          type === undefined ? [] : type.isUnion() ? type.types : [type];
        return types.some(each =>
          each.getProperty(symbol.name)?.declarations?.some(declaration =>
            // A type may be written a second time beside the first.
            [...declarations].some(
              each =>
                each === declaration ||
                each.getSourceFile() === declaration.getSourceFile()
            )
          )
        );
      })
      .flatMap(({ initializer }) => onward(initializer));
  }

  /** What calls hand to a parameter; for one of `table.map(row => …)` the table. */
  function handedTo(parameter) {
    const { parent } = parameter;
    if (
      ts.isCallExpression(parent.parent) &&
      ts.isPropertyAccessExpression(parent.parent.expression)
    ) {
      return [parent.parent.expression.expression];
    }
    const name =
      parent.name ??
      (ts.isVariableDeclaration(parent.parent)
        ? parent.parent.name
        : undefined);
    const at = parent.parameters.indexOf(parameter);
    return (calls.get(name?.getText()) ?? [])
      .filter(call => declarationOf(call) === parent)
      .map(call => call.arguments[at])
      .filter(argument => argument !== undefined);
  }

  function declarationOf(call) {
    return checker.getResolvedSignature(call)?.declaration;
  }

  /** What a function returns; for `Object.entries(table)` and calls on a table the table. */
  function returned(call) {
    const declaration = declarationOf(call);
    if (!declaration?.body) {
      return ts.isPropertyAccessExpression(call.expression) &&
        call.expression.expression.getText() !== 'Object'
        ? [call.expression.expression]
        : [...call.arguments];
    }
    if (!ts.isBlock(declaration.body)) {
      return [declaration.body];
    }
    const found = [];
    walk(declaration.body, node => {
      if (ts.isReturnStatement(node) && node.expression) {
        found.push(node.expression);
      }
    });
    return found;
  }

  function iterated({ parent }) {
    return ts.isForOfStatement(parent.parent)
      ? parent.parent.expression
      : undefined;
  }
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, child => walk(child, visit));
}
