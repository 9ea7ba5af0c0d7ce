import { expect, test } from 'vitest'
import { run } from '../../lang/interpret.ts'
import { csvOf, textCell } from './csv.ts'

test('a text that a spreadsheet would compute is none, and quotes are doubled', () => {
  expect(['=1+1', '+1', '-1', '@x', 'x'].map(textCell)).toEqual(["'=1+1", "'+1", "'-1", "'@x", 'x'])
  expect(textCell('a, "b"')).toBe('"a, ""b"""')
})

test('the table keeps all digits, and leaves out what is not known yet', () => {
  const { trace } = run(
    'import torch\nx = torch.tensor([0.1, -2.0], requires_grad=True)\nJ = (x * x).sum()\nJ.backward()',
  ).episodes[0]!
  const rows = (cursor: number) => csvOf(trace, cursor).split('\r\n')
  expect(rows(0)[0]).toBe('node,kind,computed as,shape,value,gradient,line')
  expect(rows(0)[1]).toBe('x,parameter,,2,"[0.1, -2]",,2')
  expect(rows(trace.steps.length)[1]).toBe('x,parameter,,2,"[0.1, -2]","[0.2, -4]",2')
  expect(rows(trace.steps.length).at(-2)).toMatch(/^J,loss,.*,4\.01\d*,1,3$/)
})
