import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Dtype, tensor } from '../core/tensor.ts'
import { printTensor } from './print.ts'

interface Case {
  readonly shape: readonly number[]
  readonly dtype: Dtype
  /** Numbers; `nan`, `inf`, `-inf` and `-0.0` as texts. */
  readonly data: readonly (number | string)[]
  readonly options: {
    readonly precision: number
    readonly threshold: number
    readonly edgeitems: number
    readonly linewidth: number
    readonly sci_mode: boolean | null
  }
  readonly requires_grad: boolean
  readonly text: string
}

const cases: readonly Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/prints.json'), 'utf8'))
const words: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-0.0': -0,
}

test('tensors of all types, sizes and options are printed to the letter as PyTorch prints them', () => {
  for (const { shape, dtype, data, options, requires_grad, text } of cases) {
    const values = data.map((x) => (typeof x === 'number' ? x : words[x]!))
    const printing = {
      precision: options.precision,
      threshold: options.threshold,
      edgeItems: options.edgeitems,
      lineWidth: options.linewidth,
      scientific: options.sci_mode,
    }
    expect(printTensor(tensor(values, shape, dtype), requires_grad, null, printing)).toBe(text)
  }
  expect(cases.length).toBe(200)
})
