import { expect, test } from 'vitest'
import { parametersIn } from '../../../torch/documentation/entry.ts'
import { parameterAt } from './callHint.ts'

const at = (signature: string, argument: number, keyword: string | null = null): string | undefined => {
  const parameters = parametersIn(signature)
  return parameters[parameterAt(parameters, { at: 0, signature, entry: null, argument, keyword })]
}

test('the parameter that is being written is found by its place, its name or its star', () => {
  const sum = 'sum(input, dim=None, keepdim=False, *, dtype=None)'
  expect([0, 1, 2, 3].map((place) => at(sum, place))).toEqual(['input', 'dim=None', 'keepdim=False', undefined])
  expect(at(sum, 1, 'dtype')).toBe('dtype=None')
  expect(at(sum, 1, 'axis')).toBe(undefined)
  expect([0, 5].map((place) => at('zeros(*size, dtype=None)', place))).toEqual(['*size', '*size'])
  expect(at('Adam(params, lr=0.001, betas=(0.9, 0.999))', 2)).toBe('betas=(0.9, 0.999)')
  expect(at('f(a: int, b: float = 1.0)', 0, 'b')).toBe('b: float = 1.0')
})
