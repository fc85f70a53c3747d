import type { Search } from '../../../src/trace';
import {
  changedChoices,
  chosenOf,
  standing,
  toggled,
  type Schema
} from '../../../src/scene/choices';
import { untranslated } from '../../../src/scene/words/translate';

const schema: Schema<'output' | 'answer', Search> = {
  output: {
    options: () => [
      { value: 0, label: 'high' },
      { value: 1, label: 'low' }
    ],
    title: translate => translate('Which output'),
    tool: 'menu',
    keys: ['nextChannel', 'previousChannel']
  },
  answer: {
    // The second output answers at fewer steps.
    options: (_, { output }) =>
      (output === 1 ? [1, 5] : [1, 3, 5]).map(value => ({ value })),
    opens: 'last',
    title: translate => translate('Which answer'),
    keys: ['nextUnit', 'previousUnit']
  }
};
const bundle = {} as Search;
const at = (kept: Record<string, number>, opened = bundle) =>
  standing(schema, opened, { get: name => kept[name] }, untranslated);

describe('what stands of the choices of a view', () => {
  it('is as it opens until somebody chooses, and then says what its code has to say', () => {
    expect(chosenOf(at({}))).toEqual({ output: 0, answer: 5 });
    expect(changedChoices(at({}))).toEqual({});
    expect(changedChoices(at({ answer: 3 }))).toEqual({ answer: 3 });
  });

  it('is as the notebook had it opened, where that is an option', () => {
    const opened = { view: { output: 1, answer: 3 } } as unknown as Search;
    expect(chosenOf(at({}, opened))).toEqual({ output: 1, answer: 5 });
  });

  it('goes to the next number that there is when another choice takes its own away', () => {
    expect(chosenOf(at({ output: 1, answer: 3 }))).toEqual({
      output: 1,
      answer: 5
    });
  });

  it('is a list where several are chosen together: toggled one by one, never empty, and no news while it is as it opens', () => {
    const options = ['h', 'f', 'c'].map(value => ({ value }));
    const several: Schema<'channels', Search> = {
      channels: {
        options: () => options,
        several: true,
        opens: () => ['h', 'f'],
        title: translate => translate('Which channels')
      }
    };
    const now = (channels?: readonly string[], opened = bundle) =>
      standing(several, opened, { get: () => channels }, untranslated);
    const view = { channels: ['c', 'none'] };
    expect(chosenOf(now())).toEqual({ channels: ['h', 'f'] });
    expect(chosenOf(now([]))).toEqual({ channels: ['h', 'f'] });
    expect(chosenOf(now(undefined, { view } as unknown as Search))).toEqual({
      channels: ['c']
    });
    expect(changedChoices(now(['h', 'f']))).toEqual({});
    expect(toggled(options, ['h'], 'c')).toEqual(['h', 'c']);
    expect(toggled(options, ['h', 'c'], 'h')).toEqual(['c']);
  });
});
