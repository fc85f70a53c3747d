import type { Convention } from '../recurrence/weights';

/** The rule of an optimizer that the kernels have compiled, with all its constants. */
export type UpdateConstants = { readonly convention: Convention } & (
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** AdamW's weight decay; 0 without. */
      readonly decay: number;
    }
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly nesterov: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly centered: boolean;
    }
  | {
      readonly kind: 'adagrad';
      readonly start: number;
      readonly epsilon: number;
    }
);
