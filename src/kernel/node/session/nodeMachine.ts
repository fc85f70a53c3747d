import type { Machine } from '../../core/machine';
import { quietMachine } from '../machine';
import { moduleFrame } from './moduleFrames';

/** What Node gives, and where errors in modules beside the notebook arose. */
export const nodeMachine: Machine = { ...quietMachine, moduleFrame };
