import type { Sample } from '../op.ts'
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

/** The arguments a sample asks for: random numbers, and after them the places it names. */
export function argumentsOf(random: () => number, { shapes, domain = [-2, 2], places = [] }: Sample): Tensor[] {
  const first = shapes.length - places.length
  return shapes.map((shape, slot) => {
    const named = places[slot - first]
    if (named === undefined) return randomTensor(random, shape, domain)
    return tensor(named.map(Number), shape, typeof named[0] === 'boolean' ? 'bool' : 'int64')
  })
}

/** The inner product ⟨a, b⟩ of two tensors of one size. */
export function inner(a: Tensor, b: Tensor): number {
  let total = 0
  for (let i = 0; i < a.data.length; i++) total += a.data[i]! * b.data[i]!
  return total
}
