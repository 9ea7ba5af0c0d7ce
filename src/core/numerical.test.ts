import { expect, test } from 'vitest'
import { centralDifference, forwardDifference, type Precision } from './numerical.ts'
import { createTape, graphOf, plant, record } from './tape.ts'
import { scalar } from './tensor.ts'

/** x³ at 1, whose slope is exactly 3. */
function cube() {
  const tape = createTape()
  const x = plant(tape, { role: 'parameter', value: scalar(1, 'float32'), requiresGrad: true, literals: [] })
  const square = record(tape, 'mul', [x, x], {}, {})
  return graphOf(tape.nodes, record(tape, 'mul', [square, x], {}, {})).graph
}

const at = { leaf: 0, entry: 0 }
const error = (method: typeof centralDifference, exponent: number, precision: Precision = 'float64'): number =>
  Math.abs(method(cube(), at, 10 ** exponent, precision) - 3)
const slope = (method: typeof centralDifference, from: number, to: number): number =>
  (Math.log10(error(method, to)) - Math.log10(error(method, from))) / (to - from)

test('the error of the central difference falls with ε², that of the forward difference with ε', () => {
  expect(slope(centralDifference, -3, -1)).toBeCloseTo(2, 1)
  expect(slope(forwardDifference, -5, -1)).toBeCloseTo(1, 1)
})

test('below the best ε round-off takes over, and grows as 1/ε', () => {
  expect(slope(centralDifference, -13, -8)).toBeLessThan(-0.5)
  const best = (method: typeof centralDifference, precision: Precision): number =>
    Array.from({ length: 27 }, (_, i) => -1 - i / 2).reduce((least, e) =>
      error(method, e, precision) < error(method, least, precision) ? e : least,
    )
  expect(Math.abs(best(centralDifference, 'float64') + 5.5)).toBeLessThanOrEqual(1.5)
  expect(Math.abs(best(forwardDifference, 'float64') + 8)).toBeLessThanOrEqual(1.5)
  expect(Math.abs(best(centralDifference, 'float32') + 2.5)).toBeLessThanOrEqual(1)
})
