// The layer's face: what other layers import.
export * from './appendHistory';
export * from './array';
export * from './bundle';
export * from './bundleError';
export * from './bundleParts';
export * from './decode';
export { type MessageBuffer } from './decodeArrays';
export * from './decodeMessage';
export * from './encode';
export * from './expression';
export * from './expressionText';
export * from './keptSteps';
export * from './mime';
export * from './numbersCode';
export * from './protocol';
