import { orderOf, stepSubscript } from '../../trace';
import { summands } from '../equations/arithmetic';
import { orderlessText } from '../equations/terms';
import {
  beforeOf,
  circuitBuilder,
  FULL_WIDTH,
  letterOf,
  rightSide,
  way,
  type CircuitMaker
} from './circuit';

const LINE = 110;
const HEIGHT = 300;

/** The plain network: everything of the old state goes through U and the squashing function. */
export const rnnCircuit: CircuitMaker = (layer, { width, translate }) => {
  const h = rightSide(layer, 'h');
  if (layer.equations.length !== 1 || h?.kind !== 'call') {
    return null;
  }
  const [sum] = h.args;
  const terms = summands(sum);
  const of = (text: string) =>
    terms.find(
      ({ sign, term }) => sign === 1 && orderlessText(term).endsWith(text)
    )?.term;
  const recurrent = of(' h[t−1]');
  const input = of(' x');
  const bias = terms.find(({ term }) => term.kind === 'symbol')?.term;
  if (!recurrent || !input || terms.length !== (bias ? 3 : 2)) {
    return null;
  }

  const draw = circuitBuilder(width);
  const small = { bar: false, width: Math.max(36, 52 * draw.scale) };
  draw.wire(beforeOf('h'), 'hidden', 'h', way(0, LINE, 134, LINE), {
    pill: [38, LINE]
  });
  draw.box('h', recurrent, 'plain', [160, LINE], { ...small, label: 'U h' });
  draw.wire(recurrent, 'hidden', 'h', way(186, LINE, 310, LINE), {
    pill: [244, LINE]
  });
  draw.wire(
    { kind: 'symbol', name: 'x', role: 'input' },
    'feed',
    'h',
    way(310, HEIGHT, 310, 219),
    {}
  );
  draw.box('h', input, 'plain', [310, 200], { ...small, label: 'W x' });
  draw.wire(input, 'other', 'h', way(310, 181, 310, LINE), {
    pill: [310, 152]
  });
  if (bias) {
    draw.wire(bias, 'other', 'h', way(310, 48, 310, LINE), { pill: [310, 72] });
    draw.state('b', '', 'other', [310, 40]);
  }
  draw.circle('add', 'h', sum, [310, LINE]);
  draw.wire(sum, 'hidden', 'h', way(310, LINE, 429, LINE), {
    pill: [372, LINE]
  });
  draw.box('h', h, 'hidden', [460, LINE]);
  draw.wire(letterOf('h'), 'hidden', 'h', way(491, LINE, FULL_WIDTH, LINE), {
    pill: [652, LINE]
  });
  draw.state('h', stepSubscript(-orderOf(layer.direction)), 'hidden', [
    30,
    LINE - 22
  ]);
  draw.state('h', 't', 'hidden', [666, LINE - 22]);
  if (draw.scale > 0.83) {
    draw.note(
      translate('all of h passes U and %1 at each %step', h.name),
      [461, 44]
    );
  }
  return draw.circuit({
    height: HEIGHT,
    frame: { left: 74, width: 530, height: 236 },
    input: 310
  });
};
