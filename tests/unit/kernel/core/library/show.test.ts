import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  data,
  layers,
  sequential,
  setHost,
  type Showable
} from '../../../../../src/engine';
import {
  setDisplayHost,
  type MimeBundle
} from '../../../../../src/kernel/core/library/displayHost';
import { show } from '../../../../../src/kernel/core/library/show';

const folder = join(__dirname, '../../../../../gatescope/data');
let displayed: MimeBundle['data'][] = [];
let drawn: (readonly [readonly Showable[], object])[] = [];

beforeAll(() => {
  setHost({ readData: name => readFile(join(folder, name)) });
});

beforeEach(() => {
  displayed = [];
  drawn = [];
  const unused = () => {
    throw new Error('not asked for');
  };
  setDisplayHost({
    display: bundle => {
      displayed.push(bundle.data);
    },
    update: unused,
    clear: unused,
    ask: unused,
    show: (results, options) => {
      drawn.push([results, options]);
    },
    slide: unused
  });
});

describe('show', () => {
  it('shows a data set and the list of them, under a title if one is given', async () => {
    show(await data.births());
    show(await data.sensors());
    show(data, { title: 'Ours' });
    expect(displayed.map(each => Object.keys(each))).toEqual(
      Array(3).fill(['text/html', 'text/plain'])
    );
    expect(
      displayed.map(each => String(each['text/plain']).split('\n')[0])
    ).toEqual([
      'Births a day in the United States, 2000–2014',
      'Four sensors of a wireless network, with labeled events',
      'Ours'
    ]);
  });

  it('draws what was cut from a table, and says what it takes when rows were built anew', async () => {
    const days = await data.weather();
    show(days.between('2013-01-01', '2013-12-31'));
    expect(displayed).toHaveLength(1);
    expect(() => show({ ...days } as never)).toThrow(
      'show: the argument should be a run, a history, a summary or another result of gatescope, or alone a data set just as data gives it (show(await data.weather())), got an object of type Object'
    );
    const motes = await data.sensors();
    expect(() => show(motes.filter(({ indoor }) => indoor))).toThrow(
      'show: element 0 should be a run'
    );
    expect(displayed).toHaveLength(1);
  });

  it('runs a model on a sequence, and says so where there is none', () => {
    const model = sequential(
      [
        layers.gru({ units: 2, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    show(model, [1, 2, 3], { unit: 1 });
    const [[[run], options]] = drawn;
    expect(options).toEqual({ unit: 1 });
    const known = (value: object) =>
      JSON.stringify(value).replaceAll(/"id":"[^"]*"/g, '');
    expect(known(run.toBundle())).toBe(
      known(model.trace([1, 2, 3]).toBundle())
    );
    expect(() => show(model as never)).toThrow('show(model, x)');
  });

  it('refuses what only a view could open on', async () => {
    const days = await data.weather();
    expect(() => show(days, { unit: 3 })).toThrow(
      'show: a data set takes the option title only, got unit'
    );
    expect(() => show(days, { titel: 'x' } as object)).toThrow(
      "show: there is no option 'titel'"
    );
  });
});
