import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullNumber, plainNumber, written } from './number.ts'

test.each([
  [0, '0'],
  [-0, '0'],
  [2, '2'],
  [-12, '−12'],
  [0.5, '0.5'],
  [-0.125, '−0.125'],
  [1 / 3, '0.3333'],
  [31.3632, '31.36'],
  [12345, '12345'],
  [1.7000000000000002, '1.7'],
  [123456, '1.235×10⁵'],
  [2.785e-7, '2.785×10⁻⁷'],
  [0.001, '0.001'],
  [Number.NaN, 'nan'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('%s is written %s', (value, text) => expect(plainNumber(value)).toBe(text))

test('what is written is the number to four significant digits, in TeX as in text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), (value) => {
      const { tex, plain } = written(value)
      const read = Number(tex.replace('\\times10^{', 'e').replace('}', ''))
      expect(Math.abs(read - value)).toBeLessThanOrEqual(0.50001e-3 * Math.abs(value))
      expect(plain).not.toMatch(/^[−-]0$|-/)
    }),
  )
})

test('the hover tells all the digits a float32 holds, and no more', () => {
  expect(fullNumber(Math.fround(0.1), 'float32')).toBe('0.1')
  expect(fullNumber(Math.fround(1000.00006), 'float32')).not.toBe(fullNumber(Math.fround(1000.00012), 'float32'))
  expect(fullNumber(1 / 3, 'float64')).toBe('0.3333333333333333')
})
