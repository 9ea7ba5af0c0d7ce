import { beforeEach, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { firstExample } from '../lessons/examples.ts'
import { lessonNamed } from '../lessons/lecture.ts'
import { isAllowed } from './allowed.ts'
import { type Arrangement, arrangementIn } from './arrangement.ts'
import { nextLevel, setFolded, setLevel, setMoving, setSample } from './picture.ts'
import { open, receive, redoChange, reset, restore, setNumber, setSource, undoChange } from './program.ts'
import { toggleQuiz } from './questions.ts'
import { toggleBeaming, toggleContents } from './screen.ts'
import { traceOf } from './shown.ts'
import { initialState, type State, store } from './store.ts'
import { leaveLesson, openLesson, startTeacher, teacher } from './teacher.ts'
import { first, last, nextNode, phaseEnd, setPlaying, step } from './walk.ts'

const state = () => store.getState()
const under = (query: string): void => store.setState({ arrangement: arrangementIn(query) })

/** Presses, types and drags everything that could change a part of the state, and tells whether it did. */
function changes(part: (state: State) => unknown, acts: readonly (() => void)[]): boolean {
  const before = part(state())
  for (const act of acts) {
    act()
    if (part(state()) !== before) return true
  }
  return false
}

/** The first leaf of the program whose number stands in its text, and that number doubled. */
function drag(): void {
  const nodes = traceOf(state())!.graph.nodes
  const leaf = nodes.findIndex((node) => node.kind === 'leaf' && node.literals[0] != null)
  setNumber(leaf, 0, `${2 * nodes[leaf]!.value.data[0]!}.5`, Math.random())
}

const settle = (): void => receive(run(state().source))

beforeEach(() => {
  store.setState({ ...initialState, run: null })
  settle()
})

test('a locked program cannot be typed into, undone, reset or replaced; its numbers are free, and can be restored', () => {
  setSource(`${firstExample.source}\n# mine`)
  settle()
  under('?lock=program')
  const acts = [() => setSource('x = 1'), undoChange, redoChange, reset, () => open('y = 1')]
  expect(changes(({ source }) => source, acts)).toBe(false)
  drag()
  expect(state().source).not.toBe(`${firstExample.source}\n# mine`)
  restore()
  expect(state().source).toBe(firstExample.source)
})

test('locked numbers can neither be dragged nor typed; the text is free', () => {
  under('?lock=numbers')
  expect(changes(({ source }) => source, [drag])).toBe(false)
  expect(changes(({ source }) => source, [() => setSource('x = 1')])).toBe(true)
})

test.each(['?hide=levels', '?lock=level'])('with %s the magnification, sample, folds and mode stay', (query) => {
  under(query)
  const acts = [
    nextLevel,
    () => setLevel('scalar'),
    () => setSample(0),
    () => setFolded(true),
    () => setMoving({ node: 0, entry: 0 }),
  ]
  expect(changes(({ level, sample, open: opened, moving }) => [level, sample, opened, moving].join(), acts)).toBe(false)
})

test('without the step buttons there are only single steps', () => {
  under('?hide=steps')
  step(1)
  expect(
    changes(
      ({ cursor, playing }) => `${cursor.step} ${playing}`,
      [first, last, nextNode, phaseEnd, () => setPlaying(true)],
    ),
  ).toBe(false)
  step(1)
  expect(state().cursor.step).toBe(2)
})

test('what is hidden has no key either', () => {
  under('?hide=lessons,share,details')
  expect(
    changes(
      ({ contents, beaming, quiz }) => [contents, beaming, quiz].join(),
      [toggleContents, toggleBeaming, toggleQuiz],
    ),
  ).toBe(false)
})

test('a locked lesson is walked to its end and not left', () => {
  startTeacher()
  openLesson('path')
  under('?lock=lesson')
  const lesson = (each: State) => each.lesson?.lesson
  const acts = [leaveLesson, () => openLesson('legend'), () => open('x = 1'), toggleContents]
  expect(lesson(state())).toBe('path')
  expect(changes(lesson, acts)).toBe(false)
  expect(state().contents).toBe(false)
  store.setState({ present: true })
  for (let press = 0; press < 200; press++) {
    teacher.move(1)
    settle()
  }
  expect(lesson(state())).toBe('path')
  expect(state().lesson?.beat).toBe(lessonNamed('path')!.beats.at(-1)!.id)
  under('')
  teacher.move(1)
  expect(lesson(state())).not.toBe('path')
})

test('a lesson can only be locked for someone who is in one', () => {
  const arrangement: Arrangement = arrangementIn('?lock=lesson')
  expect(isAllowed({ arrangement, lesson: null }, 'lessons')).toBe(true)
})

test('a locked program is not left for a lesson, nor a lesson for a locked program; lessons are for one another', () => {
  startTeacher()
  under('?lock=program')
  openLesson('path')
  expect(state().lesson).toBe(null)
  under('')
  openLesson('path')
  under('?lock=program')
  leaveLesson()
  expect(state().lesson?.lesson).toBe('path')
  openLesson('legend')
  expect(state().lesson?.lesson).toBe('legend')
})
