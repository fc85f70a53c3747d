import { join } from 'node:path';
import ts from 'typescript';

// What a module exports, as the compiler reads it: the exported functions, the members of what they
// give, and the fields of the options that they take. What is `@internal` is none of it.

const repository = join(__dirname, '..', '..', '..');

/** One parameter of a call, by what may be handed in for it. */
export interface Parameter {
  readonly name: string;
  /** What its type alone says: `number`, `TensorLike`, `readonly string[]`, … */
  readonly type: ts.Type;
  /** The names of its options, where it is an object of such. */
  readonly fields: readonly string[];
}

/** The ways in which one function can be called, and what it gives. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returns: ts.Type;
}

/** The public types of one module. */
export class Surface {
  readonly checker: ts.TypeChecker;
  readonly exports: ReadonlyMap<string, ts.Symbol>;

  /** @param face the file that exports all, from the repository's root */
  constructor(face: string) {
    const path = join(repository, face);
    const program = ts.createProgram([path], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2023.d.ts'],
      strict: true,
      resolveJsonModule: true,
      types: []
    });
    const checker = program.getTypeChecker();
    this.checker = checker;
    this.exports = new Map(
      checker
        .getExportsOfModule(
          checker.getSymbolAtLocation(program.getSourceFile(path)!)!
        )
        .map(symbol =>
          symbol.flags & ts.SymbolFlags.Alias
            ? [symbol.name, checker.getAliasedSymbol(symbol)]
            : [symbol.name, symbol]
        )
    );
  }

  /** The type of an exported value: `lstm`, or of a member of a family: `layers.lstm`. */
  valueType(path: string): ts.Type | null {
    const [first, ...rest] = path.split('.');
    const symbol = this.exports.get(first);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Value)) {
      return null;
    }
    return rest.reduce<ts.Type | null>(
      (type, name) => type && (this.members(type).get(name) ?? null),
      this.#typeOf(symbol)
    );
  }

  /** What an exported class makes, by the class's name. */
  classType(name: string): ts.Type | null {
    const symbol = this.exports.get(name);
    return symbol && symbol.flags & ts.SymbolFlags.Class
      ? this.checker.getDeclaredTypeOfSymbol(symbol)
      : null;
  }

  /** The public members of a value of ours, by their names. */
  members(type: ts.Type): ReadonlyMap<string, ts.Type> {
    return new Map(
      this.#plain(type)
        .getProperties()
        .filter(member => this.#isOurs(member))
        .map(member => [member.name, this.#typeOf(member)])
    );
  }

  /** How a value is called; empty where it is no function. */
  signatures(type: ts.Type): readonly Signature[] {
    return this.#plain(type)
      .getCallSignatures()
      .map(signature => ({
        parameters: signature.parameters.map(parameter => {
          const of = this.#typeOf(parameter);
          const rest =
            parameter.valueDeclaration &&
            ts.isParameter(parameter.valueDeclaration) &&
            parameter.valueDeclaration.dotDotDotToken;
          const each = rest
            ? (this.checker.getIndexTypeOfType(of, ts.IndexKind.Number) ?? of)
            : of;
          return {
            name: parameter.name,
            type: each,
            fields: this.#fields(each)
          };
        }),
        returns: this.#awaited(signature.getReturnType())
      }));
  }

  /** The type of what a list holds, or null where it is none. */
  elements(type: ts.Type): ts.Type | null {
    const plain = this.#plain(type);
    return this.checker.isArrayLikeType(plain)
      ? (this.checker.getIndexTypeOfType(plain, ts.IndexKind.Number) ?? null)
      : null;
  }

  text(type: ts.Type): string {
    return this.checker.typeToString(this.#plain(type));
  }

  /** Of options alone: what has methods is a thing of ours, and not put together by hand. */
  #fields(type: ts.Type): readonly string[] {
    const alternatives = type.isUnion() ? type.types : [type];
    const isThing = (one: ts.Type) =>
      one
        .getProperties()
        .some(
          ({ flags }) =>
            flags & ts.SymbolFlags.Method && !(flags & ts.SymbolFlags.Optional)
        );
    return [
      ...new Set(
        alternatives
          .filter(
            one =>
              one.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) &&
              !this.checker.isArrayLikeType(one) &&
              one.getCallSignatures().length === 0 &&
              !isThing(one)
          )
          .flatMap(one => one.getProperties())
          .filter(member => this.#isOurs(member))
          .map(({ name }) => name)
      )
    ];
  }

  #typeOf(symbol: ts.Symbol): ts.Type {
    const declaration = symbol.declarations?.[0];
    return declaration
      ? this.checker.getTypeOfSymbolAtLocation(symbol, declaration)
      : this.checker.getTypeOfSymbol(symbol);
  }

  #plain(type: ts.Type): ts.Type {
    return this.checker.getNonNullableType(type);
  }

  #awaited(type: ts.Type): ts.Type {
    return this.checker.getAwaitedType(type) ?? type;
  }

  #isOurs(symbol: ts.Symbol): boolean {
    const [declaration] = symbol.declarations ?? [];
    return (
      declaration !== undefined &&
      !declaration.getSourceFile().fileName.includes('node_modules') &&
      !/^(__|#)/.test(symbol.name) &&
      !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) &&
      !symbol.getJsDocTags(this.checker).some(({ name }) => name === 'internal')
    );
  }
}
