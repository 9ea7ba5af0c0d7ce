import { fireEvent, render } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Output, type OutputProps } from './Output.tsx'

Element.prototype.scrollIntoView ??= () => undefined

const print = (line: number, text: string) => ({ line, text, backwards: 0 })
const prints = [print(2, 'a '), print(3, 'b\n'), print(2, 'c\n')]

function open(changes: Partial<OutputProps> = {}) {
  const told = { onShapes: vi.fn(), onPoint: vi.fn(), onLine: vi.fn() }
  const of = changes.prints ?? prints
  const element = (more: Partial<OutputProps>) => (
    <Output
      source="print(1)"
      prints={of}
      count={of.length}
      growing={false}
      former={false}
      error={null}
      stale={false}
      lit={null}
      {...told}
      {...changes}
      {...more}
    />
  )
  const { getByRole, getAllByRole, queryByRole, container, rerender } = render(element({}))
  return {
    ...told,
    getByRole,
    getAllByRole,
    queryByRole,
    container,
    show: (more: Partial<OutputProps>) => rerender(element(more)),
  }
}

test('every print is a piece of the text, and the pieces of a line are lit together', () => {
  const { getAllByRole, container, show } = open()
  expect(container.querySelector('pre')?.textContent).toBe('a b\nc\n')
  expect(container.textContent).toContain('The whole program prints 2 lines')
  show({ growing: true })
  expect(container.textContent).toContain('2 lines so far')
  show({ former: true })
  expect(container.textContent).toContain('The program before printed 2 lines')
  show({ lit: 2 })
  expect(getAllByRole('option').map((each) => each.getAttribute('data-lit'))).toEqual(['true', 'false', 'true'])
  expect(container.textContent).toContain('Line 2 prints 2 times')
})

test('the pointer and the keys point at a line, Enter and a click go there, leaving points at none', () => {
  const { getByRole, getAllByRole, onPoint, onLine } = open()
  const [first, second] = getAllByRole('option')
  fireEvent.pointerMove(second!)
  expect(onPoint).toHaveBeenLastCalledWith(3)
  fireEvent.pointerLeave(getByRole('listbox'))
  expect(onPoint).toHaveBeenLastCalledWith(null)
  const box = getByRole('listbox')
  fireEvent.keyDown(box, { key: 'ArrowDown' })
  expect(onPoint).toHaveBeenLastCalledWith(2)
  expect(first?.getAttribute('aria-selected')).toBe('true')
  expect(box.getAttribute('aria-activedescendant')).toBe(first?.id)
  fireEvent.keyDown(box, { key: 'End' })
  fireEvent.keyDown(box, { key: 'ArrowUp' })
  fireEvent.keyDown(box, { key: 'Enter' })
  expect(onLine).toHaveBeenLastCalledWith(3)
  fireEvent.click(first!)
  expect(onLine).toHaveBeenLastCalledWith(2)
})

test('nothing printed says so, and an error is told in Python’s words with its line and its help', () => {
  const { container, queryByRole } = open({ prints: [] })
  expect(container.textContent).toBe('print() writes here.')
  expect(queryByRole('button')).toBe(null)
  const error = { type: 'TypeError', message: 'no', hint: 'Do it otherwise.', line: 4, span: null }
  expect(open({ prints: [], error }).getByRole('alert').textContent).toBe('TypeError: no (line 4)Do it otherwise.')
})

test('how much a program printed until it ended early is said as such', () => {
  const error = { type: 'TypeError', message: 'no', hint: '', line: 4, span: null }
  const { container, show } = open({ error })
  expect(container.textContent).toContain('2 lines until the error')
  show({ error: { ...error, stopped: true } })
  expect(container.textContent).toContain('2 lines until the program was stopped')
  expect(container.textContent).not.toContain('The whole program')
})

test('the output of a new program begins at its top, that of a changed one stays where it was', () => {
  const { getByRole, show } = open({ source: 'a = 1\nb = 2\nprint(a, b)' })
  const box = getByRole('listbox')
  box.scrollTop = 40
  show({ source: 'a = 1\nb = 3\nprint(a, b)', prints: [...prints] })
  expect([getByRole('listbox') === box, box.scrollTop]).toEqual([true, 40])
  show({ source: 'for i in range(9):\n    print(i)', prints: [...prints] })
  expect(getByRole('listbox').scrollTop).toBe(0)
})
