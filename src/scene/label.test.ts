import { expect, test } from 'vitest'
import { labelOf, plainLabel, writtenLabel } from './label.ts'

test.each([
  ['x', 'x', '{x}'],
  ['w1', 'w₁', '{w_{1}}'],
  ['y_hat', 'ŷ', '{\\hat{y}}'],
  ['alpha', 'α', '{α}'],
  ['W_1', 'W₁', '{W_{1}}'],
  ['W_out', 'W_out', '{W_{out}}'],
  ['loss', 'loss', '{\\mathrm{loss}}'],
  ['f12', 'f₁₂', '{f_{12}}'],
  ['_', '_', null],
  ['__x__', 'x', '{x}'],
  ['constructor', 'constructor', '{\\mathrm{constructor}}'],
  ['toString', 'toString', '{\\mathrm{toString}}'],
  ['w_valueOf', 'w_valueOf', '{w_{valueOf}}'],
  ['größe', 'größe', '{\\mathrm{größe}}'],
])('%s reads as %s', (name, plain, tex) => {
  expect(plainLabel(labelOf(name))).toBe(plain)
  if (tex !== null) expect(writtenLabel(labelOf(name)).tex).toBe(tex)
})

test('a name used again is numbered', () => {
  expect(plainLabel(labelOf('b', 2))).toBe('b⟨2⟩')
})

test('a long name keeps its beginning and its end', () => {
  expect(plainLabel(labelOf('the_weight_of_the_layer_in'))).toBe('the_weight_of_…ayer_in')
  expect(plainLabel(labelOf('the_weight_of_the_layer_out'))).toBe('the_weight_of_…yer_out')
  expect(plainLabel(labelOf('the_weight_of_layer_22'))).not.toContain('…')
})

test('nothing in a name is a TeX command', () => {
  for (const name of ['a_b_c', 'x__y', '_1', 'nan', 'href'])
    expect(
      writtenLabel(labelOf(name)).tex.replace(/\\(mathrm|hat|bar|tilde|langle|rangle|[_#$%&~^{}]|backslash )/g, ''),
    ).not.toContain('\\')
})
