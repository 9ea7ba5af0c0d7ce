import { beforeEach, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { lessons } from '../lessons/lecture.ts'
import { open, receive, reset, setSource } from './program.ts'
import { setPresent, toggleSlow } from './screen.ts'
import { partOf, setTeacher, traceOf } from './shown.ts'
import { initialState, type State, store } from './store.ts'
import {
  answerQuestion,
  isWaiting,
  leaveLesson,
  openLesson,
  revealOf,
  standingIn,
  startTeacher,
  stopHere,
  teacher,
} from './teacher.ts'
import { step } from './walk.ts'

const path = 'path'

/** Stands for the engine: every program is run at once, or when the engine is let go on. */
let held = false
const engine = ({ source, running }: State): void => {
  if (running && !held) receive(run(source))
}
store.subscribe(engine)
const letGoOn = (): void => {
  held = false
  engine(get())
  held = true
}
setTeacher(teacher)
startTeacher()

beforeEach(() => {
  held = false
  store.setState({ ...initialState, run: null })
  store.setState({ running: true })
})

const get = (): State => store.getState()
const beat = (): string | undefined => get().lesson?.beat
/** What a picture of the page depends on. */
const shown = () => {
  const { source, cursor, level, detail, selected, entry, lesson, mistake, moving, conventions, sample } = get()
  return JSON.stringify([
    source,
    cursor,
    level,
    detail,
    selected,
    entry,
    lesson,
    mistake,
    moving,
    conventions,
    sample,
    revealOf(get()),
  ])
}

test('a lesson opens with its program at its first beat', () => {
  openLesson(path)
  expect(beat()).toBe('road')
  expect(get().source).toBe(lessons.find(({ id }) => id === path)!.programs['main'])
  expect(get().cursor).toEqual({ episode: 0, step: 0 })
})

test('the steps of a beat are taken one by one, then the next beat comes', () => {
  openLesson(path, 'forward')
  step(1)
  expect([beat(), get().cursor.step]).toEqual(['forward', 1])
  for (let i = 0; i < 4; i++) step(1)
  expect(beat()).toBe('forward')
  step(1)
  expect(beat()).toBe('seed')
})

test('to a student a question comes with its choices and waits for an answer or Skip', () => {
  openLesson(path, 'ask-w1')
  expect(revealOf(get())).toBe(1)
  step(1)
  expect([beat(), isWaiting(get()), get().urged]).toEqual(['ask-w1', true, 1])
  answerQuestion(2)
  expect([revealOf(get()), get().lesson?.chosen]).toEqual([2, 2])
  step(1)
  expect(get().lesson?.chosen, 'the answer stays on screen while the step is taken').toBe(2)
})

test('in a lecture the question, its choices and its answer come with successive presses', () => {
  store.setState({ present: true })
  openLesson(path, 'ask-w1')
  const seen = [0, 1, 2].map(() => {
    const reveal = revealOf(get())
    step(1)
    return reveal
  })
  expect(seen).toEqual([0, 1, 2])
})

test('in a lecture a backward step takes four presses: what arrived, the local slope, their product, the bucket', () => {
  store.setState({ present: true })
  openLesson('branches', 'both-roads')
  const seeded = get().cursor.step
  const seen = Array.from({ length: 5 }, () => {
    const { cursor } = get()
    step(1)
    return [partOf({ ...get(), cursor }), cursor.step]
  })
  expect(seen).toEqual([
    [null, seeded],
    ['arrive', seeded],
    ['local', seeded],
    ['multiply', seeded],
    [null, seeded + 1],
  ])
})

test('in fast mode it takes one, and changing the pace or leaving the lecture keeps the moment', () => {
  store.setState({ present: true })
  openLesson('branches', 'both-roads')
  for (let i = 0; i < 6; i++) step(1)
  const { step: at } = get().cursor
  expect(get().cursor.part).toBe(2)
  toggleSlow()
  expect(get().cursor).toEqual({ episode: 0, step: at })
  step(1)
  expect(get().cursor).toEqual({ episode: 0, step: at + 1 })
  toggleSlow()
  expect(get().cursor).toEqual({ episode: 0, step: at + 1 })
  step(1)
  setPresent(false)
  expect(get().cursor).toEqual({ episode: 0, step: at + 1 })
  step(1)
  expect(get().cursor).toEqual({ episode: 0, step: at + 2 })
})

test('what the slide says has a press of its own in a lecture, after the steps of the beat', () => {
  const isSlide = () => stopHere(get())?.slide === true
  openLesson('branches', 'direct-total')
  step(1)
  expect([beat(), isSlide()]).toEqual(['aha', false])
  store.setState({ present: true })
  openLesson('branches', 'direct-total')
  expect(isSlide()).toBe(false)
  step(1)
  expect([beat(), isSlide()]).toEqual(['direct-total', true])
  step(1)
  expect([beat(), isSlide()]).toEqual(['aha', false])
})

test('a whole course by one key, and back again to the same states', () => {
  store.setState({ present: true })
  openLesson(lessons[0]!.id)
  const there: string[] = []
  for (let i = 0; i < 2000; i++) {
    const before = shown()
    step(1)
    if (shown() === before) break
    there.push(before)
  }
  const end = lessons.at(-1)!
  expect([get().lesson?.lesson, beat()]).toEqual([end.id, end.beats.at(-1)!.id])
  for (const before of there.reverse()) {
    step(-1)
    expect(shown()).toBe(before)
  }
})

test('presses that come while a program runs are taken when its beat has come', () => {
  const presses = 40
  const ends = (['held', 'at once'] as const).map((pace) => {
    store.setState({ ...initialState, run: null, present: true })
    store.setState({ running: true })
    openLesson(path, 'careful')
    held = pace === 'held'
    for (let i = 0; i < presses; i++) {
      step(i === presses - 1 ? -1 : 1)
      if (i % 7 === 6 && held) letGoOn()
    }
    while (get().running) letGoOn()
    held = false
    return shown()
  })
  expect(ends[0]).toBe(ends[1])
})

test('a beat that is chosen while another is on its way forgets the presses before', () => {
  openLesson(path, 'forward')
  held = true
  openLesson('branches')
  step(1)
  openLesson('features')
  letGoOn()
  held = false
  expect([beat(), get().lesson?.stop]).toEqual([lessons.find(({ id }) => id === 'features')!.beats[0]!.id, 0])
})

test('numbers that the reader changed stay while the lesson goes on with the same program, and one call restores them', () => {
  openLesson(path, 'forward')
  const own = get().source
  setSource(own.replace('4.0', '3.0'))
  step(1)
  openLesson(path, 'seed')
  expect(get().source).toContain('3.0')
  reset()
  expect(get().source).toBe(own)
})

test('a beat with another program brings that, and an example leaves the lesson', () => {
  openLesson(path, 'blocked')
  expect(get().source).toContain('sigmoid')
  open('import torch\nx = torch.tensor(1.0)\n')
  expect(get().lesson).toBeNull()
})

test('a lesson or a beat that is not there any more is left, the program stays', () => {
  store.setState({ lesson: { lesson: path, beat: 'gone', stop: 0, chosen: null } })
  expect(get().lesson).toBeNull()
  expect(traceOf(get())).not.toBeNull()
})

test('leaving keeps what is shown', () => {
  openLesson(path, 'w2')
  const { cursor } = get()
  leaveLesson()
  expect([get().lesson, get().cursor, standingIn(get())]).toEqual([null, cursor, null])
})
