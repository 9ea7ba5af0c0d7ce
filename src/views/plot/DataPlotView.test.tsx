import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { runOf, sourceOf } from '../../lessons/testing/runs.ts'
import { dataPlotOf } from '../../scene/data-plot.ts'
import { DataPlotView } from './DataPlotView.tsx'
import { errorPlaces } from './errorPlaces.ts'

afterEach(cleanup)

/** The samples of the lesson about many of them, after so many steps. */
function plotAt(cursor: number) {
  const { trace } = runOf(sourceOf('samples', 'main')).episodes[0]!
  const node = (name: string) => trace.graph.nodes.findIndex((each) => each.name === name)
  return dataPlotOf(trace, cursor, { x: node('x'), y: node('y'), yhat: node('y_hat') })!
}

test('samples, line and errors are drawn and said in words', () => {
  const plot = plotAt(1)
  const { container } = render(<DataPlotView plot={plot} />)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(plot.says)
  expect(container.querySelectorAll('.target')).toHaveLength(plot.points.length)
  expect([...container.querySelectorAll('.residual-number')].map((text) => text.textContent)).toEqual(
    plot.points.map(({ error }) => String(error).replace('-', '−')),
  )
  expect(container.querySelectorAll('.curve')).toHaveLength(1)
  expect(container.innerHTML).not.toContain('NaN')
})

test('before the model has answered there is neither line nor error', () => {
  const { container } = render(<DataPlotView plot={plotAt(0)} />)
  expect(container.querySelectorAll('.target')).toHaveLength(plotAt(0).points.length)
  expect(container.querySelectorAll('.curve, .residual')).toHaveLength(0)
})

test('errors at one place are written below each other', () => {
  const same = [0, 1].map((shift) => ({ x: 2, y: 3 + shift / 10, yhat: 4, error: 1 - shift / 10 }))
  const [first, second] = errorPlaces(
    same,
    (at) => at * 40,
    (height) => -height * 20,
    12,
  )
  expect(second![1] - first![1]).toBeGreaterThan(12)
})
