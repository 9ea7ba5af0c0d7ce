import { expect, test } from 'vitest'
import { type Arrival, type Channel, type Ear, overChannel, overWindows, type Partner } from './transport.ts'

/** A window that can be listened to and spoken to; what it posts to another arrives there with its name on it. */
function fakeWindow(origin: string) {
  const listeners = new Set<(event: Arrival) => void>()
  const ear: Ear = {
    origin,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  }
  const arrive = (event: Arrival): void => {
    for (const listener of [...listeners]) listener(event)
  }
  const as = (from: { readonly origin: string; readonly partner: () => Partner }): Partner => ({
    closed: false,
    postMessage: (data, to) => {
      if (to === '*' || to === origin) arrive({ data, origin: from.origin, source: from.partner() })
    },
  })
  return { ear, arrive, as }
}

function pairOf(origin: string, other = origin) {
  const [lecture, presenter] = [fakeWindow(origin), fakeWindow(other)]
  const heard: [string, unknown][] = []
  const toLecture: Partner = lecture.as({ origin: other, partner: () => toPresenter })
  const toPresenter: Partner = presenter.as({ origin, partner: () => toLecture })
  const a = overWindows('secret', (message) => heard.push(['lecture', message]), lecture.ear)
  const b = overWindows('secret', (message) => heard.push(['presenter', message]), presenter.ear)
  return { a, b, toLecture, toPresenter, heard, lecture }
}

test.each(['https://example.org', 'null'])(
  'a window hears the one it opened, and is heard, at the origin %s',
  (origin) => {
    const { a, b, toLecture, heard } = pairOf(origin)
    b.add(toLecture)
    b.post('hello')
    a.post('state')
    expect(heard).toEqual([
      ['lecture', 'hello'],
      ['presenter', 'state'],
    ])
  },
)

test('a message of another origin, of another pair, or from nowhere is not heard', () => {
  const { heard, lecture, toPresenter } = pairOf('https://example.org')
  const origin = 'https://example.org'
  const data = { pair: 'secret', message: 'x' }
  lecture.arrive({ data, origin: 'https://elsewhere.org', source: toPresenter })
  lecture.arrive({ data: { ...data, pair: 'guess' }, origin, source: toPresenter })
  lecture.arrive({ data, origin, source: null })
  lecture.arrive({ data: 'secret', origin, source: toPresenter })
  expect(heard).toEqual([])
})

test('a window at another origin hears nothing', () => {
  const { a, toPresenter, heard } = pairOf('https://example.org', 'https://elsewhere.org')
  a.add(toPresenter)
  a.post('state')
  expect(heard).toEqual([])
})

test('a closed window is not spoken to', () => {
  const { a, heard } = pairOf('null')
  a.add({
    closed: true,
    postMessage: () => {
      throw new Error('closed')
    },
  })
  a.post('state')
  expect(heard).toEqual([])
})

test('where a channel is forbidden or missing there is none', () => {
  expect(
    overChannel(
      'name',
      () => undefined,
      () => {
        throw new DOMException('forbidden', 'SecurityError')
      },
    ),
  ).toBeNull()
})

test('a channel carries what is posted', () => {
  const heard: unknown[] = []
  const posted: unknown[] = []
  const way = overChannel(
    'name',
    (content) => heard.push(content),
    (name): Channel => ({
      addEventListener: (_, listener) => listener({ data: name }),
      postMessage: (message) => posted.push(message),
      close: () => posted.push('closed'),
    }),
  )
  way?.post('state')
  way?.close()
  expect([heard, posted]).toEqual([['name'], ['state', 'closed']])
})
