import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';

// What a reader finds in the pages of the API comes from the doc comments. These rules hold for whatever the
// engine exports, so a new function cannot come without them.

interface Call {
  readonly name: string;
  readonly words: string;
  readonly tags: readonly string[];
  readonly parameters: readonly string[];
}

const repository = join(__dirname, '..', '..', '..');
const face = join(repository, 'src', 'engine', 'index.ts');
const program = ts.createProgram([face], {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  strict: true,
  resolveJsonModule: true,
  types: []
});
const checker = program.getTypeChecker();
const exported = checker
  .getExportsOfModule(
    checker.getSymbolAtLocation(program.getSourceFile(face)!)!
  )
  .map(symbol =>
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol
  );

function typeOf(symbol: ts.Symbol): ts.Type {
  return checker.getNonNullableType(
    checker.getTypeOfSymbolAtLocation(symbol, symbol.declarations![0])
  );
}

/** A symbol's own words and tags, or those of the function that a shorthand property stands for. */
function call(name: string, symbol: ts.Symbol): Call {
  const [signature] = typeOf(symbol).getCallSignatures();
  const own = symbol.getDocumentationComment(checker);
  const from = own.length > 0 ? symbol : signature;
  return {
    name,
    words: ts.displayPartsToString(from.getDocumentationComment(checker)),
    tags: from.getJsDocTags().map(tag => tag.name),
    parameters: signature.parameters.map(parameter => parameter.name)
  };
}

function isCallable(symbol: ts.Symbol): boolean {
  return (
    symbol.declarations !== undefined &&
    typeOf(symbol).getCallSignatures().length > 0
  );
}

function isOurs(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? [];
  return (
    declaration !== undefined &&
    !declaration.getSourceFile().fileName.includes('node_modules') &&
    !/^(__|#)/.test(symbol.name) &&
    !symbol.getJsDocTags(checker).some(({ name }) => name === 'internal')
  );
}

/** Exported functions, and those in exported objects such as `layers`. */
const functions = exported
  .filter(symbol => symbol.flags & ts.SymbolFlags.Value)
  .filter(symbol => !(symbol.flags & ts.SymbolFlags.Class))
  .flatMap(symbol =>
    isCallable(symbol)
      ? [call(symbol.name, symbol)]
      : typeOf(symbol)
          .getProperties()
          .filter(member => isOurs(member) && isCallable(member))
          .map(member => call(`${symbol.name}.${member.name}`, member))
  );

/** Methods of the classes and interfaces that it exports. */
const methods = exported
  .filter(
    symbol => symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)
  )
  .flatMap(symbol => {
    const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
    return checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .filter(
        member =>
          isOurs(member) &&
          (member.flags & ts.SymbolFlags.Method) !== 0 &&
          member.name !== 'toString'
      )
      .map(member => ({
        ...call(`${symbol.name}.${member.name}`, member),
        isClass,
        // `a.tanh()` is the function `tanh`, which has the example.
        hasFunction: functions.some(({ name }) => name === member.name)
      }));
  });

function namesOf(calls: readonly Call[]): string[] {
  return calls.map(({ name }) => name);
}

it('reads what the engine exports', () => {
  expect(namesOf(functions)).toEqual(
    expect.arrayContaining(['lstm', 'layers.lstm', 'losses.huber', 'tanh'])
  );
  expect(namesOf(methods)).toEqual(
    expect.arrayContaining(['Sequential.fit', 'Tensor.at', 'Stream.step'])
  );
});

it('says of every function and method what it does', () => {
  const silent = [...functions, ...methods].filter(({ words }) => !words);
  expect(namesOf(silent)).toEqual([]);
});

it('shows every function in an example', () => {
  const bare = functions.filter(({ tags }) => !tags.includes('example'));
  expect(namesOf(bare)).toEqual([]);
});

it('says of every function that takes arguments what it throws', () => {
  const silent = functions.filter(
    ({ parameters, tags }) => parameters.length > 0 && !tags.includes('throws')
  );
  expect(namesOf(silent)).toEqual([]);
});

it('says of every method of a class that takes arguments what it throws', () => {
  const silent = methods.filter(
    ({ isClass, parameters, tags }) =>
      isClass && parameters.length > 0 && !tags.includes('throws')
  );
  expect(namesOf(silent)).toEqual([]);
});

it('shows every method with options in an example', () => {
  const bare = methods.filter(
    ({ isClass, hasFunction, parameters, tags }) =>
      isClass &&
      !hasFunction &&
      parameters.includes('options') &&
      !tags.includes('example')
  );
  expect(namesOf(bare)).toEqual([]);
});

it('makes a page of the API with a place for each of them and for every type that they name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-api-'));
  try {
    // It fails where a public type is named that is not exported.
    execFileSync(
      process.execPath,
      [join('node_modules', 'typedoc', 'bin', 'typedoc'), '--out', folder],
      { cwd: repository, stdio: 'pipe' }
    );
    const headings = new Set(
      readFileSync(join(folder, 'README.md'), 'utf8')
        .split('\n')
        .filter(line => line.startsWith('#'))
        .map(line => line.replace(/^#+ |[^\w ].*$/g, ''))
    );
    const missing = [...functions, ...methods]
      .map(({ name }) => name.split('.').at(-1)!)
      .filter(name => !headings.has(name));
    expect(missing).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
