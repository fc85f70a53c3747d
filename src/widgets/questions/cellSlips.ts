import type { CellQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import {
  before,
  sentBack,
  sigmoid,
  slopeOf,
  sumInto,
  type SheetPlace,
  type ReadNumber
} from '../../trace/cellSheet';

type Cell = CellQuestion['cell'];

interface Slip {
  readonly value: number;
  readonly text: string;
}

/**
 * What is known to go wrong in one equation: the numbers that slips would give, from the reader's own
 * numbers before it.
 */
export function cellSlips(
  cell: Cell,
  place: SheetPlace,
  read: ReadNumber,
  translate: Translate
): Slip[] {
  const { name, step } = place;
  switch (name) {
    case 'f':
    case 'i':
    case 'g':
    case 'o':
      return blockSlips(cell, name, step, read, translate);
    case 'c':
    case 'h':
      return stateSlips(cell, place, read, translate);
    default:
      return backwardSlips(cell, place, read, translate);
  }
}

function blockSlips(
  cell: Cell,
  name: 'f' | 'i' | 'g' | 'o',
  step: number,
  read: ReadNumber,
  translate: Translate
): Slip[] {
  const [w, u, b] = cell.blocks[name];
  const sum = sumInto(cell, name, step, read);
  const hBefore = before(cell, 'h', step, read);
  const cBefore = before(cell, 'c', step, read);
  const apply = name === 'g' ? Math.tanh : sigmoid;
  const other = name === 'g' ? sigmoid : Math.tanh;
  return [
    {
      value: sum,
      text: translate(
        'That is the sum alone; %1 of it is asked for.',
        name === 'g' ? 'tanh' : 'σ'
      )
    },
    {
      value: other(sum),
      text:
        name === 'g'
          ? translate('g takes tanh, so that it can be negative; yours is σ.')
          : translate('A gate takes σ, a share from 0 to 1; yours is tanh.')
    },
    { value: apply(sum - b), text: translate('The bias b is missing.') },
    {
      value: apply(sum - u * hBefore),
      text: translate('u h[t−1] is missing: the cell sees its own state too.')
    },
    {
      value: apply(sum - w * cell.inputs[step]),
      text: translate('w x is missing.')
    },
    {
      value: apply(sum - u * hBefore + u * cBefore),
      text: translate('No gate reads c: take h[t−1], not c[t−1].')
    },
    ...(['f', 'i', 'g', 'o'] as const)
      .filter(each => each !== name)
      .map(each => ({
        value: apply(sumInto(cell, each, step, read)),
        text: translate('You took the weights of %1.', each)
      }))
  ];
}

function stateSlips(
  cell: Cell,
  { name, step }: SheetPlace,
  read: ReadNumber,
  translate: Translate
): Slip[] {
  const [f, i, g, o] = (['f', 'i', 'g', 'o'] as const).map(each =>
    read(each, step)
  );
  const cBefore = before(cell, 'c', step, read);
  const hBefore = before(cell, 'h', step, read);
  if (name === 'h') {
    const c = read('c', step);
    return [
      { value: o * c, text: translate('tanh of c is missing.') },
      {
        value: Math.tanh(c),
        text: translate('The output gate o is missing: it lets a share out.')
      },
      {
        value: o * Math.tanh(cBefore),
        text: translate('You took the c of the step before.')
      },
      {
        value: Math.tanh(o * c),
        text: translate('tanh comes first, then the output gate.')
      }
    ];
  }
  return [
    {
      value: i * g,
      text: translate('What is kept, f times c[t−1], is missing.')
    },
    {
      value: f * cBefore,
      text: translate('What is written, i times g, is missing.')
    },
    {
      value: f * cBefore + g,
      text: translate('g is multiplied by the input gate i first.')
    },
    {
      value: (1 - f) * cBefore + i * g,
      text: translate('f is the share that is kept, not the one that goes.')
    },
    {
      value: i * cBefore + f * g,
      text: translate('f and i have changed places.')
    },
    {
      value: f * hBefore + i * g,
      text: translate('f multiplies c[t−1], not h[t−1].')
    },
    {
      value: f * (cBefore + i * g),
      text: translate('f multiplies what was there, not what is new.')
    },
    {
      value: Math.tanh(f * cBefore + i * g),
      text: translate('No tanh in c: it belongs to h.')
    }
  ];
}

function backwardSlips(
  cell: Cell,
  { name, step }: SheetPlace,
  read: ReadNumber,
  translate: Translate
): Slip[] {
  const c = read('c', step);
  const last = step === cell.inputs.length - 1;
  if (name === 'dh') {
    return last ? [] : stateGradientSlips(cell, step, read, translate);
  }
  const dh = read('dh', step);
  if (name === 'do') {
    return [
      {
        value: dh * c,
        text: translate('h = o ⊙ tanh(c): the factor of o is tanh(c), not c.')
      },
      { value: Math.tanh(c), text: translate('dL/dh is missing.') },
      {
        value: dh * read('o', step),
        text: translate('The factor of o is tanh(c), not o itself.')
      }
    ];
  }
  if (name === 'dc') {
    const here = dh * read('o', step) * (1 - Math.tanh(c) ** 2);
    const later = last ? 0 : read('dc', step + 1) * read('f', step + 1);
    return [
      ...(last
        ? []
        : [
            {
              value: here,
              text: translate(
                'c reaches the loss in two ways: the direct one, f[t+1] times dL/dc[t+1], is missing.'
              )
            },
            {
              value: later,
              text: translate(
                'c reaches the loss in two ways: the one through h is missing.'
              )
            },
            {
              value: here + read('dc', step + 1) * read('f', step),
              text: translate(
                'The f of the later step lies between c[t] and c[t+1].'
              )
            },
            {
              value: here + read('dc', step + 1),
              text: translate('dL/dc[t+1] is multiplied by f[t+1] on its way.')
            }
          ]),
      {
        value: dh * read('o', step) + later,
        text: translate('The slope of tanh, 1 − tanh²(c), is missing.')
      },
      {
        value: dh * read('o', step) * (1 - c ** 2) + later,
        text: translate('The slope of tanh is 1 − tanh²(c), not 1 − c².')
      },
      {
        value: dh * (1 - Math.tanh(c) ** 2) + later,
        text: translate('The output gate o is a factor on the way through h.')
      }
    ];
  }
  const dc = read('dc', step);
  const [i, g] = [read('i', step), read('g', step)];
  switch (name) {
    case 'df':
      return [
        {
          value: dc * c,
          text: translate('f multiplies c[t−1]: take the c of the step before.')
        },
        {
          value: dc * read('f', step),
          text: translate('The factor of f is c[t−1], not f itself.')
        }
      ];
    case 'di':
      return [
        {
          value: dc * i,
          text: translate('The factor of i is g, not i itself.')
        }
      ];
    case 'dg':
      return [
        {
          value: dc * g,
          text: translate('The factor of g is i, not g itself.')
        }
      ];
    default:
      return [];
  }
}

function stateGradientSlips(
  cell: Cell,
  step: number,
  read: ReadNumber,
  translate: Translate
): Slip[] {
  const blocks = ['f', 'i', 'g', 'o'] as const;
  const sent = blocks.map(block => sentBack(cell, block, step, read));
  const sum = sent.reduce((all, each) => all + each, 0);
  return [
    ...blocks.map((block, at) => ({
      value: sum - sent[at],
      text: translate('h[t] goes into %1 of the next step too.', block)
    })),
    {
      value: blocks.reduce(
        (all, block) =>
          all + read(`d${block}`, step + 1) * cell.blocks[block][1],
        0
      ),
      text: translate(
        'The slopes are missing: σ′ = σ(1 − σ), tanh′ = 1 − tanh².'
      )
    },
    {
      value: blocks.reduce(
        (all, block) =>
          all +
          read(`d${block}`, step + 1) * slopeOf(block, read(block, step + 1)),
        0
      ),
      text: translate('Each way back to h goes through its weight u.')
    },
    {
      value: 1 + sum,
      text: translate('The loss is h at the last step alone: no 1 here.')
    }
  ];
}
