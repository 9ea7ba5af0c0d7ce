import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { mostBytes, qrCode } from './qrCode.ts'

test('the path draws exactly the dark modules', () => {
  const text = 'https://gradwalk.example/#v.412.9bd3c1f0.eJyrVsrPVrJSUCpKLUkFAA'
  const { size, data } = encode(text, { ecc: 'L', border: 0 })
  const code = qrCode(text)
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of code?.path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g) ?? [])
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  expect(code?.modules).toBe(size)
  expect(drawn).toEqual(data)
})

test('the longest link fits the largest code, one more character does not', () => {
  expect(qrCode('a'.repeat(mostBytes))?.modules).toBe(177)
  expect(qrCode('a'.repeat(mostBytes + 1))).toBe(null)
})
