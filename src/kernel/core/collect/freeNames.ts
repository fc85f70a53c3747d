import * as ts from 'typescript';
import { countTypes } from '../cells/timeToRead';
import { rememberedReading } from './createReads';

const FILE = 'cell.ts';
/**
 * The names that a notebook cell uses and does not declare, where they are used: a name of an inner
 * function's, a member or a word in a text is none of them.
 */
export const freeNames = rememberedReading<ReadonlySet<string>>(
  read,
  () => new Set()
);

function read(source: string): ReadonlySet<string> {
  countTypes();
  const options: ts.CompilerOptions = {
    // Only the cell itself is known: what it does not declare is free.
    noLib: true,
    noResolve: true,
    types: [],
    target: ts.ScriptTarget.Latest,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force
  };
  const file = ts.createSourceFile(FILE, source, ts.ScriptTarget.Latest, true);
  const program = ts.createProgram([FILE], options, {
    getSourceFile: name => (name === FILE ? file : undefined),
    fileExists: name => name === FILE,
    readFile: () => undefined,
    writeFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    getCurrentDirectory: () => '',
    getCanonicalFileName: name => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n'
  });
  const checker = program.getTypeChecker();
  const free = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      isUse(node) &&
      !free.has(node.text) &&
      isUndeclared(node, checker)
    ) {
      free.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return free;
}

function isUndeclared(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = name;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : ts.isExportSpecifier(parent)
      ? checker.getExportSpecifierLocalTargetSymbol(parent)
      : checker.getSymbolAtLocation(name);
  return (
    symbol === undefined ||
    (symbol.declarations === undefined && symbol.name !== 'undefined')
  );
}

/** Whether an identifier stands for a value or type, and does not only name a part of one. */
function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  if (
    ts.isPropertyAccessExpression(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessor(parent) ||
    ts.isSetAccessor(parent) ||
    ts.isEnumMember(parent) ||
    ts.isNamedTupleMember(parent)
  ) {
    return parent.name !== name;
  }
  if (ts.isQualifiedName(parent)) {
    return parent.right !== name;
  }
  if (ts.isBindingElement(parent)) {
    return parent.initializer === name;
  }
  return !(
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isJsxAttribute(parent)
  );
}
