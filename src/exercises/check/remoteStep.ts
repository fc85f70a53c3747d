import type { StepCase } from './stepCase';
import type { Trajectory } from './walk';

/** A step function that runs elsewhere: it walks a whole sequence at one request. */
export type Walk = (
  stepCase: StepCase
) => Pick<Trajectory, 'channels' | 'equations'>;

const walks = new WeakMap<object, Walk>();

/** Lets `check.step` ask for whole sequences of a function that stands for one in another process. */
export function setWalk(step: object, walk: Walk): void {
  walks.set(step, walk);
}

export function walkOf(step: object): Walk | undefined {
  return walks.get(step);
}

const cells = new WeakSet<object>();

/** Lets `check.step` take an object that stands for a cell in another process. */
export function setRemoteCell(standIn: object): void {
  cells.add(standIn);
}

export function isRemoteCell(value: unknown): boolean {
  return typeof value === 'object' && value !== null && cells.has(value);
}
