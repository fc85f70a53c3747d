import { stackAsV8 } from '../../../../src/kernel/browser/stacks';

describe('a stack of Firefox', () => {
  it('is told in the form of V8', () => {
    expect(
      stackAsV8(
        'RangeError: far',
        [
          'inner@gatescope-cell/2:2:5',
          'map/<@gatescope-cell/2:6:45',
          'outer/named<@gatescope-cell/3:1:2',
          'ːlast<@gatescope-cell/3:2:2',
          'async*waits@gatescope-cell/3:3:17',
          'setTimeout handler*@gatescope-cell/4:2:9',
          '@http://127.0.0.1:80/kernel.js:753:5',
          ''
        ].join('\n')
      )
    ).toBe(
      [
        'RangeError: far',
        '    at inner (gatescope-cell/2:2:5)',
        '    at gatescope-cell/2:6:45',
        '    at named (gatescope-cell/3:1:2)',
        '    at gatescope-cell/3:2:2',
        '    at async waits (gatescope-cell/3:3:17)',
        '    at async gatescope-cell/4:2:9',
        '    at http://127.0.0.1:80/kernel.js:753:5'
      ].join('\n')
    );
  });

  it('is left as it is where it has that form', () => {
    const stack = 'Error: x\n    at run (gatescope-cell/1:1:7)';
    expect(stackAsV8('Error: y', stack)).toBe(stack);
  });
});
