import { inSequence } from '../../trace';
import type { Channel, Expression, LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  workOut,
  type Arithmetic,
  type WorkedEquation
} from '../../views/equations/arithmetic';
import { heldBy } from '../../views/equations/held';
import type { LayerValues } from '../../views/equations/layerValues';
import { html } from '../base/dom';
import { expressionLine, joined, type Pieces } from '../base/expressionLine';
import { formatFactor, formatFixed } from '../../scene/words/format';
import { hueOf, hueOfLetter, inked, letter, type Hue } from '../base/hue';

/**
 * How a state of one unit comes about in a step, in a line of text: its equation worked out. Of one that is held, or
 * whose equation is not known, its number alone.
 */
export function stateLine(
  { clamps }: Trace,
  values: LayerValues,
  channel: Channel,
  { step, unit }: { readonly step: number; readonly unit: number },
  translate: Translate,
  options: Parameters<typeof formulaLine>[2] = {}
): Pieces {
  const { layer } = values;
  const { name, array } = channel;
  const equation = layer.equations.find(each => each.channel === name);
  const held = heldBy(clamps, layer, name, step, unit) !== null;
  return equation && !held
    ? formulaLine(workOut(values, equation, step, unit), layer, options)
    : [
        letter(name, hueOf(channel)),
        held ? ' := ' : ' = ',
        html(
          'b',
          { class: 'jp-gatescope-value' },
          formatFixed(array.values[step * layer.units + unit])
        ),
        held ? ` ${translate('held')}` : ''
      ];
}

/**
 * One worked equation in a line of text: letters, then numbers in the letters' colors, then the
 * result: `c = f ⊙ c₍t−1₎ + i ⊙ g = 0.17 × (−1.48) + 0.85 × 0.50 = 0.17`.
 */
function formulaLine(
  worked: WorkedEquation,
  layer: LayerTrace,
  options: { readonly letters?: boolean; readonly decimals?: number } = {}
): Pieces {
  const { letters = true, decimals = 2 } = options;
  const { equation, result, lines } = worked;
  const pieces: Pieces = [
    letter(equation.channel, hueIn(layer, equation.channel))
  ];
  if (letters) {
    pieces.push(
      ' = ',
      ...expressionLine(
        inSequence(equation.expression, layer.direction),
        name => hueIn(layer, name)
      )
    );
  }
  if (lines.length > 0) {
    pieces.push(' = ', ...arithmeticPieces(lines[0], layer, decimals));
  }
  if (result !== null) {
    pieces.push(
      ' = ',
      html('b', { class: 'jp-gatescope-value' }, formatFixed(result, decimals))
    );
  }
  return pieces;
}

function hueIn(layer: LayerTrace, name: string): Hue {
  const channel = layer.channels.find(each => each.name === name);
  return channel ? hueOf(channel) : hueOfLetter(name);
}

function arithmeticPieces(
  arithmetic: Arithmetic,
  layer: LayerTrace,
  decimals: number
): Pieces {
  switch (arithmetic.kind) {
    case 'value':
      return [number(arithmetic.value, arithmetic.of, layer, decimals, false)];
    case 'product':
      return joined(
        arithmetic.factors.map((factor, index) =>
          factor.kind === 'value'
            ? [number(factor.value, factor.of, layer, decimals, index > 0)]
            : ['(', ...arithmeticPieces(factor, layer, decimals), ')']
        ),
        ' × '
      );
    case 'sum':
      return arithmetic.terms.flatMap(({ sign, term }, index) => {
        const before =
          index === 0 ? (sign < 0 ? '−' : '') : sign < 0 ? ' − ' : ' + ';
        const pieces =
          term.kind === 'value'
            ? [number(term.value, term.of, layer, decimals, before !== '')]
            : arithmeticPieces(term, layer, decimals);
        return before === '' ? pieces : [before, ...pieces];
      });
    case 'call': {
      const name = arithmetic.name === 'sigmoid' ? 'σ' : arithmetic.name;
      return [
        `${name}(`,
        ...joined(
          arithmetic.args.map(argument =>
            arithmeticPieces(argument, layer, decimals)
          ),
          ', '
        ),
        ')'
      ];
    }
  }
}

function number(
  value: number,
  of: Expression,
  layer: LayerTrace,
  decimals: number,
  bracketed: boolean
): Node {
  const hue = numberHue(of, layer);
  return inked(
    bracketed ? formatFactor(value, decimals) : formatFixed(value, decimals),
    hue
  );
}

/** A number has the color of the one letter that it stands for; a mixture is ink. */
function numberHue(of: Expression, layer: LayerTrace): Hue {
  if (of.kind === 'symbol') {
    return of.role === 'channel' || of.role === 'state'
      ? hueIn(layer, of.name)
      : 'hidden';
  }
  if (of.kind === 'operation') {
    const letters = of.args.filter(argument => argument.kind === 'symbol');
    const plain = of.args.every(
      argument => argument.kind === 'symbol' || argument.kind === 'number'
    );
    // `1 − z` is z's.
    return plain && letters.length === 1
      ? numberHue(letters[0], layer)
      : 'hidden';
  }
  return 'hidden';
}
