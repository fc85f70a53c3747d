import {
  stateAddress,
  readAddress,
  START,
  type PlayState
} from '../../../src/play/playState';

describe('the address of the playground', () => {
  it('says nothing of what is as at the beginning', () => {
    expect(stateAddress(START)).toBe('');
    expect(readAddress('').state).toEqual(START);
  });

  it('restores all that was chosen', () => {
    const state: PlayState = {
      task: 'echo',
      delay: 17,
      units: 5,
      rate: 0.003,
      clip: 0,
      seed: 42,
      cells: ['own', 'gru'],
      hold: { lane: 1, gate: 'z', value: 0.25 },
      epoch: 12,
      shown: 3,
      flipped: [2, 7],
      own: 'return { h: tanh(add(matmul(x, W), b)) }; // ü&='
    };
    expect(readAddress(stateAddress(state))).toEqual({ state, refused: [] });
  });

  it.each([
    ['task', 'task=constructor'],
    ['delay', 'delay=1e9'],
    ['delay', 'delay='],
    ['units', 'units=25'],
    ['rate', 'rate=NaN'],
    ['rate', 'rate='],
    ['clip', 'clip=-1'],
    ['seed', 'seed=1.5'],
    ['cells', 'cells=rnn'],
    ['cells', 'cells=rnn,__proto__'],
    ['hold', 'hold=0,f,0.5'],
    ['hold', 'hold=1,f,2'],
    ['epoch', 'epoch=61'],
    ['shown', 'shown=25'],
    ['flip', 'flip=99'],
    ['own', `own=${'x'.repeat(1201)}`]
  ])('passes over a wrong %s and names it: %s', (name, address) => {
    expect(readAddress(address)).toEqual({ state: START, refused: [name] });
  });
});
