import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Generator } from './generator.ts'

interface Kept {
  readonly checksum: number
  readonly first: readonly number[]
}

interface Case {
  readonly seed: number
  readonly count: number
  readonly mean: number
  readonly std: number
  readonly normal: Kept
  readonly uniform: Kept
  readonly uniform64: Kept
  readonly integers: Kept
  readonly large: Kept
  readonly permutation: Kept
  readonly bernoulli: Kept
  readonly exponential: Kept
}

const cases: readonly Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/numbers.json'), 'utf8'))

function kept(numbers: ArrayLike<number>): Kept {
  const floats = Float32Array.from(numbers)
  let checksum = 0
  for (const word of new Uint32Array(floats.buffer)) checksum = (Math.imul(31, checksum) + word) | 0
  return { checksum: checksum >>> 0, first: Array.from(floats.slice(0, 3)) }
}

const single = ({ checksum, first }: Kept): Kept => ({ checksum, first: first.map(Math.fround) })

describe('one seed gives bit for bit what PyTorch draws', () => {
  test.each(cases)('seed $seed, $count numbers, mean $mean', (wanted) => {
    const { seed, count, mean, std } = wanted
    const generator = new Generator(seed)
    expect(kept(generator.normal(count, mean, std))).toEqual(wanted.normal)
    expect(kept(generator.uniform(count, -0.3, mean + 1.7))).toEqual(wanted.uniform)
    expect(kept(generator.uniform64(count, -0.3, mean + 1.7))).toEqual(wanted.uniform64)
    expect(kept(generator.integers(count, -5, 17))).toEqual(wanted.integers)
    expect(kept(generator.integers(count, 0, 2 ** 40))).toEqual(single(wanted.large))
    expect(kept(generator.permutation(count))).toEqual(wanted.permutation)
    const each = (draw: () => number): Kept => kept(Float32Array.from({ length: count }, draw))
    expect(each(() => generator.bernoulli(0.3))).toEqual(wanted.bernoulli)
    expect(each(() => generator.exponential(1.5))).toEqual(wanted.exponential)
  })
})

test('the second normal number of a pair is kept until a new seed is given', () => {
  const generator = new Generator(3)
  const [first, second] = generator.normal(2)
  generator.seed(3)
  expect([...generator.normal(1), ...generator.normal(1)]).toEqual([first, second])
  generator.seed(3)
  generator.normal(1)
  generator.seed(3)
  expect(generator.normal(1)[0]).toBe(first)
})

test('a seed of more than 32 bits draws by its lower 32 and is remembered whole', () => {
  const generator = new Generator(2n ** 40n + 5n)
  expect(generator.initialSeed).toBe(2n ** 40n + 5n)
  expect(generator.random32()).toBe(new Generator(5).random32())
  expect(new Generator(-1).initialSeed).toBe(2n ** 64n - 1n)
})
