/** Steps of a u16 coordinate over the box. */
const STEPS = 65535;

export interface Quantized {
  positions: Uint16Array;
  box: { min: number[]; max: number[] };
}

/** Positions as u16 over their bounding box, point after point: a screen has fewer pixels than steps. */
export function quantize(positions: Float32Array, components: number): Quantized {
  const min = new Array<number>(components).fill(Infinity);
  const max = new Array<number>(components).fill(-Infinity);
  for (let i = 0; i < positions.length; i++) {
    const axis = i % components;
    const value = positions[i] ?? 0;
    min[axis] = Math.min(min[axis] ?? value, value);
    max[axis] = Math.max(max[axis] ?? value, value);
  }
  if (positions.length === 0) {
    min.fill(0);
    max.fill(0);
  }
  const scale = min.map((low, axis) => {
    const extent = (max[axis] ?? low) - low;
    return extent > 0 ? STEPS / extent : 0;
  });
  const quantized = new Uint16Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const axis = i % components;
    quantized[i] = Math.round(((positions[i] ?? 0) - (min[axis] ?? 0)) * (scale[axis] ?? 0));
  }
  return { positions: quantized, box: { min, max } };
}
