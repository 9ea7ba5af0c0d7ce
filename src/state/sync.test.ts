import { expect, test } from 'vitest'
import { createSync, type Held, type Message, messageIn, type Role } from './sync.ts'

/** Windows that hear each other, one message after the other, and what was said. */
function room() {
  const said: Message[] = []
  const windows = new Map<string, Ear>()
  interface Ear {
    readonly hear: (message: unknown) => void
  }
  const open = (id: string, role: Role, shows: string) => {
    const window = {
      shows,
      arranging: false,
      slow: false,
      here: null as boolean | null,
      dismissed: false,
      waiting: [] as (() => void)[],
    }
    const sync = createSync<string>({
      id,
      role,
      shown: () => (window.arranging ? null : window.shows),
      differs: (before, now) => before !== now,
      pack: (state) => ({ state }),
      unpack: (content) =>
        typeof content === 'object' && content !== null && 'state' in content && typeof content.state === 'string'
          ? content.state
          : null,
      show: (state) => {
        const appear = (): void => {
          window.shows = state
          sync.changed()
        }
        if (!window.slow) {
          appear()
          return null
        }
        return new Promise((resolve) => {
          window.waiting.push(() => {
            appear()
            resolve()
          })
        })
      },
      post: (message) => {
        said.push(message)
        for (const [name, { hear }] of [...windows]) if (name !== id) hear(message)
      },
      heard: (here) => {
        window.here = here
      },
      dismissed: () => {
        window.dismissed = true
        windows.delete(id)
      },
    })
    windows.set(id, sync)
    const change = (state: string): void => {
      window.shows = state
      sync.changed()
    }
    return { window, sync, change, close: () => windows.delete(id) }
  }
  return { open, said, states: () => said.filter(({ kind }) => kind === 'state').length }
}

const lectureAndPresenter = () => {
  const { open, ...rest } = room()
  const lecture = open('lecture', 'lecture', 'one')
  lecture.sync.hold()
  const presenter = open('presenter', 'presenter', '')
  presenter.sync.greet()
  return { open, lecture, presenter, ...rest }
}

test('a window that opens is told what is shown', () => {
  const { lecture, presenter } = lectureAndPresenter()
  expect(presenter.window.shows).toBe('one')
  expect([lecture.window.here, presenter.window.here]).toEqual([true, true])
})

test('a change in either window is shown in both, and said once: no echo', () => {
  const { lecture, presenter, states } = lectureAndPresenter()
  const before = states()
  lecture.change('two')
  expect([presenter.window.shows, states() - before]).toEqual(['two', 1])
  presenter.change('three')
  expect([lecture.window.shows, states() - before]).toEqual(['three', 2])
  presenter.sync.changed()
  expect(states() - before).toBe(2)
})

test('of two changes at the same moment one wins in both windows', () => {
  const { said, open } = room()
  const lecture = open('a', 'lecture', 'one')
  lecture.sync.hold()
  const presenter = open('b', 'presenter', '')
  presenter.sync.greet()
  lecture.close()
  presenter.change('of the presenter')
  const late = said.at(-1)
  lecture.change('of the lecture')
  lecture.sync.hear(late)
  presenter.sync.greet()
  expect(new Set([lecture.window.shows, presenter.window.shows])).toEqual(new Set(['of the presenter']))
})

test('an older state is not shown, and whoever says it is told the newer one', () => {
  const { lecture, presenter, said } = lectureAndPresenter()
  const old = said.find(({ kind }) => kind === 'state')
  lecture.change('two')
  lecture.change('three')
  const before = said.length
  presenter.sync.hear(old)
  expect(presenter.window.shows).toBe('three')
  expect(said.slice(before).map(({ kind }) => kind)).toEqual(['state'])
})

test('the same message twice changes nothing and is not answered with a state', () => {
  const { lecture, presenter, said } = lectureAndPresenter()
  lecture.change('two')
  const message = said.at(-1)
  const before = said.length
  presenter.sync.hear(message)
  expect([presenter.window.shows, said.length - before]).toEqual(['two', 0])
})

