/** Says how much was asked for, how much there is, and what to do. */
export function memoryError(wanted: number, limit: number): RangeError {
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`;
  return new RangeError(
    `fused: this network needs ${megabytes(wanted)} for one batch, but there are ${megabytes(limit)}; ` +
      'take a smaller batchSize or shorter sequences'
  );
}
