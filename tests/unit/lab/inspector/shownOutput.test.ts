import type { ICellModel } from '@jupyterlab/cells';
import { shownOutput } from '../../../../src/lab/inspector/shownOutput';
import { mimeTypes } from '../../../../src/trace';

function code(...outputs: object[]): ICellModel {
  return {
    type: 'code',
    outputs: {
      length: outputs.length,
      get: (index: number) => ({ toJSON: () => outputs[index] })
    }
  } as unknown as ICellModel;
}

const markdown = { type: 'markdown' } as unknown as ICellModel;

function output(kind: keyof typeof mimeTypes, name: string) {
  return { data: { [mimeTypes[kind]]: { name }, 'text/plain': name } };
}

test('the last output with a network in the cell is shown, whatever stands around it', () => {
  const cell = code(
    output('history', 'fit'),
    output('trace', 'run'),
    { output_type: 'stream', text: 'done' },
    { data: { 'text/plain': '3' } }
  );
  expect(shownOutput([cell], 0)).toMatchObject({ json: { name: 'run' } });
});

test('a question or a report has no numbers to repeat: the network above it is shown', () => {
  const cells = [
    code(output('trace', 'run')),
    code(output('prediction', 'guess'), output('check', 'report'))
  ];
  expect(shownOutput(cells, 1)).toMatchObject({ json: { name: 'run' } });
});

test('a cell without one shows the nearest above, and one below only where none stands above', () => {
  const cells = [
    code(output('trace', 'first')),
    code(output('trace', 'second')),
    markdown,
    code({ output_type: 'error' }),
    code(output('trace', 'third'))
  ];
  expect(shownOutput(cells, 3)).toMatchObject({ json: { name: 'second' } });
  expect(shownOutput(cells, 2)).toMatchObject({ json: { name: 'second' } });
  expect(shownOutput([markdown, ...cells], 0)).toMatchObject({
    json: { name: 'first' }
  });
  expect(shownOutput([markdown, code()], 0)).toBeNull();
  expect(shownOutput(cells, -1)).toBeNull();
  expect(shownOutput(cells, 99)).toMatchObject({ json: { name: 'third' } });
});

test('attention has steps to follow, too', () => {
  const cells = [code(output('trace', 'run')), code(output('attention', 'a'))];
  expect(shownOutput(cells, 1)).toMatchObject({ json: { name: 'a' } });
});
