import { networkLooks } from '../../../../src/scene/marks/networkLook';

describe('the looks of several networks', () => {
  const [rnn, gru] = networkLooks([{ cell: 'rnn' }, { cell: 'gru' }]);

  it('give each kind its own color, wherever it stands and however often', () => {
    const looks = networkLooks([
      { cell: 'gru' },
      { cell: 'gru' },
      { cell: 'rnn' }
    ]);
    expect(looks[0]).toEqual(gru);
    expect(looks[1].color).toContain(gru.color);
    expect(looks[2]).toEqual(rnn);
  });

  it('tell networks of one kind apart by shade and by dash', () => {
    for (const cell of ['rnn', 'lstm', 'gru', 'custom'] as const) {
      // A healthy network and its patients, or five biases of one gate, stand in one picture.
      const looks = networkLooks(Array.from({ length: 8 }, () => ({ cell })));
      expect(new Set(looks.map(({ color }) => color)).size).toBe(8);
      expect(new Set(looks.map(({ dash }) => dash)).size).toBe(8);
    }
  });
});