test.each([
  ['nothing', undefined],
  ['a text', 'state'],
  ['another kind', { kind: 'run', by: 'x', role: 'lecture' }],
  ['no sender', { kind: 'bye', role: 'lecture' }],
  ['another role', { kind: 'here', by: 'x', role: 'student', at: null }],
  [
    'a time that is none',
    { kind: 'state', by: 'x', role: 'lecture', at: { count: 1.5, by: 'x' }, state: { state: 'bad' } },
  ],
  [
    'a time without end',
    {
      kind: 'state',
      by: 'x',
      role: 'lecture',
      at: { count: Number.POSITIVE_INFINITY, by: 'x' },
      state: { state: 'bad' },
    },
  ],
  [
    'a state that is none',
    { kind: 'state', by: 'x', role: 'lecture', at: { count: 99, by: 'x' }, state: { state: 7 } },
  ],
])('a malformed message is passed over: %s', (_, message) => {
  const { lecture, presenter } = lectureAndPresenter()
  presenter.sync.hear(message)
  expect(presenter.window.shows).toBe('one')
  lecture.change('two')
  expect(presenter.window.shows).toBe('two')
})

test('a lecture window that was reloaded takes over what the presenter shows, not the other way round', () => {
  const { open, lecture, presenter } = lectureAndPresenter()
  lecture.change('two')
  lecture.sync.leave()
  expect(presenter.window.here).toBe(false)
  lecture.close()
  presenter.change('three')
  const again = open('again', 'lecture', 'what was stored')
  again.change('something of its own while it loads')
  again.sync.greet()
  expect([again.window.shows, presenter.window.shows, presenter.window.here]).toEqual(['three', 'three', true])
  again.change('four')
  expect(presenter.window.shows).toBe('four')
})

test('a lecture window that followed a link tells the presenter what that shows', () => {
  const { open, lecture, presenter } = lectureAndPresenter()
  lecture.change('two')
  lecture.close()
  const again = open('again', 'lecture', 'of the link')
  again.sync.insist()
  again.sync.greet()
  expect([again.window.shows, presenter.window.shows]).toEqual(['of the link', 'of the link'])
  presenter.change('three')
  expect(again.window.shows).toBe('three')
})

test('a presenter window that was reloaded goes on with what it kept, until it is told something newer', () => {
  const { open, lecture, presenter } = lectureAndPresenter()
  const kept = presenter.sync.held()
  presenter.close()
  const again = open('again', 'presenter', '')
  again.sync.restore(kept as Held)
  expect(again.window.shows).toBe('one')
  lecture.close()
  again.change('two')
  const reopened = open('reopened', 'lecture', 'stored')
  reopened.sync.greet()
  expect(reopened.window.shows).toBe('two')
})

test('what was missed while a window was asleep is told when it greets', () => {
  const { open, lecture, presenter } = lectureAndPresenter()
  presenter.close()
  lecture.change('two')
  lecture.change('three')
  const awake = open('awake', 'presenter', '')
  awake.sync.greet()
  expect(awake.window.shows).toBe('three')
})

test('nothing is said while a beat is being arranged', () => {
  const { lecture, presenter, states } = lectureAndPresenter()
  const before = states()
  lecture.window.arranging = true
  lecture.change('half')
  expect([presenter.window.shows, states() - before]).toEqual(['one', 0])
  lecture.window.arranging = false
  lecture.change('whole')
  expect(presenter.window.shows).toBe('whole')
})

test('a state that takes time to appear is no news when it does, and the last one told is the one that stays', async () => {
  const { lecture, presenter, states } = lectureAndPresenter()
  presenter.window.slow = true
  lecture.change('two')
  lecture.change('three')
  const before = states()
  for (const appear of presenter.window.waiting) appear()
  await Promise.resolve()
  await Promise.resolve()
  expect([presenter.window.shows, lecture.window.shows, states() - before]).toEqual(['three', 'three', 0])
  presenter.change('four')
  expect(lecture.window.shows).toBe('four')
})

test('a second lecture window of the same pair, such as a duplicated tab, is sent away', () => {
  const { open, lecture, presenter } = lectureAndPresenter()
  const second = open('second', 'lecture', 'a copy')
  second.sync.greet()
  expect([second.window.dismissed, lecture.window.dismissed, second.window.shows]).toEqual([true, false, 'a copy'])
  lecture.change('two')
  expect(presenter.window.shows).toBe('two')
})

test('a message is read strictly', () => {
  expect(messageIn({ kind: 'here', by: 'a', role: 'presenter', at: null, more: 1 })).toEqual({
    kind: 'here',
    by: 'a',
    role: 'presenter',
    at: null,
  })
})
