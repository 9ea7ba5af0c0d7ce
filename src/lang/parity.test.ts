import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Tensor } from '../core/tensor.ts'
import { run } from './interpret.ts'

/** Nested lists of numbers; `nan`, `inf` and `-inf` as texts. */
type Nested = number | boolean | string | readonly Nested[]

interface Golden {
  readonly stdout: string
  readonly error: { readonly type: string; readonly message: string; readonly line: number } | null
  readonly tensors: Readonly<
    Record<
      string,
      {
        readonly shape: readonly number[]
        readonly value: Nested
        readonly grad: Nested | null
        readonly dtype: string
        readonly requires_grad: boolean
        readonly is_leaf: boolean
      }
    >
  >
}

const numbers = (nested: Nested): number[] => {
  if (nested === 'nan') return [Number.NaN]
  if (nested === 'inf') return [Number.POSITIVE_INFINITY]
  if (nested === '-inf') return [Number.NEGATIVE_INFINITY]
  return Array.isArray(nested) ? nested.flatMap(numbers) : [Number(nested)]
}

/** Largest error relative to the expected number; exact where that is 0 or not finite. */
function expectClose(found: Tensor, wanted: Nested, what: string): void {
  const expected = numbers(wanted)
  expect(found.data.length, what).toBe(expected.length)
  expected.forEach((y, i) => {
    const x = found.data[i]!
    const close = Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-6 * Math.abs(y) + 1e-12
    expect(close, `${what}: element ${i} is ${x}, PyTorch has ${y}`).toBe(true)
  })
}

describe.each(['fixtures', 'fixtures/parity'])('PyTorch says the same about %s', (folder) => {
  const root = join(import.meta.dirname, folder)
  const names = readdirSync(join(root, 'programs')).map((file) => file.replace(/\.py$/, ''))

  test.each(names)('%s', (name) => {
    const golden: Golden = JSON.parse(readFileSync(join(root, 'golden', `${name}.json`), 'utf8'))
    const result = run(readFileSync(join(root, 'programs', `${name}.py`), 'utf8'), { timeLimitMs: 20_000 })
    expect(result.stdout).toBe(golden.stdout)
    const error = result.error && { type: result.error.type, message: result.error.message, line: result.error.line }
    expect(error).toEqual(golden.error)
    const found = new Map(result.variables.map((variable) => [variable.name, variable]))
    expect([...found.keys()].sort()).toEqual(Object.keys(golden.tensors).sort())
    for (const [variable, wanted] of Object.entries(golden.tensors)) {
      const { value, grad, requiresGrad, isLeaf } = found.get(variable)!
      expect({ shape: value.shape, dtype: value.dtype, requiresGrad, isLeaf }, variable).toEqual({
        shape: wanted.shape,
        dtype: wanted.dtype,
        requiresGrad: wanted.requires_grad,
        isLeaf: wanted.is_leaf,
      })
      expectClose(value, wanted.value, variable)
      if (wanted.grad === null) expect(grad, `${variable}.grad`).toBeNull()
      else expectClose(grad!, wanted.grad, `${variable}.grad`)
    }
  })
})
