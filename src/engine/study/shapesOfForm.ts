import type { GuessShape, Prediction } from '../../trace';

/** The shapes that a guess of each form can have: another would never be said. */
export const shapesOfForm: Readonly<
  Record<Prediction['form'], readonly GuessShape[]>
> = {
  curve: [
    'dropsAtOnce',
    'flat',
    'apart',
    'linear',
    'turnsBack',
    'wrongSign',
    'tooLow',
    'tooHigh'
  ],
  bars: ['flat', 'apart', 'wrongOrder', 'tooLow', 'tooHigh'],
  value: ['wrongSign', 'tooLow', 'tooHigh']
};
