import { selectedRows } from '../../../../src/engine/models/dataset';
import { tensor } from '../../../../src/engine';

describe('rows of a tensor', () => {
  // [2, 3, 2]: two examples of three steps with two features.
  const data = tensor([
    [
      [0, 1],
      [2, 3],
      [4, 5]
    ],
    [
      [6, 7],
      [8, 9],
      [10, 11]
    ]
  ]);

  it('come in the order asked for, whole', () => {
    expect(selectedRows(data, [1, 0, 1]).toArray()).toEqual(
      [1, 0, 1].map(row => data.at(row).toArray())
    );
  });

  it('hold the steps asked for with all their features', () => {
    expect(selectedRows(data, [1, 0], { from: 1, to: 3 }).toArray()).toEqual([
      [
        [8, 9],
        [10, 11]
      ],
      [
        [2, 3],
        [4, 5]
      ]
    ]);
  });
});
