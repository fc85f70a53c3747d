import {
  Race,
  type History,
  type RunOfNetwork,
  type Showable
} from '../../../engine';

/** A run that can be made again with changes. */
export function isRun(result: Showable): result is RunOfNetwork {
  return 'recompute' in result && typeof result.recompute === 'function';
}

/** A training run that goes on, stops and resumes. */
export function isHistory(result: Showable): result is History {
  return (
    'subscribe' in result &&
    typeof result.subscribe === 'function' &&
    !isRace(result)
  );
}

/** Several networks that train side by side. */
export function isRace(result: Showable): result is Race {
  return result instanceof Race;
}

/** A run from a file: its numbers, with nothing behind them that could be changed. */
export function isSaved(result: Showable): boolean {
  return 'recomputable' in result && result.recomputable === false;
}
