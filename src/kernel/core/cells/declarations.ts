import * as ts from 'typescript';
import { importedNames } from './names';

/** The declarations that notebook cells have left behind, as the text of a declaration file. */
export interface Declarations {
  readonly text: string;
  /** Adds what one cell declared; what it declares again replaces what was there. */
  add(declarations: string): void;
  /** Whether a variable of this name is declared. */
  isVariable(name: string): boolean;
  /** The type of what a `var` has declared under this name. */
  typeOfVar(name: string): string | undefined;
  /** Gives a constant the type that it has been found to have. */
  narrow(name: string, type: string): void;
  clear(): void;
}

interface Entry {
  readonly text: string;
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly isVariable?: boolean;
  readonly isConst?: boolean;
  /** The type of a `var`. */
  readonly varType?: string;
  readonly documentation?: string;
}

/** An empty set of declarations. */
export function createDeclarations(): Declarations {
  let entries: Entry[] = [];
  let text = '';
  let variables: ReadonlySet<string> = new Set();

  function refresh(): void {
    text = entries.map(entry => entry.text).join('\n');
    variables = new Set(
      entries.flatMap(entry => (entry.isVariable ? entry.values : []))
    );
  }

  return {
    get text() {
      return text;
    },
    add(declarations) {
      const added = split(declarations);
      if (added.length === 0) {
        return;
      }
      const values = new Set(added.flatMap(entry => entry.values));
      const types = new Set(added.flatMap(entry => entry.types));
      const texts = new Set(added.map(entry => entry.text));
      entries = entries.filter(
        entry =>
          !entry.values.some(name => values.has(name)) &&
          !entry.types.some(name => types.has(name)) &&
          // Additions to global or foreign modules declare no name of their own.
          !texts.has(entry.text)
      );
      // A name that `var` declares twice is one entry.
      entries.push(
        ...new Map(added.map(entry => [entry.text, entry])).values()
      );
      refresh();
    },
    isVariable: name => variables.has(name),
    typeOfVar: name =>
      entries.find(entry => entry.values.includes(name))?.varType,
    narrow(name, type) {
      entries = entries.map(entry =>
        entry.values.includes(name) && entry.isConst
          ? {
              ...entry,
              text: `${entry.documentation ?? ''}declare const ${name}: ${type};`
            }
          : entry
      );
      refresh();
    },
    clear() {
      entries = [];
      refresh();
    }
  };
}

/** Cuts a declaration file into entries that can be replaced one by one. */
function split(declarations: string): Entry[] {
  const file = ts.createSourceFile(
    'declarations.d.ts',
    declarations,
    ts.ScriptTarget.Latest,
    true
  );
  return file.statements.flatMap(statement => entriesOf(statement, file));
}

function entriesOf(statement: ts.Statement, file: ts.SourceFile): Entry[] {
  const text = declared(
    file.text.slice(statement.getStart(file, true), statement.end)
  );
  if (ts.isVariableStatement(statement)) {
    const list = statement.declarationList;
    const keyword =
      list.flags & ts.NodeFlags.Const
        ? 'const'
        : list.flags & ts.NodeFlags.Let
          ? 'let'
          : 'var';
    return list.declarations.flatMap(declaration =>
      ts.isIdentifier(declaration.name) && declaration.name.text !== '_default'
        ? [
            {
              text: `${documentation(statement, file)}declare ${keyword} ${declaration.getText(file)};`,
              values: [declaration.name.text],
              types: [],
              isVariable: true,
              isConst: keyword === 'const',
              ...(keyword === 'var' && {
                varType: declaration.type?.getText(file) ?? 'any'
              }),
              documentation: documentation(statement, file)
            }
          ]
        : []
    );
  }
  if (ts.isFunctionDeclaration(statement)) {
    return named(statement.name, text, true, false);
  }
  if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    return named(statement.name, text, true, true);
  }
  if (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    return named(statement.name, text, false, true);
  }
  if (ts.isModuleDeclaration(statement)) {
    return ts.isIdentifier(statement.name) &&
      (statement.flags & ts.NodeFlags.GlobalAugmentation) === 0
      ? named(statement.name, text, true, true)
      : [{ text, values: [], types: [] }];
  }
  if (ts.isImportDeclaration(statement)) {
    return importEntries(statement, file);
  }
  if (ts.isImportEqualsDeclaration(statement)) {
    return [
      {
        text,
        values: [statement.name.text],
        types: [statement.name.text]
      }
    ];
  }
  return [];
}

/** The comment above a statement that documents it. */
function documentation(statement: ts.Statement, file: ts.SourceFile): string {
  return file.text.slice(
    statement.getStart(file, true),
    statement.getStart(file)
  );
}

function named(
  name: ts.Identifier | undefined,
  text: string,
  isValue: boolean,
  isType: boolean
): Entry[] {
  return name === undefined
    ? []
    : [
        {
          text,
          values: isValue ? [name.text] : [],
          types: isType ? [name.text] : []
        }
      ];
}

/** A statement without `export` and `default`, with `declare` where a declaration file needs it. */
function declared(text: string): string {
  const bare = text.replace(
    /^((?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*)(?:export\s+)?(?:default\s+)?/,
    '$1'
  );
  return /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*(?:declare|interface|type|import)\b/.test(
    bare
  )
    ? bare
    : bare.replace(/^((?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*)/, '$1declare ');
}

/** One import declaration a name, so that each can be replaced. */
function importEntries(
  statement: ts.ImportDeclaration,
  file: ts.SourceFile
): Entry[] {
  const from = statement.moduleSpecifier.getText(file);
  const clause = statement.importClause;
  if (clause === undefined) {
    return [];
  }
  const type = clause.isTypeOnly ? 'type ' : '';
  const entry = (name: string, what: string): Entry => ({
    text: `import ${type}${what} from ${from};`,
    values: [name],
    types: [name]
  });
  const { name, namedBindings } = clause;
  const entries: Entry[] = [];
  if (name) {
    entries.push(entry(name.text, name.text));
  }
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    const [, local] = [null, namedBindings.name.text];
    entries.push(entry(local, `* as ${local}`));
  } else if (namedBindings) {
    for (const element of namedBindings.elements) {
      entries.push(entry(element.name.text, `{ ${element.getText(file)} }`));
    }
  }
  return entries.length === importedNames(statement).length ? entries : [];
}
