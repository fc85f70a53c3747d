import { readFileSync } from 'node:fs';
import { flowLayout } from '../../../../src/widgets/gradientFlow/flowLayout';

const decades = { low: -30, high: 2 };

/** A length of a rule in the style sheet, in px. */
function styled(rule: string, property: string): number {
  const css = readFileSync('style/widgets-flow.css', 'utf8');
  const at = css.indexOf(`\n${rule} {`);
  const [, length] =
    new RegExp(`[ \\n]${property}: (\\d+)px`).exec(
      css.slice(at, css.indexOf('}', at))
    ) ?? [];
  return Number(length);
}

describe('the picture of a gradient flow', () => {
  it.each([1, 2, 3, 4, 5, 8, 12])(
    'leaves room for the numbers of %i networks above their bars of memory',
    networks => {
      const layout = flowLayout(1064, false, { networks, steps: 60 }, decades);
      const head = styled('.jp-gatescope-flow-head', 'line-height');
      const row =
        networks > 3
          ? styled('.jp-gatescope-flow-dense .jp-gatescope-flow-row', 'height')
          : styled('.jp-gatescope-flow-row', 'line-height');
      const between = styled(
        '.jp-gatescope-flow-group + .jp-gatescope-flow-group',
        'margin-top'
      );
      const groups =
        styled('.jp-gatescope-flow-groups', 'padding-top') +
        3 * (head + networks * row) +
        2 * (2 * between + 1);
      expect(groups).toBeGreaterThan(100);
      // Other numbers begin there: they stand apart, as the groups do.
      expect(layout.memory[0] - 4 - groups).toBeGreaterThanOrEqual(between);
    }
  );

  it('is as high as ever where the numbers stand below', () => {
    const one = flowLayout(400, true, { networks: 1, steps: 60 }, decades);
    const many = flowLayout(400, true, { networks: 12, steps: 60 }, decades);
    expect(many.bottom).toBe(one.bottom);
  });
});
