import * as ts from 'typescript';
import type { CellProgram } from '../cells/cellProgram';
import { importsNode } from '../cells/modules';
import { machine } from '../machine';
import type { Json } from '../messages';

/** The content of `complete_reply`: names that may stand at a place of unfinished code. */
export function complete(
  cells: CellProgram,
  code: string,
  cursor: number
): Json {
  if (importsNode(code)) {
    cells.setNodeTypes(true);
  }
  cells.setCell(code);
  cells.program();
  const at = offsetOf(code, cursor);
  const position = cells.prefix.length + at;
  const found = cells.service.getCompletionsAtPosition(
    cells.cellFile,
    position,
    {
      includeCompletionsForModuleExports: false,
      includeCompletionsWithInsertText: true,
      includeCompletionsForImportStatements: false
    }
  );
  const word = wordAt(code, at);
  const entries = [
    ...(found?.entries ?? []),
    ...moduleEntries(code, at)
  ].filter(({ name }) => matches(name, word.text));
  const isGlobal = found?.isGlobalCompletion === true;
  const seen = new Set<string>();
  const chosen = entries
    .filter(({ name }) => !seen.has(name) && seen.add(name))
    // Of hundreds of globals only those that begin so, once something is typed.
    .filter(
      ({ name }) => !isGlobal || word.text === '' || startsWith(name, word.text)
    )
    .sort(
      (a, b) =>
        Number(startsWith(b.name, word.text)) -
          Number(startsWith(a.name, word.text)) ||
        a.sortText.localeCompare(b.sortText) ||
        a.name.localeCompare(b.name)
    );
  return {
    status: 'ok',
    matches: chosen.map(({ name }) => name),
    cursor_start: cursorOf(code, word.start),
    cursor_end: cursorOf(code, word.end),
    metadata: {
      _jupyter_types_experimental: chosen.map(({ name, kind }) => ({
        text: name,
        type: kindWord(kind),
        start: cursorOf(code, word.start),
        end: cursorOf(code, word.end)
      }))
    }
  };
}

type Entry = Pick<ts.CompletionEntry, 'name' | 'kind' | 'sortText'>;

/** The names of modules inside the quotes of an import, which the compiler leaves out when they are not installed. */
function moduleEntries(code: string, at: number): Entry[] {
  const before = code.slice(code.lastIndexOf('\n', at - 1) + 1, at);
  const quoted =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"]*)$/.exec(
      before
    );
  if (quoted === null || quoted[2].startsWith('.')) {
    return [];
  }
  const { builtinModules } = machine();
  return [
    'gatescope',
    ...builtinModules.filter(name => !name.startsWith('_')),
    ...builtinModules
      .filter(name => !name.startsWith('_') && !name.includes('/'))
      .map(name => `node:${name}`)
  ].map(name => ({
    name,
    kind: ts.ScriptElementKind.moduleElement,
    sortText: name === 'gatescope' ? '0' : '9'
  }));
}

/** The word around the cursor, which a completion replaces; within quotes, the whole path. */
function wordAt(
  code: string,
  at: number
): { start: number; end: number; text: string } {
  const lineStart = code.lastIndexOf('\n', at - 1) + 1;
  const before = code.slice(lineStart, at);
  const inQuotes =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"]*)$/.exec(
      before
    );
  if (inQuotes !== null) {
    // A relative path is completed one folder at a time, a module name whole.
    const typed = inQuotes[2];
    const from = typed.startsWith('.') ? typed.lastIndexOf('/') + 1 : 0;
    const rest = /^[^'"\n]*/.exec(code.slice(at))?.[0] ?? '';
    return {
      start: at - (typed.length - from),
      end: at + (code[at + rest.length] === inQuotes[1] ? rest.length : 0),
      text: typed.slice(from)
    };
  }
  const left = /[\p{ID_Continue}$#]*$/u.exec(before)?.[0] ?? '';
  const right = /^[\p{ID_Continue}$]*/u.exec(code.slice(at))?.[0] ?? '';
  return { start: at - left.length, end: at + right.length, text: left };
}

function matches(name: string, typed: string): boolean {
  return name.toLowerCase().includes(typed.toLowerCase());
}

function startsWith(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}

/** Jupyter counts the cursor in characters of Unicode, JavaScript in units of UTF-16. */
export function offsetOf(code: string, cursor: number): number {
  let offset = 0;
  let left = cursor;
  for (const character of code) {
    if (left-- <= 0) {
      break;
    }
    offset += character.length;
  }
  return offset;
}

function cursorOf(code: string, offset: number): number {
  return Array.from(code.slice(0, offset)).length;
}

function kindWord(kind: string): string {
  switch (kind) {
    case ts.ScriptElementKind.memberFunctionElement:
    case ts.ScriptElementKind.functionElement:
    case ts.ScriptElementKind.localFunctionElement:
      return 'function';
    case ts.ScriptElementKind.classElement:
      return 'class';
    case ts.ScriptElementKind.interfaceElement:
    case ts.ScriptElementKind.typeElement:
    case ts.ScriptElementKind.typeParameterElement:
      return 'type';
    case ts.ScriptElementKind.enumElement:
      return 'enum';
    case ts.ScriptElementKind.moduleElement:
    case ts.ScriptElementKind.externalModuleName:
      return 'module';
    case ts.ScriptElementKind.keyword:
      return 'keyword';
    case ts.ScriptElementKind.memberVariableElement:
    case ts.ScriptElementKind.memberGetAccessorElement:
    case ts.ScriptElementKind.memberSetAccessorElement:
      return 'property';
    case ts.ScriptElementKind.scriptElement:
    case ts.ScriptElementKind.directory:
      return 'path';
    default:
      return 'instance';
  }
}
