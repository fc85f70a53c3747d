import { requireBoolean, requireKnown, requireNumber } from '../base/check';
import type { Operation } from './operation';
import * as unary from './operations/unary';

/** Functions of each number by itself, as methods of a tensor T. */
export abstract class Elementwise<T> {
  /** @internal Runs an operation on the tensor. */
  protected abstract through<A>(operation: Operation<A>, attributes?: A): T;

  /** `1/(1+e^{−this})` */
  sigmoid(): T {
    return this.through(unary.sigmoid);
  }
  /** `tanh(this)` */
  tanh(): T {
    return this.through(unary.tanh);
  }
  /** `max(this, 0)` */
  relu(): T {
    return this.through(unary.relu);
  }
  /** `e^this` */
  exp(): T {
    return this.through(unary.exp);
  }
  /** Natural logarithm. */
  log(): T {
    return this.through(unary.log);
  }
  /** `√this` */
  sqrt(): T {
    return this.through(unary.sqrt);
  }
  /** `this²` */
  square(): T {
    return this.through(unary.square);
  }
  /** `|this|` */
  abs(): T {
    return this.through(unary.abs);
  }
  /** `log(1 + e^this)` */
  softplus(): T {
    return this.through(unary.softplus);
  }
  /** `clip(this/6 + 0.5, 0, 1)`, as Keras. */
  hardSigmoid(): T {
    return this.through(unary.hardSigmoid);
  }
  /** `this` above 0, else `e^this − 1`. */
  elu(): T {
    return this.through(unary.elu);
  }
  /** The scaled `elu` that keeps mean 0 and variance 1 (Klambauer et al. 2017). */
  selu(): T {
    return this.through(unary.selu);
  }
  /** `this ⊙ σ(this)` */
  swish(): T {
    return this.through(unary.swish);
  }
  /**
   * `this ⊙ Φ(this)`, Φ the normal distribution; with `approximate` by a tanh, as Keras's `gelu` and
   * PyTorch's.
   *
   * @throws TypeError when `approximate` is neither true nor false
   */
  gelu(options: { approximate?: boolean } = {}): T {
    requireKnown('gelu', options, ['approximate']);
    const { approximate = false } = options;
    return this.through(
      requireBoolean('gelu', 'approximate', approximate)
        ? unary.geluTanh
        : unary.gelu
    );
  }
  /** `this` above 0, else `negativeSlope · this`. @throws TypeError when the slope is no number */
  leakyRelu(negativeSlope = 0.2): T {
    return this.through(
      unary.leakyRelu,
      requireNumber('leakyRelu', 'negativeSlope', negativeSlope)
    );
  }
  /** `this / (1 + |this|)` */
  softsign(): T {
    return this.through(unary.softsign);
  }
}
