import { SourceMap, type SourceMapPayload } from 'node:module';
import * as ts from 'typescript';
import { readSourceMap } from '../../../../../src/kernel/core/cells/sourceMap';

test('every place of a compiled text is found where Node’s own source maps find it', () => {
  const { outputText, sourceMapText = '' } = ts.transpileModule(
    'interface A { a: number }\n\nconst f = (a: A): number => a.a +\n  1;\nenum E { one }\nawait f({ a: 1 });\n',
    {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        sourceMap: true
      }
    }
  );
  const places = readSourceMap(sourceMapText);
  const node = new SourceMap(JSON.parse(sourceMapText) as SourceMapPayload);
  let compared = 0;
  outputText.split('\n').forEach((text, line) => {
    for (let column = 0; column <= text.length; column++) {
      const found = node.findEntry(line, column);
      expect(places(line, column)).toEqual(
        'originalLine' in found
          ? { line: found.originalLine, column: found.originalColumn }
          : null
      );
      compared += 1;
    }
  });
  expect(compared).toBeGreaterThan(100);
});

test('a map that is none is refused', () => {
  expect(() => readSourceMap('{')).toThrow();
});
