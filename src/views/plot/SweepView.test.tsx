import { fireEvent, render, screen } from '@testing-library/react'
import { StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import { run } from '../../lang/interpret.ts'
import { exampleNamed } from '../../lessons/examples.ts'
import { SweepView } from './SweepView.tsx'

/** The view of an example's output over one of its leaves. */
function open(id: string, over: string, pass = 0, free = true) {
  const { episodes, variables } = run(exampleNamed(id))
  const traces = episodes.map(({ trace }) => trace)
  const { graph } = traces[pass]!
  const node = graph.nodes.findIndex(({ name }) => name === over)
  const of = [{ node: graph.output, entry: 0 }]
  const onNumber = vi.fn()
  const request = { over: { node, entry: 0 }, of, derivative: true, pass, after: variables }
  const view = render(
    <StrictMode>
      <SweepView traces={traces} request={request} onNumber={free ? onNumber : null} />
    </StrictMode>,
  )
  return { ...view, onNumber, node }
}

test('a sweep is drawn and said in words', () => {
  const { container } = open('gradient-descent', 'w')
  const picture = screen.getByRole('img')
  expect(picture.getAttribute('aria-label')).toContain('At w = −1: J = 8, ∂J/∂w = −4.')
  expect(picture.getAttribute('aria-label')).toContain('The next update takes it to 1.')
  expect(container.querySelectorAll('.curve.value')).toHaveLength(1)
  expect(container.querySelectorAll('.curve.slope')).toHaveLength(1)
  expect(container.querySelector('.slope-number')?.textContent).toBe('slope −4')
  expect(container.querySelector('.step-number')?.textContent).toBe('−0.5 · (−4) = +2')
  expect(container.innerHTML).not.toContain('NaN')
})

test('a later pass shows the walk up to it, whose numbers cannot be dragged', () => {
  const { container } = open('gradient-descent', 'w', 2)
  expect(container.querySelectorAll('.stop.past')).toHaveLength(2)
  expect(container.querySelectorAll('.stop.now')).toHaveLength(1)
  expect(container.querySelectorAll('.step')).toHaveLength(3)
  expect(container.querySelectorAll('.step[data-next="true"]')).toHaveLength(1)
  expect(screen.queryByRole('slider')).toBeNull()
})

test('the arrow keys change the number of the program, all in one gesture until the focus leaves', () => {
  const { onNumber, node } = open('abs-two-relus', 'x')
  const slider = screen.getByRole('slider')
  expect(slider.getAttribute('aria-valuetext')).toBe('x = 3')
  fireEvent.keyDown(slider, { key: 'ArrowLeft' })
  fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true })
  fireEvent.blur(slider)
  fireEvent.keyDown(slider, { key: 'PageDown' })
  const told = onNumber.mock.calls
  expect(told.map(([at, entry, text]) => [at, entry, text])).toEqual([
    [node, 0, '2.95'],
    [node, 0, '3.005'],
    [node, 0, '2.5'],
  ])
  expect(told[0]![3]).toBe(told[1]![3])
  expect(told[2]![3]).not.toBe(told[1]![3])
})

test('the kink of a sweep has both of its slopes as open circles and the one that is taken filled', () => {
  const { container } = open('abs-two-relus', 'x')
  expect(container.querySelectorAll('.open.slope')).toHaveLength(2)
  expect(container.querySelectorAll('.taken.slope')).toHaveLength(1)
  expect(container.querySelector('title')?.textContent).toBe(
    'y over x has a kink at 1: the slope is −1 on the left, 1 on the right; 0 is taken.',
  )
})

test('what cannot be swept leaves the place empty', () => {
  const view = render(
    <SweepView
      traces={[]}
      request={{ over: { node: 0, entry: 0 }, of: [], derivative: true }}
      onNumber={() => undefined}
    />,
  )
  expect(view.container.querySelector('svg')).toBeNull()
})

test('where numbers are locked the curve is drawn without a point to drag', () => {
  const { container } = open('abs-two-relus', 'x', 0, false)
  expect(container.querySelectorAll('.curve.value').length).toBeGreaterThan(0)
  expect(screen.queryByRole('slider')).toBeNull()
})
