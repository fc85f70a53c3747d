/** Classes and functions that the written code brings along where Keras has none. */
export const kerasHelpers = {
  /** Keras turns the outputs of a layer that goes backwards, and leaves their mask as it was. */
  TurnedMask: `@keras.saving.register_keras_serializable()
class TurnedMask(layers.Layer):
    """Turns the mask as the layer before has turned its outputs."""

    supports_masking = True

    def call(self, x):
        return ops.copy(x)

    def compute_mask(self, x, mask=None):
        return mask if mask is None else ops.flip(mask, 1)`,
  SinePositions: `@keras.saving.register_keras_serializable()
class SinePositions(layers.Layer):
    """Adds sines and cosines of many wavelengths, which tell the place of each step."""

    supports_masking = True

    def call(self, x):
        columns = np.arange(x.shape[-1])
        rates = 1 / 10000 ** ((columns - columns % 2) / len(columns))
        places = ops.arange(ops.shape(x)[1], dtype="float32")[:, None]
        angles = places * ops.convert_to_tensor(rates, "float32")
        return x + ops.cast(ops.where(columns % 2 == 0, ops.sin(angles), ops.cos(angles)), x.dtype)

    def compute_output_shape(self, shape):
        return shape`,
  LearnedPositions: `@keras.saving.register_keras_serializable()
class LearnedPositions(layers.Layer):
    """Adds a row of weights for each place."""

    supports_masking = True

    def __init__(self, most, **options):
        super().__init__(**options)
        self.most = most

    def get_config(self):
        return {**super().get_config(), "most": self.most}

    def build(self, shape):
        self.rows = self.add_weight(shape=(self.most, shape[-1]), initializer="uniform")

    def call(self, x):
        return x + ops.take(self.rows, ops.arange(ops.shape(x)[1]), axis=0)

    def compute_output_shape(self, shape):
        return shape`,
  SelfAttention: `@keras.saving.register_keras_serializable()
class SelfAttention(layers.Layer):
    """Each step looks at all steps, or at those up to its own: softmax(Q Kᵀ / √d) V, for each head."""

    supports_masking = True

    def __init__(self, heads, key_dim, causal=False, rotary=False, use_bias=True, **options):
        super().__init__(**options)
        self.heads, self.key_dim, self.use_bias = heads, key_dim, use_bias
        self.causal, self.rotary = causal, rotary
        self.query = layers.Dense(heads * key_dim, use_bias=use_bias)
        self.key = layers.Dense(heads * key_dim, use_bias=use_bias)
        self.value = layers.Dense(heads * key_dim, use_bias=use_bias)

    def get_config(self):
        names = ("heads", "key_dim", "causal", "rotary", "use_bias")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}

    def build(self, shape):
        for each in (self.query, self.key, self.value):
            each.build(shape)
        self.back = layers.Dense(shape[-1], use_bias=self.use_bias)
        self.back.build((*shape[:-1], self.heads * self.key_dim))

    def call(self, x, mask=None):
        steps = ops.shape(x)[1]
        parts = (-1, steps, self.heads, self.key_dim)
        q, k, v = (
            ops.transpose(ops.reshape(each(x), parts), (0, 2, 1, 3))
            for each in (self.query, self.key, self.value)
        )
        places = ops.arange(steps)
        if self.rotary:
            q, k = turned(q, places), turned(k, places)
        scores = ops.matmul(q, ops.transpose(k, (0, 1, 3, 2))) / self.key_dim**0.5
        if self.causal:
            scores = ops.where(places[:, None] >= places, scores, -1e30)
        if mask is not None:
            scores = ops.where(mask[:, None, None, :], scores, -1e30)
        found = ops.transpose(ops.matmul(ops.softmax(scores), v), (0, 2, 1, 3))
        return self.back(ops.reshape(found, (-1, steps, self.heads * self.key_dim)))

    def compute_output_shape(self, shape):
        return shape`,
  turned: `def turned(x, places):
    """Each pair of numbers turned by an angle that grows with the place of its step (rotary)."""
    rates = 1 / 10000 ** (np.arange(0, x.shape[-1], 2) / x.shape[-1])
    angles = ops.cast(places, "float32")[:, None] * ops.convert_to_tensor(rates, "float32")
    cos, sin = ops.cast(ops.cos(angles), x.dtype), ops.cast(ops.sin(angles), x.dtype)
    a, b = x[..., 0::2], x[..., 1::2]
    pairs = ops.stack([a * cos - b * sin, a * sin + b * cos], -1)
    return ops.reshape(pairs, ops.shape(x))`,
  Residual: `@keras.saving.register_keras_serializable()
class Residual(layers.Layer):
    """Adds what some layers make of their input to the input itself."""

    supports_masking = True

    def __init__(self, inner, **options):
        super().__init__(**options)
        self.inner = inner

    def get_config(self):
        inner = [keras.saving.serialize_keras_object(layer) for layer in self.inner]
        return {**super().get_config(), "inner": inner}

    @classmethod
    def from_config(cls, config):
        inner = [keras.saving.deserialize_keras_object(each) for each in config.pop("inner")]
        return cls(inner, **config)

    def build(self, shape):
        for layer in self.inner:
            if not layer.built:
                layer.build(shape)
            shape = layer.compute_output_shape(shape)

    def call(self, x):
        found = x
        for layer in self.inner:
            found = layer(found)
        return x + found

    def compute_output_shape(self, shape):
        return shape`
} as const;

/** Those that some written lines call. */
export function helpersOf(lines: string): readonly string[] {
  const names = Object.keys(kerasHelpers) as (keyof typeof kerasHelpers)[];
  return names
    .filter(name =>
      name === 'turned'
        ? lines.includes('rotary=True')
        : new RegExp(`\\b${name}\\(`).test(lines)
    )
    .map(name => kerasHelpers[name]);
}
