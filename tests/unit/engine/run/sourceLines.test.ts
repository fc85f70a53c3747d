import { sourceLines } from '../../../../src/engine/run/sourceLines';

describe('the lines on which a step computes its channels', () => {
  it('are found where a name is declared, given another name, or returned', () => {
    const code = [
      'function step({ x, h }, { W }) {',
      '  const z = sigmoid(x);',
      '  const next = mul(z, h);',
      '  return { z, h: next, n: add(x, h) };',
      '}'
    ].join('\n');
    expect(sourceLines(code, ['z', 'h', 'n'])).toEqual({
      code,
      lines: { z: 1, h: 2, n: 3 }
    });
  });

  it('may all be the first', () => {
    const code = '({ x }) => { const z = sigmoid(x); return { z, h: z }; }';
    expect(sourceLines(code, ['z', 'h']).lines).toEqual({ z: 0, h: 0 });
  });

  it('are left out for a channel that stands nowhere', () => {
    expect(sourceLines('h => h', ['q']).lines).toEqual({});
  });

  it('are not looked for in a line of data, which would hold up whoever waits', () => {
    const data = `// ${'const h :'.repeat(2e5)}`;
    const code = `${data} const h = x;\nconst h = tanh(x);`;
    expect(sourceLines(code, ['h']).lines).toEqual({ h: 1 });
  });
});
