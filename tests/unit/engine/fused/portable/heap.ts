/** The kernels' memory seen as numbers. Indices are byte addresses divided by 4. */
export interface Heap {
  f32: Float32Array<ArrayBuffer>;
  i32: Int32Array<ArrayBuffer>;
  u8: Uint8Array<ArrayBuffer>;
}

export function heapOf(buffer: ArrayBuffer): Heap {
  return {
    f32: new Float32Array(buffer),
    i32: new Int32Array(buffer),
    u8: new Uint8Array(buffer)
  };
}
