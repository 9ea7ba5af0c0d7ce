import { beforeEach, expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { adopt } from './adopt.ts'
import { receive, undoChange } from './program.ts'
import { isOther, packShared, type SharedState, sharedOf, unpackShared } from './shared-state.ts'
import { setTeacher } from './shown.ts'
import { initialState, type State, store } from './store.ts'
import { openLesson, startTeacher, teacher } from './teacher.ts'
import { step } from './walk.ts'

setTeacher(teacher)
startTeacher()

const get = (): State => store.getState()
const settle = (): void => {
  if (get().running) receive(run(get().source))
}
// what an engine would answer a moment later
beforeEach(() => {
  store.setState(initialState)
  settle()
})

const shared = (): SharedState => {
  const state = sharedOf(get())
  if (state === null) throw new Error('a beat is being arranged')
  return state
}

test('what is shared arrives as it was sent', () => {
  openLesson('path', 'forward')
  settle()
  store.setState({ blank: true, theme: 'dark', present: true, ownConventions: get().conventions })
  expect(unpackShared(structuredClone(packShared(shared())))).toEqual({ ...shared(), detail: null })
})

test('what does not fit the schema is refused', () => {
  const good = packShared(shared())
  for (const bad of [
    null,
    7,
    {},
    { ...good, blank: 'no' },
    { ...good, link: { s: 7 } },
    { ...good, clock: { since: 'now' } },
  ])
    expect(unpackShared(bad)).toBeNull()
})

test('nothing is shared while a beat is being arranged', () => {
  openLesson('path', 'blocked')
  expect(sharedOf(get())).toBeNull()
  settle()
  expect(sharedOf(get())?.lesson?.beat).toBe('blocked')
})

test('a state of the same program is shown at once, keeps the run and arranges nothing again', () => {
  openLesson('path', 'forward')
  settle()
  const before = shared()
  const { run: ran } = get()
  step(1)
  expect(isOther(before, shared())).toBe(true)
  store.setState({ level: 'scalar' })
  expect(adopt(before)).toBeNull()
  expect(get().run).toBe(ran)
  expect(isOther(before, shared())).toBe(false)
  step(1)
  expect(get().lesson?.stop).toBe((before.lesson?.stop ?? 0) + 1)
})

test('a state of another program is shown with its run, all at once, and can be undone', async () => {
  openLesson('path', 'blocked')
  settle()
  const there = shared()
  store.setState({ ...initialState })
  settle()
  const { source } = get()
  const seen = new Set<string>()
  const end = store.subscribe(({ source, run }) => seen.add(source === run?.source ? 'whole' : 'torn'))
  await adopt(there)
  end()
  expect(isOther(there, shared())).toBe(false)
  expect([...seen]).toEqual(['whole'])
  expect(get().run?.source).toBe(there.source)
  expect(get().running).toBe(false)
  undoChange()
  expect(get().source).toBe(source)
})
