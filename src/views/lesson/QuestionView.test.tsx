import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { lessonNamed } from '../../lessons/lecture.ts'
import { runOf, scopeOf, sourceOf } from '../../lessons/testing/runs.ts'
import { QuestionView } from './QuestionView.tsx'

afterEach(cleanup)

/** The question of the path about w₁, asked of a program. */
function ask(source: string, reveal: 1 | 2) {
  const onAnswer = vi.fn()
  const onRestore = vi.fn()
  expect(runOf(source).error).toBeNull()
  render(
    <QuestionView
      question={lessonNamed('path')!.beats.find(({ id }) => id === 'ask-w1')!.question!}
      titled={false}
      scope={scopeOf(source, 0)}
      name="path ask-w1"
      reveal={reveal}
      chosen={null}
      urged={0}
      onAnswer={onAnswer}
      onRestore={onRestore}
    />,
  )
  return { onAnswer, onRestore }
}

const own = sourceOf('path', 'main')
const another = 'import torch\nv = torch.tensor(2.0, requires_grad=True)\nu = v * v\nu.backward()\n'

test('a question is answered by the number of a choice', () => {
  const { onAnswer } = ask(own, 1)
  expect(screen.getAllByRole('listitem').length).toBeGreaterThan(2)
  fireEvent.keyDown(document.body, { key: '1' })
  expect(onAnswer).toHaveBeenCalledOnce()
})

test('a question that does not fit the reader’s numbers says so, and offers Restore and Skip', () => {
  const { onAnswer, onRestore } = ask(another, 1)
  expect(screen.queryAllByRole('listitem')).toHaveLength(0)
  expect(screen.getByText(/does not fit your numbers/)).toBeTruthy()
  fireEvent.keyDown(document.body, { key: '1' })
  expect(onAnswer).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'Restore' }))
  fireEvent.click(screen.getByRole('button', { name: 'Skip' }))
  expect(onRestore).toHaveBeenCalledOnce()
  expect(onAnswer).toHaveBeenCalledWith(null)
})

test('nothing is told of an answer that the reader’s program does not have', () => {
  ask(another, 2)
  expect(screen.queryByRole('status')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Skip' })).toBeNull()
})
