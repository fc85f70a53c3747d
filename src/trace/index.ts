// The layer's face: what other layers import.
export * from './appendHistory';
export * from './array';
export * from './bundleError';
export * from './decode';
export { type MessageBuffer } from './decodeArrays';
export * from './decodeMessage';
export * from './encode';
export * from './expressionText';
export * from './generated/types';
export * from './keptSteps';
export * from './mime';
export * from './numbersCode';
export * from './openingPlace';
export * from './padding';
export * from './protocol';
export * from './questions';
export * from './spreadSteps';
export * from './weightBins';
