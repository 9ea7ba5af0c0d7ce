import { Text } from '@codemirror/state'
import { expect, test } from 'vitest'
import type { Span } from '../../core/graph.ts'
import { diagnosticRange } from './diagnosticRange.ts'

const program = Text.of(['import torch', '    y = x', '', 'y.backward()'])
const marked = (line: number | null, span: Span | null): string | null => {
  const diagnostic = { type: 'NameError', message: "name 'x' is not defined", hint: 'Define x first.', line, span }
  const range = diagnosticRange(diagnostic, program)
  return range === null ? null : `${range.from}: ${program.sliceString(range.from, range.to)}`
}

test('a span is marked as it is', () => expect(marked(2, { from: 21, to: 22 })).toBe('21: x'))
test('without a span the line is marked, less its indent', () => expect(marked(2, null)).toBe('17: y = x'))
test('a span of no visible character marks its line', () => expect(marked(2, { from: 22, to: 23 })).toBe('17: y = x'))
test('an empty line is marked at its start', () => expect(marked(3, null)).toBe('23: '))
test('a span without a line marks the line it starts in', () =>
  expect(marked(null, { from: 12, to: 12 })).toBe('0: import torch'))
test('a line beyond the program is the last one', () =>
  expect(marked(9, { from: 90, to: 95 })).toBe('24: y.backward()'))
test('no place, no mark', () => expect(marked(null, null)).toBe(null))
