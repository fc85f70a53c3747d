import { markup } from '../../../../src/scene/marks/markup';
import { pageTheme } from '../../../../src/scene/theme';
import { letterOf, type CircuitPart } from '../../../../src/views/cell/circuit';
import { partMarks } from '../../../../src/views/cell/partMarks';

const part = (kind: CircuitPart['kind']): CircuitPart => ({
  kind,
  label: 'tanh',
  center: { x: 50, y: 50 },
  width: 26,
  height: 26,
  hue: 'propose',
  gives: letterOf('n'),
  bar: false,
  letter: { name: 'n', at: { x: 50, y: 30 } },
  channel: 'n'
});

const drawn = (of: CircuitPart, lit: readonly string[] = []) =>
  markup(
    partMarks(
      of,
      {
        numbers: {
          value: () => null,
          computed: () => -0.5,
          widest: 1,
          write: String
        },
        input: { wire: '', note: '' },
        lit: new Set(lit),
        back: false,
        range: () => [-1, 1]
      },
      { theme: pageTheme, measure: words => words.length * 7 }
    )
  );

describe('a part of the circuit', () => {
  it.each(['box', 'add', 'multiply'] as const)(
    'that is a %s has the letter of what it gives, and is lit with it',
    kind => {
      expect(drawn(part(kind))).toMatch(/jp-gatescope-letter"[^>]*>n<\/text>/);
      expect(drawn(part(kind))).not.toContain('jp-gatescope-lit');
      expect(drawn(part(kind), ['n'])).toContain('--jp-gatescope-lit');
    }
  );

  it('has its value from zero on its scale, and a name as small as its box asks', () => {
    const box = drawn({ ...part('box'), bar: true });
    // 14 pixels from −1 to 1: from −0.5 to 0.
    expect(box).toContain('<rect x="46.5" width="3.5"');
    expect(Number(/font-size="([\d.]+)"/.exec(box)?.[1])).toBeLessThan(13);
  });
});
