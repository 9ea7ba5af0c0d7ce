import { expect, test } from 'vitest'
import { expForSingle, tanhForSingle } from './exponential.ts'
import { randomSource } from './testing/random.ts'

/** Floats of every size, and those at the ends of each rule. */
function floats(): number[] {
  const random = randomSource(3)
  const ends = [
    0, -0, 0.125, 10, 88.72283935546875, 88.72284698486328, -103.97208404541016, -103.97207641601562, 1e-38, 1e-45,
  ]
  const sizes = Array.from({ length: 200_000 }, () => (random() - 0.5) * 2 ** (Math.floor(random() * 40) - 32))
  return [...ends, ...sizes, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(Math.fround)
}

test.each([
  ['exp', expForSingle, Math.exp],
  ['tanh', tanhForSingle, Math.tanh],
] as const)('%s of floats is what double precision rounds to, to the last bit of all but ties', (_, ours, theirs) => {
  let other = 0
  for (const x of floats()) {
    const [p, q] = [Math.fround(ours(x)), Math.fround(theirs(x))]
    if (Object.is(p, q)) continue
    other++
    expect(Math.abs(p - q), `of ${x}: ${p} instead of ${q}`).toBeLessThanOrEqual(Math.abs(q) * 2 ** -23)
  }
  expect(other).toBeLessThanOrEqual(1)
})
