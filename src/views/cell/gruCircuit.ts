import { orderOf, stepSubscript } from '../../trace';
import type { Expression } from '../../trace';
import { factorsOf, summands } from '../equations/arithmetic';
import { orderlessText } from '../equations/terms';
import {
  beforeOf,
  circuitBuilder,
  feedTexts,
  isPlainGate,
  FULL_WIDTH,
  letterOf,
  rightSide,
  type CircuitBuilder,
  way,
  type CircuitMaker
} from './circuit';

const BELT = 60;
const MIDDLE = 150;
const GATES = 222;
const H_LINE = 266;
const X_LINE = 284;
const HEIGHT = 346;
const TOP = GATES - 19;
const BOTTOM = GATES + 19;

const x: Expression = { kind: 'symbol', name: 'x', role: 'input' };

/**
 * The GRU: the belt is the hidden state itself; z decides how much of it stays and, through 1 − z,
 * how much of the candidate comes in; r decides what the candidate sees of it.
 */
export const gruCircuit: CircuitMaker = (layer, { width, translate }) => {
  const h = rightSide(layer, 'h');
  const n = rightSide(layer, 'n');
  const r = rightSide(layer, 'r');
  const z = rightSide(layer, 'z');
  if (!h || n?.kind !== 'call' || !isPlainGate(r) || !isPlainGate(z)) {
    return null;
  }
  const terms = summands(h);
  const keep = terms.find(({ term }) => orderlessText(term) === 'h[t−1] ⊙ z');
  const write = terms.find(({ term }) => orderlessText(term) === '(1 − z) ⊙ n');
  const rest = write && factorsOf(write.term).find(isRest);
  const reset = findReset(n.args[0]);
  if (
    terms.length !== 2 ||
    keep?.sign !== 1 ||
    write?.sign !== 1 ||
    !rest ||
    !reset
  ) {
    return null;
  }

  const draw = circuitBuilder(width);
  const before = beforeOf('h');

  // The belt.
  draw.wire(before, 'hidden', 'h', way(0, BELT, 400, BELT), {
    pill: [38, BELT]
  });
  draw.wire(keep.term, 'hidden', 'h', way(400, BELT, 520, BELT), {
    pill: [459, BELT]
  });
  draw.wire(letterOf('h'), 'hidden', 'h', way(520, BELT, FULL_WIDTH, BELT), {
    pill: [652, BELT]
  });
  draw.circle('multiply', 'h', keep.term, [400, BELT]);
  draw.circle('add', 'h', letterOf('h'), [520, BELT]);

  // The candidate.
  if (reset.after) {
    drawResetAfter(draw, reset.product, reset.inner);
  } else {
    drawResetBefore(draw, reset.product, reset.inner);
  }
  draw.box('n', n, 'propose', [316, MIDDLE], { letter: 'above' });
  draw.wire(letterOf('n'), 'propose', 'n', way(347, MIDDLE, 520, MIDDLE), {
    pill: [456, MIDDLE]
  });
  draw.circle('multiply', 'h', write.term, [520, MIDDLE]);
  draw.wire(write.term, 'propose', 'h', way(520, MIDDLE, 520, BELT), {
    pill: [520, 105]
  });

  // The update gate and what it leaves.
  draw.wire(letterOf('z'), 'keep', 'z', way(400, TOP, 400, BELT), {
    pill: [400, 105],
    over: true
  });
  draw.wire(letterOf('z'), 'keep', 'h', way(400 + 31, GATES, 520 - 24, GATES));
  draw.box('h', rest, 'keep', [520, GATES], {
    label: '1 −',
    bar: false,
    width: Math.max(30, 46 * Math.min(1, draw.scale * 1.5)),
    height: 30
  });
  draw.wire(rest, 'keep', 'h', way(520, GATES - 15, 520, MIDDLE), {
    pill: [520, 186]
  });

  // h joins from the belt, x from below; the candidate reads x alone.
  draw.wire(before, 'feed', 'r', way(84, BELT, 84, H_LINE, 400, H_LINE), {
    arrow: false
  });
  draw.wire(x, 'feed', 'n', way(60, HEIGHT, 60, X_LINE, 400, X_LINE), {
    arrow: false
  });
  draw.joint([84, BELT]);
  const feeds = [
    ['r', 144, BOTTOM],
    ['n', 316, MIDDLE + 19],
    ['z', 400, BOTTOM]
  ] as const;
  for (const [name, at, end] of feeds) {
    draw.wire(null, 'feed', name, way(at, X_LINE, at, end), {
      lights:
        name === 'n'
          ? feedTexts(n).filter(text => text.endsWith(' x'))
          : feedTexts(rightSide(layer, name))
    });
    if (name !== 'z') {
      draw.joint([at, X_LINE]);
    }
    if (name !== 'n') {
      draw.joint([at, H_LINE]);
    }
  }
  draw.box('r', r, 'filter', [144, GATES], { letter: 'left' });
  draw.box('z', z, 'keep', [400, GATES], { letter: 'left' });

  draw.state('h', stepSubscript(-orderOf(layer.direction)), 'hidden', [
    30,
    BELT - 20
  ]);
  draw.state('h', 't', 'hidden', [668, BELT - 20]);
  if (draw.scale > 0.8) {
    draw.note(
      translate('the hidden state itself is carried: z keeps, 1 − z lets in'),
      // In the middle of the frame, which it nearly fills.
      [336, BELT - 30]
    );
  }

  return draw.circuit({
    height: HEIGHT,
    frame: { left: 68, width: 536, height: 290 },
    belt: { y: BELT, hue: 'hidden' },
    input: 60
  });
};

