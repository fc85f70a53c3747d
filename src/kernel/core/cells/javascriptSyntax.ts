import * as ts from 'typescript';

export interface ResolvingChecker {
  resolveName(
    name: string,
    location: ts.Node,
    meaning: ts.SymbolFlags,
    excludeGlobals: boolean
  ): ts.Symbol | undefined;
}
export interface BoundFile extends ts.SourceFile {
  readonly locals?: ReadonlyMap<
    ts.__String,
    ts.Symbol & { readonly exportSymbol?: ts.Symbol }
  >;
}

type SymbolTable = ReadonlyMap<ts.__String, ts.Symbol>;

/** The parts of the compiler that are not public: what the checker itself finds names with. */
interface NamesOfCompiler {
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  createNameResolver(parts: {
    readonly compilerOptions: ts.CompilerOptions;
    readonly requireSymbol: ts.Symbol | undefined;
    readonly argumentsSymbol: ts.Symbol | undefined;
    readonly error: () => undefined;
    readonly globals: SymbolTable;
    readonly getSymbolOfDeclaration: (
      node: ts.Node & { readonly symbol?: ts.Symbol }
    ) => ts.Symbol | undefined;
    readonly lookup: (
      symbols: SymbolTable,
      name: ts.__String,
      meaning: ts.SymbolFlags
    ) => ts.Symbol | undefined;
  }): (
    location: ts.Node,
    name: ts.__String,
    meaning: ts.SymbolFlags,
    message: undefined,
    isUse: boolean,
    excludeGlobals: boolean
  ) => ts.Symbol | undefined;
}

/**
 * Parses JavaScript, so that its names are resolved as TypeScript's checker would: by the same
 * function, without a program and a checker of its own, which would take most of the time.
 */
export function parse(text: string): {
  file: BoundFile;
  checker: ResolvingChecker;
} {
  const compiler = ts as unknown as NamesOfCompiler;
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ESNext };
  const file = ts.createSourceFile(
    'cell.js',
    text,
    {
      languageVersion: ts.ScriptTarget.ESNext,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
      // A cell is a module, also when nothing in it says so.
      setExternalModuleIndicator: source => {
        (
          source as { externalModuleIndicator?: ts.Node }
        ).externalModuleIndicator ??= source;
      }
    },
    true,
    ts.ScriptKind.JS
  );
  compiler.bindSourceFile(file, options);
  const resolve = compiler.createNameResolver({
    compilerOptions: options,
    requireSymbol: undefined,
    argumentsSymbol: undefined,
    error: () => undefined,
    globals: new Map(),
    getSymbolOfDeclaration: node => node.symbol,
    lookup(symbols, name, meaning) {
      const symbol = symbols.get(name);
      // What an import brings may be anything.
      const wanted = meaning | ts.SymbolFlags.Alias;
      return symbol && (symbol.flags & wanted) !== 0 ? symbol : undefined;
    }
  });
  return {
    file,
    checker: {
      resolveName: (name, location, meaning, excludeGlobals) =>
        resolve(
          location,
          ts.escapeLeadingUnderscores(name),
          meaning,
          undefined,
          false,
          excludeGlobals
        )
    }
  };
}

/** Whether an identifier names a variable, not a property, a label or a declaration's own name. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case ts.SyntaxKind.PropertyAccessExpression:
      return (parent as ts.PropertyAccessExpression).expression === node;
    case ts.SyntaxKind.PropertyAssignment:
      return (parent as ts.PropertyAssignment).initializer === node;
    case ts.SyntaxKind.PropertyDeclaration:
      return (parent as ts.PropertyDeclaration).initializer === node;
    case ts.SyntaxKind.BindingElement:
      return (parent as ts.BindingElement).initializer === node;
    case ts.SyntaxKind.Parameter:
      return (parent as ts.ParameterDeclaration).initializer === node;
    case ts.SyntaxKind.VariableDeclaration:
      return (parent as ts.VariableDeclaration).initializer === node;
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ClassDeclaration:
    case ts.SyntaxKind.ClassExpression:
    case ts.SyntaxKind.LabeledStatement:
    case ts.SyntaxKind.BreakStatement:
    case ts.SyntaxKind.ContinueStatement:
    case ts.SyntaxKind.MetaProperty:
      return false;
    default:
      return true;
  }
}

export function isCalled(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) && parent.expression === node) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === node)
  );
}

/** Whether the identifier stands where a value is put, alone or in a pattern. */
export function isWritten(node: ts.Identifier): boolean {
  let at: ts.Node = node;
  while (
    ts.isArrayLiteralExpression(at.parent) ||
    ts.isObjectLiteralExpression(at.parent) ||
    ts.isSpreadElement(at.parent) ||
    ts.isSpreadAssignment(at.parent) ||
    ts.isShorthandPropertyAssignment(at.parent) ||
    (ts.isPropertyAssignment(at.parent) && at.parent.initializer === at)
  ) {
    at = at.parent;
  }
  const { parent } = at;
  return (
    (ts.isBinaryExpression(parent) &&
      parent.left === at &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
    ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) &&
      parent.initializer === at) ||
    ((ts.isPrefixUnaryExpression(parent) ||
      ts.isPostfixUnaryExpression(parent)) &&
      (parent.operator === ts.SyntaxKind.PlusPlusToken ||
        parent.operator === ts.SyntaxKind.MinusMinusToken))
  );
}

export function insideOwnClass(node: ts.Node, name: string): boolean {
  for (let at: ts.Node = node; at.parent; at = at.parent) {
    if (ts.isClassDeclaration(at) && at.name?.text === name) {
      return true;
    }
  }
  return false;
}

export function isImportKeyword(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ImportKeyword;
}

/** `name = …`, `name ??= …`: an anonymous function on the right takes the name. */
export function isNamingAssignment(
  node: ts.Node
): node is ts.BinaryExpression & { left: ts.Identifier } {
  return (
    ts.isBinaryExpression(node) &&
    ts.isIdentifier(node.left) &&
    [
      ts.SyntaxKind.EqualsToken,
      ts.SyntaxKind.BarBarEqualsToken,
      ts.SyntaxKind.AmpersandAmpersandEqualsToken,
      ts.SyntaxKind.QuestionQuestionEqualsToken
    ].includes(node.operatorToken.kind)
  );
}

export function isAnonymousFunction(node: ts.Expression): boolean {
  let inner = node;
  while (ts.isParenthesizedExpression(inner)) {
    inner = inner.expression;
  }
  return (
    ts.isArrowFunction(inner) ||
    ((ts.isFunctionExpression(inner) || ts.isClassExpression(inner)) &&
      inner.name === undefined)
  );
}
