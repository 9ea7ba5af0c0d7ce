import { sizeOf, type Tensor, tensor } from '../tensor.ts'

/** A seeded source of numbers in [0, 1): mulberry32. */
export function randomSource(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A float64 tensor with elements drawn from an open interval, none of them within 0.05 of 0 (the kinks) where the interval spans it. */
export function randomTensor(
  random: () => number,
  shape: readonly number[],
  [low, high]: readonly [number, number],
): Tensor {
  const draw = (): number => {
    const value = low + (high - low) * random()
    return Math.abs(value) < 0.05 ? draw() : value
  }
  return tensor(Array.from({ length: sizeOf(shape) }, draw), shape, 'float64')
}

/** The inner product ⟨a, b⟩ of two tensors of one size. */
export function inner(a: Tensor, b: Tensor): number {
  let total = 0
  for (let i = 0; i < a.data.length; i++) total += a.data[i]! * b.data[i]!
  return total
}
