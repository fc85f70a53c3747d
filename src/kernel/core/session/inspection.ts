import * as ts from 'typescript';
import type { CellProgram } from '../cells/cellProgram';
import { importsNode } from '../cells/modules';
import type { Json } from '../messages';
import { offsetOf } from './completion';

/** The content of `inspect_reply`: the signature and documentation of the name at the cursor. */
export function inspectCode(
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
  const info =
    quickInfo(cells, at) ?? quickInfo(cells, at - 1) ?? callee(cells, code, at);
  if (info === undefined) {
    return { status: 'ok', found: false, data: {}, metadata: {} };
  }
  const signature = ts.displayPartsToString(info.displayParts);
  const documentation = ts.displayPartsToString(info.documentation);
  const tags = info.tags ?? [];
  return {
    status: 'ok',
    found: true,
    data: {
      'text/markdown': [
        `\`\`\`typescript\n${signature}\n\`\`\``,
        documentation,
        ...tagSections(tags)
      ]
        .filter(part => part !== '')
        .join('\n\n'),
      'text/plain': [
        signature,
        documentation,
        ...tags.map(
          ({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`
        )
      ]
        .filter(part => part !== '')
        .join('\n\n')
    },
    metadata: {}
  };
}

function quickInfo(
  { service, cellFile, prefix }: CellProgram,
  at: number
): ts.QuickInfo | undefined {
  if (at < 0) {
    return undefined;
  }
  const info = service.getQuickInfoAtPosition(cellFile, prefix.length + at);
  // All that the compiler says of a name that nothing declares.
  return ts.displayPartsToString(info?.displayParts) === 'any'
    ? undefined
    : info;
}

/** Between the brackets of a call: the function that is called. */
function callee(
  cells: CellProgram,
  code: string,
  at: number
): ts.QuickInfo | undefined {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    if (code[index] === ')') {
      depth++;
    } else if (code[index] === '(' && depth-- === 0) {
      return quickInfo(cells, index - 1);
    }
  }
  return undefined;
}

/** Parameters as a list, what is returned and thrown in words, examples as code. */
function tagSections(tags: readonly ts.JSDocTagInfo[]): string[] {
  const text = (tag: ts.JSDocTagInfo) => ts.displayPartsToString(tag.text);
  const named = (name: string) => tags.filter(tag => tag.name === name);
  const parameters = named('param').map(tag => {
    const [, name, words] = /^(\S+)\s*-?\s*([\s\S]*)$/.exec(text(tag)) ?? [];
    return `- \`${name ?? ''}\` ${words ?? ''}`.trimEnd();
  });
  const known = new Set([
    'param',
    'returns',
    'return',
    'throws',
    'example',
    'internal'
  ]);
  return [
    parameters.length > 0 ? `**Parameters**\n\n${parameters.join('\n')}` : '',
    ...[...named('returns'), ...named('return')].map(
      tag => `**Returns** ${text(tag)}`
    ),
    ...named('throws').map(tag => `**Throws** ${text(tag)}`),
    ...named('example').map(tag => `**Example**\n\n${fenced(text(tag))}`),
    ...tags
      .filter(({ name }) => !known.has(name))
      .map(tag => `*@${tag.name}* ${text(tag)}`)
  ];
}

function fenced(code: string): string {
  return code.includes('```') ? code : `\`\`\`typescript\n${code}\n\`\`\``;
}
