import { orderOf, stepSubscript } from '../../trace';
import type { Expression, LayerTrace } from '../../trace';
import { factorsOf, summands } from '../equations/arithmetic';
import { orderlessText } from '../equations/terms';
import {
  beforeOf,
  circuitBuilder,
  feedTexts,
  isPlainGate,
  FULL_WIDTH,
  letterOf,
  RADIUS,
  rightSide,
  way,
  type CircuitBuilder,
  type CircuitMaker
} from './circuit';

const BELT = 70;
const GATES = 214;
const TRUNK = 282;
/** The upper edge of the gates. */
const TOP = GATES - 19;
const HEIGHT = 352;

/**
 * The LSTM: the cell state as a belt on TOP, touched only by ⊙ and +; the gates below it, fed by x
 * and h; the hidden state branches off to the right through tanh and the output gate.
 */
export const lstmCircuit: CircuitMaker = (layer, { width, translate }) => {
  const c = rightSide(layer, 'c');
  const h = rightSide(layer, 'h');
  if (!c || !h) {
    return null;
  }
  const terms = summands(c);
  const keep = find(terms, 'c[t−1] ⊙ f');
  const write = find(terms, 'g ⊙ i');
  const seen = factorsOf(h).find(factor => factor.kind === 'call');
  if (
    terms.length !== 2 ||
    !keep ||
    !write ||
    !seen ||
    orderlessText(h) !== orderlessText(product(letterOf('o'), seen)) ||
    orderlessText(seen.args[0]) !== 'c'
  ) {
    return null;
  }
  const gates = ['f', 'i', 'g', 'o'].map(name => rightSide(layer, name));
  if (!gates.every(isPlainGate)) {
    return null;
  }

  const draw = circuitBuilder(width);
  drawBelt(draw, keep, write);
  drawHidden(draw, seen);
  drawFeeds(draw, layer);
  draw.state('c', stepSubscript(-orderOf(layer.direction)), 'cell', [
    30,
    BELT - 20
  ]);
  draw.state('c', 't', 'cell', [664, BELT - 20]);
  draw.state('h', stepSubscript(-orderOf(layer.direction)), 'hidden', [
    30,
    TRUNK - 20
  ]);
  draw.state('h', 't', 'hidden', [664, TRUNK - 22]);
  if (draw.scale > 0.8) {
    draw.note(translate('the conveyor belt: only ⊙ and + touch it'), [
      455,
      BELT - 30
    ]);
    draw.note(
      layer.units === 1
        ? translate('x and h enter every gate')
        : translate('x and all %1 units of h enter every gate', layer.units),
      [300, TRUNK + 18]
    );
  }

  return draw.circuit({
    height: HEIGHT,
    frame: { left: 74, width: 546, height: 300 },
    belt: { y: BELT, hue: 'cell' },
    input: 108
  });
};

/** The belt, and the gates that touch it. */
function drawBelt(
  draw: CircuitBuilder,
  keep: Expression,
  write: Expression
): void {
  draw.wire(beforeOf('c'), 'cell', 'c', way(0, BELT, 150, BELT), {
    pill: [96, BELT]
  });
  draw.wire(keep, 'cell', 'c', way(150, BELT, 302, BELT), {
    pill: [226, BELT]
  });
  draw.wire(letterOf('c'), 'cell', 'c', way(302, BELT, FULL_WIDTH, BELT), {
    pill: [430, BELT]
  });
  draw.circle('multiply', 'c', keep, [150, BELT]);
  draw.circle('add', 'c', letterOf('c'), [302, BELT]);

  // Gates into the belt.
  const middle = (TOP + BELT + RADIUS) / 2;
  draw.wire(letterOf('f'), 'keep', 'f', way(150, TOP, 150, BELT), {
    pill: [150, middle]
  });
  draw.wire(letterOf('i'), 'write', 'i', way(252, TOP, 252, 150, 302, 150), {
    pill: [252, 173]
  });
  draw.wire(letterOf('g'), 'propose', 'g', way(352, TOP, 352, 150, 302, 150), {
    pill: [352, 173]
  });
  draw.wire(write, 'propose', 'c', way(302, 150, 302, BELT), {
    pill: [302, 111]
  });
  draw.circle('multiply', 'c', write, [302, 150]);
}

/** The hidden state, and the gate that filters it. */
function drawHidden(draw: CircuitBuilder, seen: Expression): void {
  draw.wire(letterOf('c'), 'cell', 'h', way(548, BELT, 548, 97));
  draw.box('h', seen, 'plain', [548, 116]);
  draw.wire(seen, 'cell', 'h', way(548, 135, 548, 177), { pill: [584, 150] });
  draw.wire(letterOf('o'), 'filter', 'o', way(452, TOP, 452, 177, 548, 177), {
    pill: [500, 177]
  });
  draw.circle('multiply', 'h', letterOf('h'), [548, 177]);
  draw.wire(
    letterOf('h'),
    'hidden',
    'h',
    way(548, 177, 548, TRUNK, FULL_WIDTH, TRUNK),
    { pill: [654, TRUNK] }
  );
}

/** x and h into every gate. */
function drawFeeds(draw: CircuitBuilder, layer: LayerTrace): void {
  const places: readonly (readonly [
    string,
    number,
    'keep' | 'write' | 'propose' | 'filter'
  ])[] = [
    ['f', 150, 'keep'],
    ['i', 252, 'write'],
    ['g', 352, 'propose'],
    ['o', 452, 'filter']
  ];
  draw.wire(beforeOf('h'), 'feed', 'h', way(0, TRUNK, 452, TRUNK), {
    arrow: false,
    pill: [38, TRUNK]
  });
  draw.wire(
    { kind: 'symbol', name: 'x', role: 'input' },
    'feed',
    'h',
    way(108, HEIGHT, 108, TRUNK),
    { arrow: false }
  );
  draw.joint([108, TRUNK]);
  for (const [name, x, hue] of places) {
    const gate = rightSide(layer, name)!;
    draw.wire(null, 'feed', name, way(x, TRUNK, x, GATES + 19), {
      lights: feedTexts(gate)
    });
    if (name !== 'o') {
      draw.joint([x, TRUNK]);
    }
    draw.box(name, gate, hue, [x, GATES], { letter: 'left' });
  }
}

function find(
  terms: ReturnType<typeof summands>,
  text: string
): Expression | undefined {
  return terms.find(
    ({ sign, term }) => sign === 1 && orderlessText(term) === text
  )?.term;
}

function product(a: Expression, b: Expression): Expression {
  return { kind: 'operation', name: 'multiply', args: [a, b] };
}