/** r filters what the recurrent matrix gave: r ⊙ (U h + b). */
function drawResetAfter(
  draw: CircuitBuilder,
  product: Expression,
  inner: Expression
): void {
  draw.wire(beforeOf('h'), 'hidden', 'n', way(214, BELT, 214, 88));
  draw.box('n', inner, 'propose', [214, 99], {
    label:
      inner.kind === 'operation' && inner.name === 'add' ? 'U h + b' : 'U h',
    bar: false,
    // As wide as its words, which do not shrink.
    width: Math.max(54, 70 * draw.scale),
    height: 22
  });
  draw.wire(inner, 'propose', 'n', way(214, 110, 214, MIDDLE), {
    pill: [252, 125]
  });
  draw.wire(
    letterOf('r'),
    'filter',
    'r',
    way(144, TOP, 144, MIDDLE, 214, MIDDLE),
    { pill: [144, 180] }
  );
  draw.circle('multiply', 'n', product, [214, MIDDLE]);
  draw.wire(product, 'propose', 'n', way(214, MIDDLE, 316 - 31, MIDDLE), {
    pill: [254, MIDDLE]
  });
}

/** r filters the state before the recurrent matrix reads it: U (r ⊙ h). */
function drawResetBefore(
  draw: CircuitBuilder,
  product: Expression,
  outer: Expression
): void {
  draw.wire(beforeOf('h'), 'hidden', 'n', way(180, BELT, 180, MIDDLE));
  draw.wire(
    letterOf('r'),
    'filter',
    'r',
    way(144, TOP, 144, MIDDLE, 180, MIDDLE),
    { pill: [144, 180] }
  );
  draw.circle('multiply', 'n', product, [180, MIDDLE]);
  draw.wire(product, 'hidden', 'n', way(180, MIDDLE, 226, MIDDLE), {
    pill: [214, 125]
  });
  draw.box('n', outer, 'propose', [243, MIDDLE], {
    label: 'U',
    bar: false,
    width: 30,
    height: 26
  });
  draw.wire(outer, 'propose', 'n', way(258, MIDDLE, 316 - 31, MIDDLE));
}

interface Reset {
  /** What r multiplies, as a product with it. */
  readonly product: Expression;
  /** U h + b that r multiplies, or U (r ⊙ h) around it. */
  readonly inner: Expression;
  readonly after: boolean;
}

/** Finds where r acts in the candidate. */
function findReset(sum: Expression): Reset | null {
  for (const { sign, term } of summands(sum)) {
    if (sign !== 1) {
      continue;
    }
    const factors = factorsOf(term);
    const inner = factors.find(factor => orderlessText(factor) !== 'r');
    if (
      inner &&
      factors.length === 2 &&
      factors.some(factor => orderlessText(factor) === 'r') &&
      feedTexts(inner).length > 0
    ) {
      return { product: term, inner, after: true };
    }
    if (term.kind === 'operation' && term.name === 'matmul') {
      const product = term.args.find(
        argument => orderlessText(argument) === 'h[t−1] ⊙ r'
      );
      if (product) {
        return { product, inner: term, after: false };
      }
    }
  }
  return null;
}

function isRest(factor: Expression): boolean {
  return orderlessText(factor) === '1 − z';
}
